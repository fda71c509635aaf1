//! Writes rules.

#[expect(unreachable_pub, reason = "the program uses the rest")]
#[path = "../limit.rs"]
mod limit;

use std::fmt::Write;

use serde_json::Value;

use super::{
    Made, Result, Taken, condition, day, each, list, number, option, passage, passages, switch, text, variant,
};
use limit::Limit;

/// The source text of `each_rule`, which makes these rules in their order, each with the name of its file.
pub(crate) fn rules(rules: &[(&str, Value)]) -> Result<String> {
    let made = rules.iter().map(|(file, value)| Ok(((*file).to_owned(), rule(value)?)));
    let made = made.collect::<Result<Vec<Made>>>()?;
    Ok(each(
        "rule",
        "Rule",
        "rules, files by name, each in its own order",
        &made,
    ))
}

fn rule(value: &Value) -> Result<String> {
    let id = value.get("id").and_then(Value::as_str).unwrap_or("a rule");
    let mut of = Taken::of(id, value)?;
    let mut text = String::from("Rule {");
    let mut put = |name: &str, value: String| {
        let _ = write!(text, "{name}: {value}, ");
    };
    for name in [
        "id",
        "law",
        "tell",
        "binds",
        "trigger",
        "deadline",
        "content",
        "encryption",
        "risk",
        "monitoring",
        "source",
        "as-of",
    ] {
        put(&name.replace('-', "_"), passage(&of.must(name)?)?);
    }
    put(
        "card_number",
        of.may("card-number")
            .map_or(Ok("Passage::built_in(\"\")".to_owned()), |value| passage(&value))?,
    );
    for (name, kind) in [
        ("recipient", "Recipient"),
        ("reach", "Reach"),
        ("kind", "RuleKind"),
        ("status", "Status"),
        ("confidence", "Confidence"),
    ] {
        put(name, variant(kind, &of.must(name)?)?);
    }
    for name in ["jurisdiction", "by", "not-by"] {
        put(&name.replace('-', "_"), passages(of.may(name).as_ref())?);
    }
    put("when", option(of.may("when"), condition)?);
    put("unless", exemptions(of.may("unless").as_ref())?);
    put("with", option(of.may("with"), passage)?);
    put("outlasts", option(of.may("outlasts"), passage)?);
    put("people", option(of.may("people"), people)?);
    put("from", option(of.may("from"), day)?);
    put("until", option(of.may("until"), day)?);
    put("note", option(of.may("note"), passage)?);
    put("clock", clock(&of.must("clock")?)?);
    of.done()?;
    text.push('}');
    Ok(text)
}

fn clock(value: &Value) -> Result<String> {
    let mut of = Taken::of("a clock", value)?;
    let cap = |value: &Value| {
        let mut of = Taken::of("a cap", value)?;
        let (within, after) = (limit(&of.must("within")?)?, passage(&of.must("after")?)?);
        of.done()?;
        Ok(format!("Cap {{ within: {within}, after: {after} }}"))
    };
    let expected = |value: &Value| {
        let mut of = Taken::of("an expected time", value)?;
        let (within, source) = (limit(&of.must("within")?)?, passage(&of.must("source")?)?);
        of.done()?;
        Ok(format!("Expected {{ within: {within}, source: {source} }}"))
    };
    let police = match of.may("police-delay").as_ref().and_then(Value::as_str) {
        None | Some("stays") => "PoliceDelay::Stays".to_owned(),
        Some("moves") => "PoliceDelay::Moves".to_owned(),
        Some(then) => format!("PoliceDelay::Then({})", limit(&Value::from(then))?),
    };
    let relief = match of.may("noon-of-next-working-day") {
        None => "None".to_owned(),
        Some(relief) => {
            let mut of = Taken::of("a relief", &relief)?;
            let not_by = passages(of.may("not-by").as_ref())?;
            of.done()?;
            format!("Some(Relief {{ not_by: {not_by} }})")
        }
    };
    let text = format!(
        "Clock {{ within: {}, after: {}, notice: {}, last_notice: {}, or_after: {}, cap: {}, relative: {}, \
             count_event_day: {}, calendar: {}, \
             full_hours: {}, noon_of_next_working_day: {relief}, police_delay: {police}, expected: {} }}",
        option(of.may("within"), limit)?,
        passage(&of.must("after")?)?,
        passages(of.may("notice").as_ref())?,
        switch(of.may("last-notice")),
        passages(of.may("or-after").as_ref())?,
        option(of.may("cap"), cap)?,
        option(of.may("relative"), |value| variant("Relative", value))?,
        switch(of.may("count-event-day")),
        option(of.may("calendar"), passage)?,
        switch(of.may("full-hours")),
        option(of.may("expected"), expected)?,
    );
    of.done()?;
    Ok(text)
}

fn exemptions(value: Option<&Value>) -> Result<String> {
    let one = |value: &Value| {
        let mut of = Taken::of("an exemption", value)?;
        let (when, because) = (condition(&of.must("when")?)?, passage(&of.must("because")?)?);
        of.done()?;
        Ok(format!("Exemption {{ when: {when}, because: {because} }}"))
    };
    list("Exemption", value, one)
}

fn people(value: &Value) -> Result<String> {
    let mut of = Taken::of("`people`", value)?;
    let text = format!(
        "People {{ at_least: {}, at_most: {}, of: {}, or_unknown: {}, or: {} }}",
        number(&of.must("at-least")?)?,
        option(of.may("at-most"), number)?,
        variant("Counted", &of.must("of")?)?,
        switch(of.may("or-unknown")),
        option(of.may("or"), condition)?,
    );
    of.done()?;
    Ok(text)
}

fn limit(value: &Value) -> Result<String> {
    Limit::parse(text(value)?)
        .map(|Limit { amount, unit }| format!("Limit {{ amount: {amount}, unit: Unit::{unit:?} }}"))
}
