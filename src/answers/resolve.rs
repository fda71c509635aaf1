//! From a [`Form`] and a playbook to the entries that are to be written, in order, noting every name that the playbook
//! does not have, every answer that does not fit its question, and every time that cannot be read.

use std::ops::Range;
use std::path::Path;

use chrono::SubsecRound;

use crate::attribution::{attribution, occurred};
use crate::fact::read::Asked;
use crate::incident::event::{Event, NoticeDeclined, NoticeMade, ObligationNotRequired, StepOutcome};
use crate::incident::{Occurred, ReportedBy};
use crate::obligation::{Rule, RuleKind, Rulebook};
use crate::playbook::plan::{Gate, Playbook, Question, Step};
use crate::schema::diagnostic::Diagnostic;
use crate::situation::closing::Closing;
use crate::text::{did_you_mean, list};
use crate::time::{read_deadline, read_moment};

use super::action::{Action, Mark, StepAction, What};
use super::form::{AttributionForm, Form, GateSaid, Item, NoticeKind, NoticeSaid, OutcomeKind, OutcomeSaid, Said};
use super::value::answers;

/// What a file comes to.
#[derive(Debug)]
pub(super) struct Resolved {
    /// Entries to be written, in order.
    pub(super) actions: Vec<Action>,
    /// Mistakes, in the order of the file.
    pub(super) found: Vec<Diagnostic>,
}

/// Sets a file against a playbook.
pub(super) fn resolve(
    form: &Form,
    playbook: &Playbook,
    book: &Rulebook,
    asked: &Asked,
    file: &str,
    text: &str,
    folder: &Path,
) -> Resolved {
    let mut resolver = Resolver {
        playbook,
        book,
        asked,
        file,
        text,
        folder,
        actions: Vec::new(),
        found: Vec::new(),
    };
    resolver.form(form);
    Resolved {
        actions: resolver.actions,
        found: resolver.found,
    }
}

struct Resolver<'a> {
    playbook: &'a Playbook,
    book: &'a Rulebook,
    asked: &'a Asked,
    file: &'a str,
    text: &'a str,
    folder: &'a Path,
    actions: Vec<Action>,
    found: Vec<Diagnostic>,
}

impl Resolver<'_> {
    fn form(&mut self, form: &Form) {
        if let Some(role) = form.writer.as_ref().and_then(|writer| writer.role.as_ref()) {
            self.role(&role.value, &role.at);
        }
        if let Some(first_read_at) = &form.opening.first_read_at
            && let Err(why) = read_moment(&first_read_at.value, self.asked.now, self.asked.zone)
        {
            self.add("not-a-time", &first_read_at.at, why.to_string(), None);
        }
        for (key, name) in &form.roles {
            if self.role(&key.text, &key.at) {
                self.action(
                    &key.at,
                    What::Role {
                        role: key.text.clone(),
                        name: name.value.clone(),
                    },
                );
            }
        }
        let writer = form.writer.as_ref().map_or("", |writer| writer.name.as_str());
        for item in &form.items {
            match &item.step {
                Some(step) => self.step(item, step),
                None => drop(self.mark(&item.attribution)),
            }
            self.notices(item, writer);
            self.notes(item);
        }
        if let Some(close) = &form.close {
            let closing = Closing {
                how: close.how,
                why: close.why.clone(),
                second: close.second.as_ref().map(|second| second.value.clone()),
                joined_to: close.to.as_ref().map(|to| to.value.clone()),
            };
            self.action(&close.at, What::Close(closing));
        }
    }

    fn role(&mut self, role: &str, at: &Range<usize>) -> bool {
        if self.playbook.role(role).is_some() {
            return true;
        }
        let ids: Vec<&str> = self.playbook.roles.iter().map(|role| role.id.as_str()).collect();
        let help = near_or_all(role, &ids, "the roles are");
        self.add("unknown-role", at, format!("no role is called `{role}`"), Some(help));
        false
    }

    fn step(&mut self, item: &Item, named: &Said) {
        let mark = self.mark(&item.attribution);
        let playbook = self.playbook;
        let Some(step) = playbook.step(&named.value) else {
            let near = did_you_mean(&named.value, playbook.steps.iter().map(|step| step.id.as_str()));
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("`breach playbook show {}` shows every step", playbook.id),
            };
            let message = format!("no step is called `{}`", named.value);
            self.add("unknown-step", &named.at, message, Some(help));
            return;
        };
        let of_step = |mark: Mark, report: StepAction| What::Step {
            step: step.id.clone(),
            pass: item.pass,
            mark,
            report,
        };
        for (key, said) in &item.gates {
            if let Some((report, attribution)) = self.gate(step, &key.text, &key.at, said) {
                let mark = match attribution {
                    Some(attribution) => self.mark(attribution),
                    None => mark.clone(),
                };
                self.action(&key.at, of_step(mark, report));
            }
        }
        if let Some(overriding) = &item.overriding {
            let mark = match &overriding.attribution {
                Some(attribution) => self.mark(attribution),
                None => mark.clone(),
            };
            let why = &overriding.why;
            self.action(&why.at, of_step(mark, StepAction::Override(why.value.clone())));
        }
        if let Some(outcome) = &item.outcome
            && let Some(said) = self.outcome(outcome, &mark)
        {
            self.action(&outcome.at, of_step(mark.clone(), StepAction::Outcome(said)));
        }
        for (key, node) in &item.facts {
            let Some((question, is_asked)) = question(playbook, self.book, step, &key.text) else {
                self.unknown_fact(step, &key.text, &key.at);
                continue;
            };
            match answers(node, &question.kind, self.asked, self.folder) {
                Ok(answers) => {
                    for answer in answers {
                        let what = What::Fact {
                            step: step.id.clone(),
                            pass: item.pass,
                            question: question.clone(),
                            answer,
                            is_asked,
                            told: mark.told.clone(),
                        };
                        self.action(&key.at, what);
                    }
                }
                Err(faults) => {
                    for wrong in faults {
                        self.add(wrong.code, &wrong.at, wrong.message, wrong.help);
                    }
                }
            }
        }
    }

    /// What became of duties. An item says for all of them when it was and who told it, where they do not say so themselves.
    fn notices(&mut self, item: &Item, writer: &str) {
        for (key, said) in &item.notices {
            let Some(rule) = self.book.rule(&key.text) else {
                let near = did_you_mean(&key.text, self.book.rules.iter().map(|rule| rule.id.as_str()));
                let help = match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "`breach obligation list` shows all".to_owned(),
                };
                let message = format!("no obligation is called `{}`", key.text);
                self.add("unknown-obligation", &key.at, message, Some(help));
                continue;
            };
            let found_before = self.found.len();
            let mark = self.mark(&AttributionForm {
                at: said.attribution.at.clone().or(item.attribution.at.clone()),
                who: said.attribution.who.clone().or(item.attribution.who.clone()),
                // How the writer was told by somebody else does not say how these heard of it.
                channel: item
                    .attribution
                    .channel
                    .clone()
                    .filter(|_| said.attribution.who.is_none()),
            });
            if self.found.len() > found_before {
                continue;
            }
            let event = self.duty(&key.at, rule, said, &mark, writer);
            if let Some(event) = event {
                self.action(&key.at, What::Duty { event, mark });
            }
        }
    }

    fn duty(&mut self, at: &Range<usize>, rule: &Rule, said: &NoticeSaid, mark: &Mark, writer: &str) -> Option<Event> {
        let (obligation, tell) = (rule.id.to_string(), self.book.whom(rule).into_owned());
        let happened_at = match mark.occurred {
            None => self.asked.zone.at(&self.asked.now).trunc_subsecs(0),
            Some(Occurred { at: Some(at), .. }) => at,
            Some(Occurred { at: None, .. }) => {
                let help = "about is enough: `at: about 14:00`".to_owned();
                self.add("not-a-time", at, "a notice needs its time".to_owned(), Some(help));
                return None;
            }
        };
        let text = |said: &Option<Said>| said.as_ref().map(|said| said.value.clone());
        Some(match &said.what {
            NoticeKind::Made { channel, to, reference } => NoticeMade {
                obligation,
                tell,
                at: happened_at,
                channel: channel.value.clone(),
                reference: text(reference),
                attachment: None,
                to: text(to),
                internal: rule.kind == RuleKind::Internal,
            }
            .into(),
            NoticeKind::NotRequired(why) => ObligationNotRequired {
                obligation,
                tell,
                why: why.value.clone(),
            }
            .into(),
            NoticeKind::Declined { why, revisit } => {
                let revisit_at = match read_deadline(&revisit.value, happened_at.to_utc(), self.asked.zone) {
                    Ok(moment) => moment.at,
                    Err(why) => {
                        self.add("not-a-time", &revisit.at, why.to_string(), None);
                        return None;
                    }
                };
                NoticeDeclined {
                    obligation,
                    tell,
                    why: why.value.clone(),
                    decided_by: mark.actor.clone().unwrap_or_else(|| writer.to_owned()),
                    revisit_at,
                }
                .into()
            }
        })
    }

    fn notes(&mut self, item: &Item) {
        for note in &item.notes {
            match attribution(&note.value, &[], self.asked.now, self.asked.zone) {
                Ok(_) => self.action(&note.at, What::Note(note.value.clone())),
                Err(why) => self.add("not-a-time", &note.at, why.to_string(), None),
            }
        }
    }

    /// The gate that is meant, by its name or by its kind where the step has one of that kind.
    fn gate<'s>(
        &mut self,
        step: &Step,
        name: &str,
        at: &Range<usize>,
        said: &'s GateSaid,
    ) -> Option<(StepAction, Option<&'s AttributionForm>)> {
        let of_kind = |gate: &&Gate| gate.name().split(':').next() == Some(name);
        let exact = step.gates.iter().find(|gate| gate.name() == name);
        let mut alike = step.gates.iter().filter(of_kind);
        let only = match (alike.next(), alike.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        };
        let Some(gate) = exact.or(only) else {
            let names: Vec<String> = step.gates.iter().map(Gate::name).collect();
            let help = match names.as_slice() {
                [] => "leave it out: nothing but `after` holds this step".to_owned(),
                _ => near_or_all(name, &names, "its gates are"),
            };
            let message = format!("step `{}` has no gate `{name}`", step.id);
            self.add("unknown-gate", at, message, Some(help));
            return None;
        };
        let (message, help, at) = match (gate, said) {
            (Gate::Acknowledge(_), GateSaid::Agreed(_)) => return Some((StepAction::Acknowledge(gate.clone()), None)),
            (Gate::Approval(_) | Gate::FourEyes(_), GateSaid::Approved(_, attribution)) => {
                return Some((StepAction::Approve(gate.clone()), Some(attribution)));
            }
            (Gate::Approval(_) | Gate::FourEyes(_), GateSaid::SentBack(_, why, attribution)) => {
                return Some((StepAction::SendBack(gate.clone(), why.value.clone()), Some(attribution)));
            }
            (Gate::Acknowledge(_), GateSaid::Approved(at, _) | GateSaid::SentBack(at, ..)) => {
                ("this gate is a sentence to agree to", "write `agreed`", at)
            }
            (Gate::Approval(_) | Gate::FourEyes(_), GateSaid::Agreed(at)) => {
                ("this gate needs to know who agreed", "write `{approved-by: NAME}`", at)
            }
            (
                Gate::RoleFilled(_) | Gate::EvidenceReleased | Gate::PoliceDelay | Gate::Fact(_),
                GateSaid::Agreed(at) | GateSaid::Approved(at, _) | GateSaid::SentBack(at, ..),
            ) => (
                "this gate opens by itself when its fact or role is there",
                "leave it out",
                at,
            ),
        };
        self.add("wrong-gate", at, message.to_owned(), Some(help.to_owned()));
        None
    }

    /// An outcome. `until` lies ahead of the moment at which it was said, which may itself be long past.
    fn outcome(&mut self, said: &OutcomeSaid, mark: &Mark) -> Option<StepOutcome> {
        let said_at = mark
            .occurred
            .and_then(|occurred| occurred.at)
            .map_or(self.asked.now, |at| at.to_utc());
        let until = match &said.until {
            None => None,
            Some(text) => match read_deadline(&text.value, said_at, self.asked.zone) {
                Ok(moment) => Some(moment.at),
                Err(why) => {
                    self.add("not-a-time", &text.at, why.to_string(), None);
                    return None;
                }
            },
        };
        Some(match said.what.clone() {
            OutcomeKind::Done => StepOutcome::Done,
            OutcomeKind::Started => StepOutcome::Started,
            OutcomeKind::Later(why) => StepOutcome::Deferred { until, why },
            OutcomeKind::Waiting(on) => StepOutcome::Waiting { on, until },
            OutcomeKind::NotNeeded(why) => StepOutcome::NotNeeded { why },
            OutcomeKind::WillNotDo(why) => StepOutcome::Declined { why },
        })
    }

    fn mark(&mut self, attribution: &AttributionForm) -> Mark {
        let text = |said: &Option<Said>| said.as_ref().map(|said| said.value.clone());
        let mut mark = Mark {
            occurred: None,
            actor: text(&attribution.who),
            told: text(&attribution.who)
                .zip(text(&attribution.channel))
                .map(|(by, channel)| ReportedBy { by, channel }),
        };
        if let Some(at) = &attribution.at {
            match occurred(&at.value, self.asked.now, self.asked.zone) {
                Ok(occurred) => mark.occurred = Some(occurred),
                Err(why) => self.add("not-a-time", &at.at, why.to_string(), None),
            }
        }
        mark
    }

    fn unknown_fact(&mut self, step: &Step, name: &str, at: &Range<usize>) {
        let own = own_prefix(step);
        let asked: Vec<&str> = step
            .questions
            .iter()
            .map(|question| question.fact.strip_prefix(&own).unwrap_or(&question.fact))
            .collect();
        let shared = self.playbook.facts.iter().map(|fact| fact.name.as_str());
        let help = match did_you_mean(name, asked.iter().copied().chain(shared)) {
            Some(near) => format!("did you mean `{near}`?"),
            None if asked.is_empty() => "this step asks nothing".to_owned(),
            None => format!("this step asks for {}", list(&asked, "and")),
        };
        let message = format!("no question or fact is called `{name}`");
        self.add("unknown-fact", at, message, Some(help));
    }

    fn action(&mut self, at: &Range<usize>, what: What) {
        self.actions.push(Action { at: at.start, what });
    }

    /// What an item says for several of its entries is read for each of them, and told once when it is wrong.
    fn add(&mut self, code: &'static str, at: &Range<usize>, message: String, help: Option<String>) {
        if self.found.iter().any(|known| known.code == code && known.span == *at) {
            return;
        }
        let found = Diagnostic::at(code, self.file, self.text, at.clone(), message);
        self.found.push(Diagnostic { help, ..found });
    }
}

/// The question that a name in an item means, and whether the item's step asks it: the step's own question by its short
/// name, then any fact by its full one, those that only rules read too.
fn question(playbook: &Playbook, book: &Rulebook, step: &Step, name: &str) -> Option<(Question, bool)> {
    let own = format!("{}{name}", own_prefix(step));
    let asked = step
        .questions
        .iter()
        .find(|question| question.fact == own || question.fact == name);
    if let Some(asked) = asked {
        return Some((asked.clone(), true));
    }
    let elsewhere = playbook.steps.iter().flat_map(|step| &step.questions);
    let found = elsewhere.into_iter().find(|question| question.fact == name).cloned();
    found
        .or_else(|| {
            let of_playbook = playbook.facts.iter().find(|fact| fact.name == name);
            let shared = of_playbook.or_else(|| book.fact(name))?;
            Some(Question {
                fact: shared.name.clone(),
                local: false,
                kind: shared.kind.clone(),
                ask: shared.ask.clone(),
                hint: shared.hint.clone(),
                required: false,
            })
        })
        .map(|question| (question, false))
}

/// What stands before the names of a step's own facts.
fn own_prefix(step: &Step) -> String {
    format!("{}.", step.id.replace('-', "_"))
}

fn near_or_all<S: AsRef<str>>(name: &str, known: &[S], all: &str) -> String {
    match did_you_mean(name, known.iter().map(AsRef::as_ref)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("{all} {}", list(known, "and")),
    }
}
