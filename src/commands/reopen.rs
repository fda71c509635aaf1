//! `breach reopen`: opens a closed incident again.

use super::attribution::AttributionArgs;
use crate::context::Context;
use crate::failure::Outcome;
use crate::incident::event::IncidentReopened;

/// Open a closed incident again
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Why
    #[arg(long, value_name = "TEXT")]
    why: String,
    #[command(flatten)]
    attribution: AttributionArgs,
}

pub fn run(args: Args, context: &mut Context<'_>) -> Outcome {
    let Args { why, attribution } = args;
    attribution.record(&mut context.open()?, context, |_, _| {
        Ok(IncidentReopened { why: why.clone() }.into())
    })
}
