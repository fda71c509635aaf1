//! `breach list`: every incident, drills last.

use std::thread;

use crate::context::Context;
use crate::failure::Outcome;
use crate::glimpse::glance;
use crate::screen::incidents::{Listed, incidents, to_json};
use crate::store::{IncidentId, Store};

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
    let look = |id: &IncidentId| Listed {
        in_use: chosen.as_ref() == Some(id),
        seen: glance(&*store, id).map_err(|failure| failure.to_string()),
        id: id.to_string(),
    };
    let mut listed = on_all_cores(&Store::list(&*store)?, &look);
    listed.sort_by_key(Listed::rank);
    if args.json {
        return context.write_items("breach.list/1", to_json(&listed));
    }
    let (zone, width) = (context.zone()?, context.world.terminal.width);
    context.warn_about_store();
    context.say(&incidents(&listed, context.time_in(zone), width))
}

/// Looks at every incident, in order; most of the time goes into waiting for the system to open a record.
fn on_all_cores(ids: &[IncidentId], look: &(impl Fn(&IncidentId) -> Listed + Sync)) -> Vec<Listed> {
    /// Fewer than these are looked at before another thread has begun.
    const WORTH_A_THREAD: usize = 200;
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let share = ids.len().div_ceil(cores).max(WORTH_A_THREAD);
    thread::scope(|scope| {
        let shares: Vec<_> = ids
            .chunks(share)
            .skip(1)
            .map(|ids| scope.spawn(move || ids.iter().map(look).collect::<Vec<_>>()))
            .collect();
        let mut listed: Vec<Listed> = ids.iter().take(share).map(look).collect();
        for share in shares {
            listed.extend(share.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        listed
    })
}
