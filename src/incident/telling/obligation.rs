//! What was computed, decided and done about telling somebody, in sentences.
//!
//! Dates carry their year: a deadline may lie in the next one, and what is to be kept is kept for years.

use crate::incident::event::{
    Applies, Assessed, ClockState, NOT_SAID, NoticeDeclined, NoticeMade, ObligationAssessed, ObligationDelayed,
    RulesOrigin,
};
use crate::text::{count_of, list_plain};
use crate::time::Zone;
use crate::time::words::full;

/// More outcomes than this are listed only where somebody must be told, and counted otherwise.
const LISTED: usize = 5;

/// What a computation changed: a line for each duty, below a line that says what they are.
pub(super) fn assessed_words(assessed: &ObligationAssessed, zone: Zone) -> String {
    let rules = match assessed.rules.origin {
        RulesOrigin::BuiltIn => "the built-in rules",
        RulesOrigin::Own => "rules that are partly the responder's own",
    };
    let changed = &assessed.changed;
    let is_listed = |outcome: &&Assessed| changed.len() <= LISTED || outcome.applies == Applies::Yes;
    let mut lines = vec![format!("computed from the facts and {rules}:")];
    lines.extend(
        changed
            .iter()
            .filter(is_listed)
            .map(|outcome| format!("{} ({}): {}", outcome.tell, outcome.law, outcome_words(outcome, zone))),
    );
    let left: Vec<String> = [(Applies::Unknown, "not clear yet"), (Applies::No, "not applying")]
        .into_iter()
        .filter_map(|(applies, words)| {
            let is_counted = |outcome: &&Assessed| !is_listed(outcome) && outcome.applies == applies;
            let number = changed.iter().filter(is_counted).count();
            (number > 0).then(|| format!("{number} {words}"))
        })
        .collect();
    match (left.is_empty(), lines.as_mut_slice()) {
        (false, [only]) => only.push_str(&format!(" {}", list_plain(&left, "and"))),
        (false, _) => lines.push(format!("and {}", list_plain(&left, "and"))),
        (true, _) => {}
    }
    lines.join("\n")
}

/// What a computation changed, counted: `computed who must be told: 2 with a deadline, 3 without a fixed limit`.
pub fn assessed_in_short(assessed: &ObligationAssessed) -> String {
    let number = |wanted: &dyn Fn(&Assessed) -> bool| assessed.changed.iter().filter(|one| wanted(one)).count();
    let applies = |one: &Assessed| one.applies == Applies::Yes;
    let counted = [
        (number(&|one| applies(one) && is_timed(one)), "with a deadline"),
        (
            number(&|one| applies(one) && one.state == ClockState::Open),
            "without a fixed limit",
        ),
        (
            number(&|one| applies(one) && one.state == ClockState::Waiting),
            "waiting for an event",
        ),
        (
            number(&|one| applies(one) && matches!(one.state, ClockState::Kept | ClockState::None)),
            "that nobody is told by",
        ),
        (
            number(&|one| one.applies == Applies::Unknown),
            "that cannot be told yet",
        ),
        (number(&|one| one.applies == Applies::No), "no longer"),
    ];
    let words: Vec<String> = counted
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, words)| format!("{number} {words}"))
        .collect();
    let rules = count_of(assessed.changed.len(), "rule", "rules");
    format!(
        "computed who must be told, {rules} changed: {}",
        list_plain(&words, "and")
    )
}

/// What was computed about one duty, without whom it is to tell and by what law.
pub fn outcome_words(outcome: &Assessed, zone: Zone) -> String {
    let what = match outcome.applies {
        Applies::No => "does not apply".to_owned(),
        Applies::Unknown => match due_words(outcome, zone) {
            Some(due) => format!("not clear yet whether it applies; if so, {due}"),
            None => "not clear yet whether it applies".to_owned(),
        },
        Applies::Yes => match due_words(outcome, zone) {
            Some(due) => format!("applies, {due}"),
            None => "applies".to_owned(),
        },
    };
    format!("{what}, because: {}", outcome.because)
}

/// By when it is to be done, as far as that is known.
fn due_words(outcome: &Assessed, zone: Zone) -> Option<String> {
    let counted = match (&outcome.counts_from, outcome.start_at) {
        (Some(from), Some(start)) => format!(", counted from {from}, {}", full(start, zone)),
        (Some(from), None) => format!(", counted from {from}"),
        (None, _) => String::new(),
    };
    let earliest = if outcome.earliest { " at the earliest" } else { "" };
    let time = outcome.due_at.map(|at| full(at, zone));
    match (outcome.state, time) {
        (ClockState::Due, Some(time)) => Some(format!("due {time}{earliest}{counted}")),
        (ClockState::Kept, Some(time)) => Some(format!("to be kept until {time}{earliest}{counted}")),
        (ClockState::Kept, None) => Some(format!("to be kept{counted}")),
        (ClockState::Due | ClockState::Open, _) => Some(format!("no fixed limit{counted}")),
        (ClockState::Waiting, _) => Some(match &outcome.counts_from {
            Some(from) => format!("its time runs from {from}, which is not known yet"),
            None => "its time does not run yet".to_owned(),
        }),
        (ClockState::None, _) => None,
    }
}

/// A request to hold a notice back, without whom it is to tell.
pub(super) fn delayed_words(delayed: &ObligationDelayed, zone: Zone) -> String {
    let officer = delayed
        .officer
        .as_ref()
        .map_or_else(String::new, |officer| format!(" ({officer})"));
    let how = if delayed.written {
        "in writing"
    } else {
        "without writing"
    };
    let until = delayed
        .until
        .map_or_else(String::new, |until| format!(" until {}", full(until, zone)));
    let why = delayed
        .why
        .as_ref()
        .map_or_else(String::new, |why| format!(", because: {why}"));
    format!(
        "{}{officer} asked {how} to hold the notice back{until}{why}",
        delayed.agency
    )
}

/// A notice that was made, without who was told.
pub(super) fn made_words(made: &NoticeMade, zone: Zone) -> String {
    let to = made.to.as_ref().map_or_else(String::new, |to| format!(", to {to}"));
    let reference = made
        .reference
        .as_ref()
        .map_or_else(String::new, |reference| format!(", reference {reference}"));
    let attachment = made
        .attachment
        .as_ref()
        .map_or_else(String::new, |file| format!(", with {}", file.name));
    let by = match made.channel.as_str() {
        NOT_SAID => String::new(),
        channel => format!(", by {channel}"),
    };
    let what = if made.internal { "done" } else { "told" };
    format!("{what} {}{by}{to}{reference}{attachment}", full(made.at, zone))
}

/// A decision not to tell, without who is not told.
pub(super) fn declined_words(declined: &NoticeDeclined, zone: Zone) -> String {
    format!(
        "will not be told, because: {} (decided by {}; to be looked at again {})",
        declined.why,
        declined.decided_by,
        full(declined.revisit_at, zone)
    )
}

fn is_timed(outcome: &Assessed) -> bool {
    outcome.state == ClockState::Due && outcome.due_at.is_some()
}
