//! The deadlines on the board: the nearest few, what has no limit in one line, and what would tell about the rest.

use chrono::{DateTime, Utc};

use crate::screen::duty::{Duty, State, Untold};
use crate::screen::layout::Page;
use crate::screen::situation::Situation;
use crate::time::Zone;
use crate::time::words::day_clock;

/// This many duties with a time are shown; the others are counted.
const TIMED_AT_ONCE: usize = 5;
/// This many answers that would tell more are named; the duties behind the others are counted.
const UNTOLD_AT_ONCE: usize = 3;

/// Where everything that is counted here is listed.
const ALL: &str = "breach deadline list";

pub(super) fn section(page: &mut Page, situation: &Situation<'_>, now: DateTime<Utc>, zone: Zone) {
    let duties = &situation.duties;
    let nothing = duties.is_empty() && situation.untold.is_empty();
    page.section("Deadlines", if nothing { "" } else { "counsel decides" });
    let (timed, without): (Vec<&Duty<'_>>, Vec<&Duty<'_>>) = duties.iter().partition(|duty| duty.state == State::Due);
    if timed.is_empty() {
        page.paragraph(4, "none is running yet");
    }
    let mut beside: Vec<Vec<String>> = Vec::new();
    let mut below: Vec<Vec<String>> = Vec::new();
    for duty in timed.iter().take(TIMED_AT_ONCE) {
        let (when, left) = (due_words(duty, zone), duty.left_words(now));
        let (law, tell) = (because(duty), duty.tell().into_owned());
        beside.push(vec![when.clone(), tell.clone(), left.clone(), law.clone()]);
        below.push(vec![when, left, format!("{tell}\n{law}")]);
    }
    let more = timed.len().saturating_sub(TIMED_AT_ONCE);
    let untold: Vec<(String, String)> = situation.untold.iter().take(UNTOLD_AT_ONCE).map(untold_words).collect();
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
    let more: usize = situation
        .untold
        .iter()
        .skip(UNTOLD_AT_ONCE)
        .map(|untold| untold.duties.len())
        .sum();
    if more > 0 {
        page.paragraph(4, &format!("{more} more cannot be told yet: {ALL}"));
    }
}

/// `7 more, 4 without a fixed limit, 2 waiting for an event: breach deadline list`.
fn counted(more: usize, without: &[&Duty<'_>]) -> Option<String> {
    let open = without.iter().filter(|duty| duty.state == State::Open).count();
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

fn due_words(duty: &Duty<'_>, zone: Zone) -> String {
    duty.at.map_or_else(String::new, |at| day_clock(at, zone))
}

/// Where a duty comes from, how well that is known and when it was last read; while it may not apply, what would tell.
fn because(duty: &Duty<'_>) -> String {
    let needs = duty.needs_words();
    match needs.is_empty() {
        true => duty.law_in_short(),
        false => format!("{}; if it applies: {}", duty.law_in_short(), needs),
    }
}

/// Whom it is about, the most urgent by name, and what must be known.
fn untold_words(untold: &Untold<'_>) -> (String, String) {
    let who = match untold.duties.as_slice() {
        [] => String::new(),
        [only] => only.tell().into_owned(),
        [first, others @ ..] => format!("{} and {} more", first.tell(), others.len()),
    };
    let needs = untold.needs_words();
    (who, format!("needs: {}", needs))
}
