//! A record read for export: every line with its bytes, its hash, and the entry it holds.

use crate::incident::{Entry, Hash, Reading};

/// A record, read whole.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// Every line, in the order of the file.
    pub lines: Vec<Line>,
    /// The chain, the state and the faults.
    pub reading: Reading,
    /// What follows the last whole line.
    pub tail: Tail,
}

/// One line.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its bytes, without the LF.
    pub bytes: Vec<u8>,
    /// Their SHA-256.
    pub hash: Hash,
    /// The entry, when the line is sound: readable, in its place, and legal there.
    pub entry: Option<Entry>,
}

/// What follows the last whole line of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tail {
    /// Nothing.
    Nothing,
    /// A fragment that a crash left behind.
    Torn {
        /// How long it is.
        bytes: u64,
        /// SHA-256 of it, 64 hex digits.
        sha256: String,
    },
    /// An entry that is being written at this moment.
    Unfinished,
}

impl Recorded {
    /// Reads whole lines, each with its LF.
    pub fn read(lines: &[u8], tail: Tail) -> Self {
        let mut reading = Reading::default();
        let mut kept = Vec::new();
        reading.feed_all(lines, |entry, line| {
            kept.push(Line {
                bytes: line.to_vec(),
                hash: Hash::of(line),
                entry,
            });
        });
        Recorded {
            lines: kept,
            reading,
            tail,
        }
    }
}
