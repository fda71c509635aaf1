//! The checked playbook: valid by construction, and the frozen form in which the record keeps it.
//!
//! A [`Playbook`] is what the checker makes of YAML and what entry 0 of a record holds as its plan, so an old record stays
//! readable after the playbook format has moved on. It knows nothing of YAML, files or incidents.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::condition::Condition;
use crate::fact::Kind;
use crate::time::Span;

/// The number of this form. A change of meaning raises it.
pub const PLAN: u32 = 1;

/// A playbook that was checked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Playbook {
    pub plan: u32,
    /// Kebab-case name, also the file's name.
    pub id: String,
    pub title: String,
    /// What it is for, in a line or two.
    pub summary: String,
    /// What an incident opened with it is called.
    pub incident_title: String,
    /// Situations it is for; the first stands in the list of `breach start`.
    pub use_when: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    pub first: First,
    /// Situations of `use_when` that are begun in a way of their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub starts: Vec<Start>,
    pub roles: Vec<Role>,
    /// Every shared fact that is asked, read or said here.
    pub facts: Vec<FactDef>,
    /// The steps in the order offered.
    pub steps: Vec<Step>,
}

/// A situation that stands in the list of `breach start` with a first page of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Start {
    pub when: String,
    /// What an incident that begins so is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident_title: Option<String>,
    /// The answers that this choice gives.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub known: Vec<KnownFact>,
    pub first: First,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct KnownFact {
    pub fact: String,
    /// As somebody would type it.
    pub answer: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct First {
    /// What must not be done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub do_not: Vec<String>,
    /// Whom to call: ids of roles or contacts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub call: Vec<String>,
    /// What to say to whom.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub say: Vec<Say>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Say {
    /// Id of a role or contact.
    pub to: String,
    /// The words, with `{{ fact }}` where a fact goes.
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Role {
    pub id: String,
    pub title: String,
    pub does: String,
}

/// A shared fact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FactDef {
    pub name: String,
    /// What an answer may look like.
    pub kind: Kind,
    pub ask: String,
    /// A line that helps to answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// One to four words for boards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// The five phases. They are lanes, not a staircase.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Is it real, and how bad.
    Confirm,
    /// Stop the loss, save the proof.
    #[default]
    Contain,
    /// Tell those who must know.
    Notify,
    Audit,
    Learn,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Step {
    /// Kebab-case name; the same step in every playbook of an incident.
    pub id: String,
    /// The list it stands in.
    pub phase: Phase,
    pub title: String,
    /// The role that does it.
    pub owner: String,
    pub why: String,
    /// What to do, read before any question is asked.
    pub instructions: Vec<Instruction>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Question>,
    /// True opens it, false rules it out, unknown waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<String>,
    /// What holds back its instructions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gates: Vec<Gate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aim: Option<Aim>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Due>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeat: Option<Repeat>,
    /// A command as a list of arguments; shown, never run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<Vec<String>>,
    /// The name of a notice; shown, never drafted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
    /// Facts whose change reopens it, beside those in its conditions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<String>,
    /// Blocks closing while it is open.
    pub required: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// Taken from the step library with `use`, overridden or not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub shared: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Instruction {
    /// What to do; beside a command only what stood after it, which may be nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
}

/// One question of a step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Question {
    /// Full name of the fact: a shared one, or `step_id.name`.
    pub fact: String,
    /// Belongs to this step alone.
    pub local: bool,
    /// What an answer may look like.
    pub kind: Kind,
    pub ask: String,
    /// A line that helps to answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    pub required: bool,
}

impl Question {
    /// The question that asks for a shared fact, where no step has words of its own for it.
    pub fn shared(fact: &FactDef) -> Self {
        Question {
            fact: fact.name.clone(),
            local: false,
            kind: fact.kind.clone(),
            ask: fact.ask.clone(),
            hint: fact.hint.clone(),
            required: false,
        }
    }
}

/// What holds back a step's instructions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gate {
    /// A sentence to agree to.
    Acknowledge(String),
    /// Somebody in this role agrees.
    Approval(String),
    /// Somebody else than who did this step agrees.
    FourEyes(String),
    RoleFilled(String),
    /// The fact `evidence_released_by` is known.
    EvidenceReleased,
    /// `police_delay_until` does not lie ahead.
    PoliceDelay,
    Fact(Condition),
}

impl Gate {
    /// The name by which a record knows this gate of a step: its kind and its argument.
    pub fn name(&self) -> String {
        match self {
            Gate::Acknowledge(sentence) => format!("acknowledge:{sentence}"),
            Gate::Approval(role) => format!("approval:{role}"),
            Gate::FourEyes(step) => format!("four-eyes:{step}"),
            Gate::RoleFilled(role) => format!("role-filled:{role}"),
            Gate::EvidenceReleased => "evidence-released".to_owned(),
            Gate::PoliceDelay => "police-delay".to_owned(),
            Gate::Fact(condition) => format!("fact:{condition}"),
        }
    }
}

/// What opens it, in words.
impl fmt::Display for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Gate::Acknowledge(sentence) => write!(f, "agreed: {sentence}"),
            Gate::Approval(role) => write!(f, "{role} agrees"),
            Gate::FourEyes(step) => write!(f, "somebody else than who did {step} agrees"),
            Gate::RoleFilled(role) => write!(f, "somebody is {role}"),
            Gate::EvidenceReleased => f.write_str("the evidence is released"),
            Gate::PoliceDelay => f.write_str("no police delay runs"),
            Gate::Fact(condition) => write!(f, "{condition}"),
        }
    }
}

/// Our own yardstick: never exported as missed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Aim {
    pub span: Span,
    /// Counted from the end of this step; from opening if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Due {
    /// So long before or after something, as the playbook has it.
    By(DueBy),
    /// With the earliest open one among duties that are computed from the rules about who must be told.
    With(DueWith),
}

/// A duty whose time the playbook states itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DueBy {
    pub span: Span,
    pub side: Side,
    pub of: Moment,
    /// The law, scheme rule or contract.
    pub source: String,
    /// When the source was last read, such as `2026-11`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked: Option<String>,
}

/// Computed duties to tell somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DueWith {
    /// Ids of obligations, or kinds of recipients, one of [`RECIPIENTS`]. Never empty.
    pub obligations: Vec<String>,
}

/// The kinds of recipients by which a step may name all duties to tell one of them.
pub const RECIPIENTS: [&str; 8] = [
    "regulator",
    "individuals",
    "credit-bureaus",
    "contract",
    "controller",
    "law-enforcement",
    "media",
    "other",
];

/// Which way a duty counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// Until so long before it.
    Before,
    /// Until so long after it.
    After,
}

/// What a duty counts from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Moment {
    /// A date or date-time fact.
    Fact(String),
    /// The end of a step.
    Step(String),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Repeat {
    Every(Schedule),
    /// Whenever somebody asks for it.
    OnDemand,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Schedule {
    /// The paces, one after the other; the last may have no end.
    pub spans: Vec<Pace>,
    /// Passes end when this is true.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Condition>,
}

/// One pace of a schedule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Pace {
    /// From one pass to the next.
    pub each: Span,
    /// How long this pace lasts; without it, until the end.
    #[serde(rename = "for", default, skip_serializing_if = "Option::is_none")]
    pub lasts: Option<Span>,
}

impl Phase {
    /// All five, in their order.
    pub const ALL: [Phase; 5] = [
        Phase::Confirm,
        Phase::Contain,
        Phase::Notify,
        Phase::Audit,
        Phase::Learn,
    ];

    /// Its name in a playbook.
    pub fn name(self) -> &'static str {
        match self {
            Phase::Confirm => "confirm",
            Phase::Contain => "contain",
            Phase::Notify => "notify",
            Phase::Audit => "audit",
            Phase::Learn => "learn",
        }
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Step {
    /// Whether both say the same. The phase and where the text was kept do not matter.
    pub fn same_text(&self, other: &Step) -> bool {
        Step {
            phase: other.phase,
            shared: other.shared,
            ..self.clone()
        } == *other
    }

    /// The facts whose change reopens it: those in its conditions and in `depends-on`, each once.
    pub fn reads(&self) -> Vec<String> {
        let in_gates = self.gates.iter().flat_map(|gate| match gate {
            Gate::Fact(condition) => names(condition),
            Gate::EvidenceReleased => vec!["evidence_released_by".to_owned()],
            Gate::PoliceDelay => vec!["police_delay_until".to_owned()],
            _ => Vec::new(),
        });
        let mut facts: Vec<String> = Vec::new();
        for name in self
            .when
            .iter()
            .flat_map(names)
            .chain(in_gates)
            .chain(self.depends_on.iter().cloned())
        {
            if !facts.contains(&name) {
                facts.push(name);
            }
        }
        facts
    }
}

impl Playbook {
    /// The step of this id.
    pub fn step(&self, id: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == id)
    }

    /// The role of this id.
    pub fn role(&self, id: &str) -> Option<&Role> {
        self.roles.iter().find(|role| role.id == id)
    }

    /// The way of its own in which a situation is begun, if it has one.
    pub fn start(&self, situation: &str) -> Option<&Start> {
        self.starts.iter().find(|start| start.when == situation)
    }

    /// What the first page says in a situation.
    pub fn first_in(&self, situation: Option<&str>) -> &First {
        let start = situation.and_then(|words| self.start(words));
        start.map_or(&self.first, |start| &start.first)
    }

    /// The type of a fact, shared or local, by its full name.
    pub fn kind_of(&self, fact: &str) -> Option<&Kind> {
        let shared = self
            .facts
            .iter()
            .find(|known| known.name == fact)
            .map(|known| &known.kind);
        shared.or_else(|| {
            let questions = self.steps.iter().flat_map(|step| &step.questions);
            questions
                .into_iter()
                .find(|asked| asked.fact == fact)
                .map(|asked| &asked.kind)
        })
    }

    /// Ids under which both playbooks have two different steps of their own: they cannot serve one incident together. The
    /// names of the step library are everybody's: whoever writes his own words under one of them means that step, and in
    /// one incident the words that came first stand.
    pub fn clashes(&self, other: &Playbook) -> Vec<String> {
        let differs = |step: &&Step| {
            other
                .step(&step.id)
                .is_some_and(|theirs| !step.shared && !theirs.shared && !step.same_text(theirs))
        };
        self.steps.iter().filter(differs).map(|step| step.id.clone()).collect()
    }

    /// The same playbook under another id, with every shared step written out as its own.
    #[must_use]
    pub fn written_out(self, id: &str) -> Self {
        let steps = self.steps.into_iter().map(|step| Step { shared: false, ..step });
        Playbook {
            id: id.to_owned(),
            steps: steps.collect(),
            ..self
        }
    }

    /// The plan as the record keeps it: one line of JSON, the same bytes every time.
    pub fn to_plan(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads a plan back from a record.
    pub fn from_plan(text: &str) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Head {
            plan: u32,
        }
        let unreadable = |error| format!("the plan is not readable: {error}");
        let read = serde_json::from_str::<Playbook>(text);
        let form = match &read {
            Ok(playbook) => playbook.plan,
            // A plan of another form is none that this program can read; its number says so better than the error does.
            Err(_) => serde_json::from_str::<Head>(text).map_err(unreadable)?.plan,
        };
        if form != PLAN {
            return Err(format!("the plan has form {form}; this breach reads form {PLAN}"));
        }
        read.map_err(unreadable)
    }
}

fn names(condition: &Condition) -> Vec<String> {
    condition
        .names()
        .into_iter()
        .map(|(name, _)| name.to_string())
        .collect()
}
