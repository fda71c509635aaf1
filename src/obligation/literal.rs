//! Part of the build script: writes what `fill` has as Rust code that makes it. To read it from a text at every start would
//! take longer than all that is done with it.
//!
//! Code and no statics: a static with thousands of references is put right by the loader at every start of the program, also
//! when nobody asks for a rule. A field that nobody here knows ends the build. Whether all is what the YAML says is compared
//! by a test.

#[path = "literal/calendar.rs"]
pub(crate) mod calendar;
#[path = "literal/place.rs"]
pub(crate) mod place;
#[path = "literal/rule.rs"]
pub(crate) mod rule;
#[path = "literal/word.rs"]
pub(crate) mod word;

use std::fmt::Write;

use serde_json::{Map, Value};

type Result<T> = std::result::Result<T, String>;

/// The name under which something stands, or the file in which it does, and the text that makes it.
type Made = (String, String);

/// The source text of a function that makes things of this type one after the other, and how many those are. Each is made in a
/// function of its own: a single one of thousands of lines takes the compiler long.
fn each(function: &str, kind: &str, about: &str, made: &[Made]) -> String {
    let mut makers = String::new();
    let mut calls = String::new();
    for (nth, (name, text)) in made.iter().enumerate() {
        let _ = writeln!(makers, "fn {function}_{nth}() -> {kind} {{ {text} }}");
        let _ = writeln!(calls, "    put({name:?}, {function}_{nth}());");
    }
    format!(
        "{makers}\n/// Makes the built-in {about}.\n\
         pub(super) fn each_{function}(put: &mut dyn FnMut(&'static str, {kind})) {{\n{calls}}}\n\n\
         /// How many there are.\npub(super) const {}S: usize = {};\n\n",
        function.to_uppercase(),
        made.len()
    )
}

/// The entries of a mapping by name.
fn entries(value: &Value) -> Result<&Map<String, Value>> {
    value.as_object().ok_or_else(|| format!("{value} is no mapping"))
}

/// The fields of one value, each to be taken once.
struct Taken {
    what: String,
    fields: Map<String, Value>,
}

impl Taken {
    fn of(what: &str, value: &Value) -> Result<Self> {
        match value {
            Value::Object(fields) => Ok(Taken {
                what: what.to_owned(),
                fields: fields.clone(),
            }),
            _ => Err(format!("{what} is no mapping")),
        }
    }

    fn may(&mut self, name: &str) -> Option<Value> {
        self.fields.remove(name)
    }

    fn must(&mut self, name: &str) -> Result<Value> {
        self.may(name).ok_or_else(|| format!("{} has no `{name}`", self.what))
    }

    /// Nothing may be left over.
    fn done(self) -> Result<()> {
        match self.fields.keys().next() {
            None => Ok(()),
            Some(name) => Err(format!("{} has a field `{name}` that nobody knows", self.what)),
        }
    }
}

/// One, or a list of them.
fn passages(value: Option<&Value>) -> Result<String> {
    let one = value
        .filter(|value| value.is_string())
        .map(|one| Value::Array(vec![one.clone()]));
    list("Passage", one.as_ref().or(value), passage)
}

fn list(kind: &str, value: Option<&Value>, one: impl Fn(&Value) -> Result<String>) -> Result<String> {
    let items: &[Value] = match value {
        None => &[],
        Some(Value::Array(items)) => items,
        Some(_) => return Err(format!("a list of `{kind}` is no list")),
    };
    let items = items.iter().map(one).collect::<Result<Vec<_>>>()?;
    Ok(match items.is_empty() {
        true => "Vec::new()".to_owned(),
        false => format!("vec![{}]", items.join(", ")),
    })
}

fn option(value: Option<Value>, one: impl Fn(&Value) -> Result<String>) -> Result<String> {
    match value {
        None => Ok("None".to_owned()),
        Some(value) => one(&value).map(|text| format!("Some({text})")),
    }
}

fn text(value: &Value) -> Result<&str> {
    value.as_str().ok_or_else(|| format!("{value} is no text"))
}

fn passage(value: &Value) -> Result<String> {
    text(value).map(|text| format!("Passage::built_in({text:?})"))
}

fn condition(value: &Value) -> Result<String> {
    text(value).map(|text| format!("Condition::built_in({text:?})"))
}

fn switch(value: Option<Value>) -> bool {
    value == Some(Value::Bool(true))
}

/// `credit-bureaus` is `CreditBureaus`.
fn variant(kind: &str, value: &Value) -> Result<String> {
    let mut name = String::new();
    for part in text(value)?.split('-') {
        let (first, rest) = part.split_at_checked(1).unwrap_or_default();
        name.push_str(&first.to_uppercase());
        name.push_str(rest);
    }
    Ok(format!("{kind}::{name}"))
}

/// A day; one that no calendar has ends the build.
fn day(value: &Value) -> Result<String> {
    let text = text(value)?;
    let numbers: Vec<u32> = text.split('-').filter_map(|part| part.parse().ok()).collect();
    match numbers.as_slice() {
        [year, month, day] => Ok(format!("day({year}, {month}, {day})")),
        _ => Err(format!("`{text}` is no day")),
    }
}

fn number(value: &Value) -> Result<String> {
    let number = value.as_u64().map(|number| number.to_string());
    number.ok_or_else(|| format!("{value} is no number"))
}

/// Text with memory of its own.
fn string(value: &Value) -> Result<String> {
    text(value).map(|text| format!("String::from({text:?})"))
}
