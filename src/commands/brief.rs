//! `breach brief`: the situation, read aloud in under a minute.

use crate::context::Context;
use crate::failure::Outcome;
use crate::screens::brief::{brief, to_json};

/// Read the situation aloud in under a minute
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Write JSON
    #[arg(long)]
    pub json: bool,
}

pub fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let mut case = context.open()?;
    let zone = case.zone();
    let now = case.situation(context.now())?;
    if args.json {
        let item = to_json(now.workflow, now.incident, now.entries, now.situation, zone);
        return context.write_items("breach.brief/1", vec![item]);
    }
    context.show(&brief(now.workflow, now.incident, now.entries, now.situation, zone))
}
