//! Open duties that a step which is done may have settled: the question at the terminal, and how to say so with a command.

use crate::situation::{Deadline, Timing};
use crate::text::{count_of, wrap};
use crate::time::TimeView;

/// More of them than this are counted where they are only hinted at.
const HINTED: usize = 3;

/// The question, with the duties to choose from.
pub fn asked_lines(duties: &[Deadline], time: TimeView, width: usize) -> String {
    let what = if duties.iter().all(|duty| duty.is_internal) {
        "What was done with this?"
    } else {
        "Who was told with this?"
    };
    let which = match duties.len() {
        1 => "1, or Enter for none yet",
        _ => "Numbers, all, or Enter for none yet",
    };
    let mut shown = String::from("\n");
    let mut add = |text: &str, begin: &str, hang: &str| {
        for line in wrap(text, width, begin, hang) {
            shown.push_str(&line);
            shown.push('\n');
        }
    };
    add(&format!("{what} {which}"), "  ", "  ");
    for (nth, duty) in duties.iter().enumerate() {
        // Several notices may go to the same place: the id tells them apart.
        let text = format!("{} ({}): {}", duty.tell, duty.id(), due_words(duty, time));
        add(&text, &format!("  {:>2}  ", nth + 1), "      ");
    }
    shown
}

/// Which command says that they were told. Empty when there is none to tell.
pub fn hint_lines(duties: &[&Deadline], time: TimeView, width: usize) -> String {
    let mut shown = String::new();
    let mut add = |text: &str, begin: &str, hang: &str| {
        for line in wrap(text, width, begin, hang) {
            shown.push_str(&line);
            shown.push('\n');
        }
    };
    for duty in duties.iter().take(HINTED) {
        let asked = if duty.is_internal { "Done" } else { "Told" };
        let (tell, due) = (&duty.tell, due_words(duty, time));
        add(
            &format!(
                "{asked}? `breach notice made {} --channel HOW`   {tell}: {due}",
                duty.id()
            ),
            "  ",
            "      ",
        );
    }
    if let Some(more @ 1..) = duties.len().checked_sub(HINTED) {
        let more = count_of(more, "more is", "more are");
        add(&format!("{more} open: `breach obligation list`"), "  ", "      ");
    }
    shown
}

fn due_words(duty: &Deadline, time: TimeView) -> String {
    match &duty.timing {
        Timing::Due(at) => format!("due {}", time.clock_near(*at)),
        Timing::Missed(at) => format!("was due {}", time.clock_near(*at)),
        Timing::Earliest(at) | Timing::EarliestPassed(at) => format!("due {} to be safe", time.clock_near(*at)),
        Timing::NoLimit | Timing::Waiting(_) | Timing::CannotTell(_) | Timing::Settled(_) | Timing::Withdrawn(_) => {
            "no fixed time".to_owned()
        }
    }
}
