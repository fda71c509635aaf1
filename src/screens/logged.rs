//! `logged #7 …`: what was written, said once it is durable.

use std::fmt::Write;

use crate::incident::describe::{occurred_words, sentence};
use crate::incident::event::{
    EntryCorrected, FactRecorded, IncidentOpened, ObligationAssessed, StepRuledOut, assessed_in_short,
};
use crate::incident::receipt::short_id;
use crate::incident::{Access, Entry};
use crate::journal::Logged;
use crate::obligation::start::MAY_BE_FUTURE;
use crate::screens::assessed::deadlines_that_run;
use crate::screens::layout::Page;
use crate::situation::Deadline;
use crate::text::{count, count_of, wrap};
use crate::time::Zone;
use crate::time::format::{clock, day_clock};

/// More consequences of one kind than this are counted rather than listed.
const LISTED: usize = 3;

/// Everything an append wrote, and what others wrote meanwhile.
pub fn logged_lines(logged: &Logged, zone: Zone, width: usize) -> String {
    let mut shown = String::new();
    if !logged.others.is_empty() {
        let _ = writeln!(shown, "\n  Meanwhile others logged:");
        for entry in &logged.others {
            shown.push_str(&brief_lines("", entry, zone, width));
        }
        shown.push('\n');
    }
    let (ruled_out, rest): (Vec<&Entry>, Vec<&Entry>) = logged
        .entries
        .iter()
        .partition(|entry| entry.event.is::<StepRuledOut>());
    for entry in rest {
        shown.push_str(&brief_lines("logged ", entry, zone, width));
    }
    match ruled_out.as_slice() {
        [first, .., last] if ruled_out.len() > LISTED => {
            let text = format!(
                "  logged #{} to #{}  {} now ruled out; `breach step list --all` shows which and why",
                first.seq,
                last.seq,
                count_of(ruled_out.len(), "step is", "steps are")
            );
            for line in wrap(&text, width, "", "      ") {
                let _ = writeln!(shown, "{line}");
            }
        }
        few => {
            for entry in few {
                shown.push_str(&entry_lines("logged ", entry, zone, width));
            }
        }
    }
    shown.push_str(&deadlines_that_run(&logged.entries, zone, width));
    shown.push_str(&masked_lines(logged.masked, width));
    shown
}

/// Times among the answers that lie ahead: right for few questions and a slip for most, and clocks run from some of them. At
/// the prompts such a time is asked about before it is logged; a command can only say so.
pub fn ahead_lines(logged: &Logged, zone: Zone, width: usize) -> String {
    let mut page = Page::new(width);
    for entry in &logged.entries {
        let corrected = entry.event.get::<EntryCorrected>();
        let answer = corrected.and_then(|correction| correction.instead.answer());
        let answer = answer.or_else(|| entry.event.get::<FactRecorded>());
        let answer = answer.filter(|fact| !MAY_BE_FUTURE.contains(&fact.fact.as_str()));
        if let Some(at) = answer.and_then(|fact| fact.answer.lies_ahead(entry.at)) {
            let said = crate::time::format::full(at, zone);
            page.paragraph(
                2,
                &format!("{said} is in the future. A mistake? breach correct {}", entry.seq),
            );
        }
    }
    page.finish()
}

/// What opening an incident wrote, in one line: the answers stand just above it, and help must not wait below a list.
pub fn opened_lines(logged: &Logged, zone: Zone, width: usize) -> String {
    let (Some(first), Some(last)) = (logged.entries.first(), logged.entries.last()) else {
        return String::new();
    };
    let Some(opened) = first.event.get::<IncidentOpened>() else {
        return logged_lines(logged, zone, width);
    };
    let drill = if opened.drill { "drill " } else { "" };
    let answers = logged.entries.iter().any(|entry| entry.event.is::<FactRecorded>());
    let text = format!(
        "logged #{} to #{}  {}  {drill}{} opened{}",
        first.seq,
        last.seq,
        clock(first.at, zone),
        short_id(&opened.incident),
        if answers { "; your answers are saved" } else { "" },
    );
    let mut shown = String::new();
    for line in wrap(&text, width, "  ", "    ") {
        let _ = writeln!(shown, "{line}");
    }
    shown.push_str(&masked_lines(logged.masked, width));
    shown
}

/// One entry: number, when it happened or was written, and the sentence; further lines hang below it.
pub fn entry_lines(word: &str, entry: &Entry, zone: Zone, width: usize) -> String {
    lines(word, entry, &sentence(entry, zone), zone, width)
}

/// The same, where what was computed about many duties would push the answer off the screen: it is counted.
fn brief_lines(word: &str, entry: &Entry, zone: Zone, width: usize) -> String {
    match entry.event.get::<ObligationAssessed>() {
        Some(assessed) => lines(word, entry, &assessed_in_short(assessed), zone, width),
        None => entry_lines(word, entry, zone, width),
    }
}

fn lines(word: &str, entry: &Entry, sentence: &str, zone: Zone, width: usize) -> String {
    let when = occurred_words(entry, zone).unwrap_or_else(|| clock(entry.at, zone));
    let mark = match entry.access {
        Some(Access::Privileged) => "  [privileged]",
        Some(Access::Restricted) => "  [restricted]",
        None => "",
    };
    let front = format!("  {word}#{}  {when}{mark}  ", entry.seq);
    let mut text = sentence.to_owned();
    if entry.occurred.is_some() {
        let _ = write!(text, ". Written down {} by {}.", clock(entry.at, zone), entry.by.name);
    }
    let hang = " ".repeat(front.len().min(width / 3));
    let mut shown = String::new();
    for (number, line) in text.lines().enumerate() {
        let begin = if number == 0 { front.as_str() } else { hang.as_str() };
        for line in wrap(line, width, begin, &hang) {
            let _ = writeln!(shown, "{}", line.trim_end());
        }
    }
    shown
}

/// Deadlines that an answer has set going or moved. Empty when there are none.
pub fn deadline_lines(moved: &[Deadline], zone: Zone, width: usize) -> String {
    if moved.is_empty() {
        return String::new();
    }
    let mut page = Page::new(width);
    page.blank();
    page.paragraph(
        2,
        match moved.len() {
            1 => "With that, this deadline runs:",
            _ => "With that, these deadlines run:",
        },
    );
    for deadline in moved {
        let Some(at) = deadline.at() else { continue };
        let earliest = if deadline.is_earliest() { " to be safe" } else { "" };
        let checked = deadline
            .as_of
            .as_ref()
            .map_or_else(String::new, |checked| format!(", checked {checked}"));
        let text = format!(
            "{}{earliest}: {} ({}{checked})",
            day_clock(at, zone),
            deadline.tell,
            deadline.law
        );
        page.labelled(4, "", 0, &text);
    }
    page.paragraph(2, "Counsel decides. Wrong time? /fix");
    page.finish()
}

/// What became of card numbers in what was typed.
fn masked_lines(masked: usize, width: usize) -> String {
    let mut shown = String::new();
    if masked > 0 {
        let text = format!(
            "{} hidden before saving: only the last four digits are kept. A number that is no card's: write `not-a-card:` in \
             front of it.",
            count_of(masked, "card number was", "card numbers were")
        );
        for line in wrap(&text, width, "  ", "  ") {
            let _ = writeln!(shown, "{line}");
        }
    }
    shown
}

pub fn answers_can_follow(number: usize) -> String {
    match number {
        0 => String::new(),
        number => format!("  {} can follow.\n", count(number, "answer")),
    }
}
