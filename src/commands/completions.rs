//! `breach completions`: what shells ask for, with incidents, steps, playbooks and rules as they are at that moment.
//!
//! The shell starts the program with `COMPLETE` set; `main` answers before anything else is done. Nothing here prompts,
//! warns or writes: whatever cannot be read is simply not offered.

use clap::builder::PossibleValuesParser;
use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};
use clap_complete::env::Shells;

use crate::context::{Choices, Context};
use crate::failure::{Failure, Outcome};
use crate::summary::summaries;
use crate::workflow::Workflow;
use crate::world::World;

/// The variable by which a shell says that it wants candidates.
const VARIABLE: &str = "COMPLETE";

/// Print the completion script of a shell
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Which shell
    #[arg(value_name = "SHELL", value_parser = PossibleValuesParser::new(["bash", "zsh", "fish", "elvish", "powershell"]))]
    pub shell: String,
}

/// Prints the script. It asks the program each time, so it never grows old.
pub fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let shells = Shells::builtins();
    let shell = shells
        .completer(&args.shell)
        .ok_or_else(|| Failure::usage(format!("no completions are known for `{}`", args.shell)))?;
    let mut script = Vec::new();
    shell.write_registration(VARIABLE, "breach", "breach", "breach", &mut script)?;
    context.write(&script)
}

/// Ids of incidents, open ones first, with their titles.
pub fn incidents() -> ArgValueCandidates {
    offered(|context| {
        let mut seen: Vec<_> = summaries(context.store())?
            .into_iter()
            .map(|(id, seen)| {
                let seen = seen.ok();
                let is_over = seen.as_ref().is_some_and(|seen| seen.is_closed || seen.is_drill);
                (is_over, id, seen.map(|seen| seen.title))
            })
            .collect();
        seen.sort_by_key(|(is_over, ..)| *is_over);
        Ok(seen
            .into_iter()
            .map(|(_, id, title)| candidate(id.as_str(), title))
            .collect())
    })
}

/// Ids of the steps of the incident in use, with their titles.
pub fn steps() -> ArgValueCandidates {
    of_workflow(|workflow| {
        let steps = workflow.steps.iter();
        steps
            .map(|step| candidate(&step.id, Some(step.title.clone())))
            .collect()
    })
}

/// Names of the facts of the incident in use, with the words for boards.
pub fn facts() -> ArgValueCandidates {
    of_workflow(|workflow| {
        let names = workflow.fact_names();
        let named = names
            .iter()
            .map(|name| candidate(name, Some(workflow.fact_title(name))));
        named.collect()
    })
}

/// Ids of the duties that the incident in use speaks of, with whom they are to tell.
pub fn obligations() -> ArgValueCandidates {
    offered(|context| {
        let id = context.incident_id()?;
        let case = context.open_quietly(&id)?;
        let duties = case.incident().obligations.iter();
        Ok(duties
            .map(|(id, state)| candidate(id, Some(state.tell.clone())))
            .collect())
    })
}

/// Ids of playbooks, the responder's own first.
pub fn playbooks() -> ArgValueCandidates {
    offered(|context| {
        let library = context.playbooks();
        let title = |id: &str| library.load(id).ok().map(|loaded| loaded.playbook.title);
        Ok(library
            .list()
            .iter()
            .map(|listed| candidate(&listed.id, title(&listed.id)))
            .collect())
    })
}

/// Ids of rules about who must be told, with whom each means.
pub fn rules() -> ArgValueCandidates {
    offered(|context| {
        let book = context.obligations();
        Ok(book
            .rules
            .iter()
            .map(|rule| candidate(&rule.id, Some(rule.tell.to_string())))
            .collect())
    })
}

/// What can be had without a word: nothing at all where something fails.
fn offered(
    candidates: impl Fn(&mut Context<'_>) -> Outcome<Vec<CompletionCandidate>> + Send + Sync + 'static,
) -> ArgValueCandidates {
    ArgValueCandidates::new(move || {
        let mut world = World::real();
        Context::new(&mut world, Choices::default())
            .and_then(|mut context| candidates(&mut context))
            .unwrap_or_default()
    })
}

/// The same, of the steps and questions of the incident in use.
fn of_workflow(candidates: fn(&Workflow) -> Vec<CompletionCandidate>) -> ArgValueCandidates {
    offered(move |context| {
        let id = context.incident_id()?;
        let mut case = context.open_quietly(&id)?;
        Ok(candidates(case.workflow()?.0))
    })
}

fn candidate(id: &str, title: Option<String>) -> CompletionCandidate {
    let title = title.map(|title| crate::text::visible_line(&title).into_owned());
    CompletionCandidate::new(id).help(title.map(Into::into))
}
