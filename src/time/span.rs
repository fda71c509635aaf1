//! The durations of a playbook: `30 minutes`, `72 hours`, `3 days`, `5 business days`.
//!
//! Minutes and hours are elapsed time. Days, weeks and business days are days of the calendar in the incident's zone and
//! keep the wall-clock time, so `1 day` after Saturday 23:40 is Sunday 23:40 also in the night when clocks change. When
//! that time is skipped there, it is the moment clocks would have shown it; when it comes twice, the earlier one, since
//! a deadline should rather be early. Business days are Monday to Friday; public holidays are not counted out here.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc, Weekday};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::zone::Zone;

/// A length of time in one unit. Never zero, at most ten years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    count: u32,
    unit: Unit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Unit {
    Minutes,
    Hours,
    Days,
    Weeks,
    BusinessDays,
}

impl Unit {
    fn word(self) -> &'static str {
        match self {
            Unit::Minutes => "minute",
            Unit::Hours => "hour",
            Unit::Days => "day",
            Unit::Weeks => "week",
            Unit::BusinessDays => "business day",
        }
    }

    /// How many of them make ten years.
    fn most(self) -> u32 {
        match self {
            Unit::Minutes => 5_256_000,
            Unit::Hours => 87_600,
            Unit::Days => 3_650,
            Unit::Weeks => 520,
            Unit::BusinessDays => 2_600,
        }
    }
}

impl Span {
    /// Reads `15 minutes`, `1 hour`, `3 days`, `2 weeks`, `5 business days`, or short `15m`, `1h`, `3d`, `2w`, `5bd`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let trimmed = text.trim();
        let digits = trimmed.bytes().take_while(u8::is_ascii_digit).count();
        let (count, unit) = trimmed.split_at(digits);
        let unit = unit.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let unit = match unit.as_str() {
            "m" | "min" | "mins" | "minute" | "minutes" => Unit::Minutes,
            "h" | "hr" | "hrs" | "hour" | "hours" => Unit::Hours,
            "d" | "day" | "days" => Unit::Days,
            "w" | "week" | "weeks" => Unit::Weeks,
            "bd" | "business day" | "business days" => Unit::BusinessDays,
            "mo" | "month" | "months" | "y" | "year" | "years" => {
                return Err(format!(
                    "`{trimmed}` has no fixed length; write it in days or weeks, such as `30 days`"
                ));
            }
            "s" | "sec" | "second" | "seconds" => {
                return Err(format!(
                    "`{trimmed}` is finer than playbooks count; the smallest is `1 minute`"
                ));
            }
            _ => return Err(not_a_span(trimmed)),
        };
        if count.is_empty() {
            return Err(not_a_span(trimmed));
        }
        match count.parse() {
            Ok(0) => Err(format!("`{trimmed}` is too short; the smallest is `1 minute`")),
            Ok(count) if count <= unit.most() => Ok(Span { count, unit }),
            _ => Err(format!("`{trimmed}` is longer than ten years")),
        }
    }

    /// The moment this long after another.
    pub fn after(&self, at: DateTime<Utc>, zone: Zone) -> DateTime<Utc> {
        self.moved(at, zone, true)
    }

    /// The moment this long before another.
    pub fn before(&self, at: DateTime<Utc>, zone: Zone) -> DateTime<Utc> {
        self.moved(at, zone, false)
    }

    fn moved(&self, at: DateTime<Utc>, zone: Zone, forward: bool) -> DateTime<Utc> {
        let elapsed = |delta: TimeDelta| {
            if forward {
                at.checked_add_signed(delta)
            } else {
                at.checked_sub_signed(delta)
            }
        };
        let local = zone.at(&at).naive_local();
        let on = |day: Option<NaiveDate>| day.map(|day| zone.computed(day.and_time(local.time())));
        let moved = match self.unit {
            Unit::Minutes => elapsed(TimeDelta::minutes(i64::from(self.count))),
            Unit::Hours => elapsed(TimeDelta::hours(i64::from(self.count))),
            Unit::Days => on(day_away(local.date(), self.count, forward)),
            Unit::Weeks => on(day_away(local.date(), self.count * 7, forward)),
            Unit::BusinessDays => on(business_day_away(local.date(), self.count, forward)),
        };
        moved.unwrap_or(if forward {
            DateTime::<Utc>::MAX_UTC
        } else {
            DateTime::<Utc>::MIN_UTC
        })
    }
}

fn day_away(day: NaiveDate, count: u32, forward: bool) -> Option<NaiveDate> {
    if forward {
        day.checked_add_days(Days::new(u64::from(count)))
    } else {
        day.checked_sub_days(Days::new(u64::from(count)))
    }
}

fn business_day_away(mut day: NaiveDate, mut count: u32, forward: bool) -> Option<NaiveDate> {
    while count > 0 {
        day = day_away(day, 1, forward)?;
        if !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
            count -= 1;
        }
    }
    Some(day)
}

fn not_a_span(text: &str) -> String {
    format!(
        "`{text}` is not a duration; write it like `30 minutes`, `72 hours`, `3 days`, `2 weeks` or `5 business days`"
    )
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.count == 1 { "" } else { "s" };
        write!(f, "{} {}{plural}", self.count, self.unit.word())
    }
}

impl FromStr for Span {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Span::parse(text)
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Span::parse(&text).map_err(serde::de::Error::custom)
    }
}
