//! The name of an incident: checked once, so that it can never lead out of the store or fake a path.

use std::fmt;
use std::str::FromStr;

/// The longest id, in bytes.
const LONGEST: usize = 64;

/// An incident's id: a letter or digit, then letters, digits, `.`, `_` and `-`, 64 characters at most.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IncidentId(String);

impl IncidentId {
    /// Checks a text once and for all.
    pub fn parse(text: &str) -> Result<Self, BadId> {
        let mut bytes = text.bytes();
        let first = bytes.next().is_some_and(|byte| byte.is_ascii_alphanumeric());
        let rest = bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'));
        if first && rest && text.len() <= LONGEST {
            Ok(Self(text.to_owned()))
        } else {
            Err(BadId(text.to_owned()))
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is as the program makes them: `2026-11-22-k7f3`, `drill-` in front for a drill.
    pub fn is_made(&self) -> bool {
        let dated = self.0.strip_prefix("drill-").unwrap_or(&self.0);
        let shape: String = dated
            .chars()
            .map(|sign| match sign {
                '-' => '-',
                sign if sign.is_ascii_digit() => '9',
                _ => 'x',
            })
            .collect();
        shape.len() == 15 && shape.starts_with("9999-99-99-") && !shape[11..].contains('-')
    }
}

impl fmt::Display for IncidentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for IncidentId {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        Self::parse(text)
    }
}

/// Whose record stands under the name of an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holds {
    Own,
    /// A record of this incident, under a name that says it is a copy.
    CopyOf(String),
    /// The record of this incident, in the place of another one's.
    Another(String),
}

impl Holds {
    /// What a record that says it is of `written` is under this name.
    pub fn of(id: &IncidentId, written: &str) -> Self {
        if written.is_empty() || id.as_str() == written {
            Holds::Own
        } else if id.is_made() {
            Holds::Another(written.to_owned())
        } else {
            Holds::CopyOf(written.to_owned())
        }
    }

    /// The incident whose record it is, where it is another.
    pub fn other(&self) -> Option<&str> {
        match self {
            Holds::Own => None,
            Holds::CopyOf(incident) | Holds::Another(incident) => Some(incident),
        }
    }

    /// What it is, in words; none where it is what it should be.
    pub fn words(&self) -> Option<String> {
        match self {
            Holds::Own => None,
            Holds::CopyOf(incident) => Some(format!("is a copy of {incident}")),
            Holds::Another(incident) => Some(format!("holds the record of another incident, {incident}")),
        }
    }
}

/// A text that is no incident id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadId(pub String);

impl fmt::Display for BadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown: String = self.0.chars().take(80).flat_map(char::escape_debug).collect();
        write!(
            f,
            "`{shown}` is not an incident id: it begins with a letter or digit, then takes letters, digits, `.`, `_` and \
             `-`, {LONGEST} characters at most"
        )
    }
}

impl std::error::Error for BadId {}
