//! A time as exactly as it was said: to the minute, or a day, a month, a year.

use chrono::{DateTime, Datelike, FixedOffset, Months, NaiveDate, NaiveTime, Utc};

use super::spoken::{self, Spoken};
use super::{DATES, Direction, Moment, NotUnderstood, beyond_day, days_of, only_day, read};
use crate::time::{Zone, format};

/// How long a named period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Day,
    Month,
    Year,
}

/// A time as exactly as it was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// A time of day on a day.
    Moment(Moment),
    /// No more than a day, a month or a year.
    Period {
        first: NaiveDate,
        unit: Unit,
        /// Whether it was said to be rough.
        about: bool,
    },
}

impl When {
    /// The earliest time that it may be.
    pub fn begins(&self, zone: Zone) -> DateTime<FixedOffset> {
        match self {
            When::Moment(moment) => moment.at,
            When::Period { first, .. } => zone.at(&zone.computed(first.and_time(NaiveTime::MIN))),
        }
    }

    /// The first day after it; none for a moment, or when the calendar ends.
    pub fn ends_before(&self) -> Option<NaiveDate> {
        match self {
            When::Moment(_) => None,
            When::Period { first, unit, .. } => match unit {
                Unit::Day => first.succ_opt(),
                Unit::Month => first.checked_add_months(Months::new(1)),
                Unit::Year => first.checked_add_months(Months::new(12)),
            },
        }
    }

    /// It said back as understood, no more exactly than it was said: `Fri 20 Nov 2026`, `November 2026`, `about 2026`.
    pub fn said_back(&self, zone: Zone) -> String {
        match self {
            When::Moment(moment) => moment.said_back(zone),
            When::Period { first, unit, about } => {
                let said = match unit {
                    Unit::Day => format::day(*first),
                    Unit::Month => first.format("%B %Y").to_string(),
                    Unit::Year => first.format("%Y").to_string(),
                };
                if *about { format!("about {said}") } else { said }
            }
        }
    }
}

/// Reads when something happened, as exactly as it was said: `23:40`, `20 Nov`, `about November 2026`, `2026`.
pub fn read_when(text: &str, now: DateTime<Utc>, zone: Zone) -> Result<When, NotUnderstood> {
    let today = zone.at(&now).date_naive();
    let unclear = || NotUnderstood::Unclear {
        text: text.trim().to_owned(),
        examples: DATES,
    };
    let Some(said) = spoken::read_spoken(text) else {
        return read(text, now, zone, Direction::Past).map(When::Moment);
    };
    let (first, unit) = match said.when {
        Spoken::Day(day, None) => {
            let days = days_of(day, today, Direction::Past)?;
            (only_day(&days).ok_or_else(unclear)?, Unit::Day)
        }
        Spoken::Month { month, year } => {
            let year = year.unwrap_or_else(|| today.year() - i32::from(month > today.month()));
            (
                NaiveDate::from_ymd_opt(year, month, 1).ok_or_else(unclear)?,
                Unit::Month,
            )
        }
        Spoken::Year(year) => (NaiveDate::from_ymd_opt(year, 1, 1).ok_or_else(unclear)?, Unit::Year),
        _ => return read(text, now, zone, Direction::Past).map(When::Moment),
    };
    if first > today {
        return Err(beyond_day(first));
    }
    Ok(When::Period {
        first,
        unit,
        about: said.about,
    })
}
