//! stub: replaced by its author on merge (take the other side).
#![allow(missing_docs)]
use crate::{context::Context, failure::Outcome};
#[derive(Debug, clap::Args)]
pub struct Args {}
pub fn run(_: &Args, _: &mut Context<'_>) -> Outcome {
    Ok(())
}
