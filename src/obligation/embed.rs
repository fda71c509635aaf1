//! Part of the build script: turns the built-in rules, and the words that they use, from YAML into Rust code that makes them.
//!
//! It checks nothing; a test reads the same files with every check and compares.

#[path = "fill.rs"]
mod fill;
#[path = "literal.rs"]
mod literal;

use std::error::Error;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Value, json};

use fill::{Fields, Written};

/// The contents of a rulebook, from files with their names and from the file of the shared facts, as the source text that
/// makes them.
pub(crate) fn embed(files: &[(String, String)], shared: Option<&str>) -> Result<String, Box<dyn Error>> {
    let mut trees: Vec<(&str, Written)> = Vec::new();
    for (name, text) in files {
        let tree = serde_yaml::from_str(text).map_err(|error| format!("{name}: {error}"))?;
        trees.push((name, tree));
    }
    let shared: Written = shared.map_or(Ok(Written::Empty), serde_yaml::from_str)?;
    let parts = |about: &str| -> Vec<(&str, &Written, &String, &Written)> {
        trees
            .iter()
            .flat_map(|(file, tree)| {
                of(tree, about)
                    .iter()
                    .map(move |(name, part)| (*file, tree, name, part))
            })
            .collect()
    };
    let whole = |about: &str| {
        let file = trees.iter().find(|(_, tree)| !of(tree, about).is_empty());
        file.map_or(json!({"format": 1, about: {}}), |(_, tree)| tree.value(""))
    };
    let named = |about: &str, one: &dyn Fn(&str, &Written) -> Value| -> Vec<Value> {
        parts(about).iter().map(|(_, _, name, part)| one(name, part)).collect()
    };
    let regimes: Vec<String> = parts("regimes").into_iter().map(|(_, _, id, _)| id.clone()).collect();
    let rules: Vec<(&str, Value)> = parts("rules")
        .iter()
        .map(|(name, file, id, rule)| (*name, fill::rule(id, &head(file), rule.fields())))
        .collect();
    let facts = named("facts", &|name, fact| fill::fact(name, fact, &regimes));
    let shared = of(&shared, "facts").iter();
    let shared: Vec<Value> = shared.map(|(name, fact)| fill::fact(name, fact, &[])).collect();
    let texts = [
        literal::rule::rules(&rules)?,
        literal::word::regimes(&named("regimes", &fill::regime))?,
        literal::word::definitions(&named("definitions", &fill::definition))?,
        literal::word::facts("fact", "facts that only obligations ask for", &facts)?,
        literal::word::facts("shared_fact", "shared facts", &shared)?,
        literal::place::places(&whole("places"))?,
        literal::calendar::calendars(&whole("calendars"))?,
    ];
    Ok(texts.concat())
}

fn of<'a>(tree: &'a Written, about: &str) -> &'a [(String, Written)] {
    let mut fields = tree.fields().iter();
    fields
        .find(|(name, _)| name == about)
        .map_or(&[], |(_, part)| part.fields())
}

fn head(tree: &Written) -> Fields {
    let fields = tree.fields().iter().filter(|(name, _)| name != "rules");
    fields.cloned().collect()
}

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Anything)
    }
}

/// Takes any YAML: every single value as text, every mapping in its order.
struct Anything;

impl<'de> Visitor<'de> for Anything {
    type Value = Written;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Written, E> {
        Ok(Written::Empty)
    }

    fn visit_none<E>(self) -> Result<Written, E> {
        Ok(Written::Empty)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Written, E> {
        Ok(Written::Text(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Written, E> {
        Ok(Written::Text(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Written, E> {
        Ok(Written::Text(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Written, E> {
        Ok(Written::Text(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Written, E> {
        Ok(Written::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Written, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Written::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Written, A::Error> {
        let mut fields = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            fields.push(entry);
        }
        Ok(Written::Map(fields))
    }
}
