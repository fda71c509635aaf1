//! Where an entry comes from: who typed it, who said so, when it happened, and who may read it.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

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
    /// The instant, with the offset it was told in. Absent when nobody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<DateTime<FixedOffset>>,
    pub precision: Precision,
}

/// How sure a time is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    Exact,
    About,
    Unknown,
}
