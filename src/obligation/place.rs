//! Places where people live or a business sits, as data, and what somebody who writes a place down may mean.
//!
//! Nobody guesses: what may be two places is said to be two. Pure; knows nothing of rules or of facts.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize, Serializer};

use crate::text::{Passage, did_you_mean, list};
use crate::time::Zone;

/// A place, or a heading under which rules stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Place {
    /// Its code: `DE`, `US-CA`, `EU`.
    #[serde(skip)]
    pub code: Passage,
    #[serde(default)]
    pub name: Passage,
    /// The place that it lies in.
    #[serde(default, rename = "in", skip_serializing_if = "Option::is_none")]
    pub inside: Option<Passage>,
    /// The zone of most people, an IANA name, if the file has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<Passage>,
    /// The name of its calendar, if the file has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<Passage>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Passage>,
    /// Names that may mean it, or another place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub may_mean: Vec<Passage>,
    /// Rules stand under it; nobody lives there.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub only_rules: bool,
    /// Itself and every place that it lies in, from the smallest to the largest.
    #[serde(skip)]
    pub(super) within: Vec<Passage>,
    /// Its zone, or that of the place it lies in.
    #[serde(skip)]
    pub(super) zone_there: Option<Passage>,
    /// Its calendar, or that of the place it lies in.
    #[serde(skip)]
    pub(super) calendar_there: Option<Passage>,
}

#[derive(Clone, Debug, Default)]
pub struct Places {
    /// In the order of their codes.
    places: Vec<Place>,
    /// Those that each name, as [`plain`] has it, may mean: their numbers, and whether the name surely means them. Made when
    /// somebody first asks: most runs of the program never do.
    by_name: OnceLock<BTreeMap<String, Vec<(usize, bool)>>>,
}

/// What somebody who wrote down a place meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlaceMatch<'a> {
    Place(&'a Place),
    /// One of these, in the order of their codes; or, where only one is listed, perhaps another that is not.
    Ambiguous(Vec<&'a Place>),
    /// No place: it is not known, or the rest.
    Nowhere,
    /// A place that is not listed; [`Places::near`] says which may be meant.
    Unlisted,
}

/// What people write when they know no place, or nothing at all, as [`plain`] has it.
const NOWHERE: [&str; 23] = [
    "",
    "?",
    "??",
    "???",
    "all others",
    "elsewhere",
    "n a",
    "not known",
    "not sure",
    "not yet known",
    "nowhere",
    "other",
    "other countries",
    "other places",
    "other states",
    "others",
    "rest",
    "rest of world",
    "rest of the world",
    "somewhere",
    "unclear",
    "unknown",
    "world",
];

impl Serialize for Places {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.places.iter().map(|place| (&place.code, place)))
    }
}

/// Equal places have equal names.
impl PartialEq for Places {
    fn eq(&self, other: &Self) -> bool {
        self.places == other.places
    }
}

impl Eq for Places {}

impl Place {
    /// Whether it is this place or lies in it, at any depth: `US-CA` is in `US`, `GP` in `FR` and `EU`.
    pub fn is_in(&self, code: &str) -> bool {
        self.within.iter().any(|one| one == code)
    }

    /// Itself and every place that it lies in, from the smallest to the largest.
    pub fn within(&self) -> impl Iterator<Item = &str> {
        self.within.iter().map(Passage::as_str)
    }

    /// Its zone, or that of the place it lies in.
    pub fn zone(&self) -> Option<Zone> {
        self.zone_there.as_deref().and_then(|name| Zone::parse(name).ok())
    }

    /// The name of its calendar, or of that of the place it lies in.
    pub fn calendar(&self) -> Option<&str> {
        self.calendar_there.as_deref()
    }
}

impl Places {
    /// The place of this code, written exactly so.
    pub fn get(&self, code: &str) -> Option<&Place> {
        let nth = self.places.binary_search_by(|place| place.code.as_str().cmp(code));
        self.places.get(nth.ok()?)
    }

    /// Every place, in the order of the codes.
    pub fn all(&self) -> impl Iterator<Item = &Place> {
        self.places.iter()
    }

    /// Those of a file, by code.
    pub(super) fn written(places: BTreeMap<Passage, Place>) -> Self {
        let mut all = Places::default();
        all.settle(places);
        all
    }

    /// These and those of one's own; of the same code, one's own.
    pub fn merge(&mut self, own: Places) {
        let all = std::mem::take(&mut self.places).into_iter().chain(own.places);
        self.settle(all.map(|place| (place.code.clone(), place)).collect());
    }

    /// What a text means: a code, the part of a code after its first `-`, a name or another name, in any case, with or
    /// without accents, dots, hyphens and `the`; also followed by the place it lies in, `Georgia, US` or `CA (Canada)`.
    pub fn find(&self, text: &str) -> PlaceMatch<'_> {
        let wanted = plain(text);
        if NOWHERE.contains(&wanted.as_str()) {
            return PlaceMatch::Nowhere;
        }
        let named = self.named(&wanted);
        if named.is_empty() {
            return self.find_inside(text).unwrap_or(PlaceMatch::Unlisted);
        }
        let is_sure = named.iter().all(|(_, is_sure)| *is_sure);
        meant(named.into_iter().map(|(place, _)| place).collect(), is_sure)
    }

    /// The place that may be meant by a text that means none. Takes far longer than [`Places::find`].
    pub fn near(&self, text: &str) -> Option<&Place> {
        let near = did_you_mean(&plain(text), self.by_name().keys().map(String::as_str))?;
        self.places.get(self.by_name().get(near)?.first()?.0)
    }

    /// What is wrong with a place as it is written, and what to write instead; nothing where it is one place, or no places
    /// are known.
    pub fn misplaced(&self, written: &str) -> Option<(String, String)> {
        self.all().next()?;
        // A code may be two places as well, so what is proposed is what is certain.
        let certain = |place: &Place| -> String {
            let mut names = [&place.name, &place.code].into_iter().chain(&place.also);
            let is_certain = |name: &&Passage| self.find(name) == PlaceMatch::Place(place);
            names.find(is_certain).unwrap_or(&place.code).to_string()
        };
        let example = || "write a country or a US state, such as `Germany` or `US-CA`".to_owned();
        match self.find(written) {
            PlaceMatch::Place(_) => None,
            PlaceMatch::Ambiguous(places) => {
                let message = match places.as_slice() {
                    [_] => format!("`{written}` may be a place that is not listed"),
                    _ => format!("`{written}` may be more than one place"),
                };
                let names: Vec<String> = places.into_iter().map(certain).collect();
                Some((message, format!("write {}", list(&names, "or"))))
            }
            PlaceMatch::Nowhere => Some((format!("unknown place `{written}`"), example())),
            PlaceMatch::Unlisted => {
                let near = self.near(written);
                let help = near.map_or_else(example, |near| format!("did you mean `{}`?", certain(near)));
                Some((format!("no place `{written}`"), help))
            }
        }
    }

    /// What a text means that names the larger place after the smaller: `Georgia, US`.
    fn find_inside(&self, text: &str) -> Option<PlaceMatch<'_>> {
        let text = text.trim().trim_end_matches(')');
        let (inner, outer) = text.rsplit_once(['(', ','])?;
        let outer = self.named(&plain(outer));
        let is_inside = |place: &&Place| outer.iter().any(|(outer, _)| place.is_in(&outer.code));
        let inner = self.named(&plain(inner)).into_iter().map(|(place, _)| place);
        let inner: Vec<&Place> = inner.filter(is_inside).collect();
        Some(inner)
            .filter(|places| !places.is_empty())
            .map(|places| meant(places, true))
    }

    /// The places that have this name, as [`plain`] has it, in the order of their codes, and whether it surely means them.
    fn named(&self, wanted: &str) -> Vec<(&Place, bool)> {
        let numbers = self.by_name().get(wanted).map_or(&[][..], Vec::as_slice);
        let places = numbers
            .iter()
            .filter_map(|(nth, is_sure)| Some((self.places.get(*nth)?, *is_sure)));
        places.collect()
    }

    /// Takes these places, with what follows from them alone.
    fn settle(&mut self, mut places: BTreeMap<Passage, Place>) {
        let follows = |code: &Passage| {
            let within = within(code, &places);
            let outer = || within.iter().filter_map(|code| places.get(code.as_str()));
            let zone = outer().find_map(|outer| outer.zone.clone());
            let calendar = outer().find_map(|outer| outer.calendar.clone());
            (within, zone, calendar)
        };
        let found: Vec<_> = places.keys().map(follows).collect();
        for ((code, place), (within, zone, calendar)) in places.iter_mut().zip(found) {
            place.code.clone_from(code);
            place.within = within;
            place.zone_there = zone;
            place.calendar_there = calendar;
        }
        self.places = places.into_values().collect();
        self.by_name = OnceLock::new();
    }

    fn by_name(&self) -> &BTreeMap<String, Vec<(usize, bool)>> {
        self.by_name.get_or_init(|| {
            let mut by_name: BTreeMap<String, Vec<(usize, bool)>> = BTreeMap::new();
            for (nth, place) in self.places.iter().enumerate().filter(|(_, place)| !place.only_rules) {
                let sure = names(&place.code, place).map(|name| (name, true));
                let unsure = place.may_mean.iter().map(|name| (name.as_str(), false));
                for (name, is_sure) in sure.chain(unsure) {
                    let meant = by_name.entry(plain(name)).or_default();
                    match meant.iter_mut().find(|(known, _)| *known == nth) {
                        Some((_, known)) => *known &= is_sure,
                        None => meant.push((nth, is_sure)),
                    }
                }
            }
            by_name
        })
    }
}

fn meant(places: Vec<&Place>, is_sure: bool) -> PlaceMatch<'_> {
    match places.as_slice() {
        [only] if is_sure => PlaceMatch::Place(only),
        _ => PlaceMatch::Ambiguous(places),
    }
}

/// A place and those it lies in, from the smallest to the largest. A circle, which no file that was checked has, is walked
/// once.
pub(super) fn within(code: &Passage, places: &BTreeMap<Passage, Place>) -> Vec<Passage> {
    let mut within = vec![code.clone()];
    while let Some(outer) = within.last().and_then(|code| places.get(code)?.inside.clone()) {
        if within.contains(&outer) {
            break;
        }
        within.push(outer);
    }
    within
}

/// Every text that means a place.
pub(super) fn names<'a>(code: &'a str, place: &'a Place) -> impl Iterator<Item = &'a str> {
    let part = code.split_once('-').map(|(_, part)| part);
    [code, &place.name]
        .into_iter()
        .chain(part)
        .chain(place.also.iter().map(Passage::as_str))
}

/// A text without what people leave out or write differently: case, accents, dots, hyphens, `the`.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    // Nearly every letter is one of the first two kinds.
    for letter in text.chars() {
        match letter {
            'a'..='z' | '0'..='9' => plain.push(letter),
            'A'..='Z' => plain.push(letter.to_ascii_lowercase()),
            _ => plain_letter(letter, &mut plain),
        }
    }
    let text = plain.trim_end();
    let text = text.strip_prefix("the ").unwrap_or(text);
    if text.len() == plain.len() {
        plain
    } else {
        text.to_owned()
    }
}

/// A letter that is written in several ways. A blank is put only between words.
fn plain_letter(letter: char, plain: &mut String) {
    for letter in letter.to_lowercase() {
        match letter {
            '.' | '\'' | '’' | '\u{300}'..='\u{36f}' => {}
            '&' => {
                blank(plain);
                plain.push_str("and ");
            }
            'à'..='å' | 'ā' | 'ă' => plain.push('a'),
            'ç' | 'č' | 'ć' => plain.push('c'),
            'è'..='ë' | 'ē' | 'ė' => plain.push('e'),
            'ì'..='ï' | 'ī' | 'ı' => plain.push('i'),
            'ñ' => plain.push('n'),
            'ò'..='ö' | 'ø' | 'ō' => plain.push('o'),
            'š' | 'ș' => plain.push('s'),
            'ț' => plain.push('t'),
            'ù'..='ü' | 'ū' => plain.push('u'),
            'ý' => plain.push('y'),
            'ž' => plain.push('z'),
            letter if letter.is_alphanumeric() || letter == '?' => plain.push(letter),
            _ => blank(plain),
        }
    }
}

fn blank(plain: &mut String) {
    if !plain.is_empty() && !plain.ends_with(' ') {
        plain.push(' ');
    }
}

#[cfg(test)]
mod tests;
