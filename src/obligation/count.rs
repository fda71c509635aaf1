//! Counting time limits as laws write them: from an event and a limit to the moment by which somebody must be told.
//!
//! Where a text can be read in two ways, the earlier moment is taken. Nothing moves forward because of a weekend or a
//! holiday unless the caller asks for it. Pure: no clock, no rules, no facts. Years outside 1 to 9999 are not counted.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc, Weekday};

use super::calendar::Calendar;
use super::limit::{Limit, Unit};
use crate::time::Zone;

/// When something happened, as well as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    At(DateTime<Utc>),
    /// On this day: the same date in every zone. Hours count from its first moment, which is the earlier, safer time.
    On(NaiveDate),
}

/// A moment that was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    pub at: DateTime<Utc>,
    /// Working days were counted in a year whose holidays the calendar does not know: some may be missing, and the moment
    /// is then too early rather than too late.
    pub beyond: bool,
}

/// A day on which offices are closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    pub day: NaiveDate,
    /// The holiday; none on a mere weekend.
    pub holiday: Option<String>,
    /// The last working day before it.
    pub before: NaiveDate,
}

/// More days than any row of holidays has.
const MOST_CLOSED: usize = 60;

/// When a limit ends that runs from an event, in the zone of the place whose law it is.
///
/// - Hours are elapsed time, through nights, weekends and changes of the clock.
/// - Days are days of the calendar. The day of the event is day 0, with `count_event_day` day 1; the limit ends with the
///   last second (23:59:59) of its last day.
/// - Business days are working days of the calendar, the day of the event again day 0; with `count_event_day` it is day 1
///   if it is a working day.
/// - Months and years end with the day of the same number, or the last of a month that has none (31 January + 1 month =
///   28 or 29 February); with `count_event_day` with the day before it, or the last of a month that has none.
///
/// None where a date leaves the years that are counted, or the calendar has no working days.
pub fn due(start: When, limit: Limit, zone: Zone, calendar: &Calendar, count_event_day: bool) -> Option<Counted> {
    let day = local_day(start, zone)?;
    let (last, beyond) = match limit.unit {
        Unit::Hours => {
            let at = after_hours(start_of(start, zone)?, limit.amount)?;
            return Some(Counted { at, beyond: false });
        }
        Unit::Days => {
            let days = limit.amount.checked_sub(u32::from(count_event_day))?;
            (day.checked_add_days(Days::new(u64::from(days)))?, false)
        }
        Unit::BusinessDays => working_day_after(day, limit.amount, calendar, count_event_day)?,
        Unit::Months => (months_after(day, limit.amount, count_event_day)?, false),
        Unit::Years => (
            months_after(day, limit.amount.checked_mul(12)?, count_event_day)?,
            false,
        ),
    };
    let at = end_of_day(last, zone)?;
    Some(Counted { at, beyond })
}

/// The last second of a local day: 23:59:59; the first of them where clocks show it twice, and the last second before
/// the gap where they skip it.
pub fn end_of_day(day: NaiveDate, zone: Zone) -> Option<DateTime<Utc>> {
    let at = local(day, NaiveTime::from_hms_opt(23, 59, 59)?)?;
    Some(zone.not_after(at))
}

/// The first moment of a local day.
pub fn start_of_day(day: NaiveDate, zone: Zone) -> Option<DateTime<Utc>> {
    Some(zone.computed(local(day, NaiveTime::MIN)?))
}

/// The instant from which hours count.
pub fn start_of(when: When, zone: Zone) -> Option<DateTime<Utc>> {
    match when {
        When::At(at) => Some(at).filter(|at| is_counted(at.year())),
        When::On(day) => start_of_day(day, zone),
    }
}

/// The local day of an event.
pub fn local_day(when: When, zone: Zone) -> Option<NaiveDate> {
    match when {
        When::At(at) if is_counted(at.year()) => Some(zone.at(&at).date_naive()),
        When::At(_) => None,
        When::On(day) => Some(day).filter(|day| is_counted(day.year())),
    }
}

/// 31 December of the local year of an event: what limits run from that count from the end of the calendar year. 60 days
/// from it end on 1 March, or on 29 February of a leap year.
pub fn end_of_year(when: When, zone: Zone) -> Option<When> {
    let year = local_day(when, zone)?.year();
    NaiveDate::from_ymd_opt(year, 12, 31).map(When::On)
}

/// The latest end of a limit in hours under Art. 3(1) of Regulation 1182/71: the hour in which the event falls is not
/// counted, so the limit runs from the next full hour, 14:05 and 14:00:00 both from 15:00. To be shown beside what
/// [`due`] says, never instead. Counts hours of UTC, which are those of every zone in the EU.
pub fn formal_latest(start: DateTime<Utc>, hours: u32) -> Option<DateTime<Utc>> {
    if !is_counted(start.year()) {
        return None;
    }
    let into_the_hour = start.timestamp().rem_euclid(3600);
    let full = DateTime::from_timestamp(start.timestamp().checked_add(3600 - into_the_hour)?, 0)?;
    after_hours(full, hours)
}

/// Noon of the next working day, if the local day of a moment is a weekend or a holiday; otherwise the moment itself.
pub fn noon_of_next_working_day(at: DateTime<Utc>, zone: Zone, calendar: &Calendar) -> Option<Counted> {
    let day = local_day(When::At(at), zone)?;
    let mut years = Years::of(calendar);
    if years.is_working_day(day) {
        let beyond = years.beyond;
        return Some(Counted { at, beyond });
    }
    let next = day
        .iter_days()
        .take(MOST_CLOSED)
        .find(|day| years.is_working_day(*day))?;
    let at = zone.not_after(local(next, NaiveTime::from_hms_opt(12, 0, 0)?)?);
    let beyond = years.beyond;
    Some(Counted { at, beyond })
}

/// Whether the local day of a moment is a weekend or a holiday, and which working day comes before it.
pub fn closed(at: DateTime<Utc>, zone: Zone, calendar: &Calendar) -> Option<Closed> {
    let day = local_day(When::At(at), zone)?;
    if calendar.is_working_day(day) {
        return None;
    }
    let mut before = std::iter::successors(day.pred_opt(), NaiveDate::pred_opt).take(MOST_CLOSED);
    Some(Closed {
        day,
        holiday: calendar.holiday(day).map(str::to_owned),
        before: before.find(|day| calendar.is_working_day(*day))?,
    })
}

impl Closed {
    /// As part of a sentence: `falls on a Sunday, file by Fri 2026-12-18`.
    pub fn hint(&self) -> String {
        let what = match &self.holiday {
            Some(holiday) => format!("a holiday ({holiday})"),
            None => format!("a {}", full_name(self.day.weekday())),
        };
        format!("falls on {what}, file by {}", self.before.format("%a %Y-%m-%d"))
    }
}

/// A calendar, with the holidays of the year that was asked for last: days are asked for in their order.
struct Years<'a> {
    calendar: &'a Calendar,
    last: Option<(i32, Vec<NaiveDate>)>,
    beyond: bool,
}

impl<'a> Years<'a> {
    fn of(calendar: &'a Calendar) -> Self {
        Years {
            calendar,
            last: None,
            beyond: false,
        }
    }

    fn is_working_day(&mut self, day: NaiveDate) -> bool {
        let year = day.year();
        self.beyond |= !self.calendar.knows(year);
        if self.calendar.is_weekend(day) {
            return false;
        }
        if self.last.as_ref().is_none_or(|(known, _)| *known != year) {
            self.last = Some((year, self.calendar.holidays(year).into_keys().collect()));
        }
        !self.last.as_ref().is_some_and(|(_, holidays)| holidays.contains(&day))
    }
}

fn working_day_after(day: NaiveDate, amount: u32, calendar: &Calendar, count_day: bool) -> Option<(NaiveDate, bool)> {
    let mut years = Years::of(calendar);
    let mut left = amount;
    let mut closed = 0;
    for day in day.iter_days().skip(usize::from(!count_day)) {
        if !is_counted(day.year()) || closed > MOST_CLOSED {
            return None;
        }
        if years.is_working_day(day) {
            left = left.saturating_sub(1);
            closed = 0;
        } else {
            closed += 1;
        }
        if left == 0 && closed == 0 {
            return Some((day, years.beyond));
        }
    }
    None
}

fn months_after(day: NaiveDate, months: u32, count_day: bool) -> Option<NaiveDate> {
    let last = day.checked_add_months(Months::new(months))?;
    // A month without such a day ends the limit with its own last day, however it is counted.
    if count_day && last.day() == day.day() {
        last.pred_opt()
    } else {
        Some(last)
    }
}

fn after_hours(at: DateTime<Utc>, hours: u32) -> Option<DateTime<Utc>> {
    at.checked_add_signed(TimeDelta::hours(i64::from(hours)))
        .filter(|at| is_counted(at.year()))
}

fn local(day: NaiveDate, time: NaiveTime) -> Option<NaiveDateTime> {
    Some(day.and_time(time)).filter(|_| is_counted(day.year()))
}

fn is_counted(year: i32) -> bool {
    (1..=9999).contains(&year)
}

fn full_name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

#[cfg(test)]
mod tests;
