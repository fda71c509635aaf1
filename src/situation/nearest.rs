//! The nearest deadlines by what became of them: what was missed is loud, and never hides what lies ahead.

use super::Situation;
use super::deadline::Deadline;
use super::timing::Timing;

/// Open deadlines with a time, in the order of their times.
#[derive(Clone, Debug, PartialEq)]
pub struct Nearest<'s> {
    /// Their time is over; the last one to pass comes last.
    pub missed: Vec<&'s Deadline>,
    /// Their earliest possible time is over.
    pub past_earliest: Vec<&'s Deadline>,
    /// Their time lies ahead, the nearest first.
    pub ahead: Vec<&'s Deadline>,
    /// The first of those that cannot be told yet, and that the playbook expects: a time that may be running.
    pub perhaps: Option<&'s Deadline>,
}

impl Situation {
    pub fn nearest(&self) -> Nearest<'_> {
        let all = |wanted: fn(&Timing) -> bool| {
            let deadlines = self.deadlines.iter();
            deadlines.filter(|deadline| wanted(&deadline.timing)).collect()
        };
        let perhaps = self.deadlines.iter().filter(|deadline| {
            let is_untold = matches!(deadline.timing, Timing::CannotTell(Some(_)));
            is_untold && deadline.is_expected
        });
        Nearest {
            missed: all(Timing::is_missed),
            past_earliest: all(|timing| matches!(timing, Timing::EarliestPassed(_))),
            ahead: all(|timing| matches!(timing, Timing::Due(_) | Timing::Earliest(_))),
            perhaps: perhaps.min_by_key(|deadline| deadline.at()),
        }
    }
}
