//! A moment and a zone from which times are looked at: what is today, how long is left, what is over.
//!
//! Whoever shows times gets one and needs no clock.

use chrono::{DateTime, TimeDelta, TimeZone, Utc};

use super::format::{clock_near, day_clock, day_clock_near, remaining};
use super::zone::Zone;

/// A moment, and the zone in which times are shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeView {
    pub now: DateTime<Utc>,
    pub zone: Zone,
}

impl TimeView {
    /// `Sat 21 Nov 04:02 (London)`: the moment itself, with the zone.
    pub fn here_and_now(&self) -> String {
        format!("{} ({})", day_clock(self.now, self.zone), self.zone.city())
    }

    /// How long until a time; negative once it is over.
    pub fn left(&self, at: DateTime<Utc>) -> TimeDelta {
        at - self.now
    }

    /// The same in words: `19 h 38 min`; once over, `passed 3 min ago`.
    pub fn left_words(&self, at: DateTime<Utc>) -> String {
        remaining(self.left(at))
    }

    /// Whether a time is over.
    pub fn is_over<T: TimeZone>(&self, at: &DateTime<T>) -> bool {
        at.to_utc() < self.now
    }

    /// The shortest that cannot be mistaken: `Sat 23:40` up to six days away, then with the date, then with the year too.
    pub fn clock_near<T: TimeZone>(&self, at: DateTime<T>) -> String {
        clock_near(at, self.now, self.zone)
    }

    /// `04:02` for today, else with its day.
    pub fn clock_short(&self, at: DateTime<Utc>) -> String {
        if self.zone.at(&at).date_naive() == self.zone.at(&self.now).date_naive() {
            self.zone.at(&at).format("%H:%M").to_string()
        } else {
            self.clock_near(at)
        }
    }

    pub fn day_clock<T: TimeZone>(&self, at: DateTime<T>) -> String {
        day_clock(at, self.zone)
    }

    /// `Fri 20 Nov 23:40`; with its year where that is not this year.
    pub fn day_clock_near<T: TimeZone>(&self, at: DateTime<T>) -> String {
        day_clock_near(at, self.now, self.zone)
    }
}
