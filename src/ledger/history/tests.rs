use std::collections::BTreeMap;

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::domain::{Absence, OwnRag, Status};

fn period(text: &str) -> Period {
    text.parse().unwrap()
}

fn number(text: &str) -> Option<Value> {
    text.parse().ok().map(Value::Number)
}

fn day(text: &str) -> Option<NaiveDate> {
    text.parse().ok()
}

fn hash(text: &str) -> Sha256 {
    Sha256::of(text.as_bytes())
}

/// A month in which every field of every kind of row says something.
fn full(month: &str) -> PastMonth {
    let contribution = PastContribution {
        value: number("85.5"),
        numerator: Some(Quantity::from(171)),
        denominator: Some(Quantity::from(200)),
        absence: None,
        used: true,
        note: "=1+1\r\n\"quoted\", and 'so'".to_owned(),
        source: Some(hash("ann")),
    };
    let silent = PastContribution { absence: Some(Absence::Other), ..PastContribution::default() };
    let third = Quantity::from(200).over(Quantity::from(3));
    let figure = PastFigure {
        value: third.map(Value::Number),
        numerator: Some(Quantity::from(171)),
        denominator: Some(Quantity::from(200)),
        state: FigureState::Value,
        absence: None,
        target: Some(Quantity::from(90)),
        expected: third,
        impact: Rating::Amber,
        reason: "Amber: 85.5% against 90%.".to_owned(),
        revised: false,
        by_returner: BTreeMap::from([(LeadId::from("ann"), contribution), (LeadId::from("ben"), silent)]),
        sources: vec![hash("ann"), hash("ben")],
    };
    let said = PastProgress {
        status: Some(Status::InProgress),
        forecast: day("2024-06-30"),
        own_rag: Some(OwnRag::Red),
        commentary: "'twas\n\n@home ".to_owned(),
        evidence: "-".to_owned(),
        source: Some(hash("ann")),
    };
    let action = PastAction {
        status: said.status,
        forecast: said.forecast,
        own_rag: said.own_rag,
        commentary: said.commentary.clone(),
        evidence: said.evidence.clone(),
        returned: true,
        delivery: Rating::Red,
        delivery_reason: "Red: the lead's own judgement.".to_owned(),
        impact: Rating::NotRated,
        impact_reason: "Not rated: the plan gives it no measure.".to_owned(),
        carried_from: Some(period("2023-12")),
        target: day("2024-06-30"),
        original_target: day("2024-03-31"),
        by_lead: BTreeMap::from([(LeadId::from("ann"), said)]),
        sources: vec![hash("ann")],
    };
    let text = PastFigure { value: Some(Value::Text(String::new())), ..PastFigure::default() };
    let date = PastFigure { value: day("2024-01-18").map(Value::Date), ..PastFigure::default() };
    let measure = |text: &str| text.parse::<MeasureRef>().unwrap();
    PastMonth {
        figures: BTreeMap::from([
            (measure("1.1a"), figure),
            (measure("1.10b"), text),
            (measure("O1.3"), date),
        ]),
        actions: BTreeMap::from([("1.1".parse().unwrap(), action)]),
        raised: BTreeSet::from(["V01|ann|1.1a|value|=12 (est)".to_owned(), "W07|ben|||".to_owned()]),
        ..PastMonth::new(period(month), day("2024-01-31").unwrap())
    }
}

fn with_value(month: &str, value: &str, state: FigureState) -> PastMonth {
    let mut month = full(month);
    let figure = month.figures.get_mut(&"1.1a".parse().unwrap()).unwrap();
    (figure.value, figure.state) = (number(value), state);
    month
}

/// The ledger after these runs, each with a run id of its own.
fn ledger(runs: &[PastMonth]) -> HistoryLedger {
    let mut ledger = HistoryLedger::default();
    for (turn, month) in runs.iter().enumerate() {
        if let Some((_, bytes)) = ledger.with(month, &format!("run{turn}")).unwrap() {
            assert!(bytes.starts_with(&ledger.bytes), "what stood there must stay");
            ledger = HistoryLedger::read(bytes).unwrap();
        }
    }
    ledger
}

fn text(ledger: &HistoryLedger) -> String {
    String::from_utf8(ledger.bytes.clone()).unwrap()
}

fn said(text: &str) -> String {
    HistoryLedger::read(text.as_bytes().to_vec()).err().unwrap().to_string()
}

#[test]
fn a_month_comes_back_exactly_as_it_was() {
    let ledger = ledger(&[full("2024-01")]);
    assert_eq!(ledger.latest(period("2024-01")).unwrap().1.month, full("2024-01"));
    let history = ledger.before(period("2024-02"));
    assert_eq!(history.actions[&("1.1".parse().unwrap(), period("2024-01"))].commentary, "'twas\n\n@home ");
    assert!(text(&ledger).contains("'=1+1") && !text(&ledger).contains(",=1+1"));
}

#[test]
fn the_same_results_add_nothing_and_others_a_revision() {
    let one = ledger(&[full("2024-01")]);
    assert_eq!(one.with(&full("2024-01"), "another run").unwrap(), None);
    let two = ledger(&[full("2024-01"), with_value("2024-01", "7", FigureState::Value)]);
    let (revision, latest) = two.latest(period("2024-01")).unwrap();
    assert_eq!((revision, latest.run.as_str()), (2, "run1"));
}

#[test]
fn a_period_sees_earlier_ones_only_and_their_latest_revision() {
    let months = ["2023-12", "2024-01", "2024-02"].map(full);
    let before = ledger(&months[..2]);
    let all = ledger(&months);
    assert_eq!(
        all.before(period("2024-02")),
        before.before(period("2024-02")),
        "later months change nothing"
    );
    assert!(all.before(period("2023-12")).is_empty());
    assert_eq!(all.before(period("2023-12")).sha256, None);
    let corrected =
        ledger(&[full("2023-12"), full("2024-01"), with_value("2023-12", "7", FigureState::Value)]);
    let seen = corrected.before(period("2024-01"));
    assert_eq!(seen.last_value("1.1a".parse().unwrap(), period("2024-01")).unwrap().1.value, number("7"));
    assert_ne!(seen.sha256, all.before(period("2024-01")).sha256);
    assert_eq!(seen.runs[&period("2023-12")].revision, 2);
    assert_eq!(seen.raised["W07|ben|||"], BTreeSet::from([period("2023-12")]));
}

#[test]
fn a_whole_value_that_changed_is_revised_and_one_that_was_completed_is_not() {
    let marks = |runs: &[(&str, FigureState)]| {
        let runs: Vec<_> = runs.iter().map(|(value, state)| with_value("2024-01", value, *state)).collect();
        let history = ledger(&runs).before(period("2024-02"));
        history.figures[&("1.1a".parse().unwrap(), period("2024-01"))].revised
    };
    let (value, partial) = (FigureState::Value, FigureState::Partial);
    assert!(!marks(&[("5", value)]));
    assert!(marks(&[("5", value), ("7", value)]));
    assert!(!marks(&[("5", value), ("7", value), ("5", value)]));
    assert!(!marks(&[("3", partial), ("7", value)]));
    assert!(marks(&[("3", partial), ("7", value), ("8", value)]));
}

#[test]
fn each_lead_finds_what_they_last_gave() {
    let mut history = ledger(&[full("2023-12"), full("2024-01")]).before(period("2024-03"));
    let (measure, action): (MeasureRef, ActionRef) = ("1.1a".parse().unwrap(), "1.1".parse().unwrap());
    let (ann, ben) = (LeadId::from("ann"), LeadId::from("ben"));
    let (when, given) = history.last_given(measure, &ann, period("2024-03")).unwrap();
    assert_eq!((when, given.value.clone()), (period("2024-01"), number("85.5")));
    assert_eq!(history.last_given(measure, &ben, period("2024-03")), None, "a reason is no value");
    assert_eq!(history.last_said(action, &ann, period("2024-03")).unwrap().0, period("2024-01"));
    assert_eq!(history.last_said(action, &ben, period("2024-03")), None);
    // Rejected in January: December's is the last that counted.
    let january = history.figures.get_mut(&(measure, period("2024-01"))).unwrap();
    january.by_returner.get_mut(&ann).unwrap().used = false;
    assert_eq!(history.last_given(measure, &ann, period("2024-03")).unwrap().0, period("2023-12"));
}

#[test]
fn months_at_a_rating_are_counted_until_another_or_a_gap() {
    let history = ledger(&["2023-10", "2023-12", "2024-01"].map(full)).before(period("2024-02"));
    let months = |now| history.months_of_delivery("1.1".parse().unwrap(), period("2024-02"), now);
    assert_eq!(months(Rating::Red), 3, "December, January and now: nobody knows about November");
    assert_eq!(months(Rating::Green), 1);
    assert_eq!(history.latest_period(period("2024-02")), Some(period("2024-01")));
}

#[test]
fn an_answer_that_says_nothing_is_not_carried_forward() {
    let mut silent = full("2024-01");
    let action = silent.actions.get_mut(&"1.1".parse().unwrap()).unwrap();
    (action.status, action.forecast, action.own_rag) = (None, None, None);
    let history = ledger(&[full("2023-12"), silent]).before(period("2024-02"));
    let last = history.last_returned("1.1".parse().unwrap(), period("2024-02")).unwrap();
    assert_eq!(last.0, period("2023-12"));
}

/// The ledger of one month with one change to its text.
fn changed(from: &str, to: &str) -> String {
    let whole = text(&ledger(&[full("2024-01")]));
    assert!(whole.contains(from), "{from}");
    whole.replacen(from, to, 1)
}

#[test]
fn what_is_not_as_ragbook_wrote_it_is_told_with_its_line() {
    for (from, to, expected) in [
        (
            "measure,2024-01,1,run0",
            "mesure,2024-01,1,run0",
            "line 2: under kind, \"mesure\" is not a kind of row",
        ),
        (
            "measure,2024-01",
            "measure,Jan 24",
            "line 2: under period, \"Jan 24\" is not a month such as 2019-11",
        ),
        (",Amber,", ",Orange,", "line 2: under impact, \"Orange\" is not a rating"),
        (",value,,", ",vlaue,,", "under state, \"vlaue\" is not a state"),
        (",In progress,", ",Going well,", "\"Going well\" is not one of: Not started"),
        (",number,85.5,", ",number,85%,", "under value, \"85%\" is not a plain number"),
        (",number,85.5,", ",,85.5,", "under value_type, \"\" is not number, date or text"),
        (",Red,Red:", ",,Red:", "delivery is empty"),
        ("2024-06-30", "30/06/2024", "\"30/06/2024\" cannot be read: "),
        (",1.10b,", ",1.1a,", "the same row stands here twice"),
        (",1.1a,ann,", ",1.9a,ann,", "line 3: its measure has no row before it"),
        (
            "exception,2024-01,1,run0",
            "exception,2024-01,1,runX",
            "is not what the other rows of this revision say",
        ),
    ] {
        let said = said(&changed(from, to));
        assert!(said.starts_with("history.csv, line ") && said.contains(expected), "{from} → {to}: {said}");
    }
}

#[test]
fn a_row_that_was_lost_or_has_too_much_is_told() {
    let whole = text(&ledger(&[full("2024-01")]));
    let alone = whole.replace(",2024-01,1,", ",2024-01,2,");
    assert!(said(&alone).ends_with("revision 2 of 2024-01 stands here, and the one before it is missing"));
    let last = whole.trim_end().rfind('\n').unwrap();
    assert_eq!(said(&whole[..=last]), "history.csv, line 2: revision 1 of 2024-01 has 8 of its 9 rows");
    assert_eq!(
        said(&whole[..last]),
        "history.csv: the last line is not whole: the end of the file is missing"
    );
    let line = whole.lines().find(|line| line.starts_with("exception")).unwrap().to_owned();
    let strange = line.replacen(",,,,,V01", ",Done,,,,V01", 1);
    assert!(said(&whole.replace(&line, &strange)).contains("a row of kind exception has nothing under"));
}

#[test]
fn one_flipped_bit_anywhere_is_told_also_in_rows_that_no_month_looks_at() {
    let bytes = ledger(&[full("2024-01"), with_value("2024-02", "1", FigureState::Value)]);
    let bytes = ledger_with(&bytes, &with_value("2024-02", "2", FigureState::Value)).bytes;
    for (at, bit) in (0..bytes.len()).flat_map(|at| [(at, at % 8), (at, (at + 5) % 8)]) {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << bit;
        assert!(HistoryLedger::read(flipped).is_err(), "bit {bit} of byte {at}");
    }
    let ledger = HistoryLedger::read(bytes).unwrap();
    let (first, used) = (period("2024-01"), period("2024-02"));
    assert_eq!(
        ledger.as_used(first, None).unwrap().1.len(),
        0,
        "the first month used nothing, whatever came later"
    );
    let used = ledger.as_used(used, ledger.before(used).sha256).unwrap();
    assert_eq!(used.0.order.len(), 3);
    assert_eq!(ledger.as_used(period("2024-03"), Some(hash("never"))), None);
}

fn ledger_with(ledger: &HistoryLedger, month: &PastMonth) -> HistoryLedger {
    HistoryLedger::read(ledger.with(month, "run").unwrap().unwrap().1).unwrap()
}

#[test]
fn the_page_for_officers_names_every_column() {
    let page = include_str!("../../../docs/ledgers.md");
    for column in COLUMNS {
        assert!(page.contains(&format!("`{column}`")), "docs/ledgers.md does not say what {column} is");
    }
}

proptest! {
    #[test]
    fn any_texts_and_numbers_come_back(note in "\\PC{0,40}|[ -~\\r\\n\\t']{0,40}", scale in 0_u32..=28, digits: i64, key in "\\PC{1,30}") {
        let mut month = full("2024-01");
        let value = Quantity::from(rust_decimal::Decimal::from_i128_with_scale(i128::from(digits), scale));
        let figure = month.figures.get_mut(&"1.1a".parse().unwrap()).unwrap();
        figure.value = Some(Value::Number(value));
        figure.reason.clone_from(&note);
        month.actions.get_mut(&"1.1".parse().unwrap()).unwrap().commentary = note;
        month.raised.insert(key);
        let ledger = ledger(&[month.clone()]);
        prop_assert_eq!(&ledger.latest(period("2024-01")).unwrap().1.month, &month);
        prop_assert_eq!(ledger.with(&month, "again").unwrap(), None);
    }

    #[test]
    fn a_ledger_that_was_damaged_anywhere_never_panics(at in 0.0_f64..1.0, byte: u8) {
        let mut bytes = ledger(&[full("2024-01")]).bytes;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place in the file")]
        let place = (bytes.len() as f64 * at) as usize;
        bytes[place] = byte;
        drop(HistoryLedger::read(bytes));
    }
}
