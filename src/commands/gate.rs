//! `breach gate`: opens what holds a step, or sends an approval back.

use clap::{Args, Subcommand};
use serde_json::json;

use super::attribution::AttributionArgs;
use crate::case::Case;
use crate::commands::completions;
use crate::context::Context;
use crate::document::{Blocks, Document, Section};
use crate::failure::{Failure, Outcome};
use crate::incident::{Event, Incident};
use crate::playbook::plan::{Gate, Step};
use crate::screens::step::{gate_sentence, hold_sentence};
use crate::session::Session;
use crate::session::prompts::Prompt;
use crate::text::{prefixed, wrap};
use crate::workflow::Workflow;
use crate::workflow::holds::holds;
use crate::workflow::step_report::{acknowledge, approve, pass_to_report, send_back};

/// Open what holds a step
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List gates, and who opened them
    List {
        /// Of this step alone
        #[arg(add = completions::steps())]
        step: Option<String>,
    },
    /// Agree to a gate's sentence
    Acknowledge {
        #[command(flatten)]
        about: GateArgs,
        /// You have read the sentence and agree
        #[arg(long)]
        agreed: bool,
    },
    /// Give an approval, or write down who gave it
    Approve(GateArgs),
    /// Refuse an approval
    SendBack {
        #[command(flatten)]
        about: GateArgs,
        /// Why
        #[arg(long, value_name = "TEXT")]
        why: String,
    },
}

#[derive(Debug, Args)]
pub struct GateArgs {
    /// The step
    #[arg(add = completions::steps())]
    step: String,
    /// The gate, where the step has several, such as approval:incident-commander
    #[arg(long, value_name = "GATE")]
    gate: Option<String>,
    #[command(flatten)]
    attribution: AttributionArgs,
}

pub fn run(command: Command, context: &mut Context<'_>) -> Outcome {
    match command {
        Command::List { step } => list(step.as_deref(), context),
        Command::Acknowledge { about, agreed } => {
            let mut case = context.open()?;
            if !agreed {
                ask_agreement(&about, &mut case, context)?;
            }
            write(
                &about,
                &mut case,
                context,
                &|gate| matches!(gate, Gate::Acknowledge(_)),
                &|incident, step, gate, words| acknowledge(incident, step, &gate.name(), words),
            )
        }
        Command::Approve(about) => write(
            &about,
            &mut context.open()?,
            context,
            &is_approval,
            &|incident, step, gate, words| approve(incident, step, &gate.name(), words),
        ),
        Command::SendBack { about, why } => write(
            &about,
            &mut context.open()?,
            context,
            &is_approval,
            &|incident, step, gate, words| send_back(incident, step, &gate.name(), words, &why),
        ),
    }
}

fn is_approval(gate: &Gate) -> bool {
    matches!(gate, Gate::Approval(_) | Gate::FourEyes(_))
}

/// The one gate that is meant.
fn chosen<'s>(step: &'s Step, name: Option<&str>, fits: &dyn Fn(&Gate) -> bool) -> Outcome<&'s Gate> {
    let candidates: Vec<&Gate> = match name {
        Some(name) => step.gates.iter().filter(|gate| gate.name() == name).collect(),
        None => step.gates.iter().filter(|gate| fits(gate)).collect(),
    };
    match candidates.as_slice() {
        [only] => Ok(only),
        [] => {
            let what = name.map_or_else(|| "no such gate".to_owned(), |name| format!("no gate `{name}`"));
            Err(Failure::usage(format!("step `{}` has {what}", step.id))
                .nothing_logged()
                .hint(format!("`breach gate list {}` shows its gates", step.id)))
        }
        several => {
            let names: Vec<String> = several.iter().map(|gate| gate.name()).collect();
            Err(Failure::usage(format!(
                "step `{}` has several: {}",
                step.id,
                crate::text::list(&names, "and")
            ))
            .nothing_logged()
            .hint("say which with `--gate GATE`"))
        }
    }
}

fn write(
    about: &GateArgs,
    case: &mut Case,
    context: &mut Context<'_>,
    fits: &dyn Fn(&Gate) -> bool,
    make: &dyn Fn(&Incident, &Step, &Gate, &str) -> Event,
) -> Outcome {
    about.attribution.record(case, context, |incident, workflow| {
        let step = workflow.known_step(&about.step)?;
        let gate = chosen(step, about.gate.as_deref(), fits)?;
        Ok(make(incident, step, gate, &words(workflow, gate)))
    })
}

/// A gate's words as they are kept: the sentence itself, or what was approved.
fn words(workflow: &Workflow, gate: &Gate) -> String {
    match gate {
        Gate::Acknowledge(sentence) => sentence.clone(),
        gate => gate_sentence(workflow, gate),
    }
}

/// Shows the sentence and waits for the word.
fn ask_agreement(about: &GateArgs, case: &mut Case, context: &mut Context<'_>) -> Outcome {
    let (workflow, _) = case.workflow()?;
    let step = workflow.known_step(&about.step)?;
    let gate = chosen(step, about.gate.as_deref(), &|gate| {
        matches!(gate, Gate::Acknowledge(_))
    })?;
    let sentence = words(workflow, gate);
    let width = context.world.terminal.width;
    let mut session = Session::about(
        context,
        case,
        "`--agreed` says that you have read the sentence and agree",
    )?;
    let lines = wrap(&format!("\"{sentence}\""), width, "    ", "    ").join("\n");
    let asked = session
        .say(&format!("\n{lines}\n\n  Type agreed if that holds.\n"))
        .and_then(|()| session.ask(&Prompt::new("  > ")));
    match asked {
        Ok(typed) if typed.eq_ignore_ascii_case("agreed") => Ok(()),
        Ok(_) => Err(Failure::refused("the sentence was not agreed to").nothing_logged()),
        Err(stop) => {
            stop.into_outcome()?;
            Err(Failure::refused("the sentence was not agreed to").nothing_logged())
        }
    }
}

fn list(only: Option<&str>, context: &mut Context<'_>) -> Outcome {
    let mut case = context.open()?;
    let time = context.time_in(case.zone());
    let (workflow, incident) = case.workflow()?;
    let steps: Vec<&Step> = match only {
        Some(step) => vec![workflow.known_step(step)?],
        None => workflow.steps.iter().collect(),
    };
    let mut items = Vec::new();
    let mut sections = Vec::new();
    for step in steps {
        let mut section = Section::new(format!("{} ({})", step.title, step.id));
        for hold in holds(workflow, incident, step, pass_to_report(incident, step), time.now) {
            let who = hold.lifted.as_ref().and_then(|lifted| lifted.who.clone());
            let state = match (&hold.lifted, &who) {
                (None, _) => "not yet".to_owned(),
                (Some(lifted), Some(who)) if lifted.overridden => format!("overridden by {who}"),
                (Some(lifted), Some(who)) => {
                    format!("{who}{}", prefixed(", ", &lifted.at.map(|at| time.clock_near(at))))
                }
                (Some(_), None) => "yes".to_owned(),
            };
            section.hanging("", 2, format!("{}: {state}", hold_sentence(workflow, &hold)));
            section.hanging("  ", 4, &hold.name);
            items.push(json!({"step": step.id, "gate": hold.name, "open": hold.lifted.is_some(), "who": who}));
        }
        sections.push(section);
    }
    if context.global.json {
        return context.write_items("breach.gate-list/1", items);
    }
    context.show(&Document::of_sections(sections, "Nothing holds any step."))
}
