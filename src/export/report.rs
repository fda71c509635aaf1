//! What every export says of a record: what stands above its rows, and what an edition shows of each.

use chrono::{DateTime, FixedOffset, TimeDelta};

use super::edition::Edition;
use super::recorded::{Recorded, Tail};
use crate::incident::draft::OtherDraft;
use crate::incident::event::Ending;
use crate::incident::view::LeftOut;
use crate::incident::{Access, ClockFault, Entry, Hash, LineFault, Occurred, Receipt};
use crate::time::Zone;

/// An entry that was written down later than this after it happened is marked.
const LATE: TimeDelta = TimeDelta::minutes(15);

/// A record as others read it.
#[derive(Clone, Debug)]
pub struct Report<'r> {
    pub heading: Heading,
    pub proof: Proof,
    /// What this edition leaves out.
    pub left_out: LeftOut,
    /// One row for each line of the record, in the order of writing.
    pub rows: Vec<Row<'r>>,
}

/// What a report is about.
#[derive(Clone, Debug)]
pub struct Heading {
    pub incident: String,
    /// Its title, unless entry 0 is left out.
    pub title: Option<String>,
    /// Whether it is a drill.
    pub drill: bool,
    /// The zone in which times are shown.
    pub zone: Zone,
    /// Program and version that opened it.
    pub program: String,
    pub opened_at: Option<DateTime<FixedOffset>>,
    /// How it ended, if it did.
    pub closed: Option<Closed>,
    /// For whom this was made.
    pub edition: Edition,
    /// The draft of the format that the record is of, if it is another than this program writes.
    pub other_draft: Option<OtherDraft>,
}

#[derive(Clone, Debug)]
pub struct Closed {
    /// `handled`, `ruled out` or `joined to another incident`, with the second person where one agreed.
    pub how: String,
    /// Why; empty when that entry is left out.
    pub why: String,
    pub at: DateTime<FixedOffset>,
    pub seq: u64,
}

/// What checking a record showed.
#[derive(Clone, Debug)]
pub struct Proof {
    pub verdict: Verdict,
    /// What does not fit, up to a limit.
    pub faults: Vec<LineFault>,
    /// How much does not fit.
    pub fault_count: usize,
    /// How many lines there are.
    pub entries: u64,
    /// How many bytes, line ends included.
    pub bytes: u64,
    /// SHA-256 of the last line.
    pub head: Hash,
    /// The check code of the last line.
    pub check_code: Receipt,
    /// Entries whose clock left its course.
    pub clock_faults: Vec<(u64, ClockFault)>,
    /// What follows the last whole line.
    pub tail: Tail,
}

/// Whether a record is as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every line follows from the one before.
    Whole,
    /// At least one does not.
    Broken,
    /// Every whole line does, and a fragment follows the last one.
    Torn,
}

/// One line of the record.
#[derive(Clone, Copy, Debug)]
pub struct Row<'r> {
    /// Its number: of the entry, or of the line when it cannot be read.
    pub seq: u64,
    /// SHA-256 of its bytes.
    pub sha256: Hash,
    /// What this edition shows of it.
    pub content: Content<'r>,
}

/// What an edition shows of a line.
#[derive(Clone, Copy, Debug)]
pub enum Content<'r> {
    Shown(Shown<'r>),
    /// Nothing: it is not for this reader.
    LeftOut(Access),
    /// Nothing: it is not sound, so nobody can tell for whom it is.
    LeftOutUnsound,
    /// A line of a record of another draft.
    Unread(&'r [u8]),
    /// A line of a record of another draft, left out since nobody can tell here who may read it.
    LeftOutUnread,
    /// Its bytes only, since they are not a sound entry.
    Unsound(&'r [u8]),
}

/// An entry as a reader sees it.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'r> {
    pub entry: &'r Entry,
    /// The line exactly as stored.
    pub line: &'r [u8],
    /// The entry that corrects it.
    pub corrected_by: Option<u64>,
    /// Who may read it, by what was said of it last.
    pub access: Option<Access>,
    /// The zone in which times are shown.
    zone: Zone,
}

impl<'r> Report<'r> {
    /// Tells a record in an edition, with times in this zone.
    pub fn of(recorded: &'r Recorded, edition: Edition, zone: Zone) -> Self {
        let mut sieve = edition.sieve(&recorded.reading);
        for line in &recorded.lines {
            sieve.feed(line.entry.as_ref());
        }
        let mut report = Report::without_rows(recorded, sieve.left_out(), edition, zone);
        let lines = recorded.lines.iter().enumerate();
        report.rows = lines
            .map(|(place, line)| report.row(recorded, place as u64, &line.bytes, line.hash, line.entry.as_ref()))
            .collect();
        report
    }

    /// What stands above the rows, and nothing below it: for a record that is too long to be held.
    pub(super) fn without_rows(recorded: &Recorded, left: LeftOut, edition: Edition, zone: Zone) -> Self {
        Report {
            heading: heading(recorded, &left, edition, zone),
            proof: proof(recorded),
            left_out: left,
            rows: Vec::new(),
        }
    }

    /// What this edition shows of a line: the one at this place, counted from 0, and its entry when it is sound. `recorded` is
    /// the whole record.
    pub(super) fn row<'l>(
        &self,
        recorded: &Recorded,
        place: u64,
        line: &'l [u8],
        sha256: Hash,
        entry: Option<&'l Entry>,
    ) -> Row<'l> {
        let incident = &recorded.reading.incident;
        let seq = entry.map_or(place, |entry| entry.seq);
        let is_full = self.heading.edition == Edition::Full;
        let content = match entry {
            Some(entry) => match self.left_out.entries.get(&seq) {
                Some(access) => Content::LeftOut(*access),
                None => Content::Shown(Shown {
                    entry,
                    line,
                    corrected_by: incident.corrected.get(&seq).copied(),
                    access: incident.restricted.get(&seq).copied(),
                    zone: self.heading.zone,
                }),
            },
            None if recorded.reading.other_draft.is_some() && is_full => Content::Unread(line),
            None if recorded.reading.other_draft.is_some() => Content::LeftOutUnread,
            None if is_full => Content::Unsound(line),
            None => Content::LeftOutUnsound,
        };
        Row { seq, sha256, content }
    }
}

impl Shown<'_> {
    /// When it was written, by the clock of that machine.
    pub fn written(&self) -> DateTime<FixedOffset> {
        self.zone.at(&self.entry.at)
    }

    /// When it happened, if somebody said so.
    pub fn happened(&self) -> Option<Occurred> {
        self.entry.occurred
    }

    /// How long after it happened it was written down, when that is long.
    pub fn late(&self) -> Option<TimeDelta> {
        let after = self.entry.at - self.entry.occurred?.at?.to_utc();
        (after > LATE).then_some(after)
    }

    /// What happened, as a sentence.
    pub fn what(&self) -> String {
        self.entry.event.sentence(self.zone)
    }
}

fn heading(recorded: &Recorded, left: &LeftOut, edition: Edition, zone: Zone) -> Heading {
    let incident = &recorded.reading.incident;
    Heading {
        incident: incident.id.clone(),
        title: (!left.has(0)).then(|| incident.title.clone()),
        drill: incident.drill,
        zone,
        program: recorded.program.clone(),
        opened_at: incident.opened_at.map(|at| zone.at(&at)),
        closed: incident.closed.as_ref().map(|closed| Closed {
            how: match (&closed.how, recorded.seconds.get(&closed.seq)) {
                (Ending::RuledOut, Some(second)) if !left.has(closed.seq) => format!("ruled out, agreed by {second}"),
                (Ending::RuledOut, _) => "ruled out".to_owned(),
                (Ending::Handled, _) => "handled".to_owned(),
                (Ending::Joined, _) => "joined to another incident".to_owned(),
            },
            why: if left.has(closed.seq) {
                String::new()
            } else {
                closed.why.clone()
            },
            at: zone.at(&closed.at),
            seq: closed.seq,
        }),
        edition,
        other_draft: recorded.reading.other_draft,
    }
}

fn proof(recorded: &Recorded) -> Proof {
    let reading = &recorded.reading;
    let head = reading.head();
    let last = reading.next_seq().saturating_sub(1);
    Proof {
        verdict: match (reading.is_whole(), &recorded.tail) {
            (false, _) => Verdict::Broken,
            (true, Tail::Torn { .. }) => Verdict::Torn,
            (true, Tail::Nothing | Tail::Unfinished) => Verdict::Whole,
        },
        faults: reading.faults.clone(),
        fault_count: reading.fault_count,
        entries: reading.lines(),
        bytes: reading.bytes(),
        head,
        check_code: Receipt::new(&reading.incident.id, last, head),
        clock_faults: reading.clock_faults.clone(),
        tail: recorded.tail.clone(),
    }
}
