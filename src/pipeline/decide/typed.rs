//! What the officer typed into Value and Until, read as strictly as a return's cells.

use chrono::NaiveDate;

use crate::domain::Column;
use crate::domain::folding::{fold_wording, tidy};
use crate::intake::given;
use crate::ledger::{Identity, Settles};
use crate::plan::Plan;
use crate::sheet::grid::Cell;

/// A day, as Excel keeps it or as people here write it; none when it is none.
pub(super) fn date(cell: &Cell, from_1904: bool) -> Option<NaiveDate> {
    given::day_from_cell(cell, from_1904)
}

/// The value as the ledger keeps it: for one to be used, what it means by what it is about; where it means nothing, what
/// the cell shows, so that rule X02 can quote it.
pub(super) fn value(cell: &Cell, about: &Identity, plan: &Plan, from_1904: bool) -> String {
    let shown = tidy(&cell.shown());
    let meant = match Settles::of(about) {
        Settles::Figure(measure) => plan
            .measure(measure)
            .and_then(|measure| Some(given::from_cell(cell, measure, from_1904)?.text(measure.unit))),
        Settles::Answer(_, Column::Forecast) => date(cell, from_1904).map(|day| day.to_string()),
        Settles::Answer(_, column) => given::answer_text(&shown, column),
        Settles::WhichReturn | Settles::RequestedChange | Settles::EarlierFigure(_) | Settles::NoValue => {
            None
        }
    };
    meant.unwrap_or(shown)
}

/// The file that is meant by what the officer typed: its name, with or without the folder, the ending or quotation marks.
/// None when it is none of these files, or could be two of them.
pub(super) fn file<'a>(typed: &str, files: &'a [String]) -> Option<&'a String> {
    let plain = |name: &str| fold_wording(name.trim().trim_matches(['"', '\u{201c}', '\u{201d}']));
    let typed = plain(typed);
    let last = |name: &str| name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    let without_ending = |name: &str| name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned();
    let readings: [&dyn Fn(&str) -> String; 4] =
        [&plain, &|name| plain(&last(name)), &|name| plain(&without_ending(name)), &|name| {
            plain(&without_ending(&last(name)))
        }];
    readings.into_iter().find_map(|reading| {
        let mut meant = files.iter().filter(|name| reading(name) == typed);
        meant.next().filter(|_| meant.next().is_none())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_name_and_never_guessed() {
        let files = ["late/2019-11 Ann.xlsx", "2019-11 Ann.xlsx", "2019-11 Ann (2).xlsx"].map(str::to_owned);
        let meant = |typed: &str| file(typed, &files).map(String::as_str);
        for typed in ["2019-11 Ann (2).xlsx", "\"2019-11 ann (2).xlsx\"", " 2019-11 Ann (2) "] {
            assert_eq!(meant(typed), Some("2019-11 Ann (2).xlsx"), "{typed}");
        }
        assert_eq!(
            meant("2019-11 Ann.xlsx"),
            Some("2019-11 Ann.xlsx"),
            "the very name goes before one in a folder"
        );
        assert_eq!(meant("late/2019-11 Ann"), Some("late/2019-11 Ann.xlsx"));
        for none in ["Ann", "(2)", "", "2019-11 Ben.xlsx"] {
            assert_eq!(meant(none), None, "{none}");
        }
    }
}
