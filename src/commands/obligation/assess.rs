//! `breach obligation assess`: what would follow from a file of facts, without any incident.

use std::path::PathBuf;

use clap::Args as ClapArgs;
use serde_json::json;

use crate::context::Context;
use crate::failure::{Failure, Outcome};
use crate::obligation::count::start_of_day;
use crate::obligation::{Assessment, CaseFacts, assess, json as as_json, read_case};
use crate::schema::diagnostic::{self, Diagnostic};
use crate::schema::yaml::{MAX_BYTES, read_file};
use crate::screens::obligations;
use crate::text::prefixed;
use crate::time::{TimeView, read_moment};

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
}

/// Answers for a file of facts.
pub(super) fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let now = as_of(args.now.as_deref(), context)?;
    let book = context.obligations();
    let case = facts_file(&args.facts, now, context)?;
    let assessment = assess(&book, &case, now);
    if context.global.json {
        return context.write_items("breach.obligation.assess/1", vec![to_json(&assessment, &case, now)]);
    }
    let what = match args.facts.to_str() {
        Some("-") => "What these facts would mean".to_owned(),
        _ => format!("What {} would mean", args.facts.display()),
    };
    let time = TimeView { now, zone: case.zone };
    context.show(&obligations::assessment(&assessment, &book, &what, time))
}

/// The time that is asked about.
pub(super) fn as_of(text: Option<&str>, context: &Context<'_>) -> Outcome<chrono::DateTime<chrono::Utc>> {
    let now = context.now();
    let Some(text) = text else { return Ok(now) };
    let zone = context.zone()?;
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

/// Reads a file of facts.
pub(super) fn facts_file(
    path: &std::path::Path,
    now: chrono::DateTime<chrono::Utc>,
    context: &mut Context<'_>,
) -> Outcome<CaseFacts> {
    let file = path.display().to_string();
    let text = match file.as_str() {
        "-" => context.read_input(MAX_BYTES)?,
        _ => read_file(&context.world.cwd.join(path), MAX_BYTES)
            .map_err(|fault| refused(&file, "", &[Diagnostic::of_file(&file, fault)]))?,
    };
    let (book, zone) = (context.obligations(), context.zone()?);
    read_case(&file, &text, &book, now, zone).map_err(|mistakes| refused(&file, &text, &mistakes))
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

fn to_json(assessment: &Assessment<'_>, case: &CaseFacts, now: chrono::DateTime<chrono::Utc>) -> serde_json::Value {
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
