//! What an answer to a question may look like.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The type of a fact, as declared in a playbook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    Text,
    LongText,
    YesNo,
    Number,
    /// An amount with its currency.
    Money,
    Date,
    /// An instant, with the offset it was told in.
    DateTime,
    Duration,
    Select(Vec<String>),
    /// Any of these options, in this order.
    MultiSelect(Vec<String>),
    Table(Vec<Column>),
    Person,
    /// A file, known by name, size and SHA-256.
    File,
}

/// One column of a table question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    pub name: String,
    /// Type of its cells: never a table or a file.
    pub kind: Kind,
}

impl Kind {
    /// The name a playbook uses for this type.
    pub fn name(&self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::LongText => "long-text",
            Kind::YesNo => "yes-no",
            Kind::Number => "number",
            Kind::Money => "money",
            Kind::Date => "date",
            Kind::DateTime => "date-time",
            Kind::Duration => "duration",
            Kind::Select(_) => "select",
            Kind::MultiSelect(_) => "multi-select",
            Kind::Table(_) => "table",
            Kind::Person => "person",
            Kind::File => "file",
        }
    }

    /// The type of this name, where the name alone says all of it.
    pub fn plain(name: &str) -> Option<Self> {
        Some(match name {
            "text" => Kind::Text,
            "long-text" => Kind::LongText,
            "yes-no" => Kind::YesNo,
            "number" => Kind::Number,
            "money" => Kind::Money,
            "date" => Kind::Date,
            "date-time" => Kind::DateTime,
            "duration" => Kind::Duration,
            "person" => Kind::Person,
            "file" => Kind::File,
            _ => return None,
        })
    }

    /// All names, in the order in which documentation lists them.
    pub const NAMES: [&'static str; 13] = [
        "text",
        "long-text",
        "yes-no",
        "number",
        "money",
        "date",
        "date-time",
        "duration",
        "select",
        "multi-select",
        "table",
        "person",
        "file",
    ];
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
