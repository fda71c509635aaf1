//! The loop of a walk: what matters now, one choice, one step, and back.

use std::fmt::Write;

use super::asking::{Exit, Flow, Reply, Session};
use super::prompts::Prompt;
use crate::case::{Case, Snapshot};
use crate::document::{Block, Blocks, Document, terminal};
use crate::failure::Outcome;
use crate::incident::receipt::short_id;
use crate::playbook::plan::Step;
use crate::screens::layout::about_incident;
use crate::screens::nearest::sentences;
use crate::screens::step::owner;
use crate::situation::closing::may_be_ruled_out;
use crate::situation::step::standing;
use crate::situation::{Standing, Timing, Todo};
use crate::time::{TimeView, Zone};
use crate::workflow::holds::Hold;

/// At most this many choices stand on the screen between two steps.
const CHOICES: usize = 3;

impl Session<'_, '_> {
    /// Walks until the responder leaves. How to come back is always said, with the check code to write down.
    pub fn walk(&mut self) -> Outcome {
        let ended = loop {
            match self.walk_on() {
                Ok(()) => break Ok(()),
                Err(Exit::Later(_)) => {
                    if let Err(Exit::Failed(failure)) = self.tell("  No step is open here that could be put off.\n") {
                        break Err(failure);
                    }
                }
                Err(Exit::Leave) => break Ok(()),
                Err(Exit::Failed(failure)) => break Err(failure),
            }
        };
        // After a failure of the screen itself there is nobody left to tell; the failure is what is reported.
        let told = self.say_how_to_come_back();
        ended.and(told)
    }

    /// One choice after the other. `Ok` when nothing is left to do.
    fn walk_on(&mut self) -> Flow {
        loop {
            let (zone, width) = (self.zone, self.context.world.terminal.width);
            let current = self.situation()?;
            if !current.incident.is_open() {
                return self.say("\n  This incident is closed. `breach reopen` opens it again.\n");
            }
            let sorted = current.situation.next.clone();
            let shown = terminal(&what_now(current, zone), width);
            self.say(&format!("\n{shown}"))?;
            let choices: Vec<&Todo> = sorted
                .now
                .iter()
                .chain(&sorted.held)
                .chain(&sorted.waiting)
                .take(CHOICES)
                .collect();
            if choices.is_empty() {
                self.say("  Nothing is left to do now. /close ends the incident and says what is still open.\n")?;
            }
            // After a slash command the choices are sorted anew: a note may just have marked one of them as done.
            let Some(chosen) = self.something()? else {
                continue;
            };
            let step = match chosen.as_str() {
                "list" => self.pick_step()?,
                "close" => {
                    self.close_here()?;
                    continue;
                }
                told if told.starts_with('@') => {
                    self.note(told, None)?;
                    continue;
                }
                typed => match typed.parse::<usize>() {
                    Ok(number) if (1..=choices.len()).contains(&number) => Some(choices[number - 1].step.clone()),
                    _ => self.step_named(typed)?,
                },
            };
            if let Some(step) = step {
                self.step(&step)?;
            }
        }
    }

    /// Asks until something is typed. `None` after help or a slash command.
    fn something(&mut self) -> Flow<Option<String>> {
        let prompt =
            Prompt::new("  > ").help("  A number opens that step; its name does too. `list` shows every step.\n");
        loop {
            match self.ask_once(&prompt)? {
                Reply::Text(text) if text.is_empty() => {
                    self.tell("  Type a number, a step's name, `list`, or /leave. Nothing was changed.\n")?;
                }
                Reply::Text(text) => return Ok(Some(text)),
                Reply::Again => return Ok(None),
                Reply::Slash(command) => {
                    self.carry_out(command)?;
                    return Ok(None);
                }
            }
        }
    }

    /// Every step to choose from, filtered while typing.
    fn pick_step(&mut self) -> Flow<Option<String>> {
        let now = self.now();
        let (workflow, incident) = self.workflow()?;
        let line = |step: &Step| {
            let state = standing(workflow, incident, step, now);
            (
                step.id.clone(),
                format!("{} ({}, {})", step.title, step.phase, state.name()),
            )
        };
        let steps: Vec<(String, String)> = workflow.steps.iter().map(line).collect();
        let lines: Vec<String> = steps.iter().map(|(_, line)| line.clone()).collect();
        let chosen = self.choose("Which step?", &lines, Some("none"))?;
        Ok(chosen.map(|chosen| steps[chosen].0.clone()))
    }

    /// The step that was typed by its name, or by the beginning of that or of its title.
    fn step_named(&mut self, typed: &str) -> Flow<Option<String>> {
        let (workflow, _) = self.workflow()?;
        let wanted = typed.to_lowercase();
        let exact = workflow.steps.iter().find(|step| step.id == wanted);
        let begins = |step: &&Step| step.title.to_lowercase().starts_with(&wanted) || step.id.starts_with(&wanted);
        let found = exact
            .or_else(|| workflow.steps.iter().find(begins))
            .map(|step| step.id.clone());
        let near =
            crate::text::did_you_mean(&wanted, workflow.steps.iter().map(|step| step.id.as_str())).map(str::to_owned);
        if found.is_none() {
            let near = near.map_or_else(String::new, |near| format!(" Did you mean `{near}`?"));
            let is_sentence = typed.split_whitespace().nth(2).is_some();
            if is_sentence {
                self.tell("  No step is called that.\n")?;
                if self.yes_or_no("Write it down as a note?")? {
                    self.note(typed, None)?;
                }
            } else {
                self.tell(&format!(
                    "  No step is called `{}`.{near} `list` shows all. To write it down, put /note in front.\n",
                    crate::text::visible_line(typed)
                ))?;
            }
        }
        Ok(found)
    }

    /// Says that everything is kept, the check code with the full head below it, and how to come back.
    pub fn say_how_to_come_back(&mut self) -> Outcome {
        let width = self.context.world.terminal.width;
        let Ok(case) = self.case() else {
            return Ok(());
        };
        // What was logged is kept, and its code is right, whether or not the record can be read again now.
        let _ = case.catch_up();
        let shown = leaving(case, width);
        self.context.say(&shown)
    }
}

/// What matters now, with at most three choices.
fn what_now(current: Snapshot<'_>, zone: Zone) -> Document {
    let Snapshot {
        workflow,
        incident,
        situation,
        ..
    } = current;
    let (sorted, time) = (&situation.next, situation.seen_in(zone));
    let mut page = about_incident(incident, Some("What next?"), time);
    page.blocks
        .extend(sentences(situation, zone).into_iter().map(Block::paragraph));
    if may_be_ruled_out(incident) {
        page.paragraph("It looks like nothing, or not yours. /close ends it as ruled out: why, and who agrees.");
    }
    page.space();
    let choices = sorted
        .now
        .iter()
        .chain(&sorted.held)
        .chain(&sorted.waiting)
        .take(CHOICES);
    let rows: Vec<Vec<String>> = choices
        .enumerate()
        .map(|(number, todo)| {
            let whose = workflow
                .step(&todo.step)
                .map_or_else(String::new, |step| owner(workflow, incident, step));
            let number = (number + 1).to_string();
            vec![number, todo.title.clone(), whose, remark(todo, time)]
        })
        .collect();
    page.below(1, vec![Block::rows(rows)]);
    page.space();
    let more = (sorted.now.len() + sorted.held.len() + sorted.waiting.len()).saturating_sub(CHOICES) + sorted.later;
    let list = match more {
        0 => "list".to_owned(),
        more => format!("list ({more} more)"),
    };
    let text = format!("a number   {list}   /board   /note   /call   /leave   ? for more");
    page.paragraph(text);
    page
}

/// How pressing a step is, in a few words.
fn remark(todo: &Todo, time: TimeView) -> String {
    match &todo.standing {
        Standing::Started { since, .. } => format!("started {}", time.clock_near(*since)),
        Standing::Waiting { on, .. } => format!("waits for {on}"),
        Standing::Held(holds) if holds.iter().all(Hold::is_lifted_by_a_word) => "needs a yes".to_owned(),
        Standing::Held(_) => "not yet".to_owned(),
        _ => match (&todo.deadline, todo.aim) {
            (Some(Timing::Due(at)), _) => format!("due {}", time.clock_near(*at)),
            (Some(Timing::Earliest(at)), _) => format!("{}, to be safe", time.clock_near(*at)),
            (Some(Timing::EarliestPassed(at)), _) => format!("was {}, to be safe", time.clock_near(*at)),
            (Some(Timing::Missed(_)), _) => "deadline MISSED".to_owned(),
            (_, Some(aim)) if time.is_over(&aim) => "aim passed".to_owned(),
            (_, Some(aim)) => format!("aim {}", time.clock_near(aim)),
            (_, None) => String::new(),
        },
    }
}

/// What is said on leaving: everything is kept, the check code with the full head below it, and how to come back.
pub fn leaving(case: &Case, width: usize) -> String {
    let come_back = if case.incident().is_open() {
        "To go on:   breach resume"
    } else {
        "To open it again:   breach reopen --why REASON -i"
    };
    let reading = case.journal().reading();
    let head = reading.head().to_string();
    let mut shown = String::from("\n  Everything that says `logged` is kept.\n\n");
    let _ = writeln!(shown, "  Check code, for paper:   {}", reading.receipt());
    if width > 68 {
        let _ = writeln!(shown, "  {head}");
    } else {
        let _ = writeln!(shown, "  {}\n  {}", &head[..32], &head[32..]);
    }
    let _ = writeln!(shown, "\n  Record:      {}", case.journal().location());
    let _ = writeln!(shown, "  {come_back} {}", short_id(case.id().as_str()));
    shown
}
