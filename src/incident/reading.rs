//! Reading a record line by line: the chain, the transitions, and a list of everything that does not fit.
//!
//! Memory does not grow with the record: what is kept is the state, the last hashes, and a bounded list of faults. A broken
//! line does not end the reading; it is listed and not folded. Nothing here knows where the lines come from.

use std::cmp::Ordering;
use std::io::BufRead;

use chrono::{DateTime, Utc};

use super::draft::{Link, Opening, OtherDraft};
use super::entry::{ClockFault, Entry, Mono};
use super::event::RecordFaultNoted;
use super::receipt::Receipt;
use super::state::Incident;
use crate::hash::Hash;

/// How many faults are listed in full; later ones are only counted.
const MAX_LISTED: usize = 1000;

/// How many of a hash's 64 digits agree when somebody edited the digits rather than what was hashed. Two different hashes
/// agree in four on average, and in half of them practically never.
const EDITED_DIGITS: usize = 32;

/// A line that is not as it was written, or could not have been written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineFault {
    /// The first entry that is wrong.
    pub entry: u64,
    /// The physical line at which it shows, counted from 1.
    pub line: u64,
    /// What is wrong with it.
    pub what: String,
    /// Whether the chain itself is broken, rather than a transition: `tampered` in both cases, but said differently.
    pub kind: FaultKind,
}

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
    lines: u64,
    /// Bytes read, LFs included.
    bytes: u64,
    /// Hash of the last line.
    head: Option<Hash>,
    /// Hash of the last line that stood in its place, and of the one before it.
    trunk: Option<Hash>,
    trunk_before: Option<Hash>,
    /// The last line before the first fault: entry and hash, and the same of the line before that one.
    last_good: Option<(u64, Hash)>,
    good_before: Option<(u64, Hash)>,
    /// Wall clock and monotonic clock of the last readable line.
    last_time: Option<(DateTime<Utc>, Mono)>,
    /// The number that the next line should carry.
    expected_seq: u64,
    /// The number that it may carry instead, after a number that did not fit.
    other_seq: Option<u64>,
    /// The draft that the record is of, if this program writes another one: then only the links were checked.
    pub other_draft: Option<OtherDraft>,
    /// Names of events that this program does not know, with their entry, up to a limit.
    pub foreign: Vec<(u64, String)>,
    /// A fault noted in the record itself covers everything before this entry.
    pub noted_until: Option<u64>,
}

enum Place {
    /// Where it belongs, as far as anybody can tell: it is folded.
    Next,
    /// Where it belongs, with a number that is not its own: it is not folded.
    Misnumbered,
    /// Where it does not belong.
    Stray,
}

/// These lines one by one, each with its LF, which the last one may lack. `skip_until` searches many bytes at once, which a
/// loop over bytes does not.
pub fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let mut after = rest;
        let length = after.skip_until(b'\n').ok().filter(|length| *length > 0)?;
        let line = &rest[..length];
        rest = after;
        Some(line)
    })
}

/// Each line without its LF, the last one too if it has none.
pub fn whole_lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    lines(bytes).map(|line| line.strip_suffix(b"\n").unwrap_or(line))
}

/// What can be found out about a line without those before it.
pub type Opened = (Hash, Result<Entry, String>);

/// Hashes and opens these lines. What is left there from others goes: whoever made it also frees it, which is much cheaper than
/// freeing it on another thread.
pub fn open_lines(bytes: &[u8], opened: &mut Vec<Opened>) {
    opened.clear();
    opened.extend(whole_lines(bytes).map(|line| (Hash::of(line), Entry::open(line))));
}

impl Reading {
    /// Reads the next line: its bytes without the LF. Returns the entry when it could be read and folded.
    pub fn feed(&mut self, line: &[u8]) -> Option<Entry> {
        let opened = Entry::open(line);
        let is_folded = self.feed_opened(line, Hash::of(line), &opened);
        opened.ok().filter(|_| is_folded)
    }

    /// Like [`Reading::feed`], for a line that was hashed and opened elsewhere. Says whether it could be folded.
    pub fn feed_opened(&mut self, line: &[u8], hash: Hash, opened: &Result<Entry, String>) -> bool {
        let place = self.expected_seq;
        if self.lines == 0 {
            self.begin(line);
        }
        self.lines += 1;
        self.bytes += line.len() as u64 + 1;
        let folded = match opened {
            _ if self.other_draft.is_some() => {
                self.place_only(line, hash);
                false
            }
            Err(why) => {
                self.fault(place, FaultKind::Unreadable, why.clone());
                self.expected_seq = place.saturating_add(1);
                self.extend_trunk(hash);
                false
            }
            Ok(entry) => self.place_and_fold(entry, hash),
        };
        self.head = Some(hash);
        if let (true, Ok(entry)) = (folded, opened) {
            if let Some(name) = entry.event.foreign_name()
                && self.foreign.len() < MAX_LISTED
            {
                self.foreign.push((entry.seq, name.to_owned()));
            }
            if entry.event.is::<RecordFaultNoted>() {
                self.noted_until = Some(entry.seq);
            }
        }
        if self.fault_count == 0 {
            self.good_before = self.last_good.replace((place, hash));
        }
        folded
    }

    /// Reads whole lines; bytes after the last LF are left out.
    pub fn feed_all(&mut self, bytes: &[u8], mut each: impl FnMut(Option<Entry>, &[u8])) {
        for line in lines(bytes).filter_map(|line| line.strip_suffix(b"\n")) {
            let entry = self.feed(line);
            each(entry, line);
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

    /// The check code for everything read so far: the number of the last entry and the first bits of the head.
    pub fn receipt(&self) -> Receipt {
        Receipt::new(&self.incident.id, self.next_seq().saturating_sub(1), self.head())
    }

    /// The number that the next entry gets.
    pub fn next_seq(&self) -> u64 {
        self.expected_seq
    }

    /// When the last readable line was written.
    pub fn last_at(&self) -> Option<DateTime<Utc>> {
        self.last_time.as_ref().map(|(at, _)| *at)
    }

    /// Whether every line follows from the one before and is a transition that is allowed.
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

    /// Learns from entry 0 whether the record is of another draft, and then what it is called.
    fn begin(&mut self, line: &[u8]) {
        if let Some(opening) = Opening::read(line)
            && let Some(draft) = opening.other_draft()
        {
            self.other_draft = Some(draft);
            self.incident.open_unread(opening);
        }
    }

    /// Checks the link of a line whose entry is not read.
    fn place_only(&mut self, line: &[u8], hash: Hash) {
        let Some(link) = Link::read(line) else {
            let place = self.expected_seq;
            self.fault(
                place,
                FaultKind::Unreadable,
                "the line has no number and no link to the one before it".to_owned(),
            );
            self.expected_seq = place.saturating_add(1);
            return self.extend_trunk(hash);
        };
        match self.place_of(link, hash) {
            Place::Next | Place::Misnumbered => self.extend_trunk(hash),
            Place::Stray => {}
        }
    }

    fn place_and_fold(&mut self, entry: &Entry, hash: Hash) -> bool {
        let link = Link {
            seq: entry.seq,
            prev: entry.prev,
        };
        match self.place_of(link, hash) {
            Place::Next => {
                self.extend_trunk(hash);
                self.note_time(entry);
                match self.incident.apply(entry) {
                    Ok(()) => true,
                    Err(illegal) => {
                        // What cannot follow because the beginning is missing is one fault, not one a line.
                        if self.incident.opened_at.is_some() || self.fault_count == 0 {
                            self.fault(entry.seq, FaultKind::Illegal, illegal.0);
                        }
                        false
                    }
                }
            }
            Place::Misnumbered => {
                self.extend_trunk(hash);
                false
            }
            Place::Stray => false,
        }
    }

    /// Judges number and link of an entry, lists what is wrong with them, and decides which number comes next.
    ///
    /// A line whose link fits is where it was written, and its number was changed if that does not fit. A line whose link
    /// does not fit and whose number does follows a line that was changed, unless its own link was. A number that is too
    /// high means that lines are gone, one that is too low that lines were copied, moved or inserted; the latter are
    /// strays, and the lines after them are compared with the last line that stood in its place.
    fn place_of(&mut self, entry: Link, hash: Hash) -> Place {
        let place = self.expected_seq;
        let trunk = self.trunk.unwrap_or(Hash::NONE);
        let follows = entry.prev == trunk || self.head.is_some_and(|head| entry.prev == head);
        let after = entry.seq.saturating_add(1);
        let other = self.other_seq.take();
        if follows && (entry.seq == place || other == Some(entry.seq)) {
            self.expected_seq = after;
            return Place::Next;
        }
        if follows {
            self.fault(
                place,
                FaultKind::Chain,
                format!("its number was changed: it says {}", entry.seq),
            );
            self.expected_seq = place.saturating_add(1);
            self.other_seq = Some(after);
            return Place::Misnumbered;
        }
        match entry.seq.cmp(&place) {
            Ordering::Equal => {
                self.expected_seq = after;
                self.blame(place, agreeing_digits(entry.prev, trunk) >= EDITED_DIGITS);
                Place::Next
            }
            Ordering::Greater => {
                let what = match entry.seq - place {
                    1 => format!("it is missing; entry {} is in its place", entry.seq),
                    _ => format!("entries {place} to {} are missing", entry.seq - 1),
                };
                self.fault(place, FaultKind::Chain, what);
                self.expected_seq = after;
                self.other_seq = Some(place.saturating_add(1));
                Place::Next
            }
            Ordering::Less if entry.seq + 1 == place && Some(hash) == self.trunk => {
                self.fault(entry.seq, FaultKind::Chain, "it appears twice".to_owned());
                Place::Stray
            }
            Ordering::Less if entry.seq + 1 == place && Some(entry.prev) == self.trunk_before => {
                self.inserted_before(entry.seq);
                self.trunk = Some(hash);
                if self.incident.next_seq <= entry.seq {
                    Place::Next
                } else {
                    Place::Stray
                }
            }
            Ordering::Less => {
                let what = format!(
                    "a line with number {} comes before it: copied, moved or inserted",
                    entry.seq
                );
                self.fault(place, FaultKind::Chain, what);
                Place::Stray
            }
        }
    }

    /// Lists the entry that a broken link points at, unless it is listed already.
    fn blame(&mut self, place: u64, link_edited: bool) {
        match place.checked_sub(1) {
            None => self.fault(
                0,
                FaultKind::Chain,
                "it names a line before it, but it is the first".to_owned(),
            ),
            Some(_) if link_edited => {
                self.fault(
                    place,
                    FaultKind::Chain,
                    "its link to the entry before it was changed".to_owned(),
                );
            }
            Some(before) if self.faults.last().is_some_and(|fault| fault.entry == before) => {}
            Some(before) => {
                let what = format!("it was changed after it was written: entry {place} does not follow from it");
                self.fault(before, FaultKind::Chain, what);
            }
        }
    }

    /// The line before this one took its number. What was said of that line is said again in the light of this one.
    fn inserted_before(&mut self, entry: u64) {
        let before = self.lines - 1;
        if self.faults.last().is_some_and(|fault| fault.line == before) && self.faults.len() == self.fault_count {
            self.faults.pop();
            self.fault_count -= 1;
        }
        let what = "two lines are in its place; one of them was inserted or changed".to_owned();
        self.fault(entry, FaultKind::Chain, what);
    }

    fn extend_trunk(&mut self, hash: Hash) {
        self.trunk_before = Some(self.trunk.replace(hash).unwrap_or(Hash::NONE));
    }

    fn note_time(&mut self, entry: &Entry) {
        if let Some(fault) = entry.clock
            && self.clock_faults.len() < MAX_LISTED
        {
            self.clock_faults.push((entry.seq, fault));
        }
        match &mut self.last_time {
            Some((at, mono)) if mono.boot == entry.mono.boot => {
                *at = entry.at;
                mono.ms = entry.mono.ms;
            }
            last => *last = Some((entry.at, entry.mono.clone())),
        }
    }

    fn fault(&mut self, entry: u64, kind: FaultKind, what: String) {
        if self.last_good.is_some_and(|(good, _)| good >= entry) {
            self.last_good = self.good_before.filter(|(good, _)| *good < entry);
        }
        self.fault_count += 1;
        if self.faults.len() < MAX_LISTED {
            let line = self.lines;
            self.faults.push(LineFault {
                entry,
                line,
                what,
                kind,
            });
        }
    }
}

/// In how many of their 64 hexadecimal digits two hashes agree.
fn agreeing_digits(one: Hash, other: Hash) -> usize {
    let agreeing = |(one, other): (&u8, &u8)| usize::from(one >> 4 == other >> 4) + usize::from(one & 15 == other & 15);
    one.0.iter().zip(&other.0).map(agreeing).sum()
}
