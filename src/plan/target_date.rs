//! A planned action's target date as the plan words it (2-plan.md, `target_date`).

use chrono::NaiveDate;

use super::model::TargetDate;
use crate::domain::dates::{TextDate, read_date};
use crate::domain::folding::fold_wording;

/// `March 2020` is 31 March 2020, `2020/21` is 31 March 2021, `Ongoing` is no date, a full date is read in UK order
/// (every form of a lead's date: 11-settled.md, "Plan"). None for anything else.
pub fn read_target(text: &str) -> Option<TargetDate> {
    if fold_wording(text) == "ongoing" {
        return Some(TargetDate::Ongoing);
    }
    financial_year(text.trim()).or_else(|| read_date(text).map(TextDate::date)).map(TargetDate::By)
}

/// Last day of a financial year written `2020/21`.
fn financial_year(text: &str) -> Option<NaiveDate> {
    let (year, next) = text.split_once('/')?;
    let digits = |t: &str, n: usize| t.len() == n && t.bytes().all(|b| b.is_ascii_digit());
    if !digits(year, 4) || !digits(next, 2) {
        return None;
    }
    let ends: i32 = year.parse::<i32>().ok()? + 1;
    ((1901..=9999).contains(&ends) && ends % 100 == next.parse::<i32>().ok()?).then_some(())?;
    NaiveDate::from_ymd_opt(ends, 3, 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_plans_words() {
        let by = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).map(TargetDate::By);
        for (text, expected) in [
            ("March 2020", by(2020, 3, 31)),
            ("2020/21", by(2021, 3, 31)),
            ("1999/00", by(2000, 3, 31)),
            (" ongoing ", Some(TargetDate::Ongoing)),
            ("4/3/2020", by(2020, 3, 4)),
            ("2020/22", None),
            ("early March", None),
            ("", None),
            ("TBC", None),
        ] {
            assert_eq!(read_target(text), expected, "{text}");
        }
    }
}
