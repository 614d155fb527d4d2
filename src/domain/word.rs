//! Fixed words of the program in serialised answers: written as text, and read back as the very word, never as any text.

use serde::{Deserialize, Deserializer, Serializer};

use super::choices::{Absence, OwnRag, Status};

/// A fixed word of the program.
pub type Word = &'static str;

/// Fixed words that are no choice of a list.
const WORDS: [&str; 10] = [
    "sheet",
    "row",
    "column",
    "returner",
    "period",
    "plan version",
    "xls",
    "xlsb",
    "ods",
    "Excel 4 (or earlier)",
];

fn known<E: serde::de::Error>(text: &str) -> Result<&'static str, E> {
    let choices = Status::ALL.iter().map(|choice| choice.word());
    let choices = choices.chain(OwnRag::ALL.iter().map(|choice| choice.word()));
    let mut all = choices.chain(Absence::ALL.iter().map(|choice| choice.word())).chain(WORDS);
    all.find(|word| *word == text)
        .ok_or_else(|| E::custom(format!("\"{text}\" is no word that ragbook uses here")))
}

pub(crate) fn serialize<S: Serializer>(word: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(word)
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static str, D::Error> {
    known(&String::deserialize(deserializer)?)
}

/// A list of them.
pub(crate) mod list {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(crate) fn serialize<S: Serializer>(words: &[&'static str], serializer: S) -> Result<S::Ok, S::Error> {
        words.serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<&'static str>, D::Error> {
        Vec::<String>::deserialize(deserializer)?.iter().map(|text| super::known(text)).collect()
    }
}

/// One of them, or none.
pub(crate) mod option {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[expect(clippy::ref_option_ref, reason = "the form that serde asks for")]
    pub(crate) fn serialize<S: Serializer>(
        word: &Option<&'static str>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        word.serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<&'static str>, D::Error> {
        Option::<String>::deserialize(deserializer)?.map(|text| super::known(&text)).transpose()
    }
}
