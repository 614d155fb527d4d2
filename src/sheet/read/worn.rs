//! What a number format puts around a number, or shows in its place: `0" (est)"` shows 12 as `12 (est)`, `#,##0,` shows
//! 1,234,567 as `1,235`, `;;;` shows nothing (4-reading.md, 4.4: a value means nothing without its number format).
//!
//! A lead saw and meant what was shown. Rounding and grouping are what formats are for and are passed over.

use super::number_format::{condition, decimals, has_thousands, sections, shows_text};
use super::shown::{to_places, with_thousands};
use crate::domain::Quantity;
use crate::sheet::grid::{FormatClass, Worn};

/// How this code shows a number of this class.
pub(super) fn worn(code: &str, class: FormatClass, number: f64) -> Worn {
    if is_bare(code) {
        return Worn::Bare;
    }
    let Some((section, sign)) = section_for(code, number) else { return Worn::Otherwise(String::new()) };
    if is_white(section) {
        return Worn::Otherwise(String::new());
    }
    let pieces = pieces(section);
    let Some((first, last)) = digits_of(&pieces) else {
        return without_digits(literal(&pieces), number);
    };
    let (mut before, mut after) = (literal(&pieces[..first]), literal(&pieces[last + 1..]));
    let power = power_of_ten(&pieces);
    let usual = match class {
        FormatClass::Percent => 2,
        // Whether it is a percent is asked elsewhere.
        FormatClass::Unknown if power == 2 => 2,
        _ => 0,
    };
    let digits = digits(number, power, section);
    let is_nought = digits.as_ref().is_some_and(|digits| !digits.bytes().any(|b| (b'1'..=b'9').contains(&b)));
    let writes_nought =
        pieces.iter().any(|piece| matches!(piece, Piece::Digit('0') | Piece::General | Piece::Slash));
    if is_nought && !writes_nought {
        return without_digits([before, after].concat(), number);
    }
    if number < 0.0 && sign == Sign::LeftOut {
        let signed = before.contains(['-', '\u{2212}', '(']) || after.contains('-') || is_coloured(section);
        if !signed {
            return Worn::Otherwise(digits.unwrap_or_default().replace('-', ""));
        }
        for side in [&mut before, &mut after] {
            let unsigned = side.replace(['-', '\u{2212}', '(', ')'], "");
            unsigned.trim().clone_into(side);
        }
    }
    // A point alone may be part of the number; that of `est.` is not.
    let says_digits = |words: &str| {
        let in_words = words.contains(char::is_alphabetic);
        words.contains(|c: char| c.is_numeric() || !in_words && matches!(c, '.' | ','))
    };
    if power != usual || says_digits(&before) || says_digits(&after) || is_broken_up(&pieces[first..=last]) {
        let digits = digits.unwrap_or_default();
        let number = &pieces[first..=last];
        let digits = if is_spaced_out(number) || number.contains(&Piece::General) {
            spaced_out(&digits, number)
        } else {
            digits
        };
        return Worn::Otherwise(format!("{before}{digits}{after}"));
    }
    if before.is_empty() && after.is_empty() { Worn::Bare } else { Worn::Around { before, after } }
}

/// A section that writes no digit: nought shown as a dash is nought.
fn without_digits(words: String, number: f64) -> Worn {
    let sign = words.trim_start_matches(['\u{a3}', '$', '\u{20ac}', ' ']).to_lowercase();
    let is_nought = matches!(sign.as_str(), "-" | "\u{2013}" | "nil" | "none" | "zero");
    if number == 0.0 && is_nought { Worn::Bare } else { Worn::Otherwise(words) }
}

/// What this code shows in place of a text: other words, the text with words around it, nothing. None where it shows the
/// text alone.
pub fn shown_for_text(code: &str, text: &str) -> Option<String> {
    let sections = sections(code);
    // The fourth section is for texts; where there are fewer, one with an `@` is.
    let section = sections.get(3).or_else(|| sections.iter().rev().find(|section| shows_text(section)))?;
    let pieces = pieces(section);
    let plain = pieces.iter().filter(|piece| **piece != Piece::Space).collect::<Vec<_>>();
    if plain == [&Piece::General] {
        return None;
    }
    let shown = pieces.iter().map(|piece| match piece {
        Piece::General => text.to_owned(),
        Piece::Space => " ".to_owned(),
        other => literal(&[*other]),
    });
    Some(shown.collect::<Vec<_>>().concat().trim().to_owned())
}

/// Words and signs that a date's number format shows beside the date, such as `(est)`, however it writes them; those that
/// dates are written with are left out.
pub(super) fn worn_by_date(code: &str) -> Worn {
    let section = sections(code).first().copied().unwrap_or_default();
    if is_white(section) {
        return Worn::Otherwise(String::new());
    }
    let shown = literals_of_date(section);
    let is_ordinal = |word: &str| matches!(word, "st" | "nd" | "rd" | "th");
    let is_usual = |word: &str| is_ordinal(word) || matches!(word, "of" | "the" | "on" | "at" | "z" | "t");
    let hedged = shown.contains(['<', '>', '~', '?', '*', '\u{2264}', '\u{2265}', '\u{2248}']);
    // Between day and month any sign may stand; before the date and behind it few.
    let is_sign = |c: char| !c.is_alphanumeric() && !c.is_whitespace() && !matches!(c, ',' | '.' | ':' | '/');
    let ends = shown.find(PART_OF_DATE).zip(shown.rfind(PART_OF_DATE));
    let (before, inside, after) = ends.map_or((shown.as_str(), "", ""), |(first, last)| {
        (&shown[..first], &shown[first..last], &shown[last + PART_OF_DATE.len_utf8()..])
    });
    let words = |of: &str, is_usual: &dyn Fn(&str) -> bool| {
        let folded = of.to_lowercase();
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).all(is_usual)
    };
    // Universal time, behind the time of a day: the date alone has no such letter.
    let is_last = |word: &str| is_ordinal(word) || word == "z" && shown.contains(':');
    let usual = words(before, &|_| false) && words(inside, &is_usual) && words(after, &is_last);
    if usual && !hedged && !before.contains(is_sign) && !after.contains(is_sign) {
        return Worn::Bare;
    }
    let words: Vec<&str> = shown.split([PART_OF_DATE, ' ']).filter(|piece| !piece.is_empty()).collect();
    Worn::Around { before: String::new(), after: words.join(" ") }
}

/// Stands for a letter by which a format code shows a part of the date.
const PART_OF_DATE: char = '\0';

/// What a section shows as it stands, with [`PART_OF_DATE`] where it shows a part of the date.
fn literals_of_date(section: &str) -> String {
    let (mut shown, mut chars) = (String::new(), section.chars());
    while let Some(c) = chars.next() {
        match c {
            '"' => shown.extend(chars.by_ref().take_while(|c| *c != '"').chain([' '])),
            '\\' => shown.extend(chars.next()),
            '_' | '*' => drop(chars.next()),
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                match inside.strip_prefix('$') {
                    Some(currency) => shown.push_str(currency.split('-').next().unwrap_or_default()),
                    // An elapsed time; a colour or a condition shows nothing, and at the front means nothing.
                    None if inside.starts_with(['h', 'H', 'm', 'M', 's', 'S']) => shown.push(PART_OF_DATE),
                    None => {}
                }
            }
            // Parts of a second.
            '0' | '#' | '@' => {}
            c if c.is_alphabetic() => shown.push(PART_OF_DATE),
            c => shown.push(c),
        }
    }
    shown
}

/// Whether a code plainly shows digits alone: most do, and nothing more need be asked.
fn is_bare(code: &str) -> bool {
    let plain = code.strip_suffix('%').unwrap_or(code);
    let plain = plain.strip_prefix("#,##").unwrap_or(plain);
    let plain = plain.trim_start_matches('0');
    plain.is_empty() && code.contains('0')
        || plain.strip_prefix('.').is_some_and(|places| places.bytes().all(|b| b == b'0'))
            && code.contains('0')
}

/// Whether a minus stands before a negative number of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Shown,
    LeftOut,
}

/// The section of the code that shows this number; none where conditions leave it without one.
fn section_for(code: &str, number: f64) -> Option<(&str, Sign)> {
    let mut numeric = sections(code);
    numeric.truncate(3);
    let [first, rest @ ..] = numeric.as_slice() else { return None };
    let of_first = condition(first);
    let Some(second) = rest.first() else {
        return of_first.is_none_or(|holds| holds(number)).then_some((*first, Sign::Shown));
    };
    let is_first =
        of_first.as_ref().map_or(if rest.len() == 1 { number >= 0.0 } else { number > 0.0 }, |c| c(number));
    if is_first {
        return Some((first, Sign::Shown));
    }
    let Some(third) = rest.get(1) else {
        let explicit = condition(second);
        let sign = if of_first.is_none() && explicit.is_none() { Sign::LeftOut } else { Sign::Shown };
        return explicit.is_none_or(|holds| holds(number)).then_some((*second, sign));
    };
    match condition(second) {
        Some(holds) if holds(number) => Some((second, Sign::Shown)),
        None if number < 0.0 => Some((second, Sign::LeftOut)),
        _ => Some((third, Sign::Shown)),
    }
}

/// A piece of a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    /// `0`, `#` or `?`.
    Digit(char),
    /// The whole number as it is: `General`, `@`.
    General,
    Point,
    Comma,
    Percent,
    Exponent,
    /// The bar of a fraction.
    Slash,
    Space,
    /// Something that is shown as it stands.
    Literal(char),
}

fn pieces(section: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = section;
    while let Some(mark) = rest.chars().next() {
        if rest.get(..7).is_some_and(|word| word.eq_ignore_ascii_case("general")) {
            pieces.push(Piece::General);
            rest = &rest[7..];
            continue;
        }
        rest = &rest[mark.len_utf8()..];
        let next = rest.chars().next();
        let behind_next = &rest[next.map_or(0, char::len_utf8)..];
        match mark {
            '"' => {
                let (inside, behind) = rest.split_once('"').unwrap_or((rest, ""));
                pieces.extend(inside.chars().map(shown_as_it_is));
                rest = behind;
            }
            '[' => {
                let (inside, behind) = rest.split_once(']').unwrap_or((rest, ""));
                let currency =
                    inside.strip_prefix('$').map(|sign| sign.split('-').next().unwrap_or_default());
                pieces.extend(currency.unwrap_or_default().chars().map(shown_as_it_is));
                rest = behind;
            }
            '\\' | '*' => {
                pieces.extend(next.map(shown_as_it_is));
                rest = behind_next;
            }
            '_' => {
                pieces.push(Piece::Space);
                rest = behind_next;
            }
            '0' | '#' | '?' => pieces.push(Piece::Digit(mark)),
            '@' => pieces.push(Piece::General),
            '.' => pieces.push(Piece::Point),
            ',' => pieces.push(Piece::Comma),
            '%' => pieces.push(Piece::Percent),
            '/' => pieces.push(Piece::Slash),
            'E' | 'e' if rest.starts_with(['+', '-']) => {
                pieces.push(Piece::Exponent);
                rest = behind_next;
            }
            // A denominator: `# ?/12`.
            '1'..='9' if pieces.contains(&Piece::Slash) => pieces.push(Piece::Digit('#')),
            other => pieces.push(shown_as_it_is(other)),
        }
    }
    pieces
}

fn shown_as_it_is(mark: char) -> Piece {
    if mark.is_whitespace() { Piece::Space } else { Piece::Literal(mark) }
}

/// First and last piece of the number itself.
fn digits_of(pieces: &[Piece]) -> Option<(usize, usize)> {
    let is_digit = |piece: &Piece| matches!(piece, Piece::Digit(_) | Piece::General);
    Some((pieces.iter().position(is_digit)?, pieces.iter().rposition(is_digit)?))
}

/// What stands around the number, spaces folded; a working percent sign and scaling commas left out.
fn literal(pieces: &[Piece]) -> String {
    let shown = pieces.iter().filter_map(|piece| match piece {
        Piece::Literal(mark) => Some(*mark),
        Piece::Slash => Some('/'),
        Piece::Space => Some(' '),
        _ => None,
    });
    shown.collect::<String>().trim().to_owned()
}

/// Power of ten by which the number is shown larger than it is: two for each percent sign, three less for each comma
/// behind the last digit before or after the point.
fn power_of_ten(pieces: &[Piece]) -> i32 {
    let mut power = 0;
    for part in pieces.split(|piece| *piece == Piece::Point) {
        let last = part.iter().rposition(|piece| matches!(piece, Piece::Digit(_)));
        for (at, piece) in part.iter().enumerate() {
            match piece {
                Piece::Percent => power += 2,
                Piece::Comma if last.is_some_and(|last| at > last) => power -= 3,
                _ => {}
            }
        }
    }
    power
}

/// Whether something stands between the digits (`00-00`, `0 0`), or the number is shown twice.
fn is_broken_up(pieces: &[Piece]) -> bool {
    let broken = pieces.iter().any(|piece| matches!(piece, Piece::Literal(_) | Piece::Percent));
    let count = |wanted: Piece| pieces.iter().filter(|piece| **piece == wanted).count();
    broken || count(Piece::Point) > 1 || count(Piece::General) > 1 || is_spaced_out(pieces)
}

/// Whether spaces stand elsewhere than between thousands. A fraction has one before it.
fn is_spaced_out(pieces: &[Piece]) -> bool {
    if pieces.contains(&Piece::Slash) {
        return false;
    }
    let mut parts = pieces.split(|piece| *piece == Piece::Point);
    let whole = parts.next().unwrap_or_default();
    let digits =
        |group: &[Piece]| group.iter().filter(|p| matches!(p, Piece::Digit(_) | Piece::General)).count();
    let groups = whole.split(|piece| *piece == Piece::Space).map(digits);
    groups.skip(1).any(|digits| digits != 3) || parts.flatten().any(|piece| *piece == Piece::Space)
}

/// Digits with the spaces that these pieces have between them: `14` under `0 0` is `1 4`.
fn spaced_out(digits: &str, pieces: &[Piece]) -> String {
    if pieces.iter().filter(|piece| **piece == Piece::General).count() > 1 {
        let times = pieces.iter().filter(|piece| **piece == Piece::General).count();
        return digits.repeat(times);
    }
    let mut left: Vec<char> = digits.chars().collect();
    let mut shown = Vec::new();
    for piece in pieces.iter().rev() {
        match piece {
            Piece::Digit(_) | Piece::Point => shown.extend(left.pop()),
            Piece::Space => shown.push(' '),
            _ => {}
        }
    }
    left.into_iter().chain(shown.into_iter().rev()).collect::<String>().trim().to_owned()
}

/// Whether a section writes in white: on paper nobody sees it.
fn is_white(section: &str) -> bool {
    let section = section.to_ascii_lowercase();
    section.contains("[white]") || section.contains("[color2]") || section.contains("[color 2]")
}

fn is_coloured(section: &str) -> bool {
    section.split('[').skip(1).any(|inside| inside.starts_with(|c: char| c.is_alphabetic()))
}

/// The digits as shown; none where the number is too large to hold.
fn digits(number: f64, power: i32, section: &str) -> Option<String> {
    let mut shown = Quantity::from_double(number)?;
    for _ in 0..power.clamp(0, 12) {
        shown = shown.times(Quantity::from(10))?;
    }
    for _ in 0..(-power).clamp(0, 24) {
        shown = shown.over(Quantity::from(10))?;
    }
    if section.contains(['/', 'E', 'e', '@']) {
        return Some(shown.to_string());
    }
    let digits = to_places(shown, decimals(section));
    Some(if has_thousands(section) { with_thousands(&digits) } else { digits })
}

#[cfg(test)]
mod tests {
    use super::super::number_format::classify;
    use super::*;

    fn wears(code: &str, number: f64) -> Worn {
        worn(code, classify(code), number)
    }

    fn around(before: &str, after: &str) -> Worn {
        Worn::Around { before: before.to_owned(), after: after.to_owned() }
    }

    #[test]
    fn formats_that_show_digits_alone_are_bare() {
        for (code, number) in [
            ("0", 12.0),
            ("#,##0", 0.0),
            ("0.0%", 0.857),
            ("0 %", 0.857),
            ("_-* #,##0_-;-* #,##0_-;_-* \"-\"??_-;_-@_-", 0.0),
            ("_-* #,##0_-;-* #,##0_-;_-* \"-\"??_-;_-@_-", 1_200.0),
            ("_-* #,##0_-;-* #,##0_-;_-* \"-\"??_-;_-@_-", -1_200.0),
            ("#,##0_);(#,##0)", -5.0),
            ("#,##0;[Red]#,##0", -5.0),
            ("# ?/?", 0.5),
            ("# ??/15", 0.0),
            ("##0.0E+0", 41.0),
            ("0000", 12.0),
            ("### ### ##0", 1_234_567.0),
            ("# ##0.00", 1_234.5),
            ("[<10]\"<10\";0", 12.0),
            ("[<1]0;0", 5.0),
            ("[Red]0", 5.0),
            ("General;-General", 5.0),
            ("@", 5.0),
            ("#.##", 1.5),
            ("0;-0;;@", 5.0),
        ] {
            assert_eq!(wears(code, number), Worn::Bare, "{code} {number}");
        }
    }

    #[test]
    fn words_around_the_number_are_told() {
        for (code, number, before, after) in [
            ("0\" (est)\"", 12.0, "", "(est)"),
            ("\"c. \"0", 12.0, "c.", ""),
            ("\\>0", 12.0, ">", ""),
            ("0\\+", 12.0, "", "+"),
            ("[$<-809]0", 12.0, "<", ""),
            ("£#,##0", 12.0, "£", ""),
            ("[$£-809]#,##0", 12.0, "£", ""),
            ("-0", 12.0, "-", ""),
            ("0;(0\" due\")", -12.0, "", "due"),
            ("0% \"of cases\"", 0.5, "", "of cases"),
            ("0.0\"%\"", 62.5, "", "%"),
            ("0/", 5.0, "", "/"),
        ] {
            assert_eq!(wears(code, number), around(before, after), "{code} {number}");
        }
    }

    #[test]
    fn another_number_or_none_is_told() {
        for (code, number, shown) in [
            ("#,##0,", 1_234_567.0, "1,235"),
            ("0.0,,\"m\"", 1_234_567.0, "1.2m"),
            ("0,.0", 1_234.0, "1.2"),
            ("0%%", 0.85, "8500"),
            (";;;", 12.0, ""),
            ("\"TBC\"", 12.0, "TBC"),
            ("0;-0;;@", 0.0, ""),
            ("[White]0", 14.0, ""),
            ("#,###", 0.0, ""),
            ("#", 0.4, ""),
            ("0;0", -12.0, "12"),
            ("0\"00\"", 12.0, "1200"),
            ("\"1\"0", 5.0, "15"),
            ("00-00", 1_234.0, "1234"),
            ("0\\.00", 1_234.0, "1234"),
            ("0\\.", 12.0, "12."),
            ("[>100]0", 5.0, ""),
            ("10", 5.0, "15"),
            ("0\"/50\"", 41.0, "41/50"),
            ("0 0", 14.0, "1 4"),
            ("00 00", 1_214.0, "12 14"),
            ("0_-0", 14.0, "1 4"),
            ("@@", 14.0, "1414"),
            ("GeneralGeneral", 14.0, "1414"),
        ] {
            assert_eq!(wears(code, number), Worn::Otherwise(shown.to_owned()), "{code} {number}");
        }
    }

    #[test]
    fn words_and_signs_beside_a_date_are_told_however_they_are_written() {
        for (code, shown) in [
            ("d mmm yyyy[$ (tbc)]", "(tbc)"),
            ("[$c. ]d mmm yyyy", "c."),
            ("-d mmm yyyy", "-"),
            ("(d mmm yyyy)", "()"),
            ("d mmm yyyy+7", "+7"),
            ("d mmm yyyy!", "!"),
            ("\"not \"d mmm yyyy", "not"),
            ("d mmm yyyy\" of the\"", "ofthe"),
            ("d mmm yyyy\" z\"", "z"),
            ("d mmm yyyy\\T", "T"),
            ("\"th \"d mmm yyyy", "th"),
        ] {
            let worn = worn_by_date(code);
            let Worn::Around { after, .. } = worn else { panic!("{code}: {worn:?}") };
            assert_eq!(after.replace(' ', ""), shown, "{code}");
        }
        assert_eq!(worn_by_date("[White]d mmm yyyy"), Worn::Otherwise(String::new()));
        for code in [
            "d mmm yyyy",
            "[$-809]dddd, d mmmm yyyy;@",
            "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
            "dd\\-mm\\-yyyy",
            "dd/mm/yyyy hh:mm AM/PM",
            "dd/mm/yyyy hh:mm:ss.000",
            "_-dd/mm/yyyy_-",
            "[Red]d-mmm-yy",
            "d\"th\" mmmm yyyy",
            "yyyy\\-mm\\-dd\\Thh:mm",
            "yyyy\\-mm\\-dd\\Thh:mm:ss\\Z",
            "mmmm d\"th\"",
        ] {
            assert_eq!(worn_by_date(code), Worn::Bare, "{code}");
        }
    }

    #[test]
    fn words_beside_a_text_or_in_its_place_are_told() {
        for (code, shown) in [
            (";;;", ""),
            ("0;0;0;\"x\"", "x"),
            ("@\" (est)\"", "14(est)"),
            ("\"<\"@", "<14"),
            ("@\"k\"", "14k"),
            ("\"3\"@", "314"),
            ("@@", "1414"),
            ("0;-0;0;\"about \"@", "about14"),
            ("[$Not ]@", "Not14"),
            ("0;@\" weeks\"", "14weeks"),
        ] {
            let told = shown_for_text(code, "14").map(|told| told.replace(' ', ""));
            assert_eq!(told.as_deref(), Some(shown), "{code}");
        }
        for code in
            ["0", "@", "0;;", "0;-0;0;@", "General", "General;-General", "#,##0;-#,##0;0;_-@_-", "0\"@\""]
        {
            assert_eq!(shown_for_text(code, "14"), None, "{code}");
        }
    }

    proptest::proptest! {
        #[test]
        fn never_panics(code in "[0#?.,%;\"\\\\_*\\[\\]<>=E+\\-a-zG£€ ]{0,24}", number in proptest::num::f64::NORMAL) {
            let _ = wears(&code, number);
            let _ = shown_for_text(&code, "14");
        }
    }
}
