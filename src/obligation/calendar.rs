//! Which days are working days where: weekends and public holidays, as data.
//!
//! A calendar knows the holidays of the years it names and says so; beyond them it knows weekends alone. Regional holidays
//! are mostly left out: a holiday too few makes a deadline early, one too many makes it late. Pure; computes a year only
//! when it is asked for one.

mod day;

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

pub use day::Day;
pub(super) use day::weekday_named;

use crate::text::Passage;

/// The working days of one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Calendar {
    /// Whose it is: `United States, federal`.
    pub title: Passage,
    /// Where its holidays were read.
    pub source: Passage,
    /// When that was last known to be true: a year and a month, `2026-01`.
    pub as_of: Passage,
    /// The days of the week on which nobody works.
    #[serde(default = "saturday_and_sunday")]
    pub weekend: Vec<Weekday>,
    /// The first year whose holidays it knows.
    pub from: i32,
    /// The last year whose holidays it knows.
    pub until: i32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Passage>,
    #[serde(default)]
    pub holidays: Vec<Holiday>,
}

/// A public holiday. Either `day` or `on` says when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Holiday {
    pub name: Passage,
    /// When it is, every year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Day>,
    /// The dates on which it was and will be; these do not move.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub on: Vec<NaiveDate>,
    /// The first year that had it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<i32>,
    /// The last year that has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<i32>,
    /// When it is kept instead if its own day is not kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observed: Option<Observed>,
}

/// On which other day a holiday is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Observed {
    /// From Saturday to the Friday before, from Sunday to the Monday after.
    NearestWeekday,
    /// From a weekend to the next day that is neither weekend nor another holiday.
    NextWorkingDay,
    /// The same, from Sunday alone.
    NextWorkingDayIfSunday,
    /// From any day but Monday to the next Monday; its own day is then no holiday.
    NextMonday,
}

impl Observed {
    /// All of them, by the names that files use.
    pub const ALL: [(&'static str, Observed); 4] = [
        ("nearest-weekday", Observed::NearestWeekday),
        ("next-working-day", Observed::NextWorkingDay),
        ("next-working-day-if-sunday", Observed::NextWorkingDayIfSunday),
        ("next-monday", Observed::NextMonday),
    ];
}

/// Calendars by name: `us-federal`, `brazil`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Calendars(pub(super) BTreeMap<Passage, Calendar>);

impl Calendars {
    pub fn get(&self, name: &str) -> Option<&Calendar> {
        self.0.get(name)
    }

    /// Every name, in the order of the alphabet.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(Passage::as_str)
    }
}

impl Calendar {
    /// Monday to Friday: for places without a calendar. It knows the holidays of no year.
    pub fn weekdays_only() -> Self {
        Calendar {
            title: "Monday to Friday".into(),
            source: "none".into(),
            as_of: "none".into(),
            weekend: saturday_and_sunday(),
            from: 1,
            until: 0,
            note: None,
            holidays: Vec::new(),
        }
    }

    /// Whether it knows the holidays of a year.
    pub fn knows(&self, year: i32) -> bool {
        (self.from..=self.until).contains(&year)
    }

    /// Whether a day is neither weekend nor a holiday that it knows of.
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        !self.is_weekend(day) && self.holiday(day).is_none()
    }

    /// Whether a day is part of the weekend.
    pub fn is_weekend(&self, day: NaiveDate) -> bool {
        self.weekend.contains(&day.weekday())
    }

    /// The holiday that is kept on a day.
    pub fn holiday(&self, day: NaiveDate) -> Option<&str> {
        let found = self.around(day).into_iter().find(|(kept, _)| *kept == day);
        found.map(|(_, name)| name)
    }

    /// The holidays that are kept in a year, by date; none in a year that it does not know.
    pub fn holidays(&self, year: i32) -> BTreeMap<NaiveDate, &str> {
        let mut holidays = BTreeMap::new();
        // One of the new year may be kept on the last day of the old one, or the other way round.
        for nominal in [year.checked_sub(1), Some(year), year.checked_add(1)] {
            for (day, name) in nominal.map_or_else(Vec::new, |nominal| self.kept(nominal)) {
                if day.year() == year && self.knows(year) {
                    holidays.entry(day).or_insert(name);
                }
            }
        }
        holidays
    }

    /// The holidays that may be kept on a day, of its own year and, at a turn of the year, of the next or the last.
    fn around(&self, day: NaiveDate) -> Vec<(NaiveDate, &str)> {
        let year = day.year();
        if !self.knows(year) {
            return Vec::new();
        }
        let mut holidays = self.kept(year);
        let beside = match day.month() {
            1 => year.checked_sub(1),
            12 => year.checked_add(1),
            _ => None,
        };
        holidays.extend(beside.map_or_else(Vec::new, |beside| self.kept(beside)));
        holidays
    }

    /// The holidays that belong to a year, each with the day on which it is kept.
    fn kept(&self, year: i32) -> Vec<(NaiveDate, &str)> {
        let mut own = Vec::new();
        let mut kept = Vec::new();
        for holiday in self.holidays.iter().filter(|holiday| holiday.is_in(year)) {
            kept.extend(
                holiday
                    .on
                    .iter()
                    .filter(|day| day.year() == year)
                    .map(|day| (*day, holiday.name.as_str())),
            );
            if let Some(day) = holiday.day.and_then(|day| day.in_year(year)) {
                own.push((day, holiday));
            }
        }
        kept.extend(own.iter().map(|(day, holiday)| {
            let day = match holiday.observed {
                Some(Observed::NextMonday) => on_or_after(*day, Weekday::Mon).unwrap_or(*day),
                _ => *day,
            };
            (day, holiday.name.as_str())
        }));
        for (day, holiday) in &own {
            let instead = match (holiday.observed, day.weekday()) {
                (Some(Observed::NearestWeekday), Weekday::Sat) => day.pred_opt(),
                (Some(Observed::NearestWeekday), Weekday::Sun) => day.succ_opt(),
                (Some(Observed::NextWorkingDay), _) if self.is_weekend(*day) => self.free_after(*day, &kept),
                (Some(Observed::NextWorkingDayIfSunday), Weekday::Sun) => self.free_after(*day, &kept),
                _ => None,
            };
            kept.extend(instead.map(|day| (day, holiday.name.as_str())));
        }
        kept
    }

    /// The next day that is neither weekend nor one of these.
    fn free_after(&self, day: NaiveDate, taken: &[(NaiveDate, &str)]) -> Option<NaiveDate> {
        let is_free = |day: &NaiveDate| !self.is_weekend(*day) && !taken.iter().any(|(other, _)| other == day);
        day.iter_days().skip(1).take(31).find(is_free)
    }
}

impl Holiday {
    fn is_in(&self, year: i32) -> bool {
        self.since.is_none_or(|since| since <= year) && self.until.is_none_or(|until| year <= until)
    }
}

fn on_or_after(day: NaiveDate, weekday: Weekday) -> Option<NaiveDate> {
    let days = weekday.days_since(day.weekday());
    day.checked_add_days(chrono::Days::new(u64::from(days)))
}

fn saturday_and_sunday() -> Vec<Weekday> {
    vec![Weekday::Sat, Weekday::Sun]
}

#[cfg(test)]
mod tests;
