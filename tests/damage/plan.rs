//! The plan of the damage suite: sixteen leads with the same kinds of work, so that sixteen damaged returns can be judged
//! in one run of ragbook. Each lead `k` answers for the actions `k.1`, `k.2` and `k.10` (a pair of refs that a
//! spreadsheet mixes up) and returns a measure of every unit, percent form and merge rule.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Leads of the plan, and so the most returns in one run.
pub(crate) const LEADS: usize = 16;

/// The month of the suite: monthly, quarterly and annual measures are all due in March.
pub(crate) const PERIOD: &str = "2024-03";

/// A measure that every lead returns.
pub(crate) struct Kind {
    /// Action's number and letter: `1a` of lead 7 is `7.1a`.
    pub(crate) letter: &'static str,
    /// Unit.
    pub(crate) unit: &'static str,
    /// What the good return says: value, or numerator and denominator, or a reason.
    pub(crate) good: Good,
    /// `counts_as`, `frequency`, `merge`.
    counts: [&'static str; 3],
    /// `minimum`, `maximum`.
    bounds: [&'static str; 2],
    /// Letter of the total that it adds up to.
    sums_to: &'static str,
}

/// What the good return says of a measure.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Good {
    /// A value, as contributions.csv writes it.
    Value(&'static str),
    /// Numerator, denominator and the percent they make.
    Numbers(&'static str, &'static str, &'static str),
    /// A reason why there is none.
    Reason(&'static str),
}

const fn kind(letter: &'static str, unit: &'static str, good: Good) -> Kind {
    Kind { letter, unit, good, counts: ["period", "monthly", "single"], bounds: ["", ""], sums_to: "" }
}

/// The measures, in plan order.
pub(crate) const KINDS: &[Kind] = &[
    kind("1a", "count", Good::Value("41")),
    Kind { bounds: ["-10", "50"], ..kind("1b", "number", Good::Value("3.25")) },
    kind("1c", "percent", Good::Numbers("17", "20", "85")),
    Kind {
        counts: ["period", "monthly", "pooled"],
        ..kind("1d", "percent", Good::Numbers("45", "60", "75"))
    },
    kind("1e", "percent", Good::Value("62.5")),
    Kind { bounds: ["-50", "150"], ..kind("1f", "percent", Good::Value("-12.5")) },
    kind("2a", "days", Good::Value("12.5")),
    kind("2b", "weeks", Good::Value("6")),
    kind("2c", "date", Good::Value("2024-03-15")),
    kind("2d", "text", Good::Value("Two of the three rooms are open")),
    kind("2e", "document", Good::Value("Review of the rooms.docx")),
    Kind { counts: ["cumulative", "quarterly", "single"], ..kind("2f", "count", Good::Value("1240")) },
    kind("2g", "count", Good::Reason("Awaited from partner")),
    Kind { sums_to: "10c", ..kind("10a", "count", Good::Value("10")) },
    Kind { sums_to: "10c", ..kind("10b", "count", Good::Value("15")) },
    kind("10c", "count", Good::Value("25")),
    Kind { counts: ["period", "monthly", "sum"], ..kind("10d", "count", Good::Value("7")) },
];

/// The lead who also returns the `10d` of lead `lead`: leads answer for it in pairs.
pub(crate) fn partner(lead: usize) -> usize {
    if lead % 2 == 1 { lead + 1 } else { lead - 1 }
}

/// Whether two leads return this measure.
pub(crate) fn is_joint(reference: &str) -> bool {
    reference.split_once('.').is_some_and(|(_, letter)| letter == "10d")
}

/// Id of a lead, counted from 1.
pub(crate) fn id(lead: usize) -> String {
    format!("lead-{lead}")
}

/// Writes the plan folder.
pub(crate) fn write(folder: &Path) {
    let mut leads = "id,name,role,organisation,email,aliases,boards\n".to_owned();
    let mut outcomes = "number,outcome,recommendation\n".to_owned();
    let mut actions =
        "ref,outcome,activity,desired_outcome,target_date,lead_as_written,leads,status_as_written,note\n"
            .to_owned();
    let mut measures =
        "ref,action,measure,as_written,kind,unit,polarity,counts_as,frequency,merge,baseline,target,\
         tolerance,profile,numerator,denominator,sums_to,minimum,maximum,sensitive,returned_by,assumption\n"
            .to_owned();
    for lead in 1..=LEADS {
        let id = id(lead);
        let letter = char::from(b'A' + u8::try_from(lead - 1).unwrap());
        writeln!(
            leads,
            "{id},Robin {letter}. Example,Manager of team {letter},Saltmarsh Council,{id}@saltmarsh.example,,"
        )
        .unwrap();
        writeln!(outcomes, "{lead},Team {letter} has what it needs,Give team {letter} what it needs")
            .unwrap();
        for (action, what) in
            [("1", "Open the rooms"), ("2", "Shorten the wait"), ("10", "Hold joint sessions")]
        {
            writeln!(
                actions,
                "{lead}.{action},{lead},{what} of team {letter},{what}: done by team {letter},30 September 2024,\
                 Robin {letter}. Example,{id},,"
            )
            .unwrap();
        }
        for kind in KINDS {
            let action = kind.letter.trim_end_matches(char::is_alphabetic);
            let [counts_as, frequency, merge] = kind.counts;
            let [minimum, maximum] = kind.bounds;
            let numbers = if kind.unit == "percent" { ("meeting it", "asked") } else { ("", "") };
            let total =
                if kind.sums_to.is_empty() { String::new() } else { format!("{lead}.{}", kind.sums_to) };
            let joint = kind.letter == "10d";
            let by = if joint { format!("{id};{}", self::id(partner(lead))) } else { id.clone() };
            let text = format!("Measure {} of team {letter} ({})", kind.letter, kind.unit);
            writeln!(
                measures,
                "{lead}.{},{lead}.{action},{text},{text},assurance,{},none,{counts_as},{frequency},{merge},,,,,{},{},\
                 {total},{minimum},{maximum},no,{by},",
                kind.letter, kind.unit, numbers.0, numbers.1
            )
            .unwrap();
        }
    }
    let settings = "name = \"Saltmarsh Rooms Plan\"\nauthority = \"Saltmarsh Council\"\nversion = \"3.1\"\n\
         starts = 2023-04-01\nreturns_due_day = 8\ncontact = \"The programme office\"\n";
    for (name, text) in [
        ("plan.toml", settings),
        ("leads.csv", &leads),
        ("outcomes.csv", &outcomes),
        ("actions.csv", &actions),
        ("measures.csv", &measures),
        ("changes.csv", "date,ref,field,from,to,approved_by,reason\n"),
    ] {
        fs::write(folder.join(name), text).unwrap();
    }
}
