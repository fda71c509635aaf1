//! How many people are affected where: ranges, since most counts are not exact and some people live nobody knows where.

use std::borrow::Borrow;

use super::case_facts::CaseFacts;
use super::place::{Place, PlaceMatch, Places};
use crate::condition::Truth;
use crate::fact::value::Row;
use crate::fact::{Answer, Bound, Value};
use crate::text::Passage;

/// From the least to the most that it can be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Range {
    pub low: u64,
    /// The most; none when there is no end.
    pub high: Option<u64>,
}

/// The affected people of one case, by place.
#[derive(Debug)]
pub struct People<'p> {
    rows: Vec<(Whereabouts<'p>, Range)>,
    /// All of them, as somebody counted them.
    total: Option<Range>,
    /// Somebody has said where they live.
    is_told: bool,
    /// Those whom the rows leave out.
    unplaced: Range,
    places: &'p Places,
}

/// Where the people of one row live.
#[derive(Clone, Debug, PartialEq)]
pub enum Whereabouts<'p> {
    At(&'p Place),
    /// In one of these; what was written does not say in which.
    OneOf(Vec<&'p Place>),
    /// In no place that anybody knows.
    Unlisted {
        text: String,
        near: Option<&'p Place>,
    },
    Unknown,
}

impl Range {
    const ANY: Range = Range { low: 0, high: None };

    fn exactly(number: u64) -> Self {
        Range {
            low: number,
            high: Some(number),
        }
    }

    /// What two counts of the same people leave: what both allow; where they contradict each other, neither may hide the
    /// other.
    fn and(self, other: Range) -> Range {
        let low = self.low.max(other.low);
        let high = match (self.high, other.high) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        match high {
            Some(high) if high < low => Range {
                low,
                high: self.high.zip(other.high).map(|(one, other)| one.max(other)),
            },
            _ => Range { low, high },
        }
    }

    fn plus(self, other: Range) -> Range {
        Range {
            low: self.low.saturating_add(other.low),
            high: self.high.zip(other.high).map(|(one, more)| one.saturating_add(more)),
        }
    }

    /// `1200`, `at least 40`, `40 to 60`, `not known`.
    pub fn words(&self) -> String {
        match (self.low, self.high) {
            (low, Some(high)) if low == high => low.to_string(),
            (0, None) => "not known".to_owned(),
            (low, None) => format!("at least {low}"),
            (0, Some(high)) => format!("up to {high}"),
            (low, Some(high)) => format!("{low} to {high}"),
        }
    }
}

impl<'p> People<'p> {
    /// Counts the people of a case.
    pub fn of(case: &CaseFacts, places: &'p Places) -> Self {
        let rows: Vec<_> = case
            .rows("persons_by_jurisdiction")
            .iter()
            .map(|row| (whereabouts(row, places), number(row)))
            .collect();
        let total = match case.answers.get("persons_total") {
            Some(Answer::Known {
                value: Value::Number(number),
                bound,
            }) if is_count(*number) => Some(bounded(whole(*number), *bound)),
            _ => None,
        };
        let mut people = People {
            is_told: !rows.is_empty(),
            rows,
            total,
            unplaced: Range::default(),
            places,
        };
        people.unplaced = people.left_out();
        people
    }

    /// Every row, as it was understood.
    pub fn rows(&self) -> impl Iterator<Item = (&Whereabouts<'p>, Range)> {
        self.rows.iter().map(|(place, number)| (place, *number))
    }

    /// Whether somebody has said where they live.
    pub fn is_told(&self) -> bool {
        self.is_told
    }

    /// Those whose place nobody knows, beside the rows that say so.
    pub fn unplaced(&self) -> Range {
        self.unplaced
    }

    fn left_out(&self) -> Range {
        if !self.is_told {
            return self.total.unwrap_or(Range::ANY);
        }
        let placed = self
            .rows
            .iter()
            .fold(Range::exactly(0), |sum, (_, number)| sum.plus(*number));
        match (self.total, placed.high) {
            // Only a total that is certainly larger than the rows tells of people that they leave out.
            (Some(total), Some(most)) if total.low > most => Range {
                low: 0,
                high: total.high.map(|high| high.saturating_sub(placed.low)),
            },
            _ => Range::exactly(0),
        }
    }

    /// Those who live in any of these jurisdictions.
    pub fn within(&self, codes: &[Passage]) -> Range {
        let named = self.named(codes);
        // Who writes `DIFC: 0` beside `UAE: 50` says where the fifty are not.
        let is_ruled_out = codes.iter().all(|code| self.is_told_of_nobody_in(code));
        self.counted(&|place| match lies(place, codes, &named) {
            Truth::Unknown if is_ruled_out => Truth::False,
            lies => lies,
        })
    }

    fn is_told_of_nobody_in(&self, code: &str) -> bool {
        let is_it =
            |whereabouts: &Whereabouts<'_>| matches!(whereabouts, Whereabouts::At(place) if place.code == *code);
        let here = || self.rows.iter().filter(|(whereabouts, _)| is_it(whereabouts));
        here().next().is_some() && here().all(|(_, number)| *number == Range::exactly(0))
    }

    /// Those of the one state, country or territory directly in these that has most.
    pub fn most_in_one(&self, codes: &[Passage]) -> Range {
        let mut most = self.counted(&|_| Truth::False);
        for place in self
            .places
            .all()
            .filter(|place| codes.iter().any(|code| place.is_in(code)))
        {
            if codes.iter().any(|code| *code == *place.code) || super::GROUPS.contains(&place.code.as_str()) {
                continue;
            }
            let code = std::slice::from_ref(&place.code);
            let here = self.counted(&|other| lies(other, code, &[place]));
            most = Range {
                low: most.low.max(here.low),
                high: most.high.zip(here.high).map(|(one, other)| one.max(other)),
            };
        }
        most
    }

    /// The only place in these where anybody is known to live.
    pub(super) fn only_place_in(&self, codes: &[Passage]) -> Option<&'p Place> {
        let mut here = self.rows.iter().filter_map(|(whereabouts, _)| match whereabouts {
            Whereabouts::At(place) if codes.iter().any(|code| place.is_in(code)) => Some(*place),
            _ => None,
        });
        let first = here.next()?;
        here.all(|other| other.code == first.code).then_some(first)
    }

    pub fn everybody(&self) -> Range {
        let sum = self
            .rows
            .iter()
            .fold(Range::exactly(0), |sum, (_, number)| sum.plus(*number));
        match (self.total, self.is_told) {
            (Some(total), false) => total,
            (None, false) => Range::ANY,
            (None, true) => sum,
            (Some(total), true) => total.and(sum),
        }
    }

    fn named(&self, codes: &[Passage]) -> Vec<&'p Place> {
        codes.iter().filter_map(|code| self.places.get(code)).collect()
    }

    fn counted(&self, lies: &dyn Fn(&Place) -> Truth) -> Range {
        let may_be = |number: Range| Range {
            low: 0,
            high: number.high,
        };
        let nobody = Range::exactly(0);
        let listed = self.rows.iter().fold(nobody, |sum, (whereabouts, number)| {
            let here = match whereabouts {
                Whereabouts::At(place) => lies(place),
                // One name for several places, or for one and others that are not listed.
                Whereabouts::OneOf(places) => {
                    let all = places
                        .iter()
                        .map(|place| lies(place))
                        .reduce(|one, other| if one == other { one } else { Truth::Unknown });
                    match (all, places.len()) {
                        (Some(Truth::True), 1) | (None, _) => Truth::Unknown,
                        (Some(all), _) => all,
                    }
                }
                // A slip is no reason to say that nobody lives where it seems to mean.
                Whereabouts::Unlisted { near: Some(near), .. } if lies(near) != Truth::False => Truth::Unknown,
                Whereabouts::Unlisted { .. } => Truth::False,
                Whereabouts::Unknown => Truth::Unknown,
            };
            sum.plus(match here {
                Truth::True => *number,
                Truth::False => nobody,
                Truth::Unknown => may_be(*number),
            })
        });
        listed.plus(may_be(self.unplaced))
    }
}

/// Whether a place lies in any of these, which `named` are: of people in the United States it is not known whether they live
/// in California.
fn lies(place: &Place, codes: &[impl Borrow<str>], named: &[&Place]) -> Truth {
    let inside = codes.iter().any(|code| place.is_in(code.borrow()));
    match inside {
        true => Truth::True,
        false if named.iter().any(|smaller| smaller.is_in(&place.code)) => Truth::Unknown,
        false => Truth::False,
    }
}

fn whereabouts<'p>(row: &Row, places: &'p Places) -> Whereabouts<'p> {
    let Some(Value::Text(text)) = row.get("place") else {
        return Whereabouts::Unknown;
    };
    match places.find(text) {
        PlaceMatch::Place(place) => Whereabouts::At(place),
        PlaceMatch::Ambiguous(several) => Whereabouts::OneOf(several),
        PlaceMatch::Nowhere => Whereabouts::Unknown,
        PlaceMatch::Unlisted => Whereabouts::Unlisted {
            text: text.trim().to_owned(),
            near: places.near(text),
        },
    }
}

/// How many a row means. A place that is listed without a number has somebody in it.
fn number(row: &Row) -> Range {
    let number = match row.get("people") {
        Some(Value::Number(number)) if is_count(*number) => *number,
        _ => return Range { low: 1, high: None },
    };
    let bound = match row.get("how_sure") {
        Some(Value::Select(sure)) if sure == "estimate" => Some(Bound::About),
        Some(Value::Select(sure)) if sure == "upper-bound" => Some(Bound::AtMost),
        Some(Value::Select(sure)) if sure == "lower-bound" => Some(Bound::AtLeast),
        _ => None,
    };
    bounded(whole(number), bound)
}

/// A number with its bound as a range; `about` reaches a fifth to either side, as in conditions.
fn bounded(number: u64, bound: Option<Bound>) -> Range {
    let fifth = number.div_ceil(5);
    match bound {
        None => Range::exactly(number),
        Some(Bound::About) => Range {
            low: number.saturating_sub(fifth).max(u64::from(number > 0)),
            high: Some(number.saturating_add(fifth)),
        },
        Some(Bound::AtLeast) => Range {
            low: number,
            high: None,
        },
        Some(Bound::AtMost) => Range {
            low: u64::from(number > 0),
            high: Some(number),
        },
    }
}

/// Fewer than none is a slip of the pen: it says nothing about how many there are, and least of all that there are none.
fn is_count(number: rust_decimal::Decimal) -> bool {
    number >= rust_decimal::Decimal::ZERO
}

/// A count of people; a fraction of a person is one more.
fn whole(number: rust_decimal::Decimal) -> u64 {
    u64::try_from(number.max(rust_decimal::Decimal::ZERO).ceil()).unwrap_or(u64::MAX)
}

/// The number that an answer gives.
pub(super) fn counted(answer: Option<&Answer>) -> Range {
    match answer {
        Some(Answer::Known {
            value: Value::Number(number),
            bound,
        }) if is_count(*number) => bounded(whole(*number), *bound),
        // `none: why` is nothing to count.
        Some(Answer::None { .. }) => Range::exactly(0),
        _ => Range::ANY,
    }
}
