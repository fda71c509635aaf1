//! Open duties that a step which is done may have settled: the question at the terminal, and how to say so with a command.

use crate::document::{Blocks, Document};
use crate::situation::{Deadline, Timing};
use crate::text::count_of;
use crate::time::TimeView;

/// More of them than this are counted where they are only hinted at.
const HINTED: usize = 3;

/// The question, with the duties to choose from.
pub fn asked_lines(duties: &[Deadline], time: TimeView) -> Document {
    let what = if duties.iter().all(|duty| duty.is_internal) {
        "What was done with this?"
    } else {
        "Who was told with this?"
    };
    let which = match duties.len() {
        1 => "1, or Enter for none yet",
        _ => "Numbers, all, or Enter for none yet",
    };
    let mut page = Document::default();
    page.space();
    page.paragraph(format!("{what} {which}"));
    for (nth, duty) in duties.iter().enumerate() {
        // Several notices may go to the same place: the id tells them apart.
        let text = format!("{} ({}): {}", duty.tell, duty.id(), due_words(duty, time));
        page.hanging(&format!("{:>2}  ", nth + 1), 4, text);
    }
    page
}

/// Which command says that they were told. Empty when there is none to tell.
pub fn hint_lines(duties: &[&Deadline], time: TimeView) -> Document {
    let mut page = Document::default();
    for duty in duties.iter().take(HINTED) {
        let asked = if duty.is_internal { "Done" } else { "Told" };
        let (tell, id, due) = (&duty.tell, duty.id(), due_words(duty, time));
        let command = format!("`breach notice made {id} --channel HOW`");
        page.hanging("", 4, format!("{asked}? {command}   {tell}: {due}"));
    }
    if let Some(more @ 1..) = duties.len().checked_sub(HINTED) {
        let more = count_of(more, "more is", "more are");
        page.hanging("", 4, format!("{more} open: `breach obligation list`"));
    }
    page
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
