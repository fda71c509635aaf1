//! What checking a record showed, in words and as JSON: what was found, and what was not checked.

use serde_json::{Value as Json, json};

use super::checking::Checked;
use crate::document::{Block, Document, Section, Text, terminal};
use crate::failure::FailureKind;
use crate::incident::receipt::short_id;
use crate::incident::{ClockFault, CopiedCode, FaultKind, Hash, Reading, Receipt};
use crate::store::End;
use crate::text::{count, count_of, list_plain, visible_line};
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
}

impl Finding {
    /// The exit code's kind; none when the record is whole and matches everything that was kept of it. A code that says
    /// nothing about this record leaves open whether it is as it was written, and contradicts nothing.
    pub(super) fn kind(&self) -> Option<FailureKind> {
        if !self.reading().is_whole() || self.mismatches().next().is_some() {
            return Some(FailureKind::Tampered);
        }
        if self.useless_code().is_some() {
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

    fn verdict(&self) -> &'static str {
        match self.kind() {
            None => "whole",
            Some(FailureKind::Tampered) => "tampered",
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
        let incident = &self.reading().incident.id;
        match self.code.as_ref()? {
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

    /// What the code that was given says, when it is one of this incident.
    fn usable_code(&self) -> Option<&Receipt> {
        let code = self.code.as_ref().and_then(CopiedCode::receipt);
        code.filter(|_| self.useless_code().is_none())
    }

    /// Why what was kept does not match, a sentence each.
    fn mismatches(&self) -> impl Iterator<Item = String> {
        let lines = self.reading().lines();
        let by_code = self.usable_code().and_then(|code| {
            let why = match self.checked.hash_of_wanted {
                None => format!(
                    "the check code was made when the last entry was #{}; the record now has only {}: its end was cut off",
                    code.seq,
                    count_of(usize::try_from(lines).unwrap_or(usize::MAX), "entry", "entries")
                ),
                Some(hash) if !code.matches(hash) => format!(
                    "entry #{} is not the one that the check code was made from: it, or something before it, was rewritten",
                    code.seq
                ),
                Some(_) => return None,
            };
            Some(if matches!(self.code, Some(CopiedCode::Unchecked(_))) {
                format!(
                    "{why}, or the code was copied wrongly: an older breach made it, without the two signs at its end that \
                     would show a slip, so compare it with the paper first"
                )
            } else {
                why
            })
        });
        let by_head = match (self.head, self.checked.line_of_wanted) {
            (Some(_), None) => {
                Some("no entry has the head that was given: the record was cut off or rewritten".to_owned())
            }
            _ => None,
        };
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
    pub(super) fn screen(&self, zone: Zone, width: usize) -> String {
        let reading = self.reading();
        let drill = if reading.incident.drill { "  DRILL" } else { "" };
        let entries = count_of(
            usize::try_from(reading.lines()).unwrap_or(usize::MAX),
            "entry",
            "entries",
        );
        let verdict = match self.kind() {
            None => "WHOLE",
            Some(FailureKind::Tampered) => "NOT AS IT WAS WRITTEN",
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
        let mut said = self.faults();
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
        blocks.push(Block::Labelled(vec![
            code("Check code", self.receipt().to_string()),
            code("Head", reading.head().to_string()),
        ]));
        blocks.extend(section(
            "The clock was set while the record was written",
            self.clock_faults(),
        ));
        blocks.extend(section("Not checked", self.not_checked()));
        drawn(blocks, width)
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
            "check_code": self.receipt().to_string(),
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
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        format!("{}{}.", first.to_uppercase(), letters.as_str())
    })
}
