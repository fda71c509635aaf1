//! What must hold for every case: nothing panics, more people never lift a duty, a later start is never due earlier, and the
//! order of what is known does not matter.

use std::collections::BTreeMap;

use breach::condition::Truth;
use breach::fact::{Answer, Kind, Value};
use breach::obligation::count::When;
use breach::obligation::duty::Running;
use breach::obligation::start::STARTS;
use breach::obligation::{CaseFacts, Rulebook, assess, outcomes_after};
use breach::time::Zone;
use chrono::{DateTime, Duration, Utc};
use proptest::prelude::*;
use proptest::sample::subsequence;
use rust_decimal::Decimal;

const PLACES: [&str; 24] = [
    "US-CA", "US-NY", "US-TX", "US-ME", "US-DC", "US-OH", "US-PR", "DE", "FR", "GB", "NO", "CH", "BR", "JP", "SG",
    "IN", "KR", "AU", "CA-QC", "CL", "GE", "Georgia", "unknown", "Atlantis",
];

/// From 1970 to 2200, to the second.
fn moment() -> impl Strategy<Value = DateTime<Utc>> {
    (0_i64..7_258_118_400).prop_map(|seconds| DateTime::from_timestamp(seconds, 0).expect("a time"))
}

fn when() -> impl Strategy<Value = Value> {
    prop_oneof![
        3 => moment().prop_map(|at| Value::DateTime(at.into())),
        1 => moment().prop_map(|at| Value::Date(at.date_naive())),
    ]
}

fn answer(kind: &Kind) -> BoxedStrategy<Answer> {
    let known = match kind {
        Kind::YesNo => any::<bool>().prop_map(Value::YesNo).boxed(),
        Kind::Select(options) => {
            let options = options.clone();
            (0..options.len())
                .prop_map(move |one| Value::Select(options[one].clone()))
                .boxed()
        }
        Kind::MultiSelect(options) => subsequence(options.clone(), 0..=options.len())
            .prop_map(Value::MultiSelect)
            .boxed(),
        Kind::Number => (0_u32..2_000_000)
            .prop_map(|number| Value::Number(Decimal::from(number)))
            .boxed(),
        _ => when().boxed(),
    };
    prop_oneof![8 => known.prop_map(Answer::known), 1 => Just(Answer::Unknown)].boxed()
}

fn people() -> impl Strategy<Value = Vec<(&'static str, u32)>> {
    prop::collection::vec((prop::sample::select(PLACES.to_vec()), 0_u32..3_000), 0..6)
}

fn rows(people: &[(&str, u32)]) -> Vec<BTreeMap<String, Value>> {
    people
        .iter()
        .map(|(place, number)| {
            BTreeMap::from([
                ("place".to_owned(), Value::Text((*place).to_owned())),
                ("people".to_owned(), Value::Number(Decimal::from(*number))),
            ])
        })
        .collect()
}

/// A case in which a good part of the facts that rules read is known.
fn case(book: &Rulebook) -> BoxedStrategy<CaseFacts> {
    let facts: Vec<(String, Kind)> = book
        .facts
        .iter()
        .chain(&book.shared)
        .filter(|fact| {
            matches!(
                fact.kind,
                Kind::YesNo | Kind::Select(_) | Kind::MultiSelect(_) | Kind::Number | Kind::DateTime | Kind::Date
            )
        })
        .map(|fact| (fact.name.clone(), fact.kind.clone()))
        .collect();
    let answers: Vec<_> = facts
        .into_iter()
        .map(|(name, kind)| prop::option::weighted(0.6, answer(&kind)).prop_map(move |answer| (name.clone(), answer)))
        .collect();
    let ids: Vec<String> = book.rules.iter().map(|rule| rule.id.to_string()).collect();
    let notices = prop::collection::btree_map(prop::sample::select(ids), moment().prop_map(When::At), 0..6);
    (answers, people(), people(), notices)
        .prop_map(|(answers, people, seats, notices)| {
            let mut case = CaseFacts::new(Zone::UTC);
            case.answers = answers
                .into_iter()
                .filter_map(|(name, answer)| Some((name, answer?)))
                .collect();
            // How many people there are in all follows from where they live, so that nothing contradicts itself.
            case.answers.remove("persons_total");
            case.tables.insert("persons_by_jurisdiction".to_owned(), rows(&people));
            let seats = seats
                .iter()
                .map(|(place, _)| BTreeMap::from([("place".to_owned(), Value::Text((*place).to_owned()))]));
            case.tables.insert("established_in".to_owned(), seats.collect());
            case.notices = notices.into_iter().map(|(id, at)| (id, at.into())).collect();
            case
        })
        .boxed()
}

/// The ids of rules that apply.
fn applying(book: &Rulebook, case: &CaseFacts) -> Vec<String> {
    assess(book, case, at_noon())
        .duties
        .iter()
        .filter(|duty| duty.applies == Truth::True)
        .map(|duty| duty.rule.id.to_string())
        .collect()
}

fn dues(book: &Rulebook, case: &CaseFacts) -> BTreeMap<String, DateTime<Utc>> {
    assess(book, case, at_noon())
        .duties
        .iter()
        .filter_map(|duty| match &duty.clock {
            Running::Due(due) | Running::Kept(due) => Some((duty.rule.id.to_string(), due.at)),
            _ => None,
        })
        .collect()
}

fn at_noon() -> DateTime<Utc> {
    "2026-11-22T12:00:00Z".parse().expect("a time")
}

/// Rules that name a ceiling, and those that go with one of them: more people may lift these.
fn has_ceiling(book: &Rulebook, id: &str) -> bool {
    let Some(rule) = book.rule(id) else { return false };
    rule.people.as_ref().is_some_and(|people| people.at_most.is_some())
        || rule.with.as_ref().is_some_and(|other| has_ceiling(book, other))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_facts_and_no_date_make_it_panic(case in case(&breach::obligation::library::builtin()), now in moment()) {
        let book = breach::obligation::library::builtin();
        let assessment = assess(&book, &case, now);
        prop_assert_eq!(assessment.duties.len(), book.rules.len());
        for duty in &assessment.duties {
            let json = breach::obligation::json::duty(duty, true);
            prop_assert_eq!(json["id"].as_str(), Some(duty.rule.id.as_str()));
        }
    }

    #[test]
    fn more_people_never_lift_a_duty(
        case in case(&breach::obligation::library::builtin()),
        more in people(),
    ) {
        let book = breach::obligation::library::builtin();
        let before = applying(&book, &case);
        let mut case = case;
        case.tables.entry("persons_by_jurisdiction".to_owned()).or_default().extend(rows(&more));
        let after = applying(&book, &case);
        let lifted: Vec<&String> = before
            .iter()
            .filter(|id| !after.contains(id) && !has_ceiling(&book, id))
            .collect();
        prop_assert_eq!(lifted, Vec::<&String>::new());
    }

    #[test]
    fn a_later_start_is_never_due_earlier(
        case in case(&breach::obligation::library::builtin()),
        which in any::<prop::sample::Index>(),
        later in 1_i64..200_000_000,
    ) {
        let book = breach::obligation::library::builtin();
        let facts: Vec<&&str> = STARTS.iter().flat_map(|start| start.facts).collect();
        let fact = which.get(&facts);
        let Some(value) = case.value(fact).cloned() else { return Ok(()) };
        let moved = match value {
            Value::DateTime(at) => Value::DateTime(at + Duration::seconds(later)),
            Value::Date(day) => Value::Date(day + Duration::days(later / 86_400 + 1)),
            _ => return Ok(()),
        };
        let before = dues(&book, &case);
        let mut case = case;
        case.answers.insert((**fact).to_owned(), Answer::known(moved));
        let after = dues(&book, &case);
        let earlier: Vec<&String> = before
            .iter()
            .filter(|(id, at)| after.get(*id).is_some_and(|now| now < *at))
            // Sunday may wait for noon on Monday, Monday at one in the morning may not: that is how DORA has it.
            .filter(|(id, _)| book.rule(id).is_some_and(|rule| rule.clock.noon_of_next_working_day.is_none()))
            .map(|(id, _)| id)
            .collect();
        prop_assert_eq!(earlier, Vec::<&String>::new());
    }

    #[test]
    fn the_order_of_rows_does_not_matter(
        case in case(&breach::obligation::library::builtin()),
        turn in 0_usize..6,
    ) {
        let book = breach::obligation::library::builtin();
        let before = (applying(&book, &case), dues(&book, &case));
        let mut case = case;
        let rows = case.tables.entry("persons_by_jurisdiction".to_owned()).or_default();
        if !rows.is_empty() {
            let turn = turn % rows.len();
            rows.rotate_left(turn);
            rows.reverse();
        }
        prop_assert_eq!(before, (applying(&book, &case), dues(&book, &case)));
    }

    /// What is kept from one answer to the next changes nothing, whatever becomes known, is withdrawn, or goes by.
    #[test]
    fn outcomes_after_an_earlier_case_are_those_of_the_case_alone(
        first in case(&breach::obligation::library::builtin()),
        news in prop::collection::vec((case(&breach::obligation::library::builtin()), 0_u8..7, 0_usize..40, moment()), 1..6),
    ) {
        let book = breach::obligation::library::builtin();
        let mut case = first;
        let mut found: Vec<_> = outcomes_after(&book, &case, at_noon(), None).into_iter().map(|duty| duty.found).collect();
        for (other, what, nth, now) in news {
            let before = case.clone();
            let is_time = |answer: &Answer| matches!(answer.value(), Some(Value::DateTime(_) | Value::Date(_)));
            match what {
                // Times alone, the passing of time alone, and one answer.
                0 => case.answers.extend(other.answers.into_iter().filter(|(_, answer)| is_time(answer))),
                1 => {}
                2 => case.answers.extend(other.answers.into_iter().skip(nth).take(1)),
                3 => {
                    case.delays = other.notices.iter().map(|(id, made)| (id.clone(), made.first)).collect();
                    case.notices = other.notices;
                }
                4 => case.tables.extend(other.tables),
                5 => {
                    let place = ("place".to_owned(), Value::Text(PLACES[nth % PLACES.len()].to_owned()));
                    let risk = ("risk".to_owned(), Value::Select(["high", "unlikely"][nth % 2].to_owned()));
                    case.tables.insert("harm_by_place".to_owned(), vec![[place, risk].into_iter().collect()]);
                }
                _ => {
                    let withdrawn: Vec<String> = case.answers.keys().skip(nth).take(3).cloned().collect();
                    withdrawn.iter().for_each(|fact| drop(case.answers.remove(fact)));
                }
            }
            let after = outcomes_after(&book, &case, now, Some((&before, &found)));
            prop_assert_eq!(&after, &outcomes_after(&book, &case, now, None));
            found = after.into_iter().map(|duty| duty.found).collect();
        }
    }
}
