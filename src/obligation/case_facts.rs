//! What is known about one incident, as far as duties to tell somebody depend on it.
//!
//! The engine reads nothing else. Where the facts come from - a record, a file with a question of counsel's - it does not
//! know.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::count::{self, When};
use super::start::{KNOWLEDGE, Start};
use crate::condition::Seen;
use crate::fact::value::Row;
use crate::fact::{Answer, Value};
use crate::time::Zone;

/// The facts of one incident.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseFacts {
    /// Answers by fact. A day where a time is asked for is a time of which only the day is known.
    pub answers: BTreeMap<String, Answer>,
    /// Rows of tables by fact.
    pub tables: BTreeMap<String, Vec<Row>>,
    /// The notices made against each rule, by its id.
    pub notices: BTreeMap<String, Notices>,
    /// Rules of which police asked to hold the notice back, by id, until when; beside the fact `police_delay_until`.
    pub delays: BTreeMap<String, When>,
    /// The zone of the business, for what no other place decides.
    pub zone: Zone,
}

/// When notices were made against one rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Notices {
    pub first: When,
    /// The last, which may be the same.
    pub last: When,
}

/// When something began, and how that is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Began {
    pub at: When,
    /// The fact that says so; none for a notice that was made.
    pub fact: Option<&'static str>,
    /// It stands in for a start that nobody has settled: the earliest that anybody knew.
    pub earliest: bool,
    /// Only its month or its year is known, and `at` is the first day.
    pub rough: bool,
}

impl Notices {
    /// Those made at these times; none if there are none. Days are compared in this zone.
    pub fn of(times: impl Iterator<Item = When> + Clone, zone: Zone) -> Option<Self> {
        let order = |at: &When| instant(*at, zone);
        Some(Notices {
            first: times.clone().min_by_key(order)?,
            last: times.max_by_key(order)?,
        })
    }
}

impl From<When> for Notices {
    fn from(only: When) -> Self {
        Notices {
            first: only,
            last: only,
        }
    }
}

impl CaseFacts {
    /// A case of which nothing is known.
    pub fn new(zone: Zone) -> Self {
        CaseFacts {
            answers: BTreeMap::new(),
            tables: BTreeMap::new(),
            notices: BTreeMap::new(),
            delays: BTreeMap::new(),
            zone,
        }
    }

    /// What is there for a fact.
    pub fn seen(&self, fact: &str) -> Seen<'_> {
        match (self.answers.get(fact), self.tables.get(fact)) {
            (Some(answer), _) => Seen::Answered(answer),
            (None, Some(rows)) if !rows.is_empty() => Seen::Rows(rows.len()),
            (None, _) => Seen::Unanswered,
        }
    }

    /// The value of a fact, when it is known.
    pub fn value(&self, fact: &str) -> Option<&Value> {
        self.answers.get(fact)?.value()
    }

    /// The rows of a table.
    pub fn rows(&self, fact: &str) -> &[Row] {
        self.tables.get(fact).map_or(&[], Vec::as_slice)
    }

    /// When a fact says that something was.
    pub fn when(&self, fact: &str) -> Option<When> {
        match self.value(fact)? {
            Value::DateTime(at) => Some(When::At(at.to_utc())),
            Value::Date(day) => Some(When::On(*day)),
            Value::Period(period) => Some(When::On(period.first)),
            _ => None,
        }
    }

    /// Whether no more than a month or a year is known of a fact's time: it may be much later than its first day.
    fn is_rough(&self, fact: &str) -> bool {
        matches!(self.value(fact), Some(Value::Period(_)))
    }

    /// The earliest of these facts' times, with the fact.
    pub(super) fn earliest(&self, facts: &[&'static str], zone: Zone) -> Option<(When, &'static str)> {
        facts
            .iter()
            .filter_map(|fact| Some((self.when(fact)?, *fact)))
            .min_by_key(|(when, _)| instant(*when, zone))
    }

    /// When this start was, apart from notices: its own facts, else the earliest knowledge there is.
    pub(super) fn began(&self, start: &Start, zone: Zone) -> Option<Began> {
        let instead = || self.earliest(&KNOWLEDGE, zone).map(|found| self.told(found, true));
        let own = self.began_by_itself(start, zone);
        own.or_else(|| start.stands_in.then(instead).flatten())
    }

    /// When this start was by its own facts alone.
    pub(super) fn began_by_itself(&self, start: &Start, zone: Zone) -> Option<Began> {
        self.earliest(start.facts, zone).map(|found| self.told(found, false))
    }

    fn told(&self, (at, fact): (When, &'static str), earliest: bool) -> Began {
        Began {
            at,
            fact: Some(fact),
            earliest,
            rough: self.is_rough(fact),
        }
    }
}

/// The first instant that a time can mean.
pub(super) fn instant(when: When, zone: Zone) -> DateTime<Utc> {
    match when {
        When::At(at) => at,
        // Years that are not counted have no first moment; they come before everything.
        When::On(_) => count::start_of(when, zone).unwrap_or(DateTime::<Utc>::MIN_UTC),
    }
}
