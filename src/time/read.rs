//! Times as people type them: `14:05`, `yesterday 23:50`, `20 min ago`, `Fri 23:40`, RFC 3339.
//!
//! What somebody reports lies in the past: a bare time, a weekday or a date without a year is the most recent one, and a
//! clock that runs up to two minutes ahead is forgiven. What somebody waits for lies ahead: [`read_deadline`].

mod spoken;

use std::fmt;

use chrono::{DateTime, Datelike, Days, FixedOffset, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use chrono::{SubsecRound, Timelike};
use serde::{Deserialize, Serialize};

use super::{CLOCKS_DIFFER, words, zone::Zone};
use spoken::{Day, Spoken};

/// How exactly a time is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Precision {
    /// As said, to the minute.
    Exact,
    /// Roughly.
    About,
}

/// A time that somebody named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The instant, with the offset of the zone or the one that was typed.
    pub at: DateTime<FixedOffset>,
    /// How exact it is.
    pub precision: Precision,
}

/// Why a time could not be taken. Its text is a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotUnderstood {
    /// It does not read as a time.
    Unclear {
        /// What was typed.
        text: String,
        /// What can be typed instead.
        examples: &'static [&'static str],
    },
    /// Clocks were put back, so that this local time came twice: ask which.
    Twice {
        /// The first of the two.
        earlier: DateTime<FixedOffset>,
        /// The second.
        later: DateTime<FixedOffset>,
    },
    /// Clocks were put forward, so that this local time never came.
    DoesNotExist {
        /// The local time.
        local: NaiveDateTime,
        /// Where.
        zone: Zone,
    },
    /// It lies ahead, and a report cannot.
    Future {
        /// As understood.
        at: DateTime<FixedOffset>,
    },
    /// It is over, and a deadline cannot be.
    Past {
        /// As understood.
        at: DateTime<FixedOffset>,
    },
}

const MOMENTS: &[&str] = &[
    "14:05",
    "yesterday 23:50",
    "Fri 23:40",
    "20 Nov 23:40",
    "20 min ago",
    "about 23:40",
];
const DEADLINES: &[&str] = &["07:00", "tomorrow 09:00", "Sat 07:00", "in 2 hours", "2026-11-23 09:00"];
const DATES: &[&str] = &["2026-11-20", "20 Nov 2026", "yesterday"];

impl fmt::Display for NotUnderstood {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = |at: &DateTime<FixedOffset>| at.format("%A %-d %b %Y, %H:%M").to_string();
        match self {
            NotUnderstood::Unclear { text, examples } => {
                let examples = crate::text::list(examples, "or");
                write!(f, "`{text}` is not clear; write it like {examples}")
            }
            NotUnderstood::Twice { earlier, later } => write!(
                f,
                "{} came twice, as clocks were put back; write `{}` for the first or `{}` for the second",
                said(earlier),
                earlier.format("%Y-%m-%dT%H:%M%:z"),
                later.format("%Y-%m-%dT%H:%M%:z"),
            ),
            NotUnderstood::DoesNotExist { local, zone } => write!(
                f,
                "{} never came in {}, as clocks were put forward; give the time before or after",
                local.format("%A %-d %b %Y, %H:%M"),
                zone.city(),
            ),
            NotUnderstood::Future { at } => write!(f, "{} has not come yet; give the time when it happened", said(at)),
            NotUnderstood::Past { at } => write!(f, "{} is over; give a future time", said(at)),
        }
    }
}

impl std::error::Error for NotUnderstood {}

impl Moment {
    /// The moment said back as understood: `Friday 20 Nov 2026, 23:40`, with `about` before it when it is.
    pub fn said_back(&self, zone: Zone) -> String {
        let full = words::full(self.at, zone);
        match self.precision {
            Precision::Exact => full,
            Precision::About => format!("about {full}"),
        }
    }
}

/// Reads when something happened.
///
/// # Errors
/// [`NotUnderstood`], a sentence; a time that came twice is for the caller to ask about.
pub fn read_moment(text: &str, now: DateTime<Utc>, zone: Zone) -> Result<Moment, NotUnderstood> {
    read(text, now, zone, Direction::Past)
}

/// Reads until when something waits: `07:00`, `until Sat 07:00`, `tomorrow 09:00`, `in 2 hours`.
///
/// # Errors
/// [`NotUnderstood`], a sentence.
pub fn read_deadline(text: &str, now: DateTime<Utc>, zone: Zone) -> Result<Moment, NotUnderstood> {
    read(text, now, zone, Direction::Ahead)
}

/// Reads a day: `2026-11-20`, `20 Nov`, `yesterday`, `Friday` (the last one). Without a year, the nearest such day.
///
/// # Errors
/// [`NotUnderstood`], a sentence.
pub fn read_date(text: &str, now: DateTime<Utc>, zone: Zone) -> Result<NaiveDate, NotUnderstood> {
    let today = zone.at(&now).date_naive();
    spoken::read_day(text)
        .and_then(|day| match day {
            Day::Month { year: None, .. } => [-1, 0, 1]
                .into_iter()
                .filter_map(|years| day_of(day, today.year() + years))
                .min_by_key(|found| (*found - today).num_days().abs()),
            _ => candidates(day, today, Direction::Past).into_iter().next(),
        })
        .ok_or_else(|| NotUnderstood::Unclear {
            text: text.trim().to_owned(),
            examples: DATES,
        })
}

#[derive(Clone, Copy, PartialEq)]
enum Direction {
    Past,
    Ahead,
}

fn read(text: &str, now: DateTime<Utc>, zone: Zone, direction: Direction) -> Result<Moment, NotUnderstood> {
    let unclear = || NotUnderstood::Unclear {
        text: text.trim().to_owned(),
        examples: if direction == Direction::Past {
            MOMENTS
        } else {
            DEADLINES
        },
    };
    let spoken = spoken::read_spoken(text).ok_or_else(unclear)?;
    let local_now = zone.at(&now);
    let at = match spoken.when {
        Spoken::Now => local_now.trunc_subsecs(0),
        Spoken::At(at) => at,
        Spoken::Ago { .. } if direction == Direction::Ahead => return Err(unclear()),
        Spoken::In { .. } if direction == Direction::Past => return Err(unclear()),
        Spoken::Ago { minutes } => minutes_away(local_now, -minutes, zone).ok_or_else(unclear)?,
        Spoken::In { minutes } => minutes_away(local_now, minutes, zone).ok_or_else(unclear)?,
        Spoken::DaysAgo { days } if direction == Direction::Past => {
            days_away(local_now, -days, zone).ok_or_else(unclear)?
        }
        Spoken::InDays { days } if direction == Direction::Ahead => {
            days_away(local_now, days, zone).ok_or_else(unclear)?
        }
        Spoken::DaysAgo { .. } | Spoken::InDays { .. } => return Err(unclear()),
        Spoken::Local(day, time) => {
            let days = candidates(day, local_now.date_naive(), direction);
            resolve(&days, time, now, zone, direction)?.ok_or_else(unclear)?
        }
    };
    if !fits(at, now, direction) {
        return Err(beyond(at, direction));
    }
    let precision = if spoken.about {
        Precision::About
    } else {
        Precision::Exact
    };
    Ok(Moment { at, precision })
}

fn beyond(at: DateTime<FixedOffset>, direction: Direction) -> NotUnderstood {
    match direction {
        Direction::Past => NotUnderstood::Future { at },
        Direction::Ahead => NotUnderstood::Past { at },
    }
}

fn fits(at: DateTime<FixedOffset>, now: DateTime<Utc>, direction: Direction) -> bool {
    match direction {
        Direction::Past => at.to_utc() - now <= CLOCKS_DIFFER,
        Direction::Ahead => at.to_utc() > now,
    }
}

/// The first of these days on which the time fits; a time that comes twice is no question when only one of the two fits.
fn resolve(
    days: &[NaiveDate],
    time: NaiveTime,
    now: DateTime<Utc>,
    zone: Zone,
    direction: Direction,
) -> Result<Option<DateTime<FixedOffset>>, NotUnderstood> {
    let mut beyond_now = None;
    for day in days {
        let local = day.and_time(time);
        match zone.instants(local) {
            LocalResult::Single(at) if fits(at, now, direction) => return Ok(Some(at)),
            LocalResult::Ambiguous(earlier, later) => {
                match (fits(earlier, now, direction), fits(later, now, direction)) {
                    (true, true) => return Err(NotUnderstood::Twice { earlier, later }),
                    (true, false) => return Ok(Some(earlier)),
                    (false, true) => return Ok(Some(later)),
                    (false, false) => beyond_now = beyond_now.or(Some(earlier)),
                }
            }
            LocalResult::Single(at) => beyond_now = beyond_now.or(Some(at)),
            LocalResult::None if days.len() == 1 || fits(zone.at(&zone.computed(local)), now, direction) => {
                return Err(NotUnderstood::DoesNotExist { local, zone });
            }
            LocalResult::None => {}
        }
    }
    match beyond_now {
        Some(at) => Err(beyond(at, direction)),
        None => Ok(None),
    }
}

/// The days that may be meant, the likeliest first.
fn candidates(day: Day, today: NaiveDate, direction: Direction) -> Vec<NaiveDate> {
    let away = |days: i64| match days {
        0.. => today.checked_add_days(Days::new(days.unsigned_abs())),
        _ => today.checked_sub_days(Days::new(days.unsigned_abs())),
    };
    let found = match (day, direction) {
        (Day::Unsaid, Direction::Past) => vec![away(0), away(-1)],
        (Day::Unsaid, Direction::Ahead) => vec![away(0), away(1)],
        (Day::Away(days), _) => vec![away(days)],
        (Day::Weekday(weekday), Direction::Past) => {
            let back = i64::from(today.weekday().days_since(weekday));
            vec![away(-back), away(-back - 7)]
        }
        (Day::Weekday(weekday), Direction::Ahead) => {
            let on = i64::from(weekday.days_since(today.weekday()));
            vec![away(on), away(on + 7)]
        }
        (Day::Month { year: None, .. }, Direction::Past) => {
            vec![day_of(day, today.year()), day_of(day, today.year() - 1)]
        }
        (Day::Month { year: None, .. }, Direction::Ahead) => {
            vec![day_of(day, today.year()), day_of(day, today.year() + 1)]
        }
        (Day::Month { year: Some(year), .. }, _) => vec![day_of(day, year)],
    };
    found.into_iter().flatten().collect()
}

fn day_of(day: Day, year: i32) -> Option<NaiveDate> {
    match day {
        Day::Month { day, month, .. } => NaiveDate::from_ymd_opt(year, month, day),
        Day::Unsaid | Day::Away(_) | Day::Weekday(_) => None,
    }
}

fn minutes_away(now: DateTime<FixedOffset>, minutes: i64, zone: Zone) -> Option<DateTime<FixedOffset>> {
    let at = now.checked_add_signed(TimeDelta::try_minutes(minutes)?)?;
    Some(zone.at(&whole_minute(at)))
}

fn days_away(now: DateTime<FixedOffset>, days: i64, zone: Zone) -> Option<DateTime<FixedOffset>> {
    let local = now.naive_local().checked_add_signed(TimeDelta::try_days(days)?)?;
    Some(zone.at(&whole_minute(zone.at(&zone.computed(local)))))
}

fn whole_minute(at: DateTime<FixedOffset>) -> DateTime<FixedOffset> {
    at.with_second(0).and_then(|at| at.with_nanosecond(0)).unwrap_or(at)
}
