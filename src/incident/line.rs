//! One line of the record: the fields of an entry in their order, and its exact bytes.
//!
//! Bytes are made once by [`Entry::seal`], hashed as stored and stored as hashed; nothing is ever re-serialised to be
//! checked.

use std::borrow::Cow;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::entry::{ClockFault, Entry, Mono};
use super::event::Event;
use super::fast_decode::open_plain;
use super::provenance::{Access, By, Occurred, ReportedBy};
use crate::hash::{Hash, digits, hex};
use crate::time::ZoneUsed;

/// The longest line, in bytes, without its LF.
pub const MAX_LINE_BYTES: usize = 1024 * 1024;

/// The fields of a line, in the order in which they are written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line<'a> {
    seq: u64,
    #[serde(borrow)]
    at: Cow<'a, str>,
    mono: Mono,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    clock: Option<ClockFault>,
    #[serde(borrow)]
    salt: Cow<'a, str>,
    by: By,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    actor: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    told: Option<ReportedBy>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    drill: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    access: Option<Access>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    occurred: Option<Occurred>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    zone: Option<ZoneUsed>,
    prev: Hash,
    #[serde(borrow)]
    event: Cow<'a, str>,
    #[serde(borrow)]
    data: &'a RawValue,
}

impl Entry {
    /// Makes the line's exact bytes, LF included.
    pub fn seal(&self) -> Result<Vec<u8>, String> {
        let data = self
            .event
            .data()
            .map_err(|error| format!("the entry cannot be written as JSON: {error}"))?;
        let line = Line {
            seq: self.seq,
            at: Cow::Owned(self.at.to_rfc3339_opts(SecondsFormat::Micros, true)),
            mono: self.mono.clone(),
            clock: self.clock,
            salt: Cow::Owned(hex(&self.salt)),
            by: self.by.clone(),
            actor: self.actor.clone(),
            told: self.told.clone(),
            drill: self.drill,
            access: self.access,
            occurred: self.occurred,
            zone: self.zone.clone(),
            prev: self.prev,
            event: Cow::Borrowed(self.event.name()),
            data: &data,
        };
        let mut bytes =
            serde_json::to_vec(&line).map_err(|error| format!("the entry cannot be written as JSON: {error}"))?;
        if bytes.len() > MAX_LINE_BYTES {
            return Err(format!(
                "this is {} KiB long; an entry holds at most {} KiB",
                bytes.len().div_ceil(1024),
                MAX_LINE_BYTES / 1024
            ));
        }
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// Reads a line's bytes, without the LF.
    pub fn open(line: &[u8]) -> Result<Self, String> {
        if line.len() > MAX_LINE_BYTES {
            return Err("the line is longer than 1 MiB".to_owned());
        }
        if line.last() == Some(&b'\r') {
            return Err("the line ends in CR LF; something has rewritten the file".to_owned());
        }
        let text = std::str::from_utf8(line).map_err(|_| "the line is not UTF-8".to_owned())?;
        open_plain(text).map_or_else(|| Self::open_any(text), Ok)
    }

    /// Reads a line whatever its JSON looks like.
    pub(super) fn open_any(text: &str) -> Result<Self, String> {
        let line: Line<'_> = serde_json::from_str(text).map_err(|error| plain(&error))?;
        let at = DateTime::parse_from_rfc3339(&line.at)
            .map_err(|_| "`at` is not an RFC 3339 time".to_owned())?
            .with_timezone(&Utc);
        Ok(Entry {
            seq: line.seq,
            at,
            mono: line.mono,
            clock: line.clock,
            salt: digits(&line.salt).ok_or("`salt` is not 32 hex digits")?,
            by: line.by,
            actor: line.actor,
            told: line.told,
            drill: line.drill,
            access: line.access,
            occurred: line.occurred,
            zone: line.zone,
            prev: line.prev,
            event: Event::decode(&line.event, line.data.get())
                .map_err(|error| format!("`{}` has other data than it should: {}", line.event, plain(&error)))?,
        })
    }

    /// The number and the time of a line, from its front alone: for lists of many records, never for proof.
    pub fn stamp(line: &[u8]) -> Option<(u64, DateTime<Utc>)> {
        let rest = line.strip_prefix(b"{\"seq\":")?;
        let comma = rest.iter().take(20).position(|byte| *byte == b',')?;
        let seq = std::str::from_utf8(&rest[..comma]).ok()?.parse().ok()?;
        let rest = rest[comma..].strip_prefix(b",\"at\":\"")?;
        let quote = rest.iter().take(40).position(|byte| *byte == b'"')?;
        let at = DateTime::parse_from_rfc3339(std::str::from_utf8(&rest[..quote]).ok()?).ok()?;
        Some((seq, at.with_timezone(&Utc)))
    }

    /// The name of a line's event, without reading the line: for lists of many records, never for proof.
    pub fn event_name(line: &[u8]) -> Option<&str> {
        // Quotes inside a JSON text are escaped and the data comes last, so the first of these can only be the event.
        const KEY: &[u8] = b",\"event\":\"";
        let start = line.windows(KEY.len()).position(|bytes| bytes == KEY)? + KEY.len();
        let length = line[start..].iter().position(|byte| *byte == b'"')?;
        std::str::from_utf8(&line[start..start + length]).ok()
    }
}

/// serde_json's message, which for one line of JSON needs no `line 1`.
fn plain(error: &serde_json::Error) -> String {
    error.to_string().replace(" at line 1 column ", " at byte ")
}
