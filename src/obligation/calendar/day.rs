//! How a calendar says on which day of a year a holiday falls.

use std::fmt;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::time::{MONTHS, WEEKDAYS};

/// The day of a holiday, in any year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// The same date every year: `12-25`.
    Fixed {
        month: u32,
        /// The day of the month, from 1.
        day: u32,
    },
    /// A weekday of a month, counted from its first: `4th thursday of november`.
    Nth {
        /// Which one, 1 to 5; a fifth is not in every year.
        nth: u8,
        weekday: Weekday,
        month: u32,
    },
    /// The last such weekday of a month: `last monday of may`.
    Last { weekday: Weekday, month: u32 },
    /// The first such weekday from a date on: `friday on or after 06-19`.
    OnOrAfter {
        weekday: Weekday,
        /// The month of the date, from 1.
        month: u32,
        /// The day of the date, from 1.
        day: u32,
    },
    /// The last such weekday before a date: `monday before 05-25`.
    Before {
        weekday: Weekday,
        /// The month of the date, from 1.
        month: u32,
        /// The day of the date, from 1.
        day: u32,
    },
    /// Days from Easter Sunday: `easter - 2`, `orthodox easter + 1`.
    Easter {
        /// Easter of the Julian calendar.
        orthodox: bool,
        /// Days after it; negative before it.
        offset: i32,
    },
}

const NTH: [&str; 5] = ["1st", "2nd", "3rd", "4th", "5th"];

/// Further from Easter than any holiday is.
const MOST_FROM_EASTER: i32 = 100;

impl Day {
    /// Reads `12-25`, `4th thursday of november`, `last monday of may`, `friday on or after 06-19`, `monday before
    /// 05-25`, `easter - 2` or `orthodox easter + 1`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let lower = text.to_lowercase();
        let words: Vec<&str> = lower.split_whitespace().collect();
        let day = match words.as_slice() {
            [date] if *date != "easter" => fixed(date).map(|(month, day)| Day::Fixed { month, day }),
            ["last", weekday, "of", month] => weekday_named(weekday)
                .zip(month_named(month))
                .map(|(weekday, month)| Day::Last { weekday, month }),
            [nth, weekday, "of", month] => nth_named(nth)
                .zip(weekday_named(weekday))
                .zip(month_named(month))
                .map(|((nth, weekday), month)| Day::Nth { nth, weekday, month }),
            [weekday, "on", "or", "after", date] => weekday_named(weekday)
                .zip(fixed(date))
                .map(|(weekday, (month, day))| Day::OnOrAfter { weekday, month, day }),
            [weekday, "before", date] if weekday_named(weekday).is_some() => weekday_named(weekday)
                .zip(fixed(date))
                .map(|(weekday, (month, day))| Day::Before { weekday, month, day }),
            ["orthodox", "easter", rest @ ..] => offset(rest).map(|offset| Day::Easter { orthodox: true, offset }),
            ["easter", rest @ ..] => offset(rest).map(|offset| Day::Easter {
                orthodox: false,
                offset,
            }),
            _ => None,
        };
        day.ok_or_else(|| {
            format!(
                "`{text}` is not a day of the year; write it like `12-25`, `4th thursday of november`, `last monday of may`, \
                 `friday on or after 06-19`, `monday before 05-25`, `easter - 2` or `orthodox easter + 1`"
            )
        })
    }

    /// The date in a year; none where the year has no such day (29 February, a fifth Monday), or Easter is not computed
    /// (outside 1 to 9999).
    pub fn in_year(self, year: i32) -> Option<NaiveDate> {
        match self {
            Day::Fixed { month, day } => NaiveDate::from_ymd_opt(year, month, day),
            Day::Nth { nth, weekday, month } => NaiveDate::from_weekday_of_month_opt(year, month, weekday, nth),
            Day::Last { weekday, month } => (4..=5)
                .rev()
                .find_map(|nth| NaiveDate::from_weekday_of_month_opt(year, month, weekday, nth)),
            Day::OnOrAfter { weekday, month, day } => {
                let date = NaiveDate::from_ymd_opt(year, month, day)?;
                let days = weekday.days_since(date.weekday());
                date.checked_add_days(Days::new(u64::from(days)))
            }
            Day::Before { weekday, month, day } => {
                let date = NaiveDate::from_ymd_opt(year, month, day)?.pred_opt()?;
                let days = date.weekday().days_since(weekday);
                date.checked_sub_days(Days::new(u64::from(days)))
            }
            Day::Easter { orthodox, offset } => {
                let easter = easter(year, orthodox)?;
                easter.checked_add_signed(chrono::TimeDelta::days(i64::from(offset)))
            }
        }
    }
}

/// Easter Sunday: the computus of Meeus, Jones and Butcher, and for orthodox churches that of Meeus with the Julian date
/// brought to today's calendar.
fn easter(year: i32, orthodox: bool) -> Option<NaiveDate> {
    if !(1..=9999).contains(&year) {
        return None;
    }
    if orthodox {
        let (a, b, c) = (year % 4, year % 7, year % 19);
        let d = (19 * c + 15) % 30;
        let e = (2 * a + 4 * b - d + 34) % 7;
        let (month, day) = ((d + e + 114) / 31, (d + e + 114) % 31 + 1);
        let behind = year / 100 - year / 400 - 2;
        return date(year, month, day)?.checked_add_signed(chrono::TimeDelta::days(i64::from(behind)));
    }
    let a = year % 19;
    let (b, c) = (year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    date(year, (h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1)
}

fn date(year: i32, month: i32, day: i32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

/// Reads a month and a day, `12-25`; 29 February is one.
fn fixed(text: &str) -> Option<(u32, u32)> {
    let (month, day) = text.split_once('-')?;
    if month.len() != 2 || day.len() != 2 {
        return None;
    }
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    NaiveDate::from_ymd_opt(2000, month, day).map(|_| (month, day))
}

fn nth_named(text: &str) -> Option<u8> {
    let at = NTH.iter().position(|name| *name == text)?;
    u8::try_from(at + 1).ok()
}

/// A weekday by its English name.
pub(in crate::obligation) fn weekday_named(text: &str) -> Option<Weekday> {
    WEEKDAYS
        .iter()
        .find(|(name, _)| *name == text)
        .map(|(_, weekday)| *weekday)
}

fn month_named(text: &str) -> Option<u32> {
    let at = MONTHS.iter().position(|name| *name == text)?;
    u32::try_from(at + 1).ok()
}

fn offset(words: &[&str]) -> Option<i32> {
    let offset = match words {
        [] => Some(0),
        ["+", days] => days.parse::<i32>().ok(),
        ["-", days] => days.parse::<i32>().ok().map(|days| -days),
        _ => None,
    };
    offset.filter(|days| days.abs() <= MOST_FROM_EASTER)
}

/// The English name of a weekday in small letters.
pub(super) fn weekday_name(weekday: Weekday) -> &'static str {
    WEEKDAYS
        .iter()
        .find(|(_, known)| *known == weekday)
        .map_or("", |(name, _)| name)
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let month_name = |month: u32| MONTHS.get(month as usize - 1).copied().unwrap_or_default();
        match *self {
            Day::Fixed { month, day } => write!(f, "{month:02}-{day:02}"),
            Day::Nth { nth, weekday, month } => {
                let nth = NTH.get(usize::from(nth) - 1).copied().unwrap_or_default();
                write!(f, "{nth} {} of {}", weekday_name(weekday), month_name(month))
            }
            Day::Last { weekday, month } => write!(f, "last {} of {}", weekday_name(weekday), month_name(month)),
            Day::OnOrAfter { weekday, month, day } => {
                write!(f, "{} on or after {month:02}-{day:02}", weekday_name(weekday))
            }
            Day::Before { weekday, month, day } => write!(f, "{} before {month:02}-{day:02}", weekday_name(weekday)),
            Day::Easter { orthodox, offset } => {
                f.write_str(if orthodox { "orthodox easter" } else { "easter" })?;
                match offset {
                    0 => Ok(()),
                    1.. => write!(f, " + {offset}"),
                    _ => write!(f, " - {}", -offset),
                }
            }
        }
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Day::parse(&text).map_err(serde::de::Error::custom)
    }
}
