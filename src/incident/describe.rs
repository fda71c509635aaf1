//! An entry in one sentence, the same on screen, in the log and in every export.
//!
//! Events carry the words of the question as asked, so the record alone is enough. What happened is said by the event; who
//! did it, who said so and when is said here.

use super::entry::Entry;
use super::event::RoleTaken;
use super::state::same_person;
use crate::time::Zone;
use crate::time::format::day_clock;

/// What happened, as a sentence without its time. One line for most events; notes keep their own lines.
pub fn sentence(entry: &Entry, zone: Zone) -> String {
    let what = entry.event.sentence(zone);
    let mut asides = Vec::new();
    let actor = entry
        .actor
        .as_deref()
        .filter(|actor| !same_person(actor, &entry.by.name));
    let taker = entry.event.get::<RoleTaken>().map(|taken| &taken.name);
    let actor = actor.filter(|actor| !taker.is_some_and(|taker| same_person(taker, actor)));
    match (actor, &entry.told) {
        (Some(actor), Some(told)) if same_person(actor, &told.by) => {
            asides.push(format!("{actor}, {}", channel_words(&told.channel)));
        }
        (actor, told) => {
            asides.extend(actor.map(|actor| format!("by {actor}")));
            asides.extend(
                told.as_ref()
                    .map(|told| format!("{}, {}", told.by, channel_words(&told.channel))),
            );
        }
    }
    if asides.is_empty() {
        what
    } else {
        format!("{what} ({})", asides.join("; "))
    }
}

fn channel_words(channel: &str) -> String {
    match channel {
        "not said" => "told".to_owned(),
        "in person" | "meeting" => format!("told {channel}"),
        channel => format!("told by {channel}"),
    }
}

/// When it happened, if somebody said so: `22:50`, `about 22:50`, `at an unknown time`.
pub fn occurred_words(entry: &Entry, zone: Zone) -> Option<String> {
    let occurred = entry.occurred?;
    let words = occurred.words(|at| day_clock(at, zone));
    Some(words.unwrap_or_else(|| "at an unknown time".to_owned()))
}
