//! Who must be told: what was computed, and what people decided about it.
//!
//! A duty is named by the id of its rule. Rules change, so every event also carries in words whom it speaks of, and is
//! understood without them. Knows no rules and computes nothing. Dates carry their year: a deadline may lie in the next
//! one, and what is to be kept is kept for years.

use chrono::{DateTime, FixedOffset, Utc};
use serde::{Deserialize, Serialize};

use super::SourceFile;
use super::data::data;
use super::facets::{Demand, EventData, Facets, FactUse, Moves};
use crate::hash::Hash;
use crate::text::{count_of, list_plain, prefixed};
use crate::time::Zone;
use crate::time::format::{day, full};

/// More outcomes than this are listed only where somebody must be told, and counted otherwise.
const LISTED: usize = 5;

data! { ObligationAssessed:
    /// The rules that were used.
    fixed rules: RulesUsed,
    /// The entry that caused it.
    fixed because: u64,
    /// The duties whose outcome is another one than the last that was recorded; the others stand as they were.
    typed changed: Vec<Assessed>,
    /// The responder's own rules, word for word, where they are used for the first time.
    fixed sources: Vec<SourceFile> = "Vec::is_empty",
}

impl EventData for ObligationAssessed {
    /// A line for each duty, below a line that says what they are.
    fn sentence(&self, zone: Zone) -> String {
        assessed_words(self, zone)
    }

    fn facets(&self) -> Facets<'_> {
        let changed = &self.changed;
        Facets {
            because: Some(self.because),
            facts: FactUse::Quotes(
                changed
                    .iter()
                    .flat_map(|outcome| &outcome.facts)
                    .map(String::as_str)
                    .collect(),
            ),
            ..facets(
                changed
                    .iter()
                    .map(|outcome| (outcome.id.as_str(), outcome.deadline()))
                    .collect(),
            )
        }
    }
}

/// Which rules a computation used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulesUsed {
    pub origin: RulesOrigin,
    /// What identifies them: see `breach obligation list --digest`.
    pub sha256: Hash,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RulesOrigin {
    /// Only those that came with the program.
    BuiltIn,
    /// Some, or all, are the responder's own.
    Own,
}

data! {
    /// What was computed about one duty.
    #[derive(Eq)]
    Assessed:
    /// The id of its rule.
    fixed id: String,
    /// Whom to tell, in words.
    typed tell: String,
    typed law: String,
    fixed applies: Applies,
    typed because: String,
    /// When it is due or, where something is to be kept, until when.
    fixed due_at: Option<DateTime<FixedOffset>> = "Option::is_none",
    fixed state: ClockState,
    /// The event that its time counts from, in words.
    typed counts_from: Option<String> = "Option::is_none",
    fixed start_at: Option<DateTime<FixedOffset>> = "Option::is_none",
    /// Of the start no more than its day is known: `start_at` is its first moment.
    fixed start_is_day: bool = "std::ops::Not::not",
    /// It is due then at the earliest: another event stands in for the one that counts, or its hour is not known.
    fixed earliest: bool = "std::ops::Not::not",
    /// Where the rule comes from.
    typed source: String,
    /// When the rule was last checked: `2026-06`.
    fixed as_of: String,
    /// How sure the rule is: `confirmed`, `mixed`, `background`.
    fixed confidence: String,
    /// The facts that it was read from, by name: who may not read one of them may not read this.
    fixed facts: Vec<String> = "Vec::is_empty",
}

impl Assessed {
    /// The time by which somebody must be told, if they must and there is one.
    fn deadline(&self) -> Option<DateTime<Utc>> {
        let is_due = self.applies == Applies::Yes && self.state == ClockState::Due;
        self.due_at.filter(|_| is_due).map(|at| at.to_utc())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Applies {
    Yes,
    No,
    /// The facts do not tell yet.
    Unknown,
}

/// How the clock of a duty stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockState {
    /// There is a time by which it must be done.
    Due,
    /// It must be done soon, and no law names a time.
    Open,
    /// Its time runs from an event that is not known yet.
    Waiting,
    /// Something is to be kept until then.
    Kept,
    None,
}

data! { ObligationConfirmed:
    fixed obligation: String,
    /// Whom to tell, in words.
    typed tell: String,
    /// Why, if somebody said so.
    typed why: Option<String> = "Option::is_none",
}

impl EventData for ObligationConfirmed {
    fn sentence(&self, _: Zone) -> String {
        let why = prefixed(", because: ", &self.why);
        format!("{}: confirmed to apply as computed{why}", self.tell)
    }

    fn facets(&self) -> Facets<'_> {
        said_of(&self.obligation)
    }
}

data! { ObligationNotRequired:
    fixed obligation: String,
    /// Whom it would be to tell, in words.
    typed tell: String,
    /// Why it does not apply.
    typed why: String,
}

impl EventData for ObligationNotRequired {
    fn sentence(&self, _: Zone) -> String {
        format!("{}: does not apply, because: {}", self.tell, self.why)
    }

    fn facets(&self) -> Facets<'_> {
        said_of(&self.obligation)
    }
}

data! { ObligationCorrected:
    fixed obligation: String,
    /// Whom to tell, in words.
    typed tell: String,
    /// The time that counts instead of the computed one.
    fixed due_at: DateTime<FixedOffset>,
    typed why: String,
}

impl EventData for ObligationCorrected {
    fn sentence(&self, zone: Zone) -> String {
        let (tell, at, why) = (&self.tell, full(self.due_at, zone), &self.why);
        format!("{tell}: due {at} instead of the computed time, because: {why}")
    }

    fn facets(&self) -> Facets<'_> {
        facets(vec![(&self.obligation, Some(self.due_at.to_utc()))])
    }
}

data! { ObligationExtended:
    fixed obligation: String,
    /// Whom to tell, in words.
    typed tell: String,
    /// The time that counts now.
    fixed until: DateTime<FixedOffset>,
    /// Why, and who granted it.
    typed why: String,
}

impl EventData for ObligationExtended {
    fn sentence(&self, zone: Zone) -> String {
        let (tell, until, why) = (&self.tell, full(self.until, zone), &self.why);
        format!("{tell}: extended to {until}, because: {why}")
    }

    fn facets(&self) -> Facets<'_> {
        facets(vec![(&self.obligation, Some(self.until.to_utc()))])
    }
}

data! { ObligationDelayed:
    fixed obligation: String,
    /// Whom to tell, in words.
    typed tell: String,
    /// Who asked to hold it back.
    typed agency: String,
    typed officer: Option<String> = "Option::is_none",
    fixed written: bool,
    /// Until when, if they said so.
    fixed until: Option<DateTime<FixedOffset>> = "Option::is_none",
    /// Why, if they said so.
    typed why: Option<String> = "Option::is_none",
}

impl EventData for ObligationDelayed {
    fn sentence(&self, zone: Zone) -> String {
        let officer = self
            .officer
            .as_ref()
            .map_or_else(String::new, |officer| format!(" ({officer})"));
        let how = if self.written { "in writing" } else { "without writing" };
        let until = prefixed(" until ", &self.until.map(|until| full(until, zone)));
        let why = prefixed(", because: ", &self.why);
        format!(
            "{}: {}{officer} asked {how} to hold the notice back{until}{why}",
            self.tell, self.agency
        )
    }

    fn facets(&self) -> Facets<'_> {
        said_of(&self.obligation)
    }
}

data! { ObligationReleased:
    fixed obligation: String,
    /// Whom to tell, in words.
    typed tell: String,
    /// Since when nothing holds it back.
    fixed at: DateTime<FixedOffset>,
}

impl EventData for ObligationReleased {
    fn sentence(&self, zone: Zone) -> String {
        format!("{}: not held back any more since {}", self.tell, full(self.at, zone))
    }

    fn facets(&self) -> Facets<'_> {
        said_of(&self.obligation)
    }
}

data! { ObligationRecomputed:
    fixed obligation: String,
    /// Whom to tell, in words.
    typed tell: String,
    /// Why what was decided no longer counts.
    typed why: String,
}

impl EventData for ObligationRecomputed {
    fn sentence(&self, _: Zone) -> String {
        format!("{}: what is computed counts again, because: {}", self.tell, self.why)
    }

    fn facets(&self) -> Facets<'_> {
        said_of(&self.obligation)
    }
}

fn facets<'a>(duties: Vec<(&'a str, Option<DateTime<Utc>>)>) -> Facets<'a> {
    Facets {
        step: None,
        because: None,
        facts: FactUse::None,
        moves: Moves::Duties(duties),
        demand: Demand::Plan,
        listed: None,
    }
}

/// What was said of one duty, without a time for it.
pub(super) fn said_of(obligation: &str) -> Facets<'_> {
    facets(vec![(obligation, None)])
}

fn assessed_words(assessed: &ObligationAssessed, zone: Zone) -> String {
    let rules = match assessed.rules.origin {
        RulesOrigin::BuiltIn => "the built-in rules",
        RulesOrigin::Own => "rules that are partly the responder's own",
    };
    let changed = &assessed.changed;
    let is_listed = |outcome: &&Assessed| changed.len() <= LISTED || outcome.applies == Applies::Yes;
    let mut lines = vec![format!("computed from the facts and {rules}:")];
    lines.extend(
        changed
            .iter()
            .filter(is_listed)
            .map(|outcome| format!("{} ({}): {}", outcome.tell, outcome.law, outcome_words(outcome, zone))),
    );
    let left: Vec<String> = [(Applies::Unknown, "not clear yet"), (Applies::No, "not applying")]
        .into_iter()
        .filter_map(|(applies, words)| {
            let is_counted = |outcome: &&Assessed| !is_listed(outcome) && outcome.applies == applies;
            let number = changed.iter().filter(is_counted).count();
            (number > 0).then(|| format!("{number} {words}"))
        })
        .collect();
    match (left.is_empty(), lines.as_mut_slice()) {
        (false, [only]) => only.push_str(&format!(" {}", list_plain(&left, "and"))),
        (false, _) => lines.push(format!("and {}", list_plain(&left, "and"))),
        (true, _) => {}
    }
    lines.join("\n")
}

/// What a computation changed, counted: `computed who must be told: 2 with a deadline, 3 without a fixed limit`.
pub fn assessed_in_short(assessed: &ObligationAssessed) -> String {
    let number = |wanted: &dyn Fn(&Assessed) -> bool| assessed.changed.iter().filter(|one| wanted(one)).count();
    let applies = |one: &Assessed| one.applies == Applies::Yes;
    let counted = [
        (number(&|one| applies(one) && is_timed(one)), "with a deadline"),
        (
            number(&|one| applies(one) && one.state == ClockState::Open),
            "without a fixed limit",
        ),
        (
            number(&|one| applies(one) && one.state == ClockState::Waiting),
            "waiting for an event",
        ),
        (
            number(&|one| applies(one) && matches!(one.state, ClockState::Kept | ClockState::None)),
            "that nobody is told by",
        ),
        (
            number(&|one| one.applies == Applies::Unknown),
            "that cannot be told yet",
        ),
        (number(&|one| one.applies == Applies::No), "no longer"),
    ];
    let words: Vec<String> = counted
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, words)| format!("{number} {words}"))
        .collect();
    let rules = count_of(assessed.changed.len(), "rule", "rules");
    format!(
        "computed who must be told, {rules} changed: {}",
        list_plain(&words, "and")
    )
}

/// What was computed about one duty, without whom it is to tell and by what law.
pub fn outcome_words(outcome: &Assessed, zone: Zone) -> String {
    let what = match outcome.applies {
        Applies::No => "does not apply".to_owned(),
        Applies::Unknown => match due_words(outcome, zone) {
            Some(due) => format!("not clear yet whether it applies; if so, {due}"),
            None => "not clear yet whether it applies".to_owned(),
        },
        Applies::Yes => match due_words(outcome, zone) {
            Some(due) => format!("applies, {due}"),
            None => "applies".to_owned(),
        },
    };
    format!("{what}, because: {}", outcome.because)
}

/// By when it is to be done, as far as that is known.
fn due_words(outcome: &Assessed, zone: Zone) -> Option<String> {
    let counted = match (&outcome.counts_from, outcome.start_at) {
        (Some(from), Some(start)) if outcome.start_is_day => {
            format!(", counted from {from}, {}", day(start.date_naive()))
        }
        (Some(from), Some(start)) => format!(", counted from {from}, {}", full(start, zone)),
        (Some(from), None) => format!(", counted from {from}"),
        (None, _) => String::new(),
    };
    let earliest = if outcome.earliest { " to be safe" } else { "" };
    let time = outcome.due_at.map(|at| full(at, zone));
    match (outcome.state, time) {
        (ClockState::Due, Some(time)) => Some(format!("due {time}{earliest}{counted}")),
        (ClockState::Kept, Some(time)) => Some(format!("to be kept until {time}{earliest}{counted}")),
        (ClockState::Kept, None) => Some(format!("to be kept{counted}")),
        (ClockState::Due | ClockState::Open, _) => Some(format!("no fixed limit{counted}")),
        (ClockState::Waiting, _) => Some(match &outcome.counts_from {
            Some(from) => format!("its time runs from {from}, which is not known yet"),
            None => "its time does not run yet".to_owned(),
        }),
        (ClockState::None, _) => None,
    }
}

fn is_timed(outcome: &Assessed) -> bool {
    outcome.state == ClockState::Due && outcome.due_at.is_some()
}
