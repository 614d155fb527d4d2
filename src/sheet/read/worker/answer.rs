//! What the reading process answers: the grids or the refusal, in JSON after a line that says who speaks. A private form:
//! both sides are the same program.

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::{Deserialize, Serialize};

use crate::domain::{Foreign, Guard, Refusal};
use crate::sheet::grid::{Format, Workbook};
use crate::sheet::limits::Limits;
use crate::sheet::read::parts::damaged;
use crate::sheet::read::read_apart;

/// The first line: without it the answer is not ours.
const GREETING: &[u8] = b"ragbook 1\n";

#[derive(Serialize, Deserialize)]
enum Answer {
    Read(Box<Workbook>),
    Damaged(String),
    Password { default_password: bool },
    TooLarge { guard: Guard, limit: u64, actual: Option<u64> },
    TooSlow(u64),
    Empty,
}

/// Reads the bytes as the format of this word (`xls`, `xlsb`, `ods`) and puts the outcome into the private form.
pub fn make(word: &str, limits: &str, bytes: &[u8]) -> Vec<u8> {
    let outcome = catch_unwind(AssertUnwindSafe(|| read(word, limits, bytes)))
        .unwrap_or_else(|_| Err(damaged("the program that reads such workbooks could not make sense of it")));
    let mut said = GREETING.to_vec();
    // Writing to a vector cannot fail, and every answer can be put into JSON; if not, an answer cut short is none.
    let _ = serde_json::to_writer(&mut said, &Answer::of(outcome));
    said
}

fn read(word: &str, limits: &str, bytes: &[u8]) -> Result<Workbook, Refusal> {
    let limits: Limits =
        serde_json::from_str(limits).map_err(|_| damaged("the limits on reading it were not told"))?;
    let format = [Format::Xls, Format::Xlsb, Format::Ods].into_iter().find(|format| format.word() == word);
    read_apart(format.ok_or(Refusal::NotAWorkbook(Foreign::Unknown))?, bytes, &limits)
}

/// The outcome in an answer; none when it is none of ours, or cut short.
pub(super) fn parse(said: &[u8]) -> Option<Result<Workbook, Refusal>> {
    let answer: Answer = serde_json::from_slice(said.strip_prefix(GREETING)?).ok()?;
    Some(match answer {
        Answer::Read(workbook) => Ok(*workbook),
        Answer::Damaged(why) => Err(damaged(&why)),
        Answer::Password { default_password } => Err(Refusal::Password { default_password }),
        Answer::TooLarge { guard, limit, actual } => Err(Refusal::TooLarge { guard, limit, actual }),
        Answer::TooSlow(seconds) => Err(Refusal::TooSlow(seconds)),
        Answer::Empty => Err(Refusal::Empty),
    })
}

impl Answer {
    fn of(outcome: Result<Workbook, Refusal>) -> Self {
        match outcome {
            Ok(workbook) => Self::Read(Box::new(workbook)),
            Err(Refusal::Damaged(why)) => Self::Damaged(why),
            Err(Refusal::Password { default_password }) => Self::Password { default_password },
            Err(Refusal::TooLarge { guard, limit, actual }) => Self::TooLarge { guard, limit, actual },
            Err(Refusal::TooSlow(seconds)) => Self::TooSlow(seconds),
            Err(Refusal::Empty) => Self::Empty,
            // What is no workbook is told by sniffing, before a process is started.
            Err(Refusal::NotAWorkbook(_)) => {
                Self::Damaged("it is not in the format that it begins as".to_owned())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::grid::{Cell, Content, DateSerial, Doubt, FormatClass, Grid, SheetKind, Visibility};

    #[test]
    fn every_digit_of_a_workbook_survives_the_way() {
        let mut grid = Grid::empty("S".into(), SheetKind::Worksheet, Visibility::Hidden);
        let numbers = [0.1 + 0.2, f64::MIN_POSITIVE, 1e308, -0.0, 45_123.456_789_012_34];
        for (row, number) in (0..).zip(numbers) {
            grid.cells.push(Cell {
                at: crate::domain::CellRef::new(row, 2),
                content: if row == 4 {
                    Content::Date(DateSerial { serial: number, from_1904: true })
                } else {
                    Content::Number(number)
                },
                format: FormatClass::Percent,
                format_code: Some("0.0%".into()),
                formula: None,
                doubt: Some(Doubt::ShownDiffers("\u{1f600}".to_owned())),
            });
        }
        let workbook = Workbook { format: Format::Ods, grids: vec![grid], ..Workbook::default() };
        let mut said = GREETING.to_vec();
        serde_json::to_writer(&mut said, &Answer::of(Ok(workbook.clone()))).unwrap();
        assert_eq!(parse(&said), Some(Ok(workbook)));
        assert_eq!(parse(&said[..said.len() - 1]), None);
    }

    #[test]
    fn a_refusal_comes_back_as_it_was() {
        for refusal in [
            Refusal::Password { default_password: true },
            Refusal::TooLarge { guard: Guard::Cells, limit: 3, actual: Some(4) },
            damaged("it ends early"),
        ] {
            let mut said = GREETING.to_vec();
            serde_json::to_writer(&mut said, &Answer::of(Err(refusal.clone()))).unwrap();
            assert_eq!(parse(&said), Some(Err(refusal)));
        }
        assert!(matches!(parse(&make("ods", "{}", b"PK")), Some(Err(Refusal::Damaged(_)))));
    }
}
