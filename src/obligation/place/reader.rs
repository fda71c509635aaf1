//! Reads a file of places; every mistake in it at once.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Place, Places, names, plain, within};
use crate::obligation::calendar::Calendars;
use crate::obligation::sheet::Sheet;
use crate::schema::diagnostic::Diagnostic;
use crate::schema::yaml::{Content, Key, Node};
use crate::text::{Passage, did_you_mean};
use crate::time::Zone;

const FIELDS: [&str; 7] = ["name", "in", "zone", "calendar", "also", "may-mean", "only-rules"];

/// Where the parts of a place stand that can be wrong only together with other places.
#[derive(Default)]
struct Spots {
    code: Range<usize>,
    inside: Range<usize>,
    also: Vec<Range<usize>>,
}

impl Places {
    /// Reads the text of a file of places. `file` is its name in messages; `known` are the places that it adds to, and
    /// `calendars` those that it may name.
    ///
    /// # Errors
    /// Every mistake in it, by place.
    pub fn parse(file: &str, text: &str, known: &Places, calendars: &Calendars) -> Result<Self, Vec<Diagnostic>> {
        Sheet::read(file, text, |sheet, root| {
            let mut places = BTreeMap::new();
            let mut spots = Vec::new();
            for (code, node) in sheet.entries_of(root, "places", "a file of places") {
                if !is_code(&code.text) {
                    let message = format!("`{}` is no code of a place", code.text);
                    let help = "write it like `DE`, `US-CA` or `AE-DIFC`";
                    sheet.fault("bad-id", &code.at, message, Some(help.to_owned()));
                }
                let (place, spot) = place(sheet, code, node, calendars);
                places.insert(code.text.clone().into(), place);
                spots.push((code.text.as_str(), spot));
            }
            lie_somewhere(sheet, &places, &spots, known);
            have_their_own_names(sheet, &places, &spots, known);
            Places::written(places)
        })
    }
}

fn place(sheet: &mut Sheet<'_>, code: &Key, node: &Node, calendars: &Calendars) -> (Place, Spots) {
    let what = format!("place `{}`", code.text);
    let mut place = Place::default();
    let mut spots = Spots {
        code: code.at.clone(),
        ..Spots::default()
    };
    let fields = sheet.fields(node, &FIELDS, &what);
    for (key, node) in &fields {
        match key.text.as_str() {
            "name" => place.name = sheet.some_words(key, node).into(),
            "in" => {
                place.inside = sheet.words(key, node).map(Passage::from);
                spots.inside = node.at.clone();
            }
            "zone" => place.zone = zone(sheet, key, node).map(Passage::from),
            "calendar" => place.calendar = calendar(sheet, key, node, calendars).map(Passage::from),
            "also" => {
                let items = sheet.items(key, node).into_iter();
                (place.also, spots.also) = items.map(|(words, at)| (Passage::from(words), at)).unzip();
            }
            "may-mean" => {
                let items = sheet.items(key, node).into_iter();
                place.may_mean = items.map(|(words, _)| words.into()).collect();
            }
            _ => place.only_rules = only_rules(sheet, key, node),
        }
    }
    if let Content::Map(_) = &node.content {
        sheet.needs(&code.at, &what, &fields, "name", "Germany");
    }
    (place, spots)
}

fn zone(sheet: &mut Sheet<'_>, key: &Key, node: &Node) -> Option<String> {
    let name = sheet.words(key, node)?;
    if let Err(why) = Zone::parse(&name) {
        sheet.fault("unknown-zone", &node.at, why, None);
    }
    Some(name)
}

fn calendar(sheet: &mut Sheet<'_>, key: &Key, node: &Node, calendars: &Calendars) -> Option<String> {
    let name = sheet.words(key, node)?;
    if calendars.get(&name).is_none() {
        let help = did_you_mean(&name, calendars.names()).map(|near| format!("did you mean `{near}`?"));
        let message = format!("no calendar is called `{name}`");
        sheet.fault("unknown-calendar", &node.at, message, help);
    }
    Some(name)
}

fn only_rules(sheet: &mut Sheet<'_>, key: &Key, node: &Node) -> bool {
    let words = sheet.words(key, node);
    match words.as_deref() {
        Some("true") => true,
        None | Some("false") => false,
        Some(_) => {
            let help = Some("write `true`, or leave it out".to_owned());
            sheet.fault("wrong-type", &node.at, "`only-rules` is `true` or `false`", help);
            false
        }
    }
}

/// Every place lies in one that there is, and none in itself.
fn lie_somewhere(sheet: &mut Sheet<'_>, places: &BTreeMap<Passage, Place>, spots: &[(&str, Spots)], known: &Places) {
    let known = known.all().map(|place| (place.code.clone(), place.clone()));
    let all: BTreeMap<Passage, Place> = known.chain(places.clone()).collect();
    for (code, spot) in spots {
        let Some(outer) = places.get(*code).and_then(|place| place.inside.as_deref()) else {
            continue;
        };
        if !all.contains_key(outer) {
            let help =
                did_you_mean(outer, all.keys().map(Passage::as_str)).map(|near| format!("did you mean `{near}`?"));
            let message = format!("no place has the code `{outer}`");
            sheet.fault("unknown-place", &spot.inside, message, help);
        } else if within(&Passage::from(outer.to_owned()), &all)
            .iter()
            .any(|one| one == code)
        {
            let message = format!("`{code}` lies in itself");
            sheet.fault("place-cycle", &spot.inside, message, None);
        }
    }
}

/// No other name of a place is a name of another.
fn have_their_own_names(
    sheet: &mut Sheet<'_>,
    places: &BTreeMap<Passage, Place>,
    spots: &[(&str, Spots)],
    known: &Places,
) {
    let mut taken: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let others = known.all().filter(|place| !places.contains_key(&place.code));
    let others = others.map(|place| (&place.code, place));
    for (code, place) in others.chain(places) {
        for name in names(code, place) {
            taken.entry(plain(name)).or_default().push(code);
        }
    }
    for (code, spot) in spots {
        let Some(place) = places.get(*code) else { continue };
        for (name, at) in place.also.iter().zip(&spot.also) {
            let wanted = plain(name);
            let other = taken
                .get(&wanted)
                .and_then(|codes| codes.iter().find(|other| *other != code));
            if wanted.is_empty() {
                sheet.fault("bad-id", at, format!("`{name}` has no letters"), None);
            } else if let Some(other) = other {
                let message = format!("`{name}` is a name of `{other}` too");
                let help = "if people mean either by it, write it under `may-mean` of both";
                sheet.fault("duplicate-alias", at, message, Some(help.to_owned()));
            }
        }
        if plain(&place.name).is_empty() && !place.name.is_empty() {
            sheet.fault("bad-id", &spot.code, format!("`{}` has no letters", place.name), None);
        }
    }
}

/// Whether a text is a code: capital letters, and after a hyphen letters and digits.
fn is_code(text: &str) -> bool {
    let (first, rest) = text.split_once('-').unwrap_or((text, "A"));
    (2..=8).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_uppercase())
        && (1..=5).contains(&rest.len())
        && rest
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}
