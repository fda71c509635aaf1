//! The nearest deadline in words, as every screen and prompt has it: what was missed is loud, and never hides what lies ahead.

use crate::incident::Incident;
use crate::incident::receipt::short_id;
use crate::situation::deadline::needs_words;
use crate::situation::nearest::Perhaps;
use crate::situation::{Deadline, Situation, Timing};
use crate::text::{before_bracket, clip, visible_line};
use crate::time::format::clock;
use crate::time::{TimeView, Zone};

/// How long is left: `19 h 38 min`, `19 h 38 min, to be safe`, `5 h ago, to be safe`, `2 d 3 h, perhaps`,
/// `MISSED 3 min ago`. Empty where there is no time.
pub fn left_words(deadline: &Deadline, time: TimeView) -> String {
    let left_or_ago = |at| time.left_words(at).replacen("passed ", "", 1);
    match &deadline.timing {
        Timing::Due(at) => time.left_words(*at),
        Timing::Earliest(at) | Timing::EarliestPassed(at) => format!("{}, to be safe", left_or_ago(*at)),
        Timing::Missed(at) => time.left_words(*at).replacen("passed", "MISSED", 1),
        Timing::CannotTell(Some(due)) => format!("{}, perhaps", left_or_ago(due.at)),
        Timing::NoLimit | Timing::Waiting(_) | Timing::CannotTell(None) | Timing::Settled(_) | Timing::Withdrawn(_) => {
            String::new()
        }
    }
}

/// The line that stands under an open question: which incident, what time it is, and what is due next. Cut at the edge.
pub fn under_question(incident: &Incident, situation: &Situation, zone: Zone, width: usize) -> String {
    let (nearest, time) = (situation.nearest(), situation.seen_in(zone));
    let mut parts = Vec::new();
    if !nearest.missed.is_empty() {
        parts.push(format!("{} MISSED", nearest.missed.len()));
    }
    if !nearest.past_earliest.is_empty() {
        parts.push(format!("{} passed, to be safe", nearest.past_earliest.len()));
    }
    let perhaps = nearest
        .perhaps
        .iter()
        .find(|one| one.is_near())
        .and_then(|one| Some((one, one.first.at()?)));
    match nearest.ahead.first().and_then(|duty| Some((*duty, duty.at()?))) {
        Some((duty, at)) => {
            let next = if parts.is_empty() { "" } else { "next " };
            parts.push(format!("{next}{}", time.clock_near(at)));
            parts.push(left_words(duty, time));
            parts.push(duty.tell.to_string());
        }
        None if parts.is_empty() && perhaps.is_none() => parts.push("no deadline running yet".to_owned()),
        None => {
            let over = nearest.missed.last().or(nearest.past_earliest.last());
            parts.extend(over.map(|duty| duty.tell.to_string()));
        }
    }
    parts.extend(perhaps.map(|(one, at)| format!("perhaps {}: {}", time.clock_near(at), whom(one))));
    let drill = if incident.drill { "DRILL  " } else { "" };
    let line = format!(
        "  {drill}{}  {}   {}",
        short_id(&incident.id),
        clock(time.now, zone),
        parts.join("   ")
    );
    format!("{}\n", clip(&visible_line(&line), width.max(1)))
}

/// Whom it may be about: the most urgent by name where people have spoken of the place, else how many there are.
pub fn whom(perhaps: &Perhaps<'_>) -> String {
    match perhaps.as_near {
        1 => perhaps.first.tell.to_string(),
        count if perhaps.is_near() => format!("{} and {} more", perhaps.first.tell, count - 1),
        count => format!("{count} duties"),
    }
}

/// The same in sentences, with its law, for a screen that has said which incident it is and what time.
pub fn sentences(situation: &Situation, zone: Zone) -> Vec<String> {
    let (nearest, time) = (situation.nearest(), situation.seen_in(zone));
    let law = |duty: &Deadline| {
        let law = before_bracket(&duty.law);
        if law.is_empty() {
            String::new()
        } else {
            format!(" ({law})")
        }
    };
    let mut said = Vec::new();
    if let Some(duty) = nearest.missed.last()
        && let Some(at) = duty.at()
    {
        let others = nearest.missed.len() - 1;
        let more = match others {
            0 => String::new(),
            others => format!("; {others} more MISSED"),
        };
        said.push(format!(
            "MISSED {}: {}, {}{}{more}",
            time.clock_near(at),
            duty.tell,
            time.left_words(at),
            law(duty)
        ));
    }
    if let Some(duty) = nearest.past_earliest.last()
        && let Some(at) = duty.at()
    {
        said.push(format!(
            "By {} to be safe, which is over; the law may allow longer: {}{}",
            time.clock_near(at),
            duty.tell,
            law(duty)
        ));
    }
    if let Some(duty) = nearest.ahead.first()
        && let Some(at) = duty.at()
    {
        said.push(format!(
            "Next deadline {}{}: {}, {} left{}",
            time.clock_near(at),
            if duty.is_earliest() {
                " to be safe; the law may allow longer"
            } else {
                ""
            },
            duty.tell,
            time.left_words(at),
            law(duty)
        ));
    }
    for perhaps in &nearest.perhaps {
        let when = perhaps
            .first
            .at()
            .map_or_else(String::new, |at| format!(" by {}", time.clock_near(at)));
        said.push(format!(
            "Perhaps{when}: {}; needs: {}",
            whom(perhaps),
            needs_words(&perhaps.needs)
        ));
    }
    if said.is_empty() {
        said.push("No deadline is running yet.".to_owned());
    }
    said
}

#[cfg(test)]
mod tests;
