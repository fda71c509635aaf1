//! What became of each step, and which are open.

use super::view::View;
use crate::document::{Block, Item, Section, Text};
use crate::incident::event::{IncidentClosed, StepOutcome, hold_words, pass_title};
use crate::incident::{Pass, PassState};
use crate::situation::{Standing, StepStatus};
use crate::text::{list_plain, prefixed};
use crate::time::Zone;
use crate::time::format::day_clock;
use crate::workflow::holds::{Hold, HoldKind};

pub(super) fn blocks(view: &View<'_>) -> Vec<Block> {
    let mut reported = reported(view);
    reported.sort_by_key(|(seq, _)| *seq);
    let mut blocks = vec![if reported.is_empty() {
        Block::paragraph("Nothing was reported on any step.")
    } else {
        Block::List(reported.into_iter().map(|(_, item)| item).collect())
    }];
    blocks.extend(open(view));
    blocks
}

fn reported(view: &View<'_>) -> Vec<(u64, Item)> {
    let mut items = Vec::new();
    for (id, step) in &view.incident.steps {
        let planned = view.workflow.step(id).map(|step| &step.title);
        let title = Some(&step.title)
            .filter(|title| !title.is_empty())
            .or(planned)
            .unwrap_or(id);
        // One that is open stands below, where the plan can be read.
        let is_reported = |pass: &&Pass| pass.state != PassState::Open || view.unread_plan.is_some();
        for (place, pass) in step.passes.iter().enumerate().filter(|(_, pass)| is_reported(pass)) {
            let mut remarks: Vec<Text> = pass
                .before
                .iter()
                .map(|hold| format!("reported before {}", hold_words(hold)).into())
                .collect();
            if let Some(overriding) = &pass.overridden {
                let holds: Vec<String> = overriding.held_for.iter().map(|hold| hold_words(hold)).collect();
                let words = format!(
                    "went ahead in spite of {}, decided by {}, because: {} (",
                    list_plain(&holds, "and"),
                    overriding.who,
                    overriding.why
                );
                remarks.push(Text::from(words).entry(overriding.seq).plain(")"));
            }
            let title = pass_title(title, u32::try_from(place + 1).unwrap_or(u32::MAX));
            let text = Text::from(title)
                .plain(": ")
                .strong(outcome_words(&pass.state, view.zone));
            items.push((pass.seq, Item::over(signed(view, text, &pass.who, pass.seq), remarks)));
        }
        if let Some(ruled_out) = &step.ruled_out {
            let words = format!("ruled out, since this does not hold: {}", ruled_out.condition);
            let text = Text::from(title).plain(": ").strong(words);
            items.push((
                ruled_out.seq,
                signed(view, text, "breach, from the facts", ruled_out.seq).into(),
            ));
        }
    }
    items
}

fn signed(view: &View<'_>, text: Text, who: &str, seq: u64) -> Text {
    let text = text.plain(format!(" ({who}, {}, ", view.when(seq)));
    text.then(view.cited(seq)).plain(")")
}

/// The steps on which nothing is reported that ends them, and why they were left when it was closed.
fn open(view: &View<'_>) -> Option<Block> {
    let is_open = |(_, status): &(_, &StepStatus)| !status.standing.is_finished();
    let steps = view.workflow.steps.iter().zip(&view.situation.steps);
    let items: Vec<Item> = steps
        .filter(is_open)
        .map(|(step, status)| {
            let title = pass_title(&step.title, status.pass);
            Item::from(Text::from(title).plain(": ").plain(standing_words(view, status)))
        })
        .collect();
    if items.is_empty() {
        return None;
    }
    let mut section = Section::new("Open");
    if let Some(closing) = &view.incident.closed {
        let closed = view
            .entry(closing.seq)
            .and_then(|entry| entry.event.get::<IncidentClosed>());
        let because = closed
            .and_then(|closed| closed.open_because.as_ref())
            .unwrap_or(&closing.why);
        let text = Text::from("Left open when it was closed, because: ").plain(because);
        section = Section::new("Left open").with(Block::paragraph(text.plain(" (").entry(closing.seq).plain(")")));
    }
    Some(section.with(Block::List(items)).into())
}

fn standing_words(view: &View<'_>, status: &StepStatus) -> String {
    match &status.standing {
        Standing::Held(holds) => {
            let words = |hold: &Hold| match &hold.what {
                HoldKind::After { title, .. } => format!("\"{title}\""),
                HoldKind::Gate(_) => hold_words(&hold.name),
            };
            let holds: Vec<String> = holds.iter().map(words).collect();
            format!("not begun; it waits for {}", list_plain(&holds, "and"))
        }
        Standing::CannotTell(facts) => {
            let needs: Vec<String> = facts.iter().map(|fact| view.workflow.fact_title(fact)).collect();
            format!(
                "cannot be told yet whether it is needed; that depends on: {}",
                needs.join(", ")
            )
        }
        Standing::Open => "not begun".to_owned(),
        Standing::Resting { next } => format!("its next pass begins {}", day_clock(*next, view.zone)),
        standing => standing.name().to_owned(),
    }
}

fn outcome_words(state: &PassState, zone: Zone) -> String {
    let until = |until: &Option<_>| prefixed(", until ", &until.map(|until| day_clock(until, zone)));
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
