//! Why a time could not be taken, in a sentence that says what to type.

use std::fmt;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime};

use super::{Exactness, Moment, Period, Unit, When};
use crate::time::Zone;
use crate::time::format;

/// Why a time could not be taken. Its text is a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotUnderstood {
    /// It does not read as a time.
    Unclear {
        text: String,
        /// What can be typed instead.
        examples: &'static [&'static str],
    },
    /// Clocks were put back, so that this local time came twice: ask which.
    Twice {
        /// The first of the two.
        earlier: DateTime<FixedOffset>,
        later: DateTime<FixedOffset>,
    },
    /// It reads in two ways: ask which.
    Either {
        /// What the two differ in.
        which: Which,
        first: Moment,
        second: Moment,
    },
    /// A day that reads in two ways, without a time: `5/11`.
    EitherDay {
        day_first: NaiveDate,
        month_first: NaiveDate,
    },
    /// A day, or a longer time, without a time of day.
    NoClock {
        text: String,
        /// The same with a time of day.
        example: String,
    },
    /// The day of the week is not that of the date.
    WrongWeekday {
        /// The date, with its own day of the week.
        day: NaiveDate,
    },
    /// A short name of a zone that several places use.
    SharedZone { text: String },
    /// Clocks were put forward, so that this local time never came.
    DoesNotExist { local: NaiveDateTime, zone: Zone },
    /// It lies ahead, and a report cannot.
    Future { at: DateTime<FixedOffset> },
    /// A day, a month or a year that begins after today.
    FutureDay { day: NaiveDate },
    /// A day that is over, and a deadline cannot be.
    PastDay { day: NaiveDate },
    /// It is over, and a deadline cannot be.
    Past { at: DateTime<FixedOffset> },
}

/// What two readings of a time differ in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The day: today's has not come yet.
    Day,
    /// Whether the day or the month stands first.
    DayOrMonth,
    HalfOfDay,
}

impl NotUnderstood {
    /// The two readings, when it has two and somebody may choose: the likelier, or the earlier one, first.
    pub fn readings(&self) -> Option<[When; 2]> {
        let exact = |at: &DateTime<FixedOffset>| {
            When::Moment(Moment {
                at: *at,
                precision: Exactness::Exact,
            })
        };
        let on = |first: &NaiveDate| When::Period {
            period: Period {
                first: *first,
                unit: Unit::Day,
            },
            about: false,
        };
        match self {
            NotUnderstood::Twice { earlier, later } => Some([exact(earlier), exact(later)]),
            NotUnderstood::Either { first, second, .. } => Some([*first, *second].map(When::Moment)),
            NotUnderstood::EitherDay { day_first, month_first } => Some([on(day_first), on(month_first)]),
            NotUnderstood::Unclear { .. }
            | NotUnderstood::NoClock { .. }
            | NotUnderstood::WrongWeekday { .. }
            | NotUnderstood::SharedZone { .. }
            | NotUnderstood::DoesNotExist { .. }
            | NotUnderstood::Future { .. }
            | NotUnderstood::FutureDay { .. }
            | NotUnderstood::PastDay { .. }
            | NotUnderstood::Past { .. } => None,
        }
    }
}

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
            NotUnderstood::Either { which, first, second } => {
                let typed = |moment: &Moment| {
                    let about = match moment.precision {
                        Exactness::Exact => "",
                        Exactness::About => "about ",
                    };
                    format!("`{about}{}`", moment.at.format("%Y-%m-%d %H:%M"))
                };
                let (first_typed, second_typed) = (typed(first), typed(second));
                let (first, second) = (said(&first.at), said(&second.at));
                match which {
                    Which::Day => write!(
                        f,
                        "which day? Write {first_typed} for {first}, or {second_typed} for {second}, which has not come yet"
                    ),
                    Which::DayOrMonth => write!(
                        f,
                        "day or month first? Write {first_typed} for {first}, or {second_typed} for {second}"
                    ),
                    Which::HalfOfDay => write!(
                        f,
                        "morning or evening? Write {first_typed} for {first}, or {second_typed} for {second}"
                    ),
                }
            }
            NotUnderstood::EitherDay { day_first, month_first } => write!(
                f,
                "day or month first? Write `{day_first}` for {}, or `{month_first}` for {}",
                format::day(*day_first),
                format::day(*month_first)
            ),
            NotUnderstood::NoClock { text, example } => write!(
                f,
                "`{text}` says no time of day; add it, as in `{example}`, or `about` and the time if it is not exact"
            ),
            NotUnderstood::WrongWeekday { day } => write!(
                f,
                "{} is a {}; leave the day of the week out, or mend the date",
                day.format("%-d %b %Y"),
                day.format("%A")
            ),
            NotUnderstood::SharedZone { text } => write!(
                f,
                "`{text}` means several offsets; write the offset, such as `-06:00`, or a place, such as `America/Chicago`"
            ),
            NotUnderstood::DoesNotExist { local, zone } => write!(
                f,
                "{} never came in {}, as clocks were put forward; give the time before or after",
                local.format("%A %-d %b %Y, %H:%M"),
                zone.city(),
            ),
            NotUnderstood::Future { at } => write!(f, "{} has not come yet; give the time when it happened", said(at)),
            NotUnderstood::FutureDay { day } => {
                write!(
                    f,
                    "{} has not come yet; give the day when it happened",
                    format::day(*day)
                )
            }
            NotUnderstood::PastDay { day } => write!(f, "{} is over; give a future time", format::day(*day)),
            NotUnderstood::Past { at } => write!(f, "{} is over; give a future time", said(at)),
        }
    }
}

impl std::error::Error for NotUnderstood {}
