//! Who was told and who was not: each duty as the situation has it, with its law, what was computed, decided and done.

use std::collections::BTreeMap;

use super::view::{View, moment};
use crate::document::{Block, Item, Section, Text};
use crate::incident::Incident;
use crate::incident::event::{Applies, Assessed, ClockState, Ending, NOT_SAID, RulesOrigin, RulesUsed, outcome_words};
use crate::incident::state::{Notice, ObligationState};
use crate::situation::deadline::Nearness;
use crate::situation::timing::{AS_RECORDED, Settled, Settlement};
use crate::situation::{Deadline, Timing};
use crate::text::{count, count_of, first_few, list_plain, prefixed};
use crate::time::Period;
use crate::time::format::{full, remaining};
use crate::workflow::duties::{outcome, says_the_same};

/// So many duties that wait for one answer are named, where they belong to places that nobody spoke of.
const NAMED_AT_ONCE: usize = 6;

/// What became of a duty, in the order in which a report lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Missed,
    Open,
    CannotTell,
    Late,
    Told,
    Decided,
    Kept,
    Ended,
    DoesNotApply,
}

const PARTS: [(Part, &str); 9] = [
    (Part::Missed, "Not told, or not done, in time"),
    (Part::Open, "To be told, or done"),
    (Part::CannotTell, "Cannot be told yet whether they apply"),
    (Part::Late, "Told late"),
    (Part::Told, "Told, or done"),
    (Part::Decided, "Not told, by decision"),
    (Part::Kept, "To be kept"),
    (Part::Ended, "Ended with the incident"),
    (Part::DoesNotApply, "Looked at, and does not apply"),
];

impl Part {
    fn of(timing: &Timing, incident: &Incident) -> Self {
        match timing {
            Timing::Missed(_) => Part::Missed,
            timing if timing.is_open() => Part::Open,
            Timing::CannotTell(_) => Part::CannotTell,
            Timing::Settled(Settled { late: Some(_), .. }) => Part::Late,
            Timing::Settled(settled) => match settled.how {
                Settlement::Told(_) | Settlement::Done(_) => Part::Told,
                Settlement::NotRequired | Settlement::Declined { .. } => Part::Decided,
            },
            _ if incident
                .closed
                .as_ref()
                .is_some_and(|closed| closed.how != Ending::Handled) =>
            {
                Part::Ended
            }
            _ => Part::DoesNotApply,
        }
    }

    /// Of what is no deadline, by what was computed.
    fn of_computed(computed: &Assessed) -> Self {
        match (computed.applies, computed.state) {
            (Applies::No, _) => Part::DoesNotApply,
            (Applies::Unknown, _) => Part::CannotTell,
            (Applies::Yes, ClockState::Kept) => Part::Kept,
            (Applies::Yes, _) => Part::Open,
        }
    }
}

pub(super) fn blocks(view: &View<'_>) -> Vec<Block> {
    let duties = Duties::of(view);
    let mut blocks = vec![duties.introduction()];
    let parts = duties.parts();
    if parts.is_empty() {
        blocks.push(Block::paragraph(
            "No rule that was looked at is one to tell somebody, nobody decided about one, and no notice was recorded.",
        ));
    }
    for (part, title) in PARTS {
        let Some(items) = parts.get(&part) else { continue };
        blocks.push(Section::new(title).with(Block::List(items.clone())).into());
    }
    blocks
}

struct Duties<'v, 'r> {
    view: &'v View<'r>,
    /// What the rules come to, with reasons, by their ids.
    computed: BTreeMap<String, Assessed>,
}

impl<'v, 'r> Duties<'v, 'r> {
    fn of(view: &'v View<'r>) -> Self {
        let View {
            workflow,
            incident,
            situation,
            ..
        } = view;
        let listed = situation
            .deadlines
            .iter()
            .filter(|deadline| is_named(deadline, incident));
        let listed = listed.filter_map(|deadline| workflow.book.rule(deadline.obligation()?));
        let rules: Vec<_> = listed.chain(situation.beside(workflow, incident)).collect();
        let reasons = situation.reasons(workflow, incident, &rules);
        let computed = reasons.iter().map(|duty| outcome(&workflow.book, duty));
        Duties {
            view,
            computed: computed.map(|computed| (computed.id.clone(), computed)).collect(),
        }
    }

    /// By which rules, and at which moment.
    fn introduction(&self) -> Block {
        let book = &self.view.workflow.book;
        let used = RulesUsed {
            origin: if book.is_own() {
                RulesOrigin::Own
            } else {
                RulesOrigin::BuiltIn
            },
            sha256: book.digest(),
        };
        let mut text = Text::from(
            "What was computed is not legal advice: whether a duty holds, and by when, is for counsel to decide. What people \
             decided counts more.",
        );
        text = text.new_line().plain(format!("Computed by {}", rules_words(used)));
        let assessed = self
            .view
            .incident
            .obligations
            .values()
            .filter_map(|state| state.assessed.as_ref());
        match assessed.max_by_key(|assessed| assessed.seq) {
            Some(last) if last.rules.sha256 != used.sha256 => {
                text = text
                    .plain(". The record was last computed by others (")
                    .entry(last.seq)
                    .plain(format!(
                        "): {}; where they say something else, both are shown",
                        rules_words(last.rules)
                    ));
            }
            _ => {}
        }
        Block::Paragraph(text.plain("."))
    }

    fn parts(&self) -> BTreeMap<Part, Vec<Item>> {
        let View {
            incident, situation, ..
        } = self.view;
        let mut parts: BTreeMap<Part, Vec<Item>> = BTreeMap::new();
        for deadline in situation
            .deadlines
            .iter()
            .filter(|deadline| is_named(deadline, incident))
        {
            let part = Part::of(&deadline.timing, incident);
            parts.entry(part).or_default().push(self.deadline(deadline));
        }
        for (id, computed) in &self.computed {
            if situation.deadline(id).is_none() {
                let part = Part::of_computed(computed);
                let state = incident.obligations.get(id);
                let item = self.item(&computed.tell, id, Some(computed), state, None);
                parts.entry(part).or_default().push(item);
            }
        }
        // Rules that are not there any more, as they were recorded.
        for (id, state) in &incident.obligations {
            if let Some(assessed) = &state.assessed
                && situation.deadline(id).is_none()
                && !self.computed.contains_key(id)
            {
                let item = self.item(&state.tell, id, Some(&assessed.outcome), Some(state), None);
                parts
                    .entry(Part::of_computed(&assessed.outcome))
                    .or_default()
                    .push(item);
            }
        }
        let far = self.far();
        if !far.is_empty() {
            parts.entry(Part::CannotTell).or_default().extend(far);
        }
        let ended = situation.deadlines.iter();
        let ended =
            ended.filter(|deadline| matches!(deadline.timing, Timing::Withdrawn(_)) && !is_named(deadline, incident));
        let ended = ended.count();
        if ended > 0 {
            let rules = count_of(ended, "more rule", "more rules");
            let words = format!("{rules} of places that nobody spoke of, of which nothing could be told");
            parts.entry(Part::Ended).or_default().push(words.into());
        }
        parts
    }

    /// Duties of places that nobody spoke of, by the answer that would tell.
    fn far(&self) -> Vec<Item> {
        let situation = &self.view.situation;
        let groups = situation.untold().into_iter().filter_map(|untold| {
            let deadlines = untold.deadlines.iter();
            let far: Vec<&&Deadline> = deadlines
                .filter(|deadline| !is_named(deadline, &self.view.incident))
                .collect();
            let ids = far.iter().map(|deadline| deadline.id());
            let ids = first_few(ids, NAMED_AT_ONCE, |more| format!("{more} more"));
            let rules = count_of(far.len(), "more rule waits", "more rules wait");
            (!far.is_empty()).then(|| {
                let text = Text::from(format!("{rules} for: ")).strong(untold.needs_words());
                Item::from(text.plain(format!(" ({})", list_plain(&ids, "and"))))
            })
        });
        groups.collect()
    }

    fn deadline(&self, deadline: &Deadline) -> Item {
        let state = deadline.recorded(&self.view.incident);
        let computed = self.computed.get(deadline.id()).filter(|_| deadline.step().is_none());
        let recorded = state.and_then(|state| Some(&state.assessed.as_ref()?.outcome));
        let computed = computed.or_else(|| recorded.filter(|_| deadline.computed.is_none()));
        self.item(&deadline.tell, deadline.id(), computed, state, Some(deadline))
    }

    fn item(
        &self,
        tell: &str,
        id: &str,
        computed: Option<&Assessed>,
        state: Option<&ObligationState>,
        deadline: Option<&Deadline>,
    ) -> Item {
        let is_step = deadline.is_some_and(|deadline| deadline.step().is_some());
        let shown = if is_step { format!("step {id}") } else { id.to_owned() };
        let mut lines: Vec<Text> = Vec::new();
        match (computed, deadline) {
            (Some(computed), _) => lines.extend(self.computed(computed, state)),
            (None, Some(deadline)) if !deadline.law.is_empty() => lines.push(line("Law", deadline.law_words())),
            (None, _) => {}
        }
        if state.is_some() && !is_step && self.view.workflow.book.rule(id).is_none() {
            lines.push("This program has no such rule; it stands here as it was recorded.".into());
        }
        lines.extend(deadline.and_then(|deadline| self.needs(deadline)));
        if let Some(state) = state {
            let decision = state.decision();
            lines.extend(decision.map(|decision| self.said("Decision", decision.seq, &decision.who)));
            for delay in &state.delays {
                lines.push(self.said("Held back", delay.seq, &delay.who));
                lines.extend(delay.released.as_ref().map(|released| {
                    let words = format!("not held back by {} any more", delay.agency);
                    self.said_at("Released", words, &released.who, moment(released.at), released.seq)
                }));
            }
            lines.extend(state.notices.iter().map(|notice| self.notice(notice)));
        }
        lines.extend(deadline.and_then(|deadline| self.time(deadline, computed.is_some())));
        Item::over(Text::new().strong(tell).plain(format!(" ({shown})")), lines)
    }

    /// What was computed; what the record says of it too, where that is something else.
    fn computed(&self, computed: &Assessed, state: Option<&ObligationState>) -> Vec<Text> {
        let zone = self.view.zone;
        let recorded = state.and_then(|state| state.assessed.as_ref());
        let is_same = recorded.is_some_and(|recorded| says_the_same(&recorded.outcome, computed));
        let cited = recorded.filter(|_| is_same).map(|recorded| recorded.seq);
        let cite = |text: Text| match cited {
            Some(seq) => text.plain(" (").entry(seq).plain(")"),
            None => text,
        };
        let mut lines = vec![
            line("Law", &computed.law),
            cite(line("Computed", outcome_words(computed, zone))),
        ];
        if let Some(recorded) = recorded.filter(|_| !is_same) {
            let words = outcome_words(&recorded.outcome, zone);
            lines.push(
                line("Recorded before", words)
                    .plain(" (")
                    .entry(recorded.seq)
                    .plain(")"),
            );
        }
        if computed.applies != Applies::No {
            let Assessed {
                confidence,
                as_of,
                source,
                ..
            } = computed;
            lines.push(line("Rule", format!("{confidence}, as of {as_of}, from {source}")));
        }
        lines
    }

    /// The questions whose answers would tell.
    fn needs(&self, deadline: &Deadline) -> Option<Text> {
        let is_waiting = matches!(deadline.timing, Timing::CannotTell(_)) && !deadline.needs.is_empty();
        let question = |need: &crate::situation::deadline::Need| {
            let asked = need.fact.as_ref().and_then(|fact| self.view.workflow.question(fact));
            match asked {
                Some(question) => format!("{} ({})", question.ask, need.title),
                None => need.title.to_string(),
            }
        };
        let questions: Vec<String> = deadline.needs.iter().map(question).collect();
        is_waiting.then(|| line("Depends on", questions.join("; ")))
    }

    /// What its time says: by when, whether that is over, and whether it was kept.
    fn time(&self, deadline: &Deadline, is_computed: bool) -> Option<Text> {
        let zone = self.view.zone;
        let safe = "to be safe; the law may allow longer";
        let words = match &deadline.timing {
            Timing::Missed(at) => return Some(line("Missed", format!("{} passed without a notice", full(*at, zone)))),
            Timing::EarliestPassed(at) => format!("{} {safe}; that time has passed", full(*at, zone)),
            Timing::Settled(Settled {
                due: Some(due),
                late: Some(late),
                ..
            }) => {
                let words = format!("by {}; it was due {}", remaining(*late), full(due.at, zone));
                return Some(line("Late", words));
            }
            Timing::Settled(settled) if settled.lacks_the_hour(zone) => {
                let due = prefixed("; it was due ", &settled.due.map(|due| full(due.at, zone)));
                return Some(line("In time", format!("{AS_RECORDED}{due}")));
            }
            _ if is_computed => return None,
            Timing::Due(at) => full(*at, zone),
            Timing::Earliest(at) => format!("{} {safe}", full(*at, zone)),
            Timing::NoLimit => "without delay; there is no fixed limit".to_owned(),
            Timing::Waiting(on) => format!("it runs from {on}, which is not known yet"),
            Timing::CannotTell(Some(due)) => format!("{}, if it applies", full(due.at, zone)),
            Timing::CannotTell(None) | Timing::Settled(_) | Timing::Withdrawn(_) => return None,
        };
        Some(line("Due", words))
    }

    /// What an entry says of a duty, without whom it is to tell.
    fn said(&self, label: &str, seq: u64, who: &str) -> Text {
        let entry = self.view.entry(seq);
        let words = entry.map_or_else(String::new, |entry| entry.event.sentence(self.view.zone));
        let words = words
            .split_once(": ")
            .map_or(words.as_str(), |(_, words)| words)
            .to_owned();
        self.said_at(label, words, who, self.view.when(seq), seq)
    }

    fn notice(&self, notice: &Notice) -> Text {
        let mut text = match notice.channel.as_str() {
            NOT_SAID => "how is not said".to_owned(),
            channel => format!("by {channel}"),
        };
        text.push_str(&prefixed(", to ", &notice.to));
        text.push_str(&prefixed(", reference ", &notice.reference));
        if let Some(file) = &notice.attachment {
            let size = count(file.size, "byte");
            text.push_str(&format!(", with {}, {size}, SHA-256 {}", file.name, file.sha256));
        }
        let at = if notice.on_day {
            let logged = self
                .view
                .entry(notice.seq)
                .map(|entry| moment(self.view.zone.at(&entry.at)));
            let logged = prefixed(", written down ", &logged);
            format!("{}{logged}", Period::day(notice.at.date_naive()).told())
        } else {
            moment(notice.at)
        };
        let label = if notice.internal { "Done" } else { "Told" };
        self.said_at(label, text, &notice.who, at, notice.seq)
    }

    fn said_at(&self, label: &str, words: String, who: &str, at: String, seq: u64) -> Text {
        let text = line(label, words).plain(format!(" ({who}, {at}, "));
        text.then(self.view.cited(seq)).plain(")")
    }
}

/// Whether it stands by itself in the report; those of places that nobody spoke of, of which nothing can be told, are counted.
fn is_named(deadline: &Deadline, incident: &Incident) -> bool {
    !matches!(deadline.timing, Timing::CannotTell(_) | Timing::Withdrawn(_))
        || deadline.nearness < Nearness::Elsewhere
        || deadline.recorded(incident).is_some()
}

fn line(label: &str, words: impl Into<String>) -> Text {
    Text::from(format!("{label}: ")).plain(words)
}

fn rules_words(used: RulesUsed) -> String {
    let origin = match used.origin {
        RulesOrigin::BuiltIn => "the built-in rules",
        RulesOrigin::Own => "rules that are partly the responder's own",
    };
    format!("{origin}, SHA-256 {}", used.sha256)
}
