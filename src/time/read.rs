//! Times as people type them: `14:05`, `yesterday 23:50`, `20 min ago`, `Fri 23:40`, RFC 3339, the date line of a mail.
//!
//! What somebody reports lies in the past: a bare time, a weekday or a date without a year is the most recent one, and a
//! clock that runs up to two minutes ahead is forgiven. Where today's has not come yet, or a time reads in two ways for
//! another reason, both readings are given, and nothing is chosen. What somebody waits for lies ahead: [`read_deadline`].

mod not_understood;
mod period;
mod place;
mod spoken;

use chrono::{DateTime, Datelike, FixedOffset, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use chrono::{SubsecRound, Timelike};
use serde::{Deserialize, Serialize};

use super::{CLOCKS_DIFFER, format, zone::Zone};
pub use not_understood::{NotUnderstood, Which};
pub use period::{Period, Unit, When, read_when};
use place::{Place, ZoneWord};
use spoken::{Clock, Day, PartOfDay, Spoken};

/// How exactly a time is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Exactness {
    /// As said, to the minute.
    Exact,
    About,
}

/// A time that somebody named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The instant, with the offset of the zone or the one that was typed.
    pub at: DateTime<FixedOffset>,
    pub precision: Exactness,
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

impl Moment {
    /// The moment said back as it is kept: `Friday 20 Nov 2026, 23:40`, with `about` before it when it is, its seconds if it
    /// has any, and the offset in the hour that comes twice.
    pub fn said_back(&self, zone: Zone) -> String {
        let mut said = format::full(self.at, zone);
        let local = zone.at(&self.at);
        if local.second() > 0 {
            said.push_str(&local.format(":%S").to_string());
        }
        if matches!(zone.instants(local.naive_local()), LocalResult::Ambiguous(..)) {
            said.push_str(&local.format(" %:z").to_string());
        }
        match self.precision {
            Exactness::Exact => said,
            Exactness::About => format!("about {said}"),
        }
    }
}

/// Reads when something happened.
pub fn read_moment(text: &str, now: DateTime<Utc>, zone: Zone) -> Result<Moment, NotUnderstood> {
    read(text, now, zone, Direction::Past)
}

/// Reads until when something waits: `07:00`, `until Sat 07:00`, `tomorrow 09:00`, `in 2 hours`.
pub fn read_deadline(text: &str, now: DateTime<Utc>, zone: Zone) -> Result<Moment, NotUnderstood> {
    read(text, now, zone, Direction::TypeAhead)
}

/// Reads by when something is due: the same, and a day alone, which lasts until its end.
pub fn read_due(text: &str, now: DateTime<Utc>, zone: Zone) -> Result<Moment, NotUnderstood> {
    read_deadline(text, now, zone).or_else(|why| match why {
        NotUnderstood::NoClock { .. } => read_deadline(&format!("{text} 23:59"), now, zone).map_err(|_| why),
        why => Err(why),
    })
}

/// Reads a day: `2026-11-20`, `20 Nov`, `yesterday`, `Friday` (the last one). Without a year, the nearest such day.
pub fn read_date(text: &str, now: DateTime<Utc>, zone: Zone) -> Result<NaiveDate, NotUnderstood> {
    let today = zone.at(&now).date_naive();
    let unclear = || NotUnderstood::Unclear {
        text: text.trim().to_owned(),
        examples: DATES,
    };
    let day = spoken::read_day(text).ok_or_else(unclear)?;
    let days = match day {
        Day::Unsaid => None,
        Day::Date { .. } | Day::Slashed { .. } => Some(days_of(day, today, Direction::Nearest)?),
        Day::Away(_) | Day::Weekday(_) | Day::LastWeekday(_) => Some(days_of(day, today, Direction::Past)?),
    };
    days.as_ref().and_then(only_day).ok_or_else(unclear)
}

/// Where the time lies that somebody names.
#[derive(Clone, Copy, PartialEq)]
enum Direction {
    Past,
    TypeAhead,
    /// A day of the calendar, before or after.
    Nearest,
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
    let precision = if spoken.about {
        Exactness::About
    } else {
        Exactness::Exact
    };
    let local_now = zone.at(&now);
    let at = match spoken.when {
        Spoken::Now => local_now.trunc_subsecs(0),
        Spoken::At(at) => at,
        Spoken::Ago { .. } | Spoken::DaysAgo { .. } if direction != Direction::Past => return Err(unclear()),
        Spoken::In { .. } | Spoken::InDays { .. } if direction == Direction::Past => return Err(unclear()),
        Spoken::Ago { minutes } => minutes_away(local_now, -minutes, zone).ok_or_else(unclear)?,
        Spoken::In { minutes } => minutes_away(local_now, minutes, zone).ok_or_else(unclear)?,
        Spoken::DaysAgo { days } => days_away(local_now, -days, zone).ok_or_else(unclear)?,
        Spoken::InDays { days } => days_away(local_now, days, zone).ok_or_else(unclear)?,
        Spoken::Local {
            day,
            part,
            clock,
            place,
        } => {
            let place = match place {
                None => Place::Zone(zone),
                Some(ZoneWord::Known(place)) => place,
                Some(ZoneWord::Shared) => {
                    let text = text.split_whitespace().next_back().unwrap_or_default().to_owned();
                    return Err(NotUnderstood::SharedZone { text });
                }
            };
            let asked = Asked {
                place,
                now,
                direction,
                precision,
            };
            return match asked.resolve(day, part, clock) {
                Ok(found) => found.ok_or_else(unclear),
                // What is offered can be typed as it is shown: by the clock here.
                Err(NotUnderstood::Either { which, first, second }) => {
                    let here = |moment: Moment| Moment {
                        at: zone.at(&moment.at),
                        ..moment
                    };
                    let (first, second) = (here(first), here(second));
                    Err(NotUnderstood::Either { which, first, second })
                }
                Err(why) => Err(why),
            };
        }
        Spoken::Day(day, part) => {
            let days = days_of(day, local_now.date_naive(), direction)?;
            let day = only_day(&days).ok_or_else(unclear)?;
            let today = local_now.date_naive();
            if direction == Direction::Past && day > today {
                return Err(NotUnderstood::FutureDay { day });
            }
            if direction == Direction::TypeAhead && day < today {
                return Err(NotUnderstood::PastDay { day });
            }
            let hour = match part {
                None => "09:00",
                Some(PartOfDay::Morning) => "08:30",
                Some(PartOfDay::Afternoon) => "15:00",
                Some(PartOfDay::Evening) => "19:30",
                Some(PartOfDay::Night) => "23:10",
            };
            return Err(NotUnderstood::NoClock {
                text: text.trim().to_owned(),
                example: if day.year() == local_now.year() {
                    format!("{} {hour}", day.format("%-d %b"))
                } else {
                    format!("{} {hour}", day.format("%-d %b %Y"))
                },
            });
        }
        Spoken::Month { .. } | Spoken::Year(_) => {
            return Err(NotUnderstood::NoClock {
                text: text.trim().to_owned(),
                example: format!("{} 09:00", local_now.format("%-d %b %Y")),
            });
        }
    };
    if !fits(at, now, direction) {
        return Err(beyond(at, direction));
    }
    Ok(Moment { at, precision })
}

fn beyond(at: DateTime<FixedOffset>, direction: Direction) -> NotUnderstood {
    if direction == Direction::TypeAhead {
        NotUnderstood::Past { at }
    } else {
        NotUnderstood::Future { at }
    }
}

fn beyond_day(day: NaiveDate) -> NotUnderstood {
    NotUnderstood::FutureDay { day }
}

fn fits(at: DateTime<FixedOffset>, now: DateTime<Utc>, direction: Direction) -> bool {
    match direction {
        Direction::Past => at.to_utc() - now <= CLOCKS_DIFFER,
        Direction::TypeAhead => at.to_utc() > now,
        Direction::Nearest => true,
    }
}

/// What a time on the wall clock is read against.
struct Asked {
    place: Place,
    now: DateTime<Utc>,
    direction: Direction,
    precision: Exactness,
}

impl Asked {
    /// The one moment that a clock time on a day may be; none when there is no such day or time.
    fn resolve(&self, day: Day, part: Option<PartOfDay>, clock: Clock) -> Result<Option<Moment>, NotUnderstood> {
        let today = self.place.at(&self.now).date_naive();
        let days = days_of_clock(day, today, self.direction)?;
        let either = |which: Which, first: Moment, second: Moment| NotUnderstood::Either { which, first, second };
        if let Days::EitherWay([day_first, month_first]) = days {
            let readings = [day_first, month_first].map(|day| self.on(&[day], part, clock.time));
            return match readings {
                [Ok(Some(first)), Ok(Some(second))] => Err(either(Which::DayOrMonth, first, second)),
                // One of the two lies ahead, or behind: the other is meant.
                [Ok(Some(only)), Err(_)] | [Err(_), Ok(Some(only))] => Ok(Some(only)),
                [first, _] => first,
            };
        }
        let Days::Meant(days) = days else { return Ok(None) };
        if clock.is_half_open && part.is_none() {
            let later = clock.time.overflowing_add_signed(TimeDelta::hours(12)).0;
            return match (self.on(&days, None, clock.time), self.on(&days, None, later)) {
                (Ok(Some(first)), Ok(Some(second))) => Err(either(Which::HalfOfDay, first, second)),
                (Ok(Some(only)), Err(_)) | (Err(_), Ok(Some(only))) => Ok(Some(only)),
                (first, _) => first,
            };
        }
        let found = self.on(&days, part, clock.time)?;
        // Today's has not come yet. Whether yesterday's is meant or this clock is wrong, only the writer knows.
        if let Some(found) = found
            && self.direction == Direction::Past
            && let [first_day, _, ..] = days.as_slice()
            && *first_day == today
            && found
                .at
                .with_timezone(&self.place.at(&self.now).timezone())
                .date_naive()
                != today
            && let LocalResult::Single(at) = self.place.instants(first_day.and_time(clock.time))
        {
            let ahead = Moment {
                at,
                precision: self.precision,
            };
            return Err(either(Which::Day, found, ahead));
        }
        Ok(found)
    }

    /// The first of these days on which the time fits; a time that comes twice is no question when only one of the two fits.
    fn on(
        &self,
        days: &[NaiveDate],
        part: Option<PartOfDay>,
        time: NaiveTime,
    ) -> Result<Option<Moment>, NotUnderstood> {
        let mut beyond_now = None;
        let fits = |at: DateTime<FixedOffset>| fits(at, self.now, self.direction);
        let moment = |at: DateTime<FixedOffset>| Moment {
            at,
            precision: self.precision,
        };
        for day in days {
            let Some(local) = in_part(*day, part, time) else {
                return Ok(None);
            };
            match self.place.instants(local) {
                LocalResult::Single(at) if fits(at) => return Ok(Some(moment(at))),
                LocalResult::Ambiguous(earlier, later) => match (fits(earlier), fits(later)) {
                    (true, true) => return Err(NotUnderstood::Twice { earlier, later }),
                    (true, false) => return Ok(Some(moment(earlier))),
                    (false, true) => return Ok(Some(moment(later))),
                    (false, false) => beyond_now = beyond_now.or(Some(earlier)),
                },
                LocalResult::Single(at) => beyond_now = beyond_now.or(Some(at)),
                LocalResult::None => {
                    if let Place::Zone(zone) = self.place
                        && (days.len() == 1 || fits(zone.at(&zone.computed(local))))
                    {
                        return Err(NotUnderstood::DoesNotExist { local, zone });
                    }
                }
            }
        }
        match beyond_now {
            Some(at) => Err(beyond(at, self.direction)),
            None => Ok(None),
        }
    }
}

/// A time in a part of a day: `3:15` of an afternoon is 15:15, and the night goes on until the next day's morning. None when
/// the part does not have that time.
fn in_part(day: NaiveDate, part: Option<PartOfDay>, time: NaiveTime) -> Option<NaiveDateTime> {
    let later = time.overflowing_add_signed(TimeDelta::hours(12)).0;
    match (part, time.hour()) {
        (None, _) | (Some(PartOfDay::Morning), 0..12) | (Some(PartOfDay::Afternoon), 12..19) => {
            Some(day.and_time(time))
        }
        (Some(PartOfDay::Evening), 16..) | (Some(PartOfDay::Night), 18..) => Some(day.and_time(time)),
        (Some(PartOfDay::Afternoon), 1..7) | (Some(PartOfDay::Evening), 4..12) | (Some(PartOfDay::Night), 7..12) => {
            Some(day.and_time(later))
        }
        (Some(PartOfDay::Night), 0..7) => Some(day.succ_opt()?.and_time(time)),
        (Some(_), _) => None,
    }
}

/// The days that words may mean.
enum Days {
    Meant(Vec<NaiveDate>),
    /// Its day, or its month, stands first.
    EitherWay([NaiveDate; 2]),
}

/// The same without a time of day: a date that reads in two ways is a question then.
fn days_of(day: Day, today: NaiveDate, direction: Direction) -> Result<Days, NotUnderstood> {
    match days_of_clock(day, today, direction)? {
        Days::EitherWay([day_first, month_first]) => Err(NotUnderstood::EitherDay { day_first, month_first }),
        meant @ Days::Meant(_) => Ok(meant),
    }
}

fn only_day(days: &Days) -> Option<NaiveDate> {
    match days {
        Days::Meant(days) => days.first().copied(),
        Days::EitherWay(_) => None,
    }
}

fn days_of_clock(day: Day, today: NaiveDate, direction: Direction) -> Result<Days, NotUnderstood> {
    let away = |days: i64| today.checked_add_signed(TimeDelta::try_days(days)?);
    let found = match (day, direction) {
        (Day::Unsaid, Direction::TypeAhead) => vec![away(0), away(1)],
        (Day::Unsaid, _) => vec![away(0), away(-1)],
        (Day::Away(days), _) => vec![away(days)],
        (Day::Weekday(weekday), Direction::TypeAhead) => {
            let on = i64::from(weekday.days_since(today.weekday()));
            vec![away(on), away(on + 7)]
        }
        (Day::Weekday(weekday), _) => {
            let back = i64::from(today.weekday().days_since(weekday));
            vec![away(-back), away(-back - 7)]
        }
        (Day::LastWeekday(weekday), _) => {
            let back = i64::from(today.weekday().days_since(weekday));
            vec![away(if back == 0 { -7 } else { -back })]
        }
        (
            Day::Date {
                day,
                month,
                year,
                weekday,
            },
            direction,
        ) => {
            let days = dates(day, month, year, today, direction);
            if let Some(said) = weekday
                && let Some(day) = days.first()
                && !days.iter().any(|day| day.weekday() == said)
            {
                return Err(NotUnderstood::WrongWeekday { day: *day });
            }
            days.into_iter()
                .filter(|day| weekday.is_none_or(|said| day.weekday() == said))
                .map(Some)
                .collect()
        }
        (Day::Slashed { first, second, year }, direction) => {
            let one = |day: u32, month: u32| dates(day, month, year, today, direction).into_iter().next();
            match (one(first, second), one(second, first)) {
                (Some(day_first), Some(month_first)) if day_first != month_first => {
                    return Ok(Days::EitherWay([day_first, month_first]));
                }
                (day_first, month_first) => vec![day_first.or(month_first)],
            }
        }
    };
    Ok(Days::Meant(found.into_iter().flatten().collect()))
}

/// A date; without a year the last one before today's end, the nearest one to wait for, or the nearest one.
fn dates(day: u32, month: u32, year: Option<i32>, today: NaiveDate, direction: Direction) -> Vec<NaiveDate> {
    let of = |year: i32| NaiveDate::from_ymd_opt(year, month, day);
    let nearest = || {
        let years = [today.year() - 1, today.year(), today.year() + 1].into_iter();
        years
            .filter_map(of)
            .min_by_key(|found| (*found - today).num_days().abs())
    };
    let found = match (year, direction) {
        (Some(year), _) => of(year),
        (None, Direction::Past) => of(today.year())
            .filter(|found| *found <= today)
            .or_else(|| of(today.year() - 1))
            // Of a leap day the one that was.
            .or_else(|| (2..8).find_map(|years| of(today.year() - years))),
        // A day that is over is over: it never becomes next year's.
        (None, Direction::TypeAhead | Direction::Nearest) => nearest(),
    };
    found.into_iter().collect()
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
