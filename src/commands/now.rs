//! stub: replaced by its author on merge (take the other side).
#![allow(missing_docs)]
use crate::{context::Context, failure::Outcome};
pub fn run(_: &mut Context<'_>) -> Outcome {
    Ok(())
}
