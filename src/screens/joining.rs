//! What another playbook brings into a running incident, before anybody says yes; and why it cannot come.

use std::fmt::Write;

use super::layout::Page;
use crate::failure::{Failure, FailureKind};
use crate::playbook::plan::Playbook;
use crate::text::{count_of, list_plain, wrap};
use crate::workflow::join::{Clash, Joining};

/// Columns of a refusal, which is not told how wide the window is.
const WIDTH: usize = 76;

/// What the playbook is, and what it would bring.
pub fn joining_words(playbook: &Playbook, joining: &Joining, headline: (&str, &str), width: usize) -> String {
    let mut page = Page::new(width);
    page.headline(headline.0, headline.1);
    page.blank();
    page.paragraph(2, &format!("{} ({})", playbook.title, playbook.id));
    page.paragraph(2, &playbook.summary);
    page.blank();
    page.paragraph(2, &counted(joining));
    let fresh: Vec<String> = joining
        .fresh
        .iter()
        .map(|(phase, number)| format!("{number} in {phase}"))
        .collect();
    if !fresh.is_empty() {
        page.paragraph(2, &format!("New: {}.", list_plain(&fresh, "and")));
    }
    page.paragraph(2, "Nothing that is known is asked again, and what was done stays done.");
    leaving(&mut page, joining);
    page.finish()
}

/// What becomes of the steps when an edited text takes the place of the one in use.
pub fn effect_words(joining: &Joining, width: usize) -> String {
    let mut page = Page::new(width);
    page.paragraph(2, &counted(joining));
    page.paragraph(2, "Nothing that is known is asked again, and what was done stays done.");
    leaving(&mut page, joining);
    page.finish()
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

fn leaving(page: &mut Page, joining: &Joining) {
    for (titles, one, many, what) in [
        (
            &joining.leaving,
            "step leaves",
            "steps leave",
            "nothing was done there yet",
        ),
        (
            &joining.worked_in,
            "step leaves",
            "steps leave",
            "what was done there stays in the record and in `breach step list --all`",
        ),
    ] {
        if !titles.is_empty() {
            page.blank();
            page.paragraph(2, &format!("{}; {what}", count_of(titles.len(), one, many)));
            for title in titles {
                page.paragraph(4, title);
            }
        }
    }
}

/// Every name that means two things, as the failure that a command ends with.
pub fn clashing(playbook: &Playbook, clashes: &[Clash]) -> Failure {
    let mut shown = String::new();
    let head = format!(
        "Not yet: \"{}\" cannot be followed here, because {} two things.",
        playbook.title,
        count_of(clashes.len(), "name means", "names mean")
    );
    push(&mut shown, &head, "  ", "  ");
    for clash in clashes {
        shown.push('\n');
        match clash {
            Clash::Step { id, with, there, here } => {
                push(&mut shown, &format!("step {id}"), "    ", "    ");
                push(&mut shown, &format!("\"{there}\" in {with}"), "      ", "        ");
                push(
                    &mut shown,
                    &format!("\"{here}\" in {}", playbook.title),
                    "      ",
                    "        ",
                );
            }
            Clash::Fact {
                name,
                with,
                there,
                here,
            } => {
                let place = with
                    .as_ref()
                    .map_or_else(|| "is the answer in the record".to_owned(), |with| format!("in {with}"));
                push(&mut shown, &format!("fact {name}"), "    ", "    ");
                push(&mut shown, &format!("{there} {place}"), "      ", "        ");
                push(
                    &mut shown,
                    &format!("{here} in {}", playbook.title),
                    "      ",
                    "        ",
                );
            }
        }
    }
    let _ = writeln!(
        shown,
        "\n  You can\n    give yours another name, and check it\n        breach playbook check FILE\n    or go on with what is \
         followed now\n        breach resume\n\n  Nothing was changed."
    );
    Failure::screen(FailureKind::Refused, shown)
}

fn push(shown: &mut String, text: &str, first: &str, rest: &str) {
    for line in wrap(text, WIDTH, first, rest) {
        let _ = writeln!(shown, "{line}");
    }
}
