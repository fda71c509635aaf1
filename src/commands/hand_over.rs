//! `breach hand-over`: somebody else takes over, at this machine.

use super::telling::people;
use crate::context::Context;
use crate::failure::{Failure, Kind, Outcome};
use crate::incident::Via;
use crate::incident::event::RoleTaken;
use crate::journal::Draft;
use crate::screen::brief::brief;
use crate::screen::held::refusal;
use crate::session::walk::leaving;
use crate::session::{Stop, Talk};
use crate::situation::Situation;
use crate::told::full_name;
use crate::walk::report::from_whom;

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

/// Runs `breach hand-over`.
///
/// # Errors
/// When there is nobody to ask, or it cannot be logged.
pub fn run(args: Args, context: &mut Context<'_>) -> Outcome {
    let of = handed_over(&args, context)?;
    let (id, width) = (context.incident_id()?, context.world.terminal.width);
    let zone = {
        let journal = context.journal(&id)?;
        context.zone_of(journal.incident())?
    };
    let taken = match (&args.name, args.said_back) {
        (Some(name), true) => {
            log_without_asking(name, of, context)?;
            true
        }
        _ => {
            let mut talk = Talk::new(
                context,
                Some(id.clone()),
                zone,
                "`breach hand-over NAME --said-back` logs it once they have said it back",
            )?;
            match talk.hand_over(args.name.as_deref(), of) {
                Ok(taken) => taken,
                Err(stop @ (Stop::Later | Stop::Leave)) => {
                    stop.into_outcome()?;
                    false
                }
                Err(Stop::Failed(failure)) => return Err(failure),
            }
        }
    };
    if !taken {
        return Ok(());
    }
    let (receipt, head) = {
        let journal = context.journal(&id)?;
        (journal.reading().receipt(), journal.reading().head())
    };
    context.say(&leaving(&receipt.to_string(), &head.to_string(), id.as_str(), width))
}

/// Which role is handed over. `--role` says in which role one types, and must not be taken for it in silence.
fn handed_over<'a>(args: &'a Args, context: &Context<'_>) -> Outcome<&'a str> {
    match (args.of.as_deref(), context.global.role.as_deref()) {
        (Some(of), _) => Ok(of),
        (None, None | Some(COMMANDER)) => Ok(COMMANDER),
        (None, Some(role)) => Err(Failure::new(
            Kind::Usage,
            format!("`--role {role}` says in which role you type, not which role is handed over"),
        )
        .nothing_logged()
        .hint(format!(
            "`--of {role}` hands over that role, `--of {COMMANDER}` the command"
        ))),
    }
}

fn log_without_asking(name: &str, role: &str, context: &mut Context<'_>) -> Outcome {
    let (id, now, width) = (context.incident_id()?, context.now(), context.world.terminal.width);
    if name.trim().is_empty() {
        return Err(Failure::new(Kind::Usage, "the name is empty").nothing_logged());
    }
    let (shown, name) = {
        let (journal, entries) = context.journal_with_entries(&id)?;
        let incident = journal.incident();
        let guide = context.guide(incident)?;
        guide.known_role(role)?;
        let name = full_name(name.trim(), &people(context, incident));
        from_whom(incident, role, &name).map_err(refusal)?;
        let zone = context.zone_of(incident)?;
        (
            brief(
                &guide,
                incident,
                &entries,
                &Situation::of(&guide, incident, now),
                zone,
                width,
            ),
            name,
        )
    };
    context.say(&format!("{shown}\n"))?;
    context.record(&id, Via::Command, &mut |incident, guide| {
        let event = RoleTaken {
            role: role.to_owned(),
            title: guide.known_role(role)?.title.clone(),
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
