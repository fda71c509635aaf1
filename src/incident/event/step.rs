//! What became of the steps of a playbook.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::data::data;
use super::facets::{Demand, EventData, Facets, FactUse, Listed, Moves};
use crate::fact::{FreeText, Typed};
use crate::text::{list_plain, prefixed};
use crate::time::Zone;
use crate::time::format::day_clock;

/// What became of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepOutcome {
    Done,
    Started,
    Waiting {
        on: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<DateTime<FixedOffset>>,
    },
    Deferred {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<DateTime<FixedOffset>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<String>,
    },
    /// It is not needed here.
    NotNeeded {
        why: String,
    },
    /// It will not be done.
    Declined {
        why: String,
    },
}

impl StepOutcome {
    /// What became of the step instead, for a correction.
    pub(super) fn corrected_words(&self) -> String {
        match self {
            StepOutcome::Done => "it is done".to_owned(),
            StepOutcome::Started => "it is started".to_owned(),
            StepOutcome::Waiting { on, .. } => format!("it waits for {on}"),
            StepOutcome::Deferred { .. } => "it was put off".to_owned(),
            StepOutcome::NotNeeded { why } => format!("it is not needed: {why}"),
            StepOutcome::Declined { why } => format!("it will not be done: {why}"),
        }
    }
}

impl FreeText for StepOutcome {
    fn find_typed<'a>(&'a mut self, found: &mut Vec<Typed<'a>>) {
        match self {
            StepOutcome::Done | StepOutcome::Started => {}
            StepOutcome::Deferred { until: _, why } => why.find_typed(found),
            StepOutcome::Waiting { on: text, until: _ }
            | StepOutcome::NotNeeded { why: text }
            | StepOutcome::Declined { why: text } => text.find_typed(found),
        }
    }
}

data! { StepCompleted:
    fixed step: String,
    fixed pass: u32,
    typed title: String,
    /// What it was still held for when it was reported: gates by name, steps as `after:ID`.
    fixed before: Vec<String> = "Vec::is_empty",
}

impl EventData for StepCompleted {
    fn sentence(&self, _: Zone) -> String {
        let title = pass_title(&self.title, self.pass);
        format!("{title}: done{}", before_words(&self.before))
    }

    fn facets(&self) -> Facets<'_> {
        Facets {
            moves: Moves::Step(&self.step),
            ..act(&self.step, self.pass, &self.before)
        }
    }
}

data! { StepStarted:
    fixed step: String,
    fixed pass: u32,
    typed title: String,
    /// What it was still held for when it was reported.
    fixed before: Vec<String> = "Vec::is_empty",
}

impl EventData for StepStarted {
    fn sentence(&self, _: Zone) -> String {
        let title = pass_title(&self.title, self.pass);
        format!("{title}: started{}", before_words(&self.before))
    }

    fn facets(&self) -> Facets<'_> {
        act(&self.step, self.pass, &self.before)
    }
}

data! { StepWaiting:
    fixed step: String,
    fixed pass: u32,
    typed title: String,
    /// Whom or what it waits for.
    typed on: String,
    /// Until when, if somebody said so.
    fixed until: Option<DateTime<FixedOffset>> = "Option::is_none",
}

impl EventData for StepWaiting {
    fn sentence(&self, zone: Zone) -> String {
        let title = pass_title(&self.title, self.pass);
        format!("{title}: waiting for {}{}", self.on, until_words(self.until, zone))
    }

    fn facets(&self) -> Facets<'_> {
        facets(&self.step)
    }
}

data! { StepDeferred:
    fixed step: String,
    fixed pass: u32,
    typed title: String,
    /// Until when, if somebody said so.
    fixed until: Option<DateTime<FixedOffset>> = "Option::is_none",
    /// Why, if somebody said so.
    typed why: Option<String> = "Option::is_none",
}

impl EventData for StepDeferred {
    fn sentence(&self, zone: Zone) -> String {
        let title = pass_title(&self.title, self.pass);
        let why = prefixed(": ", &self.why);
        format!("{title}: later{}{why}", until_words(self.until, zone))
    }

    fn facets(&self) -> Facets<'_> {
        facets(&self.step)
    }
}

data! { StepNotNeeded:
    fixed step: String,
    fixed pass: u32,
    typed title: String,
    typed why: String,
}

impl EventData for StepNotNeeded {
    fn sentence(&self, _: Zone) -> String {
        let title = pass_title(&self.title, self.pass);
        format!("{title}: not needed, because: {}", self.why)
    }

    fn facets(&self) -> Facets<'_> {
        Facets {
            moves: Moves::Step(&self.step),
            ..facets(&self.step)
        }
    }
}

data! { StepDeclined:
    fixed step: String,
    fixed pass: u32,
    typed title: String,
    typed why: String,
}

impl EventData for StepDeclined {
    fn sentence(&self, _: Zone) -> String {
        let title = pass_title(&self.title, self.pass);
        format!("{title}: will not be done, because: {}", self.why)
    }

    fn facets(&self) -> Facets<'_> {
        Facets {
            moves: Moves::Step(&self.step),
            ..facets(&self.step)
        }
    }
}

data! { StepAssigned:
    fixed step: String,
    typed title: String,
    typed to: String,
}

impl EventData for StepAssigned {
    fn sentence(&self, _: Zone) -> String {
        format!("{}: given to {}", self.title, self.to)
    }

    fn facets(&self) -> Facets<'_> {
        facets(&self.step)
    }
}

data! { StepAdded:
    fixed step: String,
    typed title: String,
    /// The phase: confirm, contain, notify, audit or learn.
    fixed phase: String,
    /// The role or person that owns it.
    typed owner: Option<String> = "Option::is_none",
    typed why: String,
}

impl EventData for StepAdded {
    fn sentence(&self, _: Zone) -> String {
        format!("step added: {} ({}), because: {}", self.title, self.phase, self.why)
    }

    fn facets(&self) -> Facets<'_> {
        Facets {
            demand: Demand::NewStep(&self.step),
            ..facets(&self.step)
        }
    }
}

data! { StepReopened:
    fixed step: String,
    fixed pass: u32,
    typed title: String,
    typed why: String,
    /// The entry that caused it, when it was no person's decision.
    fixed because: Option<u64> = "Option::is_none",
}

impl EventData for StepReopened {
    fn sentence(&self, _: Zone) -> String {
        let title = pass_title(&self.title, self.pass);
        format!("{title}: open again, because: {}", self.why)
    }

    fn facets(&self) -> Facets<'_> {
        Facets {
            because: self.because,
            moves: Moves::Step(&self.step),
            ..facets(&self.step)
        }
    }
}

data! { StepOverridden:
    fixed step: String,
    fixed pass: u32,
    typed title: String,
    /// What it was held for: gates by name, steps as `after:ID`.
    fixed held_for: Vec<String>,
    typed why: String,
}

impl EventData for StepOverridden {
    fn sentence(&self, _: Zone) -> String {
        let (title, holds) = (pass_title(&self.title, self.pass), holds_words(&self.held_for));
        format!("{title}: goes ahead in spite of {holds}, because: {}", self.why)
    }

    fn facets(&self) -> Facets<'_> {
        Facets {
            demand: Demand::Commander { step: &self.step },
            listed: Some(Listed::OutOfOrder),
            ..facets(&self.step)
        }
    }
}

data! { StepRuledOut:
    fixed step: String,
    typed title: String,
    fixed condition: String,
    /// The facts it saw, in words.
    typed seen: BTreeMap<String, String>,
    /// The entry that caused it.
    fixed because: u64,
}

impl EventData for StepRuledOut {
    fn sentence(&self, _: Zone) -> String {
        let (title, condition, seen) = (&self.title, &self.condition, seen_words(&self.seen));
        format!("{title}: ruled out, since this does not hold: {condition}{seen}")
    }

    fn facets(&self) -> Facets<'_> {
        ruling(&self.step, &self.seen, self.because)
    }
}

data! { StepRuledIn:
    fixed step: String,
    typed title: String,
    fixed condition: String,
    /// The facts it saw, in words.
    typed seen: BTreeMap<String, String>,
    /// The entry that caused it.
    fixed because: u64,
}

impl EventData for StepRuledIn {
    fn sentence(&self, _: Zone) -> String {
        let (title, condition, seen) = (&self.title, &self.condition, seen_words(&self.seen));
        format!("{title}: no longer ruled out, since {condition}{seen}")
    }

    fn facets(&self) -> Facets<'_> {
        ruling(&self.step, &self.seen, self.because)
    }
}

fn facets(step: &str) -> Facets<'_> {
    Facets {
        step: Some(step),
        because: None,
        facts: FactUse::None,
        moves: Moves::Nothing,
        demand: Demand::Step(step),
        listed: None,
    }
}

/// Something was done, perhaps before what held it was lifted.
fn act<'a>(step: &'a str, pass: u32, before: &'a [String]) -> Facets<'a> {
    Facets {
        demand: Demand::Holds {
            step,
            pass,
            named: before,
        },
        listed: (!before.is_empty()).then_some(Listed::OutOfOrder),
        ..facets(step)
    }
}

/// A condition decided, by the facts that it saw.
fn ruling<'a>(step: &'a str, seen: &'a BTreeMap<String, String>, because: u64) -> Facets<'a> {
    Facets {
        because: Some(because),
        facts: FactUse::Quotes(seen.keys().map(String::as_str).collect()),
        moves: Moves::Step(step),
        demand: Demand::Plan,
        ..facets(step)
    }
}

/// A hold's name in words.
pub fn hold_words(name: &str) -> String {
    match name.split_once(':') {
        Some(("after", step)) => format!("step {step}"),
        Some(("acknowledge", sentence)) => format!("agreement to \"{sentence}\""),
        Some(("approval", role)) => format!("approval by {role}"),
        Some(("four-eyes", step)) => format!("a second pair of eyes on {step}"),
        Some(("role-filled", role)) => format!("somebody being {role}"),
        Some(("fact", condition)) => format!("the condition {condition}"),
        _ if name == "evidence-released" => "release of the evidence".to_owned(),
        _ if name == "police-delay" => "the police delay".to_owned(),
        _ => name.to_owned(),
    }
}

/// A step's title, with the number of the pass when it is not the first.
pub fn pass_title(title: &str, pass: u32) -> String {
    if pass > 1 {
        format!("{title} (pass {pass})")
    } else {
        title.to_owned()
    }
}

fn holds_words(names: &[String]) -> String {
    let words: Vec<String> = names.iter().map(|name| hold_words(name)).collect();
    list_plain(&words, "and")
}

fn before_words(before: &[String]) -> String {
    if before.is_empty() {
        return String::new();
    }
    format!(", before {}", holds_words(before))
}

fn until_words(until: Option<DateTime<FixedOffset>>, zone: Zone) -> String {
    prefixed(", until ", &until.map(|until| day_clock(until, zone)))
}

fn seen_words(seen: &BTreeMap<String, String>) -> String {
    if seen.is_empty() {
        return String::new();
    }
    let facts: Vec<String> = seen.iter().map(|(name, value)| format!("{name} is {value}")).collect();
    format!(" ({})", facts.join(", "))
}
