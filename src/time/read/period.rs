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

/// A day, a month or a year: no more was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub first: NaiveDate,
    pub unit: Unit,
}

impl Period {
    /// Its last day; its first where the calendar ends.
    pub fn last(&self) -> NaiveDate {
        let next = match self.unit {
            Unit::Day => return self.first,
            Unit::Month => self.first.checked_add_months(Months::new(1)),
            Unit::Year => self.first.checked_add_months(Months::new(12)),
        };
        next.and_then(|next| next.pred_opt()).unwrap_or(self.first)
    }

    /// The earliest moment that it may be.
    pub fn begins(&self, zone: Zone) -> DateTime<FixedOffset> {
        zone.at(&zone.computed(self.first.and_time(NaiveTime::MIN)))
    }

    /// `Fri 20 Nov 2026`, `November 2026`, `2026`.
    pub fn words(&self) -> String {
        match self.unit {
            Unit::Day => format::day(self.first),
            Unit::Month => self.first.format("%B %Y").to_string(),
            Unit::Year => self.first.format("%Y").to_string(),
        }
    }

    /// What nobody wrote down of it, behind its words.
    pub fn lacks(self) -> &'static str {
        match self.unit {
            Unit::Day => ", hour not written down",
            Unit::Month | Unit::Year => ", day not written down",
        }
    }

    pub fn day(first: NaiveDate) -> Self {
        Period { first, unit: Unit::Day }
    }

    /// What happened in it, as far as anybody wrote that down: `on Fri 20 Nov 2026, hour not written down`.
    pub fn told(self) -> String {
        format!("on {}{}", self.words(), self.lacks())
    }

    /// As a record has it: `2026-11-20`, `2026-11`, `2026`.
    pub fn written(&self) -> String {
        let form = match self.unit {
            Unit::Day => "%Y-%m-%d",
            Unit::Month => "%Y-%m",
            Unit::Year => "%Y",
        };
        self.first.format(form).to_string()
    }

    /// Reads what [`Period::written`] writes.
    pub fn parse(text: &str) -> Option<Self> {
        let (unit, whole) = match text.len() {
            4 => (Unit::Year, format!("{text}-01-01")),
            7 => (Unit::Month, format!("{text}-01")),
            10 => (Unit::Day, text.to_owned()),
            _ => return None,
        };
        let first = whole.parse().ok()?;
        let period = Period { first, unit };
        (period.written() == text).then_some(period)
    }
}

/// A time as exactly as it was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// A time of day on a day.
    Moment(Moment),
    /// No more than a day, a month or a year.
    Period {
        period: Period,
        /// Whether it was said to be rough.
        about: bool,
    },
}

impl When {
    /// The earliest moment that it may be.
    pub fn begins(&self, zone: Zone) -> DateTime<FixedOffset> {
        match self {
            When::Moment(moment) => moment.at,
            When::Period { period, .. } => period.begins(zone),
        }
    }

    /// It said back as understood, no more exactly than it was said: `on Fri 20 Nov 2026, hour not written down`.
    pub fn said_back(&self, zone: Zone) -> String {
        match self {
            When::Moment(moment) => moment.said_back(zone),
            When::Period { period, about } => {
                let about = if *about { "about " } else { "" };
                format!("{about}{}{}", period.words(), period.lacks())
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
        period: Period { first, unit },
        about: said.about,
    })
}
