//! Writes the words that rules use: facts, named conditions and regimes.

use serde_json::Value;

use super::{Made, Result, Taken, condition, each, entries, list, option, passage, passages, string, text, variant};

/// The source text of `each_{function}`, which makes these facts.
pub(crate) fn facts(function: &str, about: &str, facts: &[Value]) -> Result<String> {
    made("name", facts, fact).map(|made| each(function, "FactDef", about, &made))
}

/// The source text of `each_definition`, which makes these named conditions.
pub(crate) fn definitions(definitions: &[Value]) -> Result<String> {
    made("name", definitions, definition).map(|made| each("definition", "Definition", "named conditions", &made))
}

/// The source text of `each_regime`, which makes these regimes.
pub(crate) fn regimes(regimes: &[Value]) -> Result<String> {
    made("id", regimes, regime).map(|made| each("regime", "Regime", "regimes", &made))
}

fn made(key: &str, values: &[Value], one: fn(&str, &Value) -> Result<String>) -> Result<Vec<Made>> {
    let mut made = Vec::new();
    for value in values {
        let name = value.get(key).map_or(Ok(""), text)?;
        made.push((name.to_owned(), one(name, value)?));
    }
    Ok(made)
}

fn fact(name: &str, value: &Value) -> Result<String> {
    let mut of = Taken::of(name, value)?;
    let text = format!(
        "FactDef {{ name: {}, kind: {}, ask: {}, hint: {}, title: {} }}",
        string(&of.must("name")?)?,
        kind(&of.must("kind")?)?,
        string(&of.must("ask")?)?,
        option(of.may("hint"), string)?,
        option(of.may("title"), string)?,
    );
    of.done()?;
    Ok(text)
}

fn kind(value: &Value) -> Result<String> {
    if value.is_string() {
        return variant("Kind", value);
    }
    let (name, about) = entries(value)?.iter().next().ok_or("a kind has no name")?;
    let about = match name.as_str() {
        "table" => list("Column", Some(about), column)?,
        _ => list("String", Some(about), string)?,
    };
    Ok(format!("{}({about})", variant("Kind", &Value::from(name.as_str()))?))
}

fn column(value: &Value) -> Result<String> {
    let mut of = Taken::of("a column", value)?;
    let (name, kind) = (string(&of.must("name")?)?, kind(&of.must("kind")?)?);
    of.done()?;
    Ok(format!("Column {{ name: {name}, kind: {kind} }}"))
}

fn definition(name: &str, value: &Value) -> Result<String> {
    let mut of = Taken::of(name, value)?;
    let text = format!(
        "Definition {{ name: {}, title: {}, when: {} }}",
        passage(&of.must("name")?)?,
        passage(&of.must("title")?)?,
        condition(&of.must("when")?)?,
    );
    of.done()?;
    Ok(text)
}

fn regime(id: &str, value: &Value) -> Result<String> {
    let mut of = Taken::of(id, value)?;
    let text = format!(
        "Regime {{ id: {}, title: {}, sectors: {} }}",
        passage(&of.must("id")?)?,
        passage(&of.must("title")?)?,
        passages(of.may("sectors").as_ref())?,
    );
    of.done()?;
    Ok(text)
}
