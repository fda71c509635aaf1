//! What the words of a time say, before anybody asks which day it is.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, Timelike, Weekday};

use super::place::{ZoneWord, read_place};
use crate::time::{MONTHS, WEEKDAYS};

pub(super) struct Said {
    pub(super) when: Spoken,
    /// Whether it was said to be rough.
    pub(super) about: bool,
}

/// What kind of time was said.
pub(super) enum Spoken {
    Now,
    /// A time with its own offset.
    At(DateTime<FixedOffset>),
    Ago {
        minutes: i64,
    },
    DaysAgo {
        days: i64,
    },
    In {
        minutes: i64,
    },
    InDays {
        days: i64,
    },
    /// A time on the wall clock, here or in a place that was named.
    Local {
        day: Day,
        part: Option<PartOfDay>,
        clock: Clock,
        place: Option<ZoneWord>,
    },
    /// A day without a time of day.
    Day(Day, Option<PartOfDay>),
    Month {
        month: u32,
        year: Option<i32>,
    },
    Year(i32),
}

#[derive(Clone, Copy)]
pub(super) enum Day {
    Unsaid,
    /// `today`, `yesterday`, `tomorrow`: days from today.
    Away(i64),
    Weekday(Weekday),
    LastWeekday(Weekday),
    /// `20 Nov`, `Fri 20 November 2026`, `2026-11-20`.
    Date {
        day: u32,
        month: u32,
        year: Option<i32>,
        weekday: Option<Weekday>,
    },
    /// `5/11`: which of the two is the month, is not said.
    Slashed {
        first: u32,
        second: u32,
        year: Option<i32>,
    },
}

/// A part of a day.
#[derive(Clone, Copy)]
pub(super) enum PartOfDay {
    Morning,
    Afternoon,
    Evening,
    /// From the evening of its day to the next morning.
    Night,
}

/// A time as the clock shows it.
#[derive(Clone, Copy)]
pub(super) struct Clock {
    pub(super) time: NaiveTime,
    /// Morning or evening was left open: `9 o'clock`.
    pub(super) is_half_open: bool,
}

/// Reads the words of a time.
pub(super) fn read_spoken(text: &str) -> Option<Said> {
    let typed = text.trim().replace(',', " ").replace('’', "'");
    let typed = typed.strip_prefix("Date:").unwrap_or(&typed);
    let mut cased: Vec<&str> = typed.split_whitespace().collect();
    let lower = typed.to_lowercase();
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
        cased.remove(0);
    }
    let is_rough = |word: &str| matches!(word, "about" | "around");
    about |= words.iter().any(|word| is_rough(word));
    cased.retain(|word| !matches!(word.to_lowercase().as_str(), "at" | "about" | "around"));
    words.retain(|word| *word != "at" && !is_rough(word));
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
        words => {
            if let Some(at) = read_with_offset(words) {
                Spoken::At(at)
            } else {
                read_local(words, about)
                    .or_else(|| read_elsewhere(words, &cased, about))
                    .or_else(|| read_period(words))?
            }
        }
    };
    Some(Said { when, about })
}

/// Reads the words of a day.
pub(super) fn read_day(text: &str) -> Option<Day> {
    let lower = text.trim().to_lowercase().replace(',', " ");
    let words: Vec<&str> = lower.split_whitespace().filter(|word| *word != "on").collect();
    (!words.is_empty()).then(|| day(&words)).flatten()
}

/// A day, a month or a year without a time of day.
fn read_period(words: &[&str]) -> Option<Spoken> {
    let year_of = |word: &str| {
        let fine = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
        let year: i32 = fine.then(|| word.parse().ok()).flatten()?;
        (1900..=2199).contains(&year).then_some(year)
    };
    let two = |word: &str| {
        let fine = word.len() == 2 && word.bytes().all(|byte| byte.is_ascii_digit());
        let month = fine.then(|| word.parse::<u32>().ok()).flatten()?;
        (1..=12).contains(&month).then_some(month)
    };
    match words {
        [] => return None,
        [only] => {
            if let Some(year) = year_of(only) {
                return Some(Spoken::Year(year));
            }
            if let Some(month) = month(only) {
                return Some(Spoken::Month { month, year: None });
            }
            if let Some((year, of)) = only.split_once('-')
                && let (Some(year), Some(month)) = (year_of(year), two(of))
            {
                let year = Some(year);
                return Some(Spoken::Month { month, year });
            }
            if let Some((of, year)) = only.split_once(['/', '.'])
                && let (Some(month), Some(year)) = (two(of), year_of(year))
            {
                let year = Some(year);
                return Some(Spoken::Month { month, year });
            }
        }
        [of, year] => {
            if let (Some(month), Some(year)) = (month(of), year_of(year)) {
                let year = Some(year);
                return Some(Spoken::Month { month, year });
            }
        }
        _ => {}
    }
    let (day, part) = day_and_part(words)?;
    Some(Spoken::Day(day, part))
}

/// A time with a place behind it: `23:40 CET`, `9 Nov 09:00 Europe/Berlin`, `24 Nov 2026 09:00:00 +0100 (CET)`.
fn read_elsewhere(words: &[&str], cased: &[&str], about: bool) -> Option<Spoken> {
    let (words, cased) = match (words, cased) {
        ([words @ .., comment], [cased @ .., _]) if comment.starts_with('(') && comment.ends_with(')') => {
            (words, cased)
        }
        whole => whole,
    };
    // An offset may follow its time without a space.
    if let ([rest @ .., last], [cased @ .., last_cased]) = (words, cased)
        && let Some(at) = last.rfind(['+', '-', 'z'])
        && last[..at].contains(':')
        && last_cased.len() == last.len()
    {
        let (rest, last) = ([rest, &[&last[..at]]].concat(), &last[at..]);
        let cased = [cased, &[last]].concat();
        return with_place(&rest, &cased[cased.len() - 1..], about);
    }
    (1..=3).find_map(|taken| {
        let rest = words.len().checked_sub(taken).filter(|rest| *rest > 0)?;
        with_place(&words[..rest], &cased[rest..], about)
    })
}

fn with_place(words: &[&str], zone: &[&str], about: bool) -> Option<Spoken> {
    let Some(Spoken::Local { day, part, clock, .. }) = read_local(words, about) else {
        return None;
    };
    let place = Some(read_place(zone)?);
    Some(Spoken::Local {
        day,
        part,
        clock,
        place,
    })
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

fn read_local(words: &[&str], about: bool) -> Option<Spoken> {
    let local = |day: Day, part: Option<PartOfDay>, clock: Clock| Spoken::Local {
        day,
        part,
        clock,
        place: None,
    };
    if let [joined] = words
        && let Some((date, time)) = joined.split_once('t')
        && date.len() == 10
        && date.starts_with(|first: char| first.is_ascii_digit())
    {
        return Some(local(day(&[date])?, None, time_of(&[time], false)?));
    }
    // The time stands last (`Fri 23:40`, `20 Nov 2:05 pm`) or first (`23:40 yesterday`, `9 in the morning`).
    for taken in [1, 2] {
        let Some(rest) = words.len().checked_sub(taken) else {
            continue;
        };
        if let Some(clock) = time_of(&words[rest..], about)
            && let Some((day, part)) = day_and_part(&words[..rest])
            && !is_year(&words[rest..], day)
        {
            return Some(local(day, part, clock));
        }
        if let Some(clock) = time_of(&words[..taken], about)
            && let Some((day, part)) = day_and_part(&words[taken..])
            && !is_year(&words[..taken], day)
        {
            return Some(local(day, part, clock));
        }
    }
    None
}

/// Whether four digits that a clock may show are the year of this day instead: `20 Nov 2026`, or `2026` alone.
fn is_year(words: &[&str], day: Day) -> bool {
    let lacks_year = matches!(
        day,
        Day::Unsaid | Day::Date { year: None, .. } | Day::Slashed { year: None, .. }
    );
    let is_late = |word: &str| word.len() == 4 && matches!(word.parse(), Ok(1900..=2199));
    lacks_year && matches!(words, [word] if is_late(word))
}

/// `bare` says that a number alone is an hour: nobody says `around 9` of anything else.
fn time_of(words: &[&str], bare: bool) -> Option<Clock> {
    let exactly = |time: NaiveTime| Clock {
        time,
        is_half_open: false,
    };
    let joined = words.concat();
    match joined.as_str() {
        "noon" => return NaiveTime::from_hms_opt(12, 0, 0).map(exactly),
        _ if words.len() > 1 && !words[1..].iter().all(|word| is_clock_word(word)) => return None,
        _ => {}
    }
    let hour_alone = joined
        .strip_suffix("o'clock")
        .or_else(|| joined.strip_suffix("oclock"))
        .or_else(|| bare.then_some(joined.as_str()));
    if let Some(hour) = hour_alone
        && (1..=2).contains(&hour.len())
        && hour.bytes().all(|byte| byte.is_ascii_digit())
    {
        let time = NaiveTime::from_hms_opt(hour.parse().ok()?, 0, 0)?;
        return Some(Clock {
            time,
            // With a zero in front it is a time of the 24 hours.
            is_half_open: (1..=12).contains(&time.hour()) && !hour.starts_with('0'),
        });
    }
    let (clock, half) = match joined.strip_suffix("am").or_else(|| joined.strip_suffix("a.m.")) {
        Some(clock) => (clock, Some(0)),
        None => match joined.strip_suffix("pm").or_else(|| joined.strip_suffix("p.m.")) {
            Some(clock) => (clock, Some(12)),
            None => (joined.as_str(), None),
        },
    };
    // `0930`, as soldiers and nurses write it.
    if half.is_none() && clock.len() == 4 && clock.bytes().all(|byte| byte.is_ascii_digit()) {
        let (hour, minute) = clock.split_at(2);
        return NaiveTime::from_hms_opt(hour.parse().ok()?, minute.parse().ok()?, 0).map(exactly);
    }
    let parts: Vec<&str> = clock
        .strip_suffix('h')
        .unwrap_or(clock)
        .split([':', '.', 'h'])
        .collect();
    let is_hour_sign = clock.ends_with('h');
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
        ([hour], None) if is_hour_sign => (*hour, 0, 0),
        ([hour, minute], _) => (*hour, *minute, 0),
        ([hour, minute, second], _) => (*hour, *minute, *second),
        _ => return None,
    };
    let hour = match half {
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
        None => hour,
    };
    NaiveTime::from_hms_opt(hour, minute, second).map(exactly)
}

fn is_clock_word(word: &str) -> bool {
    matches!(word, "am" | "a.m." | "pm" | "p.m." | "o'clock" | "oclock" | "h")
}

/// A day, and the part of it that was named: `this morning`, `last night`, `Friday evening`.
fn day_and_part(words: &[&str]) -> Option<(Day, Option<PartOfDay>)> {
    let words = match words {
        [rest @ .., "in", "the", part] => &[rest, &[*part]].concat(),
        words => words,
    };
    if let ["last", part] = words
        && let Some(part @ (PartOfDay::Night | PartOfDay::Evening)) = part_of_day(part)
    {
        return Some((Day::Away(-1), Some(part)));
    }
    let [rest @ .., last] = words else {
        return Some((Day::Unsaid, None));
    };
    match (part_of_day(last), rest) {
        (Some(PartOfDay::Night), [] | ["this"]) => None,
        (Some(part), []) => Some((Day::Unsaid, Some(part))),
        (Some(part), ["this"]) => Some((Day::Away(0), Some(part))),
        (Some(part), rest) => Some((day(rest)?, Some(part))),
        (None, _) => Some((day(words)?, None)),
    }
}

fn part_of_day(word: &str) -> Option<PartOfDay> {
    Some(match word {
        "morning" => PartOfDay::Morning,
        "afternoon" => PartOfDay::Afternoon,
        "evening" => PartOfDay::Evening,
        "night" => PartOfDay::Night,
        _ => return None,
    })
}

fn day(words: &[&str]) -> Option<Day> {
    match words {
        [] => Some(Day::Unsaid),
        ["today" | "tonight"] => Some(Day::Away(0)),
        ["yesterday"] => Some(Day::Away(-1)),
        ["tomorrow"] => Some(Day::Away(1)),
        ["last", weekday_word] => weekday(weekday_word).map(Day::LastWeekday),
        ["this" | "next", ..] => None,
        [one] => weekday(one).map(Day::Weekday).or_else(|| numeric_day(one)),
        [weekday_word, rest @ ..] if weekday(weekday_word).is_some() => match day(rest)? {
            Day::Date { day, month, year, .. } => Some(Day::Date {
                day,
                month,
                year,
                weekday: weekday(weekday_word),
            }),
            Day::Unsaid | Day::Away(_) | Day::Weekday(_) | Day::LastWeekday(_) | Day::Slashed { .. } => None,
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
            date(day, month, year)
        }
    }
}

fn date(day: u32, month: u32, year: Option<i32>) -> Option<Day> {
    let leap_year = 2024;
    NaiveDate::from_ymd_opt(year.unwrap_or(leap_year), month, day)?;
    Some(Day::Date {
        day,
        month,
        year,
        weekday: None,
    })
}

/// `2026-11-20`, `20.11.2026`, `20.11.`, `20/11/2026` and `20/11`.
fn numeric_day(word: &str) -> Option<Day> {
    let sign = word.chars().find(|c| !c.is_ascii_digit())?;
    let parts: Vec<&str> = word.split(sign).collect();
    let value = |part: &str| {
        let fine = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        fine.then(|| part.parse::<u32>().ok()).flatten()
    };
    let short = |part: &str| value(part).filter(|_| part.len() <= 2);
    let full_year = |part: &str| i32::try_from(value(part).filter(|_| part.len() == 4)?).ok();
    match (sign, parts.as_slice()) {
        ('-', [year, month, day]) => date(short(day)?, short(month)?, Some(full_year(year)?)),
        ('.', [day, month, ""]) => date(short(day)?, short(month)?, None),
        ('.', [day, month, year]) => date(short(day)?, short(month)?, Some(full_year(year)?)),
        ('/', [first, second]) => slashed(short(first)?, short(second)?, None),
        ('/', [first, second, year]) => slashed(short(first)?, short(second)?, Some(full_year(year)?)),
        _ => None,
    }
}

fn slashed(first: u32, second: u32, year: Option<i32>) -> Option<Day> {
    match (date(first, second, year), date(second, first, year)) {
        (Some(_), Some(_)) if first != second => Some(Day::Slashed { first, second, year }),
        (Some(day), _) | (None, Some(day)) => Some(day),
        (None, None) => None,
    }
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
    let word = word.trim_end_matches('.');
    let index = MONTHS
        .iter()
        .position(|month| word.len() >= 3 && month.starts_with(word))?;
    Some(index as u32 + 1)
}

fn weekday(word: &str) -> Option<Weekday> {
    let word = word.trim_end_matches('.');
    WEEKDAYS
        .iter()
        .find(|(day, _)| word.len() >= 3 && day.starts_with(word))
        .map(|(_, weekday)| *weekday)
}
