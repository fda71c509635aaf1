//! `logged #7 …`: what was written, said once it is durable.

use crate::document::{Block, Blocks, Document};
use crate::incident::describe::{occurred_words, sentence};
use crate::incident::event::{
    EntryCorrected, FactRecorded, IncidentOpened, ObligationAssessed, StepRuledOut, assessed_in_short,
};
use crate::incident::receipt::short_id;
use crate::incident::{Access, ClockFault, Entry};
use crate::journal::Logged;
use crate::obligation::start::MAY_BE_FUTURE;
use crate::screens::assessed::deadlines_that_run;
use crate::situation::Deadline;
use crate::text::{count, count_of, prefixed, width};
use crate::time::Zone;
use crate::time::format::{clock, day_clock};

/// More consequences of one kind than this are counted rather than listed.
const LISTED: usize = 3;

/// Everything an append wrote, and what others wrote meanwhile.
pub fn logged_lines(logged: &Logged, zone: Zone) -> Document {
    let mut page = Document::default();
    if !logged.others.is_empty() {
        page.space();
        page.paragraph("Meanwhile others logged:");
        page.blocks
            .extend(logged.others.iter().map(|entry| in_brief("", entry, zone)));
        page.space();
    }
    let (ruled_out, rest): (Vec<&Entry>, Vec<&Entry>) = logged
        .entries
        .iter()
        .partition(|entry| entry.event.is::<StepRuledOut>());
    page.blocks
        .extend(rest.into_iter().map(|entry| in_brief("logged ", entry, zone)));
    match ruled_out.as_slice() {
        [first, .., last] if ruled_out.len() > LISTED => {
            let text = format!(
                "logged #{} to #{}  {} now ruled out; `breach step list --all` shows which and why",
                first.seq,
                last.seq,
                count_of(ruled_out.len(), "step is", "steps are")
            );
            page.hanging("", 4, text);
        }
        few => page
            .blocks
            .extend(few.iter().map(|entry| entry_block("logged ", entry, zone))),
    }
    page.blocks.extend(clock_words(&logged.entries));
    page.blocks.extend(deadlines_that_run(&logged.entries, zone));
    page.blocks.extend(masked_words(logged.masked));
    page
}

/// That the clock left its course, said at once: what is typed from now on may get a wrong time.
fn clock_words(entries: &[Entry]) -> Option<Block> {
    let went = match entries.iter().find_map(|entry| entry.clock)? {
        ClockFault::Back => "was set back",
        ClockFault::Jump => "jumped ahead",
    };
    Some(Block::paragraph(format!(
        "This machine's clock {went} since the entry before. Compare it with a phone: while it is wrong, so are times that \
         are logged, and what is called missed."
    )))
}

/// Times among the answers that lie ahead: right for few questions and a slip for most, and clocks run from some of them. At
/// the prompts such a time is asked about before it is logged; a command can only say so.
pub fn ahead_lines(logged: &Logged, zone: Zone) -> Document {
    let mut page = Document::default();
    for entry in &logged.entries {
        let corrected = entry.event.get::<EntryCorrected>();
        let answer = corrected.and_then(|correction| correction.instead.answer());
        let answer = answer.or_else(|| entry.event.get::<FactRecorded>());
        let answer = answer.filter(|fact| !MAY_BE_FUTURE.contains(&fact.fact.as_str()));
        if let Some(said) = answer.and_then(|fact| fact.answer.lies_ahead(entry.at, zone)) {
            page.paragraph(format!(
                "{said} is in the future. A mistake? breach correct {}",
                entry.seq
            ));
        }
    }
    page
}

/// What opening an incident wrote, in one line: the answers stand just above it, and help must not wait below a list.
pub fn opened_lines(logged: &Logged, zone: Zone) -> Document {
    let (Some(first), Some(last)) = (logged.entries.first(), logged.entries.last()) else {
        return Document::default();
    };
    let Some(opened) = first.event.get::<IncidentOpened>() else {
        return logged_lines(logged, zone);
    };
    let drill = if opened.drill { "drill " } else { "" };
    let answers = logged.entries.iter().any(|entry| entry.event.is::<FactRecorded>());
    let mut page = Document::default();
    page.hanging(
        "",
        2,
        format!(
            "logged #{} to #{}  {}  {drill}{} opened{}",
            first.seq,
            last.seq,
            clock(first.at, zone),
            short_id(&opened.incident),
            if answers { "; your answers are saved" } else { "" },
        ),
    );
    page.blocks.extend(masked_words(logged.masked));
    page
}

/// One entry: number, when it happened or was written, and the sentence; further lines hang below it.
pub fn entry_block(word: &str, entry: &Entry, zone: Zone) -> Block {
    block(word, entry, &sentence(entry, zone), zone)
}

/// The same, where what was computed about many duties would push the answer off the screen: it is counted.
fn in_brief(word: &str, entry: &Entry, zone: Zone) -> Block {
    match entry.event.get::<ObligationAssessed>() {
        Some(assessed) => block(word, entry, &assessed_in_short(assessed), zone),
        None => entry_block(word, entry, zone),
    }
}

fn block(word: &str, entry: &Entry, sentence: &str, zone: Zone) -> Block {
    let when = occurred_words(entry, zone).unwrap_or_else(|| clock(entry.at, zone));
    let mark = match entry.access {
        Some(Access::Privileged) => "  [privileged]",
        Some(Access::Restricted) => "  [restricted]",
        None => "",
    };
    let mark = format!("{word}#{}  {when}{mark}  ", entry.seq);
    let written = entry
        .occurred
        .map(|_| format!("{} by {}.", clock(entry.at, zone), entry.by.name));
    Block::Hanging {
        by: width(&mark),
        mark,
        text: format!("{sentence}{}", prefixed(". Written down ", &written)).into(),
    }
}

/// Deadlines that an answer has set going or moved. Empty when there are none.
pub fn deadline_lines(moved: &[Deadline], zone: Zone) -> Document {
    let mut page = Document::default();
    if moved.is_empty() {
        return page;
    }
    page.space();
    page.paragraph(match moved.len() {
        1 => "With that, this deadline runs:",
        _ => "With that, these deadlines run:",
    });
    for deadline in moved {
        let Some(at) = deadline.at() else { continue };
        let earliest = if deadline.is_earliest() { " to be safe" } else { "" };
        let checked = prefixed(", checked ", &deadline.as_of);
        let text = format!(
            "{}{earliest}: {} ({}{checked})",
            day_clock(at, zone),
            deadline.tell,
            deadline.law
        );
        page.below(2, vec![Block::paragraph(text)]);
    }
    page.paragraph("Counsel decides. Wrong time? /fix");
    page
}

/// What became of card numbers in what was typed.
fn masked_words(masked: usize) -> Option<Block> {
    let numbers = count_of(masked, "card number was", "card numbers were");
    (masked > 0).then(|| {
        Block::paragraph(format!(
            "{numbers} hidden before saving: only the last four digits are kept. A number that is no card's: write `not-a-card:` \
             in front of it."
        ))
    })
}

pub fn answers_can_follow(number: usize) -> String {
    match number {
        0 => String::new(),
        number => format!("  {} can follow.\n", count(number, "answer")),
    }
}
