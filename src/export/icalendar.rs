//! Deadlines for a calendar: iCalendar text (RFC 5545) from a list of plain items.
//!
//! Every deadline becomes a task and an event, because many phones show only events. The texts are the caller's: this file
//! must not know incidents, duties or laws, so that it cannot leak any. Whether the words are neutral is decided where an
//! [`CalendarItem`] is made.
//!
//! The event is the half hour that ends at the deadline. An event of no length at the deadline itself would be truer, but
//! some programs leave it out and others draw it as the hour *after* the deadline; and one at midnight would stand on the
//! next day. Whoever reads the start of ours as the deadline is early.

mod deadlines;

use chrono::{DateTime, TimeDelta, Utc};

use crate::incident::Hash;
use crate::text::visible;

pub use deadlines::{Record, deadline_items};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarItem {
    /// What tells this deadline from every other, for ever: the same for the same deadline in each export, so that a
    /// calendar replaces what it has. It does not appear in the file: the two UIDs are cut from its SHA-256. Whoever can
    /// guess it can recognise the deadline, so it should hold something of the record that cannot be guessed, such as the
    /// hash of its first entry, beside the id of the duty.
    pub uid: String,
    /// The title. Calendars leak (they are shared, synchronised and shown on lock screens), so unless details were asked
    /// for this must say no more than `Deadline 1 of incident k7f3`: no law, no place, no recipient, nothing that happened.
    pub summary: String,
    /// When time is out. Cut down to the second.
    pub due: DateTime<Utc>,
    /// Law, source, confidence, that counsel decides: only when the person asked for details. May have several lines.
    pub details: Option<String>,
    /// How often the deadline has moved, was settled or withdrawn since it first was exported; must never shrink.
    pub revision: u32,
    /// When this file is made: now. Alarms that would have rung before it are left out, because some programs ring them
    /// all at once.
    pub stamp: DateTime<Utc>,
    /// When what is said here last changed in the record.
    pub changed: DateTime<Utc>,
    /// When the notice was made, if it was: the task is done, and nothing rings.
    pub settled: Option<DateTime<Utc>>,
    /// There is no such deadline any more: a calendar that reads the file takes it out, strikes it through or shows that
    /// it was withdrawn, whether or not it was settled.
    pub withdrawn: bool,
}

/// An alarm: the property that sets it, the minutes before the deadline at which it rings, and its words.
type Alarm = (&'static str, i64, &'static str);

/// A task has no start, so its alarms count from its end.
const OF_TASK: [Alarm; 4] = [
    ("TRIGGER;RELATED=END:-PT24H", 24 * 60, "in 24 hours"),
    ("TRIGGER;RELATED=END:-PT4H", 4 * 60, "in 4 hours"),
    ("TRIGGER;RELATED=END:-PT1H", 60, "in 1 hour"),
    ("TRIGGER;RELATED=END:PT0S", 0, "now"),
];

/// Counted from the start of the event: programs for phones do not know `RELATED`, and Outlook refuses an alarm that rings
/// after the start.
const OF_EVENT: [Alarm; 4] = [
    ("TRIGGER:-PT23H30M", 24 * 60, "in 24 hours"),
    ("TRIGGER:-PT3H30M", 4 * 60, "in 4 hours"),
    ("TRIGGER:-PT30M", 60, "in 1 hour"),
    ("TRIGGER:PT0S", LENGTH_OF_EVENT, "in 30 minutes"),
];

const LENGTH_OF_EVENT: i64 = 30;

const ABOUT_EVENT: &str = "The deadline is the end of this event.";

/// One calendar with a task and an event for each item, in the order given. Every line ends with CRLF and has at most 75
/// bytes; every time is in UTC. A text stays inside its property, whatever it holds. RFC 5545 knows no calendar without
/// entries: with nothing to write, write no file.
pub fn calendar(items: &[CalendarItem]) -> String {
    let mut lines = ContentLines(String::new());
    lines.add("BEGIN:VCALENDAR");
    lines.add("VERSION:2.0");
    lines.add("PRODID:-//breach//breach//EN");
    lines.add("CALSCALE:GREGORIAN");
    lines.add("METHOD:PUBLISH");
    lines.add("X-WR-CALNAME:Deadlines");
    for item in items {
        task(item, &mut lines);
        event(item, &mut lines);
    }
    lines.add("END:VCALENDAR");
    lines.0
}

fn task(item: &CalendarItem, lines: &mut ContentLines) {
    lines.add("BEGIN:VTODO");
    common("task", item, lines);
    lines.time("DUE", item.due);
    match item.settled {
        _ if item.withdrawn => lines.add("STATUS:CANCELLED"),
        Some(settled) => {
            lines.add("STATUS:COMPLETED");
            lines.time("COMPLETED", settled);
            lines.add("PERCENT-COMPLETE:100");
        }
        None => lines.add("STATUS:NEEDS-ACTION"),
    }
    lines.text("SUMMARY", &item.summary);
    if let Some(details) = &item.details {
        lines.text("DESCRIPTION", details);
    }
    alarms(&OF_TASK, item, lines);
    lines.add("END:VTODO");
}

fn event(item: &CalendarItem, lines: &mut ContentLines) {
    lines.add("BEGIN:VEVENT");
    common("event", item, lines);
    lines.time("DTSTART", written(item.due) - TimeDelta::minutes(LENGTH_OF_EVENT));
    lines.time("DTEND", item.due);
    lines.add("TRANSP:TRANSPARENT");
    lines.add(if item.withdrawn {
        "STATUS:CANCELLED"
    } else {
        "STATUS:CONFIRMED"
    });
    // An event cannot be completed, and many programs show a cancelled one like any other: the title has to say it.
    let mark = match item.settled {
        _ if item.withdrawn => "Withdrawn: ",
        Some(_) => "Done: ",
        None => "",
    };
    lines.text("SUMMARY", &format!("{mark}{}", item.summary));
    match &item.details {
        Some(details) => lines.text("DESCRIPTION", &format!("{ABOUT_EVENT}\n{details}")),
        None => lines.text("DESCRIPTION", ABOUT_EVENT),
    }
    alarms(&OF_EVENT, item, lines);
    lines.add("END:VEVENT");
}

fn common(kind: &str, item: &CalendarItem, lines: &mut ContentLines) {
    let hash = Hash::of(item.uid.as_bytes()).to_string();
    lines.add(&format!("UID:{}-{kind}", &hash[..32]));
    lines.time("DTSTAMP", item.stamp);
    lines.time("LAST-MODIFIED", item.changed);
    lines.add(&format!("SEQUENCE:{}", item.revision.min(i32::MAX.unsigned_abs())));
    lines.add("CLASS:CONFIDENTIAL");
    lines.add("CATEGORIES:DEADLINE");
}

fn alarms(alarms: &[Alarm], item: &CalendarItem, lines: &mut ContentLines) {
    if item.settled.is_some() || item.withdrawn {
        return;
    }
    let left = written(item.due) - written(item.stamp);
    for (trigger, minutes, words) in alarms {
        if left > TimeDelta::minutes(*minutes) {
            lines.add("BEGIN:VALARM");
            lines.add("ACTION:DISPLAY");
            lines.add(trigger);
            lines.text("DESCRIPTION", &format!("Due {words}: {}", item.summary));
            lines.add("END:VALARM");
        }
    }
}

/// The text of a file that grows line by line.
struct ContentLines(String);

impl ContentLines {
    /// Adds one line, folded: what follows a line break and a space belongs to the line before. The limit of 75 bytes
    /// counts the space and not the break, and no character is cut.
    fn add(&mut self, line: &str) {
        let mut room = 75;
        for character in line.chars() {
            if character.len_utf8() > room {
                self.0.push_str("\r\n ");
                room = 74;
            }
            self.0.push(character);
            room -= character.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    fn time(&mut self, name: &str, at: DateTime<Utc>) {
        self.add(&format!("{name}:{}", written(at).format("%Y%m%dT%H%M%SZ")));
    }

    fn text(&mut self, name: &str, text: &str) {
        self.add(&format!("{name}:{}", escaped(text)));
    }
}

/// The text as the value of a property: line breaks of every kind become `\n`, what else is no printable text becomes a
/// sign that shows it.
fn escaped(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut escaped = String::with_capacity(text.len());
    for character in visible(&text).chars() {
        match character {
            '\n' => escaped.push_str("\\n"),
            '\\' | ';' | ',' => escaped.extend(['\\', character]),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// The moment as the format can say it: whole seconds, and years of four digits.
fn written(at: DateTime<Utc>) -> DateTime<Utc> {
    const FIRST: i64 = -62_135_596_800;
    const LAST: i64 = 253_402_300_799;
    DateTime::from_timestamp(at.timestamp().clamp(FIRST, LAST), 0).unwrap_or(at)
}

#[cfg(test)]
mod tests;
