//! Part of the build script: writes rules and places, as `fill` has them, as Rust code that makes them. To read them from a
//! text at every start would take longer than all that is done with them.
//!
//! Code and no statics: a static with thousands of references is put right by the loader at every start of the program, also
//! when nobody asks for a rule. A field that nobody here knows ends the build. Whether the rules are what the YAML says is
//! compared by a test.

use std::fmt::Write;

use serde_json::{Map, Value};

type Result<T> = std::result::Result<T, String>;

/// The source text of a function `each_rule` that makes these rules in their order, each with the name of its file.
pub(crate) fn rules(rules: &[(&str, Value)]) -> Result<String> {
    let mut makers = String::new();
    let mut calls = String::new();
    for (nth, (file, value)) in rules.iter().enumerate() {
        let _ = writeln!(makers, "fn rule_{nth}() -> Rule {{ {} }}", rule(value)?);
        let _ = writeln!(calls, "    put({file:?}, rule_{nth}());");
    }
    Ok(format!(
        "{makers}\n/// How many rules are built in.\npub(super) const RULES: usize = {};\n\n\
         /// Makes the built-in rules: files by name, each in its own order.\n\
         pub(super) fn each_rule(put: &mut dyn FnMut(&'static str, Rule)) {{\n{calls}}}\n",
        rules.len()
    ))
}

/// The source text of a function `each_place` that makes these places, in the order of their codes.
pub(crate) fn places(places: &Value) -> Result<String> {
    let mut of = Taken::of("a file of places", places)?;
    let Value::Object(places) = of.must("places")? else {
        return Err("`places` is no mapping".to_owned());
    };
    let mut makers = String::new();
    let mut calls = String::new();
    for (nth, (code, value)) in places.iter().enumerate() {
        let mut of = Taken::of(code, value)?;
        let _ = writeln!(
            makers,
            "fn place_{nth}() -> Place {{ Place {{ code: Passage::built_in({code:?}), name: {}, inside: {}, zone: {}, \
             calendar: {}, also: {}, may_mean: {}, only_rules: {}, ..Place::default() }} }}",
            passage(&of.must("name")?)?,
            option(of.may("in"), passage)?,
            option(of.may("zone"), passage)?,
            option(of.may("calendar"), passage)?,
            passages(of.may("also").as_ref())?,
            passages(of.may("may-mean").as_ref())?,
            switch(of.may("only-rules")),
        );
        of.done()?;
        let _ = writeln!(calls, "    put(place_{nth}());");
    }
    Ok(format!(
        "{makers}\n/// Makes the built-in places, in the order of their codes.\n\
         pub(super) fn each_place(put: &mut dyn FnMut(Place)) {{\n{calls}}}\n"
    ))
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
    put("people", option(of.may("people"), people)?);
    put(
        "from",
        of.may("from").map_or(Ok("None".to_owned()), |value| day(&value))?,
    );
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
        "Clock {{ within: {}, after: {}, notice: {}, cap: {}, relative: {}, count_event_day: {}, calendar: {}, \
             full_hours: {}, noon_of_next_working_day: {relief}, police_delay: {police}, expected: {} }}",
        option(of.may("within"), limit)?,
        passage(&of.must("after")?)?,
        passages(of.may("notice").as_ref())?,
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

fn people(value: &Value) -> Result<String> {
    let mut of = Taken::of("`people`", value)?;
    let number = |value: &Value| {
        value
            .as_u64()
            .map(|number| number.to_string())
            .ok_or_else(|| format!("{value} is no number"))
    };
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
    let text = text(value)?;
    let wrong = || format!("`{text}` is no time limit");
    let (amount, unit) = text.split_once(' ').ok_or_else(wrong)?;
    let amount: u32 = amount.parse().map_err(|_| wrong())?;
    let unit = match unit {
        "hour" | "hours" => "Hours",
        "day" | "days" => "Days",
        "business day" | "business days" => "BusinessDays",
        "month" | "months" => "Months",
        "year" | "years" => "Years",
        _ => return Err(wrong()),
    };
    Ok(format!("Limit {{ amount: {amount}, unit: Unit::{unit} }}"))
}

/// A day as the `Option` that chrono makes of it; a test compares it with the file.
fn day(value: &Value) -> Result<String> {
    let text = text(value)?;
    let numbers: Vec<u32> = text.split('-').filter_map(|part| part.parse().ok()).collect();
    match numbers.as_slice() {
        [year, month, day] => Ok(format!("NaiveDate::from_ymd_opt({year}, {month}, {day})")),
        _ => Err(format!("`{text}` is no day")),
    }
}
