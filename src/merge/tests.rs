//! What merging gives for small months.

use super::sample::{figure_of, intake, march, returned};
use super::*;
use crate::domain::figure::FigureState;
use crate::domain::{Absence, LeadId, MergeRule, OwnRag, Status, Table, Value};
use crate::finding::FaultKind;
use crate::finding::fault::Verdict;
use crate::intake::{FileState, Return};
use crate::plan::sample::{day, measure_ref, plan, quantity};

fn merged(plan: &Plan, returns: Vec<Return>) -> Merged {
    merge(plan, march(), march().last_day(), &intake(returns))
}

fn joint(rule: MergeRule) -> Plan {
    let mut plan = plan();
    plan.measures.iter_mut().find(|m| m.reference == measure_ref("1.10a")).unwrap().merge = rule;
    plan
}

fn number(merged: &Merged, reference: &str) -> Option<String> {
    figure_of(merged, reference).value.as_ref().map(ToString::to_string)
}

#[test]
fn every_measure_and_action_has_its_line_even_without_any_return() {
    let merged = merged(&plan(), Vec::new());
    assert_eq!((merged.figures.len(), merged.progress.len()), (10, 5));
    assert!(merged.figures.iter().all(|f| f.state == FigureState::Absent && f.absence.is_none()));
    assert!(merged.faults.is_empty());
}

#[test]
fn the_rules_combine_two_numbers() {
    let returns = || {
        vec![
            returned("a.xlsx", "ann").number("1.10a", "5").completed(day(2024, 4, 2)),
            returned("b.xlsx", "ben").number("1.10a", "8").completed(day(2024, 4, 1)),
        ]
    };
    for (rule, expected) in [
        (MergeRule::Single, None),
        (MergeRule::Sum, Some("13")),
        (MergeRule::Mean, Some("6.5")),
        (MergeRule::Latest, Some("5")),
        (MergeRule::Maximum, Some("8")),
        (MergeRule::List, Some("Ann Archer: 5; Ben Baker: 8")),
        (MergeRule::Pooled, None),
    ] {
        let merged = merged(&joint(rule), returns());
        assert_eq!(number(&merged, "1.10a").as_deref(), expected, "{rule}");
        let state = if expected.is_some() { FigureState::Value } else { FigureState::Absent };
        assert_eq!(figure_of(&merged, "1.10a").state, state, "{rule}");
        assert_eq!(figure_of(&merged, "1.10a").withheld.is_some(), expected.is_none(), "{rule}");
        assert_eq!(merged.faults.is_empty(), expected.is_some(), "{rule}");
        for contribution in &merged.contributions {
            assert_ne!(contribution.used, !contribution.unused_because.is_empty(), "{rule}");
        }
    }
}

#[test]
fn a_missing_contributor_leaves_a_partial_value_and_says_who() {
    let merged = merged(&plan(), vec![returned("a.xlsx", "ann").number("1.10a", "5")]);
    let figure = figure_of(&merged, "1.10a");
    assert_eq!((figure.state, number(&merged, "1.10a").as_deref()), (FigureState::Partial, Some("5")));
    assert_eq!(figure.missing_contributors, [LeadId::from("ben")]);
    let [fault] = &merged.faults[..] else { panic!("{:?}", merged.faults) };
    assert!(
        matches!(&fault.kind, FaultKind::PartialValue { missing } if missing[..] == [LeadId::from("ben")])
    );
    assert_eq!(fault.place.to_string(), "a.xlsx · Measures!I5");
}

/// Else a public paper says of a lead who answered that nothing came.
#[test]
fn who_answered_in_vain_is_not_called_silent() {
    let plan = joint(MergeRule::Sum);
    let asked = |returns| {
        let figure = figure_of(&merged(&plan, returns), "1.10a").clone();
        (figure.missing_contributors.len(), figure.unusable, figure.excused)
    };
    let ann = || returned("a.xlsx", "ann").refused("1.10a", "abt 5");
    let ben = || returned("b.xlsx", "ben").reason("1.10a", Absence::AwaitedFromPartner);
    let (ann_id, ben_id) = (vec![LeadId::from("ann")], vec![LeadId::from("ben")]);
    assert_eq!(asked(vec![ann(), ben()]), (2, ann_id.clone(), ben_id));
    assert_eq!(asked(vec![ann(), returned("b.xlsx", "ben").number("1.10a", "5")]), (1, ann_id, vec![]));
    assert_eq!(asked(vec![returned("a.xlsx", "ann").number("1.10a", "5")]), (1, vec![], vec![]));
}

/// Neither is who answered in a table or a return of which nothing is used; who has another return that stands is.
#[test]
fn an_answer_that_stands_where_nothing_is_used_is_not_usable() {
    let asked = |returns| figure_of(&merged(&plan(), returns), "1.1a").unusable.clone();
    let ann = |file| returned(file, "ann").number("1.1a", "5");
    let two = vec![ann("a.xlsx"), returned("b.xlsx", "ann").number("1.1a", "6")];
    assert_eq!(asked(two), [LeadId::from("ann")]);
    let mut unread = returned("a.xlsx", "ann");
    unread.unread.push(crate::intake::UnreadRow {
        place: crate::finding::Place::file("a.xlsx"),
        subject: crate::finding::Subject::measure(measure_ref("1.1a")),
        ref_found: "1.1a".to_owned(),
        answers: vec!["Nov-19 (I5): 3".to_owned()],
    });
    assert_eq!(asked(vec![unread]), [LeadId::from("ann")]);
    let blank_since = returned("b.xlsx", "ann").number("1.1b", "5").completed(day(2024, 4, 9));
    assert!(asked(vec![ann("a.xlsx").completed(day(2024, 4, 2)), blank_since]).is_empty());
    // A csv with the other table is only a part.
    let part = |table, returned: Return| Return { only_table: Some(table), ..returned };
    let progress = part(Table::Progress, Return { measures: None, ..returned("p.csv", "ann") });
    let measures = |file, value| part(Table::Measures, returned(file, "ann").number("1.1a", value));
    let parts = vec![progress, measures("m.csv", "5"), measures("n.csv", "6")];
    assert_eq!(asked(parts), [LeadId::from("ann")]);
    let of_february = Return { period: Some(march().previous()), ..ann("a.xlsx") };
    let mut intake = intake(vec![of_february]);
    intake.files[0].state = crate::intake::FileState::Refused;
    let merged = merge(&plan(), march(), march().last_day(), &intake);
    assert!(figure_of(&merged, "1.1a").unusable.is_empty());
}

/// A form that ragbook made from the other return is that one, corrected: what it says stands without any date.
#[test]
fn a_form_made_from_the_other_return_stands_where_dates_do_not_tell() {
    let first = returned("1.xlsx", "ann").number("1.1a", "5");
    let form = |file, value| {
        let corrects = Some(first.sha256);
        Return { corrects, ..returned(file, "ann").number("1.1a", value) }
    };
    let undated = merged(&plan(), vec![first.clone(), form("2.xlsx", "6").completed(day(2024, 4, 2))]);
    assert_eq!(number(&undated, "1.1a").as_deref(), Some("6"));
    let FaultKind::TwoReturns { standing, verdict, differs, .. } = &undated.faults[0].kind else { panic!() };
    assert_eq!((*verdict, standing.as_deref()), (Verdict::Corrects, Some("2.xlsx")));
    assert_eq!((differs.len(), undated.superseded.contains("1.xlsx")), (1, true));
    // Corrected twice, the last form stands; a later date still stands before a form.
    let again = Return { corrects: Some(form("2.xlsx", "6").sha256), ..form("3.xlsx", "7") };
    let twice = merged(&plan(), vec![first.clone(), form("2.xlsx", "6"), again]);
    assert_eq!(number(&twice, "1.1a").as_deref(), Some("7"));
    let later = first.clone().completed(day(2024, 4, 5));
    let dated = merged(&plan(), vec![later, form("2.xlsx", "6").completed(day(2024, 4, 2))]);
    assert_eq!(number(&dated, "1.1a").as_deref(), Some("5"));
    // A return of the lead's own, completed after the form came back, is no form.
    let own = returned("4.xlsx", "ann").number("1.1a", "8").completed(day(2024, 4, 8));
    let form_dated = form("2.xlsx", "6").completed(day(2024, 4, 2));
    let since = merged(&plan(), vec![first.clone(), form_dated, own]);
    assert_eq!(number(&since, "1.1a").as_deref(), Some("8"));
    let verdicts = since.faults.iter().map(|fault| match &fault.kind {
        FaultKind::TwoReturns { verdict, .. } => *verdict,
        other => panic!("{other:?}"),
    });
    assert_eq!(verdicts.collect::<Vec<_>>(), [Verdict::CompletedLater; 2]);
    // Made from another file, or two forms of one file: nobody knows.
    let other = Return { corrects: Some(crate::domain::Sha256::of(b"x")), ..form("2.xlsx", "6") };
    assert_eq!(number(&merged(&plan(), vec![first.clone(), other]), "1.1a"), None);
    let both = merged(&plan(), vec![first.clone(), form("2.xlsx", "6"), form("3.xlsx", "7")]);
    assert_eq!(number(&both, "1.1a"), None);
    assert!(both.superseded.is_empty() && both.set_aside.len() == 3);
}

#[test]
fn percents_are_pooled_from_their_numbers_and_never_guessed() {
    let mut plan = joint(MergeRule::Pooled);
    plan.measures.iter_mut().find(|m| m.reference == measure_ref("1.10a")).unwrap().unit =
        crate::domain::Unit::Percent;
    let ann = || returned("a.xlsx", "ann").fraction("1.10a", 17, 20);
    let both = merged(&plan, vec![ann(), returned("b.xlsx", "ben").fraction("1.10a", 1, 10)]);
    assert_eq!(number(&both, "1.10a").as_deref(), Some("60"));
    assert_eq!(figure_of(&both, "1.10a").denominator, Some(quantity("30")));
    let bare = merged(&plan, vec![ann(), returned("b.xlsx", "ben").number("1.10a", "10")]);
    assert_eq!(figure_of(&bare, "1.10a").state, FigureState::Partial);
    assert_eq!(number(&bare, "1.10a").as_deref(), Some("85"));
    let equal = merged(&plan, vec![ann(), returned("b.xlsx", "ben").number("1.10a", "85")]);
    assert_eq!(figure_of(&equal, "1.10a").state, FigureState::Value);
    let two_bare = vec![
        returned("a.xlsx", "ann").number("1.10a", "20"),
        returned("b.xlsx", "ben").number("1.10a", "10"),
    ];
    let none = merged(&plan, two_bare);
    assert!(figure_of(&none, "1.10a").withheld.is_some() && !none.faults.is_empty());
}

#[test]
fn a_sum_that_cannot_be_held_is_withheld() {
    let huge = "79228162514264337593543950000";
    let returns = vec![
        returned("a.xlsx", "ann").number("1.10a", huge),
        returned("b.xlsx", "ben").number("1.10a", huge),
    ];
    let merged = merged(&plan(), returns);
    assert!(figure_of(&merged, "1.10a").withheld.is_some());
    assert!(matches!(merged.faults[0].kind, FaultKind::OutOfRange(_)));
}

#[test]
fn only_reasons_make_an_absence_and_not_applicable_needs_everyone() {
    let ann = |reason| returned("a.xlsx", "ann").reason("1.10a", reason);
    let ben = returned("b.xlsx", "ben").reason("1.10a", Absence::NotApplicable);
    let mixed = merged(&plan(), vec![ann(Absence::NotCollectedYet), ben.clone()]);
    assert_eq!(figure_of(&mixed, "1.10a").absence, Some(Absence::NotCollectedYet));
    let all = merged(&plan(), vec![ann(Absence::NotApplicable), ben.clone()]);
    assert_eq!(figure_of(&all, "1.10a").absence, Some(Absence::NotApplicable));
    let half = merged(&plan(), vec![returned("a.xlsx", "ann").number("1.10a", "5"), ben]);
    assert_eq!(figure_of(&half, "1.10a").state, FigureState::Partial);
}

#[test]
fn the_later_of_two_returns_stands_and_without_dates_none() {
    let early = returned("1.xlsx", "ann").number("1.1a", "5").completed(day(2024, 4, 1));
    let late = returned("2.xlsx", "ann").number("1.1a", "6").completed(day(2024, 4, 2));
    let dated = merged(&plan(), vec![early.clone(), late.clone()]);
    assert_eq!(number(&dated, "1.1a").as_deref(), Some("6"));
    assert!(dated.set_aside.contains_key("1.xlsx"));
    let FaultKind::TwoReturns { standing, verdict, differs, .. } = &dated.faults[0].kind else { panic!() };
    assert_eq!(*verdict, Verdict::CompletedLater);
    assert_eq!(standing.as_deref(), Some("2.xlsx"));
    assert_eq!(differs[..], [("1.1a Value".to_owned(), "6".to_owned(), "5".to_owned())]);
    assert_eq!(dated.contributions.len(), 2);

    let undated = Return { date_completed: None, ..late.clone() };
    let none = merged(&plan(), vec![early.clone(), undated]);
    assert_eq!(number(&none, "1.1a"), None);
    assert!(matches!(&none.faults[0].kind, FaultKind::TwoReturns { standing: None, .. }));
    assert!(none.contributions.iter().all(|c| !c.used));

    let disputed = Return { identity_disputed: true, ..late };
    let own = merged(&plan(), vec![early, disputed]);
    assert_eq!(number(&own, "1.1a").as_deref(), Some("5"));
    assert!(matches!(&own.faults[0].kind, FaultKind::TwoReturns { verdict: Verdict::OtherDisputed, .. }));
    assert!(own.set_aside["2.xlsx"].contains("does not say clearly whose return it is"));
}

/// 2091 makes no return the later one, unless no date of the two can be right.
#[test]
fn a_date_that_is_years_off_settles_nothing_beside_one_that_is_not() {
    let far_off = |mut returned: Return| {
        let place = crate::finding::Place::file("x.xlsx");
        let kind = FaultKind::CompletedFarOff { period: march() };
        let (subject, column, found) = (crate::finding::Subject::default(), None, String::new());
        returned.faults.push(crate::finding::Fault { place, subject, column, found, kind });
        returned
    };
    let one = returned("1.xlsx", "ann").number("1.1a", "5").completed(day(2024, 4, 1));
    let other = far_off(returned("2.xlsx", "ann").number("1.1a", "6").completed(day(2091, 4, 2)));
    let mixed = merged(&plan(), vec![one.clone(), other.clone()]);
    assert_eq!(number(&mixed, "1.1a"), None);
    assert!(matches!(&mixed.faults[0].kind, FaultKind::TwoReturns { standing: None, .. }));
    let both = merged(&plan(), vec![far_off(one), other]);
    assert_eq!(number(&both, "1.1a").as_deref(), Some("6"));
}

#[test]
fn csv_files_of_different_tables_are_parts_of_one_return() {
    let part = |file: &str, table| Return { only_table: Some(table), ..returned(file, "ann") };
    let progress = part("p.csv", Table::Progress).action("1.1", Some(Status::InProgress), None, None, "");
    let progress = Return { measures: None, ..progress };
    let measures =
        |file, value| Return { progress: None, ..part(file, Table::Measures).number("1.1a", value) };
    let one = merged(&plan(), vec![progress.clone(), measures("m.csv", "5")]);
    assert_eq!((number(&one, "1.1a").as_deref(), one.set_aside.len()), (Some("5"), 0));
    assert!(one.progress[0].returned);
    // Two versions of one part are two returns; the other part stands.
    let two = merged(&plan(), vec![progress, measures("m.csv", "5"), measures("n.csv", "6")]);
    assert_eq!(number(&two, "1.1a"), None);
    assert_eq!(two.set_aside.keys().collect::<Vec<_>>(), ["m.csv", "n.csv"]);
    assert!(two.progress[0].returned);
}

#[test]
fn a_total_that_its_parts_do_not_make_is_withheld_and_only_whole_parts_count() {
    let ben =
        |total: &str| returned("b.xlsx", "ben").number("2.1a", "3").number("2.1b", "4").number("2.1c", total);
    assert_eq!(number(&merged(&plan(), vec![ben("7")]), "2.1c").as_deref(), Some("7"));
    let wrong = merged(&plan(), vec![ben("8")]);
    assert_eq!(number(&wrong, "2.1c"), None);
    assert!(matches!(wrong.faults[0].kind, FaultKind::TotalDisagrees { .. }));
    assert_eq!(wrong.faults[0].place.to_string(), "b.xlsx · Measures!I7");
    assert!(!wrong.contributions[2].used);
    let partless = merged(&plan(), vec![returned("b.xlsx", "ben").number("2.1a", "3").number("2.1c", "9")]);
    assert_eq!(number(&partless, "2.1c").as_deref(), Some("9"));
}

#[test]
fn one_text_under_two_actions_with_two_values_is_asked_about() {
    let mut plan = plan();
    let text = std::sync::Arc::from("NUMBER of  staff trained");
    plan.measures.iter_mut().find(|m| m.reference == measure_ref("2.1a")).unwrap().measure = text;
    let month = |value: &str| {
        vec![returned("a.xlsx", "ann").number("1.1a", "5"), returned("b.xlsx", "ben").number("2.1a", value)]
    };
    assert!(merged(&plan, month("5")).faults.is_empty());
    let differs = merged(&plan, month("6"));
    assert!(matches!(&differs.faults[0].kind, FaultKind::SameMeasureDiffers { .. }));
    assert_eq!(number(&differs, "2.1a").as_deref(), Some("6"));
}

#[test]
fn every_answer_of_every_return_is_listed_with_why_it_is_not_used() {
    let mut files =
        intake(vec![returned("a.xlsx", "ann").refused("1.1a", "12 (est)").number("1.2a", "6")]).files;
    files.push(returned("dup.xlsx", "ann").number("1.2a", "6").met(FileState::Duplicate));
    let mut october = returned("old.xlsx", "ben").number("2.1a", "3");
    october.period = Some(march().previous());
    files.push(october.met(FileState::Refused));
    let unknown = returned("x.xlsx", "clerk").row(|row| row.accepted = false, "9.9z").number("2.2b", "1.5");
    files.push(unknown.met(FileState::Read));
    let merged =
        merge(&plan(), march(), march().last_day(), &crate::intake::Intake { files, ..Intake::default() });
    let told: Vec<(&str, bool)> = merged.contributions.iter().map(|c| (c.found.as_str(), c.used)).collect();
    assert_eq!(told, [("12 (est)", false), ("6", true), ("6", false), ("3", false), ("1.5", true)]);
    assert!(merged.contributions.iter().all(|c| c.used == c.unused_because.is_empty()));
    assert!(merged.contributions[3].unused_because.contains("February 2024"));
}

#[test]
fn an_unexpected_lead_stands_in_but_is_never_added_to_a_full_set() {
    let mut plan = joint(MergeRule::Sum);
    plan.measures.iter_mut().find(|m| m.reference == measure_ref("1.10a")).unwrap().returned_by.pop();
    let ann = returned("a.xlsx", "ann").number("1.10a", "5");
    let ben = returned("b.xlsx", "ben").number("1.10a", "8");
    let both = merged(&plan, vec![ann, ben.clone()]);
    assert_eq!(number(&both, "1.10a").as_deref(), Some("5"));
    assert!(matches!(&both.faults[0].kind, FaultKind::Disagree { used: Some(_), .. }));
    let alone = merged(&plan, vec![ben]);
    assert_eq!(number(&alone, "1.10a").as_deref(), Some("8"));
    assert_eq!(figure_of(&alone, "1.10a").state, FigureState::Partial);
}

#[test]
fn texts_agree_as_people_compare_them() {
    let plan = joint(MergeRule::Single);
    let text = |file, lead, text: &str| returned(file, lead).value("1.10a", &Value::Text(text.to_owned()));
    let same = merged(&plan, vec![text("a.xlsx", "ann", "Hub  Plan"), text("b.xlsx", "ben", "hub plan")]);
    assert_eq!(number(&same, "1.10a").as_deref(), Some("Hub  Plan"));
}

#[test]
fn several_leads_of_one_action_worst_is_used_and_every_answer_named() {
    let ann = returned("a.xlsx", "ann").action(
        "1.10",
        Some(Status::Complete),
        Some(day(2024, 3, 1)),
        Some(OwnRag::Green),
        "All done",
    );
    let ben = returned("b.xlsx", "ben").action(
        "1.10",
        Some(Status::InProgress),
        Some(day(2024, 9, 1)),
        Some(OwnRag::Amber),
        "Two to go",
    );
    let both = merged(&plan(), vec![ben.clone(), ann.clone()]);
    let progress = &both.progress[2];
    assert_eq!(progress.status, Some(Status::InProgress));
    assert_eq!(progress.forecast, Some(day(2024, 9, 1)));
    assert_eq!(progress.own_rag, Some(OwnRag::Amber));
    assert_eq!(progress.commentary, "Ann Archer: All done\nBen Baker: Two to go");
    assert!(progress.disagreed);
    let asked: Vec<&str> = both
        .faults
        .iter()
        .map(|fault| match &fault.kind {
            FaultKind::Disagree { what, answers, .. } if answers.len() == 2 => what.as_str(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(asked, ["Status", "Forecast date", "Your RAG"]);
    let alone = merged(&plan(), vec![ann]);
    assert_eq!(alone.progress[2].commentary, "All done");
    assert!(!alone.progress[2].disagreed && alone.faults.is_empty());
}

#[test]
fn what_came_and_cannot_be_read_is_known_until_something_takes_its_place() {
    let mut ann = returned("a.xlsx", "ann").action("1.1", Some(Status::InProgress), None, None, "");
    let row = &mut ann.progress.as_mut().unwrap().rows[0];
    row.forecast.found = "mid Feb".to_owned();
    row.forecast.read = crate::intake::Read::Refused;
    let merged = merged(&plan(), vec![ann]);
    assert_eq!(merged.progress[0].unreadable, [crate::domain::Column::Forecast]);
    assert_eq!(merged.progress[1].unreadable, []);
}

#[test]
fn complete_after_the_as_at_date_is_not_used_and_stopped_needs_the_change_log() {
    let future =
        returned("a.xlsx", "ann").action("1.1", Some(Status::Complete), Some(day(2024, 4, 1)), None, "");
    let ahead = merged(&plan(), vec![future]);
    assert_eq!(ahead.progress[0].status, None);
    assert_eq!(ahead.progress[0].complete_in_future, Some(day(2024, 4, 1)));
    assert!(matches!(ahead.faults[0].kind, FaultKind::CompleteInFuture { .. }));
    assert_eq!(ahead.faults[0].place.to_string(), "a.xlsx · Progress!F5");
    let today =
        returned("a.xlsx", "ann").action("1.1", Some(Status::Complete), Some(day(2024, 3, 31)), None, "");
    assert!(merged(&plan(), vec![today]).faults.is_empty());

    let stopped = || vec![returned("a.xlsx", "ann").action("1.1", Some(Status::Stopped), None, None, "")];
    assert!(matches!(merged(&plan(), stopped()).faults[0].kind, FaultKind::StoppedNotAgreed { .. }));
    let mut agreed = plan();
    agreed.changes.push(crate::plan::Change {
        date: day(2024, 3, 1),
        subject: crate::plan::ChangeSubject::Action(crate::plan::sample::action_ref("1.1")),
        field: "status".to_owned(),
        from: String::new(),
        to: "stopped".to_owned(),
        approved_by: "Board".to_owned(),
        reason: "No longer needed".to_owned(),
    });
    assert!(merged(&agreed, stopped()).faults.is_empty());
}

#[test]
fn three_returns_stand_only_when_one_is_later_than_every_other() {
    let ann = |file: &str, value: &str, on: Option<u32>| {
        let mut returned = returned(file, "ann").number("1.1a", value);
        returned.date_completed = on.map(|d| day(2024, 4, d));
        returned
    };
    let three =
        |last| vec![ann("1.xlsx", "1", Some(1)), ann("2.xlsx", "2", Some(2)), ann("3.xlsx", "3", last)];
    assert_eq!(number(&merged(&plan(), three(Some(3))), "1.1a").as_deref(), Some("3"));
    for last in [Some(2), None] {
        let none = merged(&plan(), three(last));
        assert_eq!((number(&none, "1.1a"), none.set_aside.len(), none.faults.len()), (None, 3, 2));
    }
}

#[test]
fn one_return_that_answers_twice_is_never_chosen_between() {
    let twice = |second: &str| vec![returned("a.xlsx", "ann").number("1.1a", "5").number("1.1a", second)];
    let same = merged(&plan(), twice("5"));
    assert_eq!(number(&same, "1.1a").as_deref(), Some("5"));
    assert_eq!(same.contributions.iter().filter(|c| c.used).count(), 1);
    let differs = merged(&plan(), twice("6"));
    assert_eq!(number(&differs, "1.1a"), None);
    assert!(matches!(&differs.faults[0].kind, FaultKind::Disagree { answers, .. } if answers.len() == 2));
    assert!(differs.contributions.iter().all(|c| !c.used && !c.unused_because.is_empty()));
}

mod properties {
    use proptest::prelude::*;

    use super::*;
    use crate::intake::Intake;

    const RULES: [MergeRule; 7] = [
        MergeRule::Single,
        MergeRule::Sum,
        MergeRule::Pooled,
        MergeRule::Mean,
        MergeRule::Latest,
        MergeRule::Maximum,
        MergeRule::List,
    ];

    /// One answer: a number, a fraction, a reason, something unreadable.
    fn answer(returned: Return, kind: u8, number: i64) -> Return {
        match kind {
            0 => returned.number("1.10a", &number.to_string()),
            1 => returned.fraction("1.10a", number, 100),
            2 => returned.reason("1.10a", Absence::Other),
            _ => returned.refused("1.10a", "about 12"),
        }
    }

    fn month(answers: &[(usize, u8, i64, Option<u32>)]) -> Vec<Return> {
        let leads = ["ann", "ben", "clerk"];
        let returns = answers.iter().enumerate().map(|(i, (lead, kind, number, completed))| {
            let mut returned = returned(&format!("{i}.xlsx"), leads[*lead]);
            returned.date_completed = completed.map(|d| day(2024, 4, d));
            answer(returned, *kind, *number)
        });
        returns.collect()
    }

    fn answers() -> impl Strategy<Value = Vec<(usize, u8, i64, Option<u32>)>> {
        prop::collection::vec((0_usize..3, 0_u8..4, 1_i64..4, prop::option::of(1_u32..4)), 0..5)
    }

    proptest! {
        #[test]
        fn the_order_of_files_changes_nothing(
            order in answers().prop_flat_map(|a| {
                let places: Vec<usize> = (0..a.len()).collect();
                (Just(a), Just(places).prop_shuffle())
            }),
            rule in 0_usize..7,
        ) {
            let plan = joint(RULES[rule]);
            let files = month(&order.0);
            let shuffled: Vec<Return> = order.1.iter().map(|place| files[*place].clone()).collect();
            let first = merge(&plan, march(), march().last_day(), &intake(files));
            let second = merge(&plan, march(), march().last_day(), &intake(shuffled));
            prop_assert_eq!(first, second);
        }

        #[test]
        fn every_answer_is_listed_once_and_is_used_or_says_why_not(answers in answers(), rule in 0_usize..7) {
            let plan = joint(RULES[rule]);
            let merged = merge(&plan, march(), march().last_day(), &intake(month(&answers)));
            prop_assert_eq!(merged.contributions.len(), answers.len());
            for contribution in &merged.contributions {
                prop_assert_eq!(contribution.used, contribution.unused_because.is_empty());
            }
        }

        #[test]
        fn an_unrelated_return_changes_no_other_figure(answers in answers(), rule in 0_usize..7) {
            let plan = joint(RULES[rule]);
            let before = merge(&plan, march(), march().last_day(), &intake(month(&answers)));
            let mut files = intake(month(&answers)).files;
            let mut elsewhere = returned("z.xlsx", "other").number("2.2b", "5");
            elsewhere.returner = Some(LeadId::from("other"));
            files.push(elsewhere.met(FileState::Read));
            let after = merge(&plan, march(), march().last_day(), &Intake { files, ..Intake::default() });
            for (before, after) in before.figures.iter().zip(&after.figures) {
                if before.measure != measure_ref("2.2b") {
                    prop_assert_eq!(before, after);
                }
            }
        }
    }
}
