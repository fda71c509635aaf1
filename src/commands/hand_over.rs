//! `breach hand-over`: somebody else takes over, at this machine.

use super::attribution::people;
use crate::attribution::full_name;
use crate::case::Case;
use crate::context::Context;
use crate::failure::{Failure, Outcome};
use crate::incident::Via;
use crate::incident::event::RoleTaken;
use crate::journal::Draft;
use crate::screens::brief::brief;
use crate::screens::held::refusal;
use crate::session::walk::leaving;
use crate::session::{Exit, Session};
use crate::workflow::step_report::from_whom;

/// The role that is handed over when none is named.
const COMMANDER: &str = "incident-commander";

/// Let somebody else take over
///
/// Prints what to read aloud, waits until it was said back, and logs who holds the role from then on.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Who takes over
    name: Option<String>,
    /// Which role; the commander's if left out
    #[arg(long = "of", value_name = "ROLE")]
    of: Option<String>,
    /// They have said back the next deadline and what not to do; asks nothing
    #[arg(long, requires = "name")]
    said_back: bool,
}

pub fn run(args: Args, context: &mut Context<'_>) -> Outcome {
    let of = handed_over(&args, context)?;
    let mut case = context.open()?;
    let width = context.world.terminal.width;
    let taken = match (&args.name, args.said_back) {
        (Some(name), true) => {
            log_without_asking(name, of, &mut case, context)?;
            true
        }
        _ => {
            let mut session = Session::about(
                context,
                &mut case,
                "`breach hand-over NAME --said-back` logs it once they have said it back",
            )?;
            match session.hand_over(args.name.as_deref(), of) {
                Ok(taken) => taken,
                Err(stop @ (Exit::Later(_) | Exit::Leave)) => {
                    stop.into_outcome()?;
                    false
                }
                Err(Exit::Failed(failure)) => return Err(failure),
            }
        }
    };
    if !taken {
        return Ok(());
    }
    context.say(&leaving(&case, width))
}

/// Which role is handed over. `--role` says in which role one types, and must not be taken for it in silence.
fn handed_over<'a>(args: &'a Args, context: &Context<'_>) -> Outcome<&'a str> {
    match (args.of.as_deref(), context.global.role.as_deref()) {
        (Some(of), _) => Ok(of),
        (None, None | Some(COMMANDER)) => Ok(COMMANDER),
        (None, Some(role)) => Err(Failure::usage(format!(
            "`--role {role}` says in which role you type, not which role is handed over"
        ))
        .nothing_logged()
        .hint(format!(
            "`--of {role}` hands over that role, `--of {COMMANDER}` the command"
        ))),
    }
}

fn log_without_asking(name: &str, role: &str, case: &mut Case, context: &mut Context<'_>) -> Outcome {
    let (now, zone) = (context.now(), case.zone());
    if name.trim().is_empty() {
        return Err(Failure::usage("the name is empty").nothing_logged());
    }
    let current = case.situation(now)?;
    current.workflow.known_role(role)?;
    let name = full_name(name.trim(), &people(context, current.incident));
    from_whom(current.incident, role, &name).map_err(refusal)?;
    let shown = brief(
        current.workflow,
        current.incident,
        current.entries,
        current.situation,
        zone,
    );
    context.show(&shown)?;
    context.say("\n")?;
    context.record(case, Via::Command, &mut |incident, workflow| {
        let event = RoleTaken {
            role: role.to_owned(),
            title: workflow.known_role(role)?.title.clone(),
            name: name.clone(),
            from: from_whom(incident, role, &name).map_err(refusal)?,
        };
        Ok(vec![Draft {
            actor: Some(name.clone()),
            ..Draft::new(event)
        }])
    })?;
    Ok(())
}
