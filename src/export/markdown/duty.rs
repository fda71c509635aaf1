//! The part of the report that says who was told, and who was not.

use std::collections::BTreeSet;

use super::{Page, inline, moment};
use crate::export::duty::{Duty, DutyStanding};

impl Page {
    pub(super) fn duties(&mut self, duties: &[Duty]) {
        self.section("Who was told, and who was not");
        if duties.is_empty() {
            return self.line("Nothing was computed or decided about whom to tell, and no notice was recorded.");
        }
        self.line(
            "What was computed is not legal advice: whether a duty holds, and by when, is for counsel to decide. What \
             people decided counts more.",
        );
        let rules: BTreeSet<&str> = duties.iter().filter_map(|duty| duty.rules.as_deref()).collect();
        for rules in rules {
            self.line(format!("Computed by {}.", inline(rules)));
        }
        for standing in DutyStanding::ALL {
            let mut of_it = duties.iter().filter(|duty| duty.standing == standing).peekable();
            if of_it.peek().is_none() {
                continue;
            }
            self.line(format!("\n### {}\n", standing.words()));
            for duty in of_it {
                self.duty(duty);
            }
        }
    }

    fn duty(&mut self, duty: &Duty) {
        self.line(format!("- **{}** ({})", inline(&duty.tell), inline(&duty.id)));
        for line in &duty.lines {
            let who = line
                .who
                .as_ref()
                .map_or_else(String::new, |who| format!("{}, ", inline(who)));
            let at = line.at.map_or_else(String::new, |at| format!("{}, ", moment(at)));
            self.line(format!(
                "  - {}: {} ({who}{at}#{})",
                line.label,
                inline(&line.text),
                line.seq
            ));
        }
    }
}
