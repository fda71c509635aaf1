//! Every rule can come to apply, and one step away it does not: facts are derived from the rule itself by search, and then
//! a single one of them is changed.

use std::collections::BTreeSet;
use std::fmt::Write;

use breach::condition::Truth;
use breach::fact::{Answer, Kind, Value};
use breach::obligation::count::When;
use breach::obligation::place::Place;
use breach::obligation::rule::{Counted, Status};
use breach::obligation::{CaseFacts, Duty, Rule, Rulebook, explain};
use breach::text::Passage;
use breach::time::Zone;
use chrono::{DateTime, NaiveDate, TimeDelta, TimeZone, Utc};
use rust_decimal::Decimal;

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 22, 12, 0, 0).single().expect("a time")
}

/// Whether a rule applies; for one that is not in force, whether it would.
fn truth(duty: &Duty<'_>) -> Truth {
    duty.would_apply.unwrap_or(duty.applies)
}

/// A place in the jurisdiction of a rule: its own, or the first in the group.
fn place_for(book: &Rulebook, rule: &Rule) -> String {
    let is_place = |place: &&Place| !["EU", "US"].contains(&place.code.as_str()) && !place.only_rules;
    let inside = |code: &Passage| {
        let own = book.places.get(code).filter(is_place);
        own.or_else(|| book.places.all().filter(is_place).find(|place| place.is_in(code)))
            // `CO` may be Colombia or Colorado; a name or a code in full is one of them.
            .map(|place| {
                if place.code.contains('-') {
                    place.code.clone()
                } else {
                    place.name.clone()
                }
            })
    };
    rule.jurisdiction
        .iter()
        .find_map(inside)
        .map_or_else(|| "US-NY".to_owned(), |code| code.to_string())
}

fn with_people(case: &mut CaseFacts, place: &str, people: u32) {
    let row = [
        ("place".to_owned(), Value::Text(place.to_owned())),
        ("people".to_owned(), Value::Number(Decimal::from(people))),
    ];
    case.tables
        .insert("persons_by_jurisdiction".to_owned(), vec![row.into_iter().collect()]);
    let total = Answer::known(Value::Number(Decimal::from(people)));
    case.answers.insert("persons_total".to_owned(), total.clone());
    case.answers.insert("amex_cards".to_owned(), total);
}

/// Who the rule binds, where, and as many people as it takes: what does not have to be searched for.
fn beginning(book: &Rulebook, rule: &Rule) -> CaseFacts {
    let mut case = CaseFacts::new(Zone::UTC);
    let place = place_for(book, rule);
    let people = rule
        .people
        .as_ref()
        .map_or(1, |people| people.at_most.unwrap_or(people.at_least));
    with_people(&mut case, &place, people);
    // A place without rules: where the business sits is one way in, and one is enough.
    let seat = [("place".to_owned(), Value::Text("Bhutan".to_owned()))]
        .into_iter()
        .collect();
    case.tables.insert("established_in".to_owned(), vec![seat]);
    // What a rule outlasts was due long ago.
    let outlasted = rule.outlasts.as_ref().and_then(|id| book.rule(id));
    for notice in outlasted.iter().flat_map(|other| &other.clock.notice) {
        case.notices
            .insert(notice.to_string(), When::At(now() - TimeDelta::days(400)).into());
    }
    let mut binding = rule;
    while binding.by.iter().any(|by| by == "anyone")
        && let Some(other) = binding.with.as_ref().and_then(|id| book.rule(id))
    {
        binding = other;
    }
    let by = binding.by.first().map_or("anyone", Passage::as_str);
    let role = if by == "processor" { "held-for-others" } else { "ours" };
    case.answers
        .insert("org_role".to_owned(), Answer::known(Value::Select(role.to_owned())));
    let regimes = match book.regime(by) {
        Some(regime) => vec![regime.id.to_string()],
        None => Vec::new(),
    };
    case.answers
        .insert("regulated_as".to_owned(), Answer::known(Value::MultiSelect(regimes)));
    case
}

/// Answers that a fact can have, those that say more first.
fn candidates(book: &Rulebook, fact: &str) -> Vec<Answer> {
    let kind = book.fact(fact).map(|fact| fact.kind.clone());
    match kind {
        Some(Kind::YesNo) => [true, false].map(|yes| Answer::known(Value::YesNo(yes))).to_vec(),
        Some(Kind::Select(options)) => options
            .iter()
            .map(|option| Answer::known(Value::Select(option.clone())))
            .collect(),
        Some(Kind::MultiSelect(options)) => {
            let sets = options.iter().enumerate().flat_map(|(number, one)| {
                let pairs = options[number + 1..]
                    .iter()
                    .map(move |other| vec![one.clone(), other.clone()]);
                std::iter::once(vec![one.clone()]).chain(pairs)
            });
            sets.chain(std::iter::once(options.clone()))
                .map(|set| Answer::known(Value::MultiSelect(set)))
                .collect()
        }
        Some(Kind::DateTime) => vec![Answer::known(Value::DateTime(now().into()))],
        Some(Kind::Date) => vec![Answer::known(Value::Date(now().date_naive()))],
        Some(Kind::Number) => [0_u32, 10_000_000]
            .map(|number| Answer::known(Value::Number(Decimal::from(number))))
            .to_vec(),
        _ => Vec::new(),
    }
}

/// Goes on answering what the rule asks for until it applies.
fn answered(book: &Rulebook, rule: &Rule, case: &CaseFacts, depth: usize) -> Option<CaseFacts> {
    let duty = explain(book, case, rule, now());
    match truth(&duty) {
        Truth::True => return Some(case.clone()),
        Truth::Unknown if depth > 0 => {}
        Truth::False if depth > 0 && depth == DEEPEST => {}
        Truth::Unknown | Truth::False => return None,
    }
    // Facts that are only tested for being known are asked for by nobody: those of a check that failed are tried too.
    let mut missing_facts: Vec<String> = duty
        .checks
        .iter()
        .filter(|check| check.truth == Truth::Unknown)
        .flat_map(|check| check.missing_facts.iter().map(ToString::to_string))
        .collect();
    let failed = duty.checks.iter().filter(|check| check.truth == Truth::False);
    missing_facts.extend(failed.flat_map(|check| check.seen.iter().map(|(fact, _)| fact.to_string())));
    missing_facts.retain(|fact| !case.answers.contains_key(fact));
    for fact in missing_facts {
        for answer in candidates(book, &fact) {
            let mut next = case.clone();
            next.answers.insert(fact.clone(), answer);
            if let Some(found) = answered(book, rule, &next, depth - 1) {
                return Some(found);
            }
        }
    }
    None
}

const DEEPEST: usize = 5;

/// A case with one fact changed in which the rule does not apply, and what was changed.
fn one_step_away(book: &Rulebook, rule: &Rule, case: &CaseFacts) -> Option<String> {
    let applies = |case: &CaseFacts| truth(&explain(book, case, rule, now())) == Truth::True;
    let facts: Vec<&String> = case.answers.keys().chain(case.tables.keys()).collect();
    for fact in facts {
        let mut without = case.clone();
        without.answers.remove(fact);
        without.tables.remove(fact);
        if !applies(&without) {
            return Some(format!("without {fact}"));
        }
        for answer in candidates(book, fact) {
            let mut other = case.clone();
            other.answers.insert(fact.clone(), answer.clone());
            if !applies(&other) {
                return Some(format!("{fact}: {answer:?}"));
            }
        }
    }
    None
}

#[test]
fn every_rule_can_apply_and_one_step_away_it_does_not() {
    let book = breach::obligation::library::builtin();
    assert_eq!(book.rules.len(), 432);
    let mut said = String::new();
    for rule in &book.rules {
        let Some(case) = answered(&book, rule, &beginning(&book, rule), DEEPEST) else {
            let duty = explain(&book, &beginning(&book, rule), rule, now());
            writeln!(said, "{}: nothing makes it apply ({})", rule.id, duty.because).expect("a string");
            continue;
        };
        if one_step_away(&book, rule, &case).is_none() {
            writeln!(said, "{}: applies whatever is changed: {case:?}", rule.id).expect("a string");
        }
    }
    assert_eq!(said, "");
}

#[test]
fn one_person_fewer_than_the_threshold_is_not_enough() {
    let book = breach::obligation::library::builtin();
    let mut said = String::new();
    for rule in &book.rules {
        let Some(people) = &rule.people else { continue };
        let Some(case) = answered(&book, rule, &beginning(&book, rule), DEEPEST) else {
            continue;
        };
        let place = place_for(&book, rule);
        let outcome = |number: u32| {
            let mut case = case.clone();
            with_people(&mut case, &place, number);
            truth(&explain(&book, &case, rule, now()))
        };
        let mut expect = |number: u32, wanted: Truth| {
            if outcome(number) != wanted {
                writeln!(said, "{} with {number}: {:?}", rule.id, outcome(number)).expect("a string");
            }
        };
        // With another way in, fewer people may be enough; one that the law has for unknown numbers does not matter here.
        if people.at_least > 1 && people.or.is_none() {
            expect(people.at_least - 1, Truth::False);
        }
        expect(people.at_least, Truth::True);
        if let Some(most) = people.at_most {
            expect(most, Truth::True);
            expect(most + 1, Truth::False);
        }
    }
    assert_eq!(said, "");
}

#[test]
fn an_exemption_that_is_known_to_hold_exempts_and_one_that_may_hold_does_not() {
    let book = breach::obligation::library::builtin();
    let mut said = String::new();
    for rule in book.rules.iter().filter(|rule| !rule.unless.is_empty()) {
        let Some(case) = answered(&book, rule, &beginning(&book, rule), DEEPEST) else {
            continue;
        };
        let duty = explain(&book, &case, rule, now());
        if truth(&duty) != Truth::True {
            writeln!(said, "{} is open by an exemption that nobody knows of", rule.id).expect("a string");
        }
        for exemption in &rule.unless {
            let facts: Vec<String> = exemption
                .when
                .names()
                .into_iter()
                .map(|(name, _)| name.to_string())
                .collect();
            if !exempted(&book, rule, &case, &facts, 4) {
                writeln!(said, "{}: nothing exempts by `{}`", rule.id, exemption.when).expect("a string");
            }
        }
    }
    assert_eq!(said, "");
}

/// Whether some answers to these facts, or to those that definitions among them read, exempt.
fn exempted(book: &Rulebook, rule: &Rule, case: &CaseFacts, facts: &[String], depth: usize) -> bool {
    let duty = explain(book, case, rule, now());
    if duty.checks.iter().any(|check| check.what == "exempt") {
        return true;
    }
    if depth == 0 {
        return false;
    }
    let mut all: Vec<String> = Vec::new();
    for fact in facts {
        match book.definition(fact) {
            Some(definition) => all.extend(definition.when.names().into_iter().map(|(name, _)| name.to_string())),
            None => all.push(fact.clone()),
        }
    }
    let Some((fact, rest)) = all.split_first() else {
        return false;
    };
    candidates(book, fact).into_iter().any(|answer| {
        let mut next = case.clone();
        next.answers.insert(fact.clone(), answer);
        exempted(book, rule, &next, rest, depth - 1)
    })
}

#[test]
fn a_notice_starts_the_clocks_that_count_from_it() {
    let book = breach::obligation::library::builtin();
    let mut said = String::new();
    for rule in book.rules.iter().filter(|rule| rule.clock.within.is_some()) {
        let Some(notice) = rule.clock.notice.first() else {
            continue;
        };
        let Some(mut case) = answered(&book, rule, &beginning(&book, rule), DEEPEST) else {
            continue;
        };
        if explain(&book, &case, rule, now()).due_at().is_some() {
            writeln!(said, "{} has a time before anybody was told", rule.id).expect("a string");
        }
        case.notices.insert(notice.to_string(), When::At(now()).into());
        let duty = explain(&book, &case, rule, now());
        let runs = duty.due_at().is_some()
            || duty.would_apply.is_some()
            || !matches!(duty.clock, breach::obligation::duty::Running::Waiting { .. });
        if !runs {
            writeln!(said, "{} does not run from a notice of {notice}", rule.id).expect("a string");
        }
    }
    assert_eq!(said, "");
}

#[test]
fn counted_kinds_are_all_in_use() {
    let book = breach::obligation::library::builtin();
    let used = |counted: Counted| {
        book.rules
            .iter()
            .filter(|rule| rule.people.as_ref().is_some_and(|people| people.of == counted))
            .count()
    };
    let unused: Vec<&Counted> = Counted::ALL.iter().filter(|counted| used(**counted) == 0).collect();
    assert_eq!(unused, Vec::<&Counted>::new());
}

/// Whether a rule applies to what the business became aware of on a day, at noon by UTC.
fn when_known_on(book: &Rulebook, rule: &Rule, case: &CaseFacts, day: NaiveDate) -> Truth {
    let noon = day.and_hms_opt(12, 0, 0).expect("noon").and_utc();
    let mut case = case.clone();
    let answer = Answer::known(Value::DateTime(noon.into()));
    case.answers.insert("aware_at".to_owned(), answer);
    explain(book, &case, rule, noon + TimeDelta::minutes(1)).applies
}

/// First and last days, with the day before and the day after each.
#[test]
fn a_rule_holds_from_its_first_day_to_its_last_and_hands_over_without_a_gap() {
    let book = breach::obligation::library::builtin();
    let mut said = String::new();
    let dated = |rule: &&Rule| rule.status == Status::InForce && (rule.from.is_some() || rule.until.is_some());
    let mut days = BTreeSet::new();
    for rule in book.rules.iter().filter(dated) {
        days.extend(rule.from.into_iter().chain(rule.until));
        let case = answered(&book, rule, &beginning(&book, rule), DEEPEST).expect("every rule can apply");
        let mut expect = |who: &Rule, day: Option<NaiveDate>, wanted: Truth| {
            let day = day.expect("a day");
            let found = when_known_on(&book, who, &case, day);
            if found != wanted {
                writeln!(said, "{} on {day}: {found:?}, with the facts of {}", who.id, rule.id).expect("a string");
            }
        };
        if let Some(first) = rule.from {
            expect(rule, first.pred_opt(), Truth::False);
            expect(rule, Some(first), Truth::True);
            expect(rule, first.succ_opt(), Truth::True);
        }
        if let Some(last) = rule.until {
            expect(rule, last.pred_opt(), Truth::True);
            expect(rule, Some(last), Truth::True);
            expect(rule, last.succ_opt(), Truth::False);
            let follows = |other: &&Rule| {
                other.from == last.succ_opt()
                    && other.jurisdiction == rule.jurisdiction
                    && other.recipient == rule.recipient
                    && other.by.iter().any(|by| rule.by.contains(by))
            };
            let follower = book.rules.iter().find(follows);
            expect(
                follower.expect("a rule that follows the next day"),
                last.succ_opt(),
                Truth::True,
            );
        }
    }
    assert_eq!(said, "");
    assert!(days.len() >= 5, "{days:?}");
    // Whoever is bound in a place on the day before is bound there on the day itself and after it.
    for day in days {
        let bound = |day: Option<NaiveDate>| -> BTreeSet<(&Passage, &Passage)> {
            let holds = |rule: &&Rule| {
                rule.status == Status::InForce
                    && rule.from.is_none_or(|from| Some(from) <= day)
                    && rule.until.is_none_or(|until| day <= Some(until))
            };
            let mut bound = BTreeSet::new();
            for rule in book.rules.iter().filter(holds) {
                for place in &rule.jurisdiction {
                    bound.extend(rule.by.iter().map(|by| (place, by)));
                }
            }
            bound
        };
        for later in [Some(day), day.succ_opt()] {
            let vanished: Vec<_> = bound(day.pred_opt()).difference(&bound(later)).copied().collect();
            assert_eq!(vanished, Vec::new(), "{later:?}");
        }
    }
}
