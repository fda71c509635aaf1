//! Notes: what happened, in one line, and the step that it may be a report about.

use std::collections::BTreeSet;

use super::asking::{Flow, Session};
use super::prompts::Prompt;
use crate::attribution::{Attribution, Source};
use crate::case::Snapshot;
use crate::failure::{Failure, Outcome};
use crate::incident::Access;
use crate::incident::event::NoteAdded;
use crate::journal::Draft;
use crate::playbook::plan::Step;
use crate::workflow::step_report::{StepReport, report};

impl Session<'_, '_> {
    /// Logs one note, and asks whether what somebody told is a step that is done.
    pub fn note(&mut self, text: &str, access: Option<Access>) -> Flow {
        const FLAGS: [(&str, Access); 2] = [
            ("--restricted", Access::Restricted),
            ("--privileged", Access::Privileged),
        ];
        let flag = FLAGS.into_iter().find(|(flag, _)| text.starts_with(flag));
        let (text, access) = match flag {
            Some((flag, meant)) => {
                let word = flag.trim_start_matches('-');
                if !self.yes_or_no(&format!("`{flag}` is a flag of `breach note`. Keep this note {word}?"))? {
                    return self.tell("  Nothing was logged.\n");
                }
                (text[flag.len()..].trim(), Some(meant))
            }
            None if !self.is_answer(text)? => return self.tell("  Nothing was logged.\n"),
            None => (text, access),
        };
        let text = if text.is_empty() {
            self.text(
                &Prompt::of_text("  Note: "),
                "Type what happened, or /later to write nothing.",
            )?
        } else {
            text.to_owned()
        };
        let heard = self.hear(&text)?;
        if !self.write(&mut |_, _| Ok(vec![note_draft(&text, heard.as_ref(), access)?]))? {
            return Ok(());
        }
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
        let titles: Vec<String> = candidates.iter().map(|(_, title)| title.clone()).collect();
        let about = format!(
            "About \"{}\" ({}):",
            one_line(&heard.text),
            crate::text::visible_line(&heard.by)
        );
        let chosen = match titles.as_slice() {
            [only] => {
                let question = format!("{about}\n  Does it finish the step \"{only}\"?");
                self.yes_or_no(&question)?.then_some(0)
            }
            several => {
                let question = format!("{about}\n  Does it finish one of these steps?");
                self.choose(&question, several, Some("no, just a note"))?
            }
        };
        let Some(chosen) = chosen else {
            return Ok(());
        };
        let step_id = candidates[chosen].0.clone();
        let heard = heard.clone();
        let now = self.now();
        let logged = self.write(&mut |incident, workflow| {
            let Some(step) = workflow.step(&step_id) else {
                return Ok(Vec::new());
            };
            let happened = StepReport {
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
pub fn note_draft(text: &str, heard: Option<&Attribution>, access: Option<Access>) -> Outcome<Draft> {
    let words = heard.map_or(text, |heard| &heard.text);
    if words.trim().is_empty() {
        let empty = Failure::usage("the note is empty").nothing_logged();
        return Err(match heard {
            Some(heard) => empty.hint(format!("what did {} say, or do? Type it behind the name", heard.by)),
            None => empty,
        });
    }
    let draft = Draft {
        access,
        ..Draft::new(NoteAdded { text: words.to_owned() })
    };
    Ok(match heard {
        Some(heard) => Draft {
            actor: Some(heard.by.clone()),
            ..heard.mark(draft, false)
        },
        None => draft,
    })
}

/// Words that reports have in common, whatever they are about.
const COMMON: [&str; 31] = [
    "about", "again", "and", "are", "been", "call", "called", "done", "for", "from", "has", "have", "her", "him",
    "his", "not", "now", "said", "says", "she", "step", "still", "that", "the", "they", "this", "told", "was", "were",
    "will", "with",
];

/// Up to three open steps that a report is most likely about, best first: it shares two words with their titles, or all of
/// theirs. One word in common says little.
fn likely_steps(current: Snapshot<'_>, text: &str) -> Vec<(String, String)> {
    const SHOWN: usize = 3;
    /// `saved` and `save`, `machine` and `machines` are one word.
    const STEM: usize = 4;
    let words = |text: &str| -> BTreeSet<String> {
        text.split(|letter: char| !letter.is_alphanumeric())
            .map(str::to_lowercase)
            .filter(|word| word.chars().count() > 2 && !COMMON.contains(&word.as_str()))
            .map(|word| word.chars().take(STEM).collect())
            .collect()
    };
    let said = words(text);
    let steps = current.workflow.steps.iter().zip(&current.situation.steps);
    let mut scored: Vec<(usize, &Step)> = steps
        .filter(|(_, status)| !status.standing.is_finished())
        .map(|(step, _)| (step, words(&step.title)))
        .map(|(step, title)| (said.intersection(&title).count(), title.len(), step))
        .filter(|(shared, title, _)| *shared > 1 || *shared > 0 && shared == title)
        .map(|(shared, _, step)| (shared, step))
        .collect();
    scored.sort_by_key(|(shared, _)| std::cmp::Reverse(*shared));
    let best = scored.iter().take(SHOWN);
    best.map(|(_, step)| (step.id.clone(), step.title.clone())).collect()
}

/// The beginning of a text, on one line.
fn one_line(text: &str) -> String {
    const WIDTH: usize = 50;
    let line = crate::text::visible_line(text.lines().next().unwrap_or_default());
    crate::text::clip(&line, WIDTH).into_owned()
}
