//! A duty of an incident as screens and files show it: what a rule computes and what people decided about that, what only the
//! record still knows, or a deadline that a step carries.
//!
//! There may be hundreds, of which a screen names a few: a duty borrows its words or makes them when it is asked. Pure.

mod listed;

use std::borrow::Cow;
use std::rc::Rc;

use chrono::{DateTime, Utc};

use crate::incident::state::ObligationState;
use crate::obligation::Rulebook;
use crate::text::{Passage, before_bracket};
use crate::time::words::remaining;
use crate::walk::duties::Standing;

pub use listed::{duties, duties_with_reasons, untold};

/// A duty to tell somebody, or a deadline of a step.
#[derive(Clone, Debug, PartialEq)]
pub struct Duty<'a> {
    /// What carries it.
    pub carrier: Carrier<'a>,
    /// Its number in this incident, by which files that say nothing else name it; none before it was recorded. It stays
    /// the same, whatever becomes of the duty.
    pub number: Option<usize>,
    /// Where it stands.
    pub state: State<'a>,
    /// When it is, or was, due, by what people decided or else by what was computed.
    pub at: Option<DateTime<Utc>>,
    /// That time is only the earliest possible one: the start that counts is not settled.
    pub earliest: bool,
    /// Facts, by name and title, that must be known before it can be told whether it applies or when it is due.
    pub needs: Vec<Need>,
    /// What it counts from: a fact or a step by its id, else in words. Empty where it counts from nothing.
    pub counts_from: Cow<'a, str>,
    /// A step that is still to be done names it by its id: whoever wrote the playbook expects it.
    pub is_expected: bool,
}

/// What carries a duty.
#[derive(Clone, Debug, PartialEq)]
pub enum Carrier<'a> {
    /// A rule of this book.
    Rule(&'a Rulebook, Box<Standing<'a>>),
    /// The record alone: the rule of this id is not there any more.
    Record(&'a str, &'a ObligationState),
    /// A step.
    Step(StepDuty),
}

/// A step that is due by a time of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepDuty {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// The law, scheme rule or contract.
    pub source: String,
    /// When that was last read.
    pub checked: Option<String>,
}

/// Where a duty stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State<'a> {
    /// It is due at a time.
    Due,
    /// It is to be done without delay; there is no fixed limit.
    Open,
    /// Its time begins with something that has not happened, or that nobody has recorded.
    Waiting(Cow<'a, str>),
    /// Whether it is a duty cannot be told yet.
    CannotTell,
    /// They were told, then for the first time.
    Told(DateTime<Utc>),
    /// The step is done, or what was to be done in the house, since then.
    Done(DateTime<Utc>),
    /// Somebody decided that it is not required, or that the step is not needed.
    NotRequired,
    /// Somebody decided not to tell, and when to look at it again.
    Declined(DateTime<Utc>),
    /// It was computed once and does not apply any more by what is known now, or its step is ruled out.
    Withdrawn,
}

/// Something that must be known first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Need {
    /// The fact, where it is one.
    pub fact: Option<Passage>,
    /// In a few words.
    pub title: Rc<str>,
}

/// Duties for which the same answer would tell whether they are any.
#[derive(Clone, Debug, PartialEq)]
pub struct Untold<'a> {
    /// What must be known.
    pub needs: Vec<Need>,
    /// The duties, the most urgent first.
    pub duties: Vec<Duty<'a>>,
}

impl Untold<'_> {
    /// What must be known, in words.
    pub fn needs_words(&self) -> String {
        needs_words(&self.needs)
    }
}

fn needs_words(needs: &[Need]) -> String {
    let titles: Vec<&str> = needs.iter().map(|need| &*need.title).collect();
    titles.join(", ")
}

impl Duty<'_> {
    /// The id of its rule, or of its step.
    pub fn id(&self) -> &str {
        match &self.carrier {
            Carrier::Rule(_, standing) => &standing.duty.rule.id,
            Carrier::Record(id, _) => id,
            Carrier::Step(step) => &step.id,
        }
    }

    /// The step that carries it, if one does.
    pub fn step(&self) -> Option<&str> {
        match &self.carrier {
            Carrier::Step(step) => Some(&step.id),
            _ => None,
        }
    }

    /// What the record says about it.
    pub fn recorded(&self) -> Option<&ObligationState> {
        match &self.carrier {
            Carrier::Rule(_, standing) => standing.state,
            Carrier::Record(_, state) => Some(state),
            Carrier::Step(_) => None,
        }
    }

    /// Whether it is to be done.
    pub fn is_open(&self) -> bool {
        matches!(self.state, State::Due | State::Open | State::Waiting(_))
    }

    /// Whom to tell; for a step its title.
    pub fn tell(&self) -> Cow<'_, str> {
        match &self.carrier {
            Carrier::Rule(book, standing) => book.whom(standing.duty.rule),
            Carrier::Record(_, state) => Cow::Borrowed(&state.tell),
            Carrier::Step(step) => Cow::Borrowed(&step.title),
        }
    }

    /// The law, scheme rule or contract.
    pub fn law(&self) -> &str {
        match &self.carrier {
            Carrier::Rule(_, standing) => &standing.duty.rule.law,
            Carrier::Record(_, state) => state.assessed.as_ref().map_or("", |assessed| &assessed.outcome.law),
            Carrier::Step(step) => &step.source,
        }
    }

    /// How well that is known; not said for a step.
    pub fn confidence(&self) -> Option<&str> {
        match &self.carrier {
            Carrier::Rule(_, standing) => Some(standing.duty.rule.confidence.name()),
            Carrier::Record(_, state) => state
                .assessed
                .as_ref()
                .map(|assessed| assessed.outcome.confidence.as_str()),
            Carrier::Step(_) => None,
        }
    }

    /// When that was last read.
    pub fn as_of(&self) -> Option<&str> {
        match &self.carrier {
            Carrier::Rule(_, standing) => Some(&standing.duty.rule.as_of),
            Carrier::Record(_, state) => state.assessed.as_ref().map(|assessed| assessed.outcome.as_of.as_str()),
            Carrier::Step(step) => step.checked.as_deref(),
        }
    }

    /// What must be known, in words: `when it was discovered, how many people`.
    pub fn needs_words(&self) -> String {
        needs_words(&self.needs)
    }

    /// Where its rule was read; known for rules alone.
    pub fn source(&self) -> Option<&str> {
        match &self.carrier {
            Carrier::Rule(_, standing) => Some(&standing.duty.rule.source),
            Carrier::Record(_, state) => state.assessed.as_ref().map(|assessed| assessed.outcome.source.as_str()),
            Carrier::Step(_) => None,
        }
    }

    /// The law, how well it is known, and when it was last read: `Merchant agreement (confirmed, 2025-01)`.
    pub fn law_words(&self) -> String {
        self.with_how_well_known(self.law())
    }

    /// The same where there is little room: what stands in brackets in the name of a law is left out.
    pub fn law_in_short(&self) -> String {
        self.with_how_well_known(match &self.carrier {
            Carrier::Step(_) => self.law(),
            Carrier::Rule(..) | Carrier::Record(..) => before_bracket(self.law()),
        })
    }

    fn with_how_well_known(&self, law: &str) -> String {
        let known: Vec<&str> = [self.confidence(), self.as_of()].into_iter().flatten().collect();
        match known.is_empty() {
            true => law.to_owned(),
            false => format!("{law} ({})", known.join(", ")),
        }
    }

    /// How long is left: `19 h 38 min`, `19 h 38 min, earliest`, `earliest time passed`, `MISSED 3 min ago`. Empty while no
    /// time is known.
    pub fn left_words(&self, now: DateTime<Utc>) -> String {
        let Some(at) = self.at else {
            return String::new();
        };
        match (at < now, self.earliest) {
            (true, true) => "earliest time passed".to_owned(),
            (true, false) => remaining(at - now).replacen("passed", "MISSED", 1),
            (false, true) => format!("{}, earliest", remaining(at - now)),
            (false, false) => remaining(at - now),
        }
    }

    /// Whether its time is over and nothing was done. The earliest possible time passes without being missed.
    pub fn is_missed(&self, now: DateTime<Utc>) -> bool {
        self.state == State::Due && !self.earliest && self.at.is_some_and(|at| at < now)
    }

    /// Whether the earliest possible time is over, and the one that counts may lie ahead.
    pub fn is_past_earliest(&self, now: DateTime<Utc>) -> bool {
        self.state == State::Due && self.earliest && self.at.is_some_and(|at| at < now)
    }

    /// A time that is certain comes before one that is only the earliest.
    fn order(&self) -> (u8, bool, Option<DateTime<Utc>>, bool) {
        let rank = match self.state {
            State::Due => 0,
            State::Open => 1,
            State::Waiting(_) => 2,
            State::CannotTell => 3,
            State::Told(_) | State::Done(_) | State::NotRequired | State::Declined(_) => 4,
            State::Withdrawn => 5,
        };
        (rank, self.at.is_none(), self.at, self.earliest)
    }
}
