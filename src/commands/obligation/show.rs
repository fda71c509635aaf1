//! `breach obligation show`: one rule with everything it says.

use serde_json::json;

use super::{known, origin_json};
use crate::commands::completions;
use crate::context::Context;
use crate::failure::{Failure, Outcome};
use crate::screens::rules::rule as words;

/// Show a rule with its source
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The rule, such as us-ca-ag
    #[arg(value_name = "ID", add = completions::rules())]
    pub(super) rule: String,
}

pub(super) fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let book = context.obligations();
    let rule = known(&book, &args.rule)?;
    if context.global.json {
        let mut item = serde_json::to_value(rule).map_err(Failure::bug)?;
        item["origin"] = origin_json(&book, rule);
        item["decides"] = json!("counsel");
        return context.write_items("breach.obligation/1", vec![item]);
    }
    context.show(&words(rule, &book))
}
