//! Conditional formatting of an Open Document: a rule names a cell style, and its number format may show something else than
//! the cell holds. The text that the file keeps for the cell does not follow it, so that nothing else would tell.

use super::styles::Styles;
use crate::domain::{CellRef, Refusal};
use crate::sheet::grid::Doubt;
use crate::sheet::read::conditional::{Comparison, Conditionals, Hides, Rule};
use crate::sheet::read::package::broken;
use crate::sheet::read::xml::{Malformed, Tokens, unescape};

/// The rules of a sheet, from the raw inside of its `conditional-formats`.
pub(super) fn conditionals(inside: &str, styles: &Styles) -> Result<Conditionals, Refusal> {
    let malformed = |Malformed| broken("content.xml");
    let mut found = Conditionals::default();
    let mut ranges = Vec::new();
    let mut tokens = Tokens::new(inside);
    while let Some(tag) = tokens.next_start().map_err(malformed)? {
        let value = |name| tag.attribute_of_any_prefix(name).map(unescape);
        match tag.name {
            "conditional-format" => {
                let address = value("target-range-address").unwrap_or_default();
                ranges = address.split_whitespace().filter_map(range).collect();
            }
            "condition" => {
                let style = value("apply-style-name").unwrap_or_default();
                if let Some(rule) = rule(styles, &style, &value("value").unwrap_or_default()) {
                    found.add(ranges.clone(), rule)?;
                }
            }
            _ => {}
        }
    }
    Ok(found)
}

/// The rule that a condition with a style makes; none where the style says nothing of the number format and hides nothing.
pub(super) fn rule(styles: &Styles, style: &str, condition: &str) -> Option<Rule> {
    let code = styles.code(style).unwrap_or_default();
    let hides = match styles.doubt(Some(style)) {
        None => Hides::No,
        Some(Doubt::CrossedOut) => Hides::CrossesOut,
        Some(_) => Hides::Unseen,
    };
    (hides != Hides::No || !code.is_empty()).then(|| Rule { code, condition: comparison(condition), hides })
}

/// A comparison with plain numbers, as LibreOffice writes it and as style maps do; none for any other.
fn comparison(condition: &str) -> Option<Comparison> {
    const OPERATORS: [(&str, &str); 7] = [
        (">=", "greaterThanOrEqual"),
        ("<=", "lessThanOrEqual"),
        ("!=", "notEqual"),
        ("<>", "notEqual"),
        (">", "greaterThan"),
        ("<", "lessThan"),
        ("=", "equal"),
    ];
    let always = ["formula-is(TRUE())", "is-true-formula(TRUE())", "formula-is(1)", "formula-is(TRUE)"];
    if always.iter().any(|known| condition.trim().eq_ignore_ascii_case(known)) {
        return Some(Comparison::always());
    }
    let plain = condition.trim().trim_start_matches("cell-content()").trim_start_matches("cell-content-is-");
    let (operator, limits) = if let Some(limits) = plain.strip_prefix("between(") {
        ("between", limits)
    } else if let Some(limits) = plain.strip_prefix("not-between(") {
        ("notBetween", limits)
    } else {
        let (sign, operator) = OPERATORS.iter().find(|(sign, _)| plain.starts_with(sign))?;
        (*operator, &plain[sign.len()..])
    };
    let limits: Option<Vec<f64>> =
        limits.trim_end_matches(')').split(',').map(|limit| limit.trim().parse().ok()).collect();
    Some(Comparison { operator: operator.to_owned(), limits: limits? })
}

/// The cells of an address such as `Measures.I5:Measures.I20`.
fn range(address: &str) -> Option<(CellRef, CellRef)> {
    let cell = |corner: &str| corner.rsplit('.').next()?.replace('$', "").parse::<CellRef>().ok();
    let (from, to) = address.split_once(':').unwrap_or((address, address));
    Some((cell(from)?, cell(to)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comparisons_with_numbers_are_worked_out() {
        let said = |condition: &str| {
            comparison(condition).map(|found| (found.operator.clone(), found.limits.clone()))
        };
        let is = |operator: &str, limits: &[f64]| Some((operator.to_owned(), limits.to_vec()));
        assert_eq!(said(">=10"), is("greaterThanOrEqual", &[10.0]));
        assert_eq!(said("cell-content()=0"), is("equal", &[0.0]));
        assert_eq!(said("between(1,5)"), is("between", &[1.0, 5.0]));
        assert_eq!(said("cell-content-is-between(1, 5)"), is("between", &[1.0, 5.0]));
        for other in ["formula-is([.A1]>2)", ">[.A1]", "duplicate", ""] {
            assert_eq!(said(other), None, "{other}");
        }
        assert_eq!(range("$'My. sheet'.$I$5:$'My. sheet'.$I$6"), range("S.I5:S.I6"));
    }
}
