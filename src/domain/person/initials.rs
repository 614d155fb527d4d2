//! Initials with a bare date of birth: `KS (03/05/11)`, `12/03/2009 J.S.`, `J.S. 12.4.2012`, `AB born 2014`, `child K 3 May 2011`. Two things make
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

    /// Whether a date is as likely a meeting's.
    fn is_recent(self, day: NaiveDate) -> bool {
        day.year() + RECENT > self.before.year()
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

/// Farthest that a date, or the word before it, begins behind the initials, in characters.
const FARTHEST: usize = 5;

/// Longest date, in characters: `12th September 2012`.
const LONGEST_DATE: usize = 24;

/// Years before the plan's own time in which a date is as likely a meeting's.
const RECENT: i32 = 5;

/// What the field abbreviates in capital letters.
const ABBREVIATIONS: &str = "\
    ACE AD ADM AGM AMB AP APP ASB ASC ASD ASW BCP BI BSL BST CA CAD CAF CAM CCG CCO CDT CE CEO CFO CFS CIB CIC \
    CIN CIP CLA CLT CMB CME CMT CO CP CPB CPC CPD CPP CPS CQC CRG CS CSB CSC CSE CSF CSP CV CVS CWD CYP DA DAS \
    DBS DCS DFE DHR DIP DLT DMT DOH DPA DPO DRS DSL DV DVD DWP ED EDT EET EGM EH EHA EHC EHE EHM EIA EIF EIS \
    ELT EMT EP EPO ESF ETE EU EY FAQ FC FE FF FGC FGM FIS FIT FOI FSM FSP FTE FV GCP GDP GMT GP GRT HMI HMP HO \
    HOS HR HRA HRD HT HV IA IAG ICO ICS ICT ID IFA IPA IPC IRG IRM IRO ISA ISO IT JAR JCC JD JNC JSA KPI LA LAC \
    LCS LEA LGA LGO LIB LP LPS LSC MA MAP MAR MAT MCA MFH MI MIS MLD MOD MOU MP MTF MV NAO NEE NHS NI NQ NRM NSP \
    OFS OMT OSC OT PA PAS PC PDR PEP PHE PI PIB PID PIP PLO PM PMB PO PP PPO PPP PQS PR PRG PRU PS PSB PSW PTA \
    PVI PVP QA QAF QAG QC QI QIG QSW RA RAG REF RFI RHI RI ROR RPC RPI SAB SAM SAR SB SCB SCR SDM SDQ SEF SEN SG \
    SGO SI SIB SIF SLA SLC SLD SLT SM SMB SMT SOP SP SPC SPR SQL SRO SS SSP STP SUI SW SWE TAC TAF TAS TM TOR TPB \
    TUC UAS UK UPN USA UTC VAT VCS VFM VRU VS VSH WTE YJB YJP YJS YOI YOS YOT YP";

/// Months, days, and short words where a whole text is in capitals.
const WORDS: &str = "\
    DOB JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC MON TUE WED THU FRI SAT SUN AM PM \
    AN AND ARE AS AT BE BUT BY DO DUE END FOR FROM GO HAD HAS IF IN IS NEW NO NOT NOW OF OFF OLD ON OR OUR OUT PER SEE SET SO \
    TBA TBC THE TO UP US VIA WAS WE YES";

/// Every such passage, from the initials to the end of the date, or from the date to the end of the initials.
pub(super) fn find(plain: &Plain, births: Births) -> Vec<Range<usize>> {
    let starts = (0..plain.len()).filter(|at| plain.at(*at).is_some_and(char::is_uppercase));
    let mut found = Vec::new();
    for start in starts {
        let Some(initials) = Initials::at(plain, start) else { continue };
        if let Some(birth) = Birth::behind(plain, initials.end, births.last_year())
            && initials.are_with(&birth, births)
        {
            let bracket = |opens: char, closes: char| {
                plain.text(initials.end..birth.end).contains(opens) && plain.at(birth.end) == Some(closes)
            };
            let end = birth.end + usize::from(bracket('(', ')') || bracket('[', ']'));
            found.push(start..end);
        } else if let Some((birth, from)) = Birth::before(plain, start, births.last_year())
            && initials.are_with(&birth, births)
            // Whoever wrote something signs with initials behind the date of it, which is a recent one.
            && (initials.of_a_child || initials.with_points || !births.is_recent(birth.day))
        {
            found.push(from..initials.end);
        }
    }
    found
}

/// Capital letters that may be somebody's initials.
struct Initials {
    letters: String,
    /// Position behind them.
    end: usize,
    /// Whether a word for a child stands before them.
    of_a_child: bool,
    /// Whether points stand between them, as people write initials and nobody writes abbreviations any more.
    with_points: bool,
}

impl Initials {
    fn at(plain: &Plain, start: usize) -> Option<Self> {
        if plain.is_joined_before(start) || matches!(plain.before(start), Some('-' | '&' | '\'' | '.')) {
            return None;
        }
        let (mut letters, mut end, mut with_points) = (String::new(), start, false);
        while let Some(letter) = plain.at(end).filter(|c| c.is_uppercase()) {
            with_points |= !letters.is_empty() && plain.before(end).is_some_and(|c| c == '.' || c == ' ');
            letters.push(letter);
            // A point, and then a space, stand between initials as people write them.
            let behind = plain.skip(end + 1, |c| c == '.');
            let next = plain.skip(behind, |c| c == ' ');
            let spaced = plain.at(next).is_some_and(char::is_uppercase) && !plain.is_joined_at(next + 1);
            end = if spaced { next } else { behind };
        }
        let word_end = plain.skip_back(start, |c| c == ' ');
        let word = plain.lower(plain.skip_back(word_end, char::is_alphabetic)..word_end);
        let of_a_child = CHILD.contains(&word.as_str());
        let fewest = if of_a_child { 1 } else { 2 };
        let are_initials = (fewest..=3).contains(&letters.chars().count()) && !plain.is_joined_at(end);
        are_initials.then_some(Self { letters, end, of_a_child, with_points })
    }

    /// Whether they and this date are a person's.
    fn are_with(&self, birth: &Birth, births: Births) -> bool {
        let is_sure = self.of_a_child || self.with_points || birth.said;
        let are_letters = self.is_among(WORDS) || !is_sure && self.may_abbreviate(births, birth.day);
        births.holds(birth.day) && !are_letters
    }

    /// Whether they may well stand for something else beside this date. Of two letters that are abbreviations too most have a
    /// recent date beside them, and children have older ones.
    fn may_abbreviate(&self, births: Births, day: NaiveDate) -> bool {
        self.is_among(ABBREVIATIONS) && (births.is_recent(day) || self.letters.chars().count() > 2)
    }

    fn is_among(&self, known: &str) -> bool {
        known.split(' ').any(|known| known == self.letters)
    }
}

/// A date behind initials.
struct Birth {
    day: NaiveDate,
    /// Position behind it.
    end: usize,
    /// Whether a word says that it is one of birth.
    said: bool,
}

impl Birth {
    /// The date that stands behind nothing but marks and a word such as *born*; behind such a word a month or a year is enough.
    fn behind(plain: &Plain, from: usize, last_year: i32) -> Option<Self> {
        let marks = |from: usize| plain.skip(from, |c| " ([,:;=-".contains(c));
        let mut at = marks(if plain.lower(from..from + 2) == "'s" { from + 2 } else { from });
        (at - from <= FARTHEST).then_some(())?;
        let word = plain.skip(at, char::is_alphabetic);
        let said = BORN.contains(&plain.lower(at..word).as_str());
        if said {
            at = marks(plain.skip(word, |c| c == '.'));
            let linking = plain.skip(at, char::is_alphabetic);
            if ["on", "in"].contains(&plain.lower(at..linking).as_str()) {
                at = marks(linking);
            }
        }
        let part = || month_or_year_at(plain, at).filter(|_| said);
        let (day, end) = day_at(plain, at, last_year).or_else(part)?;
        Some(Self { day, end, said })
    }

    /// The date that ends before initials that begin here, with nothing but marks between, and where it begins.
    fn before(plain: &Plain, initials: usize, last_year: i32) -> Option<(Self, usize)> {
        let end = plain.skip_back(initials, |c| " (,:;=-".contains(c));
        (1..=FARTHEST).contains(&(initials - end)).then_some(())?;
        let starts = end.saturating_sub(LONGEST_DATE)..end;
        starts.filter(|from| !plain.is_joined_before(*from)).find_map(|from| {
            let (day, to) = day_at(plain, from, last_year)?;
            (to == end).then_some((Self { day, end, said: false }, from))
        })
    }
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
            ("KS (03/05/11) was seen", &["KS (03/05/11)"][..]),
            ("Strategy meeting about J.S. 12.4.2012 held", &["J.S. 12.4.2012"]),
            ("J. S. 12 April 2012", &["J. S. 12 April 2012"]),
            ("AB born 2014", &["AB born 2014"]),
            ("AB (born in March 2014)", &["AB (born in March 2014)"]),
            ("AB, b. 3/5/11, and CD, b. 4/6/13", &["AB, b. 3/5/11", "CD, b. 4/6/13"]),
            ("TL's (3 May 2011) plan", &["TL's (3 May 2011)"]),
            ("child K (03/05/11)", &["K (03/05/11)"]),
            ("TL 2011-05-03", &["TL 2011-05-03"]),
            ("TJL - 03/05/2011", &["TJL - 03/05/2011"]),
            // The date first.
            ("12/03/2009 J.S. was seen", &["12/03/2009 J.S."]),
            ("seen: 3 May 2011, TL", &["3 May 2011, TL"]),
            ("12/03/2015 - J. S.", &["12/03/2015 - J. S."]),
            // Letters that are an abbreviation too.
            ("MA (03/05/11)", &["MA (03/05/11)"]),
            ("M.A. 03/05/17", &["M.A. 03/05/17"]),
            ("MA, born 2017", &["MA, born 2017"]),
            ("child LA 03/05/17", &["LA 03/05/17"]),
            ("ＴＬ\u{200b} （03/05/11）", &["TL (03/05/11)"]),
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
            "QA (03/05/18)",
            "SIF 03/05/2016, CQC 04/05/2016",
            "2.3b (31/03/2020)",
            "3.10A (03/05/11)",
            "KS3 12/03/2011",
            "JB 12/11/2019: audits done",
            "JB 31/03/20",
            "Agreed 14/05/2018 JB",
            "31/03/2020 J.B.",
            "03/05/2011 SMT",
            "12/03/2009 OFSTED",
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
