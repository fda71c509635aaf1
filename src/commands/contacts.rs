//! `breach contacts`: numbers that do not depend on company systems, and calls as entries.

use clap::Subcommand;

use super::attribution::AttributionArgs;
use crate::case::Case;
use crate::context::Context;
use crate::failure::{Failure, FailureKind, Outcome};
use crate::incident::event::CallLogged;
use crate::incident::{Incident, Via};
use crate::journal::Draft;
use crate::profile::Profile;
use crate::screens::contacts::{ContactLine, contacts, lines, to_json};
use crate::session::asking::Session;
use crate::session::prompts::Prompt;

/// Show numbers that do not depend on company systems
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Args {
    /// Without it, the list.
    #[command(subcommand)]
    pub action: Option<Action>,
}

/// What to do with contacts.
#[derive(Debug, Subcommand)]
pub enum Action {
    /// Log a call, once you have made it
    Call(CallArgs),
    /// Change the list in your editor
    Edit,
}

/// Log a call, once you have made it
#[derive(Debug, clap::Args)]
pub struct CallArgs {
    /// Number in the list, id, or name
    #[arg(value_name = "WHO")]
    pub person: String,
    /// What came of it; asked when left out
    #[arg(long, value_name = "TEXT")]
    pub outcome: Option<String>,
    #[command(flatten)]
    pub attribution: AttributionArgs,
}

/// Shows or changes the list, or logs a call.
pub fn run(args: Args, context: &mut Context<'_>) -> Outcome {
    match args.action {
        Some(Action::Edit) => super::profile::edit(context),
        Some(Action::Call(call)) => log_call(&call, context),
        None => {
            let case = match context.incident_id().and_then(|id| context.open_quietly(&id)) {
                Ok(case) => Some(case),
                Err(failure) => {
                    // Without an incident there is nothing to add to the profile's numbers.
                    if failure.kind != FailureKind::Usage {
                        context.warn(&format!("warning: numbers of the incident are missing: {failure}\n"));
                    }
                    None
                }
            };
            let list = list(case.as_ref().map(Case::incident), context);
            if context.global.json {
                return context.write_items("breach.contacts/1", to_json(&list));
            }
            context.show(&contacts(&list))
        }
    }
}

/// The list as far as it can be had: neither a broken profile nor a broken record keeps back the other's numbers.
fn list(incident: Option<&Incident>, context: &mut Context<'_>) -> Vec<ContactLine> {
    let profile = match context.profile() {
        Ok(profile) => profile,
        Err(failure) => {
            context.warn(&format!("warning: numbers of the profile are missing: {}\n", failure));
            Profile::default()
        }
    };
    lines(&profile, incident)
}

fn log_call(args: &CallArgs, context: &mut Context<'_>) -> Outcome {
    let mut case = context.open()?;
    let (with, number) = called(&args.person, &list(Some(case.incident()), context))?;
    let zone = case.zone();
    // A time that cannot be is said before anybody is asked anything.
    args.attribution
        .add_to(Draft::new(call(&with, number.as_deref(), "")), context.now(), zone)?;
    let (outcome, via) = match &args.outcome {
        Some(outcome) if outcome.trim().is_empty() => {
            return Err(Failure::usage("an empty `--outcome` says nothing")
                .nothing_logged()
                .hint("say what came of it, even `no answer`"));
        }
        Some(outcome) => (outcome.trim().to_owned(), Via::Command),
        None => {
            let instead = "say what came of it: `breach contacts call WHO --outcome TEXT`";
            let mut session = Session::about(context, &mut case, instead)?;
            let prompt = "  What came of it? (case number, what they said, voicemail) ";
            match session.text(&Prompt::of_text(prompt), "Type what came of it, even `no answer`.") {
                Ok(outcome) => (outcome, Via::Terminal),
                Err(stop) => return stop.into_outcome(),
            }
        }
    };
    let event = call(&with, number.as_deref(), &outcome);
    let draft = args.attribution.add_to(Draft::new(event), context.now(), zone)?;
    context.record(&mut case, via, &mut |_, _| Ok(vec![draft.clone()]))?;
    Ok(())
}

fn call(with: &str, number: Option<&str>, outcome: &str) -> CallLogged {
    CallLogged {
        with: with.to_owned(),
        number: number.map(str::to_owned),
        outcome: outcome.to_owned(),
    }
}

/// Whom a number of the list, an id or a name means. Somebody who is not in the list is called by the name given.
fn called(who: &str, list: &[ContactLine]) -> Outcome<(String, Option<String>)> {
    // `Ana Ruiz, Technical lead`, but not `Acquirer hotline, Acquirer`.
    let words = |line: &ContactLine| {
        if line.name.to_lowercase().contains(&line.title.to_lowercase()) {
            line.name.clone()
        } else {
            format!("{}, {}", line.name, line.title)
        }
    };
    if let Ok(nth) = who.parse::<usize>() {
        let line = nth.checked_sub(1).and_then(|nth| list.get(nth));
        return line.map(|line| (words(line), line.number.clone())).ok_or_else(|| {
            let many = crate::text::count(list.len(), "contact");
            Failure::usage(format!("`{who}` is not in the list, which has {many}"))
                .nothing_logged()
                .hint("`breach contacts` shows the list; a name works too")
        });
    }
    let fits = |line: &&ContactLine| line.id == who || crate::incident::state::same_person(&line.name, who);
    match list.iter().find(fits) {
        Some(line) => Ok((words(line), line.number.clone())),
        None => Ok((who.to_owned(), None)),
    }
}
