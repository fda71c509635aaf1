//! How the time of a duty runs for a case: from which event, until when, and what moves it.
//!
//! The counting itself is [`super::count`]'s; this decides what is counted from what.

use chrono::{DateTime, TimeDelta, Utc};

use super::calendar::Calendar;
use super::case_facts::{Began, instant};
use super::count::{self, Closed, When};
use super::duty::{Due, Running, Since};
use super::facts_view::{Days, FactsView};
use super::limit::{Limit, Unit};
use super::place::Place;
use super::rule::{PoliceDelay, Recipient, Relative, Rule, RuleKind};
use super::start::Start;
use crate::time::Zone;

/// How the time of a rule runs, with remarks beside it.
pub(super) struct Counted {
    pub(super) clock: Running,
    pub(super) zone: Zone,
    pub(super) remarks: Vec<String>,
}

pub(super) fn running(view: &FactsView<'_>, rule: &Rule) -> Counted {
    let mut counting = Counting::new(view, rule);
    let clock = counting.clock();
    Counted {
        clock,
        zone: counting.zone,
        remarks: counting.remarks,
    }
}

struct Counting<'c, 'a> {
    view: &'c FactsView<'a>,
    rule: &'c Rule,
    zone: Zone,
    calendar: &'c Calendar,
    remarks: Vec<String>,
}

impl<'c, 'a> Counting<'c, 'a> {
    fn new(view: &'c FactsView<'a>, rule: &'c Rule) -> Self {
        let (place, zone) = days_of(view, rule);
        let calendar = rule
            .clock
            .calendar
            .as_deref()
            .or_else(|| place.and_then(Place::calendar))
            .and_then(|name| view.book.calendars.get(name))
            .unwrap_or(&view.weekdays);
        Counting {
            view,
            rule,
            zone,
            calendar,
            remarks: Vec::new(),
        }
    }

    fn clock(&mut self) -> Running {
        let clock = &self.rule.clock;
        let Some(start) = Start::named(&clock.after) else {
            return Running::None;
        };
        if start.name == "none" {
            return match self.rule.kind {
                RuleKind::CountingRule => Running::None,
                _ => Running::Open(None),
            };
        }
        let (start, began) = self.first_began(start);
        let own = clock.within.and_then(|within| {
            Some((
                self.limit(start, began?, within)?,
                self.since(start, began?),
                Some(within),
            ))
        });
        let own = self.capped(start, began, own);
        let Some(((at, since, within), is_held)) = self.with_notices_to_people(own) else {
            return self.without_a_time(start, began);
        };
        let at = self.relieved(at);
        let counted = Due {
            at,
            // A relief may end later than the formal count.
            formal_latest: self.formal_latest(&since, within).filter(|formal| *formal >= at),
            // Nobody is to be told before a delay ends.
            closed: self.closed(at).filter(|_| !is_held),
            since,
            within,
        };
        match self.rule.kind {
            RuleKind::Retention => Running::Kept(counted),
            _ => Running::Due(counted),
        }
    }

    /// The earlier of the duty's own time, as a delay moves it, and that of the notices to people, which a delay moves by
    /// itself; and whether nobody is to be told before that.
    fn with_notices_to_people(&mut self, own: Timed) -> Option<(Time, bool)> {
        let sent = self.by_the_notices_to_people();
        match (own, sent) {
            (None, None) => None,
            (Some((at, since, within)), sent) if sent.as_ref().is_none_or(|sent| sent.0 >= at) => {
                let (at, is_held) = self.delayed(at);
                match sent.filter(|sent| sent.0 < at) {
                    Some(sent) => Some((sent, false)),
                    None => Some(((at, since, within), is_held)),
                }
            }
            (_, sent) => {
                if let Some((_, held_until)) = self.delay() {
                    self.held(held_until);
                }
                sent.map(|sent| (sent, false))
            }
        }
    }

    /// A clock that has no end, or none yet.
    fn without_a_time(&mut self, start: &'static Start, began: Option<Began>) -> Running {
        let clock = &self.rule.clock;
        if clock.relative == Some(Relative::SameTimeAsIndividuals) && clock.within.is_none() {
            return match Start::named("individual_notice_sent") {
                Some(on) => Running::Waiting { on },
                None => Running::None,
            };
        }
        match (began, clock.within) {
            (Some(began), None) => {
                if let Some(expected) = &clock.expected
                    && let Some(at) = self.limit(start, began, expected.within)
                {
                    self.remarks.push(format!(
                        "{} is what {} expects: {}",
                        expected.within,
                        expected.source,
                        super::labels::moment(at, self.zone)
                    ));
                }
                if let Some((_, held_until)) = self.delay() {
                    self.held(held_until);
                }
                Running::Open(Some(self.since(start, began)))
            }
            // A finding that the duty itself rests on has to be made first; where the law only says when to be prompt
            // from, there is no clock to wait for.
            (None, None) if !WAITED_FOR.contains(&start.name) => Running::Open(None),
            (_, _) => Running::Waiting { on: start },
        }
    }

    fn since(&self, start: &'static Start, began: Began) -> Since {
        Since {
            event: start.words,
            at: began.at,
            fact: began.fact,
            earliest: began.earliest || began.rough,
        }
    }

    /// When a start was: a notice that was made, or what the facts say.
    fn began(&self, start: &Start) -> Option<Began> {
        let notice = match (self.rule.clock.notice.as_slice(), start.name) {
            ([_, ..], _) if start.notice => self.notice(),
            ([], "individual_notice_sent") => self.notices_to_people(),
            _ => None,
        };
        self.began_with(notice, start)
    }

    /// A start that is a notice that was made, if it was; else what the facts say of it.
    fn began_with(&self, notice: Option<When>, start: &Start) -> Option<Began> {
        match notice {
            Some(at) => Some(Began {
                at,
                fact: None,
                earliest: false,
                rough: false,
            }),
            None => self.view.case.began(start, self.zone),
        }
    }

    /// The earliest of the starts that it may count from, and when that was. What stands in for them does so while none of
    /// them is known.
    fn first_began(&self, start: &'static Start) -> (&'static Start, Option<Began>) {
        let main = self.began(start);
        let own = main.filter(|began| !began.earliest).map(|began| (start, began));
        let others = self.rule.clock.or_after.iter().filter_map(|name| {
            let other = Start::named(name)?;
            Some((other, self.view.case.began_by_itself(other, self.zone)?))
        });
        let first = own
            .into_iter()
            .chain(others)
            .min_by_key(|(_, began)| instant(began.at, self.zone));
        match first {
            Some((start, began)) => (start, Some(began)),
            None => (start, main),
        }
    }

    /// The notice that it counts from: the first of those that it may, or the last where an updated one begins the time anew.
    fn notice(&self) -> Option<When> {
        let clock = &self.rule.clock;
        let made = clock
            .notice
            .iter()
            .filter_map(|rule| self.view.case.notices.get(&**rule));
        if clock.last_notice {
            made.map(|made| made.last).max_by_key(|at| instant(*at, self.zone))
        } else {
            made.map(|made| made.first).min_by_key(|at| instant(*at, self.zone))
        }
    }

    /// When the people of this jurisdiction were told first, by the notices made against the rules about them.
    fn notices_to_people(&self) -> Option<When> {
        let case = self.view.case;
        case.notices
            .iter()
            .filter(|(id, _)| {
                self.view.book.rule(id).is_some_and(|other| {
                    other.recipient == Recipient::Individuals
                        && other
                            .jurisdiction
                            .iter()
                            .any(|code| self.rule.jurisdiction.contains(code))
                })
            })
            .map(|(_, made)| made.first)
            .min_by_key(|at| instant(*at, self.zone))
    }

    /// The end of a limit.
    fn limit(&mut self, start: &Start, began: Began, within: Limit) -> Option<DateTime<Utc>> {
        let clock = &self.rule.clock;
        let from = match start.name {
            "calendar_year_end" => count::end_of_year(began.at, self.zone)?,
            _ => began.at,
        };
        let counted = count::due(from, within, self.zone, self.calendar, clock.count_event_day)?;
        if counted.beyond {
            self.remarks
                .push("the holidays of those years are not on file; it may be due a little later".to_owned());
        }
        if matches!((from, within.unit), (When::On(_), Unit::Hours)) {
            self.remarks
                .push("counted from the beginning of that day, since its hour is not known".to_owned());
        }
        Some(counted.at)
    }

    /// The earlier of the limit and its cap. A start beyond the cap is what counts then, alone.
    fn capped(&mut self, start: &'static Start, began: Option<Began>, own: Timed) -> Timed {
        let Some(cap) = &self.rule.clock.cap else { return own };
        let other = Start::named(&cap.after)?;
        let Some(other_began) = self.began(other) else {
            return own;
        };
        let Some(end) = self.limit(other, other_began, cap.within) else {
            return own;
        };
        let instead = (end, self.since(other, other_began), Some(cap.within));
        match (began, own) {
            (Some(began), own) if instant(began.at, self.zone) > end => {
                self.remarks.push(format!(
                    "{} came later than {} after {}; write down why",
                    start.words, cap.within, other.words
                ));
                own
            }
            (_, Some(own)) if own.0 <= instead.0 => Some(own),
            (_, _) => Some(instead),
        }
    }

    /// When the notices to people are, or will be, sent, for a duty that must not come after them.
    fn by_the_notices_to_people(&self) -> Timed {
        let relative = self.rule.clock.relative?;
        let sent = Start::named("individual_notice_sent")?;
        let case = self.view.case;
        let began = self
            .began_with(self.notices_to_people(), sent)
            .or_else(|| case.when(PLANNED).map(planned))?;
        let at = match (began.at, relative) {
            (When::At(at), Relative::BeforeIndividuals) => at.checked_sub_signed(TimeDelta::seconds(1))?,
            (When::At(at), _) => at,
            (When::On(day), Relative::BeforeIndividuals) => count::end_of_day(day.pred_opt()?, self.zone)?,
            (When::On(day), _) => count::end_of_day(day, self.zone)?,
        };
        Some((at, self.since(sent, began), None))
    }

    /// Until when police asked to hold the notice back, the end of that, and whether the law lets them.
    fn delay(&mut self) -> Option<(When, Option<DateTime<Utc>>)> {
        let case = self.view.case;
        let own = case.delays.get(&*self.rule.id).copied();
        let until = own.or_else(|| case.when("police_delay_until"))?;
        if self.rule.clock.police_delay == PoliceDelay::Stays {
            self.remarks
                .push("a delay asked for by police does not move this".to_owned());
            return None;
        }
        let end = match until {
            When::At(until) => Some(until),
            When::On(day) => count::end_of_day(day, self.zone),
        };
        Some((until, end))
    }

    /// What police asked for moves a deadline only where the law says so. Returns whether nobody is to be told before that.
    fn delayed(&mut self, at: DateTime<Utc>) -> (DateTime<Utc>, bool) {
        let Some((until, held_until)) = self.delay() else {
            return (at, false);
        };
        let end = match &self.rule.clock.police_delay {
            PoliceDelay::Stays | PoliceDelay::Moves => held_until,
            PoliceDelay::Then(limit) => count::due(until, *limit, self.zone, self.calendar, false).map(|due| due.at),
        };
        match end {
            Some(end) if end > at => {
                let since = match &self.rule.clock.police_delay {
                    PoliceDelay::Then(limit) => format!(": {limit} after it ends"),
                    PoliceDelay::Stays | PoliceDelay::Moves => "; once that ends, without delay".to_owned(),
                };
                self.remarks.push(format!(
                    "moved by the delay that police asked for, from {}{since}",
                    super::labels::moment(at, self.zone)
                ));
                (end, held_until == Some(end))
            }
            _ => {
                self.held(held_until);
                (at, false)
            }
        }
    }

    /// Says until when police asked to wait, while that lies ahead.
    fn held(&mut self, until: Option<DateTime<Utc>>) {
        if let Some(until) = until.filter(|until| *until > self.view.now) {
            let until = super::labels::moment(until, self.zone);
            self.remarks
                .push(format!("police asked to hold this back until {until}; not before that"));
        }
    }

    /// Some reports may wait for noon of the next working day.
    fn relieved(&mut self, at: DateTime<Utc>) -> DateTime<Utc> {
        let Some(relief) = &self.rule.clock.noon_of_next_working_day else {
            return at;
        };
        let noon = match count::noon_of_next_working_day(at, self.zone, self.calendar) {
            Some(noon) if noon.at != at => noon.at,
            _ => return at,
        };
        if relief.not_by.iter().any(|by| !self.view.is_known_not(by)) {
            self.remarks.push(format!(
                "falls on a day that is no working day; some may file by {}",
                super::labels::moment(noon, self.zone)
            ));
            return at;
        }
        self.remarks.push(format!(
            "moved from {}, which is no working day",
            super::labels::moment(at, self.zone)
        ));
        noon
    }

    /// Where only full hours count, the hour in which it began is not one of them.
    fn formal_latest(&self, since: &Since, within: Option<Limit>) -> Option<DateTime<Utc>> {
        match (within, since.at) {
            (
                Some(Limit {
                    amount,
                    unit: Unit::Hours,
                }),
                When::At(at),
            ) if self.rule.clock.full_hours => count::formal_latest(at, amount),
            _ => None,
        }
    }

    /// The last day, when it is no working day. Hours run through weekends, and nobody asks them to stop.
    fn closed(&self, at: DateTime<Utc>) -> Option<Closed> {
        let within = self.rule.clock.within?;
        if within.unit == Unit::Hours || self.rule.kind == RuleKind::Retention {
            return None;
        }
        count::closed(at, self.zone, self.calendar)
    }
}

/// When something is due, counted from what, and how long it runs.
type Time = (DateTime<Utc>, Since, Option<Limit>);
type Timed = Option<Time>;

/// Starts that a duty without a limit waits for, since it begins with them.
const WAITED_FOR: [&str; 6] = [
    "belief_formed",
    "assessment_complete",
    "facts_established",
    "subjects_identified",
    "individual_notice_sent",
    "harm_determination",
];

/// The fact that says when people are to be told, which may lie ahead.
const PLANNED: &str = "notices_planned_at";

fn planned(at: When) -> Began {
    Began {
        at,
        fact: Some(PLANNED),
        earliest: false,
        rough: false,
    }
}

/// Whether all that is known of a place is the group of places that it lies in, and the business keeps the time of one of
/// them: days are then counted where the business is.
fn is_filed_at_home(view: &FactsView<'_>, place: &Place) -> bool {
    let kept = view.case.zone.name();
    super::GROUPS.contains(&place.code.as_str())
        && view
            .book
            .places
            .all()
            .any(|inner| inner.zone_there.as_deref() == Some(kept) && inner.is_in(&place.code))
}

/// The zone of a rule's days.
pub(super) fn zone_of(view: &FactsView<'_>, rule: &Rule) -> Zone {
    days_of(view, rule).1
}

/// Whose days count for a rule: worked out once for all rules of a jurisdiction.
fn days_of<'a>(view: &FactsView<'a>, rule: &Rule) -> Days<'a> {
    if let Some(known) = view.days.borrow().get(&rule.jurisdiction) {
        return *known;
    }
    let place = place_of(view, rule);
    let own = place.filter(|place| !is_filed_at_home(view, place));
    let days = (place, own.and_then(Place::zone).unwrap_or(view.case.zone));
    view.days.borrow_mut().insert(rule.jurisdiction.clone(), days);
    days
}

/// The place whose days and holidays count: the jurisdiction, or in a group of places the one where the business sits, or
/// the only one where people live.
fn place_of<'a>(view: &FactsView<'a>, rule: &Rule) -> Option<&'a Place> {
    let places = &view.book.places;
    if let [code] = rule.jurisdiction.as_slice()
        && let Some(place) = places.get(code)
        && !super::GROUPS.contains(&code.as_str())
    {
        return Some(place);
    }
    if rule.jurisdiction.iter().any(|code| code == super::CONTRACT) {
        return view.seats.first();
    }
    view.seats
        .first_in(&rule.jurisdiction)
        .or_else(|| view.people.only_place_in(&rule.jurisdiction))
        .or_else(|| rule.jurisdiction.first().and_then(|code| places.get(code)))
}
