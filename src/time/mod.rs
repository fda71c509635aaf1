//! Time as people say it: read, shown, counted.
//!
//! Pure: `now` and the zone are always arguments, and nothing here asks a clock, an environment or a system. Knows
//! nothing of playbooks, facts or records; holidays are not known here either.

pub mod format;
pub mod read;
pub mod span;
pub mod view;
pub mod zone;

#[cfg(test)]
mod tests;

/// The months and the days of the week by name, in lower case.
pub const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
pub const WEEKDAYS: [(&str, chrono::Weekday); 7] = [
    ("monday", chrono::Weekday::Mon),
    ("tuesday", chrono::Weekday::Tue),
    ("wednesday", chrono::Weekday::Wed),
    ("thursday", chrono::Weekday::Thu),
    ("friday", chrono::Weekday::Fri),
    ("saturday", chrono::Weekday::Sat),
    ("sunday", chrono::Weekday::Sun),
];

/// Two clocks may differ by this much without anybody being wrong.
pub const CLOCKS_DIFFER: chrono::TimeDelta = chrono::TimeDelta::minutes(2);

pub use read::{Exactness, Moment, NotUnderstood, Period, Unit, When, Which};
pub use read::{read_date, read_deadline, read_due, read_moment, read_when};
pub use span::Span;
pub use view::TimeView;
pub use zone::{Zone, ZoneUsed};
