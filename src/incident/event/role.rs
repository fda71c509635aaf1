//! Who has which role.

use serde::{Deserialize, Serialize};

use super::facets::{Demand, EventData, Facets, FactUse, Listed, Moves};
use crate::fact::free_text::free_text;
use crate::time::Zone;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleTaken {
    pub role: String,
    /// What the role is called.
    pub title: String,
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
}

impl EventData for RoleTaken {
    fn sentence(&self, _: Zone) -> String {
        holder_words(&self.name, &self.title, self.from.as_deref())
    }

    fn facets(&self) -> Facets<'_> {
        facets()
    }
}

free_text!(RoleTaken { title, name, from } but { role });

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleAssigned {
    pub role: String,
    /// What the role is called.
    pub title: String,
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// As deputy, beside the holder.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deputy: bool,
}

impl EventData for RoleAssigned {
    fn sentence(&self, _: Zone) -> String {
        if self.deputy {
            return format!("{} is deputy: {}", self.name, self.title);
        }
        holder_words(&self.name, &self.title, self.from.as_deref())
    }

    fn facets(&self) -> Facets<'_> {
        facets()
    }
}

free_text!(RoleAssigned { title, name, from } but { role, deputy });

fn holder_words(name: &str, title: &str, from: Option<&str>) -> String {
    match from {
        Some(from) => format!("{name} is {title}, from {from}"),
        None => format!("{name} is {title}"),
    }
}

fn facets<'a>() -> Facets<'a> {
    Facets {
        step: None,
        because: None,
        facts: FactUse::None,
        moves: Moves::Nothing,
        demand: Demand::Plan,
        listed: Some(Listed::Roles),
    }
}
