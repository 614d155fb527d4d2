//! L08: what stands on the sheets outside the tables: listed, so that nothing anyone typed is lost (1-mission.md, promise
//! 3), and asked about where it may be an answer.

use super::saying::{at, on, quote};
use super::{Check, Month, Rule, Scope};
use crate::domain::folding::fold_caption;
use crate::finding::{Code, Exception, Fault, FaultKind, Severity};
use crate::form::FIX_LIST;

/// Something outside the tables.
pub const RULE: Rule = Rule {
    code: Code("L08"),
    name: "outside-tables",
    severities: &[Severity::Query, Severity::Note],
    scope: Scope::Return,
    meaning: "Something stands below or beside the tables, or on a sheet of its own. It is listed and not used. A query \
            where it names a ref of the plan beside what may be its answer, or was typed on the Fix list of a form that went back.",
    example: "Corrections!A2 names a ref of the plan, but stands outside the tables. It is not used. Corrections says \
            there: A2 \"1.1a\"; B2 \"14\". If it is an answer, type it in the row of its ref. If not, confirm that nothing \
            is meant.",
    fix: "If it is an answer, type it in the row of its ref.",
    check: Check::Fault(say),
};

fn say(_: &Month<'_>, fault: &Fault) -> Option<Exception> {
    let FaultKind::Aside { may_answer, cells, more } = &fault.kind else { return None };
    let said: Vec<String> = cells.iter().map(|(at, said)| format!("{at} {}", quote(said))).collect();
    let more = if *more == 0 { String::new() } else { format!("; and {more} more cells") };
    let said = format!("{}{more}", said.join("; "));
    let sheet = on(&fault.place);
    Some(if *may_answer {
        let names = if fold_caption(&sheet) == fold_caption(FIX_LIST) {
            format!("{} was typed on the Fix list, which only says what to correct", at(&fault.place))
        } else {
            format!("{} names a ref of the plan, but stands outside the tables", at(&fault.place))
        };
        RULE.raise(Severity::Query, fault)
            .expected("answers in the tables")
            .message(format!("{names}. It is not used. {sheet} says there: {said}."))
            .fix("If it is an answer, type it in the row of its ref. If not, confirm that nothing is meant.")
    } else {
        RULE.raise(Severity::Note, fault)
            .expected("answers in the tables")
            .message(format!("{sheet} holds something outside the tables, which is not used: {said}."))
            .fix("Nothing to do, unless it changes an answer.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sample::Sample;

    fn aside(may_answer: bool, more: usize) -> Sample {
        let cell = |at: &str, said: &str| (at.parse().unwrap(), said.to_owned());
        let cells = vec![cell("A2", "1.1a"), cell("B2", "14")];
        Sample::clean().with_fault_at("Notes", "A2", "1.1a 14", FaultKind::Aside { may_answer, cells, more })
    }

    #[test]
    fn fires_as_a_query_on_what_may_be_an_answer() {
        assert_eq!(aside(true, 0).raises(&RULE), ["L08 query ann.xlsx · Notes!A2"]);
        assert!(aside(true, 0).read_aloud(&RULE).contains("Notes says there: A2 \"1.1a\"; B2 \"14\"."));
    }

    #[test]
    fn fires_as_a_note_on_anything_else() {
        assert_eq!(aside(false, 3).raises(&RULE), ["L08 note ann.xlsx · Notes!A2"]);
        assert!(aside(false, 3).read_aloud(&RULE).contains("B2 \"14\"; and 3 more cells."));
    }

    #[test]
    fn spares_an_extra_column() {
        let kind = FaultKind::Rearranged(vec!["extra column \"Owner\"".to_owned()]);
        assert!(Sample::clean().with_fault_at("Measures", "A4", "", kind).raises(&RULE).is_empty());
    }
}
