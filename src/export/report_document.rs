//! The report as a document, for people: what is known, what was done, who was told, and what the record can prove.

use chrono::TimeDelta;

use super::edition::Edition;
use super::json::access_word;
use super::limits::{DOES_NOT_PROVE, PROVES, WORDING};
use super::recorded::{Recorded, Tail};
use super::report::{Content, Report, Row, Shown, Verdict};
use super::view::{View, moment};
use super::{duty, facts, steps};
use crate::document::{Block, Document, Item, Section, Text, Tone};
use crate::incident::event::Listed;
use crate::incident::{ClockFault, Entry, Via};
use crate::text::{count, count_of};
use crate::time::Period;
use crate::workflow::Workflow;

/// How many faults are written out.
const LISTED: usize = 100;

/// The report. `rules` is a workflow that knows the rules to compute by, and no plan yet.
pub fn document(recorded: &Recorded, report: &Report<'_>, rules: Workflow) -> Document {
    let view = View::of(recorded, report, rules);
    let parts = Parts {
        mark: if report.heading.drill { " (DRILL)" } else { "" },
    };
    let mut blocks = parts.heading(report, view.last);
    blocks.push(parts.proof(report));
    let [known, not_known] = facts::sections(&view);
    blocks.push(parts.section("What is known", known));
    blocks.push(parts.section("What is not known", not_known));
    blocks.push(parts.section("Steps", steps::blocks(&view)));
    blocks.push(parts.section("Who was told, and who was not", duty::blocks(&view)));
    blocks.extend(parts.people(report));
    blocks.push(parts.timeline(report));
    blocks.push(parts.limits());
    Document {
        title: Text::from("Incident ")
            .plain(&report.heading.incident)
            .plain(format!(": report{}", parts.mark)),
        remark: Text::new(),
        blocks,
    }
}

/// A part of the timeline: its title, what is said when it is empty, and which entries belong to it.
type Part = (&'static str, &'static str, Listed);

struct Parts {
    /// Stands behind every heading of a drill.
    mark: &'static str,
}

impl Parts {
    fn section(&self, title: &str, blocks: Vec<Block>) -> Block {
        Block::Section(Section {
            title: format!("{title}{}", self.mark).into(),
            blocks,
            ..Section::default()
        })
    }

    fn heading(&self, report: &Report<'_>, last: Option<&Entry>) -> Vec<Block> {
        let heading = &report.heading;
        let alarm = |text: &str| Block::Callout {
            tone: Tone::Alarm,
            text: text.into(),
        };
        let mut blocks = Vec::new();
        match report.proof.verdict {
            Verdict::Broken => blocks.push(alarm(
                "BROKEN RECORD. At least one entry is not as it was written. See \"The record\" before relying on any of \
                 this.",
            )),
            Verdict::Torn => blocks.push(alarm(
                "The record ends torn: a fragment follows its last whole entry. See \"The record\".",
            )),
            Verdict::Whole => {}
        }
        if let Some(draft) = heading.other_draft {
            blocks.push(alarm(&format!(
                "{draft} Its links were checked; its entries are shown here as they were written."
            )));
        }
        if heading.drill {
            blocks.push(alarm("DRILL. This is an exercise. Nothing in it happened."));
        }
        match heading.edition {
            Edition::Full => blocks.push(alarm(
                "Full edition: it holds privileged and restricted entries. Ask counsel before giving it to anybody.",
            )),
            Edition::Counsel => blocks.push(alarm(
                "Counsel's edition: it holds privileged entries. It is for counsel only.",
            )),
            Edition::Default => {}
        }
        let title = heading.title.as_deref().unwrap_or("left out of this edition");
        let mut rows = vec![row("What it is called", title)];
        rows.extend(heading.opened_at.map(|at| row("Opened", moment(at))));
        rows.push(match &heading.closed {
            None => row("Closed", "no"),
            Some(closed) => {
                let mut text = Text::from(moment(closed.at)).plain(", as ").plain(&closed.how);
                if !closed.why.is_empty() {
                    text = text.plain(": ").plain(&closed.why);
                }
                row("Closed", text.plain(" (").entry(closed.seq).plain(")"))
            }
        });
        if let Some(last) = last {
            let at = moment(heading.zone.at(&last.at));
            let text = Text::from(at)
                .plain(", when the last entry was written (")
                .entry(last.seq)
                .plain(")");
            rows.push(row("As it stood", text));
        }
        rows.push(row(
            "Times",
            Text::from(heading.zone.name()).plain(", with the offset from UTC that held then"),
        ));
        rows.push(row(
            "Edition",
            format!("{}; {}", heading.edition.name(), report.left_out.words()),
        ));
        rows.push(row("Recorded with", &heading.program));
        blocks.push(Block::Labelled(rows));
        blocks.push(Block::paragraph(WORDING));
        blocks
    }

    fn proof(&self, report: &Report<'_>) -> Block {
        let proof = &report.proof;
        let verdict = match (proof.verdict, &proof.tail) {
            (Verdict::Broken, _) => {
                let things = count_of(proof.fault_count, "thing does", "things do");
                Text::new().strong(format!("BROKEN: {things} not fit"))
            }
            (Verdict::Torn, _) => "whole up to its last entry, with a torn end".into(),
            (Verdict::Whole, Tail::Unfinished) => "whole; an entry was being written at that moment".into(),
            (Verdict::Whole, Tail::Nothing | Tail::Torn { .. }) => {
                "whole: every entry follows from the one before".into()
            }
        };
        let mut rows = vec![
            row("Checked", verdict),
            row("Entries", format!("{}, {} bytes", proof.entries, proof.bytes)),
            row("Check code", Text::new().code(proof.check_code.to_string())),
            row(
                "Head (SHA-256 of the last line)",
                Text::new().code(proof.head.to_string()),
            ),
        ];
        if let Tail::Torn { bytes, sha256 } = &proof.tail {
            let text = Text::from(format!("{bytes} bytes, SHA-256 ")).code(sha256);
            rows.push(row("Torn end", text));
        }
        let mut blocks = vec![Block::Labelled(rows)];
        if !proof.faults.is_empty() {
            let mut faults: Vec<Text> = proof
                .faults
                .iter()
                .take(LISTED)
                .map(|fault| {
                    Text::new()
                        .entry(fault.entry)
                        .plain(format!(" (shows at line {}): ", fault.line))
                        .plain(&fault.what)
                })
                .collect();
            if proof.fault_count > LISTED {
                faults.push(format!("and {} more", proof.fault_count - LISTED).into());
            }
            blocks.extend([Block::paragraph("What does not fit:"), Block::list(faults)]);
        }
        if !proof.clock_faults.is_empty() {
            let faults = proof
                .clock_faults
                .iter()
                .map(|(entry, fault)| Text::new().entry(*entry).plain(": ").plain(clock_words(*fault)));
            blocks.extend([
                Block::paragraph("Where the machine's clock left its course:"),
                Block::list(faults),
            ]);
        }
        self.section("The record", blocks)
    }

    /// Parts of the timeline that readers look for.
    fn people(&self, report: &Report<'_>) -> [Block; 4] {
        let parts: [Part; 4] = [
            ("Decisions out of the usual order", "None.", Listed::OutOfOrder),
            ("Who held which role", "Nobody took a role.", Listed::Roles),
            (
                "Calls",
                "No call was logged as a call. What was said by phone is in the timeline as told by phone.",
                Listed::Calls,
            ),
            ("Corrections", "Nothing was corrected.", Listed::Corrections),
        ];
        parts.map(|(title, none, wanted)| {
            let found: Vec<Text> = report
                .rows
                .iter()
                .filter_map(|row| match &row.content {
                    Content::Shown(shown) if shown.entry.event.facets().listed == Some(wanted) => Some(
                        Text::from(when(shown))
                            .plain(": ")
                            .plain(shown.what())
                            .plain(" (")
                            .plain(shown.entry.who())
                            .plain(", ")
                            .entry(row.seq)
                            .plain(")"),
                    ),
                    _ => None,
                })
                .collect();
            let block = if found.is_empty() {
                Block::paragraph(none)
            } else {
                Block::list(found)
            };
            self.section(title, vec![block])
        })
    }

    fn timeline(&self, report: &Report<'_>) -> Block {
        let rows = report.rows.iter().map(|row| Item {
            text: self.row(row),
            anchor: Some(format!("entry-{}", row.seq)),
            blocks: Vec::new(),
        });
        let order = Block::paragraph("In the order in which it was written down.");
        self.section("Timeline", vec![order, Block::list(rows)])
    }

    fn row(&self, row: &Row<'_>) -> Text {
        let seq = Text::new().entry(row.seq);
        let shown = match &row.content {
            Content::Shown(shown) => shown,
            Content::LeftOut(access) => {
                let what = format!("left out of this edition: {}", access_word(*access));
                return seq.plain(" ").emphasis(what);
            }
            Content::LeftOutUnsound => {
                return seq
                    .plain(" ")
                    .emphasis("left out of this edition: this line is not as it was written");
            }
            Content::LeftOutUnread => {
                return seq
                    .plain(" ")
                    .emphasis("left out of this edition: its draft is not read here");
            }
            Content::Unread(bytes) => return seq.plain(" ").plain(String::from_utf8_lossy(bytes)),
            Content::Unsound(bytes) => {
                return seq
                    .plain(" ")
                    .strong("this line is not as it was written:")
                    .plain(" ")
                    .plain(String::from_utf8_lossy(bytes));
            }
        };
        let drill = if self.mark.is_empty() { "" } else { " DRILL" };
        let mut text = seq.plain(format!("{drill} {}", moment(shown.written())));
        if let Some(access) = shown.access {
            text = text.plain(" ").strong(access_word(access));
        }
        if let Some(by) = shown.corrected_by {
            text = text.plain(" ").strong(Text::from("corrected by ").entry(by));
        }
        text.new_line()
            .plain(shown.what())
            .new_line()
            .emphasis(told_words(shown))
    }

    fn limits(&self) -> Block {
        let blocks = vec![
            Block::list(PROVES),
            Block::paragraph("It cannot prove more than that:"),
            Block::list(DOES_NOT_PROVE),
        ];
        self.section("What this record can prove, and what it cannot", blocks)
    }
}

fn row(label: &str, text: impl Into<Text>) -> (String, Text) {
    (label.to_owned(), text.into())
}

/// When it happened if somebody said so, else when it was written down, which is said.
fn when(shown: &Shown<'_>) -> String {
    let happened = shown.happened().and_then(|happened| happened.words(moment));
    happened.unwrap_or_else(|| format!("written {}", moment(shown.written())))
}

/// Who did, said and typed it, when it happened, and what is odd about its times.
fn told_words(shown: &Shown<'_>) -> Text {
    let mut parts: Vec<Text> = Vec::new();
    if let Some(happened) = shown.happened() {
        let lacks = happened.period().map_or("", Period::lacks);
        parts.push(match happened.words(moment) {
            Some(when) => format!("happened {when}{lacks}").into(),
            None => "nobody knows when it happened".into(),
        });
    }
    if let Some(late) = shown.late() {
        parts.push(format!("written down {} later", length(late)).into());
    }
    let Entry {
        by, actor, told, clock, ..
    } = shown.entry;
    if let Some(actor) = actor {
        parts.push(Text::from("by ").plain(actor));
    }
    if let Some(told) = told {
        parts.push(Text::from("told by ").plain(&told.by).plain(", ").plain(&told.channel));
    }
    let via = match by.via {
        Via::Terminal => "at the prompts",
        Via::Script => "by an answers file",
        Via::Command => "by a command",
    };
    let mut typed = Text::from("typed by ").plain(&by.name);
    if let Some(role) = &by.role {
        typed = typed.plain(" (").plain(role).plain(")");
    }
    let place = format!("{}@{}", by.login, by.host);
    parts.push(typed.plain(", login ").plain(place).plain(format!(", {via}")));
    parts.extend(clock.map(|fault| clock_words(fault).into()));
    Text::joined(parts, "; ")
}

fn clock_words(fault: ClockFault) -> &'static str {
    match fault {
        ClockFault::Back => "the clock was back by more than five seconds",
        ClockFault::Jump => "the clock was ahead by more than five seconds",
    }
}

fn length(length: TimeDelta) -> String {
    let minutes = usize::try_from(length.num_minutes()).unwrap_or(0);
    match (minutes / 1440, minutes / 60 % 24, minutes % 60) {
        (0, 0, minutes) => count(minutes, "minute"),
        (0, hours, 0) => count(hours, "hour"),
        (0, hours, minutes) => format!("{} {}", count(hours, "hour"), count(minutes, "minute")),
        (days, 0, _) => count(days, "day"),
        (days, hours, _) => format!("{} {}", count(days, "day"), count(hours, "hour")),
    }
}
