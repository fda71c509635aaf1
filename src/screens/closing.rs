//! What stands in the way of closing, and what is shown once an incident is closed.

use crate::incident::event::OpenStep;
use crate::situation::closing::StillOpen;
use crate::text::{count, wrap};

/// What stands in the way, and how to settle each.
pub fn blocked(open: &StillOpen, width: usize) -> String {
    let mut shown = String::from("\n  Not yet: this incident has open ends.\n");
    let mut push = |text: &str, first: &str, rest: &str| {
        for line in wrap(text, width, first, rest) {
            shown.push_str(&line);
            shown.push('\n');
        }
    };
    if !open.blocking.is_empty() {
        push("", "", "");
        push("Steps", "  ", "  ");
        for step in &open.blocking {
            push(&format!("{} ({})", step.title, step.step), "    ", "      ");
        }
    }
    if !open.unanswered.is_empty() {
        push("", "", "");
        push("Questions that need an answer; `unknown` is one", "  ", "  ");
        for (fact, ask) in &open.unanswered {
            push(&format!("{ask} ({fact})"), "    ", "      ");
        }
    }
    shown.push_str(
        "\n  You can\n    settle them one by one\n        breach step done | not-needed | will-not-do STEP\n        \
         breach fact set FACT ANSWER\n    close it as part of another incident, or as ruled out\n        \
         breach close --how joined --to ID --why REASON\n        breach close --how ruled-out --second NAME --why REASON\n\n  \
         Nothing was changed.\n",
    );
    shown
}

/// Steps that were still open when it closed; nothing when there were none.
pub fn left_open(open: &StillOpen, width: usize) -> String {
    let steps: Vec<&OpenStep> = open.blocking.iter().chain(&open.other).collect();
    if steps.is_empty() {
        return String::new();
    }
    let mut shown = format!("\n  Still open when it closed: {}\n", count(steps.len(), "step"));
    for step in steps {
        for line in wrap(&step.title, width, "    ", "      ") {
            shown.push_str(&line);
            shown.push('\n');
        }
    }
    shown
}
