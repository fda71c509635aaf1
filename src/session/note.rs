//! Notes: what happened, in one line, and the step that it may be a report about.

use super::asking::{Flow, Session};
use super::prompts::Prompt;
use crate::attribution::{Attribution, Source};
use crate::case::Snapshot;
use crate::incident::Access;
use crate::incident::event::NoteAdded;
use crate::journal::Draft;
use crate::playbook::plan::Step;
use crate::workflow::step_report::{Report, report};

impl Session<'_, '_> {
    /// Logs one note, and asks whether what somebody told is a step that is done.
    pub fn note(&mut self, text: &str, access: Option<Access>) -> Flow {
        let text = if text.is_empty() {
            self.text(
                &Prompt::of_text("  Note: "),
                "Type what happened, or /later to write nothing.",
            )?
        } else {
            text.to_owned()
        };
        let heard = self.hear(&text)?;
        let draft = note_draft(&text, heard.as_ref(), access);
        self.write(&mut |_, _| Ok(vec![draft.clone()]))?;
        match heard {
            Some(heard) if access.is_none() => self.match_with_step(&heard),
            _ => Ok(()),
        }
    }

    /// Offers the steps that a report may be about; nothing is marked without a choice.
    fn match_with_step(&mut self, heard: &Attribution) -> Flow {
        let Ok(current) = self.situation() else {
            return Ok(());
        };
        let candidates = likely_steps(current, &heard.text);
        if candidates.is_empty() {
            return Ok(());
        }
        self.tell("  Is this a step that is done now?\n")?;
        let titles: Vec<String> = candidates.iter().map(|(_, title)| title.clone()).collect();
        let Some(chosen) = self.choose(&titles, "  > ", Some("just a note"))? else {
            return Ok(());
        };
        let step_id = candidates[chosen].0.clone();
        let heard = heard.clone();
        let now = self.now();
        let logged = self.write(&mut |incident, workflow| {
            let Some(step) = workflow.step(&step_id) else {
                return Ok(Vec::new());
            };
            let happened = Report {
                outcome: crate::incident::event::StepOutcome::Done,
                has_happened: true,
            };
            let event = report(workflow, incident, step, happened, now).map_err(crate::screens::held::refusal)?;
            Ok(vec![heard.mark(Draft::new(event), true)])
        })?;
        if logged {
            self.say_what_can_follow(&step_id, &Source::from(&heard))
        } else {
            Ok(())
        }
    }
}

/// A note as a draft; its source goes where the record keeps sources.
pub fn note_draft(text: &str, heard: Option<&Attribution>, access: Option<Access>) -> Draft {
    let words = heard.map_or(text, |heard| &heard.text);
    let draft = Draft {
        access,
        ..Draft::new(NoteAdded { text: words.to_owned() })
    };
    match heard {
        Some(heard) => Draft {
            actor: Some(heard.by.clone()),
            ..heard.mark(draft, false)
        },
        None => draft,
    }
}

/// Up to three open steps whose words a report shares, best first; without any, the most pressing ones.
fn likely_steps(current: Snapshot<'_>, text: &str) -> Vec<(String, String)> {
    const SHOWN: usize = 3;
    let words = |text: &str| -> Vec<String> {
        text.split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| word.chars().count() > 3)
            .map(|word| word.to_lowercase().chars().take(6).collect())
            .collect()
    };
    let said = words(text);
    let steps = current.workflow.steps.iter().zip(&current.situation.steps);
    let mut scored: Vec<(usize, &Step)> = steps
        .filter(|(_, status)| !status.standing.is_finished())
        .map(|(step, _)| {
            let told: String = step
                .instructions
                .iter()
                .map(|instruction| format!(" {}", instruction.text))
                .collect();
            let (title, body) = (words(&step.title), words(&told));
            let score = said.iter().filter(|word| title.contains(word)).count() * 3
                + said.iter().filter(|word| body.contains(word)).count();
            (score, step)
        })
        .filter(|(score, _)| *score > 0)
        .collect();
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    let mut found: Vec<(String, String)> = scored
        .iter()
        .take(SHOWN)
        .map(|(_, step)| (step.id.clone(), step.title.clone()))
        .collect();
    if found.is_empty() {
        let pressing = current.situation.next.now.iter().take(SHOWN);
        found.extend(pressing.map(|todo| (todo.step.clone(), todo.title.clone())));
    }
    found
}
