//! The law of who must be told: what may be computed, decided and recorded about a duty, and what that changes.
//!
//! Whether a rule of that id exists is for the rules to say, which change; here an event must only make sense after those
//! before it.

use super::Illegal;
use crate::incident::Occurred;
use crate::incident::entry::Entry;
use crate::incident::event::{
    Instead, NoticeMade, ObligationAssessed, ObligationDelayed, ObligationRecomputed, ObligationReleased,
};
use crate::incident::state::{Assessment, Decided, Decision, Delay, Incident, Notice, ObligationState, Release};

impl Incident {
    pub(super) fn assess(&mut self, entry: &Entry, assessed: &ObligationAssessed) -> Result<(), Illegal> {
        if assessed.changed.is_empty() {
            return Err(Illegal("nothing about who must be told has changed".to_owned()));
        }
        for (place, outcome) in assessed.changed.iter().enumerate() {
            named(&outcome.id, &outcome.tell)?;
            if assessed.changed[..place].iter().any(|other| other.id == outcome.id) {
                return Err(Illegal(format!("obligation `{}` appears twice", outcome.id)));
            }
            let last = self
                .obligations
                .get(&outcome.id)
                .and_then(|state| state.assessed.as_ref());
            if last.is_some_and(|last| last.outcome == *outcome) {
                return Err(Illegal(format!("obligation `{}` was computed so already", outcome.id)));
            }
        }
        for outcome in &assessed.changed {
            let state = self.obligation_mut(&outcome.id, &outcome.tell);
            state.assessed = Some(Assessment {
                outcome: outcome.clone(),
                rules: assessed.rules,
                seq: entry.seq,
            });
            state.history.push(entry.seq);
        }
        if !assessed.sources.is_empty() {
            self.rules_kept.insert(assessed.rules.sha256);
        }
        Ok(())
    }

    /// A decision; the last one counts. One that says again what stands is refused, unless something was computed since.
    pub(super) fn decide(
        &mut self,
        entry: &Entry,
        (id, tell): (&str, &str),
        what: Decided,
        why: Option<&str>,
    ) -> Result<(), Illegal> {
        named(id, tell)?;
        if why.is_some_and(|why| why.trim().is_empty()) {
            return Err(Illegal(format!(
                "what is decided about obligation `{id}` needs a reason"
            )));
        }
        let stands = self.obligations.get(id).is_some_and(|state| {
            state.decision().is_some_and(|last| {
                let is_news = state.history.last().is_some_and(|computed| *computed > last.seq);
                last.what == what && last.why.as_deref() == why && !is_news
            })
        });
        if stands {
            return Err(Illegal(format!("obligation `{id}` was decided so already")));
        }
        let decision = Decision {
            what,
            why: why.map(str::to_owned),
            who: entry.who().to_owned(),
            at: entry.when(),
            seq: entry.seq,
        };
        self.obligation_mut(id, tell).decisions.push(decision);
        Ok(())
    }

    pub(super) fn recompute(&mut self, recomputed: &ObligationRecomputed) -> Result<(), Illegal> {
        let id = &recomputed.obligation;
        if self.obligations.get(id).is_none_or(|state| state.decisions.is_empty()) {
            return Err(Illegal(format!(
                "nobody decided anything about obligation `{id}` that could be taken back"
            )));
        }
        named(id, &recomputed.tell)?;
        self.obligation_mut(id, &recomputed.tell).decisions.clear();
        Ok(())
    }

    pub(super) fn delay(&mut self, entry: &Entry, delayed: &ObligationDelayed) -> Result<(), Illegal> {
        named(&delayed.obligation, &delayed.tell)?;
        if delayed.agency.trim().is_empty() {
            return Err(Illegal("somebody must have asked to hold it back".to_owned()));
        }
        let delay = Delay {
            agency: delayed.agency.clone(),
            officer: delayed.officer.clone(),
            written: delayed.written,
            until: delayed.until,
            why: delayed.why.clone(),
            since: entry.when(),
            who: entry.who().to_owned(),
            seq: entry.seq,
            released: None,
        };
        self.obligation_mut(&delayed.obligation, &delayed.tell)
            .delays
            .push(delay);
        Ok(())
    }

    /// Ends every request that still holds the notice back.
    pub(super) fn release(&mut self, entry: &Entry, released: &ObligationReleased) -> Result<(), Illegal> {
        let id = &released.obligation;
        if self.obligations.get(id).is_none_or(|state| state.delay().is_none()) {
            return Err(Illegal(format!("nobody holds back obligation `{id}`")));
        }
        named(id, &released.tell)?;
        let state = self.obligation_mut(id, &released.tell);
        for delay in state.delays.iter_mut().filter(|delay| delay.released.is_none()) {
            delay.released = Some(Release {
                at: released.at,
                who: entry.who().to_owned(),
                seq: entry.seq,
            });
        }
        Ok(())
    }

    pub(super) fn notice(&mut self, entry: &Entry, made: &NoticeMade) -> Result<(), Illegal> {
        named(&made.obligation, &made.tell)?;
        if made.channel.trim().is_empty() {
            return Err(Illegal("a notice was made in some way".to_owned()));
        }
        let notice = Notice {
            at: made.at,
            on_day: made.on_day,
            about: entry.occurred.is_some_and(|occurred| occurred.is_rough()),
            written: entry.at,
            channel: made.channel.clone(),
            reference: made.reference.clone(),
            attachment: made.attachment.clone(),
            to: made.to.clone(),
            internal: made.internal,
            who: entry.who().to_owned(),
            seq: entry.seq,
        };
        self.obligation_mut(&made.obligation, &made.tell).notices.push(notice);
        Ok(())
    }

    /// Corrects when something was decided, asked or made, by whom, or that it was not. A decision that was not made leaves
    /// the one before it.
    pub(super) fn correct_obligation(&mut self, entry: &Entry, target: u64, instead: &Instead) {
        for state in self.obligations.values_mut() {
            match instead {
                Instead::Nothing => {
                    state.decisions.retain(|decision| decision.seq != target);
                    state.delays.retain(|delay| delay.seq != target);
                    state.notices.retain(|notice| notice.seq != target);
                    for delay in &mut state.delays {
                        delay.released = delay.released.take().filter(|released| released.seq != target);
                    }
                }
                Instead::Occurred(occurred) => state.happened(target, *occurred, entry),
                Instead::Actor(name) => state.was_by(target, name),
                Instead::Text(_) | Instead::Answer(_) | Instead::Outcome(_) => {}
            }
        }
    }

    fn obligation_mut(&mut self, id: &str, tell: &str) -> &mut ObligationState {
        let state = self.obligations.entry(id.to_owned()).or_default();
        tell.clone_into(&mut state.tell);
        state
    }
}

impl ObligationState {
    /// Moves what this entry said to when it really happened.
    fn happened(&mut self, target: u64, occurred: Occurred, correction: &Entry) {
        let at = occurred.at;
        let instant = at.map_or(correction.at, |at| at.to_utc());
        for decision in self.decisions.iter_mut().filter(|decision| decision.seq == target) {
            decision.at = instant;
        }
        for delay in &mut self.delays {
            if delay.seq == target {
                delay.since = instant;
            }
            if let (Some(released), Some(at)) = (&mut delay.released, at)
                && released.seq == target
            {
                released.at = at;
            }
        }
        for notice in self.notices.iter_mut().filter(|notice| notice.seq == target) {
            notice.at = at.unwrap_or(notice.at);
            notice.on_day = occurred.period().is_some();
            notice.about = occurred.is_rough();
        }
    }

    /// Names who really decided, asked or made it.
    fn was_by(&mut self, target: u64, name: &str) {
        let decisions = self
            .decisions
            .iter_mut()
            .map(|decision| (decision.seq, &mut decision.who));
        let notices = self.notices.iter_mut().map(|notice| (notice.seq, &mut notice.who));
        let delays = self.delays.iter_mut().flat_map(|delay| {
            let released = delay
                .released
                .as_mut()
                .map(|released| (released.seq, &mut released.who));
            std::iter::once((delay.seq, &mut delay.who)).chain(released)
        });
        for (_, who) in decisions.chain(notices).chain(delays).filter(|(seq, _)| *seq == target) {
            name.clone_into(who);
        }
    }
}

/// A duty needs a name for the program and one for people.
fn named(id: &str, tell: &str) -> Result<(), Illegal> {
    if id.trim().is_empty() || tell.trim().is_empty() {
        return Err(Illegal(
            "an obligation needs its id, and in words whom to tell".to_owned(),
        ));
    }
    Ok(())
}
