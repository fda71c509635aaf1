//! `breach use`: the incident that commands speak of when none is named.

use super::completions;
use crate::context::Context;
use crate::failure::Outcome;
use crate::summary::peek;

/// Choose the incident that commands speak of
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Id, or its last part
    #[arg(value_name = "ID", required_unless_present = "none", add = completions::incidents())]
    pub id: Option<String>,
    /// Choose none: the only open one is meant again
    #[arg(long, conflicts_with = "id")]
    pub none: bool,
}

/// Chooses an incident, or none.
pub fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let Some(name) = &args.id else {
        context.choose_none()?;
        return context.say("  No incident is in use. With exactly one open, that one is meant.\n");
    };
    let id = context.find(name)?;
    let seen = peek(context.store(), &id).ok();
    context.choose(&id)?;
    let remark = match seen.as_ref().map(|seen| (seen.is_drill, seen.is_closed)) {
        Some((true, true)) => " (drill, closed)",
        Some((true, false)) => " (drill)",
        Some((false, true)) => " (closed)",
        Some((false, false)) => "",
        None => " (its record cannot be read: `breach verify` says why)",
    };
    let title = seen.map_or_else(String::new, |seen| format!("  {}", seen.title));
    context.say(&format!("  In use: {id}{title}{remark}\n"))
}
