//! From a file and a playbook to the entries that are to be written, in order, noting every name that the playbook
//! does not have, every answer that does not fit its question, and every time that cannot be read.

use std::ops::Range;
use std::path::Path;

use chrono::{DateTime, FixedOffset, SubsecRound, Utc};

use crate::attribution::{Source, attribution, occurred};
use crate::fact::read::Asked;
use crate::fact::read::node::FileAnswers;
use crate::files;
use crate::incident::event::{Ending, Event, NoticeDeclined, NoticeMade, ObligationNotRequired, StepOutcome};
use crate::incident::{Occurred, Precision, ReportedBy};
use crate::obligation::{Rule, RuleKind, Rulebook};
use crate::playbook::plan::{Gate, Playbook, Question, Step};
use crate::schema::diagnostic::Diagnostic;
use crate::schema::node::{entries, field, text};
use crate::schema::source::{Parsed, Text};
use crate::schema::yaml::{Content, Key, Node};
use crate::session::note::note_draft;
use crate::situation::closing::ClosingRequest;
use crate::text::{did_you_mean, list};
use crate::time::{read_deadline, read_when};

use super::action::{Action, Entry, StepAction};
use super::form::{AttributionForm, Said, listed, named, said};

/// What a file comes to.
#[derive(Debug)]
pub(super) struct Resolved {
    /// Entries to be written, in order.
    pub(super) actions: Vec<Action>,
    /// Mistakes, in the order of the file.
    pub(super) found: Vec<Diagnostic>,
}

/// Sets a file against a playbook.
pub(super) fn resolve(file: &Parsed, playbook: &Playbook, book: &Rulebook, asked: &Asked, folder: &Path) -> Resolved {
    let mut resolver = Resolver {
        playbook,
        book,
        asked,
        file: &file.text,
        folder,
        actions: Vec::new(),
        found: Vec::new(),
    };
    resolver.whole(&file.tree);
    Resolved {
        actions: resolver.actions,
        found: resolver.found,
    }
}

struct Resolver<'a> {
    playbook: &'a Playbook,
    book: &'a Rulebook,
    asked: &'a Asked,
    file: &'a Text,
    folder: &'a Path,
    actions: Vec<Action>,
    found: Vec<Diagnostic>,
}

impl Resolver<'_> {
    fn whole(&mut self, root: &Node) {
        let writer = field(root, "as");
        if let Some(role) = writer.and_then(|writer| Said::field(writer, "role")) {
            self.role(&role.value, &role.at);
        }
        if let Some(first_read_at) = field(root, "opening").and_then(|opening| Said::field(opening, "first_read_at"))
            && let Err(why) = read_when(&first_read_at.value, self.asked.now, self.asked.zone)
        {
            self.add("not-a-time", &first_read_at.at, why.to_string(), None);
        }
        for (key, node) in named(root, "roles") {
            if let Some(name) = Said::of(node)
                && self.role(&key.text, &key.at)
            {
                let role = key.text.clone();
                self.action(&key.at, Entry::Role { role, name: name.value });
            }
        }
        let writer = writer.and_then(|writer| said(writer, "name")).unwrap_or_default();
        for item in listed(root, "steps") {
            let attribution = AttributionForm::of(item, "who");
            match Said::field(item, "step") {
                Some(step) => self.step(item, &step, &attribution),
                None => drop(self.source(&attribution)),
            }
            self.notices(item, &attribution, &writer);
            self.notes(item);
        }
        let close = entries(root).iter().find(|(key, _)| key.text == "close");
        if let Some((key, close)) = close
            && let Some(how) = said(close, "how").as_deref().and_then(ending)
            && let Some(why) = said(close, "why")
        {
            let closing = ClosingRequest {
                how,
                why,
                second: said(close, "second"),
                joined_to: said(close, "to"),
                open_because: said(close, "open-because"),
                left_by: said(close, "left-by"),
            };
            self.action(&key.at, Entry::Close(closing));
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

    fn step(&mut self, item: &Node, id: &Said, attribution: &AttributionForm) {
        let source = self.source(attribution);
        let playbook = self.playbook;
        let Some(step) = playbook.step(&id.value) else {
            let near = did_you_mean(&id.value, playbook.steps.iter().map(|step| step.id.as_str()));
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("`breach playbook show {}` shows every step", playbook.id),
            };
            let message = format!("no step is called `{}`", id.value);
            self.add("unknown-step", &id.at, message, Some(help));
            return;
        };
        let pass = said(item, "pass").and_then(|pass| pass.parse().ok());
        let of_step = |source: Source, report: StepAction| Entry::Step {
            step: step.id.clone(),
            pass,
            source,
            report,
        };
        for (key, node) in named(item, "gates") {
            if let Some((report, attribution)) = self.gate(step, key, node) {
                let source = match attribution {
                    Some(attribution) => self.source(&attribution),
                    None => source.clone(),
                };
                self.action(&key.at, of_step(source, report));
            }
        }
        if let Some(node) = field(item, "override") {
            let by_itself = Said::of(node);
            let source = match by_itself {
                Some(_) => source.clone(),
                None => self.source(&AttributionForm::of(node, "by")),
            };
            if let Some(why) = by_itself.or_else(|| Said::field(node, "why")) {
                self.action(&why.at, of_step(source, StepAction::Override(why.value)));
            }
        }
        if let Some(node) = field(item, "outcome")
            && let Some(outcome) = self.outcome(node, &source)
        {
            self.action(&node.at, of_step(source.clone(), StepAction::Outcome(outcome)));
        }
        for (key, node) in named(item, "facts") {
            let Some((question, is_asked)) = question(playbook, self.book, step, &key.text) else {
                self.unknown_fact(step, &key.text, &key.at);
                continue;
            };
            let mut read = FileAnswers {
                text: self.file,
                asked: *self.asked,
                for_record: true,
                file: &|path| {
                    files::fingerprint(&self.folder.join(path))
                        .map(Into::into)
                        .map_err(|why| why.to_string())
                },
                found: &mut self.found,
            };
            for answer in read.answers(node, &question.kind) {
                let entry = Entry::Fact {
                    step: step.id.clone(),
                    pass,
                    question: question.clone(),
                    answer,
                    is_asked,
                    told: source.told.clone(),
                };
                self.action(&key.at, entry);
            }
        }
    }

    /// What became of duties. An item says for all of them when it was and who told it, where they do not say so themselves.
    fn notices(&mut self, item: &Node, of_item: &AttributionForm, writer: &str) {
        for (key, notice) in named(item, "notices") {
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
            let who = Said::field(notice, "who");
            let source = self.source(&AttributionForm {
                at: Said::field(notice, "at").or(of_item.at.clone()),
                // How the writer was told by somebody else does not say how these heard of it.
                channel: of_item.channel.clone().filter(|_| who.is_none()),
                who: who.or(of_item.who.clone()),
            });
            if self.found.len() > found_before {
                continue;
            }
            if let Some(event) = self.duty(&key.at, rule, notice, &source, writer) {
                self.action(&key.at, Entry::Duty { event, source });
            }
        }
    }

    fn duty(&mut self, at: &Range<usize>, rule: &Rule, notice: &Node, source: &Source, writer: &str) -> Option<Event> {
        let (obligation, tell) = (rule.id.to_string(), self.book.whom(rule).to_string());
        let (happened_at, on_day) = match source.occurred {
            None => (self.asked.zone.at(&self.asked.now).trunc_subsecs(0), false),
            Some(Occurred {
                at: Some(at),
                precision,
                ..
            }) if !matches!(precision, Precision::Month | Precision::Year) => (at, precision == Precision::Day),
            Some(_) => {
                let help = "about is enough: `at: about 14:00`".to_owned();
                self.add("not-a-time", at, "a notice needs its time".to_owned(), Some(help));
                return None;
            }
        };
        if let Some(channel) = said(notice, "channel") {
            let made = NoticeMade {
                obligation,
                tell,
                at: happened_at,
                on_day,
                channel,
                reference: said(notice, "reference"),
                attachment: None,
                to: said(notice, "to"),
                internal: rule.kind == RuleKind::Internal,
            };
            return Some(made.into());
        }
        if let Some(why) = said(notice, "not-required") {
            return Some(ObligationNotRequired { obligation, tell, why }.into());
        }
        let declined = NoticeDeclined {
            obligation,
            tell,
            why: said(notice, "declined")?,
            decided_by: source.actor.clone().unwrap_or_else(|| writer.to_owned()),
            revisit_at: self.later(&Said::field(notice, "revisit")?, happened_at.to_utc())?,
        };
        Some(declined.into())
    }

    /// A time that lies ahead of a moment.
    fn later(&mut self, text: &Said, said_at: DateTime<Utc>) -> Option<DateTime<FixedOffset>> {
        match read_deadline(&text.value, said_at, self.asked.zone) {
            Ok(moment) => Some(moment.at),
            Err(why) => {
                self.add("not-a-time", &text.at, why.to_string(), None);
                None
            }
        }
    }

    fn notes(&mut self, item: &Node) {
        let Some(notes) = field(item, "notes") else { return };
        let nodes = match &notes.content {
            Content::List(nodes) => nodes,
            _ => std::slice::from_ref(notes),
        };
        for note in nodes.iter().filter_map(Said::of) {
            match attribution(&note.value, &[], self.asked.now, self.asked.zone) {
                Ok(heard) => match note_draft(&note.value, heard.as_ref(), None) {
                    Ok(_) => self.action(&note.at, Entry::Note(note.value)),
                    Err(empty) => self.add("empty-note", &note.at, empty.to_string(), None),
                },
                Err(unsettled) => self.add("not-a-time", &note.at, unsettled.why.to_string(), None),
            }
        }
    }

    /// The gate that is meant, by its name or by its kind where the step has one of that kind.
    fn gate(&mut self, step: &Step, key: &Key, node: &Node) -> Option<(StepAction, Option<AttributionForm>)> {
        let name = key.text.as_str();
        let is_agreed = text(node).is_some_and(|text| text.trim().eq_ignore_ascii_case("agreed"));
        let approved = Said::field(node, "approved-by").map(|_| AttributionForm::of(node, "approved-by"));
        let sent_back = said(node, "sent-back").filter(|_| said(node, "by").is_some());
        if !is_agreed && approved.is_none() && sent_back.is_none() {
            return None;
        }
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
            self.add("unknown-gate", &key.at, message, Some(help));
            return None;
        };
        let (message, help) = match gate {
            Gate::Acknowledge(_) if is_agreed => return Some((StepAction::Acknowledge(gate.clone()), None)),
            Gate::Acknowledge(_) => ("this gate is a sentence to agree to", "write `agreed`"),
            Gate::Approval(_) | Gate::FourEyes(_) => match (approved, sent_back) {
                (Some(attribution), _) => return Some((StepAction::Approve(gate.clone()), Some(attribution))),
                (None, Some(why)) => {
                    let attribution = AttributionForm::of(node, "by");
                    return Some((StepAction::SendBack(gate.clone(), why), Some(attribution)));
                }
                (None, None) => ("this gate needs to know who agreed", "write `{approved-by: NAME}`"),
            },
            Gate::RoleFilled(_) | Gate::EvidenceReleased | Gate::PoliceDelay | Gate::Fact(_) => (
                "this gate opens by itself when its fact or role is there",
                "leave it out",
            ),
        };
        self.add("wrong-gate", &node.at, message.to_owned(), Some(help.to_owned()));
        None
    }

    /// An outcome. `until` lies ahead of the moment at which it was said, which may itself be long past.
    fn outcome(&mut self, node: &Node, source: &Source) -> Option<StepOutcome> {
        let said_at = source.at().map_or(self.asked.now, |at| at.to_utc());
        // `{waiting: {on: WHO, until: TIME}}` says the same as `{waiting: WHO, until: TIME}`.
        let waiting = field(node, "waiting");
        let until = Said::field(node, "until").or_else(|| Said::field(waiting?, "until"));
        let until = match until {
            Some(until) => Some(self.later(&until, said_at)?),
            None => None,
        };
        if let Some(waiting) = waiting {
            let on = said(waiting, "on").or_else(|| Some(Said::of(waiting)?.value))?;
            return Some(StepOutcome::Waiting { on, until });
        }
        match text(node).map(str::trim) {
            Some("done") => Some(StepOutcome::Done),
            Some("started") => Some(StepOutcome::Started),
            Some("later") => Some(StepOutcome::Deferred { until, why: None }),
            Some(_) => None,
            None => match (said(node, "not-needed"), said(node, "will-not-do")) {
                (Some(why), _) => Some(StepOutcome::NotNeeded { why }),
                (None, Some(why)) => Some(StepOutcome::Declined { why }),
                (None, None) => entries(node).iter().any(|(key, _)| key.text == "later").then(|| {
                    let why = said(node, "later");
                    StepOutcome::Deferred { until, why }
                }),
            },
        }
    }

    fn source(&mut self, attribution: &AttributionForm) -> Source {
        let text = |said: &Option<Said>| said.as_ref().map(|said| said.value.clone());
        let (actor, channel) = (text(&attribution.who), text(&attribution.channel));
        let occurred = attribution.at.as_ref().and_then(|at| {
            let read = occurred(&at.value, self.asked.now, self.asked.zone);
            read.map_err(|why| self.add("not-a-time", &at.at, why.to_string(), None))
                .ok()
        });
        Source {
            occurred,
            told: actor
                .clone()
                .zip(channel)
                .map(|(by, channel)| ReportedBy { by, channel }),
            actor,
            access: None,
        }
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

    fn action(&mut self, at: &Range<usize>, entry: Entry) {
        self.actions.push(Action { at: at.start, entry });
    }

    /// What an item says for several of its entries is read for each of them, and told once when it is wrong.
    fn add(&mut self, code: &'static str, at: &Range<usize>, message: String, help: Option<String>) {
        if self.found.iter().any(|known| known.code == code && known.span == *at) {
            return;
        }
        let found = self.file.fault(code, at.clone(), message);
        self.found.push(Diagnostic { help, ..found });
    }
}

fn ending(word: &str) -> Option<Ending> {
    match word {
        "handled" => Some(Ending::Handled),
        "ruled-out" => Some(Ending::RuledOut),
        "joined" => Some(Ending::Joined),
        _ => None,
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
    let of_playbook = || playbook.facts.iter().find(|fact| fact.name == name);
    let shared = || of_playbook().or_else(|| book.fact(name)).map(Question::shared);
    found.or_else(shared).map(|question| (question, false))
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
