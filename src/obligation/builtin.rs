//! The rules and places inside the program, made by code; the words that they use as JSON, which is read once at its first
//! use; and the YAML that people wrote.

use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;

use super::place::{Place, Places};
use super::rule::{
    Cap, Clock, Confidence, Counted, Exemption, Expected, Limit, People, PoliceDelay, Reach, Recipient, Relative,
    Relief, Rule, RuleKind, Status, Unit,
};
use super::rulebook::{Contents, Origin, Rulebook};
use crate::condition::Condition;
use crate::text::Passage;

include!(concat!(env!("OUT_DIR"), "/obligations.rs"));
include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// What the build script made of [`FILES`], but for the rules and the places.
const JSON: &str = include_str!(concat!(env!("OUT_DIR"), "/obligations.json"));

/// The built-in rulebook, made at its first use.
///
/// # Errors
/// What is wrong with it; a test shows that nothing is.
pub(super) fn rulebook() -> Result<Arc<Rulebook>, String> {
    static MADE: OnceLock<Result<Arc<Rulebook>, String>> = OnceLock::new();
    MADE.get_or_init(|| {
        serde_json::from_str::<Contents>(JSON)
            .map(|mut contents| {
                let mut places = Vec::new();
                each_place(&mut |place| places.push(place));
                contents.places = Places::built_in(places);
                contents.rules.reserve_exact(RULES);
                each_rule(&mut |file, rule| {
                    let origin = Origin {
                        file: file.into(),
                        own: false,
                        replaces: false,
                    };
                    contents.origins.insert(rule.id.to_string(), origin);
                    contents.rules.push(rule);
                });
                Arc::new(Rulebook::from(contents))
            })
            .map_err(|error| error.to_string())
    })
    .clone()
}
