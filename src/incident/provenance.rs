//! Where an entry comes from: who typed it, who said so, when it happened, and who may read it.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use crate::time::{Period, Unit};

/// Who typed an entry, on what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct By {
    pub name: String,
    /// The role they acted in, if one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The login of the machine.
    pub login: String,
    pub host: String,
    pub via: Via,
}

/// How an entry came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Via {
    /// A person at the prompts.
    Terminal,
    Command,
    Script,
}

/// Who said so, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportedBy {
    pub by: String,
    /// How: phone, in person, chat, …
    pub channel: String,
}

/// Who may read an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    Privileged,
    /// For few: suspicion of an insider, a pasted secret, a customer's data.
    Restricted,
}

/// When something happened, as the responder said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Occurred {
    /// The instant, with the offset it was told in; of a day, a month or a year the first moment. Absent when nobody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<DateTime<FixedOffset>>,
    pub precision: Precision,
    /// A day, a month or a year that was said to be rough.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub about: bool,
}

impl Occurred {
    /// The day, month or year that was said, when no more was.
    pub fn period(&self) -> Option<Period> {
        let unit = match self.precision {
            Precision::Day => Unit::Day,
            Precision::Month => Unit::Month,
            Precision::Year => Unit::Year,
            Precision::Exact | Precision::About | Precision::Unknown => return None,
        };
        Some(Period {
            first: self.at?.date_naive(),
            unit,
        })
    }

    /// Whether it was said to be no more than about then.
    pub fn is_rough(&self) -> bool {
        self.about || matches!(self.precision, Precision::About | Precision::Unknown)
    }

    /// How exact it is, in a word or two: `exact`, `about`, `day`, `about month`, `unknown`.
    pub fn how_exact(&self) -> String {
        let precision = match self.precision {
            Precision::Exact => "exact",
            Precision::About => "about",
            Precision::Day => "day",
            Precision::Month => "month",
            Precision::Year => "year",
            Precision::Unknown => "unknown",
        };
        let about = if self.about { "about " } else { "" };
        format!("{about}{precision}")
    }

    /// When it was, as exactly as somebody said; `moment` says a time with its hour.
    pub fn words(&self, moment: impl Fn(DateTime<FixedOffset>) -> String) -> Option<String> {
        let at = self.at?;
        let said = match self.period() {
            Some(period) => period.words(),
            None => moment(at),
        };
        Some(if self.is_rough() { format!("about {said}") } else { said })
    }
}

/// How sure a time is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    Exact,
    About,
    /// No more than its day was said, its month, its year.
    Day,
    Month,
    Year,
    Unknown,
}
