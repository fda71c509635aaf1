//! The check code: incident, number of the last entry, the first 80 bits of the head, and two signs that show a slip of
//! the pen; short enough to read aloud.

use std::fmt;

use crate::hash::Hash;
use crate::text::{check_code, check_signs, plain_sign, symbol};

/// A receipt for a record up to one entry, such as `k7f3-42-K7QF-2M9D-7XWT-4HCB-K2`.
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

    /// Whether this receipt was made from that head.
    pub fn matches(&self, head: Hash) -> bool {
        self.bits == head.0[..10]
    }

    /// Whether it names this incident, also when a look-alike was typed.
    pub fn is_of(&self, incident: &str) -> bool {
        let typed = self.incident.chars().map(plain_sign);
        short_id(incident).chars().map(plain_sign).eq(typed)
    }
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (number, code) = (self.seq.to_string(), check_code(&self.bits));
        let [first, second] = check_signs(symbols(&self.incident, &number, &code));
        write!(f, "{}-{number}-{code}-{first}{second}", self.incident)
    }
}

/// What the check signs are made over. The dashes beside the number count, or its first digit could change sides.
pub(super) fn symbols(incident: &str, number: &str, code: &str) -> Vec<u32> {
    let dash = || [symbol('-')];
    let incident = incident.chars().map(symbol).chain(dash());
    let number = number.chars().map(symbol).chain(dash());
    let code = code.chars().filter(|sign| *sign != '-').map(symbol);
    incident.chain(number).chain(code).collect()
}

/// What people call an incident: the part after its date (`k7f3` of `2026-11-22-k7f3`).
pub fn short_id(incident: &str) -> &str {
    incident.rsplit_once('-').map_or(incident, |(_, short)| short)
}
