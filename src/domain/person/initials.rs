//! Initials with a bare date of birth: `KS (03/05/11)`, `J.S. 12.4.2012`, `AB born 2014`, `child K 3 May 2011`. Two things make
//! the sign: capital letters that are no abbreviation of the field, and a date on which a child of the plan's time may have been
//! born. A date within the plan's own time is a meeting or a note, whatever stands before it.

use std::ops::Range;

use chrono::{Datelike, NaiveDate};

use super::calendar::{day_at, month_or_year_at};
use super::plain::Plain;

/// Oldest age, in years, at which somebody is still a child to the services: care leavers are supported to 25.
const OLDEST: i32 = 25;

/// Days between which somebody was born who may be a child of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Births {
    from: NaiveDate,
    before: NaiveDate,
}

impl Births {
    /// Up to 25 years before the first day of a period, and before the plan's own time began.
    pub fn of(period_begins: NaiveDate, plan_begins: NaiveDate) -> Self {
        let from = period_begins.with_year(period_begins.year() - OLDEST).unwrap_or(period_begins);
        Self { from, before: plan_begins.min(period_begins) }
    }

    fn holds(self, day: NaiveDate) -> bool {
        (self.from..self.before).contains(&day)
    }

    /// A year of two digits is the last one that had come by then.
    fn last_year(self) -> i32 {
        self.before.year() + 5
    }
}

/// Words before a single letter that stands for a child.
const CHILD: [&str; 10] =
    ["child", "baby", "pupil", "student", "sibling", "yp", "person", "boy", "girl", "infant"];

/// Words that say of a date, or of a mere year, that it is one of birth.
const BORN: [&str; 4] = ["born", "b", "dob", "birth"];

/// Capital letters that are nobody's initials beside a date: what the field abbreviates, months, days, and short words where a
/// whole text is in capitals.
const ABBREVIATIONS: &str = "\
    AD ADM AMB AP APP ASW ASYE BI BSL CA CAF CAM CCG CCO CE CEO CFO CIC CIN CIP CLA CMB CME CMT CP CPB CPC CPD CPP CPS CS CSC \
    CSE CSP CV CVS CYP DA DAS DBS DCS DFE DHR DIP DOB DOH DPA DPO DV DVD DWP ED EDT EET EH EHA EHC EHE EHM EIA EIF EP EPO ESF ETE \
    EU EY FAQ FC FE FF FGC FGM FOI FSM FSP FTE GCP GDP GP GRT HMI HMP HO HOS HR HRA HT HV IA ICO ICS ICT ID IFA IPA IRM IRO \
    ISA ISO IT JD JSA KPI LA LAC LCS LEA LGA LGO LP LPS LSC MA MAP MAR MAT MCA MFH MI MOD MP MTF NEE NHS NI NQ NSP OFS OSC \
    OT PA PAS PC PDR PEP PI PIP PLO PM PO PP PPP PQS PR PRU PS PSB PSW PTA PVI PVP QA QAF QC QI QSW RA RAG REF RHI RI ROR RPC \
    RPI SAB SAM SAR SB SCB SCR SDM SDQ SEF SEN SG SGO SI SIB SLA SLT SM SMT SP SPC SPR SQL SS SSP STP SW SWE TAC TAF TM TOR \
    TUC UAS UK UPN USA VAT VCS VFM VS VSH WTE YJB YJS YOI YOS YOT YP \
    JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC MON TUE WED THU FRI SAT SUN AM PM \
    AN AND ARE AS AT BE BUT BY DO DUE END FOR FROM GO HAD HAS IF IN IS NEW NO NOT NOW OF OFF OLD ON OR OUR OUT PER SEE SET SO \
    TBA TBC THE TO UNTIL UP US VIA WAS WE YES";

/// Every such passage, from the initials to the end of the date.
pub(super) fn find(plain: &Plain, births: Births) -> Vec<Range<usize>> {
    let starts = (0..plain.len()).filter(|at| plain.at(*at).is_some_and(char::is_uppercase));
    starts
        .filter_map(|start| {
            let end = initials_at(plain, start)?;
            Some(start..birth_behind(plain, end, births)?)
        })
        .collect()
}

/// Position behind the initials that begin here.
fn initials_at(plain: &Plain, start: usize) -> Option<usize> {
    if plain.is_joined_before(start) || matches!(plain.before(start), Some('-' | '&' | '\'' | '.')) {
        return None;
    }
    let (mut letters, mut at) = (String::new(), start);
    while let Some(letter) = plain.at(at).filter(|c| c.is_uppercase()) {
        letters.push(letter);
        at += 1;
        // A point, and then a space, stand between initials as people write them.
        let behind = plain.skip(at, |c| c == '.');
        let next = plain.skip(behind, |c| c == ' ');
        let spaced = plain.at(next).is_some_and(char::is_uppercase) && !plain.is_joined_at(next + 1);
        at = if spaced { next } else { behind };
    }
    let of_a_child = || {
        let end = plain.skip_back(start, |c| c == ' ');
        CHILD.contains(&plain.lower(plain.skip_back(end, char::is_alphabetic)..end).as_str())
    };
    let are_initials = match letters.chars().count() {
        1 => of_a_child(),
        2 | 3 => !ABBREVIATIONS.split(' ').any(|known| known == letters) || of_a_child(),
        _ => false,
    };
    let whole = !plain.is_joined_at(at);
    (are_initials && whole).then_some(at)
}

/// Position behind a date of birth that stands behind nothing but marks and a word such as *born*.
fn birth_behind(plain: &Plain, from: usize, births: Births) -> Option<usize> {
    let marks = |from: usize| plain.skip(from, |c| " ([,:;=-".contains(c));
    let mut at = marks(if plain.text(from..from + 2).to_lowercase() == "'s" { from + 2 } else { from });
    (at - from <= 5).then_some(())?;
    let word = plain.skip(at, char::is_alphabetic);
    let said = BORN.contains(&plain.lower(at..word).as_str());
    if said {
        at = marks(plain.skip(word, |c| c == '.'));
        let linking = plain.skip(at, char::is_alphabetic);
        if ["on", "in"].contains(&plain.lower(at..linking).as_str()) {
            at = marks(linking);
        }
    }
    if let Some((day, end)) = day_at(plain, at, births.last_year()) {
        return births.holds(day).then_some(end);
    }
    let (first, end) = month_or_year_at(plain, at).filter(|_| said)?;
    births.holds(first).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn births() -> Births {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        Births::of(day(2019, 11, 1), day(2019, 10, 1))
    }

    fn found(text: &str) -> Vec<String> {
        let plain = Plain::of(text);
        find(&plain, births()).into_iter().map(|range| plain.text(range)).collect()
    }

    #[test]
    fn finds_initials_with_a_date_on_which_a_child_was_born() {
        for (text, passages) in [
            ("KS (03/05/11) was seen", &["KS (03/05/11"][..]),
            ("Strategy meeting about J.S. 12.4.2012 held", &["J.S. 12.4.2012"]),
            ("J. S. 12 April 2012", &["J. S. 12 April 2012"]),
            ("AB born 2014", &["AB born 2014"]),
            ("AB (born in March 2014)", &["AB (born in March 2014"]),
            ("AB, b. 3/5/11, and CD, b. 4/6/13", &["AB, b. 3/5/11", "CD, b. 4/6/13"]),
            ("TL's (3 May 2011) plan", &["TL's (3 May 2011"]),
            ("child K (03/05/11)", &["K (03/05/11"]),
            ("TL 2011-05-03", &["TL 2011-05-03"]),
            ("TJL - 03/05/2011", &["TJL - 03/05/2011"]),
            ("ＴＬ\u{200b} （03/05/11）", &["TL (03/05/11"]),
        ] {
            assert_eq!(found(text), passages, "{text}");
        }
    }

    #[test]
    fn spares_abbreviations_refs_meetings_and_dates_of_the_plan() {
        for text in [
            "DfE (31/03/2020)",
            "LAC 12/2019",
            "SEND (01/10/19)",
            "MASH 12.11.2019",
            "QA 03/05/19",
            "QA 03/05/11",
            "2.3b (31/03/2020)",
            "3.10A (03/05/11)",
            "KS3 12/03/2011",
            "JB 12/11/2019: audits done",
            "JB 31/03/20",
            "Form B (03/05/11)",
            "TL met on 03/05/11",
            "TL 2014",
            "TL 03/05/1960",
            "REVIEWED ON 03/05/11 BY THE BOARD",
            "ISO-AB 03/05/11",
            "DOB 03/05/11 and D.O.B. 03/05/11, which have a word of their own",
            "Ofsted 03/05/11, Board 04/05/11",
            "CSE. 12/03/2011 was the first",
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
    }
}
