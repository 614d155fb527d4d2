//! The field's words as types: refs, periods, exact quantities, choice lists, ratings, provenance.
//!
//! Floor 0: knows no file format, no wording, no clock. Everything above speaks in these types.

pub mod by_caption;
pub mod choices;
pub mod column;
pub mod csv_text;
pub mod dates;
pub mod edition;
pub mod figure;
pub mod folding;
pub mod lead;
pub mod period;
pub mod person;
pub mod provenance;
pub mod quantity;
pub mod rated;
pub mod rating;
pub mod refs;
pub mod refusal;
pub(crate) mod remembered;
pub mod word;
pub mod xmr;

pub use choices::{Absence, CountsAs, Frequency, Kind, MergeRule, OwnRag, Polarity, Status, Unit};
pub use column::{Column, Table};
pub use edition::{FreeText, Naming, SmallNumbers, Worksheet};
pub use lead::LeadId;
pub use period::Period;
pub use person::PersonKind;
pub use provenance::{CellRef, Hashing, Provenance, Sha256};
pub use quantity::{Quantity, Value};
pub use rating::Rating;
pub use refs::{ActionRef, MeasureRef, RefError};
pub use refusal::{Foreign, Guard, Refusal};
