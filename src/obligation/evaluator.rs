//! Whether a rule applies to a case: three-valued, with the facts that were seen and those that would tell.
//!
//! What a rule must show has to be known before it applies; what exempts from it has to be known before it exempts. Where
//! one person is enough, a number that nobody knows is one.

mod evaluation;
mod threshold;

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Deref;
use std::rc::Rc;

use chrono::{DateTime, Utc};

use super::case_facts::{CaseFacts, instant};
use super::count::When;
use super::duty::{Check, Running};
use super::facts_view::FactsView;
use super::people::Range;
use super::place::{Place, PlaceMatch};
use super::regime::PROCESSOR_ONLY;
use super::rule::{Reach, Rule};
use super::rulebook::Rulebook;
use super::running::{running, zone_of};
use super::start::Start;
use crate::condition::{Condition, Truth, Verdict};
use crate::fact::{Answer, Value};
use crate::text::{Passage, list_plain, unique_by};

/// A case made ready to hold rules against it.
pub(super) struct Evaluator<'a> {
    pub(super) view: FactsView<'a>,
    /// Answers that hold in one place instead of the general ones.
    local: Vec<(&'a Place, &'static str, Answer)>,
    /// Whether what was seen and what settled it is put into words. Most rules do not reach most cases, and putting that into
    /// words takes longer than finding it out.
    pub(super) words: bool,
    /// Conditions already evaluated, by text, and definitions by name, which as a condition says the same; where answers
    /// differ, by jurisdiction too.
    evaluated: RefCell<HashMap<Asked<'a>, Rc<Verdict>>>,
    /// People already counted, by jurisdiction.
    counted: RefCell<HashMap<&'a [Passage], Range>>,
    /// Outcomes of the rules that others go with.
    outcomes: RefCell<HashMap<&'a str, Rc<Outcome>>>,
}

/// A condition by its text, or a definition by its name, in a jurisdiction.
type Asked<'a> = (&'a str, &'a [Passage]);

/// What came of a rule's checks.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Outcome {
    pub(super) truth: Truth,
    pub(super) checks: Vec<Check>,
    pub(super) remarks: Vec<String>,
}

impl<'a> Deref for Evaluator<'a> {
    type Target = FactsView<'a>;

    fn deref(&self) -> &FactsView<'a> {
        &self.view
    }
}

impl<'a> Evaluator<'a> {
    pub(super) fn new(book: &'a Rulebook, case: &'a CaseFacts, now: DateTime<Utc>, words: bool) -> Self {
        let found = |text: &Value| match text {
            Value::Text(text) => match book.places.find(text) {
                PlaceMatch::Place(place) => Some(place),
                _ => None,
            },
            _ => None,
        };
        let mut local = Vec::new();
        for row in case.rows("harm_by_place") {
            let Some(place) = row.get("place").and_then(found) else {
                continue;
            };
            if let Some(risk @ Value::Select(_)) = row.get("risk") {
                local.push((place, "risk_level", Answer::known(risk.clone())));
            }
            if let Some(Value::Select(harm)) = row.get("serious_harm") {
                local.push((place, "serious_harm", Answer::known(Value::YesNo(harm == "yes"))));
            }
            let is =
                |column: &str, wanted: &str| matches!(row.get(column), Some(Value::Select(said)) if said == wanted);
            // What was ruled out for all is not ruled out where it is known to be grave.
            if is("risk", "high") || is("serious_harm", "yes") {
                local.push((place, "harm_ruled_out", Answer::known(Value::YesNo(false))));
            }
        }
        Evaluator {
            view: FactsView::new(book, case, now),
            local,
            words,
            evaluated: RefCell::default(),
            counted: RefCell::default(),
            outcomes: RefCell::default(),
        }
    }

    /// Whether a rule applies, whatever its status.
    pub(super) fn outcome(&self, rule: &'a Rule, whole: bool) -> Outcome {
        self.outcome_within(rule, whole, 0)
    }

    fn outcome_within(&self, rule: &'a Rule, whole: bool, depth: usize) -> Outcome {
        if !whole && let Some(outcome) = self.outcomes.borrow().get(rule.id.as_str()) {
            return (**outcome).clone();
        }
        let mut outcome = Outcome {
            truth: Truth::True,
            checks: Vec::new(),
            remarks: Vec::new(),
        };
        let checks: [&dyn Fn() -> Option<Check>; 7] = [
            &|| self.binds(rule),
            &|| self.reaches(rule),
            &|| self.with(rule, depth),
            &|| self.condition("when", rule, rule.when.as_ref()?),
            &|| self.counts(rule, rule.people.as_ref()?),
            &|| self.outlasts(rule),
            &|| self.excluded(rule),
        ];
        for check in checks {
            let Some(check) = check() else { continue };
            outcome.truth = outcome.truth.and(check.truth);
            // Without words, only what is still to be asked is worth keeping.
            if self.words || check.truth == Truth::Unknown {
                outcome.checks.push(check);
            }
            if outcome.truth == Truth::False && !whole {
                break;
            }
        }
        if outcome.truth != Truth::False || whole {
            self.exempt(rule, &mut outcome, whole);
        }
        outcome
    }

    /// Whether the incident falls into the time in which a rule holds: by the day on which the business became aware of it.
    /// Until that is known, any day from the first sign of it to today may be that one.
    pub(super) fn is_in_time(&self, rule: &Rule) -> bool {
        if rule.from.is_none() && rule.until.is_none() {
            return true;
        }
        let zone = zone_of(&self.view, rule);
        let today = zone.at(&self.now).date_naive();
        let aware = Start::named("awareness").and_then(|start| self.case.began(start, zone));
        let (first, last) = match aware {
            Some(began) => {
                let day = match began.at {
                    When::At(at) => zone.at(&at).date_naive(),
                    When::On(day) => day,
                };
                (day, if began.earliest { today.max(day) } else { day })
            }
            None => (today, today),
        };
        rule.from.is_none_or(|from| from <= last) && rule.until.is_none_or(|until| first <= until)
    }

    /// Words, if they are wanted.
    pub(super) fn say(&self, words: impl FnOnce() -> String) -> String {
        if self.words { words() } else { String::new() }
    }

    /// How many people of this jurisdiction are affected.
    fn people_in(&self, codes: &'a [Passage]) -> Range {
        let mut counted = self.counted.borrow_mut();
        *counted.entry(codes).or_insert_with(|| self.people.within(codes))
    }

    /// Whether any of those whom the rule binds is meant.
    fn binds(&self, rule: &Rule) -> Option<Check> {
        if rule.by.iter().any(|by| by == "anyone") {
            return None;
        }
        let mut truth = Truth::False;
        let mut missing_facts = Vec::new();
        for by in &rule.by {
            let (holds, ask) = self.is(by);
            truth = truth.or(holds);
            if holds == Truth::Unknown {
                missing_facts.push(Passage::from(ask));
            }
        }
        missing_facts.dedup();
        Some(Check {
            what: "binds",
            truth,
            rule: self.say(|| rule.binds.to_string()),
            seen: self.seen(&["org_role", "regulated_as", "sectors"], |name| {
                let is_role = rule.by.iter().any(|by| by == "controller" || by == "processor");
                let is_regime = rule.by.iter().any(|by| by != "controller" && by != "processor");
                match name {
                    "org_role" => is_role,
                    _ => is_regime,
                }
            }),
            missing_facts: if truth == Truth::Unknown {
                missing_facts
            } else {
                Vec::new()
            },
        })
    }

    /// Whether the incident has to do with the jurisdiction.
    fn reaches(&self, rule: &'a Rule) -> Option<Check> {
        let lives = || match self.people_in(&rule.jurisdiction) {
            Range { low: 1.., .. } => Truth::True,
            Range { high: Some(0), .. } => Truth::False,
            _ => Truth::Unknown,
        };
        let sits = self.seats.are_in(&rule.jurisdiction);
        let (truth, facts): (Truth, &[&'static str]) = match rule.reach {
            Reach::Anywhere => return None,
            Reach::People => (lives(), &["persons_by_jurisdiction"]),
            Reach::PeopleOrSeat if sits == Truth::Unknown => {
                (lives().or(sits), &["persons_by_jurisdiction", "established_in"])
            }
            Reach::PeopleOrSeat => (lives().or(sits), &["persons_by_jurisdiction"]),
        };
        Some(Check {
            what: "reaches",
            truth,
            rule: self.say(|| {
                let place = self.book.place_words(&rule.jurisdiction);
                match rule.reach {
                    Reach::PeopleOrSeat => format!("people who live in {place}, or a business established there"),
                    Reach::People | Reach::Anywhere => format!("people who live in {place}"),
                }
            }),
            seen: if self.words {
                self.seen_of_reach(rule)
            } else {
                Vec::new()
            },
            missing_facts: match truth {
                Truth::Unknown => facts.iter().copied().map(Passage::from).collect(),
                _ => Vec::new(),
            },
        })
    }

    fn seen_of_reach(&self, rule: &'a Rule) -> Vec<(Passage, String)> {
        let (place, people) = (
            self.book.place_words(&rule.jurisdiction),
            self.people_in(&rule.jurisdiction),
        );
        let mut seen = vec![(
            "persons_by_jurisdiction".into(),
            format!("{} in {place}", people.words()),
        )];
        if rule.reach == Reach::PeopleOrSeat {
            let words = match self.seats.names() {
                [] => "not answered".to_owned(),
                names => list_plain(names, "and"),
            };
            seen.push(("established_in".into(), words));
        }
        seen
    }

    /// The outcome of the rule that this one goes with.
    fn with(&self, rule: &'a Rule, depth: usize) -> Option<Check> {
        let other = self.book.rule(rule.with.as_ref()?)?;
        // The reader refuses rules that go with each other; this is for whoever builds a book by hand.
        if depth > 8 {
            return None;
        }
        let known = self.outcomes.borrow().get(other.id.as_str()).map(Rc::clone);
        let outcome = known.unwrap_or_else(|| {
            let outcome = Rc::new(self.outcome_within(other, false, depth + 1));
            self.outcomes.borrow_mut().insert(&other.id, Rc::clone(&outcome));
            outcome
        });
        let telling = outcome.checks.iter().find(|check| check.truth == outcome.truth);
        Some(Check {
            what: "goes with",
            truth: outcome.truth,
            rule: self.say(|| format!("only when `{}` applies", other.id)),
            seen: telling.map(|check| check.seen.clone()).unwrap_or_default(),
            missing_facts: match outcome.truth {
                Truth::Unknown => asks_of(&outcome.checks),
                _ => Vec::new(),
            },
        })
    }

    /// Whether what the rule counts from came only after another's deadline.
    fn outlasts(&self, rule: &'a Rule) -> Option<Check> {
        let other = self.book.rule(rule.outlasts.as_ref()?)?;
        let start = Start::named(&rule.clock.after)?;
        let counted = running(&self.view, other);
        let over = match counted.clock {
            Running::Due(due) => Some(due.at),
            _ => None,
        };
        let truth = match (self.case.began(start, counted.zone), over) {
            (Some(began), Some(over)) => Truth::from(instant(began.at, counted.zone) > over),
            // The other has no deadline yet, and this is over already.
            (Some(_), None) => Truth::False,
            (None, Some(over)) if self.now > over => Truth::True,
            (None, _) => Truth::Unknown,
        };
        Some(Check {
            what: "still going on",
            truth,
            rule: self.say(|| format!("{} after `{}` was due", start.words, other.id)),
            seen: self.seen(start.facts, |_| true),
            missing_facts: match truth {
                Truth::Unknown => start.facts.iter().copied().map(Passage::from).collect(),
                Truth::True | Truth::False => Vec::new(),
            },
        })
    }

    /// Whether the business is of a kind that the rule leaves out.
    fn excluded(&self, rule: &Rule) -> Option<Check> {
        if rule.not_by.is_empty() {
            return None;
        }
        let out = rule.not_by.iter().find(|by| self.is(by).0 == Truth::True)?;
        Some(Check {
            what: "leaves out",
            truth: Truth::False,
            rule: self.say(|| match out.as_str() {
                PROCESSOR_ONLY => "not for whoever holds the data for others: its duty is to tell them".to_owned(),
                out => format!("not for a {}", self.title(out)),
            }),
            seen: self.seen(&["org_role", "regulated_as"], |_| true),
            missing_facts: Vec::new(),
        })
    }

    /// What those are called whom a rule binds, or leaves out.
    fn title<'t>(&'t self, by: &'t str) -> &'t str {
        self.book.regime(by).map_or(by, |regime| regime.title.as_str())
    }

    /// Exemptions that are known to hold, and a remark for those that may.
    fn exempt(&self, rule: &'a Rule, outcome: &mut Outcome, whole: bool) {
        // Whose data it is, is asked anyway.
        let perhaps = |by: &&Passage| self.words && *by != PROCESSOR_ONLY && self.is(by).0 == Truth::Unknown;
        for by in rule.not_by.iter().filter(perhaps) {
            outcome
                .remarks
                .push(format!("not for a {} ({})", self.title(by), self.is(by).1));
        }
        for exemption in &rule.unless {
            let verdict = self.evaluate(&exemption.when, rule);
            match verdict.truth {
                Truth::True => {
                    outcome.truth = Truth::False;
                    if self.words {
                        outcome.checks.push(Check {
                            what: "exempt",
                            truth: Truth::False,
                            rule: exemption.because.to_string(),
                            seen: verdict.seen.clone(),
                            missing_facts: Vec::new(),
                        });
                    }
                    if !whole {
                        return;
                    }
                }
                Truth::Unknown if self.words => outcome.remarks.push(format!(
                    "no duty if {} ({})",
                    exemption.because,
                    list_plain(&verdict.waits_for, "and")
                )),
                Truth::False if whole => outcome.checks.push(Check {
                    what: "not exempt",
                    truth: Truth::True,
                    rule: exemption.because.to_string(),
                    seen: verdict.seen.clone(),
                    missing_facts: Vec::new(),
                }),
                Truth::False | Truth::Unknown => {}
            }
        }
    }

    fn condition(&self, what: &'static str, rule: &'a Rule, condition: &'a Condition) -> Option<Check> {
        let verdict = self.evaluate(condition, rule);
        Some(Check {
            what,
            truth: verdict.truth,
            rule: self.say(|| rule.trigger.to_string()),
            seen: verdict.seen.clone(),
            missing_facts: verdict.waits_for.clone(),
        })
    }

    fn seen(&self, facts: &[&'static str], is_wanted: impl Fn(&str) -> bool) -> Vec<(Passage, String)> {
        if !self.words {
            return Vec::new();
        }
        facts
            .iter()
            .filter(|fact| is_wanted(fact))
            .map(|fact| {
                let words = match self.case.answers.get(*fact) {
                    Some(answer) => crate::fact::describe::answer_words_as_told(answer),
                    None => "not answered".to_owned(),
                };
                (Passage::from(*fact), words)
            })
            .collect()
    }
}

/// The facts that the open checks of a trail ask for, each once.
pub(super) fn asks_of(checks: &[Check]) -> Vec<Passage> {
    let open = checks.iter().filter(|check| check.truth == Truth::Unknown);
    unique_by(open.flat_map(|check| &check.missing_facts).cloned(), |fact| fact)
}
