//! How the single values of a rule file are spelled, and what to say when one is not.
//!
//! Knows one value at a time: whether a rule, a regime or a place exists is for [`super::check`].

use chrono::NaiveDate;

use super::calendar::{Day, Observed, weekday_named};
use super::contract::Party;
use super::limit::Limit;
use super::rule::{Confidence, Counted, PoliceDelay, Reach, Recipient, Relative, RuleKind, Status};
use super::start::{STARTS, Start};
use crate::schema::shape::{Slip, Special};
use crate::text::{did_you_mean, list, meant};

/// The units of a limit, as they are written.
const UNITS: [&str; 10] = [
    "hour",
    "hours",
    "day",
    "days",
    "business day",
    "business days",
    "month",
    "months",
    "year",
    "years",
];

pub(super) const LIMIT: Special = Special {
    expected: || "a time limit such as `72 hours` or `15 business days`".to_owned(),
    check: limit,
};

/// What a delay asked for by police does.
pub(super) const POLICE_DELAY: Special = Special {
    expected: || "`stays`, `moves`, or a time limit such as `7 business days`".to_owned(),
    check: |text| match text {
        "stays" | "moves" => Ok(()),
        text if !text.contains(' ') => Err(unknown_option(text, &["stays", "moves"])),
        text => limit(text).and_then(|()| {
            PoliceDelay::parse(text)
                .map(|_| ())
                .map_err(|why| slip("bad-limit", why, None))
        }),
    },
};

/// A start of a clock.
pub(super) const START: Special = Special {
    expected: || "an event such as `discovery`, or `none`".to_owned(),
    check: |text| match Start::named(text) {
        Some(_) => Ok(()),
        None => {
            let near = did_you_mean(text, STARTS.iter().map(|start| start.name));
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    let names: Vec<&str> = STARTS.iter().map(|start| start.name).collect();
                    format!("the events are {}", list(&names, "and"))
                }
            };
            Err(slip(
                "unknown-start",
                format!("no clock starts at `{text}`"),
                Some(help),
            ))
        }
    },
};

pub(super) const DAY: Special = Special {
    expected: || "a day such as `2026-12-01`".to_owned(),
    check: |text| match NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        Ok(_) if text.len() == 10 => Ok(()),
        _ => Err(bad_date(text, "day", "a day such as `2026-12-01`")),
    },
};

pub(super) const MONTH: Special = Special {
    expected: || "a year and a month such as `2026-06`".to_owned(),
    check: |text| match NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d") {
        Ok(_) if text.len() == 7 => Ok(()),
        _ => Err(bad_date(text, "month", "a year and a month such as `2026-06`")),
    },
};

pub(super) const PEOPLE: Special = Special {
    expected: || "a whole number such as `500`".to_owned(),
    check: |text| {
        let help = || Some("write a whole number from 1 on, such as `501` for more than 500".to_owned());
        match text.parse::<i64>() {
            Ok(number) if number < 0 => Err(slip("negative-amount", format!("`{text}` is negative"), help())),
            Ok(0) => Err(slip("wrong-type", "`0` people set off nothing".to_owned(), help())),
            Ok(number) if u32::try_from(number).is_ok() => Ok(()),
            _ => Err(slip(
                "wrong-type",
                format!("`{text}` is not a number of people"),
                help(),
            )),
        }
    },
};

/// The years that files may name.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

pub(super) const YEAR: Special = Special {
    expected: || "a year such as `2026`".to_owned(),
    check: |text| match text.parse::<i32>() {
        Ok(year) if YEARS.contains(&year) => Ok(()),
        _ => {
            let message = format!("`{text}` is not a year between {} and {}", YEARS.start(), YEARS.end());
            Err(slip("bad-date", message, None))
        }
    },
};

/// The day of a holiday in any year.
pub(super) const DAY_OF_YEAR: Special = Special {
    expected: || "a day of the year such as `12-25`, `last monday of may` or `easter - 2`".to_owned(),
    check: |text| match Day::parse(&text.split_whitespace().collect::<Vec<_>>().join(" ")) {
        Ok(_) => Ok(()),
        Err(why) => Err(slip("bad-date", why, None)),
    },
};

/// A day of the week.
pub(super) const WEEKDAY: Special = Special {
    expected: || "a day of the week such as `friday`".to_owned(),
    check: |text| match weekday_named(&text.to_lowercase()) {
        Some(_) => Ok(()),
        None => {
            let help = Some("write the days out, such as `[friday, saturday]`".to_owned());
            Err(slip("bad-option", format!("`{text}` is not a day of the week"), help))
        }
    },
};

/// On which other day a holiday is kept.
pub(super) const OBSERVED: Special = Special {
    expected: || list(&Observed::ALL.map(|(name, _)| name), "or"),
    check: |text| {
        let names = Observed::ALL.map(|(name, _)| name);
        if names.contains(&text) {
            return Ok(());
        }
        let help = meant(
            did_you_mean(text, names),
            format!("this must be {}", list(&names, "or")),
        );
        let message = format!("`{text}` is not a way to move a holiday");
        Err(slip("bad-option", message, Some(help)))
    },
};

/// The code of a place: capital letters, and after a hyphen letters and digits.
pub(super) const PLACE_CODE: Special = Special {
    expected: || "a code such as `DE`, `US-CA` or `AE-DIFC`".to_owned(),
    check: |text| {
        let (first, rest) = text.split_once('-').unwrap_or((text, "A"));
        let is_code = (2..=8).contains(&first.len())
            && first.bytes().all(|byte| byte.is_ascii_uppercase())
            && (1..=5).contains(&rest.len())
            && rest
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        if is_code {
            return Ok(());
        }
        let help = Some("write it like `DE`, `US-CA` or `AE-DIFC`".to_owned());
        Err(slip("bad-id", format!("`{text}` is not the code of a place"), help))
    },
};

/// A value out of a closed list.
macro_rules! one_of {
    ($(#[$doc:meta])* $name:ident, $enum:ty) => {
        $(#[$doc])*
        pub(super) const $name: Special = Special {
            expected: || list(&names(<$enum>::ALL, |one| one.name()), "or"),
            check: |text| match <$enum>::named(text) {
                Some(_) => Ok(()),
                None => Err(unknown_option(text, &names(<$enum>::ALL, |one| one.name()))),
            },
        };
    };
}

one_of!(RECIPIENT, Recipient);
one_of!(
    /// What ties an incident to the jurisdiction.
    REACH,
    Reach
);
one_of!(COUNTED, Counted);
one_of!(
    /// How a limit stands to the notices to the people.
    RELATIVE,
    Relative
);
one_of!(
    /// What kind of rule it is.
    KIND,
    RuleKind
);
one_of!(STATUS, Status);
one_of!(
    /// How well it is known.
    CONFIDENCE,
    Confidence
);

one_of!(
    /// Who the other side of a contract is.
    PARTY,
    Party
);

fn names<T: Copy>(all: &[T], name: fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().map(|one| name(*one)).collect()
}

fn limit(text: &str) -> Result<(), Slip> {
    let Err(why) = Limit::parse(text) else { return Ok(()) };
    let mut words = text.split_whitespace();
    let amount = words.next().and_then(|amount| amount.parse::<i64>().ok());
    let unit = words.collect::<Vec<_>>().join(" ");
    let is_unit = UNITS.contains(&unit.to_lowercase().as_str());
    Err(match amount {
        Some(amount) if amount < 0 => slip(
            "negative-amount",
            format!("`{text}` is negative"),
            Some("a limit runs forward; write it without the sign".to_owned()),
        ),
        Some(_) if !is_unit && !unit.is_empty() => {
            let help = meant(
                did_you_mean(&unit, UNITS),
                "the units are hours, days, business days, months and years",
            );
            slip("unknown-unit", format!("no law counts in `{unit}`"), Some(help))
        }
        _ => match why.split_once("; ") {
            Some((why, help)) => slip("bad-limit", why.to_owned(), Some(help.to_owned())),
            None => slip("bad-limit", why, None),
        },
    })
}

fn unknown_option(text: &str, options: &[&str]) -> Slip {
    let help = meant(
        did_you_mean(text, options.iter().copied()),
        format!("this must be {}", list(options, "or")),
    );
    slip("unknown-option", format!("`{text}` is not possible here"), Some(help))
}

fn bad_date(text: &str, what: &str, expected: &str) -> Slip {
    slip(
        "bad-date",
        format!("`{text}` is not a {what} of the calendar"),
        Some(format!("write {expected}")),
    )
}

fn slip(code: &'static str, message: String, help: Option<String>) -> Slip {
    Slip { code, message, help }
}
