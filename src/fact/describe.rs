//! An answer in words, for people: on screen, in letters, in reports.

use chrono::{DateTime, FixedOffset};

use super::answer::{Answer, Bound};
use super::kind::Kind;
use super::value::{IsoDuration, Value};
use crate::text::{count, list_plain};
use crate::time::{Period, Zone, format};

/// `yes`, `about 4000`, `Fri 20 Nov 2026 23:40`, `unknown`, `none: sent by web form`. Times are shown in the zone.
pub fn answer_words(answer: &Answer, zone: Zone) -> String {
    answer_in(answer, Some(zone))
}

/// As [`answer_words`], with the cells of a row in the order of its table's columns, and with what a time lacks.
pub fn answer_words_to(kind: &Kind, answer: &Answer, zone: Zone) -> String {
    match (kind, answer) {
        (
            Kind::Table(columns),
            Answer::Known {
                value: Value::Row(cells),
                ..
            },
        ) => {
            let known = columns.iter().filter_map(|column| cells.get_key_value(&column.name));
            let others = cells
                .iter()
                .filter(|(name, _)| columns.iter().all(|column| column.name != **name));
            row_words(known.chain(others), Some(zone))
        }
        (Kind::DateTime, Answer::Known { value, .. }) => {
            let lacks = value.period().map_or("", Period::lacks);
            format!("{}{lacks}", answer_words(answer, zone))
        }
        _ => answer_words(answer, zone),
    }
}

/// As [`answer_words`], with times in the offset in which they were told.
pub fn answer_words_as_told(answer: &Answer) -> String {
    answer_in(answer, None)
}

/// A value in words: `yes`, `EUR 1200.50`, `a, b and c`, a row as `brand: Visa; count: 61`.
pub fn value_words(value: &Value, zone: Zone) -> String {
    value_in(value, Some(zone))
}

fn answer_in(answer: &Answer, zone: Option<Zone>) -> String {
    match answer {
        Answer::Known { value, bound } => {
            let words = value_in(value, zone);
            match bound {
                None => words,
                Some(Bound::About) => format!("about {words}"),
                Some(Bound::AtLeast) => format!("at least {words}"),
                Some(Bound::AtMost) => format!("at most {words}"),
            }
        }
        Answer::Unknown => "unknown".to_owned(),
        Answer::None { reason } if reason.is_empty() => "none".to_owned(),
        Answer::None { reason } => format!("none: {reason}"),
    }
}

fn value_in(value: &Value, zone: Option<Zone>) -> String {
    match value {
        Value::Text(text) | Value::Select(text) | Value::Person(text) => text.clone(),
        Value::YesNo(true) => "yes".to_owned(),
        Value::YesNo(false) => "no".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Money { amount, currency } => format!("{currency} {amount}"),
        Value::Date(day) => format::day(*day),
        Value::Period(period) => period.words(),
        Value::DateTime(at) => moment_words(&zone.map_or(*at, |zone| zone.at(at))),
        Value::Duration(length) => duration_words(length),
        Value::MultiSelect(options) if options.is_empty() => "nothing of it".to_owned(),
        Value::MultiSelect(options) => list_plain(options, "and"),
        Value::Row(cells) => row_words(cells.iter(), zone),
        Value::File { name, .. } => name.clone(),
    }
}

fn row_words<'a>(cells: impl Iterator<Item = (&'a String, &'a Value)>, zone: Option<Zone>) -> String {
    cells
        .map(|(name, cell)| format!("{}: {}", name.replace('_', " "), value_in(cell, zone)))
        .collect::<Vec<_>>()
        .join("; ")
}

fn moment_words(at: &DateTime<FixedOffset>) -> String {
    at.format("%a %-d %b %Y %H:%M").to_string()
}

fn duration_words(length: &IsoDuration) -> String {
    let parts = [
        (length.days, "day"),
        (length.seconds / 3600, "hour"),
        (length.seconds % 3600 / 60, "minute"),
        (length.seconds % 60, "second"),
    ];
    let words: Vec<String> = parts
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, noun)| count(*number as usize, noun))
        .collect();
    if words.is_empty() {
        "no time".to_owned()
    } else {
        words.join(" ")
    }
}
