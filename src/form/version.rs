//! How a plan version stands on *Start here*. One such as `2.10` is written with a word before it: alone in a cell,
//! programs would take it for a number and make it 2.1.

/// The version as *Start here* shows it: `Version 2.10`; one with letters of its own as it is.
pub fn shown_version(version: &str) -> String {
    let has_words = version.chars().any(char::is_alphabetic);
    if has_words || version.is_empty() { version.to_owned() } else { format!("Version {version}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_that_looks_like_a_number_is_shown_with_a_word() {
        assert_eq!(shown_version("2.10"), "Version 2.10");
        assert_eq!(shown_version("October 2019"), "October 2019");
        assert_eq!(shown_version("Version 2"), "Version 2");
    }
}
