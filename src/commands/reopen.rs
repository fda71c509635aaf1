//! `breach reopen`: opens a closed incident again.

use super::attribution::AttributionArgs;
use crate::context::Context;
use crate::failure::Outcome;
use crate::incident::Via;
use crate::incident::event::IncidentReopened;
use crate::journal::Draft;

/// Open a closed incident again
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Why
    #[arg(long, value_name = "TEXT")]
    why: String,
    /// When and who.
    #[command(flatten)]
    attribution: AttributionArgs,
}

/// Runs `breach reopen`.
pub fn run(args: Args, context: &mut Context<'_>) -> Outcome {
    let mut case = context.open()?;
    let (now, zone) = (context.now(), case.zone());
    context.record(&mut case, Via::Command, &mut |_, _| {
        let draft = Draft::new(IncidentReopened { why: args.why.clone() });
        Ok(vec![args.attribution.add_to(draft, now, zone)?])
    })?;
    Ok(())
}
