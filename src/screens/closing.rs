//! What stands in the way of closing, and what is shown once an incident is closed.

use super::layout::ways_out;
use crate::document::{Blocks, Document, Section};
use crate::incident::event::OpenStep;
use crate::situation::closing::StillOpen;
use crate::text::{count, count_of, first_few};

/// This many steps or questions are named at once; a window has room for them.
const NAMED: usize = 8;

/// What is open, as it is shown before somebody is asked why.
pub fn open_ends(open: &StillOpen) -> Document {
    let mut page = Document::default();
    page.space();
    page.paragraph("Not yet: this incident has open ends.");
    if !open.blocking.is_empty() {
        page.add(listed(
            "Steps",
            "step list",
            open.blocking
                .iter()
                .map(|step| format!("{} ({})", step.title, step.step)),
        ));
    }
    if !open.unanswered.is_empty() {
        let asked = open.unanswered.iter().map(|(fact, ask)| format!("{ask} ({fact})"));
        page.add(listed(
            "Questions that need an answer; `unknown` is one",
            "fact list",
            asked,
        ));
    }
    if !open.owed.is_empty() {
        let owed = open.owed.iter().map(|(tell, id)| format!("{tell} ({id})"));
        page.add(listed(
            "Duties: each is told, or not told because",
            "deadline list",
            owed,
        ));
    }
    if !open.undecided.is_empty() {
        let deciding = open
            .undecided
            .iter()
            .map(|(fact, duties)| format!("{fact}: decides about {}", count_of(*duties, "duty", "duties")));
        page.add(listed("Questions that decide whom to tell", "deadline list", deciding));
    }
    page
}

/// What stands in the way, and how to settle each.
pub fn blocked(open: &StillOpen) -> Document {
    let mut page = open_ends(open);
    page.add(ways_out([
        (
            "settle them one by one",
            "breach step done | not-needed | will-not-do STEP\nbreach fact set FACT ANSWER\n\
             breach notice made | declined ID"
                .to_owned(),
        ),
        (
            "leave steps and questions open, for one reason; a duty never",
            "breach close --why REASON --open-because REASON --left-by NAME".to_owned(),
        ),
        (
            "close it as part of another incident, or as ruled out",
            "breach close --how joined --to ID --why REASON\nbreach close --how ruled-out --second NAME --why REASON"
                .to_owned(),
        ),
    ]));
    page.space();
    page.paragraph("Nothing was changed.");
    page
}

fn listed(title: &str, list: &str, items: impl Iterator<Item = String>) -> Section {
    let mut section = Section::new(title);
    let items = first_few(items, NAMED, |more| format!("{more} more: breach {list}"));
    items.into_iter().for_each(|item| section.hanging("", 2, item));
    section
}

/// Steps that were still open when it closed; nothing when there were none.
pub fn left_open(open: &StillOpen) -> Document {
    let steps: Vec<&OpenStep> = open.blocking.iter().chain(&open.other).collect();
    let mut page = Document::default();
    if !steps.is_empty() {
        let title = format!("Still open when it closed: {}", count(steps.len(), "step"));
        page.space();
        page.add(listed(
            &title,
            "step list",
            steps.into_iter().map(|step| step.title.clone()),
        ));
    }
    page
}
