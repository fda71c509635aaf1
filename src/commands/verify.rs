//! `breach verify`: is this record as it was written, and what could not be checked?

mod checking;
mod finding;

use std::path::{Path, PathBuf};

use crate::context::Context;
use crate::failure::{Failure, FailureKind, Outcome};
use crate::files::plain;
use crate::incident::{CopiedCode, Hash};
use crate::store::{Streamed, stream_file};
use checking::{Wanted, check};
use finding::Finding;

/// Which record, and what somebody kept of it.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// An incident, or a record file that lies elsewhere
    #[arg(value_name = "ID|FILE")]
    pub target: Option<String>,
    /// Compare with a check code that somebody wrote down
    #[arg(long, value_name = "CODE", value_parser = check_code)]
    pub check_code: Option<CopiedCode>,
    /// Compare with a full head that somebody kept
    #[arg(long, value_name = "HEX", value_parser = head)]
    pub head: Option<Hash>,
    /// Write JSON
    #[arg(long)]
    pub json: bool,
}

/// Checks a record.
pub fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let (name, place, streamed) = open(args.target.as_deref(), context)?;
    let Streamed { end, reader, .. } = streamed;
    let wanted = Wanted {
        line: args
            .check_code
            .as_ref()
            .and_then(CopiedCode::receipt)
            .map(|code| code.seq),
        hash: args.head,
    };
    let checked = check(reader, wanted).map_err(|error| {
        Failure::new(
            FailureKind::Io,
            format!(
                "`{place}` could not be read to its end: {}; nothing can be said about it",
                plain(&error)
            ),
        )
        .hint("copy the file to another disk and verify the copy")
    })?;
    let finding = Finding {
        name,
        place,
        checked,
        end,
        code: args.check_code.clone(),
        head: args.head,
    };
    let zone = context.zone_of(&finding.checked.reading.incident)?;
    if args.json {
        context.write_items("breach.verify/1", vec![finding.json()])?;
    } else {
        let screen = finding.screen(zone, context.world.terminal.width);
        context.say(&screen)?;
    }
    match finding.kind() {
        None => Ok(()),
        Some(kind) => Err(Failure::silent(kind)),
    }
}

/// What a target names: an incident of the store first, then a file.
fn open(target: Option<&str>, context: &mut Context<'_>) -> Outcome<(String, String, Streamed)> {
    let id = match target {
        None => context.incident_id(),
        Some(target) if target.contains('/') => return open_file(target, context),
        Some(target) => match context.find(target) {
            Err(missing) if missing.kind == FailureKind::Usage => {
                if context.world.cwd.join(target).symlink_metadata().is_ok() {
                    return open_file(target, context);
                }
                Err(missing)
            }
            found => found,
        },
    }?;
    let streamed = context.store().stream(&id)?;
    Ok((id.to_string(), context.store().location(&id), streamed))
}

fn open_file(target: &str, context: &Context<'_>) -> Outcome<(String, String, Streamed)> {
    let path: PathBuf = context.world.cwd.join(target);
    if path.is_dir() {
        return Err(
            Failure::new(FailureKind::Io, format!("`{target}` is a folder, not a record")).hint(format!(
                "a record is a file: `breach verify {}`",
                Path::new(target).join("record.jsonl").display()
            )),
        );
    }
    let streamed = stream_file(&path)?;
    Ok((target.to_owned(), target.to_owned(), streamed))
}

fn check_code(text: &str) -> Result<CopiedCode, String> {
    CopiedCode::read(text).ok_or_else(|| {
        "that is no check code; expected one like k7f3-42-K7QF-2M9D-7XWT-4HCB-K2: incident, entry, four groups of four \
         signs, and two signs"
            .to_owned()
    })
}

fn head(text: &str) -> Result<Hash, String> {
    Hash::parse(&text.trim().to_lowercase()).ok_or_else(|| "expected a head of 64 hexadecimal digits".to_owned())
}
