//! Whole texts: what is masked, what is kept.

use super::*;

fn text(typed: &str) -> String {
    masked(typed.to_owned())
}

#[test]
fn each_kind_is_masked_and_the_rest_kept() {
    for (typed, masked) in [
        ("Child 943 476 5919 seen.", "Child [masked: NHS number] seen."),
        ("UPN H801200001001", "UPN [masked: unique pupil number]"),
        ("NI AB 12 34 56 C", "NI [masked: National Insurance number]"),
        ("DOB 12/03/2009, seen 4/11/2019", "DOB [masked: date of birth], seen 4/11/2019"),
        ("Ask ann@x.example", "Ask [masked: e-mail address]"),
        ("Ring 0151 496 0123 ext 4021", "Ring [masked: phone number] ext 4021"),
        ("at 12 High Street, CH41 1AA now", "at [masked: home address] now"),
    ] {
        assert_eq!(text(typed), masked, "{typed}");
    }
}

#[test]
fn invisible_characters_and_full_width_hide_nothing() {
    for typed in [
        "9\u{200b}43\u{ad}476\u{2060}5919",
        "９４３ ４７６ ５９１９",
        "943\u{a0}476\u{202f}5919",
        "943\n476\n5919",
    ] {
        assert_eq!(text(typed), "[masked: NHS number]", "{typed:?}");
    }
}

#[test]
fn several_kinds_are_all_told_and_overlaps_are_one() {
    let masked = mask("943 476 5919, a@x.example, b@x.example").unwrap();
    assert_eq!(masked.text, "[masked: NHS number], [masked: e-mail address], [masked: e-mail address]");
    assert_eq!(masked.kinds, [PersonKind::NhsNumber, PersonKind::EMail]);
}

#[test]
fn what_a_return_usually_says_is_spared() {
    for usual in [
        "",
        "12 of 15 audits done by 31 March 2020; see 3.10 and 1.2a, ext 4021",
        "https://council.example/docs/2019-11-04/minutes-v2.pdf?id=12345",
        "QA report Nov 2019 (v1.3).docx",
        "85% (17/20), up from 1,234 to 1 234 567 890",
        "Board 12/03/2019, 14:30, room 2.04",
        "Sprint 2018 2019 2020",
    ] {
        assert_eq!(mask(usual), None, "{usual}");
    }
}

#[test]
fn masking_twice_changes_nothing() {
    let once = text("DOB 12/03/2009, 943 476 5919, ring 07700 900123");
    assert_eq!(mask(&once), None);
}

#[test]
fn numbers_alone_in_a_cell() {
    let kind = |digits: &str| in_number(digits.parse().unwrap());
    assert_eq!(kind("9434765919"), Some(PersonKind::NhsNumber));
    assert_eq!(kind("7700900123"), Some(PersonKind::Phone));
    for number in ["9434765918", "12", "943476591", "1573689600", "-9434765919", "9434765919.5"] {
        assert_eq!(kind(number), None, "{number}");
    }
}

proptest::proptest! {
    #[test]
    fn never_panics_and_ends_with_nothing_left(typed in "[ 0-9a-zA-Z@.,()/+\\-\u{200b}\u{ff10}-\u{ff19}é]{0,60}") {
        if let Some(masked) = mask(&typed) {
            proptest::prop_assert!(!masked.kinds.is_empty());
        }
    }

    #[test]
    fn any_text_is_taken(typed in "\\PC{0,80}") {
        let _ = mask(&typed);
    }
}
