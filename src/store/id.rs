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
