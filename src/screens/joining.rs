//! What another playbook brings into a running incident, before anybody says yes; and why it cannot come.

use super::layout::ways_out;
use crate::document::{Block, Blocks, Document, terminal};
use crate::failure::{Failure, FailureKind};
use crate::playbook::plan::Playbook;
use crate::text::{count_of, list_plain};
use crate::workflow::join::{Clash, Joining};

/// Columns of a refusal, which is not told how wide the window is.
const WIDTH: usize = 76;

/// What the playbook is, and what it would bring, for a screen that has said which incident it is about.
pub fn joining_words(page: &mut Document, playbook: &Playbook, joining: &Joining) {
    page.space();
    page.paragraph(format!("{} ({})", playbook.title, playbook.id));
    page.paragraph(&playbook.summary);
    page.space();
    page.paragraph(counted(joining));
    let fresh: Vec<String> = joining
        .fresh
        .iter()
        .map(|(phase, number)| format!("{number} in {phase}"))
        .collect();
    if !fresh.is_empty() {
        page.paragraph(format!("New: {}.", list_plain(&fresh, "and")));
    }
    leaving(page, joining);
}

/// What becomes of the steps when an edited text takes the place of the one in use.
pub fn effect_words(page: &mut Document, joining: &Joining) {
    page.paragraph(counted(joining));
    leaving(page, joining);
}

/// `12 steps are new, 23 are here already, 9 questions are already answered.`
fn counted(joining: &Joining) -> String {
    let fresh: usize = joining.fresh.iter().map(|(_, number)| number).sum();
    let parts = [
        format!("{} new", count_of(fresh, "step is", "steps are")),
        format!("{} here already", count_of(joining.known, "is", "are")),
        format!(
            "{} already answered",
            count_of(joining.answered, "question is", "questions are")
        ),
    ];
    format!("{}.", parts.join(", "))
}

fn leaving(page: &mut Document, joining: &Joining) {
    page.paragraph("Nothing that is known is asked again, and what was done stays done.");
    for (titles, what) in [
        (&joining.leaving, "nothing was done there yet"),
        (
            &joining.worked_in,
            "what was done there stays in the record and in `breach step list --all`",
        ),
    ] {
        if !titles.is_empty() {
            page.space();
            page.paragraph(format!(
                "{}; {what}",
                count_of(titles.len(), "step leaves", "steps leave")
            ));
            page.below(2, titles.iter().map(Block::paragraph).collect());
        }
    }
}

/// Every name that means two things, as the failure that a command ends with.
pub fn clashing(playbook: &Playbook, clashes: &[Clash]) -> Failure {
    let mut page = Document::default();
    page.paragraph(format!(
        "Not yet: \"{}\" cannot be followed here, because {} two things.",
        playbook.title,
        count_of(clashes.len(), "name means", "names mean")
    ));
    for clash in clashes {
        let (name, there, here) = match clash {
            Clash::Step { id, with, there, here } => (
                format!("step {id}"),
                format!("\"{there}\" in {with}"),
                format!("\"{here}\" in {}", playbook.title),
            ),
            Clash::Fact {
                name,
                with,
                there,
                here,
            } => {
                let place = match with {
                    Some(with) => format!("in {with}"),
                    None => "is the answer in the record".to_owned(),
                };
                (
                    format!("fact {name}"),
                    format!("{there} {place}"),
                    format!("{here} in {}", playbook.title),
                )
            }
        };
        let mut both = vec![Block::paragraph(name)];
        both.hanging("  ", 4, there);
        both.hanging("  ", 4, here);
        page.space();
        page.below(2, both);
    }
    page.add(ways_out([
        (
            "give yours another name, and check it",
            "breach playbook check FILE".to_owned(),
        ),
        ("or go on with what is followed now", "breach resume".to_owned()),
    ]));
    page.space();
    page.paragraph("Nothing was changed.");
    Failure::screen(FailureKind::Refused, terminal(&page, WIDTH))
}
