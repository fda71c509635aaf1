//! The shapes that values of a file may have; which field has which stands in a table beside it.
//!
//! The checker, its suggestions and the JSON Schema all read this table, so they cannot disagree about what is allowed.
//! It knows single values and their shapes, not what they mean together.

use crate::time::Zone;

/// What a value may look like.
#[derive(Debug)]
pub(crate) enum Shape {
    Text,
    TrueFalse,
    /// The number of the format.
    Format,
    Id,
    Name,
    Word(&'static [&'static str]),
    /// A length of time, such as `4 hours`.
    Duration,
    /// A length of time, and perhaps `after STEP`.
    Aim,
    /// `DURATION before FACT` or `DURATION after STEP`.
    DueBy,
    Condition,
    /// A single value that somebody else knows how to spell.
    Special(&'static Special),
    /// The same, and it is a number.
    Number(&'static Special),
    /// `yes` or `no`, or what YAML has for them.
    YesNo,
    /// An answer to a question: whether it fits depends on the question.
    Answer,
    /// A list of such values.
    List(&'static Shape),
    /// One such value, or a list of them.
    Several(&'static Shape),
    /// Such a value, or nothing.
    Blank(&'static Shape),
    /// A mapping whose names the author chooses.
    Map(&'static Shape, &'static Shape),
    /// A mapping with fixed fields.
    Record(&'static Record),
    /// The first for a single value, the second for a list or a mapping.
    Either(&'static Shape, &'static Shape),
    /// One of several records; the first field of each tells them apart.
    OneOf(&'static [&'static Record]),
    /// One of these words, or a mapping with exactly one of these fields.
    Choice(&'static [&'static str], &'static Record),
}

/// A mapping with fixed fields.
#[derive(Debug)]
pub(crate) struct Record {
    /// What it is called in messages: `a step`.
    pub(crate) name: &'static str,
    /// Its fields in the order of the documentation.
    pub(crate) fields: &'static [Field],
}

/// A record as a table, a row a field: `must` or `may`, its name, its shape, and what it is for.
macro_rules! record {
    ($name:literal: $($field:expr,)*) => {
        $crate::schema::shape::Record { name: $name, fields: &[$($field),*] }
    };
}
pub(crate) use record;

#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    /// What its value looks like.
    pub(crate) shape: &'static Shape,
    pub(crate) needed: bool,
    /// What it is for, for editors.
    pub(crate) about: &'static str,
}

/// A field that must be there.
pub(crate) const fn must(name: &'static str, shape: &'static Shape, about: &'static str) -> Field {
    Field {
        name,
        shape,
        needed: true,
        about,
    }
}

/// A field that may be left out.
pub(crate) const fn may(name: &'static str, shape: &'static Shape, about: &'static str) -> Field {
    Field {
        name,
        shape,
        needed: false,
        about,
    }
}

/// The number of the format, which every file says.
pub(crate) const FORMAT: Field = must("format", &Shape::Format, "The format of this file: 1.");

/// How a single value is spelled that only one kind of file has.
#[derive(Debug)]
pub(crate) struct Special {
    /// What is expected, after `this must be`.
    pub(crate) expected: fn() -> String,
    pub(crate) check: fn(&str) -> Result<(), Slip>,
}

/// What is wrong with a single value.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Slip {
    pub(crate) code: &'static str,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

impl Shape {
    /// What is expected, after `this must be`.
    pub(crate) fn expected(&self) -> String {
        match self {
            Shape::Text => "text".to_owned(),
            Shape::TrueFalse => "`true` or `false`".to_owned(),
            Shape::Format => "the number 1".to_owned(),
            Shape::Id => "a name such as `card-data-breach`".to_owned(),
            Shape::Name => "a name such as `card_suspected`".to_owned(),
            Shape::Word(words) => crate::text::list(words, "or"),
            Shape::Duration => "a length of time such as `4 hours`".to_owned(),
            Shape::Aim => "a length of time such as `4 hours`, or `5 days after STEP`".to_owned(),
            Shape::DueBy => "a duty such as `24 hours after suspected_at`".to_owned(),
            Shape::Condition => "a condition such as `card_suspected and not leak_ongoing`".to_owned(),
            Shape::Special(special) | Shape::Number(special) => (special.expected)(),
            Shape::YesNo => "`yes` or `no`".to_owned(),
            Shape::Answer => "an answer as at the prompt, or a list, or rows".to_owned(),
            Shape::Several(item) => format!("{}, or {}", item.expected(), Shape::List(item).expected()),
            Shape::Blank(inner) => inner.expected(),
            Shape::List(_) => "a list, each item on a line after `- `".to_owned(),
            Shape::Map(..) => "a list of names, each with what belongs to it after `: `".to_owned(),
            Shape::Record(record) => {
                let names: Vec<&str> = record.fields.iter().map(|field| field.name).collect();
                format!("written with the fields {}", crate::text::list(&names, "and"))
            }
            Shape::Either(single, many) => format!("{}, or {}", single.expected(), many.expected()),
            Shape::OneOf(records) => {
                let starts: Vec<String> = records
                    .iter()
                    .filter_map(|record| record.fields.first())
                    .map(|field| format!("{}: …", field.name))
                    .collect();
                format!("written with {}", crate::text::list(&starts, "or"))
            }
            Shape::Choice(words, record) => {
                let fields = record.fields.iter().map(|field| format!("{}: …", field.name));
                let all: Vec<String> = words.iter().map(|word| (*word).to_owned()).chain(fields).collect();
                crate::text::list(&all, "or")
            }
        }
    }
}

pub(crate) const ZONE: Special = Special {
    expected: || "a time zone such as `Europe/Berlin`".to_owned(),
    check: |text| {
        let unknown = |message| Slip {
            code: "unknown-zone",
            message,
            help: None,
        };
        Zone::parse(text).map(|_| ()).map_err(unknown)
    },
};

/// A name that may begin with a digit: a desk, a calendar.
pub(crate) const LOOSE_ID: Special = Special {
    expected: || "a name such as `legal-counsel`".to_owned(),
    check: |text| {
        let is_word = |part: &str| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        if text.split('-').all(is_word) {
            return Ok(());
        }
        Err(Slip {
            code: "bad-id",
            message: format!("`{text}` cannot be a name here"),
            help: Some("lower-case letters, digits and single `-`, such as `legal-counsel`".to_owned()),
        })
    },
};
