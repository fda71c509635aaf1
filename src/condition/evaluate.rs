//! Whether a condition holds, what it saw, and what it waits for.

use super::Condition;
use super::compare::{Side, among, compare};
use super::tree::{Form, Node};
use super::truth::Truth;
use crate::fact::Answer;
use crate::fact::describe::answer_words_as_told;
use crate::text::{Passage, count, unique_by};

/// What is there for a fact.
#[derive(Clone, Copy, Debug)]
pub enum Seen<'a> {
    Unanswered,
    /// The answer that counts now.
    Answered(&'a Answer),
    /// A table with this many rows. Only `is known` can be asked of it, which holds from the first row on.
    Rows(usize),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub truth: Truth,
    /// When it cannot be told: the facts whose answers would tell, in the order of the text.
    pub waits_for: Vec<Passage>,
    /// Every fact that is named and its value in words, in the order of the text.
    pub seen: Vec<(Passage, String)>,
}

/// Evaluates a condition, and puts into words what it saw.
pub(super) fn evaluate<'a>(condition: &Condition, root: &Node, answer_of: &dyn Fn(&str) -> Seen<'a>) -> Verdict {
    let seen = condition
        .names()
        .into_iter()
        .map(|(name, _)| {
            let words = match answer_of(&name) {
                Seen::Unanswered => "not answered".to_owned(),
                Seen::Answered(answer) => answer_words_as_told(answer),
                Seen::Rows(rows) => count(rows, "row"),
            };
            (name, words)
        })
        .collect();
    Verdict {
        seen,
        ..outcome(root, answer_of)
    }
}

/// Evaluates a condition without a word about what it saw.
pub(super) fn outcome<'a>(root: &Node, answer_of: &dyn Fn(&str) -> Seen<'a>) -> Verdict {
    let outcome = holds(root, answer_of);
    Verdict {
        truth: outcome.truth,
        waits_for: unique_by(outcome.waits_for, |name| name),
        seen: Vec::new(),
    }
}

struct Judgement {
    truth: Truth,
    waits_for: Vec<Passage>,
}

impl Judgement {
    /// Names are kept only while they matter.
    fn of(truth: Truth, names: impl FnOnce() -> Vec<Passage>) -> Self {
        let waits_for = match truth {
            Truth::Unknown => names(),
            Truth::True | Truth::False => Vec::new(),
        };
        Judgement { truth, waits_for }
    }
}

fn holds<'a>(node: &Node, answer_of: &dyn Fn(&str) -> Seen<'a>) -> Judgement {
    // What one side settles, the other need not say.
    let both = |left: &Node, right: &Node, settles: Truth, join: fn(Truth, Truth) -> Truth| {
        let left = holds(left, answer_of);
        if left.truth == settles {
            return left;
        }
        let right = holds(right, answer_of);
        let truth = join(left.truth, right.truth);
        Judgement::of(truth, || left.waits_for.into_iter().chain(right.waits_for).collect())
    };
    let sides = |left: &Node, right: &Node, evaluator: &dyn Fn(&Side<'_>, &Side<'_>) -> Truth| {
        let truth = match (side(left, answer_of), side(right, answer_of)) {
            (Some(left), Some(right)) => evaluator(&left, &right),
            _ => Truth::Unknown,
        };
        Judgement::of(truth, || {
            let mut names = Vec::new();
            for node in [left, right] {
                node.each_name(&mut |name, _| {
                    let open = match answer_of(name) {
                        Seen::Answered(Answer::Known { bound, .. }) => bound.is_some(),
                        Seen::Answered(_) | Seen::Unanswered | Seen::Rows(_) => true,
                    };
                    names.push((open, name.clone()));
                });
            }
            // When everything is known and still nothing can be told (two currencies), all of it is what it waits for.
            let any_open = names.iter().any(|(open, _)| *open);
            names.retain(|(open, _)| *open || !any_open);
            names.into_iter().map(|(_, name)| name).collect()
        })
    };
    match &node.form {
        Form::Name(name) => {
            let truth = match answer_of(name) {
                Seen::Answered(answer) => match answer.value() {
                    Some(crate::fact::Value::YesNo(yes)) => Truth::from(*yes),
                    _ => Truth::Unknown,
                },
                Seen::Unanswered | Seen::Rows(_) => Truth::Unknown,
            };
            Judgement::of(truth, || vec![name.clone()])
        }
        Form::Literal(super::tree::Literal::YesNo(yes)) => Judgement::of(Truth::from(*yes), Vec::new),
        Form::Literal(_) | Form::List(_) => Judgement::of(Truth::Unknown, Vec::new),
        Form::Not(inner) => {
            let inner = holds(inner, answer_of);
            Judgement::of(!inner.truth, || inner.waits_for)
        }
        Form::And(left, right) => both(left, right, Truth::False, Truth::and),
        Form::Or(left, right) => both(left, right, Truth::True, Truth::or),
        Form::Compare(operator, left, right) => sides(left, right, &|left, right| compare(*operator, left, right)),
        Form::In {
            item,
            among: group,
            negated,
        } if !is_none(group, answer_of) => sides(item, group, &|item, group| {
            let found = among(item, group);
            if *negated { !found } else { found }
        }),
        // Nothing is one of none.
        Form::In { negated, .. } => Judgement::of(Truth::from(*negated), Vec::new),
        Form::Known { name, negated, .. } => {
            let known = match answer_of(name) {
                Seen::Answered(answer) => answer.value().is_some(),
                Seen::Rows(rows) => rows > 0,
                Seen::Unanswered => false,
            };
            Judgement::of(Truth::from(known != *negated), Vec::new)
        }
    }
}

/// Whether somebody said that there are none: `none: we take no cards`.
fn is_none<'a>(node: &Node, answer_of: &dyn Fn(&str) -> Seen<'a>) -> bool {
    match &node.form {
        Form::Name(name) => matches!(answer_of(name), Seen::Answered(Answer::None { .. })),
        _ => false,
    }
}

fn side<'n, 'a: 'n>(node: &'n Node, answer_of: &dyn Fn(&str) -> Seen<'a>) -> Option<Side<'n>> {
    match &node.form {
        Form::Name(name) => match answer_of(name) {
            Seen::Answered(answer) => Side::of(answer),
            Seen::Unanswered | Seen::Rows(_) => None,
        },
        Form::Literal(literal) => Some(Side::Literal(literal)),
        Form::List(items) => Some(Side::List(items.iter().map(|(literal, _)| literal).collect())),
        _ => None,
    }
}
