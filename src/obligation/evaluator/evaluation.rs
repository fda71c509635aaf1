//! Whether a condition of a rule holds: with named conditions in it worked out, and the answers of a place before the general
//! ones.

use std::rc::Rc;

use super::Evaluator;
use crate::condition::{Condition, Seen, Truth, Verdict};
use crate::fact::{Answer, Kind, Value};
use crate::obligation::rule::Rule;
use crate::text::{Passage, unique_by};

static YES: Answer = Answer::Known {
    value: Value::YesNo(true),
    bound: None,
};
static NO: Answer = Answer::Known {
    value: Value::YesNo(false),
    bound: None,
};
static NONE_OF_THEM: Answer = Answer::Known {
    value: Value::MultiSelect(Vec::new()),
    bound: None,
};

impl<'a> Evaluator<'a> {
    /// A condition of a rule. What it waits for are facts, never definitions.
    ///
    /// Hundreds of rules have the same few conditions, so each is worked out once by its text.
    pub(super) fn evaluate(&self, condition: &'a Condition, rule: &'a Rule) -> Rc<Verdict> {
        self.evaluate_once(condition.text(), condition, &rule.jurisdiction, 0)
    }

    /// A condition that is asked for by its text, or by the name of a definition.
    fn evaluate_once(
        &self,
        asked: &'a str,
        condition: &'a Condition,
        codes: &'a [Passage],
        depth: usize,
    ) -> Rc<Verdict> {
        let key = (asked, self.where_answers_differ(codes));
        if let Some(verdict) = self.evaluated.borrow().get(&key) {
            return Rc::clone(verdict);
        }
        let verdict = Rc::new(self.evaluate_within(condition, codes, depth));
        self.evaluated.borrow_mut().insert(key, Rc::clone(&verdict));
        verdict
    }

    /// The jurisdiction, unless answers are the same everywhere.
    fn where_answers_differ(&self, codes: &'a [Passage]) -> &'a [Passage] {
        if self.local.is_empty() { &[] } else { codes }
    }

    fn evaluate_within(&self, condition: &'a Condition, codes: &'a [Passage], depth: usize) -> Verdict {
        let seen_in = |name: &str| self.seen_in(name, codes, depth);
        let mut verdict = if self.words {
            condition.evaluate(&seen_in)
        } else {
            condition.outcome(&seen_in)
        };
        let mut waits_for: Vec<Passage> = Vec::new();
        let mut seen: Vec<(Passage, String)> = Vec::new();
        for name in std::mem::take(&mut verdict.waits_for) {
            match self.definition(&name, codes, depth) {
                Some(inner) => waits_for.extend(inner.waits_for.iter().cloned()),
                None => waits_for.push(name),
            }
        }
        for (name, words) in std::mem::take(&mut verdict.seen) {
            match self.definition(&name, codes, depth) {
                Some(inner) => seen.extend(inner.seen.iter().cloned()),
                None => seen.push((name, words)),
            }
        }
        verdict.waits_for = unique_by(waits_for, |name| name);
        verdict.seen = unique_by(seen, |(name, _)| name);
        verdict
    }

    fn seen_in(&self, name: &str, codes: &'a [Passage], depth: usize) -> Seen<'_> {
        if let Some(verdict) = self.definition(name, codes, depth) {
            return match verdict.truth {
                Truth::True => Seen::Answered(&YES),
                Truth::False => Seen::Answered(&NO),
                Truth::Unknown => Seen::Unanswered,
            };
        }
        match (self.local(name, codes), self.case.seen(name)) {
            (Some(answer), _) => Seen::Answered(answer),
            // `none: why` to what may be several is a choice too, of none of them.
            (None, Seen::Answered(Answer::None { .. })) if self.is_choice_of_several(name) => {
                Seen::Answered(&NONE_OF_THEM)
            }
            (None, seen) => seen,
        }
    }

    fn is_choice_of_several(&self, name: &str) -> bool {
        let fact = self.book.fact(name);
        fact.is_some_and(|fact| matches!(fact.kind, Kind::MultiSelect(_)))
    }

    /// The answer that holds in these places instead of the general one: the gravest, when several differ.
    fn local(&self, name: &str, codes: &[Passage]) -> Option<&Answer> {
        self.local
            .iter()
            .filter(|(place, fact, _)| *fact == name && codes.iter().any(|code| place.is_in(code)))
            .map(|(_, _, answer)| answer)
            .max_by_key(|answer| match answer.value() {
                Some(Value::Select(risk)) => ["unlikely", "risk", "high"].iter().position(|known| known == risk),
                Some(Value::YesNo(yes)) => Some(usize::from(*yes)),
                _ => None,
            })
    }

    fn definition(&self, name: &str, codes: &'a [Passage], depth: usize) -> Option<Rc<Verdict>> {
        let definition = self.book.definition(name)?;
        // The reader lets a definition read earlier ones only; this is for whoever builds a book by hand.
        if depth > 8 {
            return None;
        }
        Some(self.evaluate_once(&definition.name, &definition.when, codes, depth + 1))
    }
}
