//! The field tables of the files of obligations, format 1: which fields each part has, what they look like, what they are
//! for.
//!
//! This is data and nothing else; [`crate::schema::shape`] says what the shapes mean.

use super::scalars::{
    CONFIDENCE, COUNTED, DAY, DAY_OF_YEAR, KIND, LIMIT, MONTH, OBSERVED, PEOPLE, PLACE_CODE, POLICE_DELAY, REACH,
    RECIPIENT, RELATIVE, START, STATUS, WEEKDAY, YEAR,
};
use crate::playbook::fields::{ASK, COLUMNS, FACT_TITLE, HINT, TYPE};
use crate::schema::shape::{FORMAT, Field, LOOSE_ID, Record, Shape, ZONE, may, must, record};

const TEXTS: Shape = Shape::List(&Shape::Text);
const ONE_OR_MORE: Shape = Shape::Several(&Shape::Text);
const IDS: Shape = Shape::Several(&Shape::Id);
const LIMIT_SHAPE: Shape = Shape::Special(&LIMIT);
const START_SHAPE: Shape = Shape::Special(&START);
const STARTS: Shape = Shape::Several(&START_SHAPE);

macro_rules! rule_fields {
    ($($first:expr),*) => {
        &[
            $($first,)*
            may("jurisdiction", &ONE_OR_MORE, "Where it is law: one code or a list of codes."),
            may("law", &Shape::Text, "The law and its place."),
            may("tell", &Shape::Text, "Who must be told, in words."),
            may("recipient", &Shape::Special(&RECIPIENT), "What kind of recipient that is."),
            may("binds", &Shape::Text, "Whom it binds, in words."),
            may("by", &ONE_OR_MORE, "Whom it binds: `anyone`, `controller`, `processor` or regimes; `anyone` if left out."),
            may("not-by", &ONE_OR_MORE, "Regimes that it does not bind, or `processor-only`: who only holds data for others."),
            may("reach", &Shape::Special(&REACH), "What ties an incident to the jurisdiction; `people` if left out."),
            may("trigger", &Shape::Text, "What sets it off, in words."),
            may("when", &Shape::Condition, "What sets it off, beside the people it takes."),
            may("unless", &Shape::List(&Shape::Record(&EXEMPTION)), "What exempts from it, once known."),
            may("with", &Shape::Id, "A rule that must apply for this one to apply."),
            may("outlasts", &Shape::Id, "A rule whose deadline must be over before this one's clock begins."),
            may("people", &Shape::Record(&PEOPLE_FIELDS), "How many people it takes."),
            may("clock", &Shape::Record(&CLOCK), "How its time is counted."),
            may("deadline", &Shape::Text, "The time limit in words."),
            may("content", &Shape::Text, "What a notice must say."),
            may("encryption", &Shape::Text, "What encryption changes, in words."),
            may("risk", &Shape::Text, "What a low risk changes, in words."),
            may("monitoring", &Shape::Text, "What must be offered to people; `none` if left out."),
            may("card-number", &Shape::Text, "When a card number counts, in words."),
            may("kind", &Shape::Special(&KIND), "What kind of rule it is; `duty` if left out."),
            may("status", &Shape::Special(&STATUS), "Whether it holds; `in-force` if left out."),
            may("from", &Shape::Special(&DAY), "From when it holds, or is to hold while it is pending."),
            may("until", &Shape::Special(&DAY), "The last day on which it holds."),
            may("confidence", &Shape::Special(&CONFIDENCE), "How well it is known."),
            may("source", &Shape::Text, "Where it was read."),
            may("as-of", &Shape::Special(&MONTH), "When the source was last known to be true."),
            may("note", &Shape::Text, "What a reader should know beside it."),
        ]
    };
}

/// A file of rules. Its own fields count for every rule that does not say them itself.
pub(crate) const RULE_FILE: Record = Record {
    name: "a rule file",
    fields: rule_fields!(
        FORMAT,
        must(
            "rules",
            &Shape::Map(&Shape::Id, &Shape::Record(&RULE)),
            "The rules, by id."
        )
    ),
};

pub(super) const RULE: Record = Record {
    name: "a rule",
    fields: rule_fields!(),
};

/// Fields that every rule has, from its file or of its own.
pub(super) const NEEDED: [&str; 14] = [
    "jurisdiction",
    "law",
    "tell",
    "recipient",
    "binds",
    "trigger",
    "clock",
    "deadline",
    "content",
    "encryption",
    "risk",
    "confidence",
    "source",
    "as-of",
];

const EXEMPTION: Record = record! { "an exemption":
    must("when", &Shape::Condition, "When it holds."),
    must("because", &Shape::Text, "Why, as part of a sentence."),
};

const PEOPLE_FIELDS: Record = record! { "`people`":
    must("at-least", &Shape::Number(&PEOPLE), "The smallest number that sets it off."),
    may("at-most", &Shape::Number(&PEOPLE), "The largest number with which it still holds."),
    may("of", &Shape::Special(&COUNTED), "Who is counted; `residents` if left out."),
    may("or-unknown", &Shape::TrueFalse, "A number that nobody knows yet sets it off too."),
    may("or", &Shape::Condition, "What sets it off whatever the number."),
};

const CLOCK: Record = record! { "`clock`":
    may("within", &LIMIT_SHAPE, "How long; left out where the law names no limit."),
    must("after", &START_SHAPE, "What it counts from; `none` for no clock."),
    may("notice", &IDS, "The rule whose notice it counts from, or several: the first one made, unless `last-notice`."),
    may("last-notice", &Shape::TrueFalse,
        "It counts from the last of those notices: an updated one begins the time anew."),
    may("or-after", &STARTS, "Another start, or several: the earliest of them all counts."),
    may("cap", &Shape::Record(&CAP), "A second limit; the earlier counts."),
    may("relative", &Shape::Special(&RELATIVE), "When it is due in relation to the notices to the people."),
    may("count-event-day", &Shape::TrueFalse, "The day of the event is day 1."),
    may("calendar", &Shape::Text, "The calendar of its business days."),
    may("full-hours", &Shape::TrueFalse, "Hours count from the next full hour."),
    may("noon-of-next-working-day", &Shape::Record(&RELIEF), "It moves off weekends and holidays."),
    may("police-delay", &Shape::Special(&POLICE_DELAY), "What a delay asked for by police does."),
    may("expected", &Shape::Record(&EXPECTED), "A time that the authority expects."),
};

const CAP: Record = record! { "`cap`":
    must("within", &LIMIT_SHAPE, "How long."),
    must("after", &START_SHAPE, "What it counts from."),
};

const RELIEF: Record = record! { "`noon-of-next-working-day`":
    may("not-by", &ONE_OR_MORE, "Regimes that are shut out of it."),
};

const EXPECTED: Record = record! { "`expected`":
    must("within", &LIMIT_SHAPE, "How long."),
    must("source", &Shape::Text, "Who says so."),
};

/// Facts for a question without an incident.
pub(crate) const CASE_FILE: Record = Record {
    name: "a file of facts",
    fields: &[
        FORMAT,
        may(
            "zone",
            &Shape::Special(&ZONE),
            "Where local times are read, and the business is for what no other place decides.",
        ),
        may(
            "facts",
            &Shape::Blank(&Shape::Map(&Shape::Text, &Shape::Answer)),
            "Answers, by the name of the fact.",
        ),
        may(
            "entities",
            &Shape::Blank(&Shape::Map(&Shape::Text, &Shape::Map(&Shape::Text, &Shape::Answer))),
            "Companies of a group, by name, each with what is its own beside, or instead of, the facts of all.",
        ),
        may(
            "notices",
            &Shape::Blank(&Shape::Map(&Shape::Text, &Shape::Several(&Shape::Text))),
            "When notices were made: a time or a list of times, by the id of the obligation.",
        ),
        may(
            "police-delays",
            &Shape::Blank(&Shape::Map(&Shape::Text, &Shape::Text)),
            "Until when police asked to wait, by the id of the obligation.",
        ),
    ],
};

/// A file of facts. `options: regimes` stands for all regimes.
pub(crate) const FACT_FILE: Record = record! { "a facts file":
    FORMAT,
    must("facts", &Shape::Map(&Shape::Name, &Shape::Record(&FACT)), "The facts, by name."),
};

const FACT: Record = record! { "a fact":
    TYPE,
    ASK,
    HINT,
    FACT_TITLE,
    may("options", &Shape::Either(&Shape::Word(&["regimes"]), &TEXTS),
        "The choices of a select or multi-select, or `regimes`."),
    COLUMNS,
};

/// A file of named conditions.
pub(crate) const DEFINITION_FILE: Record = record! { "a definitions file":
    FORMAT,
    must("definitions", &Shape::Map(&Shape::Name, &Shape::Record(&DEFINITION)), "The conditions, by name."),
};

pub(super) const DEFINITION: Record = record! { "a definition":
    must("title", &Shape::Text, "What it means, in words."),
    must("when", &Shape::Condition, "When it holds."),
};

pub(crate) const REGIME_FILE: Record = record! { "a regimes file":
    FORMAT,
    must("regimes", &Shape::Map(&Shape::Id, &Shape::Record(&REGIME)), "The regimes, by id."),
};

pub(super) const REGIME: Record = record! { "a regime":
    must("title", &Shape::Text, "What it is called."),
    may("sectors", &TEXTS, "Business types that may be under it; any, if left out."),
};

pub(crate) const PLACE_FILE: Record = record! { "a file of places":
    FORMAT,
    may("places", &Shape::Blank(&Shape::Map(&Shape::Special(&PLACE_CODE), &Shape::Record(&PLACE))),
        "The places, by code."),
};

pub(super) const PLACE: Record = record! { "a place":
    must("name", &Shape::Text, "Its English name."),
    may("in", &Shape::Blank(&Shape::Text), "The code of the place that it lies in."),
    may("zone", &Shape::Blank(&Shape::Special(&ZONE)),
        "The zone of most people; that of the place it lies in, if left out."),
    may("calendar", &Shape::Blank(&Shape::Text),
        "The name of its calendar; that of the place it lies in, if left out."),
    may("also", &BLANK_TEXTS, "Other names."),
    may("may-mean", &BLANK_TEXTS, "Names that may mean it, or another place."),
    may("only-rules", &Shape::Blank(&Shape::TrueFalse), "It has rules and no residents."),
};

const BLANK_TEXTS: Shape = Shape::Blank(&Shape::Several(&Shape::Blank(&Shape::Text)));

pub(crate) const CALENDAR_FILE: Record = record! { "a file of calendars":
    FORMAT,
    may("calendars", &Shape::Blank(&Shape::Map(&Shape::Special(&LOOSE_ID), &Shape::Record(&CALENDAR))),
        "The calendars, by name."),
};

pub(super) const CALENDAR: Record = record! { "a calendar":
    must("title", &Shape::Text, "Whose it is."),
    must("source", &Shape::Text, "Where its holidays were read."),
    must("as-of", &Shape::Special(&MONTH), "When that was last known to be true."),
    may("weekend", &Shape::Blank(&Shape::Several(&Shape::Special(&WEEKDAY))),
        "The days on which nobody works; Saturday and Sunday, if left out."),
    must("from", &Shape::Number(&YEAR), "The first year whose holidays it knows."),
    must("until", &Shape::Number(&YEAR), "The last year whose holidays it knows."),
    may("note", &Shape::Blank(&Shape::Text), "What is left out."),
    must("holidays", &Shape::Blank(&Shape::List(&Shape::Record(&HOLIDAY))), "The holidays."),
};

const HOLIDAY: Record = record! { "a holiday":
    must("name", &Shape::Text, "What it is called."),
    may("day", &Shape::Special(&DAY_OF_YEAR), "When it is, every year; either this or `on`."),
    may("on", &Shape::Blank(&Shape::Several(&Shape::Special(&DAY))),
        "The dates on which it was and will be; these do not move."),
    may("since", &Shape::Blank(&Shape::Number(&YEAR)), "The first year that had it."),
    may("until", &Shape::Blank(&Shape::Number(&YEAR)), "The last year that has it."),
    may("observed", &Shape::Blank(&Shape::Special(&OBSERVED)), "When it is kept instead if its own day is not kept."),
};

/// The fields of a rule, in the order of the documentation.
pub(super) fn of_rule() -> &'static [Field] {
    RULE.fields
}
