//! The deadlines on the board: the nearest few, what has no limit in one line, and what would tell about the rest.

use crate::document::{Block, Blocks, Section};
use crate::screens::nearest::{left_words, whom};
use crate::situation::deadline::needs_words;
use crate::situation::{Deadline, Situation, Timing};
use crate::time::TimeView;

/// This many duties with a time are shown; the others are counted.
const TIMED_AT_ONCE: usize = 5;

/// Where everything that is counted here is listed.
const ALL: &str = "breach deadline list";

pub(super) fn section(situation: &Situation, time: TimeView) -> Section {
    let untold = situation.deadlines.iter();
    let untold = untold
        .filter(|deadline| matches!(deadline.timing, Timing::CannotTell(_)))
        .count();
    let (timed, without): (Vec<&Deadline>, Vec<&Deadline>) =
        situation.open().partition(|deadline| deadline.timing.is_running());
    let nothing = timed.is_empty() && without.is_empty() && untold == 0;
    let mut section = Section::new("Deadlines").remark(if nothing { "" } else { "counsel decides" });
    if timed.is_empty() {
        section.paragraph("none is running yet");
    }
    let mut beside: Vec<Vec<String>> = Vec::new();
    let mut below: Vec<Vec<String>> = Vec::new();
    for duty in timed.iter().take(TIMED_AT_ONCE) {
        let (when, left) = (due_words(duty, time), left_words(duty, time));
        let (law, tell) = (because(duty), duty.tell.to_string());
        beside.push(vec![when.clone(), tell.clone(), left.clone(), law.clone()]);
        below.push(vec![when, left, format!("{tell}\n{law}")]);
    }
    let more = timed.len().saturating_sub(TIMED_AT_ONCE);
    let perhaps = situation.nearest().perhaps;
    for one in &perhaps {
        let at = one.first.at();
        let when = at.map_or_else(|| "cannot tell yet".to_owned(), |at| time.day_clock(at));
        let (left, whom) = (left_words(one.first, time), whom(one));
        let needs = format!("needs: {}", needs_words(&one.needs));
        beside.push(vec![when.clone(), whom.clone(), left.clone(), needs.clone()]);
        below.push(vec![when, left, format!("{whom}\n{needs}")]);
    }
    // Source and date stand beside the duty where there is room, else below it.
    section.add(Block::FirstFitting(vec![
        vec![Block::rows(beside)],
        vec![Block::rows(below)],
    ]));
    section.blocks.extend(counted(more, &without).map(Block::paragraph));
    let more = untold - perhaps.iter().map(|one| one.all).sum::<usize>();
    if more > 0 {
        section.paragraph(format!("{more} more cannot be told yet: {ALL}"));
    }
    section
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
