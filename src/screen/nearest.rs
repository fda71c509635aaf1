//! The nearest deadline, as every screen and prompt has it: what was missed is loud, and never hides what lies ahead.

use chrono::{DateTime, Utc};

use super::duty::{Duty, State};
use crate::incident::Incident;
use crate::incident::receipt::short_id;
use crate::text::{before_bracket, clip, visible_line};
use crate::time::Zone;
use crate::time::words::{clock, clock_near, remaining};

/// Open duties with a time, by what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Nearest<'d, 'a> {
    /// Their time is over; the last one to pass comes last.
    pub missed: Vec<&'d Duty<'a>>,
    /// Their earliest possible time is over.
    pub past_earliest: Vec<&'d Duty<'a>>,
    /// Their time lies ahead, the nearest first.
    pub all_ahead: Vec<&'d Duty<'a>>,
    /// The nearest of those.
    pub ahead: Option<&'d Duty<'a>>,
    /// The first of those that cannot be told yet, and that the playbook expects: a time that may be running.
    pub perhaps: Option<&'d Duty<'a>>,
}

impl<'d, 'a> Nearest<'d, 'a> {
    /// Sorts duties that stand in the order of their times.
    pub fn of(duties: &'d [Duty<'a>], now: DateTime<Utc>) -> Self {
        let all = |wanted: &dyn Fn(&Duty<'a>) -> bool| duties.iter().filter(|duty| wanted(duty)).collect::<Vec<_>>();
        let all_ahead = all(&|duty| duty.is_open() && duty.at.is_some_and(|at| at >= now));
        Nearest {
            missed: all(&|duty| duty.is_missed(now)),
            past_earliest: all(&|duty| duty.is_past_earliest(now)),
            ahead: all_ahead.first().copied(),
            perhaps: all(&|duty| duty.state == State::CannotTell && duty.is_expected && duty.at.is_some())
                .into_iter()
                .min_by_key(|duty| duty.at),
            all_ahead,
        }
    }
}

/// The line that stands under an open question: which incident, what time it is, and what is due next. Cut at the edge.
pub fn under_question(
    incident: &Incident,
    duties: &[Duty<'_>],
    now: DateTime<Utc>,
    zone: Zone,
    width: usize,
) -> String {
    let nearest = Nearest::of(duties, now);
    let mut parts = Vec::new();
    if !nearest.missed.is_empty() {
        parts.push(format!("{} MISSED", nearest.missed.len()));
    }
    if !nearest.past_earliest.is_empty() {
        parts.push(format!("{} past the earliest time", nearest.past_earliest.len()));
    }
    match nearest.ahead.and_then(|duty| Some((duty, duty.at?))) {
        Some((duty, at)) => {
            let next = if parts.is_empty() { "" } else { "next " };
            parts.push(format!("{next}{}", clock_near(at, now, zone)));
            parts.push(duty.left_words(now));
            parts.push(duty.tell().into_owned());
        }
        None if parts.is_empty() => match nearest.perhaps.and_then(|duty| Some((duty, duty.at?))) {
            Some((duty, at)) => parts.push(format!("perhaps {}   {}", clock_near(at, now, zone), duty.tell())),
            None => parts.push("no deadline running yet".to_owned()),
        },
        None => parts.extend(nearest.missed.last().map(|duty| duty.tell().into_owned())),
    }
    let drill = if incident.drill { "DRILL  " } else { "" };
    let line = format!(
        "  {drill}{}  {}   {}",
        short_id(&incident.id),
        clock(now, zone),
        parts.join("   ")
    );
    format!("{}\n", clip(&visible_line(&line), width.max(1)))
}

/// The same in sentences, with its law, for a screen that has said which incident it is and what time.
pub fn sentences(duties: &[Duty<'_>], now: DateTime<Utc>, zone: Zone) -> Vec<String> {
    let nearest = Nearest::of(duties, now);
    let law = |duty: &Duty<'_>| {
        let law = before_bracket(duty.law());
        match law.is_empty() {
            true => String::new(),
            false => format!(" ({law})"),
        }
    };
    let mut said = Vec::new();
    if let Some(duty) = nearest.missed.last()
        && let Some(at) = duty.at
    {
        let others = nearest.missed.len() - 1;
        let more = match others {
            0 => String::new(),
            others => format!("; {others} more MISSED"),
        };
        said.push(format!(
            "MISSED {}: {}, {}{}{more}",
            clock_near(at, now, zone),
            duty.tell(),
            remaining(at - now),
            law(duty)
        ));
    }
    if let Some(duty) = nearest.past_earliest.last()
        && let Some(at) = duty.at
    {
        said.push(format!(
            "Earliest time passed {}: {}{}",
            clock_near(at, now, zone),
            duty.tell(),
            law(duty)
        ));
    }
    if let Some(duty) = nearest.ahead
        && let Some(at) = duty.at
    {
        said.push(format!(
            "Next deadline {}{}: {}, {} left{}",
            clock_near(at, now, zone),
            if duty.earliest { " at the earliest" } else { "" },
            duty.tell(),
            remaining(at - now),
            law(duty)
        ));
    }
    if said.is_empty() {
        said.push(match nearest.perhaps.and_then(|duty| Some((duty, duty.at?))) {
            Some((duty, at)) => {
                let needs = duty.needs_words();
                format!(
                    "Perhaps a deadline {}: {}. Cannot tell yet; needs: {}",
                    clock_near(at, now, zone),
                    duty.tell(),
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
