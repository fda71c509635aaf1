//! `breach close`: ends an incident, and says what is still open.

use clap::ValueEnum;

use super::attribution::AttributionArgs;
use crate::commands::completions;
use crate::context::Context;
use crate::failure::{Failure, Outcome};
use crate::incident::Via;
use crate::incident::event::Ending;
use crate::session::Session;
use crate::session::closing::{STAYS_OPEN, close};
use crate::session::walk::leaving;
use crate::situation::closing::ClosingRequest;

/// End an incident, and say what is still open
///
/// What is not said is asked at a terminal.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// How it ended; `handled` when only a reason is given
    #[arg(long, value_enum)]
    how: Option<How>,
    /// Why, in a sentence
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
    /// The second person who agrees that it was nothing
    #[arg(long, value_name = "NAME")]
    second: Option<String>,
    /// The incident it joins
    #[arg(long = "to", value_name = "ID", add = completions::incidents())]
    joined_to: Option<String>,
    /// Why steps and questions stay open, when it was dealt with all the same
    #[arg(long, value_name = "TEXT")]
    open_because: Option<String>,
    /// Who leaves open what decides whom to tell
    #[arg(long, value_name = "NAME")]
    left_by: Option<String>,
    #[command(flatten)]
    attribution: AttributionArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum How {
    /// It was dealt with
    Handled,
    /// It was nothing; a second person agrees
    RuledOut,
    /// It goes on as part of another incident
    Joined,
}

pub fn run(args: Args, context: &mut Context<'_>) -> Outcome {
    let mut case = context.open()?;
    let (now, zone) = (context.now(), case.zone());
    let joined_to = args.joined_to.as_deref().map(|name| context.find(name)).transpose()?;
    let how = match args.how {
        None => None,
        Some(How::Handled) => Some(Ending::Handled),
        Some(How::RuledOut) => Some(Ending::RuledOut),
        Some(How::Joined) => Some(Ending::Joined),
    };
    let missing = match how {
        _ if args.why.is_none() => Some("why? `--why TEXT` says it"),
        Some(Ending::RuledOut) if args.second.is_none() => {
            Some("who agrees that it was nothing? `--second NAME` says it")
        }
        Some(Ending::Joined) if joined_to.is_none() => Some("which incident does it join? `--to ID` says it"),
        _ => None,
    };
    let how = how.or_else(|| args.why.is_some().then_some(Ending::Handled));
    let closing = ClosingRequest {
        how: how.unwrap_or_default(),
        why: args.why.unwrap_or_default(),
        second: args.second,
        joined_to: joined_to.as_ref().map(ToString::to_string),
        open_because: args.open_because,
        left_by: args.left_by,
    };
    let attribution = args.attribution;
    let mark = |draft| attribution.add_to(draft, now, zone);
    match missing {
        Some(missing) if !context.can_ask() => return Err(Failure::usage(missing).nothing_logged()),
        Some(_) => {
            let mut session = Session::about(context, &mut case, "")?;
            match session.close(how, closing, &mark) {
                Ok(true) => {}
                Ok(false) => return Ok(()),
                Err(stop) => {
                    stop.into_outcome()?;
                    return context.say(&format!("\n{STAYS_OPEN}"));
                }
            }
        }
        None => close(context, &mut case, Via::Command, &closing, &mark)?,
    }
    let after = leaving(&case, context.world.terminal.width);
    context.say(&after)?;
    if context.chosen().is_ok_and(|chosen| chosen.as_ref() == Some(case.id())) {
        context.say("  It is still in use: `breach use ID` chooses another one, `breach use --none` none.\n")?;
    }
    Ok(())
}
