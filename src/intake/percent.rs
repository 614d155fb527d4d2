//! Percents as leads type them, and percents made from their two numbers (4-reading.md, 4.4, both percent rows).

use crate::domain::{MergeRule, Quantity};
use crate::finding::FaultKind;
use crate::finding::fault::{Lenient, PercentUnclear, Whole};
use crate::plan::Measure;
use crate::sheet::grid::{Cell, Content, FormatClass};

use super::answers::Read;
use super::around::{Around, around};
use super::number::{Bounds, Fractions, from_double, from_text, normalised, parse, read_as};
use super::reading::Reading;

/// What a Value cell of a percent measure says by itself.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Typed {
    /// One thing only (or nothing, or nothing usable).
    Clear(Reading<Percent>),
    /// Two things; numerator and denominator may settle which.
    Unclear {
        /// Both meanings.
        either: [Percent; 2],
        /// V02, when nothing settles it.
        why: FaultKind,
    },
}

/// A percent as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Percent {
    /// In percent.
    pub(super) value: Quantity,
    /// Decimal places to which it is shown.
    pub(super) places: u32,
    /// Numerator and denominator, when it was typed as `17/20`.
    pub(super) numbers: Option<(Quantity, Quantity)>,
}

impl Percent {
    fn of(value: Quantity) -> Self {
        Self { value, places: value.places(), numbers: None }
    }

    /// Whether this is what the two numbers make, to the precision shown.
    fn agrees(self, computed: Quantity) -> bool {
        let places = self.places.min(12);
        computed.rounded(places) == self.value.rounded(places)
    }
}

/// Words and signs that a number format may show at a percent.
pub(super) const PERCENT_WORDS: &str = "% percent per cent";

/// Which percents a measure allows: 0 to 100, or as the plan says.
pub(super) fn bounds(measure: &Measure) -> Bounds {
    Bounds {
        minimum: measure.minimum.or(Some(Quantity::ZERO)),
        maximum: measure.maximum.or(Some(Quantity::HUNDRED)),
        fractions: Fractions::Allowed,
    }
}

/// What the Value cell says by itself; `known` are words that its number format may add.
pub(super) fn read_typed(cell: &Cell, bounds: Bounds, known: &[&str]) -> Typed {
    match &cell.content {
        // `20 families` is no percent, though the families may be the measure's own.
        Content::Number(double)
            if cell.format != FormatClass::Percent && around(cell, &[PERCENT_WORDS]) == Around::Words =>
        {
            match Quantity::from_double(*double) {
                Some(number) => Typed::Unclear {
                    either: [Percent::of(number), Percent::of(number)],
                    why: FaultKind::PercentUnclear(PercentUnclear::CountShown),
                },
                None => Typed::Clear(Reading::refused(FaultKind::NotANumber { suggestion: None })),
            }
        }
        Content::Number(double) => match from_double(*double, cell, known) {
            Reading { read: Read::As(number), told } => number_cell(number, cell).and_told(told),
            refused => Typed::Clear(refused.map(Percent::of)),
        },
        Content::Text(text) => text_cell(text, cell.format, bounds),
        Content::Date(_) => Typed::Clear(Reading::refused(FaultKind::BecameADate)),
        _ => Typed::Clear(Reading::refused(FaultKind::NotANumber { suggestion: None })),
    }
}

/// The value of a percent measure without numerator and denominator.
pub(super) fn alone(typed: Typed, bounds: Bounds, merge: MergeRule) -> Reading<Percent> {
    let reading = match typed {
        Typed::Clear(reading) => reading,
        Typed::Unclear { why, .. } => return Reading::refused(why),
    };
    let Read::As(percent) = reading.read else { return reading };
    if let Reading { read: Read::Refused, told } = bounds.judge(Reading::plain(percent.value)) {
        return Reading { read: Read::Refused, told };
    }
    let mut reading = reading;
    if merge == MergeRule::Pooled && percent.numbers.is_none() {
        reading.told.push(FaultKind::NoFraction);
    }
    reading
}

/// What the two numbers make, in percent, or why they make nothing (V13, V03).
pub(super) fn computed(numerator: Quantity, denominator: Quantity, bounds: Bounds) -> Reading<Quantity> {
    if denominator == Quantity::ZERO {
        return Reading::refused(FaultKind::MoreThanWhole(Whole::DenominatorNought));
    }
    let over_allowed = bounds.maximum.is_none_or(|maximum| maximum > Quantity::HUNDRED);
    if numerator > denominator && !over_allowed {
        return Reading::refused(FaultKind::MoreThanWhole(Whole::NumeratorOver { numerator, denominator }));
    }
    match numerator.times(Quantity::HUNDRED).and_then(|hundredfold| hundredfold.over(denominator)) {
        Some(percent) => bounds.judge(Reading::plain(percent)),
        None => Reading::refused(FaultKind::OutOfRange(crate::finding::fault::Range::Unholdable)),
    }
}

/// The two numbers are the truth; a typed value must agree with them to the precision shown (V12).
pub(super) fn weighed(typed: Typed, computed: Quantity) -> Reading<Quantity> {
    let disagrees =
        |typed: Percent| Reading::refused(FaultKind::FractionDisagrees { computed, typed: typed.value });
    match typed {
        Typed::Clear(Reading { read: Read::Blank, .. }) => Reading::plain(computed),
        Typed::Clear(Reading { read: Read::Refused, told }) => Reading { read: Read::Refused, told },
        Typed::Clear(Reading { read: Read::As(percent), told }) if percent.agrees(computed) => {
            Reading { read: Read::As(computed), told }
        }
        Typed::Clear(Reading { read: Read::As(percent), .. }) => disagrees(percent),
        Typed::Unclear { either, .. } => match either.into_iter().find(|percent| percent.agrees(computed)) {
            Some(_) => Reading::noted(computed, read_as(computed.to_string(), Lenient::PlainPercent)),
            None => disagrees(either[1]),
        },
    }
}

fn number_cell(number: Quantity, cell: &Cell) -> Typed {
    match cell.format {
        FormatClass::Percent => match number.times(Quantity::HUNDRED) {
            Some(value) => {
                let places = cell.format_code.as_deref().map_or_else(|| value.places(), decimals);
                Typed::Clear(Reading::plain(Percent { value, places, numbers: None }))
            }
            None => Typed::Clear(Reading::refused(FaultKind::NotANumber { suggestion: None })),
        },
        FormatClass::Unknown if number != Quantity::ZERO => Typed::Unclear {
            either: [Percent::of(number), hundredfold(number)],
            why: FaultKind::PercentUnclear(PercentUnclear::FormatUnknown),
        },
        _ => plain(number, Vec::new()),
    }
}

/// A number without a percent sign: so many percent when over 1, in doubt up to 1.
fn plain(number: Quantity, told: Vec<FaultKind>) -> Typed {
    let one = Quantity::from(1);
    if number == Quantity::ZERO {
        Typed::Clear(Reading { read: Read::As(Percent::of(number)), told })
    } else if (Quantity::from(-1)..=one).contains(&number) {
        let hundredfold = hundredfold(number);
        let why = PercentUnclear::FractionOrPercent { as_typed: number, hundredfold: hundredfold.value };
        Typed::Unclear { either: [Percent::of(number), hundredfold], why: FaultKind::PercentUnclear(why) }
    } else {
        Typed::Clear(Reading::noted(Percent::of(number), read_as(number.to_string(), Lenient::PlainPercent)))
    }
}

fn hundredfold(number: Quantity) -> Percent {
    Percent::of(number.times(Quantity::HUNDRED).unwrap_or(number))
}

fn text_cell(text: &str, format: FormatClass, bounds: Bounds) -> Typed {
    let normalised = normalised(text).unwrap_or_default().to_lowercase();
    let sign = normalised.strip_suffix('%').or_else(|| normalised.strip_suffix("per cent"));
    if let Some((value, _)) = sign.map(|rest| rest.strip_suffix(' ').unwrap_or(rest)).and_then(parse) {
        let used = read_as(value.to_string(), Lenient::TextPercent);
        return Typed::Clear(Reading::noted(Percent::of(value), used));
    }
    if let Some((numerator, denominator)) = fraction(&normalised) {
        return Typed::Clear(computed(numerator, denominator, bounds).map(|value| Percent {
            value,
            places: value.places(),
            numbers: Some((numerator, denominator)),
        }))
        .noted_as_fraction();
    }
    match from_text(text, format) {
        Reading { read: Read::As(number), told } => plain(number, told),
        refused => Typed::Clear(refused.map(Percent::of)),
    }
}

impl Typed {
    /// The same with something more to tell, where it is usable.
    fn and_told(mut self, mut more: Vec<FaultKind>) -> Self {
        if let Self::Clear(Reading { read: Read::As(_), told }) = &mut self {
            told.append(&mut more);
        }
        self
    }

    fn noted_as_fraction(self) -> Self {
        match self {
            Self::Clear(Reading { read: Read::As(percent), mut told }) => {
                told.push(read_as(percent.value.to_string(), Lenient::TextFraction));
                Self::Clear(Reading { read: Read::As(percent), told })
            }
            other => other,
        }
    }
}

/// `17/20`: two whole numbers of nought or more.
fn fraction(text: &str) -> Option<(Quantity, Quantity)> {
    let (numerator, denominator) = text.split_once('/')?;
    let whole = |part: &str| {
        let (number, _) = parse(part.trim())?;
        (number.is_whole() && !number.is_negative() && !part.contains('.')).then_some(number)
    };
    Some((whole(numerator)?, whole(denominator)?))
}

/// Decimal places that a number format shows, by its first section: `0.0%` one.
fn decimals(code: &str) -> u32 {
    let section = code.split(';').next().unwrap_or_default();
    let fraction = section.split_once('.').map_or("", |(_, fraction)| fraction);
    let digits = fraction.chars().take_while(|c| matches!(c, '0' | '#' | '?')).count();
    u32::try_from(digits).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::fault::Range;
    use crate::intake::sample::{boolean, number, percent, quantity, serial, text};

    const USUAL: Bounds = Bounds {
        minimum: Some(Quantity::ZERO),
        maximum: Some(Quantity::HUNDRED),
        fractions: Fractions::Allowed,
    };

    fn reading(cell: &Cell, bounds: Bounds) -> Reading<Percent> {
        alone(read_typed(cell, bounds, &["%"]), bounds, MergeRule::Single)
    }

    fn value(cell: &Cell) -> Option<String> {
        match reading(cell, USUAL).read {
            Read::As(percent) => Some(percent.value.to_string()),
            _ => None,
        }
    }

    fn why(cell: &Cell) -> FaultKind {
        reading(cell, USUAL).told.remove(0)
    }

    #[test]
    fn a_percent_cell_is_a_fraction() {
        for (stored, meant) in [(0.85, "85"), (0.57, "57"), (0.0, "0"), (1.0, "100"), (0.005, "0.5")] {
            assert_eq!(value(&percent(stored)).as_deref(), Some(meant));
            assert!(reading(&percent(stored), USUAL).told.is_empty());
        }
        assert_eq!(why(&percent(85.0)), FaultKind::OutOfRange(Range::Above(Quantity::HUNDRED)));
        assert_eq!(why(&percent(-0.05)), FaultKind::OutOfRange(Range::Below(Quantity::ZERO)));
        let allowed = Bounds { minimum: Some(quantity("-100")), maximum: Some(quantity("250")), ..USUAL };
        assert!(matches!(reading(&percent(-0.05), allowed).read, Read::As(p) if p.value == quantity("-5")));
        assert!(matches!(reading(&percent(2.5), allowed).read, Read::As(p) if p.value == quantity("250")));
    }

    #[test]
    fn a_plain_number_over_one_is_percent_and_up_to_one_is_in_doubt() {
        assert_eq!(value(&number(85.0)).as_deref(), Some("85"));
        assert_eq!(why(&number(85.0)), read_as("85".to_owned(), Lenient::PlainPercent));
        assert_eq!(value(&number(1.5)).as_deref(), Some("1.5"));
        assert_eq!(value(&number(0.0)).as_deref(), Some("0"));
        for doubtful in [0.85, 1.0, 0.001] {
            assert_eq!(value(&number(doubtful)), None);
            assert!(matches!(
                why(&number(doubtful)),
                FaultKind::PercentUnclear(PercentUnclear::FractionOrPercent { .. })
            ));
        }
        assert_eq!(why(&number(100.5)), FaultKind::OutOfRange(Range::Above(Quantity::HUNDRED)));
        let reduction = Bounds { minimum: Some(quantity("-100")), ..USUAL };
        assert_eq!(reading(&number(-0.5), reduction).read, Read::Refused);
        assert!(matches!(reading(&number(-5.0), reduction).read, Read::As(_)));
    }

    #[test]
    fn text_forms() {
        for (typed, meant) in [
            ("85%", "85"),
            (" 85 % ", "85"),
            ("85 per cent", "85"),
            ("８５％", "85"),
            ("0.85%", "0.85"),
            ("85", "85"),
            ("17/20", "85"),
            (" 17 / 20 ", "85"),
            ("0/20", "0"),
            ("nil", "0"),
            ("0", "0"),
        ] {
            assert_eq!(value(&text(typed)).as_deref(), Some(meant), "{typed}");
            assert!(!reading(&text(typed), USUAL).told.is_empty(), "{typed}");
        }
        for wrong in [
            "0.85",
            "1",
            "85 pct",
            "about 85%",
            "85%%",
            "<5%",
            "17/20/30",
            "1.5/2",
            "25,5%",
            "8²%",
            "150%",
            "-5%",
        ] {
            assert_eq!(value(&text(wrong)), None, "{wrong}");
        }
        assert_eq!(why(&text("0/0")), FaultKind::MoreThanWhole(Whole::DenominatorNought));
        assert!(matches!(why(&text("21/20")), FaultKind::MoreThanWhole(Whole::NumeratorOver { .. })));
        assert_eq!(why(&serial(43_000.0)), FaultKind::BecameADate);
        assert!(matches!(why(&boolean(true)), FaultKind::NotANumber { .. }));
    }

    #[test]
    fn a_number_that_is_shown_as_a_count_is_no_percent() {
        let shown = |code: &str, class: FormatClass, stored: f64| {
            let cell = Cell { format: class, format_code: Some(code.into()), ..number(stored) };
            alone(read_typed(&cell, USUAL, &["families held", PERCENT_WORDS]), USUAL, MergeRule::Single)
        };
        for code in ["0\" families\"", "\"Held: \"0", "0\" of them\""] {
            let count = FaultKind::PercentUnclear(PercentUnclear::CountShown);
            assert_eq!(shown(code, FormatClass::Number, 20.0), Reading::refused(count), "{code}");
        }
        assert!(matches!(shown("0\" per cent\"", FormatClass::Number, 20.0).read, Read::As(_)));
        assert!(matches!(shown("0% \"families\"", FormatClass::Percent, 0.2).read, Read::As(_)));
    }

    #[test]
    fn an_unknown_format_is_unclear() {
        let unknown = Cell { format: FormatClass::Unknown, ..number(0.85) };
        assert_eq!(why(&unknown), FaultKind::PercentUnclear(PercentUnclear::FormatUnknown));
    }

    #[test]
    fn a_pooled_percent_wants_its_numbers() {
        let told = |cell: &Cell| alone(read_typed(cell, USUAL, &["%"]), USUAL, MergeRule::Pooled).told;
        assert_eq!(told(&percent(0.85)), vec![FaultKind::NoFraction]);
        assert!(!told(&text("17/20")).contains(&FaultKind::NoFraction));
    }

    #[test]
    fn the_two_numbers_are_the_truth() {
        let weigh = |cell: &Cell, n: &str, d: &str| {
            let computed = computed(quantity(n), quantity(d), USUAL);
            let Read::As(computed) = computed.read else { panic!("{computed:?}") };
            weighed(read_typed(cell, USUAL, &["%"]), computed)
        };
        let with = |stored: f64, code: &str| Cell { format_code: Some(code.into()), ..percent(stored) };
        assert_eq!(
            weigh(&with(0.67, "0%"), "2", "3").read,
            Read::As(quantity("200").over(quantity("3")).unwrap())
        );
        assert_eq!(weigh(&with(0.667, "0.0%"), "2", "3").told, vec![]);
        assert!(matches!(
            weigh(&with(0.666, "0.0%"), "2", "3").told[..],
            [FaultKind::FractionDisagrees { .. }]
        ));
        assert!(matches!(weigh(&with(0.85, "0%"), "2", "3").told[..], [FaultKind::FractionDisagrees { .. }]));
        // General 0.85 is settled by 17 of 20, and by nothing else.
        assert_eq!(weigh(&number(0.85), "17", "20").read, Read::As(quantity("85")));
        assert_eq!(weigh(&number(0.85), "17", "2000").read, Read::As(quantity("0.85")));
        assert!(matches!(weigh(&number(0.85), "3", "20").told[..], [FaultKind::FractionDisagrees { .. }]));
        assert_eq!(weigh(&text("eighty"), "17", "20").read, Read::Refused);
    }

    #[test]
    fn numbers_that_make_no_percent() {
        let why = |n: &str, d: &str| computed(quantity(n), quantity(d), USUAL).told.remove(0);
        assert_eq!(why("3", "0"), FaultKind::MoreThanWhole(Whole::DenominatorNought));
        assert_eq!(why("0", "0"), FaultKind::MoreThanWhole(Whole::DenominatorNought));
        assert!(matches!(why("21", "20"), FaultKind::MoreThanWhole(Whole::NumeratorOver { .. })));
        let more = Bounds { maximum: Some(quantity("200")), ..USUAL };
        assert_eq!(computed(quantity("21"), quantity("20"), more).read, Read::As(quantity("105")));
    }

    proptest::proptest! {
        #[test]
        fn never_panics(typed in "\\PC{0,40}", stored in proptest::num::f64::ANY) {
            let _ = reading(&text(&typed), USUAL);
            let _ = reading(&number(stored), USUAL);
            let _ = reading(&percent(stored), USUAL);
        }
    }
}
