//! What a tree holds by its table of fields, as JSON for the types of a format. What does not fit is left out: the reader
//! has said so.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::node::{entries, items, text};
use super::reader::{is_blank, is_id, is_name, line, yes_or_no};
use super::shape::{Record, Shape};
use super::yaml::{Content, Node};

/// The checked value of a record, with its name where it has one; nothing where what it needs is missing or does not fit.
pub(crate) fn read<T: DeserializeOwned>(node: &Node, record: &Record, name: Option<(&str, &str)>) -> Option<T> {
    let mut fields = fields(node, record);
    if let Some((field, name)) = name {
        fields.insert(field.to_owned(), json!(name));
    }
    serde_json::from_value(Value::Object(fields)).ok()
}

/// The fields of a record that are there and fit, each once.
pub(crate) fn fields(node: &Node, record: &Record) -> Map<String, Value> {
    let mut read = Map::new();
    for (key, value) in entries(node) {
        let field = record.fields.iter().find(|field| field.name == key.text);
        if let Some(value) = field.and_then(|field| self::value(value, field.shape)) {
            read.entry(key.text.clone()).or_insert(value);
        }
    }
    read
}

fn value(node: &Node, shape: &Shape) -> Option<Value> {
    match shape {
        // Read where the question is known.
        Shape::Answer => None,
        Shape::Blank(_) if is_blank(node) => None,
        Shape::Blank(inner) => value(node, inner),
        Shape::List(item) => match &node.content {
            Content::List(_) => Some(all(items(node), item)),
            _ => None,
        },
        Shape::Several(item) => match &node.content {
            Content::List(_) => Some(all(items(node), item)),
            _ => value(node, item).map(|only| json!([only])),
        },
        // Pairs, since the order of names is that of the file.
        Shape::Map(key_shape, value_shape) => {
            let mut pairs: Vec<(&str, Value)> = Vec::new();
            for (key, node) in entries(node) {
                let is_new = pairs.iter().all(|(known, _)| *known != key.text);
                if is_new && single(&key.text, true, key_shape).is_some() {
                    pairs.extend(value(node, value_shape).map(|value| (key.text.as_str(), value)));
                }
            }
            Some(json!(pairs))
        }
        Shape::Record(record) => match &node.content {
            Content::Map(_) => Some(Value::Object(fields(node, record))),
            _ => None,
        },
        Shape::OneOf(records) => {
            let begins = |record: &&&Record| {
                let first = record.fields.first().map(|field| field.name);
                entries(node).iter().any(|(key, _)| Some(key.text.as_str()) == first)
            };
            let record = records.iter().find(begins)?;
            Some(Value::Object(fields(node, record)))
        }
        Shape::Either(one, many) => match &node.content {
            Content::Text { .. } => value(node, one),
            _ => value(node, many),
        },
        Shape::Choice(words, record) => match &node.content {
            Content::Text { text, plain } => single(text, *plain, &Shape::Word(words)),
            _ => Some(Value::Object(fields(node, record))),
        },
        shape => match &node.content {
            Content::Text { text, plain } => single(text, *plain, shape),
            _ => None,
        },
    }
}

fn all(nodes: &[Node], shape: &Shape) -> Value {
    nodes.iter().filter_map(|node| value(node, shape)).collect()
}

fn single(written: &str, plain: bool, shape: &Shape) -> Option<Value> {
    let words = line(written);
    match shape {
        Shape::TrueFalse if plain && matches!(written, "true" | "false") => Some(json!(written == "true")),
        Shape::TrueFalse => None,
        Shape::YesNo => yes_or_no(written).map(Value::from),
        Shape::Format => words.parse::<u32>().ok().map(Value::from),
        Shape::Id if !is_id(written) => None,
        Shape::Name if !is_name(written) => None,
        Shape::Word(known) if !known.contains(&written) => None,
        Shape::Special(special) => (special.check)(written.trim()).ok().map(|()| json!(words)),
        Shape::Number(special) => {
            (special.check)(written.trim()).ok()?;
            words.parse::<i64>().ok().map(Value::from)
        }
        _ => Some(words).filter(|words| !words.is_empty()).map(Value::from),
    }
}

/// The text of a single value on one line.
pub(crate) fn words(node: &Node) -> Option<String> {
    text(node).map(line).filter(|words| !words.is_empty())
}
