//! The time zone in which an incident's wall-clock times are read and shown.

use std::fmt;

use chrono::{DateTime, FixedOffset, LocalResult, NaiveDateTime, Offset, TimeZone, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};

use crate::text::did_you_mean;

/// A time zone of the IANA database, which is built into the program: the same answer on every machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone(Tz);

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Zone = Zone(Tz::UTC);

    /// Reads a zone's name, such as `Europe/London`.
    ///
    /// # Errors
    /// A sentence that says what a zone looks like, and which one may have been meant.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if let Ok(zone) = text.parse() {
            return Ok(Zone(zone));
        }
        let wanted = text.replace(' ', "_").to_lowercase();
        let by_city = TZ_VARIANTS.iter().map(|zone| zone.name()).find(|name| {
            let name = name.to_lowercase();
            name == wanted || name.rsplit('/').next() == Some(wanted.as_str())
        });
        match by_city.or_else(|| did_you_mean(&wanted, TZ_VARIANTS.iter().map(|zone| zone.name()))) {
            Some(name) => Err(format!("no time zone is called `{text}`; did you mean `{name}`?")),
            None => Err(format!(
                "no time zone is called `{text}`; a zone is written like `Europe/London` or `America/New_York`"
            )),
        }
    }

    /// The zone's full name: `Europe/London`.
    pub fn name(&self) -> &'static str {
        self.0.name()
    }

    /// What to show of the zone: `London`.
    pub fn city(&self) -> String {
        let city = self.name().rsplit('/').next().unwrap_or(self.name());
        city.replace('_', " ")
    }

    /// An instant in this zone, with the offset that holds there at that time.
    pub fn at<T: TimeZone>(&self, at: &DateTime<T>) -> DateTime<FixedOffset> {
        let local = at.with_timezone(&self.0);
        local.with_timezone(&local.offset().fix())
    }

    /// The instants at which clocks in this zone show a local time: none when they skip it, two when it comes twice.
    pub fn instants(&self, local: NaiveDateTime) -> LocalResult<DateTime<FixedOffset>> {
        self.0
            .from_local_datetime(&local)
            .map(|at| at.with_timezone(&at.offset().fix()))
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

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
