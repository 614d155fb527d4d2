//! The form's own formula in a percent's Value cell: numerator over denominator of its row. It is no answer of the
//! lead's (3-return-workbook.md, "Rules of the form"), whatever a program stored as its result.

use crate::domain::CellRef;

/// Whether a formula does nothing but divide the row's numerator by its denominator, blanks and noughts caught.
pub(super) fn is_own(
    formula: &str,
    numerator: Option<CellRef>,
    denominator: Option<CellRef>,
    captions: [&str; 2],
) -> bool {
    let code: String = formula.split('"').step_by(2).collect::<String>().to_uppercase();
    let code: String = code.chars().filter(|c| !c.is_whitespace() && *c != '$').collect();
    if code.contains('!') {
        return false;
    }
    let code = named(code, captions, numerator, denominator);
    let (Some(numerator), Some(denominator)) = (numerator, denominator) else { return false };
    let (numerator, denominator) = (numerator.to_string(), denominator.to_string());
    // The question whether both numbers are there, as the form asks it.
    let code = code.replace(&format!("COUNT({numerator},{denominator})=2"), "COUNT");
    let words: Vec<&str> =
        code.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let known = |word: &&str| {
        *word == numerator
            || *word == denominator
            || ["IF", "IFERROR", "AND", "OR", "NOT", "ISNUMBER", "ISBLANK", "COUNT", "N", "0"].contains(word)
    };
    let division = format!("{numerator}/{denominator}");
    words.iter().all(known)
        && code.matches('/').count() == 1
        && code.contains(&division)
        && !code.contains(['*', '+', '-', '^', '%', '&', ':', '[', '{'])
}

/// Table references of the same row as cell addresses: `[@NUMERATOR]`, `MEASURES[[#THISROW],[NUMERATOR]]`.
fn named(
    mut code: String,
    captions: [&str; 2],
    numerator: Option<CellRef>,
    denominator: Option<CellRef>,
) -> String {
    for (caption, cell) in captions.into_iter().zip([numerator, denominator]) {
        let caption: String = caption.to_uppercase().chars().filter(|c| !c.is_whitespace()).collect();
        let address = cell.map(|cell| cell.to_string()).unwrap_or_default();
        for form in [
            format!("MEASURES[[#THISROW],[{caption}]]"),
            format!("MEASURES[@{caption}]"),
            format!("MEASURES[@[{caption}]]"),
            format!("[@{caption}]"),
            format!("[@[{caption}]]"),
        ] {
            code = code.replace(&form, &address);
        }
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::sample::template;

    fn own(formula: &str) -> bool {
        let cell = |text: &str| text.parse().ok();
        is_own(formula, cell("G7"), cell("H7"), ["Numerator", "Denominator"])
    }

    #[test]
    fn the_forms_formula_in_every_dress() {
        for formula in [
            "IF(AND(ISNUMBER(G7),ISNUMBER(H7),H7>0),G7/H7,\"\")",
            "IF(AND(ISNUMBER($G7),ISNUMBER($H7)),IF(H7>0,G7/H7,\"\"),\"\")",
            "IF(COUNT(G7,H7)=0,\"\",G7/H7)",
            // As `form::measures` issues it; openpyxl and other programs keep it without a result.
            "IF(COUNT(G7,H7)=2,IF(H7>0,G7/H7,\"needs both numbers\"),\"needs both numbers\")",
            "IF(OR([@Numerator]=\"\",[@Denominator]=\"\"),\"\",[@Numerator]/[@Denominator])",
            "IFERROR(Measures[[#This Row],[Numerator]]/Measures[[#This Row],[Denominator]],\"\")",
        ] {
            assert!(own(formula), "{formula}");
        }
    }

    #[test]
    fn what_the_form_is_issued_with_is_its_own() {
        let (numerator, denominator) = (CellRef::new(6, 6), CellRef::new(6, 7));
        let issued = crate::form::percent_formula(&template(), numerator, denominator);
        assert!(own(&issued), "{issued}");
        assert!(!own("IF(COUNT(G7,H7)=2,G7/H7,2)"), "a number of the lead's own");
    }

    #[test]
    fn a_leads_own_formula_is_an_answer() {
        for formula in
            ["G7/H7*100", "H7/G7", "G8/H8", "17/20", "G7", "G7/H7+1", "Sheet2!G7/H7", "SUM(G7:H7)", "0.85"]
        {
            assert!(!own(formula), "{formula}");
        }
    }
}
