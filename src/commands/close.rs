//! `breach close`: ends an incident, and says what is still open.

use clap::ValueEnum;

use super::attribution::AttributionArgs;
use crate::commands::completions;
use crate::context::Context;
use crate::failure::Outcome;
use crate::incident::Via;
use crate::incident::event::Ending;
use crate::session::closing::close;
use crate::situation::closing::ClosingRequest;

/// End an incident, and say what is still open
#[derive(Debug, clap::Args)]
pub struct Args {
    /// How it ended
    #[arg(long, value_enum, default_value = "handled")]
    how: How,
    /// Why, in a sentence
    #[arg(long, value_name = "TEXT")]
    why: String,
    /// The second person who agrees that it was nothing
    #[arg(long, value_name = "NAME", required_if_eq("how", "ruled-out"))]
    second: Option<String>,
    /// The incident it joins
    #[arg(long = "to", value_name = "ID", required_if_eq("how", "joined"), add = completions::incidents())]
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
    let closing = ClosingRequest {
        how: match args.how {
            How::Handled => Ending::Handled,
            How::RuledOut => Ending::RuledOut,
            How::Joined => Ending::Joined,
        },
        why: args.why,
        second: args.second,
        joined_to: joined_to.as_ref().map(ToString::to_string),
        open_because: args.open_because,
        left_by: args.left_by,
    };
    let attribution = args.attribution;
    close(context, &mut case, Via::Command, &closing, &|draft| {
        attribution.add_to(draft, now, zone)
    })?;
    if context.chosen().is_ok_and(|chosen| chosen.as_ref() == Some(case.id())) {
        context.say("  It is still in use: `breach use ID` chooses another one, `breach use --none` none.\n")?;
    }
    Ok(())
}
