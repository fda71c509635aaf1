//! The field table of format 1: which fields each part of a playbook file has, what they look like, what they are for.
//!
//! This is data and nothing else; [`crate::schema::shape`] says what the shapes mean.

use crate::fact::Kind;
use crate::schema::shape::{FORMAT, Field, Record, Shape, may, must, record};

const TEXTS: Shape = Shape::List(&Shape::Text);
const IDS: Shape = Shape::List(&Shape::Id);
const STEPS: Shape = Shape::List(&Shape::OneOf(&[&OWN_STEP, &USED_STEP]));
const QUESTIONS: Shape = Shape::Map(
    &Shape::Name,
    &Shape::Either(&Shape::Word(&["required", "optional"]), &Shape::Record(&QUESTION)),
);
const GATES: Shape = Shape::List(&Shape::Choice(&["evidence-released", "police-delay"], &GATE));
const REPEAT_SHAPE: Shape = Shape::Either(&Shape::Word(&["on-demand"]), &Shape::Record(&REPEAT));
const PACES: Shape = Shape::Either(&Shape::Duration, &Shape::List(&Shape::Record(&PACE)));
const FACTS: Shape = Shape::Map(&Shape::Name, &Shape::Record(&FACT));
const KINDS: Shape = Shape::Word(&Kind::NAMES);
/// The types of a table's columns.
const COLUMN_KINDS: Shape = Shape::Either(
    &Shape::Word(&[
        "text",
        "long-text",
        "yes-no",
        "number",
        "money",
        "date",
        "date-time",
        "duration",
        "person",
    ]),
    &TEXTS,
);

pub(crate) const TYPE: Field = must("type", &KINDS, "What an answer looks like.");
pub(crate) const ASK: Field = must("ask", &Shape::Text, "The question, in plain words.");
pub(crate) const HINT: Field = may("hint", &Shape::Text, "One line that helps to answer.");
pub(crate) const FACT_TITLE: Field = may("title", &Shape::Text, "One to four words for boards.");
const OPTIONS: Field = may("options", &TEXTS, "The choices of a select or multi-select.");
pub(crate) const COLUMNS: Field = may(
    "columns",
    &Shape::Map(&Shape::Name, &COLUMN_KINDS),
    "The columns of a table.",
);

/// The fields of a playbook. One of changes has the same, and says only what is different.
macro_rules! playbook_fields {
    ($presence:ident $(, $of_changes:expr)*) => {
        &[
            must("playbook", &Shape::Id, "The playbook's name, kebab-case; also the file's name."),
            FORMAT,
            $($of_changes,)*
            $presence("title", &Shape::Text, "What the playbook is called."),
            $presence("summary", &Shape::Text, "What it is for, in a sentence."),
            $presence("incident-title", &Shape::Text, "What an incident opened with it is called."),
            $presence(
                "use-when",
                &SITUATIONS,
                "Situations it is for; `breach start` shows the first, and each that has a first page of its own."
            ),
            may("sources", &TEXTS, "Where the playbook comes from."),
            may("first", &Shape::Record(&FIRST), "The first five minutes; no answers needed."),
            $presence(
                "roles",
                &Shape::Map(&Shape::Id, &Shape::Record(&ROLE)),
                "Every role that owns a step or approves."
            ),
            may("facts", &FACTS, "Shared facts beyond the shared vocabulary."),
            may("confirm", &STEPS, "Is it real, and how bad."),
            may("contain", &STEPS, "Stop the loss, save the proof."),
            may("notify", &STEPS, "Tell those who must know."),
            may("audit", &STEPS, "Show what was done."),
            may("learn", &STEPS, "Do better next time."),
        ]
    };
}

pub(crate) const PLAYBOOK: Record = Record {
    name: "a playbook",
    fields: playbook_fields!(must),
};

/// A playbook that says only what it changes in another one.
pub(crate) const CHANGES: Record = Record {
    name: "a playbook of changes",
    fields: playbook_fields!(
        may,
        must(
            "based-on",
            &Shape::Record(&BASED_ON),
            "The playbook that is changed. What is said below takes the place of what it says, or is added to it: \
             single roles, facts and steps.",
        ),
        may(
            "change",
            &Shape::Map(&Shape::Id, &Shape::Record(&CHANGED_STEP)),
            "Steps that are changed, by id: each field given takes the place of the step's own.",
        ),
        may("leave-out", &IDS, "Steps that are left out.")
    ),
};

const SITUATIONS: Shape = Shape::List(&Shape::Either(&Shape::Text, &Shape::Record(&SITUATION)));

const SITUATION: Record = record! { "a situation":
    must("when", &Shape::Text, "The situation, in the words of whoever is in it."),
    may("incident-title", &Shape::Text, "What an incident that begins so is called; left out, as the playbook says."),
    may("known", &Shape::Map(&Shape::Name, &Shape::Text),
        "Shared facts that are answered by choosing it: yes-no questions and choices."),
    must("first", &Shape::Record(&FIRST), "The first five minutes in this situation."),
};

const FIRST: Record = record! { "`first`":
    may("do-not", &TEXTS, "What must not be done."),
    may("call", &IDS, "Whom to call: ids of roles or contacts."),
    may("say", &Shape::Map(&Shape::Id, &Shape::Text), "What to say to whom; {{ fact }} puts in a fact."),
};

const ROLE: Record = record! { "a role":
    must("title", &Shape::Text, "What the role is called."),
    must("does", &Shape::Text, "What its holder does."),
};

const FACT: Record = record! { "a fact":
    TYPE,
    ASK,
    HINT,
    FACT_TITLE,
    OPTIONS,
    COLUMNS,
};

/// A question of a step, written out.
pub(super) const QUESTION: Record = record! { "a question":
    may("type", &KINDS, "What an answer looks like; left out for a shared fact."),
    may(ASK.name, ASK.shape, ASK.about),
    HINT,
    OPTIONS,
    COLUMNS,
    may("required", &Shape::TrueFalse, "Blocks closing while unanswered; false if left out."),
};

const GATE: Record = record! { "a gate":
    may("acknowledge", &Shape::Text, "A sentence; opened by typing `agreed`."),
    may("approval", &Shape::Id, "A role that must agree."),
    may("four-eyes", &Shape::Id, "A step; opened by anyone but who did it."),
    may("role-filled", &Shape::Id, "A role that somebody must hold."),
    may("fact", &Shape::Condition, "A condition that must be true."),
};

const DUE: Shape = Shape::OneOf(&[&DUE_BY, &DUE_WITH]);

const DUE_BY: Record = record! { "`due`":
    must("by", &Shape::DueBy, "DURATION before or after a fact or a step."),
    may("source", &Shape::Text, "The law, scheme rule or contract; always needed."),
    may("checked", &Shape::Text, "When the source was last read, such as 2026-11."),
};

const DUE_WITH: Record = record! { "`due`":
    must("obligations", &IDS,
        "Computed duties to tell, by id or by kind of recipient; due when the earliest open one is."),
};

const REPEAT: Record = record! { "`repeat`":
    must("every", &PACES, "How often."),
    may("until", &Shape::Condition, "Passes end when this is true."),
};

const PACE: Record = record! { "a pace":
    must("each", &Shape::Duration, "From one pass to the next."),
    may("for", &Shape::Duration, "How long this pace lasts."),
};

macro_rules! step_fields {
    ($presence:ident; $($first:expr),* ; $($last:expr),*) => {
        &[
            $($first,)*
            $presence("title", &Shape::Text, "What the step is called."),
            $presence("owner", &Shape::Id, "The role that does it."),
            $presence("why", &Shape::Text, "Why it is done, in one line."),
            $presence("do", &TEXTS, "Instructions, read before any question; a `command` is an item of its own."),
            may("ask", &QUESTIONS, "What is asked afterwards."),
            may("when", &Shape::Condition, "Opens the step; false rules it out, unknown waits."),
            may("after", &IDS, "Steps that come first."),
            may("gate", &GATES, "What holds back the instructions."),
            may("aim", &Shape::Aim, "Our own yardstick, from opening or after a step."),
            may("due", &DUE, "A duty from outside: law, scheme or contract; or duties to tell."),
            may("repeat", &REPEAT_SHAPE, "Done more than once."),
            may("run", &TEXTS, "A command as a list of arguments; shown, never run."),
            may("notice", &Shape::Id, "The name of a notice; shown, never drafted."),
            may("depends-on", &TEXTS, "Facts whose change reopens the step."),
            may("required", &Shape::TrueFalse, "Blocks closing while open; true if left out."),
            may("sources", &TEXTS, "Where the step comes from."),
            $($last,)*
        ]
    };
}

/// A step that a playbook writes itself.
pub(super) const OWN_STEP: Record = Record {
    name: "a step",
    fields: step_fields!(must; must("step", &Shape::Id, "The step's name, kebab-case.");),
};

/// A step from the step library.
pub(super) const USED_STEP: Record = Record {
    name: "a shared step",
    fields: step_fields!(may; must("use", &Shape::Id, "The shared step's name.");
        may("do-also", &TEXTS, "Instructions that follow the shared step's own.")),
};

/// A file of the step library.
pub(crate) const STEP_FILE: Record = Record {
    name: "a step file",
    fields: step_fields!(must; must("step", &Shape::Id, "The step's name; also the file's name."),
        FORMAT;),
};

const BASED_ON: Record = record! { "`based-on`":
    must("playbook", &Shape::Id, "Its name."),
    may("said", &Shape::Record(&SAID),
        "What it said when this was written, by `breach playbook new`; `breach playbook diff` compares it with today."),
    may("steps", &Shape::Map(&Shape::Id, &Shape::Text),
        "What identifies the text of each step, in files that were written before there was `said`."),
};

/// A long line is kept as a checksum.
const SAID: Record = record! { "`said`":
    may("playbook", &KEPT, "What stood at the top, by field."),
    may("first", &KEPT, "The first five minutes, by field."),
    may("roles", &KEPT_PARTS, "The roles, by id."),
    may("facts", &KEPT_PARTS, "The facts, by name."),
    may("steps", &KEPT_PARTS, "The steps, by id."),
};
const KEPT: Shape = Shape::Map(&Shape::Text, &Shape::Several(&Shape::Text));
const KEPT_PARTS: Shape = Shape::Map(&Shape::Text, &KEPT);

const CHANGED_STEP: Record = Record {
    name: "a changed step",
    fields: step_fields!(may; ; may("do-also", &TEXTS, "Instructions that follow the step's own.")),
};

/// The shared vocabulary.
pub(crate) const FACTS_FILE: Record = record! { "a facts file":
    FORMAT,
    must("facts", &FACTS, "The shared facts."),
};

/// Fields in which the `use` item replaces what the shared step says.
pub(super) fn replaceable(field: &str) -> bool {
    !matches!(field, "use" | "step" | "format" | "do-also") && USED_STEP.fields.iter().any(|known| known.name == field)
}
