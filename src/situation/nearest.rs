//! The nearest deadlines by what became of them: what was missed is loud, and never hides what lies ahead.

use chrono::{DateTime, TimeDelta, Utc};

use super::Situation;
use super::deadline::{Deadline, Nearness, Need, untold};
use super::timing::Timing;

/// A deadline that may be one is shown beside those that are from this long before its time.
const PERHAPS_WITHIN: TimeDelta = TimeDelta::days(7);
/// This many questions are shown at once, behind which deadlines may stand.
const PERHAPS_AT_ONCE: usize = 3;

/// Open deadlines with a time, in the order of their times.
#[derive(Clone, Debug, PartialEq)]
pub struct Nearest<'s> {
    /// Their time is over; the last one to pass comes last.
    pub missed: Vec<&'s Deadline>,
    /// Their earliest possible time is over.
    pub past_earliest: Vec<&'s Deadline>,
    /// Their time lies ahead, the nearest first.
    pub ahead: Vec<&'s Deadline>,
    /// What may be due within seven days, or may have been, and what is near but has no time yet: a question each, first what
    /// lies near to what people said.
    pub perhaps: Vec<Perhaps<'s>>,
}

/// A question whose answer would tell whether something is due soon.
#[derive(Clone, Debug, PartialEq)]
pub struct Perhaps<'s> {
    pub needs: Vec<Need>,
    /// The deadline that stands for those behind it: of the nearest the most urgent.
    pub first: &'s Deadline,
    /// How many deadlines stand behind the question that lie no farther than that one, that one among them.
    pub as_near: usize,
    /// How many stand behind the question in all.
    pub all: usize,
}

impl Perhaps<'_> {
    /// Whether it is about a place, a contract or a step that people have spoken of.
    pub fn is_near(&self) -> bool {
        self.first.nearness < Nearness::Elsewhere
    }
}

impl Situation {
    pub fn nearest(&self) -> Nearest<'_> {
        let all = |wanted: fn(&Timing) -> bool| {
            let deadlines = self.deadlines.iter();
            deadlines.filter(|deadline| wanted(&deadline.timing)).collect()
        };
        Nearest {
            missed: all(Timing::is_missed),
            past_earliest: all(|timing| matches!(timing, Timing::EarliestPassed(_))),
            ahead: all(|timing| matches!(timing, Timing::Due(_) | Timing::Earliest(_))),
            perhaps: self.perhaps(),
        }
    }

    fn perhaps(&self) -> Vec<Perhaps<'_>> {
        let soon = self.now + PERHAPS_WITHIN;
        let is_pressing = |deadline: &&&Deadline| match deadline.at() {
            Some(at) => at <= soon,
            None => deadline.nearness < Nearness::Elsewhere,
        };
        let mut found: Vec<Perhaps<'_>> = untold(&self.deadlines)
            .into_iter()
            .filter_map(|untold| {
                let pressing = untold.deadlines.iter().filter(is_pressing);
                let first: &Deadline = pressing.min_by_key(|deadline| order(deadline))?;
                let all = &untold.deadlines;
                Some(Perhaps {
                    first,
                    as_near: all
                        .iter()
                        .filter(|deadline| deadline.nearness <= first.nearness)
                        .count(),
                    all: all.len(),
                    needs: untold.needs,
                })
            })
            .collect();
        found.sort_by_key(|perhaps| order(perhaps.first));
        found.truncate(PERHAPS_AT_ONCE);
        found
    }
}

/// Those with a time first; of those the nearest, then the earliest.
fn order(deadline: &Deadline) -> (bool, Nearness, Option<DateTime<Utc>>) {
    let at = deadline.at();
    (at.is_none(), deadline.nearness, at)
}

#[cfg(test)]
mod tests;
