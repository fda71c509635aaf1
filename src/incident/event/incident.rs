//! The life of an incident: it opens, closes, goes on, and belongs together with others.

use serde::{Deserialize, Serialize};

use super::facets::{Demand, EventData, Facets, FactUse, Moves};
use crate::fact::free_text::free_text;
use crate::text::{count, count_of, prefixed};
use crate::time::Zone;

/// The record format that this program writes and reads.
pub const FORMAT: u32 = 1;

/// Which draft of it, until it is frozen: raised by every change.
pub const DRAFT: u32 = 3;

/// The draft of records from before drafts had numbers.
pub(crate) const FIRST_DRAFT: u32 = 1;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IncidentOpened {
    pub format: u32,
    /// The draft of that format.
    #[serde(default = "first_draft")]
    pub draft: u32,
    pub incident: String,
    /// Program and version that opened it.
    pub program: String,
    /// What the incident is called.
    pub title: String,
    /// Whether this is a drill.
    pub drill: bool,
    /// Time zone of the responders, an IANA name.
    pub zone: String,
}

fn first_draft() -> u32 {
    FIRST_DRAFT
}

impl EventData for IncidentOpened {
    fn sentence(&self, _: Zone) -> String {
        let drill = if self.drill { "drill " } else { "" };
        format!("{drill}{} opened: {}", self.incident, self.title)
    }

    fn facets(&self) -> Facets<'_> {
        Facets {
            demand: Demand::Nothing,
            ..facets()
        }
    }
}

free_text!(IncidentOpened { title } but { format, draft, incident, program, drill, zone });

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    Handled,
    /// It was nothing; a second person agreed.
    RuledOut,
    /// It goes on as part of another incident.
    Joined,
}

/// A step that was open when the incident closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenStep {
    pub step: String,
    pub pass: u32,
    pub title: String,
}

free_text!(OpenStep { title } but { step, pass });

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IncidentClosed {
    pub how: Ending,
    pub why: String,
    /// The second person, when ruled out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined_to: Option<String>,
    /// Steps that were still open, and end with this entry.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<OpenStep>,
    /// Questions left without an answer, by fact name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unanswered: Vec<String>,
    /// Why steps and questions that it called for were left open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open_because: Option<String>,
    /// Questions that decide whether somebody must be told, and that were left open, by fact name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub undecided: Vec<String>,
    /// Who left those open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_by: Option<String>,
}

impl EventData for IncidentClosed {
    fn sentence(&self, _: Zone) -> String {
        let how = match (self.how, &self.second) {
            (Ending::Handled, _) => "closed as handled".to_owned(),
            (Ending::RuledOut, Some(second)) => format!("closed as ruled out, agreed by {second}"),
            (Ending::RuledOut, None) => "closed as ruled out".to_owned(),
            (Ending::Joined, _) => format!(
                "closed, joined to {}",
                self.joined_to.as_deref().unwrap_or("another incident")
            ),
        };
        let left = match self.open.len() {
            0 => String::new(),
            open => format!("; {} left open", count(open, "step")),
        };
        let because = prefixed(", because: ", &self.open_because);
        let undecided = match self.undecided.len() {
            0 => String::new(),
            questions => format!(
                "; {} who must be told left open",
                count_of(questions, "question about", "questions about")
            ),
        };
        let by = prefixed(" by ", &self.left_by);
        let left = format!("{left}{because}{undecided}{by}");
        let why = if left.is_empty() {
            &self.why
        } else {
            self.why.trim_end_matches('.')
        };
        format!("{how}: {why}{left}")
    }

    fn facets(&self) -> Facets<'_> {
        facets()
    }
}

free_text!(IncidentClosed { why, second, open, open_because, left_by } but { how, joined_to, unanswered, undecided });

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IncidentReopened {
    pub why: String,
}

impl EventData for IncidentReopened {
    fn sentence(&self, _: Zone) -> String {
        format!("opened again: {}", self.why)
    }

    fn facets(&self) -> Facets<'_> {
        facets()
    }
}

free_text!(IncidentReopened { why } but {});

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IncidentLinked {
    pub incident: String,
    /// How they belong together, in words.
    pub relation: String,
}

impl EventData for IncidentLinked {
    fn sentence(&self, _: Zone) -> String {
        format!("linked with {}: {}", self.incident, self.relation)
    }

    fn facets(&self) -> Facets<'_> {
        facets()
    }
}

free_text!(IncidentLinked { relation } but { incident });

fn facets<'a>() -> Facets<'a> {
    Facets {
        step: None,
        because: None,
        facts: FactUse::None,
        moves: Moves::Nothing,
        demand: Demand::Plan,
        listed: None,
    }
}
