//! Number formats that come by conditional formatting: a cell of 845 under a rule with the format `0" (est)"` shows
//! `845 (est)` (4-reading.md, 4.4: a value means nothing without its number format).
//!
//! Of a rule's condition only a comparison with plain numbers is worked out; any other may hold. A cell that may show
//! something else than it holds cannot be vouched for (V16). Rules that colour or cross out are passed over: they are there
//! to mark rows, and say nothing about a value; but not where a comparison says for certain that they cross out or hide it,
//! as where noughts are written in white.

use super::number_format::{classify, date_shown, is_month_first};
use super::package::broken;
use super::parts::too_large;
use super::sheet_scan::address;
use super::styles::Styles;
use super::worn::{worn, worn_by_date};
use super::xml::{Malformed, Tag, Token, Tokens, unescape};
use crate::domain::{CellRef, Guard, Refusal};
use crate::sheet::grid::{Cell, Content, Doubt, FormatClass, Worn};

/// Ranges under such rules on one sheet at most: every cell of each is looked at.
const MOST_RANGES: u64 = 2_000;

/// A rule that chooses a number format.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rule {
    /// The number format.
    pub(super) code: String,
    /// When it holds; none where it may hold at any time.
    pub(super) condition: Option<Comparison>,
    /// Whether it crosses out, or makes writing unseen.
    pub(super) hides: Hides,
}

/// What a rule does to what a cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Hides {
    /// Nothing.
    #[default]
    No,
    /// It crosses it out.
    CrossesOut,
    /// It writes white on white, in the colour of the fill, or shows a bar or a sign instead.
    Unseen,
}

impl Rule {
    /// Whether it makes writing unseen by a condition that nobody here can work out.
    pub(super) const fn may_make_unseen(&self) -> bool {
        matches!(self.hides, Hides::Unseen) && self.condition.is_none()
    }

    fn matters(&self) -> bool {
        !self.code.is_empty() || self.hides != Hides::No
    }
}

/// `cellIs` with plain numbers.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Comparison {
    /// Excel's word for it.
    pub(super) operator: String,
    /// The number it compares with, or the two.
    pub(super) limits: Vec<f64>,
}

/// A rule's condition with a formula of it. One that is always true needs no more of them.
fn condition_with(condition: Option<Comparison>, formula: &str) -> Option<Comparison> {
    let formula = formula.trim();
    match (formula.parse::<f64>(), condition) {
        (_, Some(comparison)) if comparison == Comparison::always() => Some(comparison),
        (Ok(limit), Some(mut comparison)) => {
            comparison.limits.push(limit);
            Some(comparison)
        }
        (Err(_), None) if matches!(formula.to_ascii_uppercase().as_str(), "TRUE" | "TRUE()" | "1=1") => {
            Some(Comparison::always())
        }
        (Ok(number), None) if number != 0.0 => Some(Comparison::always()),
        _ => None,
    }
}

impl Comparison {
    /// One that holds whatever the number.
    pub(super) fn always() -> Self {
        Self { operator: "always".to_owned(), limits: vec![0.0] }
    }

    /// Whether the rule holds for this number; an operator that nobody knows may hold.
    fn holds(&self, number: f64) -> bool {
        let (first, second) = (self.limits.first(), self.limits.get(1).or_else(|| self.limits.first()));
        let (Some(first), Some(second)) = (first, second) else { return true };
        match self.operator.as_str() {
            "lessThan" => number < *first,
            "lessThanOrEqual" => number <= *first,
            "greaterThan" => number > *first,
            "greaterThanOrEqual" => number >= *first,
            "equal" => (number - first).abs() <= 0.0,
            "notEqual" => (number - first).abs() > 0.0,
            "between" => (*first..=*second).contains(&number),
            "notBetween" => !(*first..=*second).contains(&number),
            _ => true,
        }
    }
}

/// The rules of one sheet that choose a number format, each with the ranges it is for.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Conditionals {
    rules: Vec<(Vec<(CellRef, CellRef)>, Rule)>,
    ranges: u64,
}

impl Conditionals {
    /// Takes in the part of a sheet that `tag` opens, a `conditionalFormatting`, up to its end. Newer rules (Excel 2010)
    /// state their format and ranges inside, older ones name a format of the styles and carry the ranges in the tag.
    pub(super) fn take(
        &mut self,
        tag: &Tag<'_>,
        tokens: &mut Tokens<'_>,
        styles: &Styles,
        part: &str,
    ) -> Result<(), Refusal> {
        let mut ranges = tag.attribute("sqref").map(str::to_owned);
        let mut rules: Vec<Rule> = Vec::new();
        let mut open: Option<Rule> = None;
        if tag.empty {
            return Ok(());
        }
        loop {
            match tokens.next().map_err(|Malformed| broken(part))?.ok_or_else(|| broken(part))? {
                Token::End("conditionalFormatting") => break,
                Token::Start(rule) if rule.name == "cfRule" => {
                    let named = rule.attribute("dxfId").and_then(|id| id.trim().parse().ok());
                    let code =
                        named.and_then(|id: usize| styles.conditional(id)).unwrap_or_default().to_owned();
                    let operator = rule.attribute("operator").unwrap_or_default().to_owned();
                    let condition = match rule.attribute("type") {
                        Some("cellIs") => Some(Comparison { operator, limits: Vec::new() }),
                        Some("notContainsBlanks" | "notContainsErrors") => Some(Comparison::always()),
                        _ => None,
                    };
                    let hides = named.map_or(Hides::No, |id| styles.hides(id));
                    open = Some(Rule { code, condition, hides });
                    if rule.empty {
                        rules.extend(open.take().filter(Rule::matters));
                    }
                }
                Token::End("cfRule") => {
                    rules.extend(open.take().filter(Rule::matters));
                }
                Token::Start(inner) if matches!(inner.name, "dataBar" | "iconSet") => {
                    if let Some(rule) =
                        open.as_mut().filter(|_| matches!(inner.attribute("showValue"), Some("0" | "false")))
                    {
                        rule.hides = Hides::Unseen;
                    }
                }
                Token::Start(inner) if inner.name == "numFmt" => {
                    if let Some(rule) = &mut open {
                        rule.code = unescape(inner.attribute("formatCode").unwrap_or_default()).into_owned();
                    }
                }
                Token::Start(inner) if matches!(inner.name, "formula" | "f") && !inner.empty => {
                    let raw = tokens.raw_inside(&inner).map_err(|Malformed| broken(part))?;
                    if let Some(rule) = &mut open {
                        rule.condition = condition_with(rule.condition.take(), raw);
                    }
                }
                Token::Start(inner) if inner.name == "sqref" && !inner.empty => {
                    ranges = Some(tokens.raw_inside(&inner).map_err(|Malformed| broken(part))?.to_owned());
                }
                _ => {}
            }
        }
        if rules.is_empty() {
            return Ok(());
        }
        let ranges: Vec<(CellRef, CellRef)> =
            ranges.unwrap_or_default().split_whitespace().map(range).collect::<Result<_, _>>()?;
        rules.into_iter().try_for_each(|rule| self.add(ranges.clone(), rule))
    }

    /// Takes in a rule for these ranges.
    pub(super) fn add(&mut self, ranges: Vec<(CellRef, CellRef)>, rule: Rule) -> Result<(), Refusal> {
        self.ranges += ranges.len() as u64;
        if self.ranges > MOST_RANGES {
            return Err(too_large(Guard::Conditionals, MOST_RANGES, None));
        }
        self.rules.push((ranges, rule));
        Ok(())
    }

    /// Doubts every cell that a rule may show as something else than it holds. `cells` are in order.
    pub(super) fn doubt(&self, cells: &mut [Cell]) {
        for (ranges, rule) in &self.rules {
            for (from, to) in ranges {
                let start = cells.partition_point(|cell| cell.at.row < from.row);
                let end = cells.partition_point(|cell| cell.at.row <= to.row);
                let inside = |cell: &&mut Cell| (from.column..=to.column).contains(&cell.at.column);
                for cell in cells[start..end].iter_mut().filter(inside) {
                    if matches!(cell.doubt, None | Some(Doubt::MayBeUnseen)) && may_show_otherwise(cell, rule)
                    {
                        cell.doubt = Some(Doubt::Conditional);
                    } else if cell.doubt.is_none() && rule.may_make_unseen() {
                        cell.doubt = Some(Doubt::MayBeUnseen);
                    }
                }
            }
        }
    }
}

/// Whether the rule may show this cell as something else than it holds; a currency sign before it changes nothing.
pub(super) fn may_show_otherwise(cell: &Cell, rule: &Rule) -> bool {
    let class = classify(&rule.code);
    let holds = |number: f64| rule.condition.as_ref().is_none_or(|condition| condition.holds(number));
    let hides = |number: f64| {
        let certain = rule.condition.as_ref().is_some_and(|condition| !condition.limits.is_empty());
        rule.hides != Hides::No && certain && holds(number)
    };
    match &cell.content {
        Content::Number(number) if hides(*number) => true,
        _ if rule.code.is_empty() => false,
        Content::Number(number) if holds(*number) => {
            let is_date = matches!(class, FormatClass::Date | FormatClass::Time);
            let says_otherwise = match worn(&rule.code, cell.format, *number) {
                Worn::Bare => false,
                Worn::Around { before, after } => {
                    let plain = |c: char| c.is_whitespace() || matches!(c, '\u{a3}' | '$' | '\u{20ac}');
                    !before.chars().chain(after.chars()).all(plain)
                }
                Worn::Otherwise(_) => true,
            };
            // Nought is nought, with or without the sign.
            let percent = (class == FormatClass::Percent) != (cell.format == FormatClass::Percent);
            is_date || says_otherwise || percent && *number != 0.0
        }
        Content::Date(date) if holds(date.serial) => {
            class != cell.format
                || worn_by_date(&rule.code) != Worn::Bare
                || date_shown(&rule.code) != cell.date_shown()
                || is_month_first(&rule.code) != cell.is_month_first()
        }
        Content::Text(text) => super::worn::shown_for_text(&rule.code, text).is_some(),
        _ => false,
    }
}

fn range(text: &str) -> Result<(CellRef, CellRef), Refusal> {
    let (from, to) = text.split_once(':').unwrap_or((text, text));
    let whole = |text: &str| text.trim_matches('$').chars().all(|c| c.is_ascii_alphabetic());
    // `I:I` is a whole column.
    let corner =
        |text: &str, row: &str| if whole(text) { address(&format!("{text}{row}")) } else { address(text) };
    Ok((corner(from, "1")?, corner(to, "1048576")?))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Made;
    use super::super::known::Known;
    use crate::sheet::limits::Limits;

    /// Cells that are doubted of a sheet with 845 in A1, 0.85 as a percent in B1 and a date in C1.
    fn doubted(rules: &str, dxfs: &str) -> Vec<String> {
        let cells = r#"<row r="1"><c r="A1"><v>845</v></c><c r="B1" s="1"><v>0.85</v></c><c r="C1" s="2"><v>46112</v></c></row>"#;
        let styles = format!(
            r#"<styleSheet><cellXfs><xf/><xf numFmtId="9"/><xf numFmtId="14"/></cellXfs><dxfs>{dxfs}</dxfs></styleSheet>"#
        );
        let sheet = format!("<worksheet><sheetData>{cells}</sheetData>{rules}</worksheet>");
        let file = Made::of("").part("xl/styles.xml", &styles).sheet(&sheet).file();
        let book = super::super::xlsx::open(&file, &Limits::default(), &Known::default()).unwrap();
        let cells = book.grids[0].cells.iter().filter(|cell| cell.doubt.is_some());
        cells.map(|cell| cell.at.to_string()).collect()
    }

    fn under(code: &str, rule: &str) -> Vec<String> {
        let rule = format!(r#"<conditionalFormatting sqref="A1:C1">{rule}</conditionalFormatting>"#);
        let dxf = format!(r#"<dxf><font/></dxf><dxf><numFmt numFmtId="170" formatCode="{code}"/></dxf>"#);
        doubted(&rule, &dxf)
    }

    #[test]
    fn a_rule_that_shows_something_else_is_doubted_where_it_may_hold() {
        let always = r#"<cfRule type="expression" dxfId="1"><formula>TRUE</formula></cfRule>"#;
        assert_eq!(under("0&quot; (est)&quot;", always), ["A1", "B1", "C1"]);
        assert_eq!(under(";;;", always), ["A1", "B1", "C1"]);
        assert_eq!(under("#,##0,", always), ["A1", "B1", "C1"]);
        assert_eq!(under("dd/mm/yyyy", always), ["A1", "B1"]);
        assert_eq!(under("0%", always), ["A1", "C1"]);
        let small = r#"<cfRule type="cellIs" operator="lessThan" dxfId="1"><formula>5</formula></cfRule>"#;
        assert_eq!(under("&quot;&lt;5&quot;", small), ["B1"]);
    }

    #[test]
    fn a_rule_that_hides_is_doubted_where_it_is_sure_to_hold() {
        let doubted = |operator: &str, limit: &str| {
            let rule = format!(
                r#"<conditionalFormatting sqref="A1:C1"><cfRule type="cellIs" operator="{operator}" dxfId="0"><formula>{limit}</formula></cfRule></conditionalFormatting>"#
            );
            doubted(&rule, r#"<dxf><font><color rgb="FFFFFFFF"/></font></dxf>"#)
        };
        assert_eq!(doubted("greaterThan", "100"), ["A1"]);
        assert!(doubted("equal", "0").is_empty());
        assert_eq!(doubted("equal", "$A$1"), ["A1", "B1", "C1"], "it may hold: asked about");
    }

    #[test]
    fn a_rule_that_shows_a_date_or_a_text_with_words_or_in_part_is_doubted() {
        let always = r#"<cfRule type="expression" dxfId="1"><formula>TRUE</formula></cfRule>"#;
        for code in ["d mmm yyyy&quot; (tbc)&quot;", "yyyy", "d-mmm", "mm/dd/yyyy"] {
            assert!(under(code, always).contains(&"C1".to_owned()), "{code}");
        }
        assert_eq!(under("d mmmm yyyy", always), ["A1", "B1"]);
    }

    #[test]
    fn rules_that_colour_and_formats_that_show_the_number_are_passed_over() {
        let always = r#"<cfRule type="expression" dxfId="1"><formula>TRUE</formula></cfRule>"#;
        assert_eq!(
            under("#,##0.00", always),
            ["B1", "C1"],
            "a percent shown without its sign is another number"
        );
        let colours = always.replace(r#"dxfId="1""#, r#"dxfId="0""#);
        assert!(under(";;;", &colours).is_empty());
        assert!(under(";;;", r#"<cfRule type="dataBar"><dataBar/></cfRule>"#).is_empty());
    }

    #[test]
    fn newer_rules_state_their_format_themselves() {
        let rule = r#"<extLst><ext><x14:conditionalFormattings><x14:conditionalFormatting><x14:cfRule type="expression">
            <xm:f>Other!A1</xm:f><x14:dxf><numFmt numFmtId="171" formatCode=";;;"/></x14:dxf></x14:cfRule>
            <xm:sqref>A1 C1</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>"#;
        assert_eq!(doubted(rule, ""), ["A1", "C1"]);
    }
}
