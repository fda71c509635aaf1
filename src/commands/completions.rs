//! stub: replaced by its author on merge (take the other side).
#![allow(missing_docs)]
use crate::{context::Context, failure::Outcome};
#[derive(Debug, clap::Args)]
pub struct Args {}
pub fn run(_: &Args, _: &mut Context<'_>) -> Outcome {
    Ok(())
}
pub fn incidents() -> clap_complete::engine::ArgValueCandidates {
    clap_complete::engine::ArgValueCandidates::new(Vec::new)
}
pub fn playbooks() -> clap_complete::engine::ArgValueCandidates {
    clap_complete::engine::ArgValueCandidates::new(Vec::new)
}
