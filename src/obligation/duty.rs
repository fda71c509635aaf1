//! What follows from one rule for one case: whether it applies, why, and how its time runs.

use std::ops::Deref;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::count::{Closed, When};
use super::limit::{Limit, Unit};
use super::rule::Rule;
use super::start::Start;
use crate::condition::Truth;
use crate::text::Passage;
use crate::time::Zone;

/// A rule held against a case. Its [`Evaluation`] can be read as if it were its own fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Duty<'r> {
    pub rule: &'r Rule,
    /// What came of it; shared, so that it can be kept without the rule.
    pub found: Arc<Evaluation>,
}

/// What came of holding a rule against a case.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// Whether it applies, as far as can be told. Whether it does is for counsel to decide.
    pub applies: Truth,
    /// For a rule that is not in force: whether it would apply.
    pub would_apply: Option<Truth>,
    /// What settled it, as a sentence without its full stop.
    pub because: String,
    /// Every check that was made, in order. A check that settles the matter is the last one, unless all were asked for.
    pub checks: Vec<Check>,
    /// Facts whose answers would tell, the most telling first; the same while only its time changes.
    pub missing_facts: Arc<[Passage]>,
    /// How its time runs, or would run.
    pub clock: Running,
    /// When the first notice was made against it.
    pub told: Option<When>,
    /// The zone of its days.
    pub zone: Zone,
    /// What to know beside it: sentences without their full stops.
    pub remarks: Vec<String>,
}

/// One step on the way to an outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// What was asked, in words: `binds`, `people`.
    pub what: &'static str,
    /// What came out: `True` speaks for the duty.
    pub truth: Truth,
    pub rule: String,
    /// The facts that were seen, by name and in words.
    pub seen: Vec<(Passage, String)>,
    /// The facts whose answers would tell.
    pub missing_facts: Vec<Passage>,
}

/// How the time of a duty runs.
#[derive(Clone, Debug, PartialEq)]
pub enum Running {
    None,
    /// The law names no limit: the time since the start is all there is to show.
    Open(Option<Since>),
    /// It begins with something that has not happened yet, or that nobody has recorded.
    Waiting {
        on: &'static Start,
    },
    /// It ends at a time.
    Due(Due),
    /// Something is to be kept until a time, at least.
    Kept(Due),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Since {
    /// What it counts from, in words.
    pub event: &'static str,
    pub at: When,
    /// The fact that says so.
    pub fact: Option<&'static str>,
    /// Nobody has settled it; the earliest that anybody knew stands in.
    pub earliest: bool,
}

/// When a duty is due, and how that was counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Due {
    pub at: DateTime<Utc>,
    pub since: Since,
    /// How long it runs from there; none when it is due with, or before, the notices to people.
    pub within: Option<Limit>,
    /// A later time that a formal count would give. Shown beside it, never instead.
    pub formal_latest: Option<DateTime<Utc>>,
    /// Its last day, when that is a weekend or a holiday.
    pub closed: Option<Closed>,
}

impl Due {
    /// Whether it may be due later: the start that counts is not settled, or the hour that hours count from is not known.
    pub fn is_earliest(&self) -> bool {
        let in_hours = self.within.is_none_or(|within| within.unit == Unit::Hours);
        self.since.earliest || in_hours && matches!(self.since.at, When::On(_))
    }
}

impl Deref for Duty<'_> {
    type Target = Evaluation;

    fn deref(&self) -> &Evaluation {
        &self.found
    }
}

impl Evaluation {
    /// When it is due, once that can be told.
    pub fn due_at(&self) -> Option<DateTime<Utc>> {
        match &self.clock {
            Running::Due(due) => Some(due.at),
            _ => None,
        }
    }

    /// Whether it applies for all that is known.
    pub fn is_on(&self) -> bool {
        self.applies == Truth::True
    }
}
