//! What is known and what is not: each question with the answer that holds, when it was given, and what was said before.

use std::collections::{BTreeMap, BTreeSet};

use super::view::View;
use crate::document::{Block, Item, Section, Text};
use crate::fact::describe::answer_words_to;
use crate::fact::{Answer, Kind, Value};
use crate::incident::event::{FactRecorded, Instead};
use crate::incident::{Entry, FactState};
use crate::text::{count, count_of, prefixed};

/// An answer that somebody gave.
struct Version<'r> {
    entry: &'r Entry,
    pass: Option<u32>,
    answer: String,
    /// What was written first, where that was corrected.
    before_correction: Option<String>,
}

/// A question with what was answered.
struct Answered<'v, 'r> {
    view: &'v View<'r>,
    state: &'v FactState,
    /// The answers, in the order of writing; those of a table's rows are in its state.
    versions: Vec<Version<'r>>,
    is_local: bool,
}

/// The sections of what is known, and of what is not.
pub(super) fn sections(view: &View<'_>) -> [Vec<Block>; 2] {
    let mut recorded: BTreeMap<&str, Vec<(&Entry, &FactRecorded)>> = BTreeMap::new();
    for entry in view.entries() {
        if let Some(fact) = entry.event.get::<FactRecorded>() {
            recorded.entry(&fact.fact).or_default().push((entry, fact));
        }
    }
    let mut answered: Vec<Answered<'_, '_>> = view
        .incident
        .facts
        .iter()
        .filter(|(_, state)| state.is_answered())
        .map(|(name, state)| Answered {
            view,
            state,
            versions: versions(view, recorded.get(name.as_str()).map_or(&[][..], Vec::as_slice)),
            is_local: name.contains('.'),
        })
        .collect();
    answered.sort_by_key(Answered::first);
    let (unknown, known): (Vec<_>, Vec<_>) = answered
        .into_iter()
        .partition(|fact| fact.state.answer == Some(Answer::Unknown));
    [known_blocks(&known), not_known(view, &unknown)]
}

fn known_blocks(known: &[Answered<'_, '_>]) -> Vec<Block> {
    let mut blocks = vec![Block::paragraph(
        "Each question as it was asked, with the answer that held in the end and when it was given, under the step that asked it.",
    )];
    if known.is_empty() {
        blocks.push(Block::paragraph("Nothing was recorded as known."));
    }
    let mut steps: Vec<String> = Vec::new();
    for fact in known {
        let step = fact.step();
        if !steps.contains(&step) {
            steps.push(step);
        }
    }
    for step in steps {
        let title = match step.as_str() {
            "" => "First report, and answers outside any step",
            step => step,
        };
        let of_it = known.iter().filter(|fact| fact.step() == step).map(Answered::item);
        blocks.push(Section::new(title).with(Block::list(of_it)).into());
    }
    blocks
}

fn not_known(view: &View<'_>, unknown: &[Answered<'_, '_>]) -> Vec<Block> {
    let is_open = view.incident.is_open();
    // Once it is closed, what was left open and may be is no gap any more.
    let gaps = view.situation.not_known.iter();
    let gaps = gaps.filter(|gap| !gap.asked && (gap.needed || is_open)).map(|gap| {
        let asks = view.workflow.steps.iter();
        let mut asks = asks.filter(|step| step.questions.iter().any(|question| question.fact == gap.fact));
        let step = prefixed(", asked in ", &asks.next().map(|step| &step.title));
        Item::from(Text::from(&gap.ask).plain(" ").emphasis("not answered").plain(step))
    });
    let items: Vec<Item> = unknown.iter().map(Answered::item).chain(gaps).collect();
    let left = view.situation.not_asked(&view.workflow, &view.incident);
    let mut blocks = Vec::new();
    if items.is_empty() && left.questions == 0 && view.unread_plan.is_none() {
        blocks.push(Block::paragraph(
            "Nothing was recorded as unknown, and no question that came up is open.",
        ));
    }
    if !items.is_empty() {
        blocks.push(Block::List(items));
    }
    if left.questions > 0 {
        let asked = if is_open { "Not asked yet" } else { "Never asked" };
        let steps = count_of(left.steps, "step that nobody has begun", "steps that nobody has begun");
        blocks.push(Block::paragraph(format!(
            "{asked}: {} of {steps}. \"Steps\" names them.",
            count(left.questions, "question")
        )));
    }
    if let Some(why) = &view.unread_plan {
        blocks.push(Block::paragraph(format!(
            "The plan in the record cannot be followed by this program ({why}): its questions and the steps that nobody has begun \
             are not listed."
        )));
    }
    blocks
}

fn versions<'r>(view: &View<'r>, recorded: &[(&'r Entry, &'r FactRecorded)]) -> Vec<Version<'r>> {
    let of_whole = recorded.iter().filter(|(_, fact)| fact.row.is_none());
    of_whole
        .map(|(entry, fact)| {
            let written = filed_words(&fact.kind, &fact.answer, view);
            let (answer, before_correction) =
                match view.correction(entry.seq).map(|(_, correction)| &correction.instead) {
                    Some(Instead::Answer(new)) => (filed_words(&new.kind, &new.answer, view), Some(written)),
                    Some(Instead::Nothing) => ("taken back".to_owned(), Some(written)),
                    _ => (written, None),
                };
            Version {
                entry,
                pass: fact.pass,
                answer,
                before_correction,
            }
        })
        .collect()
}

/// An answer in words; a file with what shows that it is still the same.
fn filed_words(kind: &Kind, answer: &Answer, view: &View<'_>) -> String {
    let words = answer_words_to(kind, answer, view.zone);
    match answer.value() {
        Some(Value::File { size, sha256, .. }) => {
            let size = count(*size, "byte");
            format!("{words}, {size}, SHA-256 {sha256}")
        }
        _ => words,
    }
}

impl Answered<'_, '_> {
    /// The entry that it rests on first.
    fn first(&self) -> u64 {
        let rows = self.state.rows.values().map(|row| row.seq);
        rows.min().unwrap_or(self.state.seq)
    }

    /// The title of the step that asked; empty when no step did.
    fn step(&self) -> String {
        let view = self.view;
        let entry = view.entry(self.first());
        let Some(id) = entry.and_then(|entry| entry.event.facets().step) else {
            return String::new();
        };
        let step = view.incident.steps.get(id).map(|step| step.title.as_str());
        step.filter(|title| !title.is_empty()).unwrap_or(id).to_owned()
    }

    fn item(&self) -> Item {
        let state = self.state;
        let passes: BTreeSet<u32> = self.versions.iter().filter_map(|version| version.pass).collect();
        // What a step asks anew in every pass has an answer for each, and none corrects another.
        let in_passes = self.is_local && passes.len() > 1 && state.rows.is_empty();
        let asked = Text::from(&state.asked).plain(" ");
        let mut lines: Vec<Text> = Vec::new();
        let mut text = asked;
        if !state.rows.is_empty() {
            let entries = state.rows.values().map(|row| self.view.cited(row.seq));
            text = self.source(text, Text::joined(entries, ", "), self.first(), None);
            lines.extend(state.rows.iter().map(|(number, row)| {
                Text::from(format!(
                    "Row {number}: {}",
                    filed_words(&state.kind, &row.answer, self.view)
                ))
            }));
        } else if in_passes {
            text = text.plain(count_of(passes.len(), "pass", "passes"));
        }
        for (nth, version) in self.versions.iter().enumerate() {
            let seq = version.entry.seq;
            let next = self.versions.get(nth + 1).and_then(|next| next.pass);
            let is_last_of_pass = version.pass.is_some() && next != version.pass;
            let holds = seq == state.seq && state.rows.is_empty();
            let pass = version.pass.filter(|_| passes.len() > 1);
            let cited = self.view.cited(seq);
            if let Some(before) = &version.before_correction {
                lines.push(
                    Text::from("before it was corrected: ")
                        .plain(before)
                        .plain(" (")
                        .entry(seq)
                        .plain(")"),
                );
            }
            if in_passes && (is_last_of_pass || holds) {
                let label = pass.map_or_else(String::new, |pass| format!("Pass {pass}: "));
                let answer = Text::from(label).strong(&version.answer).plain(" ");
                lines.push(self.source(answer, cited, seq, None));
            } else if holds {
                text = self.source(text.strong(&version.answer).plain(" "), cited, seq, pass);
            } else {
                let label = match pass {
                    Some(pass) if is_last_of_pass => format!("in pass {pass}: "),
                    _ => "before: ".to_owned(),
                };
                lines.push(
                    Text::from(label)
                        .plain(&version.answer)
                        .plain(" (")
                        .then(cited)
                        .plain(")"),
                );
            }
        }
        Item::over(text, lines)
    }

    /// Behind an answer the entries, who said so, and when.
    fn source(&self, text: Text, entries: Text, seq: u64, pass: Option<u32>) -> Text {
        let pass = prefixed(", pass ", &pass);
        let view = self.view;
        let entry = view.entry(seq);
        let who = if seq == self.state.seq {
            Some(self.state.who.as_str())
        } else {
            entry.map(Entry::who)
        };
        let told = entry.and_then(|entry| entry.told.as_ref()).map(|told| &told.by);
        let text = text.plain("(").then(entries).plain(pass);
        let text = text.plain(prefixed(", ", &who)).plain(prefixed(", told by ", &told));
        text.plain(format!(", {})", self.when(seq)))
    }

    /// When it was said; where nobody said that, when what its step reports happened.
    fn when(&self, seq: u64) -> String {
        let view = self.view;
        let fact = view.entry(seq).and_then(|entry| entry.event.get::<FactRecorded>());
        let of_step = fact
            .and_then(|fact| view.incident.steps.get(fact.step.as_ref()?)?.pass(fact.pass?))
            .map(|pass| pass.seq)
            .filter(|pass| view.happened(seq).is_none() && view.happened(*pass).is_some());
        view.when(of_step.unwrap_or(seq))
    }
}
