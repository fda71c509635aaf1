//! The deadlines on the board: the nearest few, what has no limit in one line, and what would tell about the rest.

use crate::screens::layout::Page;
use crate::screens::nearest::left_words;
use crate::situation::deadline::Untold;
use crate::situation::{Deadline, Situation, Timing};
use crate::time::TimeView;

/// This many duties with a time are shown; the others are counted.
const TIMED_AT_ONCE: usize = 5;
/// This many answers that would tell more are named; the duties behind the others are counted.
const UNTOLD_AT_ONCE: usize = 3;

/// Where everything that is counted here is listed.
const ALL: &str = "breach deadline list";

pub(super) fn section(page: &mut Page, situation: &Situation, time: TimeView) {
    let all_untold = situation.untold();
    let (timed, without): (Vec<&Deadline>, Vec<&Deadline>) =
        situation.open().partition(|deadline| deadline.timing.is_running());
    let nothing = timed.is_empty() && without.is_empty() && all_untold.is_empty();
    page.section("Deadlines", if nothing { "" } else { "counsel decides" });
    if timed.is_empty() {
        page.paragraph(4, "none is running yet");
    }
    let mut beside: Vec<Vec<String>> = Vec::new();
    let mut below: Vec<Vec<String>> = Vec::new();
    for duty in timed.iter().take(TIMED_AT_ONCE) {
        let (when, left) = (due_words(duty, time), left_words(duty, time));
        let (law, tell) = (because(duty), duty.tell.clone());
        beside.push(vec![when.clone(), tell.clone(), left.clone(), law.clone()]);
        below.push(vec![when, left, format!("{tell}\n{law}")]);
    }
    let more = timed.len().saturating_sub(TIMED_AT_ONCE);
    let untold: Vec<(String, String)> = all_untold.iter().take(UNTOLD_AT_ONCE).map(untold_words).collect();
    let first = "cannot tell yet";
    // What cannot be told lines up with what can, where both fit and nothing has to stand between them.
    let mut together = beside.clone();
    together.extend(
        untold
            .iter()
            .map(|(who, needs)| vec![first.to_owned(), who.clone(), String::new(), needs.clone()]),
    );
    let in_one = more == 0 && without.is_empty() && !timed.is_empty() && page.fits(4, &together);
    // Source and date stand beside the duty where there is room, else below it.
    match (in_one, page.fits(4, &beside)) {
        (true, _) => page.rows(4, &together),
        (false, true) => page.rows(4, &beside),
        (false, false) => page.rows(4, &below),
    }
    if let Some(words) = counted(more, &without) {
        page.paragraph(4, &words);
    }
    if !in_one {
        let apart: Vec<Vec<String>> = untold
            .into_iter()
            .map(|(who, needs)| vec![first.to_owned(), who, needs])
            .collect();
        page.rows(4, &apart);
    }
    let more = all_untold.iter().skip(UNTOLD_AT_ONCE);
    let more: usize = more.map(|untold| untold.deadlines.len()).sum();
    if more > 0 {
        page.paragraph(4, &format!("{more} more cannot be told yet: {ALL}"));
    }
}

/// `7 more, 4 without a fixed limit, 2 waiting for an event: breach deadline list`.
fn counted(more: usize, without: &[&Deadline]) -> Option<String> {
    let open = without.iter().filter(|duty| duty.timing == Timing::NoLimit).count();
    let words: Vec<String> = [
        (more, "more"),
        (open, "without a fixed limit"),
        (without.len() - open, "waiting for an event"),
    ]
    .into_iter()
    .filter(|(number, _)| *number > 0)
    .map(|(number, how)| format!("{number} {how}"))
    .collect();
    (!words.is_empty()).then(|| format!("{}: {ALL}", words.join(", ")))
}

fn due_words(deadline: &Deadline, time: TimeView) -> String {
    deadline.at().map_or_else(String::new, |at| time.day_clock(at))
}

/// Where a duty comes from, how well that is known and when it was last read; while it may not apply, what would tell.
fn because(deadline: &Deadline) -> String {
    let (law, needs) = (deadline.law_in_short(), deadline.needs_words());
    if needs.is_empty() {
        law
    } else {
        format!("{law}; if it applies: {needs}")
    }
}

/// Whom it is about, the most urgent by name, and what must be known.
fn untold_words(untold: &Untold<'_>) -> (String, String) {
    let who = match untold.deadlines.as_slice() {
        [] => String::new(),
        [only] => only.tell.clone(),
        [first, others @ ..] => format!("{} and {} more", first.tell, others.len()),
    };
    let needs = untold.needs_words();
    (who, format!("needs: {}", needs))
}
