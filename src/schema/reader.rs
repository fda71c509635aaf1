//! Checks a tree against the field table and reports every value that does not fit; then hands out what does.
//!
//! It goes on after each mistake. It knows shapes only: what the values of a format mean together is for the reader of that format.

use std::collections::HashMap;
use std::ops::Range;

use super::diagnostic::{Also, Diagnostic};
use super::node::entries;
use super::shape::{Field, Record, Shape};
use super::source::Text;
use super::yaml::{Content, Key, Node};
use crate::text::{did_you_mean, list};
use crate::time::Span;

/// Mistakes that are looked for; a file with more of them is not a playbook with slips, and each costs time to place.
pub(crate) const MOST_FAULTS: usize = 100;

/// Compares a whole file with its record.
pub(crate) fn fits(text: &Text, node: &Node, record: &Record, found: &mut Vec<Diagnostic>) {
    Reader { text, found }.record(node, record);
}

/// Text of several lines brought to one, as YAML's folding would.
pub(crate) fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A value on one line.
pub(crate) fn flowed(node: &Node) -> String {
    match &node.content {
        Content::Empty => "null".to_owned(),
        Content::Text { text, plain } => {
            let safe = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, ' ' | '_' | '.' | '-');
            let begins_well = text.starts_with(|letter: char| letter.is_ascii_alphanumeric());
            if *plain && begins_well && !text.ends_with(' ') && text.chars().all(safe) {
                text.clone()
            } else {
                serde_json::Value::String(text.clone()).to_string()
            }
        }
        Content::List(items) => format!("[{}]", items.iter().map(flowed).collect::<Vec<_>>().join(", ")),
        Content::Map(entries) => {
            let fields = entries
                .iter()
                .map(|(key, value)| format!("{}: {}", key.text, flowed(value)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
        }
    }
}

/// Whether a text is a kebab-case name.
pub(crate) fn is_id(text: &str) -> bool {
    is_word(text, b'-')
}

/// Whether a text is a snake-case name.
pub(crate) fn is_name(text: &str) -> bool {
    is_word(text, b'_')
}

fn is_word(text: &str, joiner: u8) -> bool {
    let bytes = text.as_bytes();
    text.len() <= 64
        && bytes.first().is_some_and(u8::is_ascii_lowercase)
        && bytes.last() != Some(&joiner)
        && !bytes.windows(2).any(|pair| pair == [joiner, joiner])
        && bytes
            .iter()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == joiner)
}

/// Whether nothing is written here.
pub(crate) fn is_blank(node: &Node) -> bool {
    match &node.content {
        Content::Empty => true,
        Content::Text { text, .. } => text.trim().is_empty(),
        Content::List(_) | Content::Map(_) => false,
    }
}

/// `yes` or `no`, in any case, or what YAML has for them.
pub(super) fn yes_or_no(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "yes" | "true" => Some(true),
        "no" | "false" => Some(false),
        _ => None,
    }
}

struct Reader<'a> {
    text: &'a Text,
    found: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn full(&self) -> bool {
        self.found.len() >= MOST_FAULTS
    }

    fn fault(&mut self, code: &'static str, at: &Range<usize>, message: impl Into<String>, help: Option<String>) {
        if self.full() {
            return;
        }
        let mut fault = self.text.fault(code, at.clone(), message);
        fault.help = help;
        self.found.push(fault);
    }

    fn wrong(&mut self, node: &Node, shape: &Shape) {
        let what = match &node.content {
            Content::Empty => "nothing is written here".to_owned(),
            Content::Text { .. } => "found a single text".to_owned(),
            Content::List(_) => "found a list".to_owned(),
            Content::Map(entries) if is_split_text(entries) => {
                let help = "put the whole text into quotes, since it contains `: `".to_owned();
                let at = &entries[0].0.at;
                return self.fault("wrong-type", at, "this is read as a name and a value", Some(help));
            }
            Content::Map(_) => "found fields".to_owned(),
        };
        let help = format!("this must be {}", shape.expected());
        self.fault("wrong-type", &node.at, what, Some(help));
    }

    fn shape(&mut self, node: &Node, shape: &Shape) {
        if self.full() {
            return;
        }
        self.cut_off(node);
        match shape {
            Shape::Answer => {}
            Shape::Either(single, many) => match &node.content {
                Content::Text { .. } => self.shape(node, single),
                Content::Empty => self.wrong(node, shape),
                Content::Map(entries) if matches!(single, Shape::Text) && is_split_text(entries) => {
                    self.wrong(node, shape);
                }
                _ => self.shape(node, many),
            },
            Shape::Blank(inner) => {
                if !is_blank(node) {
                    self.shape(node, inner);
                }
            }
            Shape::Several(item) => match &node.content {
                Content::Text { .. } => self.shape(node, item),
                Content::Empty => self.wrong(node, shape),
                _ => self.shape(node, &Shape::List(item)),
            },
            Shape::List(item) => match &node.content {
                Content::List(items) => items.iter().for_each(|node| self.shape(node, item)),
                _ => self.wrong(node, shape),
            },
            Shape::Map(key_shape, value_shape) => match &node.content {
                Content::Map(entries) => {
                    self.twice(entries);
                    for (key, value) in entries {
                        self.word(&key.text, &key.at, key_shape);
                        self.shape(value, value_shape);
                    }
                }
                _ => self.wrong(node, shape),
            },
            Shape::Record(record) => match &node.content {
                Content::Map(_) => self.record(node, record),
                _ => self.wrong(node, shape),
            },
            Shape::OneOf(records) => {
                let chosen = records.iter().find(|record| {
                    let first = record.fields.first().map(|field| field.name);
                    entries(node).iter().any(|(key, _)| Some(key.text.as_str()) == first)
                });
                match chosen {
                    Some(record) => self.record(node, record),
                    None => self.no_start(node, shape, records),
                }
            }
            Shape::Choice(words, record) => match &node.content {
                Content::Text { text, .. } => self.word(text, &node.at, &Shape::Word(words)),
                Content::Map(entries) if entries.len() == 1 => self.record(node, record),
                _ => self.wrong(node, shape),
            },
            single => match &node.content {
                Content::Text { text, .. } => self.single(node, text, single),
                _ => self.wrong(node, single),
            },
        }
    }

    /// A text that ends where a `#` begins what YAML takes for a remark: `Ring ticket #4711 and the duty desk`.
    fn cut_off(&mut self, node: &Node) {
        let Content::Text { plain: true, .. } = &node.content else {
            return;
        };
        let rest = self.text.text.get(node.at.end..).unwrap_or_default();
        let rest = rest.lines().next().unwrap_or_default();
        let remark = rest.trim_start();
        let is_word = |letter: char| !letter.is_whitespace() && !matches!(letter, '#' | '!' | '-' | '=');
        let is_word = remark
            .strip_prefix('#')
            .is_some_and(|remark| remark.starts_with(is_word));
        let at = node.at.end + (rest.len() - remark.len())..node.at.end + rest.len();
        if is_word && !self.full() && self.found.iter().all(|known| known.span != at) {
            let fault = self.text.fault("cut-off", at, "the text ends before this `#`");
            let help = "put the whole text into quotes; a remark begins with `# `";
            self.found.push(fault.helped(help).doubt());
        }
    }

    fn no_start(&mut self, node: &Node, shape: &Shape, records: &[&Record]) {
        let Content::Map(entries) = &node.content else {
            return self.wrong(node, shape);
        };
        let starts = || {
            records
                .iter()
                .filter_map(|record| record.fields.first())
                .map(|field| field.name)
        };
        let near = entries
            .iter()
            .find_map(|(key, _)| did_you_mean(&key.text, starts()).map(|near| (key, near)));
        match near {
            Some((key, near)) => {
                self.fault(
                    "unknown-field",
                    &key.at,
                    format!("no field `{}`", key.text),
                    Some(format!("did you mean `{near}`?")),
                );
            }
            None => {
                let at = entries.first().map_or(node.at.clone(), |(key, _)| key.at.clone());
                let help = format!("this must be {}", shape.expected());
                let names: Vec<String> = starts().map(|name| format!("`{name}`")).collect();
                let message = format!("found neither {}", names.join(" nor "));
                self.fault("missing-field", &at, message, Some(help));
            }
        }
    }

    fn record(&mut self, node: &Node, record: &Record) {
        let Content::Map(entries) = &node.content else {
            return self.wrong(node, &Shape::Text);
        };
        self.twice(entries);
        for (key, value) in entries {
            let Some(Field { shape, needed, .. }) = record.fields.iter().find(|field| field.name == key.text) else {
                if value.content == Content::Empty && self.text.text[node.at.clone()].starts_with('{') {
                    // `{does: Writes down what, when and who}`: the comma ended the text, which surprises everybody.
                    let help = "put the whole text into quotes; inside `{ }` a comma begins the next field".to_owned();
                    self.fault(
                        "unknown-field",
                        &key.at,
                        "this is read as a field of its own",
                        Some(help),
                    );
                    break;
                }
                if self.full() {
                    return;
                }
                self.unknown(&key.text, &key.at, record);
                continue;
            };
            if value.content == Content::Empty && !matches!(shape, Shape::Blank(_) | Shape::Answer) {
                let help = if *needed {
                    format!("this must be {}", shape.expected())
                } else {
                    format!("write {} after it, or remove the line", shape.expected())
                };
                self.fault("missing-field", &key.at, format!("`{}` is empty", key.text), Some(help));
                continue;
            }
            self.shape(value, shape);
        }
        let present = |field: &&Field| !entries.iter().any(|(key, _)| key.text == field.name);
        let missing: Vec<&str> = record
            .fields
            .iter()
            .filter(|field| field.needed)
            .filter(present)
            .map(|field| field.name)
            .collect();
        // A slip in a field's name makes it unknown and missing at once: one mistake is enough.
        let slips: Vec<&str> = entries
            .iter()
            .take(MOST_FAULTS)
            .filter(|(key, _)| !record.fields.iter().any(|field| field.name == key.text))
            .filter_map(|(key, _)| did_you_mean(&key.text, missing.iter().copied()))
            .collect();
        let missing: Vec<&str> = missing.into_iter().filter(|name| !slips.contains(name)).collect();
        if !missing.is_empty() {
            let at = entries.first().map_or(node.at.clone(), |(key, _)| key.at.clone());
            self.fault(
                "missing-field",
                &at,
                format!("{} needs {}", record.name, list(&missing, "and")),
                None,
            );
        }
    }

    fn unknown(&mut self, name: &str, at: &Range<usize>, record: &Record) {
        let help = match did_you_mean(name, record.fields.iter().map(|field| field.name)) {
            Some(near) => Some(format!("did you mean `{near}`?")),
            None if record.fields.len() <= 6 => {
                let names: Vec<&str> = record.fields.iter().map(|field| field.name).collect();
                Some(format!("{} has {}", record.name, list(&names, "and")))
            }
            None => None,
        };
        let message = format!("{} has no field `{name}`", record.name);
        self.fault("unknown-field", at, message, help);
    }

    fn twice(&mut self, entries: &[(super::yaml::Key, Node)]) {
        let mut seen: HashMap<&str, &Range<usize>> = HashMap::new();
        for (key, _) in entries {
            let Some(first) = seen.get(key.text.as_str()) else {
                seen.insert(&key.text, &key.at);
                continue;
            };
            if self.full() {
                return;
            }
            let message = format!("`{}` appears twice", key.text);
            let mut fault = self
                .text
                .fault("duplicate-key", key.at.clone(), message)
                .helped("keep one of the two");
            fault.also.push(Also {
                span: (*first).clone(),
                label: "first here".to_owned(),
            });
            self.found.push(fault);
        }
    }

    fn single(&mut self, node: &Node, text: &str, shape: &Shape) {
        let at = self.text.within(node, &(0..text.len()));
        match shape {
            Shape::Text if text.trim().is_empty() => {
                self.fault("missing-field", &node.at, "this text is empty", None);
            }
            Shape::TrueFalse => {
                let plain = matches!(node.content, Content::Text { plain: true, .. });
                if !(plain && matches!(text, "true" | "false")) {
                    let help = "this must be `true` or `false`, without quotes".to_owned();
                    self.fault("wrong-type", &at, format!("`{text}` is text here"), Some(help));
                }
            }
            Shape::Duration => self.duration(text, &at),
            Shape::YesNo => {
                if yes_or_no(text).is_none() {
                    let help = format!("this must be {}", shape.expected());
                    self.fault("wrong-type", &at, format!("`{text}` is not possible here"), Some(help));
                }
            }
            Shape::Aim => {
                let (span, step) = text
                    .split_once(" after ")
                    .map_or((text, None), |(span, step)| (span, Some(step)));
                self.duration(span.trim(), &at);
                if let Some(step) = step {
                    self.word(step.trim(), &at, &Shape::Id);
                }
            }
            Shape::DueBy => match split_due(text) {
                Some((span, ..)) => self.duration(span, &at),
                None => {
                    let help = format!("this must be {}", shape.expected());
                    self.fault("bad-duration", &at, format!("`{text}` is not a duty"), Some(help));
                }
            },
            shape => self.word(text, &at, shape),
        }
    }

    fn duration(&mut self, text: &str, at: &Range<usize>) {
        if let Err(said) = Span::parse(text) {
            self.fault("bad-duration", at, said, None);
        }
    }

    fn word(&mut self, text: &str, at: &Range<usize>, shape: &Shape) {
        match shape {
            Shape::Special(special) | Shape::Number(special) => {
                if let Err(slip) = (special.check)(text.trim()) {
                    self.fault(slip.code, at, slip.message, slip.help);
                }
            }
            Shape::Id if !is_id(text) => {
                let help = "lower-case letters, digits and single `-`, such as `freeze-logs`".to_owned();
                self.fault("bad-id", at, format!("`{text}` cannot be a name here"), Some(help));
            }
            Shape::Name if !is_name(text) => {
                let help = "lower-case letters, digits and single `_`, such as `card_suspected`".to_owned();
                self.fault("bad-id", at, format!("`{text}` cannot be a name here"), Some(help));
            }
            Shape::Word(words) if !words.contains(&text) => {
                let help = match did_you_mean(text, words.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("this must be {}", list(words, "or")),
                };
                self.fault("wrong-type", at, format!("`{text}` is not possible here"), Some(help));
            }
            _ => {}
        }
    }
}

/// Splits `24 hours after suspected_at` into the length, whether it is `after`, and the name.
pub(crate) fn split_due(text: &str) -> Option<(&str, bool, &str)> {
    let (span, after, name) = match (text.split_once(" after "), text.split_once(" before ")) {
        (Some((span, name)), None) => (span, true, name),
        (None, Some((span, name))) => (span, false, name),
        _ => return None,
    };
    let (span, name) = (span.trim(), name.trim());
    (!name.is_empty() && !name.contains(char::is_whitespace)).then_some((span, after, name))
}

/// `- Call them: now` is read by YAML as a field, which surprises everybody.
fn is_split_text(entries: &[(Key, Node)]) -> bool {
    entries.len() == 1 && entries[0].0.text.contains(' ')
}
