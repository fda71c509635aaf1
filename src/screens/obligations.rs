//! Duties to tell somebody, on screen: all of a case, and the trail of one.
//!
//! Every duty stands with its law, how well that is known and when it was read, since the program computes and counsel
//! decides. Pure.

use chrono::{DateTime, Utc};

use crate::condition::Truth;
use crate::document::{Block, Blocks, Document, Section};
use crate::obligation::assess::{Assessment, WithoutRules};
use crate::obligation::count::When;
use crate::obligation::duty::{Check, Duty, Running};
use crate::obligation::rule::{Relative, RuleKind, Status};
use crate::obligation::rulebook::Rulebook;
use crate::text::{capitalised, count, first_few, list_plain};
use crate::time::format::day;
use crate::time::{TimeView, Zone};

/// Columns of the labels of one rule, and of what was checked on the way.
const LABEL: usize = 18;
const CHECKED: usize = 22;
/// So many ids of duties that wait for one answer are named.
const IDS_AT_ONCE: usize = 6;

/// Everything that follows from a case: what applies, what cannot be told yet and what would tell, places without rules.
/// `full` says beside each duty what its notice must say.
pub fn assessment(assessment: &Assessment<'_>, book: &Rulebook, what: &str, time: TimeView, full: bool) -> Document {
    let mut page = Document::new(what, time.here_and_now());
    let mut applying: Vec<&Duty<'_>> = assessment.duties.iter().filter(|duty| is_shown(duty)).collect();
    applying.sort_by_key(|duty| order(duty));
    for (fact, at, zone) in assessment.starts_ahead(time.now) {
        let at = moment_words(at, zone);
        page.space();
        page.paragraph(format!(
            "{fact} is in the future ({at}). If that is a mistake, what counts from it is due earlier."
        ));
    }
    for place in assessment.without_rules.iter().filter(|place| place.is_unclear) {
        page.space();
        page.paragraph(place_words("Unclear: ", place));
    }
    for (kind, may_be) in &assessment.kinds_to_tell_apart {
        page.space();
        page.paragraph(format!(
            "`{kind}` may be {}. Say which: laws tell them apart, and until then every one counts.",
            list_plain(may_be, "or")
        ));
    }
    page.add(Section::new("Applies, by these facts").remark("counsel decides"));
    if applying.is_empty() {
        page.paragraph("Nothing yet.")
    } else {
        applying.iter().for_each(|duty| one(&mut page, duty, book, time, full))
    }
    open_questions(&mut page, assessment, book);
    not_in_force(&mut page, assessment, book);
    without_rules(&mut page, &assessment.without_rules);
    let no = assessment
        .duties
        .iter()
        .filter(|duty| duty.applies == Truth::False)
        .count();
    let none = format!("{} do not apply", count(no, "rule"));
    page.add(Section::new(none).remark("breach obligation explain ID"));
    page
}

/// One rule and every check on the way to its outcome.
pub fn trail(duty: &Duty<'_>, book: &Rulebook, time: TimeView) -> Document {
    let rule = duty.rule;
    let mut page = Document::new(&book.whom(rule), &rule.id);
    page.space();
    page.labelled(outcome(duty), LABEL, sentence(&duty.because));
    if let Some(would) = duty.would_apply {
        let would = match would {
            Truth::True => "It would apply if it were in force.",
            Truth::False => "It would not apply if it were in force.",
            Truth::Unknown => "Whether it would apply if it were in force cannot be told yet.",
        };
        page.labelled("", LABEL, would);
    }
    let clock = clock_words(duty, time);
    if !clock.is_empty() {
        page.labelled("Time", LABEL, clock);
    }
    for remark in &duty.remarks {
        page.labelled("Note", LABEL, sentence(remark));
    }
    page.add(Section::new("How that comes"));
    if duty.checks.is_empty() {
        page.paragraph("It applies to everybody, whatever the facts.");
    }
    for check in &duty.checks {
        page.labelled(&checked(check), CHECKED, &check.rule);
        let seen = check.seen.iter().map(|(fact, words)| format!("{fact}: {words}"));
        page.below(CHECKED, seen.map(Block::paragraph).collect());
    }
    if !duty.missing_facts.is_empty() {
        page.add(Section::new("What would tell"));
        for fact in duty.missing_facts.iter() {
            question(&mut page, fact, book);
        }
    }
    page.add(Section::new("The rule").remark("counsel decides"));
    page.labelled("Law", LABEL, &rule.law);
    page.labelled("Binds", LABEL, &rule.binds);
    page.labelled("Set off by", LABEL, &rule.trigger);
    page.labelled("Time limit", LABEL, &rule.deadline);
    page.labelled("Must say", LABEL, &rule.content);
    if let Some(offer) = offer(duty) {
        page.labelled("Offer", LABEL, offer);
    }
    page.labelled("Source", LABEL, source_words(duty));
    page
}

/// What was asked and what came out: `people: yes`. A check speaks for the duty; an exemption against it.
fn checked(check: &Check) -> String {
    match (check.what, check.truth) {
        ("exempt", _) => "exempt: yes".to_owned(),
        ("not exempt", _) => "exempt: no".to_owned(),
        ("leaves out", _) => "left out: yes".to_owned(),
        (what, Truth::True) => format!("{what}: yes"),
        (what, Truth::False) => format!("{what}: no"),
        (what, Truth::Unknown) => format!("{what}: not known"),
    }
}

fn moment_words(when: When, zone: Zone) -> String {
    match when {
        When::At(at) => crate::obligation::labels::moment(at, zone),
        When::On(on) => day(on),
    }
}

/// `due`, `open`, `waiting`: how the time of a duty runs, in words.
pub fn clock_words(duty: &Duty<'_>, time: TimeView) -> String {
    let zone = duty.zone;
    let when = |when: When| moment_words(when, zone);
    let from = |since: &crate::obligation::duty::Since| {
        let earliest = if since.earliest { ", the earliest known" } else { "" };
        format!("from {}, {}{earliest}", since.event, when(since.at))
    };
    match &duty.clock {
        Running::None => String::new(),
        Running::Open(None) => "no fixed limit: without delay".to_owned(),
        Running::Open(Some(since)) => format!("no fixed limit: without delay, {}", from(since)),
        Running::Waiting { on } => crate::obligation::labels::waiting(duty.rule, on),
        Running::Due(due) => {
            let how = match (due.within, duty.rule.clock.relative) {
                (Some(within), _) => format!("{within} {}", from(&due.since)),
                (None, Some(Relative::BeforeIndividuals)) => {
                    format!("before the notices to people, {}", when(due.since.at))
                }
                (None, _) => format!("not later than the notices to people, {}", when(due.since.at)),
            };
            let left = match duty.told {
                Some(told) => format!("told {}", when(told)),
                None => time.left_words(due.at),
            };
            let mut words = format!("{}, {left}: {how}", crate::obligation::labels::moment(due.at, zone));
            if let Some(closed) = &due.closed {
                words.push_str(&format!("; {}", closed.hint()));
            }
            if let Some(formal) = due.formal_latest {
                words.push_str(&format!(
                    "; formally {} at the latest",
                    crate::obligation::labels::moment(formal, zone)
                ));
            }
            words
        }
        Running::Kept(due) => format!(
            "keep until {} at least",
            crate::obligation::labels::moment(due.at, zone)
        ),
    }
}

/// `Read in: Mintz Matrix (confirmed, as of 2026-01)`.
pub fn source_words(duty: &Duty<'_>) -> String {
    let rule = duty.rule;
    let source = crate::obligation::labels::source(&rule.source);
    format!("{source} ({}, as of {})", rule.confidence, rule.as_of)
}

fn is_shown(duty: &Duty<'_>) -> bool {
    duty.is_on() && duty.rule.kind != RuleKind::CountingRule
}

/// Those with a time first, the nearest first; then open ones, those that wait, and what is only kept.
fn order(duty: &Duty<'_>) -> (u8, Option<DateTime<Utc>>, String) {
    let rank = match &duty.clock {
        Running::Due(_) => 0,
        Running::Open(_) => 1,
        Running::Waiting { .. } => 2,
        Running::Kept(_) | Running::None => 3,
    };
    (rank, duty.due_at(), duty.rule.id.to_string())
}

fn one(page: &mut Document, duty: &Duty<'_>, book: &Rulebook, time: TimeView, full: bool) {
    let rule = duty.rule;
    page.paragraph(format!("{}  [{}]", book.whom(rule), rule.id));
    let mut about = vec![
        sentence(&clock_words(duty, time)),
        format!("{}.", rule.law),
        format!("{}.", source_words(duty)),
    ];
    about.extend(offer(duty).map(|offer| format!("To be offered: {}.", offer.trim_end_matches('.'))));
    if full {
        about.push(format!("Set off by: {}.", rule.trigger.trim_end_matches('.')));
        about.push(format!("Must say: {}.", rule.content.trim_end_matches('.')));
    }
    about.extend(duty.remarks.iter().map(|remark| sentence(remark)));
    page.below(2, about.into_iter().map(Block::paragraph).collect());
}

/// What people must be offered, such as credit monitoring.
fn offer<'d>(duty: &'d Duty<'_>) -> Option<&'d str> {
    Some(duty.rule.monitoring.as_str()).filter(|offer| *offer != "none")
}

/// Rules that would apply if they were in force: they count nothing, and nobody should overlook them.
fn not_in_force(page: &mut Document, assessment: &Assessment<'_>, book: &Rulebook) {
    let would = |duty: &&Duty<'_>| duty.would_apply == Some(Truth::True) && duty.rule.status != Status::Superseded;
    let duties: Vec<&Duty<'_>> = assessment.duties.iter().filter(would).collect();
    if duties.is_empty() {
        return;
    }
    page.add(Section::new("Would apply, but is not in force: not counted").remark("ask counsel"));
    for duty in duties {
        page.paragraph(format!("{}  [{}]", book.whom(duty.rule), duty.rule.id));
        page.below(2, vec![Block::paragraph(sentence(&duty.because))]);
    }
}

/// What cannot be told yet, by the answer that would tell most.
fn open_questions(page: &mut Document, assessment: &Assessment<'_>, book: &Rulebook) {
    let questions = assessment.questions();
    if questions.is_empty() {
        return;
    }
    let open = assessment
        .duties
        .iter()
        .filter(|duty| duty.applies == Truth::Unknown)
        .count();
    page.add(Section::new(format!("Cannot tell yet: {}", count(open, "rule"))));
    for (fact, ids) in questions {
        question(page, fact, book);
        // The earliest that any of them may be due.
        let open = assessment.duties.iter().filter(|duty| duty.applies == Truth::Unknown);
        let due = open
            .filter(|duty| ids.contains(&&*duty.rule.id))
            .filter_map(|duty| Some((duty.due_at()?, duty.zone)));
        let first = due.min_by_key(|(at, _)| *at).map_or_else(String::new, |(at, zone)| {
            format!("; the first perhaps {}", crate::obligation::labels::moment(at, zone))
        });
        let named = first_few(ids, IDS_AT_ONCE, |more| format!("{more} more"));
        page.below(
            2,
            vec![Block::paragraph(format!("for {}{first}", list_plain(&named, "and")))],
        );
    }
}

fn question(page: &mut Document, fact: &str, book: &Rulebook) {
    let ask = book.fact(fact).map_or(fact, |fact| fact.ask.as_str());
    page.paragraph(format!("{ask}  [{fact}]"));
}

/// What is unclear stands at the top already.
fn without_rules(page: &mut Document, places: &[WithoutRules]) {
    let mut places = places.iter().filter(|place| !place.is_unclear).peekable();
    if places.peek().is_some() {
        page.add(Section::new("No rule to go by").remark("ask counsel"));
    }
    for place in places {
        page.paragraph(place_words("", place));
    }
}

fn place_words(before: &str, place: &WithoutRules) -> String {
    let words = format!("{before}{} ({} people): {}", place.place, place.people, place.why);
    ended(&words)
}

fn outcome(duty: &Duty<'_>) -> &'static str {
    match duty.applies {
        Truth::True => "Applies",
        Truth::False => "Does not apply",
        Truth::Unknown => "Cannot tell yet",
    }
}

fn sentence(text: &str) -> String {
    ended(&capitalised(text))
}

fn ended(text: &str) -> String {
    let end = if text.ends_with(['.', '?', '!', ':']) { "" } else { "." };
    format!("{text}{end}")
}
