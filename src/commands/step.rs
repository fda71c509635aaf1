//! `breach step`: every report about a step that the walk can take, as a command.

mod done;

use chrono::{DateTime, FixedOffset};
use clap::{Args, Subcommand};
use serde_json::json;

use super::attribution::{AttributionArgs, ahead};
use crate::case::Case;
use crate::commands::completions;
use crate::context::Context;
use crate::document::{Blocks, Document, Section};
use crate::failure::{Failure, Outcome};
use crate::incident::event::{StepAdded, StepAssigned, StepOutcome};
use crate::playbook::plan::{Phase, Step};
use crate::screens::held::refusal;
use crate::screens::step::{owner, step_screen};
use crate::session::Session;
use crate::session::prompts::Prompt;
use crate::situation::step::{Standing, standing};
use crate::text::prefixed;
use crate::workflow::holds::still_held;
use crate::workflow::step_report::{StepReport, override_holds, reopen, report};

/// Report on steps
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List steps and where they stand
    List {
        /// Ruled-out and finished steps too, with the reasons
        #[arg(long)]
        all: bool,
    },
    /// Show a step: why, what to do, what holds it
    Show {
        /// The step
        #[arg(add = completions::steps())]
        step: String,
    },
    /// It is done; --at and --who say that it happened before
    Done(done::Done),
    /// Somebody works on it
    Started(Reported),
    /// It waits for somebody
    Waiting {
        #[command(flatten)]
        about: Reported,
        /// For whom, or for what
        #[arg(long, value_name = "WHO")]
        on: Option<String>,
        /// Until when: 07:00, tomorrow 09:00, in 2 hours
        #[arg(long, value_name = "TIME")]
        until: Option<String>,
    },
    /// Put it off
    Later {
        #[command(flatten)]
        about: Reported,
        /// Until when: 07:00, tomorrow 09:00, in 2 hours
        #[arg(long, value_name = "TIME")]
        until: Option<String>,
        /// Why
        #[arg(long, value_name = "TEXT")]
        why: Option<String>,
    },
    /// It is not needed here
    NotNeeded(Reasoned),
    /// It will not be done
    WillNotDo(Reasoned),
    /// Go ahead in spite of what holds it: commander, with a reason
    Override(Reasoned),
    /// Open a finished step again
    Reopen(Reasoned),
    /// Add a step that no playbook has
    Add {
        /// Its id, such as call-courier; made from the title if left out
        id: Option<String>,
        /// What it is called
        #[arg(long, value_name = "TEXT")]
        title: String,
        /// confirm, contain, notify, audit or learn
        #[arg(long, value_name = "PHASE", default_value = "contain")]
        phase: String,
        /// Why it is needed
        #[arg(long, value_name = "TEXT")]
        why: String,
        /// The role or person that owns it
        #[arg(long, value_name = "WHO")]
        owner: Option<String>,
        #[command(flatten)]
        attribution: AttributionArgs,
    },
    /// Give it to a person
    Assign {
        #[command(flatten)]
        about: Reported,
        /// The person
        person: String,
    },
}

#[derive(Debug, Args)]
pub struct Reported {
    /// The step
    #[arg(add = completions::steps())]
    step: String,
    #[command(flatten)]
    attribution: AttributionArgs,
}

#[derive(Debug, Args)]
pub struct Reasoned {
    #[command(flatten)]
    about: Reported,
    /// Why
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
}

pub fn run(command: Command, context: &mut Context<'_>) -> Outcome {
    match command {
        Command::List { all } => list(all, context),
        Command::Show { step } => show(&step, context),
        Command::Done(about) => done::run(&about, context),
        Command::Started(about) => say(&about, StepOutcome::Started, &mut context.open()?, context),
        Command::Waiting { about, on, until } => {
            let mut case = context.open()?;
            let on = match on {
                Some(on) => on,
                None => ask(&mut case, context, "  On whom, or for what? ", "--on WHO")?,
            };
            let until = later(until.as_deref(), &case, context)?;
            say(&about, StepOutcome::Waiting { on, until }, &mut case, context)
        }
        Command::Later { about, until, why } => {
            let mut case = context.open()?;
            let until = later(until.as_deref(), &case, context)?;
            say(&about, StepOutcome::Deferred { until, why }, &mut case, context)
        }
        Command::NotNeeded(about) => {
            let mut case = context.open()?;
            let why = reason(&about, &mut case, context, "  Why is it not needed? ")?;
            say(&about.about, StepOutcome::NotNeeded { why }, &mut case, context)
        }
        Command::WillNotDo(about) => {
            let mut case = context.open()?;
            let why = reason(&about, &mut case, context, "  Why will it not be done? ")?;
            say(&about.about, StepOutcome::Declined { why }, &mut case, context)
        }
        Command::Override(about) => {
            let mut case = context.open()?;
            let why = reason(&about, &mut case, context, "  Why go ahead anyway? ")?;
            go_ahead(&about.about, &why, &mut case, context)
        }
        Command::Reopen(about) => {
            let mut case = context.open()?;
            let why = reason(&about, &mut case, context, "  Why is it open again? ")?;
            let Reported { step, attribution } = &about.about;
            attribution.record(&mut case, context, |incident, workflow| {
                reopen(incident, workflow.known_step(step)?, &why).map_err(refusal)
            })
        }
        Command::Add {
            id,
            title,
            phase,
            why,
            owner,
            attribution,
        } => {
            let step = id.unwrap_or_else(|| slug(&title));
            let added = StepAdded {
                step,
                title,
                phase,
                owner,
                why,
            };
            add(added, &attribution, context)
        }
        Command::Assign { about, person } => about.attribution.record(&mut context.open()?, context, |_, workflow| {
            let step = workflow.known_step(&about.step)?;
            Ok(StepAssigned {
                step: step.id.clone(),
                title: step.title.clone(),
                to: person.clone(),
            }
            .into())
        }),
    }
}

fn later(text: Option<&str>, case: &Case, context: &Context<'_>) -> Outcome<Option<DateTime<FixedOffset>>> {
    text.map(|text| ahead(text, context.now(), case.zone())).transpose()
}

fn reason(about: &Reasoned, case: &mut Case, context: &mut Context<'_>, prompt: &str) -> Outcome<String> {
    match about.why.as_deref().map(str::trim).filter(|why| !why.is_empty()) {
        Some(why) => Ok(why.to_owned()),
        None => ask(case, context, prompt, "--why TEXT"),
    }
}

/// Asks for what an option left out, at a terminal.
fn ask(case: &mut Case, context: &mut Context<'_>, prompt: &str, option: &str) -> Outcome<String> {
    let mut session = Session::about(context, case, &format!("add `{option}`"))?;
    match session.text(&Prompt::new(prompt), "Type it, or /leave. Nothing was logged yet.") {
        Ok(text) => Ok(text),
        Err(stop) => {
            stop.into_outcome()?;
            Err(Failure::usage("nothing was logged"))
        }
    }
}

/// Reports what became of a step.
fn say(about: &Reported, outcome: StepOutcome, case: &mut Case, context: &mut Context<'_>) -> Outcome {
    let now = context.now();
    let Reported { step, attribution } = about;
    let said = StepReport {
        outcome,
        has_happened: attribution.has_happened(),
    };
    attribution.record_at(now, case, context, |incident, workflow| {
        report(workflow, incident, workflow.known_step(step)?, said.clone(), now).map_err(refusal)
    })
}

fn go_ahead(about: &Reported, why: &str, case: &mut Case, context: &mut Context<'_>) -> Outcome {
    let now = context.now();
    about.attribution.record_at(now, case, context, |incident, workflow| {
        let step = workflow.known_step(&about.step)?;
        let held = still_held(workflow, incident, step, now);
        if held.is_empty() {
            let nothing = format!("nothing holds \"{}\", so there is nothing to override", step.title);
            return Err(Failure::usage(nothing).nothing_logged());
        }
        Ok(override_holds(incident, step, &held, why))
    })
}

fn add(added: StepAdded, attribution: &AttributionArgs, context: &mut Context<'_>) -> Outcome {
    let StepAdded { step, phase, .. } = &added;
    if Phase::ALL.iter().all(|known| known.name() != phase) {
        let names = Phase::ALL.map(Phase::name);
        return Err(Failure::usage(format!(
            "unknown phase `{phase}`; expected {}",
            crate::text::list(&names, "or")
        )));
    }
    let is_fit = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if step.is_empty() || !step.bytes().all(is_fit) {
        return Err(Failure::usage(format!("`{step}` cannot be the id of a step"))
            .hint("lower-case letters, digits and dashes, such as `call-courier`"));
    }
    attribution.record(&mut context.open()?, context, |_, _| Ok(added.clone().into()))
}

/// An id from a title.
fn slug(title: &str) -> String {
    const MOST: usize = 40;
    let words: Vec<String> = title
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let mut id = String::new();
    for word in words {
        if id.len() + word.len() >= MOST {
            break;
        }
        if !id.is_empty() {
            id.push('-');
        }
        id.push_str(&word);
    }
    id
}

fn list(all: bool, context: &mut Context<'_>) -> Outcome {
    let mut case = context.open()?;
    let now = context.now();
    let (workflow, incident) = case.workflow()?;
    let rows: Vec<(&Step, Standing, String, bool)> = workflow
        .steps
        .iter()
        .map(|step| {
            (
                step,
                standing(workflow, incident, step, now),
                owner(workflow, incident, step),
                workflow.has_left(&step.id),
            )
        })
        .collect();
    let hidden = rows.iter().filter(|(_, standing, ..)| standing.is_finished()).count();
    if context.global.json {
        let items = rows.iter().map(|(step, standing, owner, has_left)| {
            json!({
                "step": step.id, "title": step.title, "phase": step.phase.name(), "owner": owner,
                "standing": standing.name(), "why": why(standing), "in_no_playbook": has_left,
            })
        });
        return context.write_items("breach.step-list/1", items.collect());
    }
    let mut page = Document::default();
    for phase in Phase::ALL {
        let mut section = Section::new(phase.name());
        let of_phase = rows
            .iter()
            .filter(|(step, standing, ..)| step.phase == phase && (all || !standing.is_finished()));
        for (step, standing, owner, has_left) in of_phase {
            let why = prefixed(": ", &why(standing));
            let left = if *has_left { ", in no playbook any more" } else { "" };
            let standing = standing.name();
            section.hanging(
                "",
                4,
                format!("{}   {}   {standing}{why}{left}   {owner}", step.id, step.title),
            );
        }
        if !section.blocks.is_empty() {
            page.space();
            page.add(section);
        }
    }
    if !all && hidden > 0 {
        page.space();
        page.paragraph(format!(
            "{hidden} more are done, not needed or ruled out: breach step list --all"
        ));
    }
    context.show(&page)
}

/// Why a step stands where it stands, when that is not plain.
fn why(standing: &Standing) -> Option<String> {
    match standing {
        Standing::NotNeeded { why } | Standing::Declined { why } => Some(why.clone()),
        Standing::Waiting { on, .. } => Some(on.clone()),
        Standing::CannotTell(facts) => Some(format!("not known: {}", facts.join(", "))),
        Standing::Held(holds) => Some(
            holds
                .iter()
                .map(|hold| crate::incident::event::hold_words(&hold.name))
                .collect::<Vec<_>>()
                .join("; "),
        ),
        _ => None,
    }
}

fn show(step_id: &str, context: &mut Context<'_>) -> Outcome {
    let mut case = context.open()?;
    let (now, zone, width) = (context.now(), case.zone(), context.world.terminal.width);
    let current = case.situation(now)?;
    let (workflow, incident) = (current.workflow, current.incident);
    let step = workflow.known_step(step_id)?;
    let standing = standing(workflow, incident, step, now);
    if context.global.json {
        let plan = serde_json::to_value(step).map_err(Failure::bug)?;
        let item = json!({"standing": standing.name(), "why": why(&standing), "plan": plan});
        return context.write_items("breach.step-show/1", vec![item]);
    }
    let mut shown = step_screen(workflow, incident, step, current.situation, zone, width);
    let state = format!("{}{}", standing.name(), prefixed(": ", &why(&standing)));
    shown.push_str(&format!("\n  Stands   {state}\n"));
    if let Some(ruled_out) = incident.steps.get(&step.id).and_then(|state| state.ruled_out.as_ref()) {
        let seen: Vec<String> = ruled_out
            .seen
            .iter()
            .map(|(name, value)| format!("{name} is {value}"))
            .collect();
        shown.push_str(&format!(
            "  Ruled out in entry {}: {} ({})\n",
            ruled_out.seq,
            ruled_out.condition,
            seen.join(", ")
        ));
    }
    context.say(&shown)
}
