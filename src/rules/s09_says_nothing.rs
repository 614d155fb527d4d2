//! S09: a commentary that is blank, `TBC`, or last month's word for word (6-exceptions.md).

use super::row::{Compared, MergedRow, compared_with_before, merged_rows};
use super::saying::quote;
use super::{Check, Month, Ran, Rule, Scope};
use crate::domain::folding::{fold_caption, tidy};
use crate::domain::{Column, Period, Status};
use crate::finding::{Code, Exception, Severity};
use crate::ledger::PastProgress;

/// A commentary that is blank, `TBC`, or last month's word for word.
pub const RULE: Rule = Rule {
    code: Code("S09"),
    name: "says-nothing",
    severities: &[Severity::Query],
    scope: Scope::Return,
    meaning: "Commentary is blank, holds only a word such as TBC, or repeats the last return word for word.",
    example: "Progress!I5 says only \"Tbc \". Say what was done, what is next and what is in the way for \
            1.1.",
    fix: "Say what was done, what is next and what is in the way.",
    check: Check::Month(check),
};

/// What people type where they have nothing to say: folded as captions are, without spaces.
const NOTHING: [&str; 16] = [
    "",
    "tbc",
    "tba",
    "tobeconfirmed",
    "na",
    "none",
    "nil",
    "noupdate",
    "tofollow",
    "nochange",
    "unchanged",
    "asabove",
    "asbefore",
    "aslastmonth",
    "sameaslastmonth",
    "seelastmonth",
];

fn check(month: &Month<'_>) -> Ran {
    let ran = compared_with_before(month, |row| Compared {
        earlier: last_words(month, row),
        raised: says_nothing(month, row),
    });
    match ran {
        Ran::NotRun(because) => {
            let raised = merged_rows(month).filter_map(|row| says_nothing(month, row)).collect();
            Ran::InPart(raised, format!("the comparison with last month was left out: {because}"))
        }
        ran => ran,
    }
}

/// What this lead said last, and whether the action was complete then.
fn last_words(month: &Month<'_>, at: MergedRow<'_>) -> Option<(Period, (String, bool))> {
    let lead = at.returned.returner.as_ref();
    let words = |said: &PastProgress| Some((said.commentary.clone(), said.status == Some(Status::Complete)));
    month.history.last_with(at.action, lead, month.period, words)
}

fn says_nothing(month: &Month<'_>, at: MergedRow<'_>) -> Option<Exception> {
    // The same blank cell of a Red or Amber action is told once, by S05.
    if at.lacks_corrective_action(month).is_some() {
        return None;
    }
    let commentary = &at.row.commentary;
    let last = last_words(month, at);
    let was_complete = last.as_ref().is_some_and(|(_, (_, complete))| *complete);
    let repeated = last.filter(|(_, (words, _))| whole(words) == whole(&commentary.found));
    let cell = at.at(Column::Commentary);
    let message = if !commentary.is_answered() {
        // An action that was complete before and still is has nothing new to tell.
        let still_complete = was_complete && at.row.status.value() == Some(&Status::Complete);
        (!still_complete).then(|| format!("{cell} is empty."))?
    } else if NOTHING.contains(&fold_caption(&commentary.found).replace(' ', "").as_str()) {
        format!("{cell} says only {}.", quote(&commentary.found))
    } else {
        let (period, _) = repeated?;
        format!("{cell} says the same, word for word, as in {}.", period.in_words())
    };
    let draft = at.raise(&RULE, Severity::Query, Column::Commentary).expected("what was done, what is next");
    let fix = format!("Say what was done, what is next and what is in the way for {}.", at.action);
    Some(draft.message(message).fix(fix))
}

/// The whole text for comparing: a long commentary may differ only at its end.
fn whole(text: &str) -> String {
    tidy(text).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::Answer;
    use crate::plan::sample::day;
    use crate::rules::sample::{COMMENTARY, Sample, answered};

    fn commentary(text: &str) -> Sample {
        let mut sample = Sample::clean();
        answered(&mut sample.row().commentary, text, text.to_owned());
        sample
    }

    #[test]
    fn fires_on_blank_on_tbc_and_on_last_months_words() {
        let mut blank = Sample::clean();
        let cell = blank.row().commentary.cell;
        blank.row().commentary = Answer::blank(cell);
        assert_eq!(blank.raises(&RULE), ["S09 query ann.xlsx · Progress!I5"]);
        assert_eq!(commentary("T.B.C.").raises(&RULE), ["S09 query ann.xlsx · Progress!I5"]);
        assert!(commentary("Tbc ").read_aloud(&RULE).starts_with("Progress!I5 says only \"Tbc \"."));
        assert_eq!(commentary("As last month").raises(&RULE), ["S09 query ann.xlsx · Progress!I5"]);
        let repeated = Sample::clean().with_last_month(Status::InProgress, day(2024, 5, 31), COMMENTARY);
        assert!(repeated.read_aloud(&RULE).contains("word for word, as in February 2024."));
    }

    #[test]
    fn fires_on_a_leads_own_words_of_last_month_and_not_on_another_leads() {
        let mut sample =
            Sample::clean().with_last_month(Status::InProgress, day(2024, 5, 31), "All leads' words");
        let past = sample.history.actions.values_mut().next().unwrap();
        let said = |words: &str| PastProgress { commentary: words.to_owned(), ..PastProgress::default() };
        past.by_lead.insert("ben".into(), said(COMMENTARY));
        past.by_lead.insert("ann".into(), said("One session held."));
        assert!(sample.raises(&RULE).is_empty());
        sample.history.actions.values_mut().next().unwrap().by_lead.insert("ann".into(), said(COMMENTARY));
        assert_eq!(sample.raises(&RULE), ["S09 query ann.xlsx · Progress!I5"]);
    }

    #[test]
    fn spares_news_and_a_blank_that_another_rule_tells() {
        let news = Sample::clean().with_last_month(Status::InProgress, day(2024, 5, 31), "One session held.");
        assert!(news.raises(&RULE).is_empty());
        let mut red = Sample::clean();
        let cell = red.row().commentary.cell;
        red.row().commentary = Answer::blank(cell);
        red.rating().delivery.rating = crate::domain::Rating::Red;
        red.progress[0].commentary = String::new();
        assert!(red.raises(&RULE).is_empty());
    }
}
