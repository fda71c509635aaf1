//! The one read model of every export: a record, told to somebody who was not there.

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};

use super::duty::{Duty, duties};
use super::edition::{Edition, LeftOut, Sieve};
use super::recorded::{Recorded, Tail};
use crate::fact::describe::answer_words_to;
use crate::fact::{Answer, Kind, Value};
use crate::incident::draft::OtherDraft;
use crate::incident::event::{Ending, FactRecorded, StepOutcome, hold_words, pass_title};
use crate::incident::{Access, ClockFault, Entry, FactState, Hash, LineFault, Occurred, PassState, Receipt};
use crate::text::{count, prefixed};
use crate::time::Zone;
use crate::time::format::day_clock;

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
    /// Facts with an answer that holds.
    pub known: Vec<Fact>,
    /// Facts that were asked for and are not known.
    pub not_known: Vec<Fact>,
    /// Required questions without an answer, in the words of the playbook.
    pub open_questions: Vec<String>,
    /// What became of each step.
    pub steps: Vec<StepLine>,
    /// Who was told, and who was not.
    pub duties: Vec<Duty>,
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

#[derive(Clone, Debug)]
pub struct Fact {
    pub asked: String,
    /// The step that asked, by its title; empty when no step did.
    pub step: String,
    /// The answer in words; empty for a table with rows.
    pub answer: String,
    /// The rows of a table, each as `Row 1: brand: Visa; cards: 61`.
    pub rows: Vec<String>,
    /// Answers that held before, with their entries.
    pub before: Vec<(u64, String)>,
    /// Who said so, and who told them.
    pub source: String,
    /// The entries it rests on.
    pub entries: Vec<u64>,
}

/// What became of a step.
#[derive(Clone, Debug)]
pub struct StepLine {
    /// Its title, with the number of the pass.
    pub title: String,
    /// Where it stands, in words.
    pub outcome: String,
    /// Who did or decided that.
    pub who: String,
    /// When, as far as known.
    pub at: DateTime<FixedOffset>,
    pub seq: u64,
    /// Holds that were not lifted when it was reported, and holds that were overridden, in words.
    pub remarks: Vec<String>,
}

impl<'r> Report<'r> {
    /// Tells a record in an edition, with times in this zone. `open_questions` come from the playbook, which is not known
    /// here.
    pub fn of(recorded: &'r Recorded, edition: Edition, zone: Zone, open_questions: Vec<String>) -> Self {
        let mut sieve = Sieve::new(&recorded.reading, edition);
        for line in &recorded.lines {
            sieve.feed(line.entry.as_ref());
        }
        let left = sieve.left_out();
        let mut report = Report::without_rows(recorded, left, edition, zone);
        let lines = recorded.lines.iter().enumerate();
        report.rows = lines
            .map(|(place, line)| report.row(recorded, place as u64, &line.bytes, line.hash, line.entry.as_ref()))
            .collect();
        (report.known, report.not_known) = facts(recorded, &report.left_out, zone);
        report.open_questions = open_questions;
        report.steps = steps(recorded, &report.left_out, zone);
        report.duties = duties(recorded, &report.left_out, zone);
        report
    }

    /// What stands above the rows, and nothing below it: for a record that is too long to be held.
    pub(super) fn without_rows(recorded: &Recorded, left: LeftOut, edition: Edition, zone: Zone) -> Self {
        Report {
            heading: heading(recorded, &left, edition, zone),
            proof: proof(recorded),
            left_out: left,
            rows: Vec::new(),
            known: Vec::new(),
            not_known: Vec::new(),
            open_questions: Vec::new(),
            steps: Vec::new(),
            duties: Vec::new(),
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

/// Known and not known. An answer that rests on an entry that is left out, or was corrected by one, is left out too.
fn facts(recorded: &Recorded, left: &LeftOut, zone: Zone) -> (Vec<Fact>, Vec<Fact>) {
    let incident = &recorded.reading.incident;
    let hidden = |seq: u64| left.has(seq) || incident.corrected.get(&seq).is_some_and(|by| left.has(*by));
    let fact = |state: &FactState, answer: Option<&Answer>, rows: Vec<String>, entries: Vec<u64>| Fact {
        asked: state.asked.clone(),
        step: asked_by(recorded, state.seq),
        answer: answer.map_or_else(String::new, |answer| filed_words(&state.kind, answer, zone)),
        rows,
        before: Vec::new(),
        source: match &state.told_by {
            Some(told_by) => format!("{}, told by {told_by}", state.who),
            None => state.who.clone(),
        },
        entries,
    };
    let (mut known, mut not_known) = (Vec::new(), Vec::new());
    for (name, state) in &incident.facts {
        let rows: Vec<_> = state.rows.iter().filter(|(_, row)| !hidden(row.seq)).collect();
        if !rows.is_empty() {
            let words = |(number, row): &(&u32, &crate::incident::state::RowState)| {
                format!("Row {number}: {}", filed_words(&state.kind, &row.answer, zone))
            };
            let told = rows.iter().map(words).collect();
            let mut told = fact(state, None, told, rows.iter().map(|(_, row)| row.seq).collect());
            if hidden(state.seq) {
                told.source = String::new();
            }
            known.push(told);
        }
        match &state.answer {
            Some(_) if hidden(state.seq) => {}
            Some(answer) => {
                let told = Fact {
                    before: before(recorded, name, state, &hidden, zone),
                    ..fact(state, Some(answer), Vec::new(), vec![state.seq])
                };
                match answer {
                    Answer::Unknown => not_known.push(told),
                    Answer::Known { .. } | Answer::None { .. } => known.push(told),
                }
            }
            None => {}
        }
    }
    let by_entry = |fact: &Fact| fact.entries.first().copied();
    known.sort_by_key(by_entry);
    not_known.sort_by_key(by_entry);
    (known, not_known)
}

/// What was answered before the answer that holds, in the order of writing.
fn before(
    recorded: &Recorded,
    name: &str,
    state: &FactState,
    hidden: &dyn Fn(u64) -> bool,
    zone: Zone,
) -> Vec<(u64, String)> {
    let entries = recorded.lines.iter().filter_map(|line| line.entry.as_ref());
    entries
        .filter(|entry| entry.seq < state.seq && !hidden(entry.seq))
        .filter_map(|entry| Some((entry.seq, entry.event.get::<FactRecorded>()?)))
        .filter(|(_, fact)| fact.fact == name && fact.row.is_none())
        .map(|(seq, fact)| (seq, filed_words(&fact.kind, &fact.answer, zone)))
        .collect()
}

/// The title of the step that asked what this entry answers; empty when no step did.
fn asked_by(recorded: &Recorded, seq: u64) -> String {
    let entries = recorded.lines.iter().filter_map(|line| line.entry.as_ref());
    let asked = entries
        .filter(|entry| entry.seq == seq)
        .find_map(|entry| entry.event.facets().step);
    let Some(id) = asked else {
        return String::new();
    };
    let step = recorded.reading.incident.steps.get(id);
    step.filter(|step| !step.title.is_empty())
        .map_or_else(|| id.to_owned(), |step| step.title.clone())
}

/// An answer in words; a file with what shows that it is still the same.
fn filed_words(kind: &Kind, answer: &Answer, zone: Zone) -> String {
    let words = answer_words_to(kind, answer, zone);
    match answer {
        Answer::Known {
            value: Value::File { size, sha256, .. },
            ..
        } => format!(
            "{words}, {}, SHA-256 {sha256}",
            count(usize::try_from(*size).unwrap_or(usize::MAX), "byte")
        ),
        _ => words,
    }
}

fn steps(recorded: &Recorded, left: &LeftOut, zone: Zone) -> Vec<StepLine> {
    let incident = &recorded.reading.incident;
    let hidden = |seq: u64| left.has(seq) || incident.corrected.get(&seq).is_some_and(|by| left.has(*by));
    let mut lines = Vec::new();
    for (id, step) in &incident.steps {
        let title = if step.title.is_empty() { id } else { &step.title };
        for (place, pass) in step.passes.iter().enumerate() {
            if hidden(pass.seq) {
                continue;
            }
            let mut remarks: Vec<String> = pass
                .before
                .iter()
                .map(|hold| format!("reported before {}", hold_words(hold)))
                .collect();
            if let Some(overriding) = pass.overridden.as_ref().filter(|overriding| !hidden(overriding.seq)) {
                let holds: Vec<String> = overriding.held_for.iter().map(|hold| hold_words(hold)).collect();
                remarks.push(format!(
                    "went ahead in spite of {}, decided by {}, because: {} (entry {})",
                    crate::text::list_plain(&holds, "and"),
                    overriding.who,
                    overriding.why,
                    overriding.seq
                ));
            }
            lines.push(StepLine {
                title: pass_title(title, u32::try_from(place + 1).unwrap_or(u32::MAX)),
                outcome: outcome_words(&pass.state, zone),
                who: pass.who.clone(),
                at: zone.at::<Utc>(&pass.at),
                seq: pass.seq,
                remarks,
            });
        }
        if let Some(ruled_out) = step.ruled_out.as_ref().filter(|ruled_out| !hidden(ruled_out.seq)) {
            let line = recorded.lines.iter().filter_map(|line| line.entry.as_ref());
            let Some(entry) = line.into_iter().find(|entry| entry.seq == ruled_out.seq) else {
                continue;
            };
            lines.push(StepLine {
                title: title.clone(),
                outcome: format!("ruled out, since this does not hold: {}", ruled_out.condition),
                who: "breach, from the facts".to_owned(),
                at: zone.at(&entry.at),
                seq: ruled_out.seq,
                remarks: Vec::new(),
            });
        }
    }
    lines.sort_by_key(|line| line.seq);
    lines
}

fn outcome_words(state: &PassState, zone: Zone) -> String {
    let until =
        |until: &Option<DateTime<FixedOffset>>| prefixed(", until ", &until.map(|until| day_clock(until, zone)));
    match state {
        PassState::Open => "open".to_owned(),
        PassState::Reported(StepOutcome::Done) => "done".to_owned(),
        PassState::Reported(StepOutcome::Started) => "started".to_owned(),
        PassState::Reported(StepOutcome::Waiting { on, until: time }) => format!("waiting for {on}{}", until(time)),
        PassState::Reported(StepOutcome::Deferred { until: time, why }) => {
            let why = prefixed(", because: ", why);
            format!("later{}{why}", until(time))
        }
        PassState::Reported(StepOutcome::NotNeeded { why }) => format!("not needed, because: {why}"),
        PassState::Reported(StepOutcome::Declined { why }) => format!("will not be done, because: {why}"),
    }
}
