//! The check code: incident, number of the last entry, and the first 80 bits of the head, short enough to read aloud.

use std::fmt;

use crate::hash::Hash;
use crate::text::{check_code, read_check_code};

/// A receipt for a record up to one entry, such as `k7f3-42-K7QF-2M9D-7XWT-4HCB`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The last part of the incident's id.
    pub incident: String,
    /// The last entry it covers.
    pub seq: u64,
    /// The first 80 bits of that entry's hash.
    pub bits: [u8; 10],
}

impl Receipt {
    /// The receipt for the entry `seq` of this incident, whose hash is `head`.
    pub fn new(incident: &str, seq: u64, head: Hash) -> Self {
        let mut bits = [0; 10];
        bits.copy_from_slice(&head.0[..10]);
        Receipt {
            incident: short_id(incident).to_owned(),
            seq,
            bits,
        }
    }

    /// Reads a receipt as somebody typed it: lower case, `O` for `0`, `I` or `L` for `1`, spaces or missing dashes in the
    /// code are all right.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (incident, rest) = text.split_once('-')?;
        let (seq, code) = rest.split_once('-')?;
        let bits: [u8; 10] = read_check_code(code)?.try_into().ok()?;
        Some(Receipt {
            incident: incident.to_lowercase(),
            seq: seq.parse().ok()?,
            bits,
        })
    }

    /// Whether this receipt was made from that head.
    pub fn matches(&self, head: Hash) -> bool {
        self.bits == head.0[..10]
    }
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{}", self.incident, self.seq, check_code(&self.bits))
    }
}

/// What people call an incident: the part after its date (`k7f3` of `2026-11-22-k7f3`).
pub fn short_id(incident: &str) -> &str {
    incident.rsplit_once('-').map_or(incident, |(_, short)| short)
}
