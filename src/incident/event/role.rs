//! Who has which role.

use super::data::data;
use super::facets::{Demand, EventData, Facets, FactUse, Listed, Moves};
use crate::time::Zone;

data! { RoleTaken:
    fixed role: String,
    /// What the role is called.
    typed title: String,
    typed name: String,
    typed from: Option<String> = "Option::is_none",
}

impl EventData for RoleTaken {
    fn sentence(&self, _: Zone) -> String {
        holder_words(&self.name, &self.title, self.from.as_deref())
    }

    fn facets(&self) -> Facets<'_> {
        facets()
    }
}

data! { RoleAssigned:
    fixed role: String,
    /// What the role is called.
    typed title: String,
    typed name: String,
    typed from: Option<String> = "Option::is_none",
    /// As deputy, beside the holder.
    fixed deputy: bool = "std::ops::Not::not",
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
