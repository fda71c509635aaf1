//! The places that somebody named in a case: where the business sits, and where people live.

use super::case_facts::CaseFacts;
use super::establishments::Seats;
use super::people::{People, Whereabouts};
use super::place::{Place, Places};
use crate::text::Passage;

#[derive(Debug)]
pub struct NamedPlaces<'p> {
    seats: Vec<&'p Place>,
    people: Vec<&'p Place>,
}

impl<'p> NamedPlaces<'p> {
    /// Those of a case. A name that may be two places names neither.
    pub fn of(case: &'p CaseFacts, places: &'p Places) -> Self {
        let people = People::of(case, places);
        let live_in = people.rows().filter_map(|(whereabouts, number)| match whereabouts {
            Whereabouts::At(place) if number.high != Some(0) => Some(*place),
            _ => None,
        });
        NamedPlaces {
            people: live_in.collect(),
            seats: Seats::of(case, places).known().to_vec(),
        }
    }

    /// Whether the business sits in one of these.
    pub fn has_seat_in(&self, codes: &[Passage]) -> bool {
        any_in(&self.seats, codes)
    }

    /// Whether people live in one of these.
    pub fn has_people_in(&self, codes: &[Passage]) -> bool {
        any_in(&self.people, codes)
    }
}

fn any_in(places: &[&Place], codes: &[Passage]) -> bool {
    places.iter().any(|place| codes.iter().any(|code| place.is_in(code)))
}
