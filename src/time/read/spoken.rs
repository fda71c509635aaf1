//! What the words of a time say, before anybody asks which day it is.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, Weekday};

/// A time as said.
pub(super) struct Said {
    /// When.
    pub(super) when: Spoken,
    /// Whether it was said to be rough.
    pub(super) about: bool,
}

/// What kind of time was said.
pub(super) enum Spoken {
    /// `now`.
    Now,
    /// A time with its own offset.
    At(DateTime<FixedOffset>),
    /// `20 min ago`.
    Ago { minutes: i64 },
    /// `3 days ago`.
    DaysAgo { days: i64 },
    /// `in 2 hours`.
    In { minutes: i64 },
    /// `in 3 days`.
    InDays { days: i64 },
    /// A time on the wall clock.
    Local(Day, NaiveTime),
}

/// A day as said.
#[derive(Clone, Copy)]
pub(super) enum Day {
    /// None was named.
    Unsaid,
    /// `today`, `yesterday`, `tomorrow`: days from today.
    Away(i64),
    /// `Friday`.
    Weekday(Weekday),
    /// `20 Nov`, `20 November 2026`, `2026-11-20`.
    Month { day: u32, month: u32, year: Option<i32> },
}

/// Reads the words of a time.
pub(super) fn read_spoken(text: &str) -> Option<Said> {
    let lower = text.trim().to_lowercase().replace(',', " ");
    let mut words: Vec<&str> = lower.split_whitespace().collect();
    let mut about = false;
    loop {
        match words.first() {
            Some(&("about" | "around" | "circa" | "ca." | "approx" | "approx." | "roughly")) => about = true,
            Some(&("at" | "on" | "until" | "till" | "by" | "since")) if words.len() > 1 => {}
            Some(&"~") => about = true,
            Some(word) if word.starts_with('~') => {
                about = true;
                words[0] = &word[1..];
                continue;
            }
            _ => break,
        }
        words.remove(0);
    }
    let words: Vec<&str> = words.into_iter().filter(|word| *word != "at").collect();
    let when = match words.as_slice() {
        ["now"] => Spoken::Now,
        ["just", "now"] => {
            about = true;
            Spoken::Now
        }
        [length @ .., "ago"] => {
            about = true;
            match read_length(length)? {
                Length::Minutes(minutes) => Spoken::Ago { minutes },
                Length::Days(days) => Spoken::DaysAgo { days },
            }
        }
        ["in", length @ ..] => match read_length(length)? {
            Length::Minutes(minutes) => Spoken::In { minutes },
            Length::Days(days) => Spoken::InDays { days },
        },
        words => match read_with_offset(words) {
            Some(at) => Spoken::At(at),
            None => read_local(words)?,
        },
    };
    Some(Said { when, about })
}

/// Reads the words of a day.
pub(super) fn read_day(text: &str) -> Option<Day> {
    let lower = text.trim().to_lowercase().replace(',', " ");
    let words: Vec<&str> = lower.split_whitespace().filter(|word| *word != "on").collect();
    (!words.is_empty()).then(|| day(&words)).flatten()
}

enum Length {
    Minutes(i64),
    Days(i64),
}

fn read_length(words: &[&str]) -> Option<Length> {
    let (count, unit) = match words {
        ["half", "an", "hour"] => return Some(Length::Minutes(30)),
        ["a", "couple", "of", unit] => (2, *unit),
        [count, unit] => (number(count)?, *unit),
        [joined] => {
            let (digits, unit) = joined.split_at(joined.bytes().take_while(u8::is_ascii_digit).count());
            (number(digits)?, unit)
        }
        _ => return None,
    };
    Some(match unit {
        "m" | "min" | "mins" | "minute" | "minutes" => Length::Minutes(count),
        "h" | "hr" | "hrs" | "hour" | "hours" => Length::Minutes(count * 60),
        "d" | "day" | "days" => Length::Days(count),
        "w" | "week" | "weeks" => Length::Days(count * 7),
        _ => return None,
    })
}

fn number(word: &str) -> Option<i64> {
    const WORDS: [&str; 12] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    ];
    if word == "a" || word == "an" {
        return Some(1);
    }
    if let Some(index) = WORDS.iter().position(|known| *known == word) {
        return Some(index as i64 + 1);
    }
    let digits = word.bytes().all(|byte| byte.is_ascii_digit());
    digits
        .then(|| word.parse().ok())
        .flatten()
        .filter(|count| *count <= 100_000)
}

/// `2026-11-20T23:40+01:00`, also with a space, without a colon in the offset, or with `Z` or `UTC`.
fn read_with_offset(words: &[&str]) -> Option<DateTime<FixedOffset>> {
    let joined = words.join("t").replace("tutc", "z").replace("utc", "z");
    let (date, rest) = joined.split_at_checked(10)?;
    let rest = rest.strip_prefix('t')?;
    let (time, offset) = rest.split_at(rest.find(['z', '+', '-'])?);
    let time = time.trim_end_matches('t');
    let written = format!("{date}T{time}{offset}").to_uppercase();
    ["%Y-%m-%dT%H:%M:%S%.f%#z", "%Y-%m-%dT%H:%M%#z"]
        .iter()
        .find_map(|format| DateTime::parse_from_str(&written, format).ok())
}

fn read_local(words: &[&str]) -> Option<Spoken> {
    if let [joined] = words
        && let Some((date, time)) = joined.split_once('t')
        && date.len() == 10
        && date.starts_with(|first: char| first.is_ascii_digit())
    {
        return Some(Spoken::Local(day(&[date])?, time_of(&[time])?));
    }
    // The time stands last (`Fri 23:40`, `20 Nov 2:05 pm`) or first (`23:40 yesterday`).
    for taken in [1, 2] {
        let Some(rest) = words.len().checked_sub(taken) else {
            continue;
        };
        if let Some(time) = time_of(&words[rest..])
            && let Some(day) = day(&words[..rest])
        {
            return Some(Spoken::Local(day, time));
        }
        if let Some(time) = time_of(&words[..taken])
            && let Some(day) = day(&words[taken..])
        {
            return Some(Spoken::Local(day, time));
        }
    }
    None
}

fn time_of(words: &[&str]) -> Option<NaiveTime> {
    let joined = words.concat();
    if joined == "noon" {
        return NaiveTime::from_hms_opt(12, 0, 0);
    }
    let (clock, half) = match joined.strip_suffix("am").or_else(|| joined.strip_suffix("a.m.")) {
        Some(clock) => (clock, Some(0)),
        None => match joined.strip_suffix("pm").or_else(|| joined.strip_suffix("p.m.")) {
            Some(clock) => (clock, Some(12)),
            None => (joined.as_str(), None),
        },
    };
    let parts: Vec<&str> = clock.split([':', '.']).collect();
    let fine = parts.iter().enumerate().all(|(place, part)| {
        (part.len() == 2 || place == 0 && part.len() == 1) && part.bytes().all(|byte| byte.is_ascii_digit())
    });
    let numbers: Vec<u32> = parts
        .iter()
        .filter(|_| fine)
        .filter_map(|part| part.parse().ok())
        .collect();
    let (hour, minute, second) = match (numbers.as_slice(), half) {
        ([hour], Some(_)) => (*hour, 0, 0),
        ([hour, minute], _) => (*hour, *minute, 0),
        ([hour, minute, second], _) => (*hour, *minute, *second),
        _ => return None,
    };
    let hour = match half {
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
        None => hour,
    };
    NaiveTime::from_hms_opt(hour, minute, second)
}

fn day(words: &[&str]) -> Option<Day> {
    match words {
        [] => Some(Day::Unsaid),
        ["today" | "tonight"] => Some(Day::Away(0)),
        ["yesterday"] => Some(Day::Away(-1)),
        ["tomorrow"] => Some(Day::Away(1)),
        ["last" | "this" | "next", weekday_word] if weekday(weekday_word).is_some() => None,
        [one] => weekday(one).map(Day::Weekday).or_else(|| numeric_day(one)),
        [weekday_word, rest @ ..] if weekday(weekday_word).is_some() => match day(rest)? {
            found @ Day::Month { .. } => Some(found),
            Day::Unsaid | Day::Away(_) | Day::Weekday(_) => None,
        },
        [first, second, rest @ ..] => {
            let (day, month) = match (day_number(first), month(second)) {
                (Some(day), Some(month)) => (day, month),
                _ => (day_number(second)?, month(first)?),
            };
            let year = match rest {
                [] => None,
                [year] if year.len() == 4 => Some(year.parse().ok()?),
                _ => return None,
            };
            let leap_year = 2024;
            NaiveDate::from_ymd_opt(year.unwrap_or(leap_year), month, day)?;
            Some(Day::Month { day, month, year })
        }
    }
}

/// `2026-11-20`, `20.11.2026`, and `20/11/2026` where only one reading is possible.
fn numeric_day(word: &str) -> Option<Day> {
    let sign = word.chars().find(|c| !c.is_ascii_digit())?;
    let parts: Vec<&str> = word.split(sign).collect();
    let [first, second, third] = parts.as_slice() else {
        return None;
    };
    let value = |part: &str| {
        part.bytes()
            .all(|byte| byte.is_ascii_digit())
            .then(|| part.parse::<u32>().ok())
            .flatten()
    };
    let (a, b, c) = (value(first)?, value(second)?, value(third)?);
    let (year, month, day) = match sign {
        '-' if first.len() == 4 => (a, b, c),
        '.' if third.len() == 4 => (c, b, a),
        '/' if third.len() == 4 && a > 12 => (c, b, a),
        '/' if third.len() == 4 && b > 12 => (c, a, b),
        _ => return None,
    };
    let year = i32::try_from(year).ok()?;
    NaiveDate::from_ymd_opt(year, month, day)?;
    Some(Day::Month {
        day,
        month,
        year: Some(year),
    })
}

fn day_number(word: &str) -> Option<u32> {
    let digits = ["st", "nd", "rd", "th", "."]
        .iter()
        .find_map(|ending| word.strip_suffix(ending))
        .unwrap_or(word);
    let fine = (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    fine.then(|| digits.parse().ok())
        .flatten()
        .filter(|day| (1..=31).contains(day))
}

fn month(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.trim_end_matches('.');
    let index = MONTHS
        .iter()
        .position(|month| word.len() >= 3 && month.starts_with(word))?;
    Some(index as u32 + 1)
}

fn weekday(word: &str) -> Option<Weekday> {
    const DAYS: [(&str, Weekday); 7] = [
        ("monday", Weekday::Mon),
        ("tuesday", Weekday::Tue),
        ("wednesday", Weekday::Wed),
        ("thursday", Weekday::Thu),
        ("friday", Weekday::Fri),
        ("saturday", Weekday::Sat),
        ("sunday", Weekday::Sun),
    ];
    let word = word.trim_end_matches('.');
    DAYS.iter()
        .find(|(day, _)| word.len() >= 3 && day.starts_with(word))
        .map(|(_, weekday)| *weekday)
}
