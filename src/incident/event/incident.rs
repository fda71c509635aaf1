//! The life of an incident: it opens, closes, goes on, and belongs together with others.

use serde::{Deserialize, Serialize};

use super::data::data;
use super::facets::{Demand, EventData, Facets, FactUse, Moves};
use crate::text::{count, count_of, prefixed};
use crate::time::Zone;

/// The record format that this program writes and reads.
pub const FORMAT: u32 = 1;

/// Which draft of it, until it is frozen: raised by every change.
pub const DRAFT: u32 = 3;

/// The draft of records from before drafts had numbers.
pub(crate) const FIRST_DRAFT: u32 = 1;

data! { IncidentOpened:
    fixed format: u32,
    /// The draft of that format.
    #[serde(default = "first_draft")]
    fixed draft: u32,
    fixed incident: String,
    /// Program and version that opened it.
    fixed program: String,
    /// What the incident is called.
    typed title: String,
    /// Whether this is a drill.
    fixed drill: bool,
    /// Time zone of the responders, an IANA name.
    fixed zone: String,
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

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    #[default]
    Handled,
    /// It was nothing; a second person agreed.
    RuledOut,
    /// It goes on as part of another incident.
    Joined,
}

data! {
    /// A step that was open when the incident closed.
    #[derive(Eq)]
    OpenStep:
    fixed step: String,
    fixed pass: u32,
    typed title: String,
}

data! { IncidentClosed:
    fixed how: Ending,
    typed why: String,
    /// The second person, when ruled out.
    typed second: Option<String> = "Option::is_none",
    fixed joined_to: Option<String> = "Option::is_none",
    /// Steps that were still open, and end with this entry.
    typed open: Vec<OpenStep> = "Vec::is_empty",
    /// Questions left without an answer, by fact name.
    fixed unanswered: Vec<String> = "Vec::is_empty",
    /// Why steps and questions that it called for were left open.
    typed open_because: Option<String> = "Option::is_none",
    /// Questions that decide whether somebody must be told, and that were left open, by fact name.
    fixed undecided: Vec<String> = "Vec::is_empty",
    /// Who left those open.
    typed left_by: Option<String> = "Option::is_none",
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

data! { IncidentReopened:
    typed why: String,
}

impl EventData for IncidentReopened {
    fn sentence(&self, _: Zone) -> String {
        format!("opened again: {}", self.why)
    }

    fn facets(&self) -> Facets<'_> {
        facets()
    }
}

data! { IncidentLinked:
    fixed incident: String,
    /// How they belong together, in words.
    typed relation: String,
}

impl EventData for IncidentLinked {
    fn sentence(&self, _: Zone) -> String {
        format!("linked with {}: {}", self.incident, self.relation)
    }

    fn facets(&self) -> Facets<'_> {
        facets()
    }
}

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
