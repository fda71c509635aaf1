//! All duties of a case: every rule held against it, and every place for which there is none.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::case_facts::{CaseFacts, instant};
use super::count::When;
use super::duty::{Duty, Evaluation, Running};
use super::evaluator::{Evaluator, asks_of};
use super::people::{Range, Whereabouts};
use super::place::Place;
use super::rule::{Rule, Status};
use super::rulebook::Rulebook;
use super::running::{Counted, running};
use super::start::MAY_BE_FUTURE;
use crate::condition::Truth;
use crate::fact::narrower::former;
use crate::fact::{Kind, Value};
use crate::text::{Passage, list_plain};
use crate::time::{CLOCKS_DIFFER, Zone};

/// A deadline as near as this is asked about before others.
const NEAR: TimeDelta = TimeDelta::days(7);

/// The fact of which kinds of data may be affected.
const KINDS: &str = "data_types";

/// What follows from all rules for one case.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment<'r> {
    /// One for every rule, in the order of the book.
    pub duties: Vec<Duty<'r>>,
    /// Places for which nothing can be said.
    pub without_rules: Vec<WithoutRules>,
    /// Kinds of data that were answered with an option that has since been split, and what it may be.
    pub kinds_to_tell_apart: Vec<(String, &'static [&'static str])>,
    pub now: DateTime<Utc>,
}

/// A place where people live and for which there is no rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithoutRules {
    pub place: String,
    pub people: String,
    /// What is wrong, as a sentence without its full stop.
    pub why: String,
    /// The name may be misspelt, or that of two places: a slip that a whole list of duties hangs on.
    pub is_unclear: bool,
}

/// Holds every rule against a case.
pub fn assess<'r>(book: &'r Rulebook, case: &CaseFacts, now: DateTime<Utc>) -> Assessment<'r> {
    let evaluator = Evaluator::new(book, case, now, true);
    Assessment {
        duties: book.rules.iter().map(|rule| duty(&evaluator, rule)).collect(),
        without_rules: without_rules(&evaluator),
        kinds_to_tell_apart: kinds_to_tell_apart(book, case),
        now,
    }
}

fn kinds_to_tell_apart(book: &Rulebook, case: &CaseFacts) -> Vec<(String, &'static [&'static str])> {
    let (Some(Kind::MultiSelect(options)), Some(Value::MultiSelect(chosen))) =
        (book.fact(KINDS).map(|fact| &fact.kind), case.value(KINDS))
    else {
        return Vec::new();
    };
    let former = former(options, chosen).into_iter();
    former.map(|(kind, may_be)| (kind.to_owned(), may_be)).collect()
}

/// Holds every rule against a case, for whoever asks no reasons: `because`, `checks` and `remarks` are left empty. Done
/// several times sooner than [`assess`], since most rules have nothing to do with most cases. Where it is
/// known what these rules came to in an earlier case, and as long as every fact that decides whether rules
/// apply is as it was, only clocks are counted anew.
pub fn outcomes_after<'r>(
    book: &'r Rulebook,
    case: &CaseFacts,
    now: DateTime<Utc>,
    earlier: Option<(&CaseFacts, &[Arc<Evaluation>])>,
) -> Vec<Duty<'r>> {
    let evaluator = Evaluator::new(book, case, now, false);
    let is_as_it_was = |before: &CaseFacts| {
        let mut facts = book.deciding_facts().iter().map(Passage::as_str);
        facts.all(|fact| before.answers.get(fact) == case.answers.get(fact) && before.rows(fact) == case.rows(fact))
    };
    let earlier = earlier
        .filter(|(before, _)| is_as_it_was(before))
        .map(|(_, found)| found);
    // What does not apply is the same for all rules.
    let mut no: Option<Arc<Evaluation>> = None;
    let mut shared = |found: Evaluation| match &no {
        Some(no) if **no == found => Arc::clone(no),
        _ => {
            let is_no = found.applies == Truth::False;
            let found = Arc::new(found);
            if is_no {
                no.get_or_insert_with(|| Arc::clone(&found));
            }
            found
        }
    };
    let outcome = |(nth, rule): (usize, &'r Rule)| {
        let before = earlier.and_then(|found| found.get(nth));
        match before.filter(|_| !hangs_on_times(book, rule)) {
            Some(before) => recounted(&evaluator, rule, before),
            None => shared(Evaluation {
                checks: Vec::new(),
                remarks: Vec::new(),
                ..found(&evaluator, rule, false)
            }),
        }
    };
    let found = book.rules.iter().enumerate().map(outcome);
    book.rules
        .iter()
        .zip(found)
        .map(|(rule, found)| Duty { rule, found })
        .collect()
}

/// Whether it takes times to tell whether a rule applies: it holds from or until a day, or asks for a deadline that is over, as
/// may the rules that it goes with.
fn hangs_on_times(book: &Rulebook, rule: &Rule) -> bool {
    let goes_with = std::iter::successors(Some(rule), |rule| book.rule(rule.with.as_ref()?));
    rule.from.is_some() || rule.until.is_some() || goes_with.take(10).any(|rule| rule.outlasts.is_some())
}

/// What a rule came to, with its clock as it runs in this case.
fn recounted(evaluator: &Evaluator<'_>, rule: &Rule, before: &Arc<Evaluation>) -> Arc<Evaluation> {
    let Counted { clock, zone, .. } = clock(evaluator, rule, before.applies);
    let told = told(evaluator, rule);
    if (&clock, zone, told) == (&before.clock, before.zone, before.told) {
        return Arc::clone(before);
    }
    Arc::new(Evaluation {
        clock,
        zone,
        told,
        ..(**before).clone()
    })
}

/// How the time of a rule runs. What does not apply runs no clock.
fn clock(evaluator: &Evaluator<'_>, rule: &Rule, applies: Truth) -> Counted {
    match applies {
        Truth::False => Counted {
            clock: Running::None,
            zone: evaluator.case.zone,
            remarks: Vec::new(),
        },
        Truth::True | Truth::Unknown => running(&evaluator.view, rule),
    }
}

fn told(evaluator: &Evaluator<'_>, rule: &Rule) -> Option<When> {
    evaluator.case.notices.get(&*rule.id).map(|made| made.first)
}

/// Holds these rules alone against a case, with reasons.
pub fn assess_these<'r>(book: &'r Rulebook, case: &CaseFacts, rules: &[&'r Rule], now: DateTime<Utc>) -> Vec<Duty<'r>> {
    let evaluator = Evaluator::new(book, case, now, true);
    rules.iter().map(|rule| duty(&evaluator, rule)).collect()
}

/// Holds one rule against a case and goes through every check, also after the matter is settled.
pub fn explain<'r>(book: &'r Rulebook, case: &CaseFacts, rule: &'r Rule, now: DateTime<Utc>) -> Duty<'r> {
    Duty {
        rule,
        found: Arc::new(found(&Evaluator::new(book, case, now, true), rule, true)),
    }
}

fn duty<'a, 'r: 'a>(evaluator: &Evaluator<'a>, rule: &'r Rule) -> Duty<'r> {
    Duty {
        rule,
        found: Arc::new(found(evaluator, rule, false)),
    }
}

fn found<'a>(evaluator: &Evaluator<'a>, rule: &'a Rule, whole: bool) -> Evaluation {
    let is_in_force = matches!(rule.status, Status::InForce | Status::Contract) && evaluator.is_in_time(rule);
    let outcome = evaluator.outcome(rule, whole);
    let applies = if is_in_force { outcome.truth } else { Truth::False };
    let because = evaluator.say(|| {
        if is_in_force {
            because(outcome.truth, &outcome.checks)
        } else {
            not_in_force(rule, evaluator.now)
        }
    });
    let mut remarks = outcome.remarks;
    let counted = clock(evaluator, rule, applies);
    remarks.extend(counted.remarks);
    remarks.extend(rule.note.as_ref().filter(|_| evaluator.words).map(Passage::to_string));
    Evaluation {
        applies,
        would_apply: (!is_in_force).then_some(outcome.truth),
        because,
        missing_facts: match applies {
            Truth::Unknown => asks_of(&outcome.checks).into(),
            Truth::True | Truth::False => Arc::default(),
        },
        checks: outcome.checks,
        clock: counted.clock,
        told: told(evaluator, rule),
        zone: counted.zone,
        remarks,
    }
}

/// Why a rule is not in force. One whose day has come is still not applied on its own: the program cannot know whether the
/// law came as it was planned.
fn not_in_force(rule: &Rule, now: DateTime<Utc>) -> String {
    let read = |what: &str| format!("{what} when it was last read ({})", rule.as_of);
    let day = crate::time::format::day;
    match (rule.status, rule.from) {
        (Status::InForce | Status::Contract, from) => {
            let sides = [("before", from), ("after", rule.until)];
            let words = sides.map(|(side, on)| on.map(|on| format!("{side} {}", day(on))));
            let words: Vec<String> = words.into_iter().flatten().collect();
            format!("not in force {}", list_plain(&words, "or"))
        }
        (Status::Voluntary, _) => read("recommended, not required,"),
        (Status::Superseded, _) => "another rule has taken its place".to_owned(),
        (Status::Pending, None) => read("not in force"),
        (Status::Pending, Some(from)) if now.date_naive() < from => {
            format!("not in force before {}", day(from))
        }
        (Status::Pending, Some(from)) => format!(
            "{}, but was to be from {}: ask counsel",
            read("not in force"),
            day(from)
        ),
    }
}

/// What settled it, or what keeps it open.
fn because(truth: Truth, checks: &[super::duty::Check]) -> String {
    let of = |wanted: Truth| checks.iter().filter(move |check| check.truth == wanted);
    let said = |check: &super::duty::Check| {
        let seen: Vec<String> = check
            .seen
            .iter()
            .map(|(fact, words)| format!("{fact}: {words}"))
            .collect();
        if seen.is_empty() {
            check.rule.clone()
        } else {
            format!("{} ({})", check.rule, seen.join("; "))
        }
    };
    match truth {
        Truth::False => match of(Truth::False).next() {
            Some(check) if check.what == "exempt" => format!("exempt: {}", said(check)),
            Some(check) if check.what == "leaves out" => said(check),
            Some(check) => format!("it takes: {}", said(check)),
            None => String::new(),
        },
        Truth::Unknown => {
            let missing_facts = asks_of(checks);
            format!("needs {}", list_plain(&missing_facts, "and"))
        }
        Truth::True => match checks
            .iter()
            .rev()
            .find(|check| check.truth == Truth::True && check.what != "not exempt")
        {
            Some(check) => said(check),
            None => "whoever it is".to_owned(),
        },
    }
}

/// Places where people live, and for which no rule is on file.
fn without_rules(evaluator: &Evaluator<'_>) -> Vec<WithoutRules> {
    let rules = evaluator.book.rules.iter();
    let ruled: HashSet<&str> = rules
        .flat_map(|rule| rule.jurisdiction.iter().map(Passage::as_str))
        .collect();
    let has_rules = |place: &Place| place.within().any(|code| ruled.contains(code));
    let one = |place: &str, people: Range, why: String| WithoutRules {
        place: place.to_owned(),
        people: people.words(),
        why,
        is_unclear: false,
    };
    let unclear = |place: &str, people: Range, why: String| WithoutRules {
        is_unclear: true,
        ..one(place, people, why)
    };
    let mut found: Vec<WithoutRules> = evaluator
        .people
        .rows()
        .filter_map(|(whereabouts, people)| match whereabouts {
            // Each state has laws of its own, and each country of the Union an authority.
            Whereabouts::At(place) if super::GROUPS.contains(&place.code.as_str()) => Some(one(
                &place.name,
                people,
                "where exactly they live there is not known; every place in it may count until it is".to_owned(),
            )),
            Whereabouts::At(place) if has_rules(place) => None,
            Whereabouts::At(place) => Some(one(
                &place.name,
                people,
                "no rule on file for it, ask counsel".to_owned(),
            )),
            Whereabouts::Unlisted { text, near } => {
                let near = near.map_or_else(String::new, |near| format!("; did you mean `{}`?", near.name));
                Some(unclear(
                    text,
                    people,
                    format!("no rule on file for it, ask counsel{near}"),
                ))
            }
            Whereabouts::OneOf(several) => {
                let names: Vec<String> = several
                    .iter()
                    .map(|place| format!("{} ({})", place.name, place.code))
                    .collect();
                Some(unclear(
                    &list_plain(&names, "or"),
                    people,
                    "it is not clear which of them is meant; write the name or the code in full".to_owned(),
                ))
            }
            Whereabouts::Unknown => Some(one(
                "not known",
                people,
                "where they live is not known; every place may count until it is".to_owned(),
            )),
        })
        .collect();
    let unplaced = evaluator.people.unplaced();
    if evaluator.people.is_told() && unplaced.high != Some(0) {
        found.push(one(
            "not known",
            unplaced,
            "there are more people than the places add up to; every place may count until it is known where they live"
                .to_owned(),
        ));
    }
    found
}

impl Assessment<'_> {
    /// Facts from which some duty counts and whose times lie after `now`, each once. What has happened lies behind: such a
    /// time is a question about tomorrow, or a slip, like a mistyped year, that makes everything late.
    pub fn starts_ahead(&self, now: DateTime<Utc>) -> Vec<(&'static str, When, Zone)> {
        let mut ahead: Vec<(&'static str, When, Zone)> = Vec::new();
        for duty in &self.duties {
            let since = match &duty.clock {
                Running::Due(due) | Running::Kept(due) => &due.since,
                Running::Open(Some(since)) => since,
                Running::Open(None) | Running::Waiting { .. } | Running::None => continue,
            };
            if let Some(fact) = since.fact.filter(|fact| !MAY_BE_FUTURE.contains(fact))
                && instant(since.at, duty.zone) - now > CLOCKS_DIFFER
                && !ahead.iter().any(|(known, ..)| *known == fact)
            {
                ahead.push((fact, since.at, duty.zone));
            }
        }
        ahead
    }

    /// What to ask next: which kind of data an earlier answer meant; what decides the most near deadlines; and of others each fact that some duty waits for, with those duties. The most telling first: one that decides
    /// most, since a duty that waits for several is no nearer by the second of them. Of the duties, those of places that the
    /// incident is known to reach come first, and then those with the nearest time.
    pub fn questions(&self) -> Vec<(&str, Vec<&str>)> {
        let mut asked: Vec<(&str, Vec<&str>)> = Vec::new();
        let mut open: Vec<&Duty<'_>> = self
            .duties
            .iter()
            .filter(|duty| duty.applies == Truth::Unknown)
            .collect();
        open.sort_by_key(|duty| {
            let mut reach = duty.checks.iter().filter(|check| check.what == "reaches");
            let is_reached = reach.all(|check| check.truth == Truth::True);
            (!is_reached, duty.due_at().is_none(), duty.due_at())
        });
        let mut near: HashSet<&str> = HashSet::new();
        for duty in open {
            near.extend(
                duty.due_at()
                    .filter(|due| *due <= self.now + NEAR)
                    .map(|_| &*duty.rule.id),
            );
            let Some(first) = duty.missing_facts.first() else {
                continue;
            };
            match asked.iter_mut().find(|(fact, _)| *fact == first.as_str()) {
                Some((_, ids)) => ids.push(&duty.rule.id),
                None => asked.push((first, vec![&duty.rule.id])),
            }
        }
        let is_near = |id: &&&str| near.contains(**id);
        asked.sort_by_key(|(_, ids)| std::cmp::Reverse((ids.iter().filter(is_near).count(), ids.len())));
        if !self.kinds_to_tell_apart.is_empty() {
            let reads_kinds = |duty: &&Duty<'_>| {
                let seen = duty.checks.iter().filter(|check| check.what == "when");
                seen.flat_map(|check| &check.seen).any(|(fact, _)| *fact == KINDS)
            };
            let stay = self.duties.iter().filter(|duty| duty.applies == Truth::True);
            let ids = stay.filter(reads_kinds).map(|duty| &*duty.rule.id).collect();
            asked.retain(|(fact, _)| *fact != KINDS);
            asked.insert(0, (KINDS, ids));
        }
        asked
    }
}
