//! Rules as they stand in the rulebook, held against no incident: the list of them, and one of them in words.

use crate::document::{Block, Blocks, Document, Section};
use crate::fact::Kind;
use crate::fact::narrower::offered;
use crate::obligation::rule::{Clock, Confidence, Counted, People, PoliceDelay, Reach, Recipient, Relative};
use crate::obligation::start::Start;
use crate::obligation::{Origin, Rule, RuleKind, Rulebook, Status};
use crate::playbook::FactDef;
use crate::text::{Passage, count, list_plain};
use crate::time::format::day;

/// How wide the labels of one rule are.
const LABEL: usize = 15;

pub fn rules(listed: &[&Rule], book: &Rulebook, what: &str) -> Document {
    let mut page = Document::new(what, count(listed.len(), "rule"));
    let mut by_place: Vec<(&[Passage], Vec<Vec<String>>)> = Vec::new();
    for rule in listed {
        let row = vec![
            rule.id.to_string(),
            rule.tell.to_string(),
            in_short(rule, book.origin(&rule.id)),
        ];
        match by_place.iter_mut().find(|(place, _)| *place == rule.jurisdiction) {
            Some((_, rows)) => rows.push(row),
            None => by_place.push((&rule.jurisdiction, vec![row])),
        }
    }
    let are_several = by_place.len() > 1;
    for (place, rows) in by_place {
        if are_several {
            page.add(Section::new(book.place_words(place)));
        } else {
            page.space();
        }
        page.below(2, vec![Block::rows(rows)]);
    }
    page.space();
    page.paragraph("Counsel decides whether a rule binds you, and what follows from it.");
    page.space();
    page.commands(&[
        ("breach obligation show ID", "read one, with its source"),
        ("breach obligation list --jurisdiction US-CA", "one place only"),
        ("breach obligation copy ID", "make it your own"),
    ]);
    page
}

/// The facts that rules read: names, questions, and what may be answered.
pub fn facts(read: &[&FactDef], book: &Rulebook) -> Document {
    let mut page = Document::new("What rules read", count(read.len(), "fact"));
    for fact in read {
        page.space();
        page.paragraph(format!("{}  ({})", fact.name, fact.kind));
        let answers = match &fact.kind {
            Kind::MultiSelect(options) if fact.name == "regulated_as" => {
                let title = |option: &str| book.regime(option).map_or("", |regime| regime.title.as_str());
                options
                    .iter()
                    .map(|option| format!("{option}: {}", title(option)))
                    .collect()
            }
            Kind::Select(options) | Kind::MultiSelect(options) => vec![offered(options).join(", ")],
            Kind::Table(columns) => {
                let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
                vec![format!("columns: {}", names.join(", "))]
            }
            _ => Vec::new(),
        };
        page.below(2, vec![Block::paragraph(&fact.ask)]);
        page.below(4, answers.into_iter().map(Block::paragraph).collect());
    }
    page
}

/// `30 days`, `no fixed limit`, `keep 5 years`, and what sets it apart: `pending`, `yours`.
fn in_short(rule: &Rule, origin: Option<&Origin>) -> String {
    let within = rule.clock.within.map(|within| within.to_string());
    let mut words = vec![match (rule.kind, within) {
        (RuleKind::Duty, Some(within)) => within,
        (RuleKind::Duty, None) => "no fixed limit".to_owned(),
        (RuleKind::Internal, Some(within)) => format!("inside, {within}"),
        (RuleKind::Internal, None) => "inside".to_owned(),
        (RuleKind::Retention, Some(within)) => format!("keep {within}"),
        (RuleKind::Retention, None) => "keep".to_owned(),
        (RuleKind::CountingRule, _) => "how others count".to_owned(),
    }];
    words.extend(match rule.status {
        Status::InForce | Status::Contract => None,
        status => Some(status.to_string()),
    });
    words.extend(origin.filter(|origin| origin.own).map(|_| "yours".to_owned()));
    words.join(", ")
}

/// One rule with everything it says.
pub fn rule(rule: &Rule, book: &Rulebook) -> Document {
    let mut page = Document::new(&rule.id, book.place_words(&rule.jurisdiction));
    page.space();
    page.paragraph(format!("{}: {}", kind_words(rule.kind), rule.tell));
    page.paragraph("Counsel decides whether it binds you, and what follows from it.");
    let more = status_words(rule)
        .into_iter()
        .chain(rule.note.as_ref().map(|note| format!("Note: {note}")));
    page.blocks.extend(more.map(Block::paragraph));
    let mut who = vec![
        ("Law", rule.law.to_string()),
        ("Place", place(rule, book)),
        ("Recipient", recipient_words(rule.recipient).to_owned()),
        ("Binds", rule.binds.to_string()),
        ("Bound by", regimes(&rule.by, book, "or")),
    ];
    if !rule.not_by.is_empty() {
        who.push(("Does not bind", regimes(&rule.not_by, book, "or")));
    }
    who.push(("Reach", reach_words(rule.reach).to_owned()));
    who.push(("Set off by", rule.trigger.to_string()));
    who.extend(rule.when.iter().map(|when| ("When", when.text().to_owned())));
    let exemptions = rule.unless.iter();
    who.extend(exemptions.map(|exemption| ("Unless", format!("{}: {}", exemption.because, exemption.when))));
    who.extend(rule.with.iter().map(|with| ("Only with", with.to_string())));
    let outlasts = rule.outlasts.iter();
    who.extend(outlasts.map(|other| ("Only if", format!("what it counts from comes after {other} was due"))));
    who.extend(rule.people.iter().map(|people| ("People", people_words(people))));
    labels(&mut page, "Who and when", who);
    let mut time = vec![("Time limit", rule.deadline.to_string())];
    time.extend(clock_rows(&rule.clock, book));
    labels(&mut page, "Time", time);
    let mut content = vec![
        ("Content", rule.content.to_string()),
        ("Encryption", rule.encryption.to_string()),
        ("Low risk", rule.risk.to_string()),
        ("Offer", rule.monitoring.to_string()),
    ];
    if !rule.card_number.is_empty() {
        content.push(("Card number", rule.card_number.to_string()));
    }
    labels(&mut page, "What it asks for", content);
    let confidence = format!("{}: {}", rule.confidence, confidence_words(rule.confidence));
    let origin = vec![
        ("Source", rule.source.to_string()),
        ("As of", rule.as_of.to_string()),
        ("Confidence", confidence),
        ("Rule", origin_words(book.origin(&rule.id))),
    ];
    labels(&mut page, "Where it comes from", origin);
    meanings(&mut page, rule, book);
    page
}

/// A part of a rule, its labels as wide as those of the other parts.
fn labels(page: &mut Document, title: &str, rows: Vec<(&str, String)>) {
    page.add(Section::new(title));
    for (label, text) in rows {
        page.labelled(label, LABEL, text);
    }
}

/// What the named conditions in a rule stand for.
fn meanings(page: &mut Document, rule: &Rule, book: &Rulebook) {
    let own = rule
        .when
        .iter()
        .chain(rule.unless.iter().map(|exemption| &exemption.when));
    let own = own.chain(rule.people.iter().filter_map(|people| people.or.as_ref()));
    let mut names: Vec<Passage> = own
        .flat_map(|condition| condition.names())
        .map(|(name, _)| name)
        .collect();
    let mut nth = 0;
    // A definition reads earlier ones: theirs are shown below it, each once.
    while let Some(name) = names.get(nth) {
        let read = book.definition(name).map(|definition| definition.when.names());
        for (name, _) in read.into_iter().flatten() {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        nth += 1;
    }
    let mut seen: Vec<&Passage> = Vec::new();
    let definitions: Vec<_> = names
        .iter()
        .filter(|name| {
            let is_new = !seen.contains(name);
            seen.push(name);
            is_new
        })
        .filter_map(|name| book.definition(name))
        .collect();
    if definitions.is_empty() {
        return;
    }
    page.add(Section::new("What its conditions mean"));
    for definition in definitions {
        page.paragraph(format!("{}: {}", definition.name, definition.title));
        page.below(2, vec![Block::paragraph(definition.when.text())]);
    }
}

fn regimes(ids: &[Passage], book: &Rulebook, join: &str) -> String {
    let words: Vec<&str> = ids
        .iter()
        .map(|id| book.regime(id).map_or(id.as_str(), |regime| regime.title.as_str()))
        .collect();
    list_plain(&words, join)
}

/// `California (US-CA)`; the codes alone where they have no names.
fn place(rule: &Rule, book: &Rulebook) -> String {
    let codes: Vec<&str> = rule.jurisdiction.iter().map(Passage::as_str).collect();
    let codes = list_plain(&codes, "and");
    match book.place_words(&rule.jurisdiction) {
        words if words == codes => words,
        words => format!("{words} ({codes})"),
    }
}

fn recipient_words(recipient: Recipient) -> &'static str {
    match recipient {
        Recipient::Regulator => "an authority",
        Recipient::Individuals => "people affected",
        Recipient::CreditBureaus => "consumer reporting agencies",
        Recipient::Contract => "a party of a contract",
        Recipient::Controller => "whose data it is",
        Recipient::LawEnforcement => "the police",
        Recipient::Media => "news media",
        Recipient::Other => "somebody else, or nobody outside",
    }
}

fn kind_words(kind: RuleKind) -> &'static str {
    match kind {
        RuleKind::Duty => "To be told",
        RuleKind::Internal => "To be done inside",
        RuleKind::Retention => "To be kept",
        RuleKind::CountingRule => "How other rules count",
    }
}

fn status_words(rule: &Rule) -> Option<String> {
    let from = rule
        .from
        .map_or_else(String::new, |from| format!(" ({from} at the earliest)"));
    match rule.status {
        Status::InForce => days_words(rule),
        Status::Contract => {
            let days = days_words(rule).map_or_else(String::new, |days| format!(" {days}"));
            Some(format!("It rests on a contract.{days}"))
        }
        Status::Pending => Some(format!("It is not law yet{from}, and never applies.")),
        Status::Voluntary => Some("It is recommended only, and never applies.".to_owned()),
        Status::Superseded => Some("Another rule has taken its place; it never applies.".to_owned()),
    }
}

/// From when and until when it holds, where that is not always.
fn days_words(rule: &Rule) -> Option<String> {
    let words: Vec<String> = [("from", rule.from), ("until", rule.until)]
        .into_iter()
        .filter_map(|(side, on)| Some(format!("{side} {}", day(on?))))
        .collect();
    (!words.is_empty()).then(|| format!("It holds {}.", words.join(" ")))
}

fn reach_words(reach: Reach) -> &'static str {
    match reach {
        Reach::People => "people who live there are affected",
        Reach::PeopleOrSeat => "people who live there are affected, or the business is established there",
        Reach::Anywhere => "anywhere; what binds says enough",
    }
}

fn people_words(people: &People) -> String {
    let whom = match people.of {
        Counted::Residents => "affected residents",
        Counted::Everybody => "affected people anywhere",
        Counted::OneState => "affected people of one state",
        Counted::AmexCards => "American Express card numbers",
    };
    let mut words = match people.at_most {
        Some(most) => format!("{} to {most} {whom}", people.at_least),
        None => format!("{} {whom} or more", people.at_least),
    };
    if people.or_unknown {
        words.push_str("; a number that nobody knows yet too");
    }
    if let Some(or) = &people.or {
        words.push_str(&format!("; any number if {or}"));
    }
    words
}

fn clock_rows(clock: &Clock, book: &Rulebook) -> Vec<(&'static str, String)> {
    let start = |name: &str| Start::named(name).map_or(name, |start| start.words).to_owned();
    let mut rows = Vec::new();
    if clock.after == "none" {
        rows.push(("Counted", "not at all".to_owned()));
    } else {
        let within = clock
            .within
            .map_or_else(|| "no fixed limit".to_owned(), |within| within.to_string());
        let notice = match clock.notice.as_slice() {
            [] => String::new(),
            several if clock.last_notice => format!(" of {}, the last of them", list_plain(several, "or")),
            several => format!(" of {}", list_plain(several, "or")),
        };
        let others: Vec<String> = clock.or_after.iter().map(|other| start(other)).collect();
        let earliest = match others.as_slice() {
            [] => String::new(),
            others => format!(" or {}, whichever is earliest", list_plain(others, "or")),
        };
        let after = start(&clock.after);
        rows.push(("Counted", format!("{within}, from {after}{notice}{earliest}")));
    }
    if let Some(cap) = &clock.cap {
        let words = format!("{} from {}, whichever is earlier", cap.within, start(&cap.after));
        rows.push(("And", words));
    }
    if let Some(relative) = clock.relative {
        let words = match relative {
            Relative::NotLaterThanIndividuals => "not later than the notices to people",
            Relative::SameTimeAsIndividuals => "together with the notices to people",
            Relative::BeforeIndividuals => "before the notices to people",
        };
        rows.push(("And", words.to_owned()));
    }
    let mut ways = Vec::new();
    if clock.count_event_day {
        ways.push("the day of the event is day 1".to_owned());
    }
    if clock.full_hours {
        ways.push("hours may be read as counting from the next full hour".to_owned());
    }
    if let Some(calendar) = &clock.calendar {
        ways.push(format!("business days of the calendar {calendar}"));
    }
    if let Some(relief) = &clock.noon_of_next_working_day {
        let but = if relief.not_by.is_empty() {
            String::new()
        } else {
            format!(", but not for: {}", regimes(&relief.not_by, book, "or"))
        };
        ways.push(format!(
            "a weekend or holiday moves it to noon of the next working day{but}"
        ));
    }
    if !ways.is_empty() {
        rows.push(("Counting", ways.join("; ")));
    }
    let police = match &clock.police_delay {
        PoliceDelay::Stays => "changes nothing".to_owned(),
        PoliceDelay::Moves => "moves it to the end of the delay".to_owned(),
        PoliceDelay::Then(limit) => format!("moves it to {limit} after the end of the delay"),
    };
    rows.push(("Police delay", police));
    if let Some(expected) = &clock.expected {
        rows.push(("Expected", format!("{} (an aim; {})", expected.within, expected.source)));
    }
    rows
}

fn confidence_words(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Confirmed => "it is in a source that was read",
        Confidence::Mixed => "part of it is in a source that was read; the source says which",
        Confidence::Background => "general knowledge; no source was read",
    }
}

fn origin_words(origin: Option<&Origin>) -> String {
    match origin {
        Some(origin) if origin.replaces => format!("yours, in place of the built-in one: {}", origin.file),
        Some(origin) if origin.own => format!("yours: {}", origin.file),
        Some(origin) => format!("built in: {}", origin.file),
        None => "built in".to_owned(),
    }
}
