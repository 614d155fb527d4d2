//! A calendar as iCalendar text (RFC 5545), to be taken into Outlook or any other calendar: all-day events, lines ended by
//! CR LF and folded at 75 octets. Everything in it comes from the plan, nothing from the clock: the same plan gives the same
//! bytes, and the same event the same UID.

use chrono::{Days, NaiveDate};

use crate::domain::Sha256;

/// Longest line, in octets, its end not counted (RFC 5545, 3.1).
const LINE_OCTETS: usize = 75;

/// An event that lasts a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The day.
    pub day: NaiveDate,
    /// In one line.
    pub summary: String,
    /// More, in one or several lines.
    pub description: String,
    /// What makes it this event and no other: stays the same however it is worded.
    pub identity: String,
}

/// The text of the file. `name` is shown by calendar programs; `stamp` is the day from which the calendar dates.
pub fn ics(name: &str, stamp: NaiveDate, events: &[Event]) -> String {
    let mut text = String::new();
    let mut line = |content: &str| fold(content, &mut text);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//ragbook//calendar//EN");
    line("CALSCALE:GREGORIAN");
    line(&format!("X-WR-CALNAME:{}", escaped(name)));
    for event in events {
        let end = event.day.checked_add_days(Days::new(1)).unwrap_or(event.day);
        line("BEGIN:VEVENT");
        line(&format!("UID:{}@ragbook", uid(&event.identity)));
        line(&format!("DTSTAMP:{}T000000Z", stamp.format("%Y%m%d")));
        line(&format!("DTSTART;VALUE=DATE:{}", event.day.format("%Y%m%d")));
        line(&format!("DTEND;VALUE=DATE:{}", end.format("%Y%m%d")));
        line(&format!("SUMMARY:{}", escaped(&event.summary)));
        line(&format!("DESCRIPTION:{}", escaped(&event.description)));
        line("TRANSP:TRANSPARENT");
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    text
}

/// 32 hexadecimal digits.
fn uid(identity: &str) -> String {
    Sha256::of(identity.as_bytes()).to_string().chars().take(32).collect()
}

/// A TEXT value (RFC 5545, 3.3.11): backslash, semicolon, comma and line ends escaped; other control characters may not
/// stand in it.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// One content line: continued on lines that begin with a space, never in the middle of a character.
fn fold(content: &str, text: &mut String) {
    let mut octets = 0;
    for c in content.chars() {
        if octets + c.len_utf8() > LINE_OCTETS {
            text.push_str("\r\n ");
            octets = 1;
        }
        text.push(c);
        octets += c.len_utf8();
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_characters_and_text_is_escaped() {
        let day = NaiveDate::from_ymd_opt(2024, 12, 31).unwrap();
        let summary = format!("A; B, C\\ {}", "é".repeat(60));
        let event = Event { day, summary, description: "one\ntwo\u{7}".to_owned(), identity: "x".to_owned() };
        let text = ics("Plan", day, &[event]);
        assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')));
        assert!(text.contains("SUMMARY:A\\; B\\, C\\\\ ") && text.contains("DESCRIPTION:one\\ntwo \r\n"));
        assert!(text.contains("DTSTART;VALUE=DATE:20241231\r\nDTEND;VALUE=DATE:20250101\r\n"));
        assert_eq!(text.replace("\r\n ", "").matches('é').count(), 60);
    }
}
