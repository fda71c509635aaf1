//! Reading a record line by line: the chain, the law, and a list of everything that does not fit.
//!
//! Memory does not grow with the record: what is kept is the state, the last hash, and a bounded list of faults. A broken
//! line does not end the reading; it is listed and not folded.

use chrono::{DateTime, Utc};

use super::entry::{ClockFault, Entry, Mono};
use super::hash::Hash;
use super::state::Incident;

/// How many faults are listed in full; later ones are only counted.
const MAX_LISTED: usize = 1000;

/// A line that is not as it was written, or could not have been written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineFault {
    /// The first entry that is wrong.
    pub entry: u64,
    /// What is wrong with it.
    pub what: String,
    /// Whether the chain itself is broken, rather than the law: `tampered` in both cases, but said differently.
    pub kind: FaultKind,
}

/// What a fault breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The bytes are not those that the next entry follows from, or the order is wrong.
    Chain,
    /// The line cannot be read.
    Unreadable,
    /// The entry could not have been written by this program at this place.
    Illegal,
}

/// The reading of a record so far.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The state that the good lines add up to.
    pub incident: Incident,
    /// The faults found, in order, up to a limit.
    pub faults: Vec<LineFault>,
    /// How many faults there are.
    pub fault_count: usize,
    /// Entries whose clock left its course, up to a limit.
    pub clock_faults: Vec<(u64, ClockFault)>,
    /// Physical lines read.
    lines: u64,
    /// Bytes read, LFs included.
    bytes: u64,
    /// Hash of the last line.
    head: Option<Hash>,
    /// Entry and hash of the last line before the first fault.
    last_good: Option<(u64, Hash)>,
    /// Wall clock and monotonic clock of the last readable line.
    last_time: Option<(DateTime<Utc>, Mono)>,
    /// The number that the next line should carry.
    expected_seq: u64,
    /// Names of events that this program does not know, with their entry, up to a limit.
    pub foreign: Vec<(u64, String)>,
    /// A fault noted in the record itself covers everything before this entry.
    pub noted_until: Option<u64>,
}

impl Reading {
    /// Reads the next line: its bytes without the LF. Returns the entry when it could be read and folded.
    pub fn feed(&mut self, line: &[u8]) -> Option<Entry> {
        self.feed_hashed(line, Hash::of(line))
    }

    /// Like [`Reading::feed`], for a line whose hash was taken elsewhere.
    pub fn feed_hashed(&mut self, line: &[u8], hash: Hash) -> Option<Entry> {
        let previous = self.head.unwrap_or(Hash::NONE);
        let place = self.expected_seq;
        let opened = Entry::open(line);
        self.lines += 1;
        self.bytes += line.len() as u64 + 1;
        self.head = Some(hash);
        let folded = match opened {
            Err(why) => {
                self.fault(place, FaultKind::Unreadable, why);
                self.expected_seq += 1;
                None
            }
            Ok(entry) => {
                self.check_place(&entry, previous, place);
                self.expected_seq = entry.seq.saturating_add(1).max(self.lines);
                self.note_time(&entry);
                match self.incident.apply(&entry) {
                    Ok(()) => Some(entry),
                    Err(illegal) => {
                        self.fault(entry.seq, FaultKind::Illegal, illegal.0);
                        None
                    }
                }
            }
        };
        if let Some(entry) = &folded {
            match &entry.event {
                super::Event::Foreign(foreign) if self.foreign.len() < MAX_LISTED => {
                    self.foreign.push((entry.seq, foreign.name.clone()));
                }
                super::Event::RecordFaultNoted(_) => self.noted_until = Some(entry.seq),
                _ => {}
            }
        }
        if self.fault_count == 0 {
            self.last_good = Some((place, hash));
        }
        folded
    }

    /// Reads whole lines; bytes after the last LF are left out.
    pub fn feed_all(&mut self, bytes: &[u8], mut each: impl FnMut(Option<Entry>, &[u8])) {
        let mut rest = bytes;
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            let (line, after) = (&rest[..end], &rest[end + 1..]);
            let entry = self.feed(line);
            each(entry, line);
            rest = after;
        }
    }

    /// Physical lines read so far.
    pub fn lines(&self) -> u64 {
        self.lines
    }

    /// Bytes read so far, LFs included.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The hash of the last line; 64 zeros before the first.
    pub fn head(&self) -> Hash {
        self.head.unwrap_or(Hash::NONE)
    }

    /// The last entry before the first fault, and its hash.
    pub fn last_good(&self) -> Option<(u64, Hash)> {
        self.last_good
    }

    /// The number that the next entry is to carry.
    pub fn next_seq(&self) -> u64 {
        self.expected_seq
    }

    /// Whether every line follows from the one before and obeys the law.
    pub fn is_whole(&self) -> bool {
        self.fault_count == 0
    }

    /// Whether there is a fault that no entry of the record has noted yet.
    pub fn has_unnoted_fault(&self) -> bool {
        match (self.faults.last(), self.noted_until) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(fault), Some(noted)) => fault.entry > noted,
        }
    }

    /// How a clock reading compares with the last line of the same boot.
    pub fn clock_fault(&self, at: DateTime<Utc>, mono: &Mono) -> Option<ClockFault> {
        const TOLERANCE_MS: i64 = 5_000;
        let (last_at, last_mono) = self.last_time.as_ref()?;
        if last_mono.boot != mono.boot {
            return None;
        }
        let wall_ms = (at - *last_at).num_milliseconds();
        let mono_ms = i64::try_from(mono.ms).ok()? - i64::try_from(last_mono.ms).ok()?;
        match wall_ms.saturating_sub(mono_ms) {
            drift if drift > TOLERANCE_MS => Some(ClockFault::Jump),
            drift if drift < -TOLERANCE_MS => Some(ClockFault::Back),
            _ => None,
        }
    }

    fn note_time(&mut self, entry: &Entry) {
        if let Some(fault) = entry.clock
            && self.clock_faults.len() < MAX_LISTED
        {
            self.clock_faults.push((entry.seq, fault));
        }
        self.last_time = Some((entry.at, entry.mono.clone()));
    }

    /// Checks number and link of an entry that should be number `place` and follow `previous`.
    fn check_place(&mut self, entry: &Entry, previous: Hash, place: u64) {
        let follows = entry.prev == previous;
        if entry.seq == place && follows {
            return;
        }
        let (at, what) = match (entry.seq.cmp(&place), place) {
            (std::cmp::Ordering::Equal, 0) => (0, "it names a line before it, but it is the first".to_owned()),
            (std::cmp::Ordering::Equal, _) => (
                place - 1,
                format!("it was changed after it was written: entry {place} does not follow from it"),
            ),
            (std::cmp::Ordering::Greater, _) if entry.seq == place + 1 => (place, "it is missing".to_owned()),
            (std::cmp::Ordering::Greater, _) => (place, format!("entries {place} to {} are missing", entry.seq - 1)),
            (std::cmp::Ordering::Less, _) => (
                place,
                format!(
                    "a line with number {} stands in its place: copied, moved or inserted",
                    entry.seq
                ),
            ),
        };
        self.fault(at, FaultKind::Chain, what);
    }

    fn fault(&mut self, entry: u64, kind: FaultKind, what: String) {
        self.fault_count += 1;
        if self.faults.len() < MAX_LISTED {
            self.faults.push(LineFault { entry, what, kind });
        }
    }
}
