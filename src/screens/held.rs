//! `Not yet:` - what holds a step, why, and the three exits.

use super::layout::ways_out;
use crate::document::{Block, Document, Section, terminal};
use crate::failure::{Failure, FailureKind};
use crate::incident::event::hold_words;
use crate::text::count_of;
use crate::workflow::holds::{Hold, HoldKind};
use crate::workflow::step_report::Refusal;

/// Columns of the screen; a refusal is not told how wide the window is.
const WIDTH: usize = 76;

/// A refusal as the failure that a command ends with. Nothing was changed, and it says so.
pub fn refusal(refusal: Refusal) -> Failure {
    match refusal {
        Refusal::Rule(sentence) => Failure::refused(sentence).nothing_changed(),
        Refusal::Held { step, title, holds } => {
            Failure::screen(FailureKind::Refused, held_screen(&step, &title, &holds))
        }
    }
}

pub fn held_screen(step: &str, title: &str, holds: &[Hold]) -> String {
    let many = count_of(holds.len(), "one thing", "things");
    let many = if holds.len() == 1 { "one thing".to_owned() } else { many };
    let mut waits = Section::new(format!("Not yet: \"{title}\" waits for {many}.")).with(Block::Space);
    waits
        .blocks
        .extend(holds.iter().map(|hold| Block::paragraph(hold_line(hold))));
    let mut ways: Vec<(&str, String)> = holds.iter().flat_map(|hold| ways_for(step, hold)).collect();
    ways.push((
        "say that it has already happened",
        format!("breach step done {step} --at TIME --who NAME"),
    ));
    ways.push((
        "go ahead anyway: commander, with a reason, marked in the report",
        format!("breach step override {step} --why REASON"),
    ));
    let document = Document {
        blocks: vec![
            Block::Space,
            Block::Section(waits),
            Block::Section(ways_out(ways)),
            Block::Space,
            Block::paragraph("Nothing was changed."),
        ],
        ..Document::default()
    };
    terminal(&document, WIDTH)
}

fn hold_line(hold: &Hold) -> String {
    match &hold.what {
        HoldKind::After { title, .. } => format!("{title}, first"),
        HoldKind::Gate(_) => hold_words(&hold.name),
    }
}

/// How to satisfy one hold.
fn ways_for(step: &str, hold: &Hold) -> Vec<(&'static str, String)> {
    use crate::playbook::plan::Gate;
    match &hold.what {
        HoldKind::After { step: first, .. } => vec![("finish that first", format!("breach step done {first}"))],
        HoldKind::Gate(Gate::Acknowledge(_)) => vec![("agree to it", format!("breach gate acknowledge {step}"))],
        HoldKind::Gate(Gate::Approval(_)) => {
            vec![(
                "write down who agreed",
                format!("breach gate approve {step} --who NAME --channel phone"),
            )]
        }
        HoldKind::Gate(Gate::FourEyes(_)) => {
            vec![(
                "let somebody else look",
                format!("breach gate approve {step} --who NAME --channel phone"),
            )]
        }
        HoldKind::Gate(Gate::RoleFilled(role)) => vec![("fill the role", format!("breach role assign {role} NAME"))],
        HoldKind::Gate(Gate::EvidenceReleased) => {
            vec![(
                "say who released it",
                "breach fact set evidence_released_by NAME".to_owned(),
            )]
        }
        HoldKind::Gate(Gate::PoliceDelay) => {
            vec![(
                "correct the time, if it is wrong",
                "breach fact set police_delay_until TIME".to_owned(),
            )]
        }
        HoldKind::Gate(Gate::Fact(condition)) => condition
            .names()
            .into_iter()
            .map(|(name, _)| ("record what it asks for", format!("breach fact set {name} ANSWER")))
            .collect(),
    }
}
