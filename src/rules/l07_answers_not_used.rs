//! L07: answers of a row that is not used because of something about its table or its return: listed, so that nothing
//! anyone typed is lost (1-mission.md, promise 3). What is wrong has an exception of its own. Measure values of a return
//! that is not used stand in contributions.csv, so that only what has no place there is listed here.

use super::saying::{at, row_says};
use super::unused::{Unused, of_return};
use super::{Check, Month, Ran, Rule, Scope};
use crate::domain::Column;
use crate::finding::{Code, Exception, Severity};
use crate::intake::FileState;

/// Answers of a row that is not used because of its table or its return.
pub const RULE: Rule = Rule {
    code: Code("L07"),
    name: "answers-not-used",
    severities: &[Severity::Note],
    scope: Scope::Return,
    meaning: "A row was answered, but its table or its return is not used. Its answers are listed so that nothing \
            is lost; another exception says what is wrong.",
    example: "Progress!A5 is not used, because nothing of \"ann.xlsx\" is used. The row says: Status (F5): In \
            progress. Nothing to do for this row. Another exception says what is wrong.",
    fix: "Settle what is wrong with the table or the return; the answers are then read from it.",
    check: Check::Month(check),
};

fn check(month: &Month<'_>) -> Ran {
    let met = month.intake.files.iter().filter(|file| file.state != FileState::Duplicate);
    let unused = met.filter_map(|file| {
        let merged = file.state == FileState::Read && !month.set_aside.contains_key(&*file.name);
        file.returned.as_ref().map(|returned| of_return(file, returned, merged))
    });
    Ran::Checked(unused.flatten().map(|row| raise(&row)).collect())
}

fn raise(row: &Unused) -> Exception {
    let message =
        format!("{} is not used, because {}.{}", at(&row.place), row.because, row_says(&row.answers));
    RULE.raise_at(Severity::Note, row.place.clone(), row.subject.clone())
        .column(Column::Ref)
        .found(&row.ref_found)
        .expected("a row that can be used")
        .message(message)
        .fix(row.fix)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Place, Subject};
    use crate::intake::{Answer, Read, UnreadRow};
    use crate::rules::sample::{Sample, answered};

    fn set_aside() -> Sample {
        let mut sample = Sample::clean();
        sample.set_aside.insert("ann.xlsx".to_owned(), "another return stands".to_owned());
        sample
    }

    #[test]
    fn fires_for_each_progress_row_of_a_return_that_is_not_used() {
        let rows = set_aside().raises(&RULE);
        assert_eq!(rows[0], "L07 note ann.xlsx · Progress!A5");
        assert_eq!(rows.len(), set_aside().ann().progress.as_ref().unwrap().rows.len());
        let mut one = set_aside();
        one.ann().progress.as_mut().unwrap().rows.truncate(1);
        let aloud = one.read_aloud(&RULE);
        assert!(
            aloud.starts_with(
                "Progress!A5 is not used, because nothing of \"ann.xlsx\" is used. The row says:"
            )
        );
        assert!(
            aloud.contains("Status (F5): In progress; ") && aloud.contains("Two sessions held"),
            "{aloud}"
        );
    }

    #[test]
    fn fires_for_a_row_of_a_table_that_cannot_be_used_and_for_a_note_alone() {
        let mut sample = Sample::clean();
        let place = Place::cell("ann.xlsx", "Copy", "A5".parse().unwrap());
        let answers = vec!["Value (I5): 12".to_owned()];
        let unread = UnreadRow { place, subject: Subject::default(), ref_found: "1.1a".to_owned(), answers };
        sample.ann().unread.push(unread);
        assert!(sample.read_aloud(&RULE).contains("cannot be used. The row says: Value (I5): 12."));
        let mut sample = Sample::clean();
        let row = &mut sample.ann().measures.as_mut().unwrap().rows[0];
        row.value = Answer::blank(row.value.cell);
        answered(&mut row.note, "as agreed", "as agreed".to_owned());
        assert!(sample.read_aloud(&RULE).contains("Note (K5): as agreed"));
    }

    #[test]
    fn fires_for_what_contributions_csv_cannot_show_of_a_measure() {
        let mut sample = set_aside();
        let ann = sample.ann();
        ann.progress = None;
        let row = &mut ann.measures.as_mut().unwrap().rows[1];
        row.numerator = Answer { found: "about 18".to_owned(), read: Read::Refused, ..row.numerator.clone() };
        assert!(sample.read_aloud(&RULE).contains("The row says: Numerator (G6): about 18."));
    }

    #[test]
    fn spares_a_copy_and_a_return_that_is_used() {
        assert!(Sample::clean().raises(&RULE).is_empty());
        let mut copy = set_aside();
        copy.intake.files[0].state = FileState::Duplicate;
        assert!(copy.raises(&RULE).is_empty());
    }
}
