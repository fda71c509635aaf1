//! Writes places, with what follows from how they are written.

#[path = "../place/follow.rs"]
mod follow;

use serde_json::Value;

use super::{Made, Result, Taken, each, entries, option, passage, passages, switch, text};
use follow::{initials, names, within};

/// The source text of `each_place`, which makes these places in the order of their codes.
pub(crate) fn places(file: &Value) -> Result<String> {
    let mut of = Taken::of("a file of places", file)?;
    let places = of.must("places")?;
    let made = entries(&places)?
        .iter()
        .map(|(code, value)| Ok((code.clone(), place(code, value, &places)?)));
    let made = made.collect::<Result<Vec<Made>>>()?;
    Ok(each("place", "Place", "places, in the order of their codes", &made))
}

fn place(code: &str, value: &Value, places: &Value) -> Result<String> {
    let mut of = Taken::of(code, value)?;
    let within = within(code.to_owned(), |code| field(places, code, "in"));
    let followed = |name: &str| {
        within
            .iter()
            .find_map(|code| field(places, code, name))
            .map(Value::from)
    };
    let (name, also, may_mean) = (of.must("name")?, of.may("also"), of.may("may-mean"));
    let of_list = |list: &Option<Value>| -> Vec<String> {
        let items = list.as_ref().and_then(Value::as_array).into_iter().flatten();
        items.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let (others, perhaps) = (of_list(&also), of_list(&may_mean));
    let all = names(code, text(&name)?, others.iter().map(String::as_str)).chain(perhaps.iter().map(String::as_str));
    let initials = initials(all);
    let made = format!(
        "Place {{ code: Passage::built_in({code:?}), name: {}, inside: {}, zone: {}, calendar: {}, also: {}, may_mean: {}, \
         only_rules: {}, within: {}, zone_there: {}, calendar_there: {}, initials: {initials} }}",
        passage(&name)?,
        option(of.may("in"), passage)?,
        option(of.may("zone"), passage)?,
        option(of.may("calendar"), passage)?,
        passages(also.as_ref())?,
        passages(may_mean.as_ref())?,
        switch(of.may("only-rules")),
        passages(Some(&Value::from(within.clone())))?,
        option(followed("zone"), passage)?,
        option(followed("calendar"), passage)?,
    );
    of.done()?;
    Ok(made)
}

fn field(places: &Value, code: &str, name: &str) -> Option<String> {
    places.get(code)?.get(name)?.as_str().map(str::to_owned)
}
