//! What checking a record showed, in words and as JSON: what was found, and what was not checked.

use serde_json::{Value as Json, json};

use super::checking::Checked;
use super::compare::Together;
use super::exported::Export;
use crate::document::{Block, Document, Section, Text, terminal};
use crate::failure::FailureKind;
use crate::incident::receipt::short_id;
use crate::incident::{ClockFault, CopiedCode, FaultKind, Hash, Reading, Receipt};
use crate::store::{End, Holds};
use crate::text::{capitalised, count, count_of, list_plain, visible_line};
use crate::time::Zone;
use crate::time::format::full;

/// How many faults and clock faults are written out on a screen.
const LISTED: usize = 10;

/// What checking a record showed.
pub(super) struct Finding {
    pub(super) name: String,
    pub(super) place: String,
    pub(super) checked: Checked,
    pub(super) end: End,
    pub(super) code: Option<CopiedCode>,
    pub(super) head: Option<Hash>,
    /// Whose record it is, where it stands in an incident's place.
    pub(super) holds: Holds,
    /// The copy that the code or the head was made from, when it was not this one.
    pub(super) sibling: Option<Sibling>,
    /// The JSON export whose lines these are.
    pub(super) export: Option<Export>,
}

/// Another copy of the same record, to which a code or a head belongs.
pub(super) struct Sibling {
    words: String,
}

impl Sibling {
    pub(super) fn new(name: &str, this: &str, together: Together) -> Self {
        let (name, this) = (visible_line(name), visible_line(this));
        Sibling {
            words: format!(
                "What you kept was made from {name}, another copy, and says nothing against this one. {}",
                together.words(&name, &this)
            ),
        }
    }
}

impl Finding {
    /// The exit code's kind; none when the record is whole and matches everything that was kept of it. A code that says
    /// nothing about this record leaves open whether it is as it was written, and contradicts nothing.
    pub(super) fn kind(&self) -> Option<FailureKind> {
        if !self.is_whole() || self.mismatches().next().is_some() {
            return Some(FailureKind::Tampered);
        }
        if self.useless_code().is_some() || self.sibling.is_some() || matches!(self.holds, Holds::Another(_)) {
            return Some(FailureKind::Input);
        }
        match &self.end {
            End::Torn(_) => Some(FailureKind::Torn),
            End::InFlight => Some(FailureKind::Io),
            End::Whole => None,
        }
    }

    fn reading(&self) -> &Reading {
        &self.checked.reading
    }

    pub(super) fn incident(&self) -> &str {
        &self.reading().incident.id
    }

    /// Whether the record does not contradict itself, nor the export what it says of it.
    pub(super) fn is_whole(&self) -> bool {
        self.reading().is_whole() && self.contradictions().is_empty()
    }

    /// Whether what was kept is of this record as it stands here.
    pub(super) fn fits(&self) -> bool {
        self.useless_code().is_none() && self.mismatches().next().is_none()
    }

    fn contradictions(&self) -> Vec<String> {
        // A record that was broken when it was exported contradicts itself, which is said entry by entry.
        match &self.export {
            Some(export) if self.reading().is_whole() => export.contradictions(),
            _ => Vec::new(),
        }
    }

    fn verdict(&self) -> &'static str {
        match self.kind() {
            None => "whole",
            Some(FailureKind::Tampered) if self.is_whole() => "does not match",
            Some(FailureKind::Tampered) => "tampered",
            Some(FailureKind::Input) if self.sibling.is_some() => "code of another copy",
            Some(FailureKind::Input) if self.useless_code().is_none() => "another incident's",
            Some(FailureKind::Input) => self.useless_code().map_or("cannot tell", |useless| useless.name()),
            Some(FailureKind::Torn) => "torn",
            Some(_) => "cannot tell",
        }
    }

    fn receipt(&self) -> Receipt {
        self.reading().receipt()
    }

    /// Why the code that was given says nothing about this record.
    fn useless_code(&self) -> Option<UselessCode> {
        UselessCode::of(self.code.as_ref(), self.incident())
    }

    /// What the code that was given says, when it is one of this incident.
    fn usable_code(&self) -> Option<&Receipt> {
        let code = self.code.as_ref().and_then(CopiedCode::receipt);
        code.filter(|_| self.useless_code().is_none())
    }

    /// Why what was kept does not match, a sentence each.
    fn mismatches(&self) -> impl Iterator<Item = String> {
        let lines = self.reading().lines();
        let usable = self.usable_code().filter(|_| self.sibling.is_none());
        let by_code = usable.and_then(|code| {
            let why = code_mismatch(code, self.checked.hash_of_wanted, lines)?;
            Some(if matches!(self.code, Some(CopiedCode::Unchecked(_))) {
                format!(
                    "{why}, or the code was copied wrongly: an older breach made it, without the two signs at its end that \
                     would show a slip, so compare it with the paper first"
                )
            } else {
                why
            })
        });
        let head = self.head.filter(|_| self.sibling.is_none());
        let by_head = head_mismatch(head, self.checked.line_of_wanted);
        by_code.into_iter().chain(by_head)
    }

    /// The last entry that something kept elsewhere vouches for.
    fn vouched(&self) -> Option<u64> {
        let by_code = self.usable_code().map(|code| code.seq);
        match self.mismatches().next() {
            Some(_) => None,
            None => by_code.max(self.checked.line_of_wanted),
        }
    }

    /// What was not checked, a sentence each.
    fn not_checked(&self) -> Vec<String> {
        let lines = self.reading().lines();
        let mut said = Vec::new();
        match self.vouched() {
            None if self.code.is_none() && self.head.is_none() => said.push(
                "No check code was given. Whoever controlled this machine could have rewritten everything, cut off the \
                 end, or changed the last entry, and this check would not find it. If somebody wrote a check code down: \
                 --check-code CODE"
                    .to_owned(),
            ),
            None => {}
            Some(seq) => {
                let after = usize::try_from(lines.saturating_sub(seq + 1)).unwrap_or(usize::MAX);
                if after > 0 {
                    said.push(format!(
                        "Nothing that was kept elsewhere covers the {} after #{seq}.",
                        match after {
                            1 => "entry".to_owned(),
                            after => format!("{after} entries"),
                        }
                    ));
                }
            }
        }
        said.push("Times are those of this machine's clock; nothing from outside bounds them.".to_owned());
        said.push("Whether what was told is true, and what was never told.".to_owned());
        if let Some(draft) = self.reading().other_draft {
            said.push(format!("What the entries mean. {draft}"));
        }
        if let Some((seq, name)) = self.reading().foreign.first() {
            said.push(format!(
                "Entries of a newer breach, from #{seq} (`{name}`) on: their links were checked, their meaning was not."
            ));
        }
        said
    }

    /// The finding for a terminal. The first bad entry comes first.
    pub(super) fn screen(&self, is_compared: bool, zone: Zone, width: usize) -> String {
        let reading = self.reading();
        let drill = if reading.incident.drill { "  DRILL" } else { "" };
        let entries = count_of(reading.lines(), "entry", "entries");
        let verdict = match self.kind() {
            None => "WHOLE",
            Some(FailureKind::Tampered) if self.is_whole() => "DOES NOT FIT WHAT YOU KEPT",
            Some(FailureKind::Tampered) => "NOT AS IT WAS WRITTEN",
            Some(FailureKind::Input) if matches!(self.holds, Holds::Another(_)) => "ANOTHER INCIDENT'S RECORD",
            Some(FailureKind::Input) if self.end == End::Whole => "WHOLE so far as it can be checked alone",
            Some(FailureKind::Torn | FailureKind::Input) if matches!(self.end, End::Torn(_)) => "TORN END",
            Some(_) => "CANNOT TELL",
        };
        let headline = format!("{}{drill}  {entries}  {verdict}", visible_line(&self.name));
        let mut blocks = vec![Block::paragraph(headline), Block::Space];
        if let Some(useless) = self.useless_code() {
            blocks.push(Block::paragraph(useless.sentences()));
            // The record's own code under it would only invite to copy that one.
            if self.kind() == Some(FailureKind::Input) {
                return drawn(blocks, width);
            }
            blocks.push(Block::Space);
        }
        let mut said = self.place_words();
        said.extend(self.sibling.iter().map(|sibling| sibling.words.clone()));
        said.extend(self.contradictions().iter().map(|what| sentence(what)));
        said.extend(self.faults());
        said.extend(self.mismatches().map(|mismatch| sentence(&mismatch)));
        match &self.end {
            End::Torn(torn) => said.push(format!(
                "{} after the last whole entry, left by a crash or a full disk. They were never acknowledged. The \
                 next entry that is logged sets them aside and says so. SHA-256 {}",
                count(torn.bytes.len(), "byte"),
                torn.sha256
            )),
            End::InFlight => said.push(
                "Somebody is writing at this moment and did not finish while we waited; the end was not read. Verify again."
                    .to_owned(),
            ),
            End::Whole => {}
        }
        if reading.is_whole() {
            let last = reading
                .last_at()
                .map_or_else(String::new, |at| format!(" of {}", full(at, zone)));
            said.push(format!(
                "Every entry follows from the one before, up to #{}{last} ({}).",
                reading.next_seq().saturating_sub(1),
                zone.city()
            ));
        }
        if let Some(seq) = self.vouched() {
            said.push(format!(
                "Entries #0 to #{seq} are those that what you kept was made from."
            ));
        }
        blocks.extend(said.into_iter().map(Block::paragraph));
        blocks.push(Block::Space);
        let code = |label: &str, code: String| (label.to_owned(), Text::new().code(code));
        let mut labelled = vec![code("Head", reading.head().to_string())];
        if !self.incident().is_empty() {
            labelled.insert(0, code("Check code", self.receipt().to_string()));
        }
        blocks.push(Block::Labelled(labelled));
        if is_compared && self.is_whole() {
            return drawn(blocks, width);
        }
        blocks.extend(section(
            "The clock was set while the record was written",
            self.clock_faults(),
        ));
        blocks.extend(section("Not checked", self.not_checked()));
        drawn(blocks, width)
    }

    /// What it is, where that is not simply the record of the incident that was named.
    fn place_words(&self) -> Vec<String> {
        let name = visible_line(&self.name);
        let mut said = Vec::new();
        match &self.holds {
            Holds::Own => {}
            Holds::CopyOf(incident) => said.push(format!(
                "It is a copy of {} under another name. Nothing is logged to a copy.",
                visible_line(incident)
            )),
            Holds::Another(incident) => said.push(format!(
                "This is the record of {}, in the place of that of {name}, which is not here. Nothing is logged to it under \
                 this name. Move it back, and look for the record of {name} in a copy.",
                visible_line(incident)
            )),
        }
        if let Some(export) = &self.export {
            said.push(format!(
                "A JSON export, {} edition; nothing is left out, so its lines are the record.",
                visible_line(&export.edition)
            ));
        }
        said
    }

    /// What does not fit and what to do about it, a sentence each. The first bad entry comes first.
    fn faults(&self) -> Vec<String> {
        let reading = self.reading();
        let mut said: Vec<String> = reading
            .faults
            .iter()
            .take(LISTED)
            .enumerate()
            .map(|(place, fault)| {
                let first = if place == 0 { "First bad entry: " } else { "" };
                let what = visible_line(&fault.what);
                format!("{first}#{}, shows at line {}: {what}.", fault.entry, fault.line)
            })
            .collect();
        if reading.fault_count > LISTED {
            said.push(format!("And {} more; --json lists them.", reading.fault_count - LISTED));
        }
        if reading.is_whole() {
            return said;
        }
        said.push(match reading.last_good() {
            Some((seq, hash)) => format!("Sound up to #{seq}, whose hash is {hash}."),
            None => "Nothing before that is sound.".to_owned(),
        });
        if reading.faults.first().is_some_and(|fault| fault.what.contains("CR LF")) {
            said.push(
                "Line ends were rewritten, as mail and some editors do. Make a copy without the CRs (tr -d '\\r') and \
                 verify that: if it is whole, nothing else was changed."
                    .to_owned(),
            );
        }
        said.push(
            "Keep the file as it is, make a copy, and ask who has a check code or another copy of this record."
                .to_owned(),
        );
        said
    }

    fn clock_faults(&self) -> Vec<String> {
        let faults = &self.reading().clock_faults;
        let mut said: Vec<String> = faults
            .iter()
            .take(LISTED)
            .map(|(seq, fault)| match fault {
                ClockFault::Back => format!("#{seq}: it was back"),
                ClockFault::Jump => format!("#{seq}: it was ahead"),
            })
            .collect();
        if faults.len() > LISTED {
            said.push(format!("and {} more; --json lists them", faults.len() - LISTED));
        }
        said
    }

    /// The finding as JSON.
    pub(super) fn json(&self) -> Json {
        let reading = self.reading();
        let faults: Vec<_> = reading
            .faults
            .iter()
            .map(|fault| {
                let kind = match fault.kind {
                    FaultKind::Chain => "chain",
                    FaultKind::Unreadable => "unreadable",
                    FaultKind::Illegal => "illegal",
                };
                json!({"entry": fault.entry, "line": fault.line, "kind": kind, "what": fault.what})
            })
            .collect();
        let clock_faults: Vec<_> = reading
            .clock_faults
            .iter()
            .map(|(entry, clock)| json!({"entry": entry, "clock": clock}))
            .collect();
        let torn = match &self.end {
            End::Torn(torn) => json!({"bytes": torn.bytes.len(), "sha256": torn.sha256}),
            _ => serde_json::Value::Null,
        };
        json!({
            "name": self.name,
            "place": self.place,
            "incident": reading.incident.id,
            "drill": reading.incident.drill,
            "verdict": self.verdict(),
            "entries": reading.lines(),
            "bytes": reading.bytes(),
            "head": reading.head().to_string(),
            "check_code": (!self.incident().is_empty()).then(|| self.receipt().to_string()),
            "record_of": self.holds.other(),
            "export": self.export.as_ref().map(|export| &export.edition),
            "contradictions": self.contradictions(),
            "last_good": reading.last_good().map(|(entry, hash)| json!({"entry": entry, "hash": hash.to_string()})),
            "fault_count": reading.fault_count,
            "faults": faults,
            "given_code": self.code.as_ref().map(|_| self.useless_code().map_or("taken", |useless| useless.name())),
            "mismatches": self.mismatches().collect::<Vec<_>>(),
            "vouched_until": self.vouched(),
            "torn": torn,
            "unfinished": self.end == End::InFlight,
            "clock_faults": clock_faults,
            "not_checked": self.not_checked(),
        })
    }
}

/// Why a check code says nothing about a record.
enum UselessCode {
    CopiedWrongly { suspects: Vec<String> },
    OfAnother { incident: String, this: String },
}

impl UselessCode {
    fn of(code: Option<&CopiedCode>, incident: &str) -> Option<Self> {
        match code? {
            CopiedCode::Wrong(code) => Some(UselessCode::CopiedWrongly {
                suspects: code.suspects(),
            }),
            CopiedCode::Right(code) | CopiedCode::Unchecked(code) if incident.is_empty() || code.is_of(incident) => {
                None
            }
            CopiedCode::Right(code) | CopiedCode::Unchecked(code) => Some(UselessCode::OfAnother {
                incident: code.incident.clone(),
                this: short_id(incident).to_owned(),
            }),
        }
    }

    fn name(&self) -> &'static str {
        match self {
            UselessCode::CopiedWrongly { .. } => "code copied wrongly",
            UselessCode::OfAnother { .. } => "code of another incident",
        }
    }

    fn sentences(&self) -> String {
        match self {
            UselessCode::CopiedWrongly { suspects } => {
                let suspects: Vec<String> = suspects
                    .iter()
                    .map(|part| format!("\"{}\"", visible_line(part)))
                    .collect();
                let likely = if suspects.is_empty() {
                    String::new()
                } else {
                    format!(" Most likely it is in {}.", list_plain(&suspects, "or"))
                };
                format!(
                    "The code was copied wrongly: its signs do not fit one another.{likely} Compare it with the paper, and try \
                     again. Nothing is said here about the record."
                )
            }
            UselessCode::OfAnother { incident, this } => format!(
                "The check code is of incident {}, and this is {}. It says nothing about this record; verify the other one, or \
                 look for the code of this one.",
                visible_line(incident),
                visible_line(this)
            ),
        }
    }
}

/// A file that is no record: it is named, and accused of nothing.
pub(super) struct ForeignFile {
    pub(super) name: String,
    pub(super) place: String,
    /// Whether it stands in the place of an incident's record: then that was taken away.
    pub(super) is_in_place: bool,
    /// What it is, a sentence.
    pub(super) what: String,
    pub(super) kind: FailureKind,
    /// Where the record is, a sentence.
    pub(super) records: String,
}

impl ForeignFile {
    pub(super) fn kind(&self) -> FailureKind {
        if self.is_in_place {
            FailureKind::Tampered
        } else {
            self.kind
        }
    }

    pub(super) fn screen(&self, width: usize) -> String {
        let (verdict, then) = if self.is_in_place {
            (
                "ITS RECORD WAS REPLACED",
                format!(
                    "It stands in the place of the record, `{}`: somebody put it there. Leave the folder as it is, and look \
                     for the record in a copy.",
                    visible_line(&self.place)
                ),
            )
        } else {
            ("NOT A RECORD", self.records.clone())
        };
        let headline = format!("{}  {verdict}", visible_line(&self.name));
        let blocks = vec![
            Block::paragraph(headline),
            Block::Space,
            Block::paragraph(visible_line(&self.what).into_owned()),
            Block::paragraph(then),
        ];
        drawn(blocks, width)
    }

    pub(super) fn json(&self) -> Json {
        let verdict = match (self.is_in_place, self.kind) {
            (true, _) => "replaced",
            (false, FailureKind::Torn) => "cut short",
            (false, _) => "not a record",
        };
        json!({"name": self.name, "place": self.place, "verdict": verdict, "what": self.what})
    }
}

/// A JSON export that leaves entries out: what is there is checked, and the hashes of the rest are taken as they stand.
pub(super) struct Partial {
    pub(super) name: String,
    pub(super) place: String,
    pub(super) export: Export,
    pub(super) contradictions: Vec<String>,
    pub(super) code: Option<CopiedCode>,
    pub(super) head: Option<Hash>,
}

impl Partial {
    fn useless_code(&self) -> Option<UselessCode> {
        UselessCode::of(self.code.as_ref(), self.export.incident())
    }

    fn mismatches(&self) -> Vec<String> {
        let code = self.code.as_ref().and_then(CopiedCode::receipt);
        let code = code.filter(|_| self.useless_code().is_none());
        let by_code = code.and_then(|code| code_mismatch(code, self.export.hash_of(code.seq), self.export.entries()));
        let by_head = head_mismatch(self.head, self.head.and_then(|head| self.export.entry_of(head)));
        by_code.into_iter().chain(by_head).collect()
    }

    pub(super) fn kind(&self) -> Option<FailureKind> {
        if !self.contradictions.is_empty() || !self.mismatches().is_empty() {
            return Some(FailureKind::Tampered);
        }
        self.useless_code().map(|_| FailureKind::Input)
    }

    fn verdict(&self) -> &'static str {
        match self.kind() {
            None => "whole",
            Some(FailureKind::Tampered) if self.contradictions.is_empty() => "does not match",
            Some(FailureKind::Tampered) => "tampered",
            Some(_) => self.useless_code().map_or("cannot tell", |useless| useless.name()),
        }
    }

    fn receipt(&self) -> Receipt {
        Receipt::new(
            self.export.incident(),
            self.export.entries().saturating_sub(1),
            self.export.head(),
        )
    }

    pub(super) fn screen(&self, width: usize) -> String {
        let verdict = match self.verdict() {
            "whole" => "WHOLE so far as it goes",
            "tampered" => "NOT AS IT WAS WRITTEN",
            "does not match" => "DOES NOT FIT WHAT YOU KEPT",
            _ => "WHOLE so far as it can be checked alone",
        };
        let entries = usize::try_from(self.export.entries()).unwrap_or(usize::MAX);
        let left_out = self.export.left_out();
        let headline = format!(
            "{}  {}  {verdict}",
            visible_line(&self.name),
            count_of(entries, "entry", "entries")
        );
        let mut blocks = vec![Block::paragraph(headline), Block::Space];
        blocks.extend(self.useless_code().map(|useless| Block::paragraph(useless.sentences())));
        let said = self
            .contradictions
            .iter()
            .take(LISTED)
            .chain(&self.mismatches())
            .map(|what| sentence(what))
            .collect::<Vec<_>>();
        blocks.extend(said.into_iter().map(Block::paragraph));
        let sound = if self.contradictions.is_empty() {
            "Every entry that it shows has the hash that stands beside it, and follows from the hash before it. "
        } else {
            ""
        };
        blocks.push(Block::paragraph(format!(
            "A JSON export of {}, {} edition. {sound}{} left out; of {} only the hash stands here.",
            visible_line(self.export.incident()),
            visible_line(&self.export.edition),
            count_of(left_out, "entry is", "entries are"),
            if left_out == 1 { "it" } else { "those" },
        )));
        blocks.push(Block::Space);
        let code = |label: &str, code: String| (label.to_owned(), Text::new().code(code));
        blocks.push(Block::Labelled(vec![
            code("Check code", self.receipt().to_string()),
            code("Head", self.export.head().to_string()),
        ]));
        drawn(blocks, width)
    }

    pub(super) fn json(&self) -> Json {
        json!({
            "name": self.name,
            "place": self.place,
            "incident": self.export.incident(),
            "verdict": self.verdict(),
            "export": self.export.edition,
            "entries": self.export.entries(),
            "left_out": self.export.left_out(),
            "head": self.export.head().to_string(),
            "check_code": self.receipt().to_string(),
            "contradictions": self.contradictions,
            "mismatches": self.mismatches(),
        })
    }
}

/// What a well-copied code says against a record with this many entries, of which this is the one that it covers.
fn code_mismatch(code: &Receipt, hash: Option<Hash>, entries: u64) -> Option<String> {
    match hash {
        None => Some(format!(
            "the check code was made when the last entry was #{}, and this has only {}: its end was cut off, or it is an older \
             copy, or the code is of another copy that went on by itself",
            code.seq,
            count_of(entries, "entry", "entries")
        )),
        Some(hash) if !code.matches(hash) => Some(format!(
            "entry #{} is not the one that the check code was made from: it, or something before it, was rewritten, or the code \
             is of another copy that went on by itself (`breach verify` with both files compares them)",
            code.seq
        )),
        Some(_) => None,
    }
}

fn head_mismatch(head: Option<Hash>, entry: Option<u64>) -> Option<String> {
    (head.is_some() && entry.is_none()).then(|| {
        "no entry has the head that was given: the end was cut off, something was rewritten, or the head is of another copy"
            .to_owned()
    })
}

fn drawn(blocks: Vec<Block>, width: usize) -> String {
    let document = Document {
        blocks,
        ..Document::default()
    };
    terminal(&document, width)
}

/// Sentences under a title; nothing where there are none.
fn section(title: &str, sentences: Vec<String>) -> Option<Block> {
    if sentences.is_empty() {
        return None;
    }
    let mut section = Section::new(title);
    section.blocks.extend(sentences.into_iter().map(Block::paragraph));
    Some(Block::Section(section))
}

fn sentence(text: &str) -> String {
    format!("{}.", capitalised(text))
}
