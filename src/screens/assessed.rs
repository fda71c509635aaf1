//! What followed from an answer for those who must be told: said in one line, and below it the deadlines that now run.
//!
//! Reads what the record says was computed and nothing else.

use chrono::{DateTime, FixedOffset};

use crate::document::{Block, Blocks};
use crate::incident::event::{Applies, Assessed, ClockState, ObligationAssessed};
use crate::incident::{Entry, Via};
use crate::text::{before_bracket, count_of, first_few, list_plain};
use crate::time::{TimeView, Zone};

/// This many deadlines are shown; the others are counted.
const SHOWN: usize = 5;
/// This many who need not be told any more are named; the others are counted.
const NAMED: usize = 3;

/// The deadlines that entries set going or moved, the nearest first, and who need not be told any more. Empty when there is
/// nothing of that kind.
pub fn deadlines_that_run(entries: &[Entry], zone: Zone) -> Vec<Block> {
    let (Some(first), Some(last)) = (entries.first(), entries.last()) else {
        return Vec::new();
    };
    // They were shown as they were written.
    let (via, time) = (first.by.via, TimeView { now: last.at, zone });
    let changed = last_outcomes(entries);
    let applying = |one: &&&Assessed| one.applies == Applies::Yes;
    let mut timed: Vec<(DateTime<FixedOffset>, &Assessed)> = changed
        .iter()
        .filter(applying)
        .filter(|one| one.state == ClockState::Due)
        .filter_map(|one| Some((one.due_at?, *one)))
        .collect();
    timed.sort_by_key(|(at, _)| *at);
    let without = changed
        .iter()
        .filter(applying)
        .filter(|one| matches!(one.state, ClockState::Open | ClockState::Waiting))
        .count();
    let gone: Vec<&str> = changed
        .iter()
        .filter(|one| one.applies == Applies::No)
        .map(|one| one.tell.as_str())
        .collect();
    if timed.is_empty() && without == 0 && gone.is_empty() {
        return Vec::new();
    }
    let mut page = vec![Block::Space];
    if timed.is_empty() {
        if without > 0 {
            let words = count_of(without, "duty now stands", "duties now stand");
            page.paragraph(format!("{words} without a time: breach deadline list"));
        }
    } else {
        listed(&mut page, &timed, without, time)
    }
    if !gone.is_empty() {
        let names = first_few(gone, NAMED, |more| format!("{more} more"));
        page.paragraph(format!(
            "No longer, by what is known now: {}",
            list_plain(&names, "and")
        ));
    }
    let correct = match via {
        Via::Terminal => "/fix",
        _ => "breach correct",
    };
    page.paragraph(format!("Counsel decides. Wrong time? {correct}"));
    page
}

fn listed(page: &mut Vec<Block>, timed: &[(DateTime<FixedOffset>, &Assessed)], without: usize, time: TimeView) {
    let is_over = |at: &DateTime<FixedOffset>| time.is_over(at);
    let starts = |one: &Assessed| (one.counts_from.clone(), one.start_at);
    let common = timed
        .first()
        .map(|(_, first)| starts(first))
        .filter(|start| timed.iter().all(|(_, one)| starts(one) == *start));
    let from = common
        .as_ref()
        .map_or_else(String::new, |start| from_words(start, time));
    let over = timed.iter().filter(|(at, _)| is_over(at)).count();
    page.paragraph(format!("{}{from}", how_many(timed.len() - over, over)));
    let (mut beside, mut below) = (Vec::new(), Vec::new());
    for (at, one) in timed.iter().take(SHOWN) {
        let earliest = if one.earliest { ", to be safe" } else { "" };
        let passed = if is_over(at) { ", passed" } else { "" };
        let own = match common {
            Some(_) => String::new(),
            None => from_words(&starts(one), time),
        };
        let when = format!("{}{earliest}{passed}", time.day_clock_near(*at));
        let law = format!("{} ({}, {}){own}", before_bracket(&one.law), one.confidence, one.as_of);
        below.push(vec![when.clone(), format!("{}\n{law}", one.tell)]);
        beside.push(vec![when, one.tell.clone(), law]);
    }
    let rows = [beside, below].map(|rows| vec![Block::rows(rows)]);
    let mut below = vec![Block::FirstFitting(rows.to_vec())];
    let more = timed.len().saturating_sub(SHOWN) + without;
    if more > 0 {
        below.paragraph(format!("and {more} more: breach deadline list"));
    }
    page.below(2, below);
}

/// How many deadlines run, and how many had passed before anybody knew of them.
fn how_many(running: usize, over: usize) -> String {
    let deadlines = |number: usize, one: &str, several: &str| match number {
        1 => format!("One deadline {one}"),
        several_of_them => format!("{} deadlines {several}", in_letters(several_of_them)),
    };
    match (running, over) {
        (_, 0) => deadlines(running, "now runs", "now run"),
        (0, _) => deadlines(over, "has passed already", "have passed already"),
        (_, _) => format!(
            "{}, and {} passed already",
            deadlines(running, "now runs", "now run"),
            match over {
                1 => "one has".to_owned(),
                several => format!("{} have", in_letters(several).to_lowercase()),
            }
        ),
    }
}

fn from_words((event, at): &(Option<String>, Option<DateTime<FixedOffset>>), time: TimeView) -> String {
    match (event, at) {
        (Some(event), Some(at)) => format!(", from {event} on {}", time.day_clock_near(*at)),
        (Some(event), None) => format!(", from {event}"),
        (None, _) => String::new(),
    }
}

/// One line of the record may take back what the line before it said.
fn last_outcomes(entries: &[Entry]) -> Vec<&Assessed> {
    let mut last: Vec<&Assessed> = Vec::new();
    for assessed in entries
        .iter()
        .filter_map(|entry| entry.event.get::<ObligationAssessed>())
    {
        for outcome in &assessed.changed {
            last.retain(|known| known.id != outcome.id);
            last.push(outcome);
        }
    }
    last
}

fn in_letters(number: usize) -> String {
    const WORDS: [&str; 8] = ["Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"];
    number
        .checked_sub(2)
        .and_then(|nth| WORDS.get(nth))
        .map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

#[cfg(test)]
mod tests;
