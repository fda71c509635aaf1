//! The rulebook inside the program, made by code that the build script wrote, and the YAML that people wrote.

use std::sync::{Arc, OnceLock};

use chrono::{NaiveDate, Weekday};

use super::calendar::{Calendar, Calendars, Day, Holiday, Observed};
use super::definition::Definition;
use super::limit::{Limit, Unit};
use super::place::{Place, Places};
use super::regime::Regime;
use super::rule::{
    Cap, Clock, Confidence, Counted, Exemption, Expected, People, PoliceDelay, Reach, Recipient, Relative, Relief,
    Rule, RuleKind, Status,
};
use super::rulebook::{Contents, Origin, Rulebook};
use crate::condition::Condition;
use crate::fact::{Column, Kind};
use crate::playbook::FactDef;
use crate::text::Passage;

include!(concat!(env!("OUT_DIR"), "/obligations.rs"));
include!(concat!(env!("OUT_DIR"), "/rulebook.rs"));

/// The built-in rulebook, made at its first use.
pub(super) fn rulebook() -> Arc<Rulebook> {
    static MADE: OnceLock<Arc<Rulebook>> = OnceLock::new();
    Arc::clone(MADE.get_or_init(|| {
        let mut contents = Contents {
            rules: Vec::with_capacity(RULES),
            regimes: Vec::with_capacity(REGIMES),
            definitions: Vec::with_capacity(DEFINITIONS),
            facts: Vec::with_capacity(FACTS),
            shared: Vec::with_capacity(SHARED_FACTS),
            ..Contents::default()
        };
        each_rule(&mut |file, rule| {
            let origin = Origin {
                file: file.into(),
                own: false,
                replaces: false,
            };
            contents.origins.insert(rule.id.clone(), origin);
            contents.rules.push(rule);
        });
        each_regime(&mut |_, regime| contents.regimes.push(regime));
        each_definition(&mut |_, definition| contents.definitions.push(definition));
        each_fact(&mut |_, fact| contents.facts.push(fact));
        each_shared_fact(&mut |_, fact| contents.shared.push(fact));
        let mut places = Vec::with_capacity(PLACES);
        each_place(&mut |_, place| places.push(place));
        contents.places = Places::built_in(places);
        let mut calendars = Vec::with_capacity(CALENDARS);
        each_calendar(&mut |name, calendar| calendars.push((Passage::built_in(name), calendar)));
        contents.calendars = Calendars(calendars.into_iter().collect());
        Arc::new(Rulebook::from(contents))
    }))
}

/// A day; none that no calendar has comes through the compiler.
const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day")
}
