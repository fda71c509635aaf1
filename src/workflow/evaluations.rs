//! What came of every rule, kept for the facts and the moment that it was worked out for: holding all rules against a case
//! takes longer than everything else about an answer.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::obligation::duty::Evaluation;
use crate::obligation::{CaseFacts, Duty, Rulebook, outcomes_after};

/// The last evaluation of one rulebook.
#[derive(Debug, Default)]
pub struct Evaluations {
    last: Option<Evaluated>,
    passes: usize,
}

#[derive(Debug)]
struct Evaluated {
    case: CaseFacts,
    now: DateTime<Utc>,
    found: Vec<Arc<Evaluation>>,
}

impl Evaluations {
    /// What comes of every rule, in their order, without reasons.
    pub fn of<'b>(&mut self, book: &'b Rulebook, case: CaseFacts, now: DateTime<Utc>) -> Vec<Duty<'b>> {
        let found = self.found(book, case, now);
        let duty = |(rule, found): (&'b _, &Arc<Evaluation>)| Duty {
            rule,
            found: Arc::clone(found),
        };
        book.rules.iter().zip(found).map(duty).collect()
    }

    /// How often the rules were held against a case so far.
    pub fn passes(&self) -> usize {
        self.passes
    }

    fn found(&mut self, book: &Rulebook, case: CaseFacts, now: DateTime<Utc>) -> &[Arc<Evaluation>] {
        let is_known = |last: &Evaluated| last.now == now && last.case == case;
        if !self.last.as_ref().is_some_and(is_known) {
            let earlier = self.last.as_ref().map(|last| (&last.case, &last.found[..]));
            let duties = outcomes_after(book, &case, now, earlier).into_iter();
            let found = duties.map(|duty| duty.found).collect();
            self.last = Some(Evaluated { case, now, found });
            self.passes += 1;
        }
        self.last.as_ref().map_or(&[], |last| &last.found)
    }
}
