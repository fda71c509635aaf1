//! A record read for export: every line with its bytes, its hash, and the entry it holds.

use std::collections::BTreeMap;

use crate::incident::event::{IncidentClosed, IncidentOpened};
use crate::incident::{Entry, Hash, Reading};

/// A record, read whole, or read line by line without keeping lines.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// Every line, in the order of the file; none where they are not kept.
    pub lines: Vec<Line>,
    /// The chain, the state and the faults.
    pub reading: Reading,
    /// What follows the last whole line.
    pub tail: Tail,
    /// The program that opened it.
    pub(super) program: String,
    /// Who agreed to a closing, by its entry.
    pub(super) seconds: BTreeMap<u64, String>,
}

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
    Nothing,
    /// A fragment that a crash left behind.
    Torn {
        bytes: u64,
        /// SHA-256 of it, 64 hex digits.
        sha256: String,
    },
    /// An entry that is being written at this moment.
    Unfinished,
}

impl Recorded {
    /// A record of which nothing was read yet.
    pub(super) fn new(tail: Tail) -> Self {
        Recorded {
            lines: Vec::new(),
            reading: Reading::default(),
            tail,
            program: String::new(),
            seconds: BTreeMap::new(),
        }
    }

    /// Reads whole lines, each with its LF, and keeps them.
    pub fn read(lines: &[u8], tail: Tail) -> Self {
        let mut recorded = Recorded::new(tail);
        for line in crate::incident::reading::lines(lines).filter_map(|line| line.strip_suffix(b"\n")) {
            let (hash, opened) = (Hash::of(line), Entry::open(line));
            let is_sound = recorded.feed(line, hash, &opened).is_some();
            recorded.lines.push(Line {
                bytes: line.to_vec(),
                hash,
                entry: opened.ok().filter(|_| is_sound),
            });
        }
        recorded
    }

    /// Takes the next line, without its LF, and keeps what it adds to the state. Returns its entry when the line is sound.
    pub(super) fn feed<'o>(&mut self, line: &[u8], hash: Hash, opened: &'o Result<Entry, String>) -> Option<&'o Entry> {
        let is_folded = self.reading.feed_opened(line, hash, opened);
        let entry = opened.as_ref().ok().filter(|_| is_folded)?;
        if let Some(opened) = entry.event.get::<IncidentOpened>()
            && self.program.is_empty()
        {
            self.program.clone_from(&opened.program);
        }
        let closed = entry.event.get::<IncidentClosed>();
        let second = closed.and_then(|closed| closed.second.clone());
        self.seconds.extend(second.map(|second| (entry.seq, second)));
        Some(entry)
    }
}
