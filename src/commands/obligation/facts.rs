//! `breach obligation facts`: what rules read, with the questions and the answers they take, for whoever writes a file of
//! facts or a rule.

use serde_json::json;

use crate::context::Context;
use crate::failure::Outcome;
use crate::screens::rules::facts;

pub(super) fn run(context: &mut Context<'_>) -> Outcome {
    let book = context.obligations();
    let read = book.facts_read();
    if context.global.json {
        let items = read.iter().map(|fact| {
            json!({
                "fact": fact.name,
                "type": fact.kind.name(),
                "ask": fact.ask,
                "hint": fact.hint,
                "options": options(&fact.kind),
                "columns": columns(&fact.kind),
            })
        });
        return context.write_items("breach.obligation.facts/1", items.collect());
    }
    context.show(&facts(&read, &book))
}

fn options(kind: &crate::fact::Kind) -> Option<&[String]> {
    match kind {
        crate::fact::Kind::Select(options) | crate::fact::Kind::MultiSelect(options) => {
            Some(crate::fact::narrower::offered(options))
        }
        _ => None,
    }
}

fn columns(kind: &crate::fact::Kind) -> Option<Vec<serde_json::Value>> {
    match kind {
        crate::fact::Kind::Table(columns) => Some(
            columns
                .iter()
                .map(
                    |column| json!({"name": column.name, "type": column.kind.name(), "options": options(&column.kind)}),
                )
                .collect(),
        ),
        _ => None,
    }
}
