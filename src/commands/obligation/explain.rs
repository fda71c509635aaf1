//! `breach obligation explain`: why one obligation applies, or not, or cannot be told yet.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::assess::{as_of, facts_file};
use super::known::known_rule;
use crate::commands::completions;
use crate::context::Context;
use crate::failure::Outcome;
use crate::obligation::{explain, json};
use crate::screens::obligations;
use crate::time::TimeView;
use crate::workflow::duties::case_of;

/// Show how it came out whether an obligation applies, check by check
#[derive(Debug, ClapArgs)]
pub struct Args {
    /// The obligation, such as us-ca-ag
    #[arg(add = completions::rules())]
    pub(super) obligation: String,
    /// For a file of facts, not for the incident
    #[arg(long, value_name = "FILE")]
    pub(super) facts: Option<PathBuf>,
    /// Ask as of this time, not now
    #[arg(long, value_name = "TIME")]
    pub(super) now: Option<String>,
}

pub(super) fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let book = context.obligations();
    let rule = known_rule(&book, &args.obligation)?;
    let now = as_of(args.now.as_deref(), context)?;
    let case = match &args.facts {
        Some(file) => facts_file(file, now, context)?,
        None => {
            let case = context.open()?;
            case_of(case.incident())
        }
    };
    let duty = explain(&book, &case, rule, now);
    if context.global.json {
        return context.write_items("breach.obligation.explain/1", vec![json::duty(&duty, true)]);
    }
    context.show(&obligations::trail(&duty, &book, TimeView { now, zone: case.zone }))
}
