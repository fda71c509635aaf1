//! From the parts of a rule file as they are written to the form in which they are kept: with what the file says for all
//! its rules, and with what goes without saying.
//! It checks nothing and knows only JSON.

use serde_json::{Map, Value, json};

/// A value as it is written. Whether `5` is a number is for the field to say.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Written {
    /// Nothing.
    Empty,
    /// One value.
    Text(String),
    /// A list.
    List(Vec<Written>),
    /// A mapping in the order of the file.
    Map(Fields),
}

/// The fields of a mapping in the order of the file.
pub(super) type Fields = Vec<(String, Written)>;

/// Fields at the top of a file that are not said for its rules.
const OF_THE_FILE: [&str; 2] = ["format", "rules"];
/// Fields that hold a list, and may name a single item.
const LISTS: [&str; 3] = ["jurisdiction", "by", "not-by"];
/// Fields that hold a number, if it is one: a rule is in force `from` a day, a calendar from a year.
const NUMBERS: [&str; 6] = ["at-least", "at-most", "format", "from", "since", "until"];
/// Fields that hold `true` or `false`.
const SWITCHES: [&str; 5] = [
    "or-unknown",
    "count-event-day",
    "full-hours",
    "last-notice",
    "only-rules",
];

impl Written {
    /// The fields of a mapping; none for anything else.
    pub(super) fn fields(&self) -> &[(String, Written)] {
        match self {
            Written::Map(fields) => fields,
            _ => &[],
        }
    }

    fn field(&self, name: &str) -> Option<&Written> {
        let mut fields = self.fields().iter();
        fields.find(|(known, _)| known == name).map(|(_, value)| value)
    }

    fn text(&self) -> Option<String> {
        match self {
            Written::Text(text) => Some(text.split_whitespace().collect::<Vec<_>>().join(" ")),
            _ => None,
        }
    }

    fn texts(&self) -> Vec<String> {
        match self {
            Written::List(items) => items.iter().filter_map(Written::text).collect(),
            single => single.text().into_iter().collect(),
        }
    }

    /// The value of a field of this name.
    pub(super) fn value(&self, name: &str) -> Value {
        if LISTS.contains(&name) {
            return json!(self.texts());
        }
        match self {
            Written::Empty => Value::Null,
            Written::Text(_) => {
                let text = self.text().unwrap_or_default();
                match text.parse::<u32>() {
                    Ok(number) if NUMBERS.contains(&name) => json!(number),
                    _ if SWITCHES.contains(&name) => json!(text == "true"),
                    _ => json!(text),
                }
            }
            Written::List(items) => items.iter().map(|item| item.value("")).collect(),
            Written::Map(fields) => {
                let fields = fields.iter().map(|(name, value)| (name.clone(), value.value(name)));
                Value::Object(fields.collect())
            }
        }
    }
}

/// A rule, from the fields of its file and its own.
pub(super) fn rule(id: &str, file: &[(String, Written)], own: &[(String, Written)]) -> Value {
    let of_file = file.iter().filter(|(name, _)| !OF_THE_FILE.contains(&name.as_str()));
    let mut rule: Map<String, Value> = Map::new();
    for (name, value) in of_file.chain(own).filter(|(_, value)| *value != Written::Empty) {
        rule.insert(name.clone(), value.value(name));
    }
    rule.insert("id".to_owned(), json!(id));
    for (name, value) in [
        ("by", json!(["anyone"])),
        ("reach", json!("people")),
        ("monitoring", json!("none")),
        ("kind", json!("duty")),
        ("status", json!("in-force")),
    ] {
        rule.entry(name).or_insert(value);
    }
    if let Some(Value::Object(people)) = rule.get_mut("people") {
        people.entry("of").or_insert(json!("residents"));
    }
    Value::Object(rule)
}

/// A named condition.
pub(super) fn definition(name: &str, written: &Written) -> Value {
    named("name", name, written)
}

/// A regime.
pub(super) fn regime(id: &str, written: &Written) -> Value {
    named("id", id, written)
}

/// A fact. Where its options are written as `regimes`, they are these.
pub(super) fn fact(name: &str, written: &Written, regimes: &[String]) -> Value {
    let options = |written: &Written| match written {
        Written::Text(_) => regimes.to_vec(),
        list => list.texts(),
    };
    let own_options = || written.field("options").map(options).unwrap_or_default();
    let kind = match written.field("type").and_then(Written::text).as_deref() {
        Some(choice @ ("select" | "multi-select")) => json!({choice: own_options()}),
        Some("table") => {
            let columns = written.field("columns").map(Written::fields).unwrap_or_default();
            let columns = columns.iter().map(|(name, kind)| {
                let kind = match kind {
                    Written::List(_) => json!({"select": kind.texts()}),
                    single => json!(single.text()),
                };
                json!({"name": name, "kind": kind})
            });
            json!({"table": columns.collect::<Vec<_>>()})
        }
        single => json!(single),
    };
    let mut fact = Map::from_iter([("name".to_owned(), json!(name)), ("kind".to_owned(), kind)]);
    for field in ["ask", "hint", "title"] {
        if let Some(text) = written.field(field).and_then(Written::text) {
            fact.insert(field.to_owned(), json!(text));
        }
    }
    Value::Object(fact)
}

fn named(key: &str, name: &str, written: &Written) -> Value {
    let mut value = written.value("");
    // What is no mapping was noted as a mistake, and stays one.
    if let Value::Object(fields) = &mut value {
        fields.insert(key.to_owned(), json!(name));
    }
    value
}
