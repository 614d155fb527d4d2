//! Texts found to give nobody away a moment ago. Every return holds the form's own prompts and formulas again, and to look
//! closely at each of them anew was the half of the search for persons (benches/README.md).

use std::cell::RefCell;

use super::Births;
use crate::domain::remembered::Remembered;

/// For which births a text is clean: for these only where there are initials in it, else for all.
type CleanFor = Option<Births>;

thread_local! {
    static CLEAN: RefCell<Remembered<CleanFor, 512>> = const { RefCell::new(Remembered::new()) };
}

/// Whether this very text was remembered: for these births, if any are looked for.
pub(super) fn is_clean(text: &str, births: Option<Births>) -> bool {
    let holds = |known: &CleanFor| known.is_none() || births.is_none() || *known == births;
    CLEAN.with_borrow(|clean| clean.get(text).is_some_and(holds))
}

/// Remembers a text in which nothing was found, in the place of an older one.
pub(super) fn remember_clean(text: &str, births: CleanFor) {
    CLEAN.with_borrow_mut(|clean| clean.keep(text, births));
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    fn births(year: i32) -> Births {
        let day = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        Births::of(day(year), day(year - 1))
    }

    #[test]
    fn only_the_very_text_is_known() {
        let prompt = "Fill in: when it was complete, such as 31 March 2020";
        remember_clean(prompt, None);
        assert!(is_clean(prompt, None) && is_clean(prompt, Some(births(2020))));
        for other in ["", "Fill in: when it was complete, such as 31 March 2021", &prompt[1..], "9434765919"]
        {
            assert!(!is_clean(other, None), "{other}");
        }
        remember_clean("1 May", None);
        assert!(!is_clean("1 May", None));
    }

    #[test]
    fn a_text_with_initials_is_clean_for_the_births_that_were_looked_for() {
        let text = "KS was seen on 3 May 2011";
        remember_clean(text, Some(births(2020)));
        assert!(is_clean(text, Some(births(2020))));
        assert!(!is_clean(text, Some(births(2050))));
        // Whatever else may be found was looked for too.
        assert!(is_clean(text, None));
    }
}
