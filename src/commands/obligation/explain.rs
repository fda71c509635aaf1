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
    let (cases, now) = match &args.facts {
        Some(file) => facts_file(file, args.now.as_deref(), context)?,
        None => {
            let now = as_of(args.now.as_deref(), context.zone()?, context)?;
            let case = context.open()?;
            (vec![(None, case_of(case.incident()))], now)
        }
    };
    if context.global.json {
        let items = cases.iter().map(|(entity, case)| {
            let mut item = json::duty(&explain(&book, case, rule, now), true);
            item["entity"] = entity.as_deref().into();
            item
        });
        return context.write_items("breach.obligation.explain/1", items.collect());
    }
    for (entity, case) in &cases {
        let time = TimeView { now, zone: case.zone };
        if let Some(entity) = entity {
            context.say(&format!("  {entity}\n"))?;
        }
        context.show(&obligations::trail(&explain(&book, case, rule, now), &book, time))?;
    }
    Ok(())
}
