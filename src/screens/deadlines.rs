//! Every deadline of an incident: when, here and in UTC, how long is left, by what law, and what people decided beside what
//! was computed.
//!
//! The long list behind the few lines of the board. Pure.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::layout::about_incident;
use super::nearest::left_words;
use super::situation::untold_json;
use super::step::told_words;
use crate::document::{Block, Blocks, Document, Section};
use crate::incident::Incident;
use crate::incident::state::{Decided, Decision, Delay};
use crate::obligation::count::When;
use crate::obligation::duty::{Running, Since};
use crate::obligation::json::moment;
use crate::obligation::rule::PoliceDelay;
use crate::obligation::{Rule, json as obligation_json};
use crate::situation::deadline::{DeadlineSource, Untold, untold};
use crate::situation::timing::Settlement;
use crate::situation::{Deadline, Situation, Timing};
use crate::text::{capitalised, count_of, first_few, list_plain, prefixed};
use crate::time::format::{day, utc};
use crate::time::{TimeView, Zone};
use crate::workflow::Workflow;
use crate::workflow::duties::told_when;

/// This many ids of duties that wait for one answer are named.
const IDS_AT_ONCE: usize = 6;
/// Columns of the number of a duty.
const NUMBER: usize = 4;

/// The list. `all` adds what is settled, and one by one what cannot be told.
pub fn deadlines(workflow: &Workflow, incident: &Incident, situation: &Situation, all: bool, zone: Zone) -> Document {
    let time = situation.seen_in(zone);
    let mut page = about_incident(incident, Some("Deadlines"), time);
    if incident.closed.is_some() {
        page.paragraph(super::board::closed_words(incident, zone));
    }
    let look = Look {
        workflow,
        incident,
        time,
    };
    let of = |wanted: &dyn Fn(&Timing) -> bool| -> Vec<&Deadline> {
        let deadlines = situation.deadlines.iter();
        deadlines.filter(|deadline| wanted(&deadline.timing)).collect()
    };
    let timed = of(&Timing::is_running);
    page.add(Section::new("Due").remark("counsel decides"));
    if timed.is_empty() {
        let yet = if incident.is_open() { " yet" } else { " any more" };
        page.paragraph(format!("No deadline is running{yet}."));
    }
    look.list(&mut page, &timed);
    let rest: [(&str, Vec<&Deadline>); 4] = [
        (
            "Not telling: to be looked at again now",
            of(&Timing::is_to_be_looked_at),
        ),
        (
            "Without delay, no fixed limit",
            of(&|timing| *timing == Timing::NoLimit),
        ),
        (
            "Waiting for something to happen first",
            of(&|timing| matches!(timing, Timing::Waiting(_))),
        ),
        (
            "Settled",
            of(&|timing| all && is_settled(timing) && !timing.is_to_be_looked_at()),
        ),
    ];
    for (title, deadlines) in rest {
        if !deadlines.is_empty() {
            page.add(Section::new(title));
            look.list(&mut page, &deadlines);
        }
    }
    cannot_tell(&mut page, situation, all, &look);
    page.space();
    page.commands(&[
        ("breach obligation explain ID", "how one comes about"),
        ("breach deadline list --all", "with what is settled"),
        ("breach deadline list --ics FILE", "for a calendar"),
    ]);
    page
}

/// The list as JSON: an item for each deadline, with its reasons, and one for each answer that would tell about others. With
/// `all` every one of those is an item, and what is settled too.
pub fn to_json(workflow: &Workflow, incident: &Incident, situation: &Situation, all: bool, zone: Zone) -> Vec<Value> {
    let is_shown = |timing: &Timing| all || timing.is_open() || timing.is_to_be_looked_at();
    let (shown, others): (Vec<&Deadline>, Vec<&Deadline>) = situation
        .deadlines
        .iter()
        .partition(|deadline| is_shown(&deadline.timing));
    let rules: Vec<&Rule> = shown
        .iter()
        .filter_map(|deadline| workflow.book.rule(deadline.obligation()?))
        .collect();
    let reasons = situation.reasons(workflow, incident, &rules);
    let computed = |deadline: &Deadline| {
        let duty = reasons
            .iter()
            .find(|duty| deadline.obligation() == Some(duty.rule.id.as_str()))?;
        Some(obligation_json::duty(duty, false))
    };
    let mut items: Vec<Value> = shown
        .iter()
        .map(|deadline| item(deadline, computed(deadline), incident, situation.seen_in(zone)))
        .collect();
    items.extend(untold(others).iter().map(|untold| {
        let mut item = untold_json(untold);
        if let Some(item) = item.as_object_mut() {
            item.insert("state".to_owned(), json!(Timing::CannotTell(None).name()));
        }
        item
    }));
    items
}

fn is_settled(timing: &Timing) -> bool {
    matches!(timing, Timing::Settled(_) | Timing::Withdrawn(_))
}

/// From where and when the list is looked at.
struct Look<'a> {
    workflow: &'a Workflow,
    incident: &'a Incident,
    time: TimeView,
}

impl Look<'_> {
    fn list(&self, page: &mut Document, deadlines: &[&Deadline]) {
        for duty in deadlines {
            self.one(page, duty);
        }
    }

    fn one(&self, page: &mut Document, duty: &Deadline) {
        let number = duty.number.map_or_else(String::new, |number| number.to_string());
        let head = self.head(duty);
        let name = format!("{}  [{}]", duty.tell, id_words(duty));
        let first = if head.is_empty() { name.as_str() } else { head.as_str() };
        page.labelled(&format!("{number:>2}"), NUMBER, first);
        let mut lines = Vec::new();
        if !head.is_empty() {
            lines.push(name);
        }
        lines.extend(self.counted(duty));
        lines.push(format!("{}.", duty.law_words()));
        lines.extend(
            duty.read_in
                .as_deref()
                .map(|source| format!("{}.", crate::obligation::labels::source(source))),
        );
        lines.extend(self.said(duty));
        page.below(NUMBER, lines.into_iter().map(Block::paragraph).collect());
    }

    /// Its time and how long is left, or how it ended.
    fn head(&self, duty: &Deadline) -> String {
        let at = |at: &DateTime<Utc>| self.moment(*at);
        match &duty.timing {
            Timing::Due(due) => format!("{}   {} left", at(due), left_words(duty, self.time)),
            Timing::Earliest(due) | Timing::EarliestPassed(due) | Timing::Missed(due) => {
                format!("{}   {}", at(due), left_words(duty, self.time))
            }
            Timing::Settled(settled) => {
                let late = match (settled.late, settled.due) {
                    (Some(_), Some(due)) => format!(", LATE: it was due {}", at(&due.at)),
                    _ => prefixed(", ", &duty.lacks_the_hour(self.incident, self.time.zone)),
                };
                match &settled.how {
                    Settlement::Told(told) => format!("told {}{late}", told_words(*told, at)),
                    Settlement::Done(done) => format!("done {}{late}", told_words(*done, at)),
                    Settlement::NotRequired => "not required".to_owned(),
                    Settlement::Declined {
                        revisit_at,
                        is_over: true,
                    } => format!("not telling; it was to be looked at again {}", at(revisit_at)),
                    Settlement::Declined {
                        revisit_at,
                        is_over: false,
                    } => format!("not telling until {}", at(revisit_at)),
                }
            }
            Timing::Withdrawn(_) if !self.incident.is_open() => "ended with the incident".to_owned(),
            Timing::Withdrawn(_) => "does not apply any more, by what is known now".to_owned(),
            Timing::CannotTell(Some(due)) => format!("cannot tell yet; if it applies, {}", at(&due.at)),
            Timing::CannotTell(None) => "cannot tell yet".to_owned(),
            Timing::NoLimit | Timing::Waiting(_) => String::new(),
        }
    }

    /// In UTC, and from what it is counted; while it does not run, what for it waits.
    fn counted(&self, duty: &Deadline) -> Vec<String> {
        let mut lines = Vec::new();
        let at = duty.at();
        let mut words = match at.filter(|_| duty.timing.is_running()) {
            Some(at) => at.format("%-d %b %Y %H:%M UTC").to_string(),
            None => String::new(),
        };
        if let Some(computed) = &duty.computed
            && let Some(rule) = self.workflow.book.rule(duty.id())
            && duty.timing.is_open()
        {
            match &computed.clock {
                // A time that somebody decided is not counted from anything.
                Running::Due(due) if at == Some(due.at) => {
                    let limit = rule.clock.within;
                    let limit = limit.map_or_else(String::new, |limit| format!("{limit} "));
                    words = format!("{words}; {limit}from {}", self.since(&due.since));
                    if let Some(closed) = &due.closed {
                        lines.push(format!("{}.", capitalised(&closed.hint())));
                    }
                }
                Running::Open(Some(since)) => words = format!("Since {}", self.since(since)),
                Running::Waiting { on } => words = format!("Runs {}", crate::obligation::labels::waiting(rule, on)),
                Running::Due(_) | Running::Open(None) | Running::Kept(_) | Running::None => {}
            }
        }
        if let (Timing::Waiting(on), DeadlineSource::Record(_)) = (&duty.timing, &duty.source) {
            words = format!("Runs from {on}, which is not recorded yet");
        }
        if !words.is_empty() {
            lines.insert(0, format!("{}.", words.trim_start_matches("; ")));
        }
        if matches!(duty.timing, Timing::Earliest(_) | Timing::EarliestPassed(_)) {
            let is_day = duty.computed.as_ref().is_some_and(|computed| match &computed.clock {
                Running::Due(due) => !due.since.earliest && matches!(due.since.at, When::On(_)),
                _ => false,
            });
            lines.push(
                if is_day {
                    "The hour was not written down; it counts from the beginning of that day."
                } else {
                    "To be safe: what it counts from is not settled, so the earliest known time is used; the law may allow longer."
                }
                .to_owned(),
            );
        }
        if !duty.needs.is_empty() {
            lines.push(format!("Needs: {}.", duty.needs_words()));
        }
        lines
    }

    fn since(&self, since: &Since) -> String {
        let at = match since.at {
            When::At(at) => self.moment(at),
            When::On(on) => day(on),
        };
        format!("{}, {at}", since.event)
    }

    /// What people decided, asked for and did, beside what was computed.
    fn said(&self, duty: &Deadline) -> Vec<String> {
        let mut lines = Vec::new();
        if let DeadlineSource::Record(_) = duty.source {
            lines.push("Its rule no longer exists; it is shown as it was recorded.".to_owned());
        }
        let Some(state) = duty.recorded(self.incident) else {
            return lines;
        };
        if let Some(decision) = state.decision() {
            lines.push(self.decision(decision));
            lines.extend(self.computed(duty, &decision.what));
        }
        lines.extend(state.delay().map(|delay| self.delay(delay, duty)));
        for notice in &state.notices {
            let at = told_words(told_when(notice), |at| self.moment(*at));
            let reference = match &notice.reference {
                Some(reference) => format!(", reference {reference}"),
                None => String::new(),
            };
            lines.push(format!(
                "Told {at} by {}, {}{reference} (entry {}).",
                notice.who, notice.channel, notice.seq
            ));
        }
        lines
    }

    fn decision(&self, decision: &Decision) -> String {
        let what = match &decision.what {
            Decided::Confirmed => "Confirmed as computed".to_owned(),
            Decided::NotRequired => "Not required".to_owned(),
            Decided::Corrected { due_at } => format!("Corrected to {}", self.moment(due_at.to_utc())),
            Decided::Extended { until } => format!("Extended until {}", self.moment(until.to_utc())),
            Decided::Declined { decided_by, .. } => format!("Not telling, as {decided_by} decided"),
        };
        let why = match &decision.why {
            Some(why) => format!(": {}", why.trim_end_matches('.')),
            None => String::new(),
        };
        format!(
            "{what}, by {}, {}{why} (entry {}).",
            decision.who,
            self.moment(decision.at),
            decision.seq
        )
    }

    /// What was computed, where a decision stands above it.
    fn computed(&self, duty: &Deadline, decided: &Decided) -> Option<String> {
        let computed = duty.computed.as_ref()?;
        if *decided == Decided::Confirmed && computed.is_on() {
            return None;
        }
        let words = match (computed.applies, computed.due_at()) {
            (crate::condition::Truth::False, _) => "it does not apply".to_owned(),
            (crate::condition::Truth::Unknown, _) => "it cannot be told yet".to_owned(),
            (crate::condition::Truth::True, Some(at)) => format!("due {}", self.moment(at)),
            (crate::condition::Truth::True, None) => "it applies, without a time".to_owned(),
        };
        Some(format!("Computed: {words}."))
    }

    fn delay(&self, delay: &Delay, duty: &Deadline) -> String {
        let how = if delay.written { "in writing" } else { "without writing" };
        let until = match delay.until {
            Some(until) => format!("until {}", self.moment(until.to_utc())),
            None => "no end was named".to_owned(),
        };
        let stays = match self.workflow.book.rule(duty.id()) {
            Some(rule) if rule.clock.police_delay == PoliceDelay::Stays => "; by the rule on file that moves nothing",
            _ => "",
        };
        format!(
            "Police delay: {} asked {how}, {until} (entry {}){stays}.",
            delay.agency, delay.seq
        )
    }

    fn moment(&self, at: DateTime<Utc>) -> String {
        self.time.day_clock_near(at)
    }
}

fn cannot_tell(page: &mut Document, situation: &Situation, all: bool, look: &Look<'_>) {
    let deadlines = situation.deadlines.iter();
    let open: Vec<&Deadline> = deadlines
        .filter(|deadline| matches!(deadline.timing, Timing::CannotTell(_)))
        .collect();
    if open.is_empty() {
        return;
    }
    let title = format!("Cannot tell yet: {}", count_of(open.len(), "duty", "duties"));
    if all {
        page.add(Section::new(title));
        look.list(page, &open);
    } else {
        page.add(Section::new(title).remark("each with --all"));
        for untold in situation.untold() {
            group(page, &untold, look.time);
        }
    }
}

/// What must be known, and the most urgent of those that depend on it.
fn group(page: &mut Document, untold: &Untold<'_>, time: TimeView) {
    let needs: Vec<String> = untold
        .needs
        .iter()
        .map(|need| match &need.fact {
            Some(fact) => format!("{}  [{fact}]", need.title),
            None => need.title.to_string(),
        })
        .collect();
    page.paragraph(format!("needs: {}", needs.join(", ")));
    let ids = untold.deadlines.iter().map(|deadline| id_words(deadline));
    let ids = first_few(ids, IDS_AT_ONCE, |more| format!("{more} more"));
    let nearest = untold.deadlines.iter().filter_map(|deadline| deadline.at()).min();
    let when = nearest.map_or_else(String::new, |at| {
        format!("; the first perhaps {}", time.day_clock_near(at))
    });
    page.below(
        NUMBER,
        vec![Block::paragraph(format!("for {}{when}", list_plain(&ids, "and")))],
    );
}

fn id_words(duty: &Deadline) -> String {
    match duty.step() {
        Some(step) => format!("step {step}"),
        None => duty.id().to_owned(),
    }
}

fn item(duty: &Deadline, computed: Option<Value>, incident: &Incident, view: TimeView) -> Value {
    let local = |at: DateTime<Utc>| view.zone.at(&at).to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    let ending = match &duty.timing {
        Timing::Settled(settled) => Some(settled.how),
        _ => None,
    };
    let (told_at, revisit_at) = match ending {
        Some(Settlement::Told(at) | Settlement::Done(at)) => (Some(moment(at)), None),
        Some(Settlement::Declined { revisit_at, .. }) => (None, Some(utc(revisit_at))),
        Some(Settlement::NotRequired) | None => (None, None),
    };
    let waits_for = match &duty.timing {
        Timing::Waiting(on) => Some(on),
        _ => None,
    };
    let decision = duty
        .recorded(incident)
        .and_then(|state| state.decision())
        .map(|decision| {
            let (what, at) = match &decision.what {
                Decided::Confirmed => ("confirmed", None),
                Decided::NotRequired => ("not_required", None),
                Decided::Corrected { due_at } => ("corrected", Some(utc(due_at.to_utc()))),
                Decided::Extended { until } => ("extended", Some(utc(until.to_utc()))),
                Decided::Declined { revisit_at, .. } => ("not_telling", Some(utc(revisit_at.to_utc()))),
            };
            json!({
                "what": what,
                "to_at": at,
                "why": decision.why,
                "who": decision.who,
                "at": utc(decision.at),
                "entry": decision.seq,
            })
        });
    let needs: Vec<Value> = duty
        .needs
        .iter()
        .map(|need| json!({"fact": need.fact, "title": *need.title}))
        .collect();
    json!({
        "number": duty.number,
        "obligation": duty.obligation(),
        "step": duty.step(),
        "tell": duty.tell,
        "law": duty.law,
        "confidence": duty.confidence,
        "as_of": duty.as_of,
        "state": duty.timing.name(),
        "due_at": duty.at().map(utc),
        "due_local": duty.at().map(local),
        "zone": view.zone.name(),
        "left_min": duty.at().filter(|_| duty.timing.is_open()).map(|at| view.left(at).num_minutes()),
        "missed": duty.timing.is_missed(),
        "late": duty.timing.late().is_some(),
        "in_time": duty.lacks_the_hour(incident, view.zone),
        "earliest": duty.is_earliest(),
        "counts_from": duty.counts_from,
        "waits_for": waits_for,
        "needs": needs,
        "told_at": told_at,
        "revisit_at": revisit_at,
        "decision": decision,
        "computed": computed,
        "decides": "counsel",
    })
}

#[cfg(test)]
mod tests;
