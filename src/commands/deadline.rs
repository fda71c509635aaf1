//! `breach deadline`: who must be told by when, as a list, as JSON, and for a calendar.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use crate::case::Snapshot;
use crate::context::Context;
use crate::export::icalendar::{self, Record, deadline_items};
use crate::failure::Outcome;
use crate::output_file::OutputFile;
use crate::screens::deadlines::{deadlines, to_json};
use crate::text::count;

/// See deadlines, the nearest first
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List deadlines, the nearest first
    List(List),
}

/// List deadlines, the nearest first
///
/// What is computed says by what law, how well that is known and when it was last read. Counsel decides.
#[derive(Debug, Args)]
pub struct List {
    /// What is settled too, and one by one what cannot be told yet
    #[arg(long)]
    all: bool,
    /// Write them for a calendar to this file instead; `-` for standard output. Says neither what nor whom unless --details
    #[arg(long, value_name = "FILE", conflicts_with_all = ["all", "everywhere-json"])]
    ics: Option<PathBuf>,
    /// Replace the file if it exists; never a record, nor a file of breach's own
    #[arg(long, requires = "ics")]
    force: bool,
    /// Write into the calendar whom to tell and by what law: calendars are shared, synchronised and seen on lock screens
    #[arg(long, requires = "ics")]
    details: bool,
}

pub fn run(command: &Command, context: &mut Context<'_>) -> Outcome {
    match command {
        Command::List(args) => list(args, context),
    }
}

fn list(args: &List, context: &mut Context<'_>) -> Outcome {
    if let Some(path) = &args.ics {
        return for_a_calendar(path, args, context);
    }
    let mut case = context.open()?;
    let zone = case.zone();
    let now = case.situation(context.now())?;
    if context.global.json {
        let items = to_json(now.workflow, now.incident, now.situation, args.all, zone);
        return context.write_items("breach.deadline.list/1", items);
    }
    context.show(&deadlines(now.workflow, now.incident, now.situation, args.all, zone))
}

fn for_a_calendar(path: &Path, args: &List, context: &mut Context<'_>) -> Outcome {
    let details = args.details;
    let mut case = context.open()?;
    let zone = case.zone();
    let head = case.journal().reading().head();
    let items = {
        let Snapshot {
            workflow,
            incident,
            entries,
            situation,
        } = case.situation(context.now())?;
        let record = Record {
            workflow,
            incident,
            entries,
            first: entries.get(1).map_or(head, |second| second.prev),
        };
        deadline_items(&record, situation, details, zone)
    };
    let to_output = path == Path::new("-");
    if items.is_empty() {
        let said = "  No deadline has a time yet; nothing was written.\n";
        if !to_output {
            return context.say(said);
        }
        context.warn(said);
        return Ok(());
    }
    let text = icalendar::calendar(&items);
    if to_output {
        return context.write(text.as_bytes());
    }
    let path = context.world.cwd.join(path);
    let file = OutputFile {
        path: &path,
        force: args.force,
        hint: "name another file with `--ics FILE`",
        own: None,
    };
    file.write(text.as_bytes(), &context.own_folders())?;
    let what = if details {
        "It says whom to tell and by what law: mind who sees it."
    } else {
        "It says neither what nor whom; --details does."
    };
    context.say(&format!(
        "  {} written to {}\n  {what}\n",
        count(items.len(), "deadline"),
        path.display()
    ))
}
