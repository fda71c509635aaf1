//! Who was told with a step that is done: asked once, after the step's own questions, and logged in one write.
//!
//! Only open duties that the step is due with are listed. Doing a step never settles a duty by itself: somebody says so.

use chrono::{DateTime, FixedOffset, SubsecRound};

use super::asking::{Exit, Flow, Session};
use super::prompts::Prompt;
use crate::attribution::Source;
use crate::document::terminal;
use crate::fact::{Answer, Value};
use crate::incident::Incident;
use crate::incident::event::{NOT_SAID, NoticeMade};
use crate::journal::Draft;
use crate::playbook::plan::Step;
use crate::screens::notices::asked_lines;
use crate::situation::Deadline;
use crate::time::{TimeView, When};

/// What is told about several notices at once.
struct Said {
    at: DateTime<FixedOffset>,
    /// No more than the day was said.
    on_day: bool,
    channel: String,
    reference: Option<String>,
}

impl Session<'_, '_> {
    /// Asks which of the duties that a step is due with were done with it. Asks nothing when none of them is open. `source`
    /// is that of the report, and says when it was, as far as it knows.
    pub(super) fn ask_who_was_told(&mut self, step: &Step, source: &Source) -> Flow {
        let duties = self.untold_duties(step)?;
        if duties.is_empty() {
            return Ok(());
        }
        match self.notices(step, &duties, source) {
            Err(Exit::Later(_)) => self.tell(&format!(
                "  Nothing was logged about that. `breach notice made {}` does it later.\n",
                match duties.as_slice() {
                    [only] => only.id(),
                    _ => "ID",
                }
            )),
            other => other,
        }
    }

    fn notices(&mut self, step: &Step, duties: &[Deadline], source: &Source) -> Flow {
        let (now, zone, width) = (self.now(), self.zone, self.context.world.terminal.width);
        let shown = terminal(&asked_lines(duties, TimeView { now, zone }), width);
        self.say(&shown)?;
        self.say_what_is_due()?;
        let prompt = Prompt::new("  > ")
            .help("  What you choose counts as done, with its time. Enter leaves all of them open.\n")
            .reminder(&shown);
        let chosen = self.chosen(duties.len(), &prompt)?;
        if chosen.is_empty() {
            return Ok(());
        }
        let chosen: Vec<&Deadline> = chosen.into_iter().map(|nth| &duties[nth]).collect();
        let said = self.how_and_when(step, &chosen, source)?;
        let drafts: Vec<Draft> = chosen
            .iter()
            .map(|duty| {
                source.mark(Draft::new(NoticeMade {
                    obligation: duty.id().to_owned(),
                    tell: duty.tell.to_string(),
                    at: said.at,
                    on_day: said.on_day,
                    channel: said.channel.clone(),
                    reference: said.reference.clone(),
                    attachment: None,
                    to: None,
                    internal: duty.is_internal,
                }))
            })
            .collect();
        self.write(&mut |_, _| Ok(drafts.clone()))?;
        Ok(())
    }

    /// Which of so many, by place. None for Enter.
    fn chosen(&mut self, number: usize, prompt: &Prompt<'_>) -> Flow<Vec<usize>> {
        loop {
            let typed = self.ask(prompt)?;
            match numbers(&typed, number) {
                Some(chosen) => return Ok(chosen),
                None => {
                    let which = match number {
                        1 => "Type 1".to_owned(),
                        number => format!("Type numbers from 1 to {number}, such as `1 2`, or all"),
                    };
                    self.tell(&format!(
                        "  {which}, or press Enter for none yet. Nothing was logged.\n"
                    ))?;
                }
            }
        }
    }

    fn how_and_when(&mut self, step: &Step, chosen: &[&Deadline], source: &Source) -> Flow<Said> {
        let (at, on_day) = match source.occurred {
            Some(occurred) if occurred.at.is_some() => {
                let now = self.zone.at(&self.now()).trunc_subsecs(0);
                (occurred.at.unwrap_or(now), occurred.period().is_some())
            }
            _ => match self.when_or_now(&Prompt::new("  When? Enter for now: "))? {
                Some(when) => (when.begins(self.zone), matches!(when, When::Period { .. })),
                None => (self.zone.at(&self.now()).trunc_subsecs(0), false),
            },
        };
        if chosen.iter().all(|duty| duty.is_internal) {
            return Ok(Said {
                at,
                on_day,
                channel: NOT_SAID.to_owned(),
                reference: None,
            });
        }
        let channel = self.ask(&Prompt::new("  How? Phone, e-mail, letter, web form. Enter to skip: "))?;
        let known = match chosen {
            [_] => self.reference(step)?,
            // One reference was asked for, and nobody said whose it is.
            _ => None,
        };
        let reference = match known {
            Some(reference) => reference,
            None => self.ask(&Prompt::new("  Their reference? Enter to skip: "))?,
        };
        Ok(Said {
            at,
            on_day,
            channel: if channel.is_empty() {
                NOT_SAID.to_owned()
            } else {
                channel
            },
            reference: (!reference.is_empty()).then_some(reference),
        })
    }

    fn untold_duties(&mut self, step: &Step) -> Flow<Vec<Deadline>> {
        let current = self.situation()?;
        Ok(current.situation.open_with(&step.id).cloned().collect())
    }

    /// The reference that this pass of the step has asked for and got.
    fn reference(&mut self, step: &Step) -> Flow<Option<String>> {
        Ok(answered_reference(self.case()?.incident(), step))
    }
}

fn answered_reference(incident: &Incident, step: &Step) -> Option<String> {
    let since = incident.steps.get(&step.id)?.passes.last()?.seq;
    let names = step.questions.iter().map(|question| question.fact.as_str());
    let mut references = names.filter(|name| {
        let own = name.rsplit('.').next().unwrap_or(name);
        matches!(own, "reference" | "case_number" | "claim_number")
    });
    let fact = references
        .find_map(|name| incident.facts.get(name))
        .filter(|fact| fact.seq > since)?;
    match fact.answer.as_ref().and_then(Answer::value) {
        Some(Value::Text(text)) => Some(text.clone()),
        _ => None,
    }
}

/// Places in a list of so many, from `1 3`, `1,3`, `2-4` or `all`; none for nothing. `None` when it is not understood.
fn numbers(typed: &str, number: usize) -> Option<Vec<usize>> {
    match typed.to_lowercase().as_str() {
        "" | "none" => return Some(Vec::new()),
        "all" => return Some((0..number).collect()),
        _ => {}
    }
    let mut chosen: Vec<usize> = Vec::new();
    let words = typed.split(|letter: char| letter == ',' || letter.is_whitespace());
    for word in words.filter(|word| !word.is_empty()) {
        let (first, last) = word.split_once('-').unwrap_or((word, word));
        let (first, last): (usize, usize) = (first.parse().ok()?, last.parse().ok()?);
        if first == 0 || first > last || last > number {
            return None;
        }
        chosen.extend(first - 1..last);
    }
    chosen.sort_unstable();
    chosen.dedup();
    Some(chosen)
}

#[cfg(test)]
mod tests;
