//! `ragbook calendar`, and its iCalendar file read back by a parser that is written from RFC 5545 and knows nothing of how
//! the file was made. (No Python package that reads iCalendar is to be had where these tests run.)

use std::collections::BTreeMap;
use std::fs;

use super::{plan, repository, run, text};

#[test]
fn the_samples_months_say_who_gets_which_figures() {
    let (status, told, _) =
        run(&["calendar", "--plan", text(&repository("samples/plan")), "--to", "2020-01"]);
    assert_eq!(status, 0);
    insta::assert_snapshot!(told);
}

#[test]
fn the_built_in_plan_states_no_dates_and_none_is_invented() {
    let (status, told, _) =
        run(&["calendar", "--plan", text(&repository("seeds")), "--from", "2019-11", "--to", "2019-11"]);
    assert_eq!(status, 0);
    assert_eq!(told.matches("(its first day)").count(), 4, "{told}");
    assert_eq!(told.matches("days cannot be reckoned").count(), 3, "{told}");
    assert!(told.contains("  Sat 30  last day to send out the returns for November 2019 [a Saturday]\n"));
}

#[test]
fn words_that_are_no_rule_are_told_and_never_ignored() {
    let plan = plan();
    let path = plan.path().join("plan.toml");
    let toml = fs::read_to_string(&path).unwrap();
    for (from, to, told) in [
        ("every = \"monthly\"", "every = \"fortnightly or so\"", "fortnightly or so"),
        ("on = \"second Wednesday\"", "on = \"ninth Wednesday\"", "ninth Wednesday"),
        ("on = \"second Wednesday\"", "onn = \"second Wednesday\"", "onn"),
        ("first = 2019-11-13", "first = \"mid November\"", "mid November"),
    ] {
        fs::write(&path, toml.replacen(from, to, 1)).unwrap();
        let (status, _, said) = run(&["calendar", "--plan", text(plan.path())]);
        assert!(status == 2 && said.contains(told), "{to}: {said}");
    }
}

#[test]
fn the_icalendar_file_reads_back_as_the_calendar() {
    let samples = repository("samples/plan");
    let ics = run(&["calendar", "--plan", text(&samples), "--ics"]);
    let again = run(&["calendar", "--plan", text(&samples), "--ics"]);
    assert_eq!((ics.0, &ics.1), (0, &again.1));
    assert!(ics.2.contains("Cabinet is not in it"));
    let events = parse(&ics.1);
    let (_, rows, _) = run(&["calendar", "--plan", text(&samples), "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(rows.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(events.len(), rows.len());
    assert!(events.len() > 50);
    let mut uids: Vec<&str> = events.iter().map(|event| event["UID"].as_str()).collect();
    for (event, row) in events.iter().zip(&rows) {
        assert_eq!(event["DTSTART"], row[0].replace('-', ""));
        assert_eq!(event["DTSTAMP"], "20191001T000000Z");
        let (summary, description) = (&event["SUMMARY"], &event["DESCRIPTION"]);
        if &row[2] == "meeting" {
            assert_eq!(summary, &row[3]);
            assert!(description.contains(&format!("Edition {}", &row[5])), "{description}");
            // Commas and semicolons of the plan's own words come back whole.
            assert!(description.ends_with(&format!("\nAttended by: {}", &row[6])), "{description}");
        }
        assert_eq!(description.contains("This day is"), !row[7].is_empty());
    }
    uids.sort_unstable();
    uids.dedup();
    assert_eq!(uids.len(), events.len());
}

/// The events of a calendar, each property by its name; panics on anything that RFC 5545 does not allow.
fn parse(text: &str) -> Vec<BTreeMap<String, String>> {
    assert!(text.ends_with("\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']), "line ends");
    let raw: Vec<&str> = text.trim_end_matches("\r\n").split("\r\n").collect();
    assert!(raw.iter().all(|line| line.len() <= 75), "a line of more than 75 octets");
    let unfolded = raw.join("\n").replace("\n ", "");
    let (mut open, mut events, mut calendar) = (Vec::new(), Vec::new(), BTreeMap::new());
    for line in unfolded.split('\n') {
        let (head, value) = line.split_once(':').unwrap_or_else(|| panic!("no colon in {line:?}"));
        let mut parts = head.split(';');
        let name = parts.next().unwrap();
        assert!(name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'), "{name}");
        match (name, open.last().copied()) {
            ("BEGIN", _) => {
                open.push(value);
                if value == "VEVENT" {
                    events.push(BTreeMap::new());
                }
            }
            ("END", Some(last)) => {
                assert_eq!(last, value);
                open.pop();
            }
            (_, Some("VEVENT")) => {
                let event: &mut BTreeMap<String, String> = events.last_mut().unwrap();
                let parameters: Vec<&str> = parts.collect();
                assert_eq!(parameters == ["VALUE=DATE"], name == "DTSTART" || name == "DTEND", "{line}");
                assert!(event.insert(name.to_owned(), unescaped(value)).is_none(), "{name} twice");
            }
            (_, Some("VCALENDAR")) => assert!(calendar.insert(name, value).is_none(), "{name} twice"),
            _ => panic!("{line} stands outside"),
        }
    }
    assert!(open.is_empty());
    assert_eq!(calendar["VERSION"], "2.0");
    assert!(calendar.contains_key("PRODID"));
    for event in &events {
        for needed in ["UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY"] {
            assert!(event.contains_key(needed), "{needed}");
        }
        assert_eq!(event["DTSTART"].len(), 8);
        assert!(event["DTEND"] > event["DTSTART"]);
    }
    events
}

fn unescaped(value: &str) -> String {
    let mut out = String::new();
    let mut letters = value.chars();
    while let Some(c) = letters.next() {
        match c {
            '\\' => match letters.next() {
                Some('n' | 'N') => out.push('\n'),
                Some(c @ ('\\' | ';' | ',')) => out.push(c),
                other => panic!("\\{other:?} in {value}"),
            },
            ';' | ',' => panic!("an unescaped {c} in {value}"),
            c => out.push(c),
        }
    }
    out
}
