//! The answers to questions.

use serde::{Deserialize, Serialize};

use super::data::data;
use super::facets::{Demand, EventData, Facets, FactUse, Moves};
use crate::fact::describe::answer_words_to;
use crate::fact::{Answer, Column, FreeText, Kind, Typed};
use crate::time::Zone;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "FactWire", into = "FactWire")]
pub struct FactRecorded {
    /// The fact's name: shared, or `step_id.name`.
    pub fact: String,
    pub asked: String,
    /// What kind of answer it takes.
    pub kind: Kind,
    /// For one row of a table: its number, from 1.
    pub row: Option<u32>,
    pub answer: Answer,
    /// The step that asked, if one did.
    pub step: Option<String>,
    /// The pass of that step.
    pub pass: Option<u32>,
}

impl EventData for FactRecorded {
    fn sentence(&self, zone: Zone) -> String {
        let answer = answer_words_to(&self.kind, &self.answer, zone);
        match self.row {
            Some(row) => format!("{} Row {row}: {answer}", self.asked),
            None => format!("{} {answer}", self.asked),
        }
    }

    fn facets(&self) -> Facets<'_> {
        Facets {
            step: self.step.as_deref(),
            because: None,
            facts: FactUse::Answers(&self.fact),
            moves: Moves::Nothing,
            demand: Demand::Plan,
            listed: None,
        }
    }
}

impl FreeText for FactRecorded {
    fn find_typed<'a>(&'a mut self, found: &mut Vec<Typed<'a>>) {
        self.asked.find_typed(found);
        self.answer.find_typed(found);
    }
}

/// The JSON of `fact.recorded`: the answer's type stands beside it, so that the record can be read alone.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FactWire {
    fact: String,
    asked: String,
    r#type: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    columns: Vec<ColumnWire>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    row: Option<u32>,
    answer: serde_json::Value,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    step: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pass: Option<u32>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnWire {
    name: String,
    r#type: String,
}

impl TryFrom<FactWire> for FactRecorded {
    type Error = String;

    fn try_from(wire: FactWire) -> Result<Self, String> {
        let columns = wire
            .columns
            .into_iter()
            .map(|column| {
                Ok(Column {
                    name: column.name,
                    kind: kind_named(&column.r#type, Vec::new())?,
                })
            })
            .collect::<Result<Vec<_>, String>>()?;
        let kind = kind_named(&wire.r#type, columns)?;
        let answer = Answer::from_json(&kind, &wire.answer)?;
        Ok(FactRecorded {
            fact: wire.fact,
            asked: wire.asked,
            kind,
            row: wire.row,
            answer,
            step: wire.step,
            pass: wire.pass,
        })
    }
}

impl From<FactRecorded> for FactWire {
    fn from(fact: FactRecorded) -> Self {
        let columns = match &fact.kind {
            Kind::Table(columns) => columns
                .iter()
                .map(|column| ColumnWire {
                    name: column.name.clone(),
                    r#type: column.kind.name().to_owned(),
                })
                .collect(),
            _ => Vec::new(),
        };
        FactWire {
            fact: fact.fact,
            asked: fact.asked,
            r#type: fact.kind.name().to_owned(),
            columns,
            row: fact.row,
            answer: fact.answer.to_json(),
            step: fact.step,
            pass: fact.pass,
        }
    }
}

/// The kind of this name. Options are left out: the record keeps what was chosen, not what could have been.
fn kind_named(name: &str, columns: Vec<Column>) -> Result<Kind, String> {
    Ok(match name {
        "select" => Kind::Select(Vec::new()),
        "multi-select" => Kind::MultiSelect(Vec::new()),
        "table" => Kind::Table(columns),
        _ => return Kind::plain(name).ok_or_else(|| format!("no type of answer is called `{name}`")),
    })
}

data! { FactWithdrawn:
    fixed fact: String,
    /// Only this row of it.
    fixed row: Option<u32> = "Option::is_none",
    typed why: String,
}

impl EventData for FactWithdrawn {
    fn sentence(&self, _: Zone) -> String {
        match self.row {
            Some(row) => format!("{} row {row}: withdrawn, because: {}", self.fact, self.why),
            None => format!("{}: withdrawn, because: {}", self.fact, self.why),
        }
    }

    fn facets(&self) -> Facets<'_> {
        Facets {
            step: None,
            because: None,
            facts: FactUse::Withdraws(&self.fact),
            moves: Moves::Nothing,
            demand: Demand::Plan,
            listed: None,
        }
    }
}
