//! Where a business is established, as far as that can be told: a name that may be two places, or is none that anybody knows,
//! rules nothing out.

use super::case_facts::CaseFacts;
use super::place::{Place, PlaceMatch, Places};
use crate::condition::Truth;
use crate::fact::Value;
use crate::text::Passage;

/// The seats of one business.
#[derive(Debug)]
pub(super) struct Seats<'a> {
    places: &'a Places,
    /// Where it sits, the main place first.
    known: Vec<&'a Place>,
    /// Where else it may sit: places that one of the names may mean.
    perhaps: Vec<&'a Place>,
    /// One of the names is no place that anybody knows: it may be anywhere.
    has_unclear: bool,
    /// The seats as they are called, or as they were written.
    names: Vec<&'a str>,
    /// Somebody has said where it sits.
    is_told: bool,
}

impl<'a> Seats<'a> {
    /// Reads those of a case.
    pub(super) fn of(case: &'a CaseFacts, places: &'a Places) -> Self {
        let rows = case.rows("established_in");
        let mut seats = Seats {
            places,
            known: Vec::new(),
            perhaps: Vec::new(),
            has_unclear: false,
            names: Vec::new(),
            is_told: !rows.is_empty(),
        };
        for row in rows {
            let Some(Value::Text(text)) = row.get("place") else {
                seats.has_unclear = true;
                continue;
            };
            let mut name = text.trim();
            match places.find(text) {
                PlaceMatch::Place(place) => {
                    name = &place.name;
                    seats.known.push(place);
                }
                PlaceMatch::Ambiguous(several) => seats.perhaps.extend(several),
                PlaceMatch::Nowhere | PlaceMatch::Unlisted => seats.has_unclear = true,
            }
            seats.names.push(name);
        }
        seats
    }

    pub(super) fn names(&self) -> &[&'a str] {
        &self.names
    }

    /// Where it surely sits, the main place first.
    pub(super) fn known(&self) -> &[&'a Place] {
        &self.known
    }

    pub(super) fn first(&self) -> Option<&'a Place> {
        self.known.first().copied()
    }

    /// The first of them in one of these.
    pub(super) fn first_in(&self, codes: &[Passage]) -> Option<&'a Place> {
        let is_in = |seat: &&Place| codes.iter().any(|code| seat.is_in(code));
        self.known.iter().copied().find(is_in)
    }

    /// Whether one of them is in one of these. Of a seat in Europe it is not known whether it is in the Union.
    pub(super) fn are_in(&self, codes: &[Passage]) -> Truth {
        let is_in = |seat: &&Place| codes.iter().any(|code| seat.is_in(code));
        let may_be_in = |seat: &&Place| {
            let mut smaller = codes.iter().filter_map(|code| self.places.get(code));
            smaller.any(|smaller| smaller.is_in(&seat.code))
        };
        let perhaps =
            self.known.iter().any(&may_be_in) || self.perhaps.iter().any(|seat| is_in(seat) || may_be_in(seat));
        match self.known.iter().any(is_in) {
            true => Truth::True,
            false if !self.is_told || perhaps || self.has_unclear => Truth::Unknown,
            false => Truth::False,
        }
    }
}
