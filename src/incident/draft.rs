//! Records of another draft of the format: what can be read of one without knowing its events.
//!
//! Until format 1 is frozen its drafts differ, and what an entry of another draft means is not known here. Its links can be
//! checked all the same, and its lines shown as they stand.

use std::borrow::Cow;
use std::fmt;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::event::{DRAFT, FIRST_DRAFT, FORMAT, IncidentOpened, Listing};
use crate::hash::Hash;

/// The draft that a record is of, where this program writes another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherDraft(pub u32);

impl fmt::Display for OtherDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "This record is of format {FORMAT}, draft {}, which this breach can check and export but not go on with. Go \
             on with the breach that wrote it, or start a new incident and link it.",
            self.0
        )
    }
}

/// What entry 0 says of the incident in every draft: for lists and headings, never for proof.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Opening {
    pub at: DateTime<Utc>,
    pub incident: String,
    pub title: String,
    /// Whether it is a drill.
    pub drill: bool,
    /// Time zone of the responders.
    pub zone: String,
    form: (u32, u32),
}

#[derive(Deserialize)]
struct FirstLine<'a> {
    at: DateTime<Utc>,
    #[serde(borrow)]
    event: Cow<'a, str>,
    #[serde(borrow)]
    data: &'a RawValue,
}

#[derive(Deserialize)]
struct FirstData {
    format: u32,
    draft: Option<u32>,
    incident: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    drill: bool,
    #[serde(default)]
    zone: String,
}

impl Opening {
    /// Reads the first line of a record, whatever else it says.
    pub fn read(line: &[u8]) -> Option<Self> {
        let line: FirstLine<'_> = serde_json::from_slice(line).ok()?;
        if line.event != IncidentOpened::NAME {
            return None;
        }
        let data: FirstData = serde_json::from_str(line.data.get()).ok()?;
        Some(Opening {
            at: line.at,
            incident: data.incident,
            title: data.title,
            drill: data.drill,
            zone: data.zone,
            form: (data.format, data.draft.unwrap_or(FIRST_DRAFT)),
        })
    }

    /// The draft of this program's format that the record is of, if it is another one.
    pub fn other_draft(&self) -> Option<OtherDraft> {
        let (format, draft) = self.form;
        (format == FORMAT && draft != DRAFT).then_some(OtherDraft(draft))
    }
}

/// What places a line among the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Link {
    pub(super) seq: u64,
    /// The hash of the line before it.
    pub(super) prev: Hash,
}

impl Link {
    /// Reads the link of a line, whatever else stands in it.
    pub(super) fn read(line: &[u8]) -> Option<Self> {
        serde_json::from_slice(line).ok()
    }
}
