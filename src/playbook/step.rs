//! One step: its names resolved, its conditions typed, from a draft to a step of the plan.
//!
//! It reports what is wrong with this step alone. What steps mean to each other is for [`super::check`].

use std::ops::Range;

use super::plan::{
    Aim, Due, DueBy, DueWith, Gate, Instruction, Moment, Pace, Question, RECIPIENTS, Repeat, Schedule, Side, Step,
};
use super::step_source::Draft;
use super::symbols::Known;
use super::vocabulary::{OPENING_FACTS, kind, nearest};
use crate::condition::{Condition, Seen, Truth};
use crate::fact::Kind;
use crate::schema::diagnostic::Diagnostic;
use crate::schema::node::{entries, field, field_text, items, text};
use crate::schema::reader::{MOST_FAULTS, is_id, line, split_due};
use crate::schema::source::Text;
use crate::schema::yaml::{Content, Node};
use crate::text::{Passage, did_you_mean};
use crate::time::Span;

/// A step that waits for another.
pub(super) struct Link<'a> {
    pub(super) from: String,
    /// The step it waits for.
    pub(super) to: String,
    /// The file that says so.
    pub(super) text: &'a Text,
    pub(super) at: Range<usize>,
}

/// Builds one step; reports every mistake in it.
pub(super) fn build<'a>(
    draft: &Draft<'a>,
    known: &Known<'a>,
    found: &mut Vec<Diagnostic>,
    links: &mut Vec<Link<'a>>,
) -> Option<Step> {
    if draft.missing {
        return None;
    }
    let mut builder = Builder { draft, known, found };
    builder.identity();
    let owner = builder.owner();
    let questions = builder.questions();
    let when = builder.when();
    let after = builder.after(links);
    let gates = builder.gates();
    let aim = builder.aim();
    let due = builder.due();
    let repeat = builder.repeat();
    let depends_on = builder.depends_on();
    Some(Step {
        id: draft.id.clone(),
        phase: draft.phase,
        title: draft.words("title")?,
        owner: owner?,
        why: draft.words("why")?,
        instructions: instructions(draft)?,
        questions,
        when,
        after,
        gates,
        aim,
        due,
        repeat,
        run: draft.get("run").map(|(_, node)| {
            let arguments = items(node).iter().filter_map(text);
            arguments.map(str::to_owned).collect()
        }),
        notice: draft.words("notice"),
        depends_on,
        required: draft.words("required").as_deref() != Some("false"),
        sources: list(draft, "sources"),
        shared: draft.is_shared(),
    })
}

/// An instruction; a backticked span at its beginning is a command to copy.
pub(super) fn instruction(item: &str) -> Instruction {
    let item = item.trim();
    let command = item
        .strip_prefix('`')
        .and_then(|rest| rest.split_once('`'))
        .filter(|(command, _)| !command.trim().is_empty());
    match command {
        Some((command, rest)) => Instruction {
            text: line(rest),
            command: Some(command.trim().to_owned()),
        },
        // A block text keeps its lines: two commands on one line would be another command.
        None => Instruction {
            text: item
                .lines()
                .map(line)
                .filter(|line| !line.is_empty())
                .collect::<Vec<_>>()
                .join("\n"),
            command: None,
        },
    }
}

fn instructions(draft: &Draft<'_>) -> Option<Vec<Instruction>> {
    let (_, node) = draft.get("do")?;
    let all = items(node).iter().chain(draft.also.iter().flat_map(|also| items(also)));
    Some(all.filter_map(text).map(instruction).collect())
}

fn list(draft: &Draft<'_>, name: &str) -> Vec<String> {
    let items = draft.get(name).map(|(_, node)| items(node)).unwrap_or_default();
    items.iter().filter_map(text).map(line).collect()
}

struct Builder<'b, 'a> {
    draft: &'b Draft<'a>,
    known: &'b Known<'a>,
    found: &'b mut Vec<Diagnostic>,
}

impl<'a> Builder<'_, 'a> {
    fn full(&self) -> bool {
        self.found.len() >= MOST_FAULTS
    }

    fn fault(&mut self, code: &'static str, file: &Text, at: Range<usize>, message: String, help: Option<String>) {
        if self.full() {
            return;
        }
        let mut fault = file.fault(code, at, message);
        fault.help = help;
        self.found.push(fault);
    }

    /// Something that files which loaded before may have.
    fn doubt(&mut self, code: &'static str, file: &Text, at: Range<usize>, message: String, help: String) {
        if !self.full() {
            self.found.push(file.fault(code, at, message).helped(help).doubt());
        }
    }

    /// A step file says its own name.
    fn identity(&mut self) {
        if let Some((file, node)) = self.draft.get("step")
            && let Some(name) = text(node)
            && name != self.draft.id
        {
            let message = format!("this file is the step `{}`", self.draft.id);
            let help = Some(format!("write `step: {}`, or rename the file", self.draft.id));
            self.fault("bad-id", file, node.at.clone(), message, help);
        }
    }

    fn owner(&mut self) -> Option<String> {
        let (file, node) = self.draft.get("owner")?;
        self.role(file, node)
    }

    fn role(&mut self, file: &Text, node: &Node) -> Option<String> {
        let role = text(node)?;
        if self.known.roles.contains(role) {
            return Some(role.to_owned());
        }
        if is_id(role) {
            let help = match did_you_mean(role, self.known.roles.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None if self.draft.is_in_library(file) => "name it under `roles` of the playbook".to_owned(),
                None => "name it under `roles`".to_owned(),
            };
            self.fault(
                "unknown-role",
                file,
                node.at.clone(),
                format!("no role `{role}`"),
                Some(help),
            );
        }
        None
    }

    fn questions(&mut self) -> Vec<Question> {
        let Some((file, node)) = self.draft.get("ask") else {
            return Vec::new();
        };
        let mut questions = Vec::new();
        for (key, value) in entries(node) {
            if self.full() {
                break;
            }
            let shared = self.known.vocabulary.get(&key.text).map(|declared| &declared.fact);
            let required = match text(value) {
                Some(word) => word == "required",
                None => field_text(value, "required") == Some("true"),
            };
            let own = |name: &str| field_text(value, name).map(line);
            match shared {
                Some(fact) => {
                    if let Some(shape) = ["type", "options", "columns"]
                        .iter()
                        .find_map(|name| field(value, name))
                    {
                        let message = format!("`{}` is a shared fact and has its type already", key.text);
                        let help = "keep only `ask`, `hint` and `required`, or choose another name".to_owned();
                        self.fault("fact-name-clash", file, shape.at.clone(), message, Some(help));
                    }
                    questions.push(Question {
                        fact: key.text.clone(),
                        local: false,
                        kind: fact.kind.clone(),
                        ask: own("ask").unwrap_or_else(|| fact.ask.clone()),
                        hint: own("hint").or_else(|| fact.hint.clone()),
                        required,
                    });
                }
                None => {
                    let near = || {
                        let declared = self.known.vocabulary.iter();
                        nearest(&key.text, declared.map(|declared| declared.fact.name.as_str()))
                    };
                    if text(value).is_some() {
                        let help = near().or(Some("a question of this step alone needs `type` and `ask`".to_owned()));
                        let message = format!("no shared fact `{}`", key.text);
                        self.fault("unknown-fact", file, key.at.clone(), message, help);
                        continue;
                    }
                    if entries(value).is_empty() {
                        continue;
                    }
                    let missing: Vec<&str> = ["type", "ask"]
                        .into_iter()
                        .filter(|name| field(value, name).is_none())
                        .collect();
                    if !missing.is_empty() {
                        let message = format!(
                            "a question of this step alone needs {}",
                            crate::text::list(&missing, "and")
                        );
                        self.fault(
                            "missing-field",
                            file,
                            key.at.clone(),
                            message,
                            near().filter(|_| missing[0] == "type"),
                        );
                    }
                    let Some(kind) = kind(file, value, self.found) else {
                        continue;
                    };
                    let Some(ask) = own("ask") else { continue };
                    questions.push(Question {
                        fact: format!("{}.{}", self.draft.prefix(), key.text),
                        local: true,
                        kind,
                        ask,
                        hint: own("hint"),
                        required,
                    });
                }
            }
        }
        questions
    }

    /// Parses and types a condition.
    fn condition(&mut self, file: &Text, node: &Node) -> Option<Condition> {
        let written = text(node)?;
        let condition = match Condition::parse(written) {
            Ok(condition) => condition,
            Err(fault) => {
                self.fault(
                    "bad-condition",
                    file,
                    file.within(node, &fault.at),
                    fault.message,
                    fault.help,
                );
                return None;
            }
        };
        let mut good = true;
        for (name, part) in condition.names() {
            if let Some((code, message, help)) = self.known.unreadable(&name) {
                let help = if self.draft.is_in_library(file) && code == "never-asked" {
                    Some("ask for it, or replace this field where the step is used".to_owned())
                } else {
                    help
                };
                self.fault(code, file, file.within(node, &part), message, help);
                good = false;
            }
        }
        if !good {
            return None;
        }
        let faults = condition.check(&|name| self.known.kind_of(name));
        let typed = faults.is_empty();
        for fault in faults {
            self.fault(
                "impossible-comparison",
                file,
                file.within(node, &fault.at),
                fault.message,
                fault.help,
            );
        }
        typed.then_some(condition)
    }

    /// Refuses a condition that can only become true through this very step, or never.
    fn reachable(&mut self, file: &Text, node: &Node, condition: &Condition) {
        let names = condition.names();
        let only_here = |(name, _): &(Passage, Range<usize>)| {
            let asked = self.known.asked.get(name.as_str());
            !OPENING_FACTS.contains(&name.as_str())
                && asked.is_some_and(|(_, steps)| steps.len() == 1 && steps.contains(&self.draft.id))
        };
        let opens_unanswered = condition.evaluate(&|_| Seen::Unanswered).truth == Truth::True;
        if opens_unanswered || !names.iter().all(only_here) {
            return;
        }
        let (message, help) = if names.is_empty() {
            (
                "this step can never open",
                "remove the step, or write when it is needed",
            )
        } else {
            (
                "this step can never open: only its own questions answer this",
                "ask for it in an earlier step",
            )
        };
        self.fault(
            "unreachable-step",
            file,
            node.at.clone(),
            message.to_owned(),
            Some(help.to_owned()),
        );
    }

    fn when(&mut self) -> Option<Condition> {
        let (file, node) = self.draft.get("when")?;
        let condition = self.condition(file, node)?;
        self.reachable(file, node, &condition);
        Some(condition)
    }

    /// Whether a step exists here. One that only the library has is passed over where the library names it.
    fn step(&mut self, file: &Text, at: Range<usize>, id: &str) -> bool {
        if self.known.steps.contains(id) {
            return true;
        }
        if is_id(id) && !(self.draft.is_in_library(file) && self.known.library.contains(id)) {
            let help = match did_you_mean(id, self.known.steps.iter().map(String::as_str)) {
                Some(near) => Some(format!("did you mean `{near}`?")),
                None if self.known.library.contains(id) => Some(format!("add it with `- use: {id}`")),
                None => None,
            };
            self.fault(
                "undefined-step",
                file,
                at,
                format!("no step `{id}` in this playbook"),
                help,
            );
        }
        false
    }

    fn after(&mut self, links: &mut Vec<Link<'a>>) -> Vec<String> {
        let Some((file, node)) = self.draft.get("after") else {
            return Vec::new();
        };
        let mut after: Vec<String> = Vec::new();
        for item in items(node) {
            if self.full() {
                break;
            }
            let Some(id) = text(item) else { continue };
            if self.step(file, item.at.clone(), id) && !after.iter().any(|known| known == id) {
                links.push(Link {
                    from: self.draft.id.clone(),
                    to: id.to_owned(),
                    text: file,
                    at: item.at.clone(),
                });
                after.push(id.to_owned());
            }
        }
        after
    }

    fn gates(&mut self) -> Vec<Gate> {
        let Some((file, node)) = self.draft.get("gate") else {
            return Vec::new();
        };
        let mut gates = Vec::new();
        for item in items(node) {
            if self.full() {
                break;
            }
            gates.extend(self.gate(file, item));
        }
        gates
    }

    fn gate(&mut self, file: &'a Text, item: &'a Node) -> Option<Gate> {
        match text(item) {
            Some("evidence-released") => {
                if let Some((_, message, help)) = self.known.unreadable("evidence_released_by") {
                    self.fault("never-asked", file, item.at.clone(), message, help);
                    return None;
                }
                return Some(Gate::EvidenceReleased);
            }
            Some("police-delay") => return Some(Gate::PoliceDelay),
            _ => {}
        }
        let (key, value) = entries(item).first()?;
        match key.text.as_str() {
            "acknowledge" => text(value).map(|sentence| Gate::Acknowledge(line(sentence))),
            "approval" => self.role(file, value).map(Gate::Approval),
            "role-filled" => self.role(file, value).map(Gate::RoleFilled),
            "four-eyes" => {
                let id = text(value)?;
                if id == self.draft.id {
                    let message =
                        "this step can never open: its own work is to be checked before it is done".to_owned();
                    let help = Some("name the step whose work somebody else must check".to_owned());
                    self.fault("unreachable-step", file, value.at.clone(), message, help);
                    return None;
                }
                self.step(file, value.at.clone(), id)
                    .then(|| Gate::FourEyes(id.to_owned()))
            }
            "fact" => {
                let condition = self.condition(file, value)?;
                self.reachable(file, value, &condition);
                Some(Gate::Fact(condition))
            }
            _ => None,
        }
    }

    fn aim(&mut self) -> Option<Aim> {
        let (file, node) = self.draft.get("aim")?;
        let written = text(node)?;
        let (span, step) = match written.split_once(" after ") {
            Some((span, step)) => (span.trim(), Some(step.trim())),
            None => (written, None),
        };
        let span = Span::parse(span).ok()?;
        let after = match step {
            None => None,
            Some(step) => {
                let part = written.len() - step.len()..written.len();
                if step == self.draft.id {
                    let message = format!("`{step}` counts from itself");
                    let help = format!("leave `after {step}` out: an aim counts from when the step opens");
                    self.doubt("after-cycle", file, file.within(node, &part), message, help);
                }
                // An aim counted from a step that is not here has nothing to count from.
                if !self.step(file, file.within(node, &part), step) {
                    return None;
                }
                Some(step.to_owned())
            }
        };
        Some(Aim { span, after })
    }

    fn due(&mut self) -> Option<Due> {
        let (file, node) = self.draft.get("due")?;
        if entries(node).is_empty() {
            return None;
        }
        if field(node, "by").is_none()
            && let Some(list) = field(node, "obligations")
        {
            return self.due_with(file, list).map(Due::With);
        }
        self.due_by(file, node).map(Due::By)
    }

    /// Duties by id or by kind of recipient.
    fn due_with(&mut self, file: &Text, list: &Node) -> Option<DueWith> {
        if matches!(&list.content, Content::List(items) if items.is_empty()) {
            let message = "a step is due with one duty at least".to_owned();
            let help = Some("name an obligation, or a kind of recipient such as `regulator`".to_owned());
            self.fault("missing-field", file, list.at.clone(), message, help);
        }
        let mut obligations: Vec<String> = Vec::new();
        for item in items(list) {
            if self.full() {
                break;
            }
            let Some(name) = text(item) else { continue };
            if is_id(name)
                && !RECIPIENTS.contains(&name)
                && let Some(all) = self.known.names.map(|names| &names.obligations)
                && !all.contains(name)
            {
                let names = all.iter().map(String::as_str).chain(RECIPIENTS);
                let help = match did_you_mean(name, names) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!(
                        "`breach obligation list --all` shows every id; kinds are {}",
                        crate::text::list(&RECIPIENTS, "and")
                    ),
                };
                let message = format!("no obligation `{name}`");
                self.doubt("unknown-obligation", file, item.at.clone(), message, help);
            }
            if !obligations.iter().any(|known| known == name) {
                obligations.push(name.to_owned());
            }
        }
        (!obligations.is_empty()).then_some(DueWith { obligations })
    }

    fn due_by(&mut self, file: &Text, node: &Node) -> Option<DueBy> {
        let source = field_text(node, "source").map(line);
        if source.is_none() {
            let at = entries(node).first().map_or(node.at.clone(), |(key, _)| key.at.clone());
            let help = "name the law, scheme rule or contract in `source`; our own yardstick is an `aim`".to_owned();
            self.fault(
                "due-without-source",
                file,
                at,
                "a duty has no source".to_owned(),
                Some(help),
            );
        }
        let by = field(node, "by")?;
        let written = text(by)?;
        let (span, after, name) = split_due(written)?;
        let start = written.rfind(name).unwrap_or(0);
        let at = file.within(by, &(start..start + name.len()));
        let of = if self.known.kind_of(name).is_some() {
            if let Some((code, message, help)) = self.known.unreadable(name) {
                self.fault(code, file, at.clone(), message, help);
            }
            let kind = self.known.kind_of(name)?;
            if !matches!(kind, Kind::Date | Kind::DateTime) {
                let help = Some("a duty counts from a date, a date-time or a step".to_owned());
                self.fault("not-a-time", file, at, format!("`{name}` is a {kind}"), help);
            }
            Moment::Fact(name.to_owned())
        } else if self.known.steps.contains(name) {
            Moment::Step(name.to_owned())
        } else if name.contains('_') || name.contains('.') || !is_id(name) {
            if let Some((code, message, help)) = self.known.unreadable(name) {
                self.fault(code, file, at, message, help);
            }
            return None;
        } else {
            // A duty is never dropped silently, not even a library step's.
            let help = did_you_mean(name, self.known.steps.iter().map(String::as_str));
            let help = help.map(|near| format!("did you mean `{near}`?"));
            self.fault(
                "undefined-step",
                file,
                at,
                format!("no step `{name}` in this playbook"),
                help,
            );
            return None;
        };
        Some(DueBy {
            span: Span::parse(span).ok()?,
            side: if after { Side::After } else { Side::Before },
            of,
            source: source?,
            checked: field_text(node, "checked").map(line),
        })
    }

    fn repeat(&mut self) -> Option<Repeat> {
        let (file, node) = self.draft.get("repeat")?;
        if text(node) == Some("on-demand") {
            return Some(Repeat::OnDemand);
        }
        let until = field(node, "until").map(|until| self.condition(file, until));
        let every = field(node, "every")?;
        let span = |node: &Node, name: &str| field_text(node, name).and_then(|written| Span::parse(written).ok());
        let spans: Vec<Pace> = match text(every) {
            Some(written) => vec![Pace {
                each: Span::parse(written).ok()?,
                lasts: None,
            }],
            None => {
                let paces = items(every);
                for pace in paces.iter().take(paces.len().saturating_sub(1)) {
                    if field(pace, "for").is_none() && field(pace, "each").is_some() {
                        let message = "this pace never ends, so those below it never begin".to_owned();
                        self.fault(
                            "missing-field",
                            file,
                            pace.at.clone(),
                            message,
                            Some("write how long it lasts: `for: 1 day`".to_owned()),
                        );
                    }
                }
                paces
                    .iter()
                    .filter_map(|pace| {
                        Some(Pace {
                            each: span(pace, "each")?,
                            lasts: span(pace, "for"),
                        })
                    })
                    .collect()
            }
        };
        if spans.is_empty() {
            return None;
        }
        let until = match until {
            Some(condition) => Some(condition?),
            None => None,
        };
        Some(Repeat::Every(Schedule { spans, until }))
    }

    fn depends_on(&mut self) -> Vec<String> {
        let Some((file, node)) = self.draft.get("depends-on") else {
            return Vec::new();
        };
        let mut facts: Vec<String> = Vec::new();
        for item in items(node) {
            if self.full() {
                break;
            }
            let Some(name) = text(item) else { continue };
            match self.known.unreadable(name) {
                None => facts.push(name.to_owned()),
                Some((code, message, help)) => {
                    let step = name.split_once('.').map(|(step, _)| step.replace('_', "-"));
                    let elsewhere = self.known.vocabulary.get(name).is_some()
                        || step.is_some_and(|step| {
                            self.known.library.contains(step.as_str()) && !self.known.steps.contains(&step)
                        });
                    if !(elsewhere && self.draft.is_in_library(file)) {
                        self.fault(code, file, item.at.clone(), message, help);
                    }
                }
            }
        }
        facts
    }
}
