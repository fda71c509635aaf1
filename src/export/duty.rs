//! Who was told and who was not: each duty with its law, what was computed and decided, the notices, and what was missed.
//!
//! Only what this edition shows counts: a duty is told as if what is left out were not there.

use chrono::{DateTime, FixedOffset, Utc};

use super::edition::LeftOut;
use super::recorded::Recorded;
use crate::incident::Incident;
use crate::incident::event::{ClockState, NOT_SAID, RulesOrigin, outcome_words};
use crate::incident::state::{Assessment, Decided, Decision, Delay, Notice, ObligationState};
use crate::situation::Timing;
use crate::situation::timing::{Settled, Settlement};
use crate::text::{count, prefixed};
use crate::time::Zone;
use crate::time::format::{full, remaining};

/// A duty to tell somebody.
#[derive(Clone, Debug)]
pub struct Duty {
    pub tell: String,
    /// The id of its rule.
    pub id: String,
    pub standing: DutyStanding,
    /// The rules that it was computed by, with their SHA-256.
    pub rules: Option<String>,
    /// What the record says about it, in the order in which a reader asks.
    pub lines: Vec<DutyLine>,
}

/// What became of a duty, in the order in which a report lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DutyStanding {
    Told,
    /// They were not, and nobody decided that they need not be.
    NotTold,
    /// Somebody decided that they are not told.
    Decided,
    /// Something is to be kept; nobody is to be told.
    Kept,
    /// The facts do not tell whether it applies.
    Unclear,
    /// It does not apply, as computed.
    NotRequired,
}

/// One thing about a duty.
#[derive(Clone, Debug)]
pub struct DutyLine {
    /// What it is: `Legality`, `Computed`, `ReportedBy`, …
    pub label: &'static str,
    pub text: String,
    /// Who did or said it, when a person did.
    pub who: Option<String>,
    pub at: Option<DateTime<FixedOffset>>,
    pub seq: u64,
}

impl DutyStanding {
    /// Every standing in words, in the order of a report.
    pub const ALL: [(DutyStanding, &'static str); 6] = [
        (DutyStanding::Told, "Told"),
        (DutyStanding::NotTold, "Not told"),
        (DutyStanding::Decided, "Not told, by decision"),
        (DutyStanding::Kept, "To be kept"),
        (DutyStanding::Unclear, "Not clear whether it applies"),
        (DutyStanding::NotRequired, "Does not apply, as computed"),
    ];

    fn of(state: &ObligationState, timing: Option<&Timing>) -> Self {
        match timing {
            Some(Timing::Settled(settled)) => match settled.how {
                Settlement::Told(_) | Settlement::Done(_) => DutyStanding::Told,
                Settlement::NotRequired | Settlement::Declined { .. } => DutyStanding::Decided,
            },
            Some(Timing::CannotTell(_)) => DutyStanding::Unclear,
            Some(Timing::Withdrawn(_)) => DutyStanding::NotRequired,
            Some(
                Timing::Due(_)
                | Timing::Earliest(_)
                | Timing::EarliestPassed(_)
                | Timing::Missed(_)
                | Timing::NoLimit
                | Timing::Waiting(_),
            ) => DutyStanding::NotTold,
            None => match &state.assessed {
                Some(computed) if computed.outcome.state == ClockState::Kept => DutyStanding::Kept,
                Some(_) | None => DutyStanding::NotTold,
            },
        }
    }
}

/// Every duty of which this edition shows anything.
pub(super) fn duties(recorded: &Recorded, left: &LeftOut, zone: Zone) -> Vec<Duty> {
    let incident = &recorded.reading.incident;
    // At the last entry, not at the time of exporting: the same record gives the same bytes.
    let last = recorded.lines.iter().rev().find_map(|line| line.entry.as_ref());
    let last_at = last.map_or(DateTime::<Utc>::MIN_UTC, |entry| entry.at);
    let mut duties: Vec<Duty> = incident
        .obligations
        .iter()
        .filter_map(|(id, state)| {
            let shown = shown(state, incident, left);
            let timing = Timing::of_record(incident, &shown, last_at, zone);
            // What is left out may have moved it: then nothing is said about being late.
            let is_whole = timing == Timing::of_record(incident, state, last_at, zone);
            let lines = lines(&shown, timing.as_ref().filter(|_| is_whole), zone);
            (!lines.is_empty()).then(|| Duty {
                tell: shown.tell.clone(),
                id: id.clone(),
                standing: DutyStanding::of(&shown, timing.as_ref()),
                rules: shown.assessed.as_ref().map(rules_words),
                lines,
            })
        })
        .collect();
    duties.sort_by_key(|duty| duty.standing);
    duties
}

/// The state without what is left out. A decision that is left out does not make the one before it count again.
fn shown(state: &ObligationState, incident: &Incident, left: &LeftOut) -> ObligationState {
    let is_shown = |seq: u64| {
        !left.has(seq)
            && !incident
                .corrected
                .get(&seq)
                .is_some_and(|correction| left.has(*correction))
    };
    let mut shown = state.clone();
    shown.assessed = shown.assessed.filter(|computed| is_shown(computed.seq));
    shown.decisions = match state.decision().filter(|decision| is_shown(decision.seq)) {
        Some(decision) => vec![decision.clone()],
        None => Vec::new(),
    };
    shown.delays.retain(|delay| is_shown(delay.seq));
    for delay in &mut shown.delays {
        delay.released = delay.released.take().filter(|released| is_shown(released.seq));
    }
    shown.notices.retain(|notice| is_shown(notice.seq));
    shown
}

fn lines(state: &ObligationState, timing: Option<&Timing>, zone: Zone) -> Vec<DutyLine> {
    let mut lines = Vec::new();
    lines.extend(
        state
            .assessed
            .iter()
            .flat_map(|computed| computed_lines(computed, zone)),
    );
    lines.extend(state.decision().map(|decision| decision_line(decision, zone)));
    for delay in &state.delays {
        lines.extend(delay_lines(delay, zone));
    }
    lines.extend(state.notices.iter().map(notice_line));
    lines.extend(timing.and_then(|timing| late_line(state, timing, zone)));
    lines
}

/// That its time passed before anybody was told, by what the rest of the record says.
fn late_line(state: &ObligationState, timing: &Timing, zone: Zone) -> Option<DutyLine> {
    let line = |label, text, seq| DutyLine {
        label,
        text,
        who: None,
        at: None,
        seq,
    };
    match timing {
        Timing::Missed(at) => {
            let (_, seq) = state.due_at()?;
            Some(line(
                "Missed",
                format!("{} passed without a notice", full(*at, zone)),
                seq,
            ))
        }
        Timing::Settled(Settled {
            due: Some(due),
            late: Some(late),
            ..
        }) => {
            let seq = state.first_notice()?.seq;
            Some(line(
                "Late",
                format!("by {}; it was due {}", remaining(*late), full(due.at, zone)),
                seq,
            ))
        }
        Timing::Due(_)
        | Timing::Earliest(_)
        | Timing::EarliestPassed(_)
        | Timing::NoLimit
        | Timing::Waiting(_)
        | Timing::CannotTell(_)
        | Timing::Settled(_)
        | Timing::Withdrawn(_) => None,
    }
}

fn computed_lines(computed: &Assessment, zone: Zone) -> [DutyLine; 3] {
    let outcome = &computed.outcome;
    let line = |label, text| DutyLine {
        label,
        text,
        who: None,
        at: None,
        seq: computed.seq,
    };
    [
        line("Law", outcome.law.clone()),
        line("Computed", outcome_words(outcome, zone)),
        line(
            "Rule",
            format!(
                "{}, as of {}, from {}",
                outcome.confidence, outcome.as_of, outcome.source
            ),
        ),
    ]
}

fn rules_words(computed: &Assessment) -> String {
    let origin = match computed.rules.origin {
        RulesOrigin::BuiltIn => "the built-in rules",
        RulesOrigin::Own => "rules that are partly the responder's own",
    };
    format!("{origin}, SHA-256 {}", computed.rules.sha256)
}

fn decision_line(decision: &Decision, zone: Zone) -> DutyLine {
    let what = match &decision.what {
        Decided::Confirmed => "applies as computed".to_owned(),
        Decided::NotRequired => "does not apply".to_owned(),
        Decided::Corrected { due_at } => format!("due {} instead of the computed time", full(*due_at, zone)),
        Decided::Extended { until } => format!("extended to {}", full(*until, zone)),
        Decided::Declined { decided_by, revisit_at } => format!(
            "will not be told, decided by {decided_by}, to be looked at again {}",
            full(*revisit_at, zone)
        ),
    };
    let why = prefixed(", because: ", &decision.why);
    DutyLine {
        label: "Decision",
        text: format!("{what}{why}"),
        who: Some(decision.who.clone()),
        at: Some(zone.at::<Utc>(&decision.at)),
        seq: decision.seq,
    }
}

fn delay_lines(delay: &Delay, zone: Zone) -> Vec<DutyLine> {
    let officer = delay
        .officer
        .as_ref()
        .map_or_else(String::new, |officer| format!(" ({officer})"));
    let how = if delay.written { "in writing" } else { "without writing" };
    let until = prefixed(" until ", &delay.until.map(|until| full(until, zone)));
    let why = prefixed(", because: ", &delay.why);
    let asked = DutyLine {
        label: "Held back",
        text: format!("{}{officer} asked {how}{until}{why}", delay.agency),
        who: Some(delay.who.clone()),
        at: Some(zone.at::<Utc>(&delay.since)),
        seq: delay.seq,
    };
    let released = delay.released.as_ref().map(|released| DutyLine {
        label: "Released",
        text: format!("not held back by {} any more", delay.agency),
        who: Some(released.who.clone()),
        at: Some(zone.at(&released.at)),
        seq: released.seq,
    });
    std::iter::once(asked).chain(released).collect()
}

fn notice_line(notice: &Notice) -> DutyLine {
    let mut text = match notice.channel.as_str() {
        NOT_SAID => "how is not said".to_owned(),
        channel => format!("by {channel}"),
    };
    if let Some(to) = &notice.to {
        text.push_str(&format!(", to {to}"));
    }
    if let Some(reference) = &notice.reference {
        text.push_str(&format!(", reference {reference}"));
    }
    if let Some(file) = &notice.attachment {
        let size = count(usize::try_from(file.size).unwrap_or(usize::MAX), "byte");
        text.push_str(&format!(", with {}, {size}, SHA-256 {}", file.name, file.sha256));
    }
    DutyLine {
        label: if notice.internal { "Done" } else { "Told" },
        text,
        who: Some(notice.who.clone()),
        at: Some(notice.at),
        seq: notice.seq,
    }
}
