//! A case as rules look at it: with its people counted and its seats found, at one moment.

use std::cell::RefCell;
use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::calendar::Calendar;
use super::case_facts::CaseFacts;
use super::establishments::Seats;
use super::people::People;
use super::place::Place;
use super::regime::PROCESSOR_ONLY;
use super::rulebook::Rulebook;
use crate::condition::Truth;
use crate::fact::{Answer, Value};
use crate::text::Passage;
use crate::time::Zone;

/// The place whose days count, and its zone.
pub(super) type Days<'a> = (Option<&'a Place>, Zone);

/// A case beside the rules, prepared once for all of them.
pub(super) struct FactsView<'a> {
    pub(super) book: &'a Rulebook,
    pub(super) case: &'a CaseFacts,
    pub(super) now: DateTime<Utc>,
    pub(super) people: People<'a>,
    /// The working days of a place without a calendar.
    pub(super) weekdays: Calendar,
    /// Where the business is established.
    pub(super) seats: Seats<'a>,
    /// Whose days count, by jurisdiction.
    pub(super) days: RefCell<HashMap<Vec<Passage>, Days<'a>>>,
}

impl<'a> FactsView<'a> {
    pub(super) fn new(book: &'a Rulebook, case: &'a CaseFacts, now: DateTime<Utc>) -> Self {
        FactsView {
            book,
            case,
            now,
            people: People::of(case, &book.places),
            weekdays: Calendar::weekdays_only(),
            seats: Seats::of(case, &book.places),
            days: RefCell::default(),
        }
    }

    /// Whether the business is this, and the fact that says so.
    pub(super) fn is(&self, what: &str) -> (Truth, &'static str) {
        let role = |fitting: &[&str]| match self.case.value("org_role") {
            Some(Value::Select(role)) => Truth::from(fitting.contains(&role.as_str())),
            _ => Truth::Unknown,
        };
        match what {
            "anyone" => (Truth::True, "org_role"),
            "controller" => (role(&["ours", "both"]), "org_role"),
            "processor" => (role(&["held-for-others", "both"]), "org_role"),
            PROCESSOR_ONLY => (role(&["held-for-others"]), "org_role"),
            regime => (self.is_regulated_as(regime), "regulated_as"),
        }
    }

    fn is_regulated_as(&self, regime: &str) -> Truth {
        match self.case.answers.get("regulated_as") {
            Some(Answer::Known {
                value: Value::MultiSelect(regimes),
                ..
            }) => return Truth::from(regimes.iter().any(|known| known == regime)),
            Some(Answer::None { .. }) => return Truth::False,
            _ => {}
        }
        let (Some(Value::MultiSelect(sectors)), Some(regime)) = (self.case.value("sectors"), self.book.regime(regime))
        else {
            return Truth::Unknown;
        };
        if regime.sectors.is_empty()
            || regime
                .sectors
                .iter()
                .any(|sector| sectors.iter().any(|own| sector == own.as_str()))
        {
            Truth::Unknown
        } else {
            Truth::False
        }
    }

    /// Whether it is known that the business is not this.
    pub(super) fn is_known_not(&self, what: &str) -> bool {
        self.is(what).0 == Truth::False
    }
}
