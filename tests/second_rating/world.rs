//! A plan, a month and its past in the plainest types there are: days and months are numbers, values are counted in
//! tenths. Nothing of ragbook's.

use std::sync::LazyLock;

/// A day, counted from the first day of 2024 (day 0).
pub(crate) type Day = i64;
/// A month, counted from January 2024 (month 0).
pub(crate) type Month = i32;
/// A value in tenths of its unit.
pub(crate) type Tenths = i64;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Colour {
    Red,
    Amber,
    Green,
    Complete,
    NotRated,
    Closed,
}

impl Colour {
    pub(crate) fn is_a_rating(self) -> bool {
        self != Colour::NotRated && self != Colour::Closed
    }

    /// 0 is worst.
    pub(crate) fn rank(self) -> u8 {
        match self {
            Colour::Red => 0,
            Colour::Amber => 1,
            Colour::Green => 2,
            Colour::Complete => 3,
            Colour::NotRated => 4,
            Colour::Closed => 5,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Said {
    NotStarted,
    InProgress,
    Complete,
    Stopped,
}

/// What a lead answers about an action.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Answer {
    pub(crate) status: Option<Said>,
    pub(crate) forecast: Option<Day>,
    pub(crate) own: Option<Colour>,
    pub(crate) evidence: bool,
    /// Complete was said, dated after the as-at date: then there is no status.
    pub(crate) complete_in_future: bool,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct PastAction {
    pub(crate) month: Month,
    pub(crate) returned: bool,
    pub(crate) answer: Answer,
    pub(crate) delivery: Colour,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StatusChange {
    Stopped,
    Replaced,
    Reopened,
}

#[derive(Debug, Clone)]
pub(crate) struct Action {
    pub(crate) outcome: u16,
    pub(crate) number: u16,
    pub(crate) target: Option<Day>,
    pub(crate) status_changes: Vec<(Day, StatusChange)>,
    /// None: no return came.
    pub(crate) now: Option<Answer>,
    pub(crate) past: Vec<PastAction>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Count,
    Percent,
    Weeks,
    Document,
    Date,
    Text,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Better {
    Higher,
    Lower,
    Neither,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Due {
    Monthly,
    Quarterly,
    Termly,
    Annual,
    Once,
}

#[derive(Debug, Clone)]
pub(crate) enum Way {
    Flat,
    Straight,
    Steps(Vec<(Month, Tenths)>),
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Tolerance {
    Points(Tenths),
    /// Whole percents of the value expected.
    Percent(i64),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Value {
    Number(Tenths),
    Date(Day),
    Words,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whole {
    Full,
    Partial,
    Absent,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Figure {
    pub(crate) value: Option<Value>,
    pub(crate) whole: Whole,
    pub(crate) denominator: Option<i64>,
    /// A reason was given instead of a value.
    pub(crate) excused: bool,
    /// Answers contradict one another, so that none is used.
    pub(crate) withheld: bool,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct PastFigure {
    pub(crate) month: Month,
    pub(crate) value: Option<Value>,
    pub(crate) whole: Whole,
    pub(crate) denominator: Option<i64>,
    pub(crate) impact: Colour,
}

#[derive(Debug, Clone)]
pub(crate) struct Measure {
    /// Index of its action; none: an outcome measure.
    pub(crate) action: Option<usize>,
    /// Letter (from 0) among its action's measures, or slot (from 1).
    pub(crate) place: u16,
    pub(crate) developed: bool,
    pub(crate) unit: Unit,
    pub(crate) better: Better,
    pub(crate) due: Due,
    pub(crate) target: Option<Tenths>,
    pub(crate) baseline: Option<Tenths>,
    pub(crate) due_by: Option<Day>,
    pub(crate) tolerance: Option<Tolerance>,
    pub(crate) way: Way,
    pub(crate) now: Figure,
    pub(crate) past: Vec<PastFigure>,
}

#[derive(Debug, Clone)]
pub(crate) struct Rules {
    pub(crate) slip_amber_days: i64,
    pub(crate) due_soon_days: i64,
    pub(crate) carry_periods: i32,
    pub(crate) small_denominator: i64,
    pub(crate) tolerance: Option<Tolerance>,
    pub(crate) noticeable: Tenths,
    pub(crate) red_share: u32,
    pub(crate) amber_share: u32,
}

#[derive(Debug, Clone)]
pub(crate) struct World {
    pub(crate) starts: Day,
    pub(crate) month: Month,
    pub(crate) as_at: Day,
    pub(crate) rules: Rules,
    pub(crate) outcomes: u16,
    pub(crate) actions: Vec<Action>,
    pub(crate) measures: Vec<Measure>,
}

const MONTH_DAYS: [i64; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// The first month that is counted out, and how many are.
const COUNTED: (Month, i32) = (-300, 700);

/// Day on which each month ends, counted out month by month.
static LAST_DAYS: LazyLock<Vec<Day>> = LazyLock::new(|| {
    let length = |month: Month| {
        let year = 2024 + month.div_euclid(12);
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let february = month.rem_euclid(12) == 1;
        MONTH_DAYS[usize::try_from(month.rem_euclid(12)).unwrap()] + i64::from(february && leap)
    };
    let before: i64 = (COUNTED.0..0).map(length).sum();
    let mut day = -before - 1;
    (COUNTED.0..COUNTED.0 + COUNTED.1)
        .map(|month| {
            day += length(month);
            day
        })
        .collect()
});

/// Day on which a month ends.
pub(crate) fn last_day(month: Month) -> Day {
    LAST_DAYS[usize::try_from(month - COUNTED.0).unwrap()]
}

/// The month in which a day lies.
pub(crate) fn month_of(day: Day) -> Month {
    COUNTED.0 + Month::try_from(LAST_DAYS.partition_point(|last| *last < day)).unwrap()
}
