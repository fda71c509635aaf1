//! Times in words, for a screen that says its zone once. No seconds, no offsets.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, TimeZone, Utc};

use super::zone::Zone;

pub fn clock<T: TimeZone>(at: DateTime<T>, zone: Zone) -> String {
    zone.at(&at).format("%a %H:%M").to_string()
}

pub fn day_clock<T: TimeZone>(at: DateTime<T>, zone: Zone) -> String {
    zone.at(&at).format("%a %-d %b %H:%M").to_string()
}

/// A time in UTC to the second, as JSON has it.
pub fn utc(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

/// `Fri 20 Nov 23:40`; with its year where that is not the year of `now`.
pub fn day_clock_near<T: TimeZone>(at: DateTime<T>, now: DateTime<Utc>, zone: Zone) -> String {
    if zone.at(&at).year() == zone.at(&now).year() {
        day_clock(at, zone)
    } else {
        zone.at(&at).format("%a %-d %b %Y %H:%M").to_string()
    }
}

/// `Friday 20 Nov 2026, 23:40`.
pub fn full<T: TimeZone>(at: DateTime<T>, zone: Zone) -> String {
    zone.at(&at).format("%A %-d %b %Y, %H:%M").to_string()
}

pub fn day(day: NaiveDate) -> String {
    day.format("%a %-d %b %Y").to_string()
}

/// The shortest that cannot be mistaken: `Sat 23:40` up to six days away, then with the date, then with the year too.
pub fn clock_near<T: TimeZone>(at: DateTime<T>, now: DateTime<Utc>, zone: Zone) -> String {
    let days = (zone.at(&at).date_naive() - zone.at(&now).date_naive())
        .num_days()
        .abs();
    match days {
        0..=6 => clock(at, zone),
        7..=180 => day_clock(at, zone),
        _ => zone.at(&at).format("%a %-d %b %Y %H:%M").to_string(),
    }
}

/// How long ago: `just now`, `three minutes ago`, `two hours ago`, `yesterday`, `12 days ago`. Calendar days are those of
/// the zone. What lies ahead is `in two hours`.
pub fn ago<T: TimeZone>(at: DateTime<T>, now: DateTime<Utc>, zone: Zone) -> String {
    let passed = now - at.to_utc();
    let days = (zone.at(&now).date_naive() - zone.at(&at).date_naive()).num_days();
    let (minutes, hours) = (passed.num_minutes().abs(), passed.num_hours().abs());
    let length = match (minutes, hours, days.abs()) {
        (0, ..) => return "just now".to_owned(),
        (_, 0, _) => several(minutes, "one minute", "minutes"),
        (_, 0..12, _) | (.., 0) => several(hours, "an hour", "hours"),
        (.., 1) if days > 0 => return "yesterday".to_owned(),
        (.., 1) => return "tomorrow".to_owned(),
        (.., days) => several(days, "a day", "days"),
    };
    if passed < TimeDelta::zero() {
        format!("in {length}")
    } else {
        format!("{length} ago")
    }
}

/// How long until a deadline: `38 min`, `19 h 38 min`, `2 d 19 h`; once over, `passed 3 min ago`.
pub fn remaining(left: TimeDelta) -> String {
    let minutes = left.num_minutes();
    match (left < TimeDelta::zero(), minutes.abs()) {
        (true, 0) => "passed just now".to_owned(),
        (true, minutes) => format!("passed {} ago", short(minutes)),
        (false, 0) => "less than 1 min".to_owned(),
        (false, minutes) => short(minutes),
    }
}

/// `38 min`, `19 h 38 min`, `2 d 19 h`.
pub fn length(span: TimeDelta) -> String {
    short(span.num_minutes().abs())
}

fn short(minutes: i64) -> String {
    let (days, hours, rest) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    match (days, hours, rest) {
        (0, 0, rest) => format!("{rest} min"),
        (0, hours, 0) => format!("{hours} h"),
        (0, hours, rest) => format!("{hours} h {rest} min"),
        (days, 0, _) => format!("{days} d"),
        (days, hours, _) => format!("{days} d {hours} h"),
    }
}

fn several(number: i64, one: &str, many: &str) -> String {
    const WORDS: [&str; 9] = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    match number {
        1 => one.to_owned(),
        2..=10 => format!("{} {many}", WORDS[(number - 2) as usize]),
        _ => format!("{number} {many}"),
    }
}
