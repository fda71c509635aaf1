//! The nearest deadline in words, as every screen and prompt has it: what was missed is loud, and never hides what lies ahead.

use crate::incident::Incident;
use crate::incident::receipt::short_id;
use crate::situation::{Deadline, Situation, Timing};
use crate::text::{before_bracket, clip, visible_line};
use crate::time::format::clock;
use crate::time::{TimeView, Zone};

/// How long is left: `19 h 38 min`, `19 h 38 min, earliest`, `earliest time passed`, `MISSED 3 min ago`. Empty where no time
/// is running.
pub fn left_words(deadline: &Deadline, time: TimeView) -> String {
    match &deadline.timing {
        Timing::Due(at) => time.left_words(*at),
        Timing::Earliest(at) => format!("{}, earliest", time.left_words(*at)),
        Timing::EarliestPassed(_) => "earliest time passed".to_owned(),
        Timing::Missed(at) => time.left_words(*at).replacen("passed", "MISSED", 1),
        Timing::NoLimit | Timing::Waiting(_) | Timing::CannotTell(_) | Timing::Settled(_) | Timing::Withdrawn(_) => {
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
        parts.push(format!("{} past the earliest time", nearest.past_earliest.len()));
    }
    match nearest.ahead.first().and_then(|duty| Some((*duty, duty.at()?))) {
        Some((duty, at)) => {
            let next = if parts.is_empty() { "" } else { "next " };
            parts.push(format!("{next}{}", time.clock_near(at)));
            parts.push(left_words(duty, time));
            parts.push(duty.tell.clone());
        }
        None if parts.is_empty() => match nearest.perhaps.and_then(|duty| Some((duty, duty.at()?))) {
            Some((duty, at)) => parts.push(format!("perhaps {}   {}", time.clock_near(at), duty.tell)),
            None => parts.push("no deadline running yet".to_owned()),
        },
        None => parts.extend(nearest.missed.last().map(|duty| duty.tell.clone())),
    }
    let drill = if incident.drill { "DRILL  " } else { "" };
    let line = format!(
        "  {drill}{}  {}   {}",
        short_id(&incident.id),
        clock(time.now, zone),
        parts.join("   ")
    );
    format!("{}\n", clip(&visible_line(&line), width.max(1)))
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
            "Earliest time passed {}: {}{}",
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
            if duty.is_earliest() { " at the earliest" } else { "" },
            duty.tell,
            time.left_words(at),
            law(duty)
        ));
    }
    if said.is_empty() {
        said.push(match nearest.perhaps.and_then(|duty| Some((duty, duty.at()?))) {
            Some((duty, at)) => {
                let needs = duty.needs_words();
                format!(
                    "Perhaps a deadline {}: {}. Cannot tell yet; needs: {}",
                    time.clock_near(at),
                    duty.tell,
                    needs
                )
            }
            None => "No deadline is running yet.".to_owned(),
        });
    }
    said
}

#[cfg(test)]
mod tests;
