//! How many people are affected where: ranges, since most counts are not exact and some people live nobody knows where.

use super::case::Case;
use super::place::{Found, Place, Places};
use crate::fact::value::Row;
use crate::fact::{Answer, Bound, Value};

/// From the least to the most that it can be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// The least.
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
}

/// Where the people of one row live.
#[derive(Clone, Debug, PartialEq)]
pub enum Whereabouts<'p> {
    /// Here.
    At(&'p Place),
    /// In one of these; what was written does not say in which.
    OneOf(Vec<&'p Place>),
    /// In a place that has no rules and is not on the list.
    Unlisted {
        /// As it was written.
        text: String,
        /// What may be meant.
        near: Option<&'p Place>,
    },
    /// Nobody knows.
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

    fn plus(self, other: Range) -> Range {
        Range {
            low: self.low.saturating_add(other.low),
            high: self.high.zip(other.high).map(|(one, more)| one.saturating_add(more)),
        }
    }

    /// The number itself, when there is only one.
    pub fn exact(&self) -> Option<u64> {
        self.high.filter(|high| *high == self.low)
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
    pub fn of(case: &Case, places: &'p Places) -> Self {
        let rows: Vec<_> = case
            .rows("persons_by_jurisdiction")
            .iter()
            .map(|row| (whereabouts(row, places), number(row)))
            .collect();
        let total = match case.answers.get("persons_total") {
            Some(Answer::Known {
                value: Value::Number(number),
                bound,
            }) => Some(bounded(whole(*number), *bound)),
            _ => None,
        };
        People {
            is_told: !rows.is_empty(),
            rows,
            total,
        }
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
    pub fn within(&self, codes: &[String]) -> Range {
        self.counted(&|place| codes.iter().any(|code| place.is_in(code)))
    }

    /// Those of the one state, country or territory directly in these that has most.
    pub fn most_in_one(&self, codes: &[String], places: &Places) -> Range {
        let mut most = self.counted(&|_| false);
        for place in places.all().filter(|place| codes.iter().any(|code| place.is_in(code))) {
            if codes.contains(&place.code) {
                continue;
            }
            let here = self.counted(&|other| other.is_in(&place.code));
            most = Range {
                low: most.low.max(here.low),
                high: most.high.zip(here.high).map(|(one, other)| one.max(other)),
            };
        }
        most
    }

    /// The only place in these where anybody is known to live.
    pub(super) fn only_place_in(&self, codes: &[String]) -> Option<&'p Place> {
        let mut here = self.rows.iter().filter_map(|(whereabouts, _)| match whereabouts {
            Whereabouts::At(place) if codes.iter().any(|code| place.is_in(code)) => Some(*place),
            _ => None,
        });
        let first = here.next()?;
        here.all(|other| other.code == first.code).then_some(first)
    }

    /// All of them.
    pub fn everybody(&self) -> Range {
        let sum = self
            .rows
            .iter()
            .fold(Range::exactly(0), |sum, (_, number)| sum.plus(*number));
        match (self.total, self.is_told) {
            (Some(total), false) => total,
            (None, false) => Range::ANY,
            (None, true) => sum,
            // Two counts of the same people: neither may hide the other.
            (Some(total), true) => Range {
                low: total.low.max(sum.low),
                high: total.high.zip(sum.high).map(|(one, other)| one.max(other)),
            },
        }
    }

    fn counted(&self, is_here: &dyn Fn(&Place) -> bool) -> Range {
        let may_be = |number: Range| Range {
            low: 0,
            high: number.high,
        };
        let listed = self.rows.iter().fold(Range::exactly(0), |sum, (whereabouts, number)| {
            sum.plus(match whereabouts {
                Whereabouts::At(place) if is_here(place) => *number,
                Whereabouts::OneOf(places) if places.len() > 1 && places.iter().all(|place| is_here(place)) => *number,
                Whereabouts::OneOf(places) if places.iter().any(|place| is_here(place)) => may_be(*number),
                Whereabouts::Unknown => may_be(*number),
                _ => Range::exactly(0),
            })
        });
        listed.plus(may_be(self.unplaced()))
    }
}

fn whereabouts<'p>(row: &Row, places: &'p Places) -> Whereabouts<'p> {
    let Some(Value::Text(text)) = row.get("place") else {
        return Whereabouts::Unknown;
    };
    match places.find(text) {
        Found::Place(place) => Whereabouts::At(place),
        Found::Ambiguous(several) => Whereabouts::OneOf(several),
        Found::Nowhere => Whereabouts::Unknown,
        Found::Unlisted(near) => Whereabouts::Unlisted {
            text: text.trim().to_owned(),
            near,
        },
    }
}

/// How many a row means. A place that is listed without a number has somebody in it.
fn number(row: &Row) -> Range {
    let Some(Value::Number(number)) = row.get("people") else {
        return Range { low: 1, high: None };
    };
    let bound = match row.get("how_sure") {
        Some(Value::Select(sure)) if sure == "estimate" => Some(Bound::About),
        Some(Value::Select(sure)) if sure == "upper-bound" => Some(Bound::AtMost),
        _ => None,
    };
    bounded(whole(*number), bound)
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

/// A count of people; a fraction of a person is one more, and none is fewer than nobody.
fn whole(number: rust_decimal::Decimal) -> u64 {
    u64::try_from(number.max(rust_decimal::Decimal::ZERO).ceil()).unwrap_or(u64::MAX)
}

/// The number that an answer gives.
pub(super) fn counted(answer: Option<&Answer>) -> Range {
    match answer {
        Some(Answer::Known {
            value: Value::Number(number),
            bound,
        }) => bounded(whole(*number), *bound),
        // `none: why` is nothing to count.
        Some(Answer::None { .. }) => Range::exactly(0),
        _ => Range::ANY,
    }
}
