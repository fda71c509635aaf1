//! Every deadline of an incident: when, here and in UTC, how long is left, by what law, and what people decided beside what
//! was computed.
//!
//! The long list behind the few lines of the board. Pure.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::duty::{Carrier, Duty, State, Untold, untold};
use super::layout::{Page, incident_headline};
use super::situation::{state_name, time, untold_json};
use crate::incident::Incident;
use crate::incident::state::{Decided, Decision, Delay};
use crate::obligation::count::When;
use crate::obligation::duty::{Running, Since};
use crate::obligation::json as obligation_json;
use crate::obligation::rule::PoliceDelay;
use crate::text::{count_of, list_plain};
use crate::time::Zone;
use crate::time::words::{day, day_clock_near};

/// This many ids of duties that wait for one answer are named.
const IDS_AT_ONCE: usize = 6;
/// Columns before a duty; its number stands in them.
const INDENT: usize = 6;

/// The list. `all` adds what is settled, and one by one what cannot be told.
pub fn deadlines(
    incident: &Incident,
    duties: Vec<Duty<'_>>,
    all: bool,
    now: DateTime<Utc>,
    zone: Zone,
    width: usize,
) -> String {
    let mut page = Page::new(width);
    let (left, right) = incident_headline(incident, Some("Deadlines"), now, zone);
    page.headline(&left, &right);
    if incident.closed.is_some() {
        page.paragraph(2, &super::board::closed_words(incident, zone));
    }
    let look = Look { now, zone };
    let of =
        |wanted: &dyn Fn(&Duty<'_>) -> bool| -> Vec<&Duty<'_>> { duties.iter().filter(|duty| wanted(duty)).collect() };
    let timed = of(&|duty| duty.state == State::Due);
    page.section("Due", "counsel decides");
    if timed.is_empty() {
        page.paragraph(2, "No deadline is running yet.");
    }
    look.list(&mut page, &timed);
    let rest: [(&str, Vec<&Duty<'_>>); 4] = [
        (
            "Not telling: to be looked at again now",
            of(&|duty| is_to_be_looked_at(duty, now)),
        ),
        ("Without delay, no fixed limit", of(&|duty| duty.state == State::Open)),
        (
            "Waiting for something to happen first",
            of(&|duty| matches!(duty.state, State::Waiting(_))),
        ),
        (
            "Settled",
            of(&|duty| all && is_settled(duty) && !is_to_be_looked_at(duty, now)),
        ),
    ];
    for (title, duties) in rest {
        if !duties.is_empty() {
            page.section(title, "");
            look.list(&mut page, &duties);
        }
    }
    cannot_tell(&mut page, duties, all, &look);
    page.blank();
    page.rows(
        2,
        &[
            ["breach obligation explain ID", "how one comes about"],
            ["breach deadline list --all", "with what is settled"],
            ["breach deadline list --ics FILE", "for a calendar"],
        ]
        .map(|row| row.map(str::to_owned).to_vec()),
    );
    page.finish()
}

/// The list as JSON: an item for each duty, and one for each answer that would tell about others. With `all` every one of
/// those is an item, and what is settled too. The duties should have their reasons, which it gives.
pub fn to_json(duties: Vec<Duty<'_>>, all: bool, now: DateTime<Utc>, zone: Zone) -> Vec<Value> {
    let (shown, others): (Vec<Duty<'_>>, Vec<Duty<'_>>) = duties
        .into_iter()
        .partition(|duty| all || duty.is_open() || is_to_be_looked_at(duty, now));
    let mut items: Vec<Value> = shown.iter().map(|duty| item(duty, now, zone)).collect();
    items.extend(untold(others).iter().map(|untold| {
        let mut item = untold_json(untold);
        if let Some(item) = item.as_object_mut() {
            item.insert("state".to_owned(), json!(state_name(&State::CannotTell)));
        }
        item
    }));
    items
}

/// Whether somebody decided not to tell, and the time to look at that again has come.
fn is_to_be_looked_at(duty: &Duty<'_>, now: DateTime<Utc>) -> bool {
    matches!(duty.state, State::Declined(revisit) if revisit <= now)
}

fn is_settled(duty: &Duty<'_>) -> bool {
    !duty.is_open() && duty.state != State::CannotTell
}

/// From where and when the list is looked at.
struct Look {
    now: DateTime<Utc>,
    zone: Zone,
}

impl Look {
    fn list(&self, page: &mut Page, duties: &[&Duty<'_>]) {
        for duty in duties {
            self.one(page, duty);
        }
    }

    fn one(&self, page: &mut Page, duty: &Duty<'_>) {
        let number = duty.number.map_or_else(String::new, |number| number.to_string());
        let head = self.head(duty);
        let name = format!("{}  [{}]", duty.tell(), id_words(duty));
        let first = match head.is_empty() {
            true => name.as_str(),
            false => head.as_str(),
        };
        page.labelled(2, &format!("{number:>2}"), INDENT - 2, first);
        if !head.is_empty() {
            page.paragraph(INDENT, &name);
        }
        let mut lines = Vec::new();
        lines.extend(self.counted(duty));
        lines.push(format!("{}.", duty.law_words()));
        lines.extend(
            duty.source()
                .map(|source| format!("{}.", crate::obligation::words::source(source))),
        );
        lines.extend(self.said(duty));
        for line in lines {
            page.paragraph(INDENT, &line);
        }
    }

    /// Its time and how long is left, or how it ended.
    fn head(&self, duty: &Duty<'_>) -> String {
        let at = |at: &DateTime<Utc>| self.moment(*at);
        match (&duty.state, duty.at) {
            (State::Due, Some(due)) => {
                let left = duty.left_words(self.now);
                let left = match duty.is_missed(self.now) || duty.earliest {
                    true => left,
                    false => format!("{left} left"),
                };
                format!("{}   {left}", at(&due))
            }
            (State::Told(told), due) => {
                let late = match due {
                    Some(due) if !duty.earliest && *told > due => format!(", LATE: it was due {}", at(&due)),
                    _ => String::new(),
                };
                format!("told {}{late}", at(told))
            }
            (State::Done(done), _) => format!("done {}", at(done)),
            (State::NotRequired, _) => "not required".to_owned(),
            (State::Declined(revisit), _) if *revisit <= self.now => {
                format!("not telling; it was to be looked at again {}", at(revisit))
            }
            (State::Declined(revisit), _) => format!("not telling until {}", at(revisit)),
            (State::Withdrawn, _) => "does not apply any more, by what is known now".to_owned(),
            (State::CannotTell, Some(due)) => format!("cannot tell yet; if it applies, {}", at(&due)),
            (State::CannotTell, None) => "cannot tell yet".to_owned(),
            (State::Due | State::Open | State::Waiting(_), _) => String::new(),
        }
    }

    /// In UTC, and from what it is counted; while it does not run, what for it waits.
    fn counted(&self, duty: &Duty<'_>) -> Vec<String> {
        let mut lines = Vec::new();
        let mut words = match (&duty.state, duty.at) {
            (State::Due, Some(at)) => at.format("%-d %b %Y %H:%M UTC").to_string(),
            _ => String::new(),
        };
        if let Carrier::Rule(_, standing) = &duty.carrier
            && duty.is_open()
        {
            match &standing.duty.clock {
                // A time that somebody decided is not counted from anything.
                Running::Due(due) if duty.at == Some(due.at) => {
                    let limit = standing.duty.rule.clock.within;
                    let limit = limit.map_or_else(String::new, |limit| format!("{limit} "));
                    words = format!("{words}; {limit}from {}", self.since(&due.since));
                    if let Some(closed) = &due.closed {
                        lines.push(format!("{}.", sentence(&closed.hint())));
                    }
                }
                Running::Open(Some(since)) => words = format!("Since {}", self.since(since)),
                Running::Waiting { on } => {
                    words = format!("Runs {}", crate::obligation::words::waiting(standing.duty.rule, on));
                }
                Running::Due(_) | Running::Open(None) | Running::Kept(_) | Running::None => {}
            }
        }
        if let (State::Waiting(on), Carrier::Record(..)) = (&duty.state, &duty.carrier) {
            words = format!("Runs from {on}, which is not recorded yet");
        }
        if !words.is_empty() {
            lines.insert(0, format!("{}.", words.trim_start_matches("; ")));
        }
        if duty.earliest && duty.is_open() {
            lines.push("What it counts from is not settled; the earliest known time stands in.".to_owned());
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
    fn said(&self, duty: &Duty<'_>) -> Vec<String> {
        let mut lines = Vec::new();
        if let Carrier::Record(..) = duty.carrier {
            lines.push("Its rule is not there any more; it stands as it was recorded.".to_owned());
        }
        let Some(state) = duty.recorded() else { return lines };
        if let Some(decision) = state.decision() {
            lines.push(self.decision(decision));
            lines.extend(self.computed(duty, &decision.what));
        }
        lines.extend(state.delay().map(|delay| self.delay(delay, duty)));
        for missed in &state.missed {
            let at = self.moment(missed.due_at.to_utc());
            lines.push(format!("{at} passed without a notice (entry {}).", missed.seq));
        }
        for notice in &state.notices {
            let at = self.moment(notice.at.to_utc());
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
    fn computed(&self, duty: &Duty<'_>, decided: &Decided) -> Option<String> {
        let Carrier::Rule(_, standing) = &duty.carrier else {
            return None;
        };
        if *decided == Decided::Confirmed && standing.duty.is_on() {
            return None;
        }
        let computed = &standing.duty;
        let words = match (computed.applies, computed.due_at()) {
            (crate::condition::Truth::False, _) => "it does not apply".to_owned(),
            (crate::condition::Truth::Unknown, _) => "it cannot be told yet".to_owned(),
            (crate::condition::Truth::True, Some(at)) => format!("due {}", self.moment(at)),
            (crate::condition::Truth::True, None) => "it applies, without a time".to_owned(),
        };
        Some(format!("Computed: {words}."))
    }

    fn delay(&self, delay: &Delay, duty: &Duty<'_>) -> String {
        let how = if delay.written { "in writing" } else { "without writing" };
        let until = match delay.until {
            Some(until) => format!("until {}", self.moment(until.to_utc())),
            None => "no end was named".to_owned(),
        };
        let stays = match &duty.carrier {
            Carrier::Rule(_, standing) if standing.duty.rule.clock.police_delay == PoliceDelay::Stays => {
                "; by the rule on file that moves nothing"
            }
            _ => "",
        };
        format!(
            "Police delay: {} asked {how}, {until} (entry {}){stays}.",
            delay.agency, delay.seq
        )
    }

    fn moment(&self, at: DateTime<Utc>) -> String {
        day_clock_near(at, self.now, self.zone)
    }
}

fn cannot_tell(page: &mut Page, duties: Vec<Duty<'_>>, all: bool, look: &Look) {
    let open: Vec<Duty<'_>> = duties
        .into_iter()
        .filter(|duty| duty.state == State::CannotTell)
        .collect();
    if open.is_empty() {
        return;
    }
    let title = format!("Cannot tell yet: {}", count_of(open.len(), "duty", "duties"));
    match all {
        true => {
            page.section(&title, "");
            let open: Vec<&Duty<'_>> = open.iter().collect();
            look.list(page, &open);
        }
        false => {
            page.section(&title, "each with --all");
            for untold in untold(open) {
                group(page, &untold);
            }
        }
    }
}

/// What must be known, and the most urgent of those that depend on it.
fn group(page: &mut Page, untold: &Untold<'_>) {
    let needs: Vec<String> = untold
        .needs
        .iter()
        .map(|need| match &need.fact {
            Some(fact) => format!("{}  [{fact}]", need.title),
            None => need.title.to_string(),
        })
        .collect();
    page.paragraph(2, &format!("needs: {}", needs.join(", ")));
    let mut ids: Vec<String> = untold.duties.iter().take(IDS_AT_ONCE).map(id_words).collect();
    let more = untold.duties.len().saturating_sub(IDS_AT_ONCE);
    if more > 0 {
        ids.push(format!("{more} more"));
    }
    page.paragraph(INDENT, &format!("for {}", list_plain(&ids, "and")));
}

fn id_words(duty: &Duty<'_>) -> String {
    match duty.step() {
        Some(step) => format!("step {step}"),
        None => duty.id().to_owned(),
    }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().collect());
    format!("{first}{}", letters.as_str())
}

fn item(duty: &Duty<'_>, now: DateTime<Utc>, zone: Zone) -> Value {
    let local = |at: DateTime<Utc>| zone.at(&at).to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    let (told_at, revisit_at) = match &duty.state {
        State::Told(at) | State::Done(at) => (Some(time(*at)), None),
        State::Declined(at) => (None, Some(time(*at))),
        _ => (None, None),
    };
    let waits_for = match &duty.state {
        State::Waiting(on) => Some(on),
        _ => None,
    };
    let computed = match &duty.carrier {
        Carrier::Rule(_, standing) => Some(obligation_json::duty(&standing.duty, false)),
        _ => None,
    };
    let decision = duty.recorded().and_then(|state| state.decision()).map(|decision| {
        let (what, at) = match &decision.what {
            Decided::Confirmed => ("confirmed", None),
            Decided::NotRequired => ("not_required", None),
            Decided::Corrected { due_at } => ("corrected", Some(time(due_at.to_utc()))),
            Decided::Extended { until } => ("extended", Some(time(until.to_utc()))),
            Decided::Declined { revisit_at, .. } => ("not_telling", Some(time(revisit_at.to_utc()))),
        };
        json!({
            "what": what,
            "to_at": at,
            "why": decision.why,
            "who": decision.who,
            "at": time(decision.at),
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
        "obligation": duty.step().is_none().then_some(duty.id()),
        "step": duty.step(),
        "tell": duty.tell(),
        "law": duty.law(),
        "confidence": duty.confidence(),
        "as_of": duty.as_of(),
        "state": state_name(&duty.state),
        "due_at": duty.at.map(time),
        "due_local": duty.at.map(local),
        "zone": zone.name(),
        "left_min": duty.at.filter(|_| duty.is_open()).map(|at| (at - now).num_minutes()),
        "missed": duty.is_missed(now),
        "earliest": duty.earliest,
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
