//! E-mail addresses: something, `@`, a domain with a point and a top level of letters.

use std::ops::Range;

use super::plain::Plain;

/// Every e-mail address.
pub(super) fn find(plain: &Plain) -> Vec<Range<usize>> {
    let marks = (0..plain.len()).filter(|at| plain.at(*at) == Some('@'));
    marks.filter_map(|mark| address_at(plain, mark)).collect()
}

fn address_at(plain: &Plain, mark: usize) -> Option<Range<usize>> {
    let space_before = usize::from(plain.before(mark) == Some(' '));
    let space_behind = usize::from(plain.at(mark + 1) == Some(' '));
    let local = |c: char| c.is_alphanumeric() || "._%+-'!#$&*=?^`{|}~".contains(c);
    let start = plain.skip_back(mark - space_before, local);
    let host = mark + 1 + space_behind;
    let mut end = plain.skip(host, |c| c.is_alphanumeric() || c == '.' || c == '-');
    while end > host && matches!(plain.before(end), Some('.' | '-')) {
        end -= 1;
    }
    let named = (start..mark).any(|at| plain.at(at).is_some_and(char::is_alphanumeric));
    let domain = plain.lower(host..end);
    let spaced = space_before + space_behind > 0;
    (named && is_domain(&domain) && !(spaced && domain.starts_with("www."))).then_some(start..end)
}

fn is_domain(domain: &str) -> bool {
    let top_level = domain.rsplit_once('.').filter(|(name, _)| !name.is_empty()).map(|(_, top)| top);
    top_level.is_some_and(|top| top.chars().count() >= 2 && top.chars().all(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let plain = Plain::of(text);
        find(&plain).into_iter().map(|range| plain.text(range)).collect()
    }

    #[test]
    fn finds_addresses() {
        for (text, address) in [
            ("Ask ann.o'neill@council.gov.uk.", "ann.o'neill@council.gov.uk"),
            ("<a+b@x.example>", "a+b@x.example"),
            ("mailto:a@x.example", "a@x.example"),
            ("ann\u{a0}@council.gov.uk", "ann @council.gov.uk"),
            ("ａｎｎ＠council.gov.uk", "ann@council.gov.uk"),
        ] {
            assert_eq!(found(text), [address], "{text}");
        }
    }

    #[test]
    fn spares_handles_and_rates() {
        for text in
            ["@council", "3 @ 4.50", "rota@night", "https://x.example/@4.5,3.2", "team @ www.x.example"]
        {
            assert!(found(text).is_empty(), "{text}");
        }
    }
}
