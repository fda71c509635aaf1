//! `breach list`: every incident, drills last.

use crate::context::Context;
use crate::failure::Outcome;
use crate::glimpse::glance;
use crate::screen::incidents::{Listed, incidents, to_json};
use crate::store::Store;

/// List incidents
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Write JSON
    #[arg(long)]
    pub json: bool,
}

/// Lists incidents. Each record is looked at from its ends only, so that thousands of them take no time.
///
/// # Errors
/// When the store cannot be read.
pub fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let store = context.shared_store();
    let chosen = context.chosen();
    let mut listed: Vec<Listed> = Store::list(&*store)?
        .into_iter()
        .map(|id| Listed {
            in_use: chosen.as_ref() == Some(&id),
            seen: glance(&*store, &id).map_err(|failure| failure.to_string()),
            id: id.to_string(),
        })
        .collect();
    listed.sort_by_key(Listed::rank);
    if args.json {
        return context.write_items("breach.list/1", to_json(&listed));
    }
    let (now, zone, width) = (context.now(), context.zone()?, context.world.terminal.width);
    context.warn_about_store();
    context.say(&incidents(&listed, now, zone, width))
}
