//! Writes calendars.

#[expect(dead_code, unreachable_pub, reason = "the program uses the rest")]
#[path = "../calendar/day.rs"]
mod day;

use serde_json::Value;

use super::{Made, Result, Taken, each, entries, list, number, option, passage, text, variant};
use day::Day;

/// The source text of `each_calendar`, which makes these calendars, each with its name.
pub(crate) fn calendars(file: &Value) -> Result<String> {
    let mut of = Taken::of("a file of calendars", file)?;
    let calendars = of.must("calendars")?;
    let made = entries(&calendars)?
        .iter()
        .map(|(name, value)| Ok((name.clone(), calendar(name, value)?)));
    let made = made.collect::<Result<Vec<Made>>>()?;
    Ok(each("calendar", "Calendar", "calendars, by name", &made))
}

fn calendar(name: &str, value: &Value) -> Result<String> {
    let mut of = Taken::of(name, value)?;
    let weekend = match of.may("weekend") {
        None => "vec![Weekday::Sat, Weekday::Sun]".to_owned(),
        weekend => list("Weekday", weekend.as_ref(), weekday)?,
    };
    let text = format!(
        "Calendar {{ title: {}, source: {}, as_of: {}, weekend: {weekend}, from: {}, until: {}, note: {}, holidays: {} }}",
        passage(&of.must("title")?)?,
        passage(&of.must("source")?)?,
        passage(&of.must("as-of")?)?,
        number(&of.must("from")?)?,
        number(&of.must("until")?)?,
        option(of.may("note"), passage)?,
        list("Holiday", Some(&of.must("holidays")?), holiday)?,
    );
    of.done()?;
    Ok(text)
}

fn holiday(value: &Value) -> Result<String> {
    let mut of = Taken::of("a holiday", value)?;
    let on = match of.may("on") {
        // Worked out by the compiler, so that the program copies them.
        Some(Value::Array(days)) => {
            let days = days.iter().map(super::day).collect::<Result<Vec<_>>>()?;
            format!("Vec::from(const {{ [{}] }})", days.join(", "))
        }
        Some(one) => format!("vec![{}]", super::day(&one)?),
        None => "Vec::new()".to_owned(),
    };
    let text = format!(
        "Holiday {{ name: {}, day: {}, on: {on}, since: {}, until: {}, observed: {} }}",
        passage(&of.must("name")?)?,
        option(of.may("day"), day_of_year)?,
        option(of.may("since"), number)?,
        option(of.may("until"), number)?,
        option(of.may("observed"), |value| variant("Observed", value))?,
    );
    of.done()?;
    Ok(text)
}

fn day_of_year(value: &Value) -> Result<String> {
    let day = Day::parse(text(value)?)?;
    let of_week = |weekday: chrono::Weekday| format!("Weekday::{weekday:?}");
    let text = match day {
        Day::Fixed { month, day } => format!("Fixed {{ month: {month}, day: {day} }}"),
        Day::Nth { nth, weekday, month } => {
            format!("Nth {{ nth: {nth}, weekday: {}, month: {month} }}", of_week(weekday))
        }
        Day::Last { weekday, month } => format!("Last {{ weekday: {}, month: {month} }}", of_week(weekday)),
        Day::OnOrAfter { weekday, month, day } => {
            format!(
                "OnOrAfter {{ weekday: {}, month: {month}, day: {day} }}",
                of_week(weekday)
            )
        }
        Day::Before { weekday, month, day } => {
            format!("Before {{ weekday: {}, month: {month}, day: {day} }}", of_week(weekday))
        }
        Day::Easter { orthodox, offset } => format!("Easter {{ orthodox: {orthodox}, offset: {offset} }}"),
    };
    Ok(format!("Day::{text}"))
}

fn weekday(value: &Value) -> Result<String> {
    let name = text(value)?;
    let weekday = day::weekday_named(&name.to_lowercase()).ok_or_else(|| format!("`{name}` is no day of the week"))?;
    Ok(format!("Weekday::{weekday:?}"))
}
