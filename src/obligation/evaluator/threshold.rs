//! Whether as many people are affected as a rule takes.

use super::Evaluator;
use crate::condition::Truth;
use crate::obligation::duty::Check;
use crate::obligation::people::{self, Range};
use crate::obligation::rule::{Counted, People as Threshold, Rule};
use crate::text::Passage;

impl<'a> Evaluator<'a> {
    /// Whether enough people are affected, and not too many.
    pub(super) fn counts(&self, rule: &'a Rule, threshold: &'a Threshold) -> Option<Check> {
        let (number, fact) = self.number(rule, threshold.of);
        let least = u64::from(threshold.at_least);
        let mut truth = match number {
            // One person is enough: that there is nobody at all has to be known.
            Range { high, .. } if least <= 1 => Truth::from(high != Some(0)),
            Range { low, .. } if low >= least => Truth::True,
            Range { high: Some(high), .. } if high < least => Truth::False,
            _ => Truth::Unknown,
        };
        if let Some(most) = threshold.at_most.map(u64::from) {
            truth = truth.and(match number {
                Range { high: Some(high), .. } if high <= most => Truth::True,
                Range { low, .. } if low > most => Truth::False,
                _ => Truth::Unknown,
            });
        }
        if threshold.or_unknown && truth == Truth::Unknown {
            truth = Truth::True;
        }
        let verdict = threshold.or.as_ref().map(|or| self.evaluate(or, rule));
        if let Some(verdict) = &verdict {
            truth = truth.or(verdict.truth);
        }
        let mut seen = Vec::new();
        if self.words {
            let who = self.who(rule, threshold.of);
            seen.push((fact.into(), format!("{} {who}", number.words())));
        }
        let mut missing_facts = vec![Passage::from(fact)];
        if let Some(verdict) = verdict {
            seen.extend(verdict.seen.iter().cloned());
            missing_facts.extend(verdict.waits_for.iter().cloned());
        }
        Some(Check {
            what: "people",
            truth,
            rule: self.say(|| self.threshold_words(rule, threshold)),
            seen,
            missing_facts: if truth == Truth::Unknown {
                missing_facts
            } else {
                Vec::new()
            },
        })
    }

    /// How many are counted, and the fact that says so.
    fn number(&self, rule: &'a Rule, counted: Counted) -> (Range, &'static str) {
        match counted {
            Counted::Residents => (self.people_in(&rule.jurisdiction), "persons_by_jurisdiction"),
            Counted::OneState => (self.people.most_in_one(&rule.jurisdiction), "persons_by_jurisdiction"),
            Counted::Everybody => (self.people.everybody(), "persons_total"),
            Counted::AmexCards => (people::counted(self.case.answers.get("amex_cards")), "amex_cards"),
        }
    }

    fn who(&self, rule: &Rule, counted: Counted) -> String {
        match counted {
            Counted::Residents => format!("people in {}", self.book.place_words(&rule.jurisdiction)),
            Counted::OneState => "people in one state".to_owned(),
            Counted::Everybody => "people in all".to_owned(),
            Counted::AmexCards => "American Express cards".to_owned(),
        }
    }

    fn threshold_words(&self, rule: &Rule, threshold: &Threshold) -> String {
        let who = self.who(rule, threshold.of);
        let mut words = match (threshold.at_least, threshold.at_most) {
            (least, None) => format!("{least} or more {who}"),
            (least, Some(most)) => format!("{least} to {most} {who}"),
        };
        if threshold.or_unknown {
            words.push_str(", or a number that nobody knows yet");
        }
        if let Some(or) = &threshold.or {
            words = format!("{words}, or {}", or.text());
        }
        words
    }
}
