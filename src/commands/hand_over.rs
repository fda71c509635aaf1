//! `breach hand-over`: somebody else takes over, at this machine.

use crate::context::Context;
use crate::failure::{Failure, Kind, Outcome};
use crate::incident::event::RoleTaken;
use crate::incident::{Receipt, Via};
use crate::journal::Draft;
use crate::screen::brief::brief;
use crate::session::walk::leaving;
use crate::session::{Stop, Talk};

/// Let somebody else take over
///
/// Prints what to read aloud, waits until it was said back, and logs who holds the role from then on.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Who takes over
    name: Option<String>,
    /// Which role
    #[arg(long = "of", value_name = "ROLE", default_value = "incident-commander")]
    of: String,
    /// They have said back the next deadline and what not to do; asks nothing
    #[arg(long, requires = "name")]
    said_back: bool,
}

/// Runs `breach hand-over`.
///
/// # Errors
/// When there is nobody to ask, or it cannot be logged.
pub fn run(args: Args, context: &mut Context<'_>) -> Outcome {
    let (id, width) = (context.incident_id()?, context.world.terminal.width);
    let zone = {
        let journal = context.journal(&id)?;
        context.zone_of(journal.incident())?
    };
    let taken = match (&args.name, args.said_back) {
        (Some(name), true) => {
            log_without_asking(name, &args.of, context)?;
            true
        }
        _ => {
            let mut talk = Talk::new(
                context,
                Some(id.clone()),
                zone,
                "`breach hand-over NAME --said-back` logs it once they have said it back",
            )?;
            match talk.hand_over(args.name.as_deref(), &args.of) {
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
        let head = journal.reading().head();
        (
            Receipt::new(id.as_str(), journal.reading().lines().saturating_sub(1), head),
            head,
        )
    };
    context.say(&leaving(&receipt.to_string(), &head.to_string(), id.as_str(), width))
}

fn log_without_asking(name: &str, role: &str, context: &mut Context<'_>) -> Outcome {
    let (id, now, width) = (context.incident_id()?, context.now(), context.world.terminal.width);
    let shown = {
        let (journal, entries) = context.journal_with_entries(&id)?;
        let guide = context.guide(journal.incident())?;
        guide.known_role(role)?;
        let zone = context.zone_of(journal.incident())?;
        brief(&guide, journal.incident(), &entries, now, zone, width)
    };
    context.say(&format!("{shown}\n"))?;
    if name.trim().is_empty() {
        return Err(Failure::new(Kind::Usage, "the name is empty; nothing was logged"));
    }
    context.record(&id, Via::Command, &mut |incident, guide| {
        let event = RoleTaken {
            role: role.to_owned(),
            title: guide.known_role(role)?.title.clone(),
            name: name.to_owned(),
            from: incident.roles.get(role).map(|holder| holder.name.clone()),
        };
        Ok(vec![Draft {
            actor: Some(name.to_owned()),
            ..Draft::new(event)
        }])
    })?;
    Ok(())
}
