//! The return's layout (3-return-workbook.md): shared by issuing and reading, so that what is issued and what is
//! recognised cannot drift apart. Wording, captions, synonyms and choices are data: `templates/return.toml`.

pub mod template;

pub use template::Template;
