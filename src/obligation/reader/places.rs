//! Places: what can only be said of them together with other places and calendars.

use std::collections::BTreeMap;
use std::ops::Range;

use super::about::About;
use super::{BookReader, Part};
use crate::obligation::fields::PLACE;
use crate::obligation::place::{Place, Places, names, plain, within};
use crate::schema::diagnostic::Diagnostic;
use crate::schema::node::{field, items};
use crate::schema::source::Parsed;
use crate::schema::value::{self, words};
use crate::schema::yaml::{Content, Node};
use crate::text::{Passage, did_you_mean};

impl BookReader<'_> {
    pub(super) fn places(&mut self, files: &[(About, Parsed)]) {
        let parts = self.parts(files, About::Places);
        let places: BTreeMap<Passage, Place> = parts
            .iter()
            .filter_map(|part| Some((part.key.text.as_str().into(), value::read(part.node, &PLACE, None)?)))
            .collect();
        for part in &parts {
            self.known_calendar(part);
            self.lies_somewhere(part, &places);
        }
        self.have_their_own_names(&parts, &places);
        self.contents.places.merge(Places::written(places));
    }

    fn known_calendar(&mut self, part: &Part<'_>) {
        let Some((node, name)) = field(part.node, "calendar").and_then(|node| Some((node, words(node)?))) else {
            return;
        };
        if self.contents.calendars.get(&name).is_none() {
            let near = did_you_mean(&name, self.contents.calendars.names());
            let message = format!("no calendar is called `{name}`");
            let fault = part.file.fault("unknown-calendar", node.at.clone(), message);
            self.found.push(meant(fault, near));
        }
    }

    /// Every place lies in one that there is, and none in itself.
    fn lies_somewhere(&mut self, part: &Part<'_>, places: &BTreeMap<Passage, Place>) {
        let code = part.key.text.as_str();
        let Some((node, outer)) = field(part.node, "in").and_then(|node| Some((node, words(node)?))) else {
            return;
        };
        let known = self.contents.places.all();
        let known = known.map(|place| (place.code.clone(), place.clone()));
        let all: BTreeMap<Passage, Place> = known.chain(places.clone()).collect();
        if !all.contains_key(outer.as_str()) {
            let near = did_you_mean(&outer, all.keys().map(Passage::as_str));
            let message = format!("no place has the code `{outer}`");
            let fault = part.file.fault("unknown-place", node.at.clone(), message);
            self.found.push(meant(fault, near));
        } else if within(&outer.into(), &all).iter().any(|one| one == code) {
            let message = format!("`{code}` is in itself");
            self.found
                .push(part.file.fault("place-cycle", node.at.clone(), message));
        }
    }

    /// No other name of a place is a name of another.
    fn have_their_own_names(&mut self, parts: &[Part<'_>], places: &BTreeMap<Passage, Place>) {
        let mut taken: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        let known = self.contents.places.all().map(|place| (&place.code, place));
        let others = known.filter(|(code, _)| !places.contains_key(*code));
        for (code, place) in others.chain(places) {
            for name in names(code, place) {
                taken.entry(plain(name)).or_default().push(code);
            }
        }
        for part in parts {
            let code = part.key.text.as_str();
            let mut fault = |code: &'static str, at: &Range<usize>, message: String, help: Option<&str>| {
                let fault = part.file.fault(code, at.clone(), message);
                let help = help.map(str::to_owned);
                self.found.push(Diagnostic { help, ..fault });
            };
            for (name, at) in field(part.node, "also").map(written_names).unwrap_or_default() {
                let wanted = plain(&name);
                let codes = taken.get(&wanted);
                let other = codes.and_then(|codes| codes.iter().find(|other| **other != code));
                if wanted.is_empty() {
                    fault("bad-id", &at, format!("`{name}` has no letters"), None);
                } else if let Some(other) = other {
                    let message = format!("`{name}` is a name of `{other}` too");
                    let help = "if people mean either by it, write it under `may-mean` of both";
                    fault("duplicate-alias", &at, message, Some(help));
                }
            }
            let name = field(part.node, "name").and_then(words);
            if let Some(name) = name.filter(|name| plain(name).is_empty()) {
                fault("bad-id", &part.key.at, format!("`{name}` has no letters"), None);
            }
        }
    }
}

fn meant(fault: Diagnostic, near: Option<&str>) -> Diagnostic {
    match near {
        Some(near) => fault.helped(format!("did you mean `{near}`?")),
        None => fault,
    }
}

/// The names of a list, or the single one, each with its place.
fn written_names(node: &Node) -> Vec<(String, Range<usize>)> {
    let all = match &node.content {
        Content::List(_) => items(node),
        _ => std::slice::from_ref(node),
    };
    all.iter()
        .filter_map(|item| Some((words(item)?, item.at.clone())))
        .collect()
}
