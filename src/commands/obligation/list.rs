//! `breach obligation list`: every rule, or those of one place.

use serde_json::json;

use super::origin_json;
use crate::context::Context;
use crate::failure::{Failure, Outcome};
use crate::hash::Hash;
use crate::obligation::place::PlaceMatch;
use crate::obligation::{Rule, RuleSource, Rulebook};
use crate::screens::rules::rules;
use crate::text::{Passage, did_you_mean, meant};

/// List rules
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only what counts in this place: US-CA, Germany, EU, CONTRACT
    #[arg(long, value_name = "CODE")]
    pub(super) jurisdiction: Option<String>,
    /// Only what identifies the rules: SHA-256 of each text that they were read from, and of all of them
    #[arg(long, conflicts_with = "jurisdiction")]
    pub(super) digest: bool,
}

pub(super) fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let book = context.obligations();
    if args.digest {
        return digest(&book, context);
    }
    let place = match &args.jurisdiction {
        Some(written) => Some(certain(&book, written)?),
        None => None,
    };
    let listed: Vec<&Rule> = match &place {
        Some(code) => of_place(&book, code)?,
        None => book.rules.iter().collect(),
    };
    if context.global.json {
        let items = listed.iter().map(|rule| {
            json!({
                "id": rule.id,
                "jurisdiction": rule.jurisdiction,
                "law": rule.law,
                "tell": rule.tell,
                "recipient": rule.recipient,
                "within": rule.clock.within,
                "after": rule.clock.after,
                "kind": rule.kind,
                "status": rule.status,
                "confidence": rule.confidence,
                "as_of": rule.as_of,
                "decides": "counsel",
                "origin": origin_json(&book, rule),
            })
        });
        return context.write_items("breach.obligations/1", items.collect());
    }
    let what = match &place {
        Some(code) => format!("Who must be told: {}", book.place_words(&[code.clone().into()])),
        None => "Who must be told".to_owned(),
    };
    context.show(&rules(&listed, &book, &what))
}

/// The lines are those of `sha256sum`, so that it can be run over the texts to compare.
fn digest(book: &Rulebook, context: &mut Context<'_>) -> Outcome {
    let all = format!("{}  all of these lines", book.digest());
    if context.global.json {
        let item = |source: &RuleSource| {
            let sha256 = Hash::of(source.text.as_bytes()).to_string();
            json!({"path": source.path, "sha256": sha256, "own": source.own})
        };
        let files: Vec<serde_json::Value> = book.sources.iter().map(item).collect();
        let whole = json!({"sha256": book.digest().to_string(), "files": files});
        return context.write_items("breach.obligation-digest/1", vec![whole]);
    }
    let lines: String = book.sources.iter().map(RuleSource::line).collect();
    context.say(&format!("{lines}\n{all}\n"))
}

/// The code of the place that was written. What may be two places, as `CA` may be Canada or California, is asked back.
fn certain(book: &Rulebook, written: &str) -> Outcome<String> {
    match book.places.find(written) {
        PlaceMatch::Place(place) => Ok(place.code.to_string()),
        PlaceMatch::Ambiguous(several) if several.len() > 1 => {
            let (message, help) = book.places.misplaced(written).unwrap_or_default();
            Err(Failure::usage(message).hint(help))
        }
        _ => Ok(written.to_uppercase()),
    }
}

/// The rules that count in a place: its own, those of what it is part of, and those of its parts.
fn of_place<'r>(book: &'r Rulebook, code: &str) -> Outcome<Vec<&'r Rule>> {
    let place = book.places.get(code);
    let counts = |theirs: &Passage| {
        **theirs == *code
            || theirs.strip_prefix(code).is_some_and(|part| part.starts_with('-'))
            || place.is_some_and(|place| place.is_in(theirs))
    };
    let listed: Vec<&Rule> = book
        .rules
        .iter()
        .filter(|rule| rule.jurisdiction.iter().any(counts))
        .collect();
    if listed.is_empty() {
        let failure = Failure::usage(format!("no rule counts in `{code}`"));
        let codes = book.rules.iter().flat_map(|rule| &rule.jurisdiction);
        return Err(failure.hint(meant(
            did_you_mean(code, codes.map(Passage::as_str)),
            "write a place such as US-CA, Germany, EU or CONTRACT; no rule does not mean no duty",
        )));
    }
    Ok(listed)
}
