//! `breach obligation assess`: what would follow from a file of facts, without any incident.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use clap::Args as ClapArgs;
use serde_json::json;

use crate::context::Context;
use crate::failure::{Failure, FailureKind, Outcome};
use crate::obligation::count::start_of_day;
use crate::obligation::{Assessment, CaseFacts, assess, json as as_json, read_cases, zone_of_file};
use crate::schema::diagnostic::{self, Diagnostic};
use crate::schema::yaml::{MAX_BYTES, read_file};
use crate::screens::obligations;
use crate::text::prefixed;
use crate::time::{TimeView, Zone, read_moment};

/// What a file of facts looks like.
const EXAMPLE: &str = "\
A file of facts:
  format: 1
  zone: America/New_York
  facts:
    discovered_at: 2026-11-20 10:00
    persons_by_jurisdiction: {California: 501, unknown: 40}
    data_types: [name, social-security-number]
    encrypted: no
  notices:
    us-ca-individuals: 2026-11-30";

/// The cases of a file, by entity.
type Cases = Vec<(Option<String>, CaseFacts)>;

/// How wide mistakes are drawn.
const DRAWN_WIDTH: usize = 80;

/// See what a file of facts would mean, without an incident
#[derive(Debug, ClapArgs)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    /// The file: `format: 1`, `facts:` by name, `notices:` by obligation; `-` for standard input
    #[arg(long, value_name = "FILE")]
    pub(super) facts: PathBuf,
    /// Ask as of this time, not now
    #[arg(long, value_name = "TIME")]
    pub(super) now: Option<String>,
    /// Say of each duty what sets it off and what its notice must say
    #[arg(long)]
    pub(super) full: bool,
    /// Fail when a place is misspelt, or may be two
    #[arg(long)]
    pub(super) strict: bool,
}

/// Answers for a file of facts.
pub(super) fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let book = context.obligations();
    let (cases, now) = facts_file(&args.facts, args.now.as_deref(), context)?;
    let assessed: Vec<_> = cases
        .iter()
        .map(|(name, case)| (name, case, assess(&book, case, now)))
        .collect();
    if context.global.json {
        let items = assessed
            .iter()
            .map(|(name, case, assessment)| to_json(name.as_deref(), assessment, case, now));
        context.write_items("breach.obligation.assess/1", items.collect())?;
    } else {
        for (name, case, assessment) in &assessed {
            let what = match (name, args.facts.to_str()) {
                (Some(name), _) => format!("What it would mean for {name}"),
                (None, Some("-")) => "What these facts would mean".to_owned(),
                (None, _) => format!("What {} would mean", args.facts.display()),
            };
            let time = TimeView { now, zone: case.zone };
            context.show(&obligations::assessment(assessment, &book, &what, time, args.full))?;
        }
    }
    let mut places = assessed.iter().flat_map(|(.., assessment)| &assessment.without_rules);
    if args.strict && places.any(|place| place.is_unclear) {
        return Err(Failure::silent(FailureKind::Input));
    }
    Ok(())
}

/// The time that is asked about.
pub(super) fn as_of(text: Option<&str>, zone: Zone, context: &Context<'_>) -> Outcome<DateTime<Utc>> {
    let now = context.now();
    let Some(text) = text else { return Ok(now) };
    // A day alone is its beginning: nothing that is due on it is over yet.
    if let Ok(day) = text.trim().parse()
        && let Some(at) = start_of_day(day, zone)
    {
        return Ok(at);
    }
    match read_moment(text, now, zone) {
        Ok(moment) => Ok(moment.at.to_utc()),
        // What if it were next month: a time that lies ahead is fine here.
        Err(crate::time::NotUnderstood::Future { at }) => Ok(at.to_utc()),
        Err(why) => Err(Failure::usage(format!("--now: {why}"))),
    }
}

/// Reads a file of facts, as of a time that is read in its own zone.
pub(super) fn facts_file(
    path: &std::path::Path,
    now: Option<&str>,
    context: &mut Context<'_>,
) -> Outcome<(Cases, DateTime<Utc>)> {
    let file = path.display().to_string();
    let text = match file.as_str() {
        "-" => context.read_input(MAX_BYTES)?,
        _ => read_file(&context.world.cwd.join(path), MAX_BYTES)
            .map_err(|fault| refused(&file, "", &[Diagnostic::of_file(&file, fault)]))?,
    };
    let (book, zone) = (context.obligations(), context.zone()?);
    let now = as_of(now, zone_of_file(&text).unwrap_or(zone), context)?;
    let cases = read_cases(&file, &text, &book, now, zone).map_err(|mistakes| refused(&file, &text, &mistakes))?;
    Ok((cases, now))
}

fn refused(file: &str, text: &str, mistakes: &[Diagnostic]) -> Failure {
    if let [only] = mistakes
        && only.line == 0
    {
        let help = prefixed("; ", &only.help);
        return Failure::input(format!("`{file}` {}{help}", only.message));
    }
    let drawn = diagnostic::render(mistakes, &[(file.to_owned(), text.to_owned())], DRAWN_WIDTH, false);
    Failure::input(diagnostic::summary(mistakes))
        .drawn(&drawn)
        .hint("`breach help obligation assess` shows how such a file is written; nothing was assessed")
}

fn to_json(
    entity: Option<&str>,
    assessment: &Assessment<'_>,
    case: &CaseFacts,
    now: DateTime<Utc>,
) -> serde_json::Value {
    let questions: Vec<_> = assessment
        .questions()
        .into_iter()
        .map(|(fact, ids)| json!({"fact": fact, "decides": ids}))
        .collect();
    let ahead = assessment.starts_ahead(now).into_iter();
    let ahead: Vec<_> = ahead
        .map(|(fact, at, _)| json!({"fact": fact, "at": as_json::moment(at)}))
        .collect();
    json!({
        "entity": entity,
        "now_at": crate::time::format::utc(now),
        "zone": case.zone.name(),
        "starts_ahead": ahead,
        "kinds_to_tell_apart": assessment.kinds_to_tell_apart.iter().map(|(kind, may_be)| {
            json!({"kind": kind, "may_be": may_be})
        }).collect::<Vec<_>>(),
        "obligations": assessment.duties.iter().map(|duty| as_json::duty(duty, false)).collect::<Vec<_>>(),
        "asks": questions,
        "without_rules": assessment.without_rules.iter().map(as_json::without_rules).collect::<Vec<_>>(),
        "decides": "counsel",
    })
}
