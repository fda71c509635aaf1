//! `breach verify`: is this record as it was written, and what could not be checked?

mod checking;
mod compare;
mod exported;
mod finding;
mod kind;

use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use serde_json::Value as Json;

use crate::context::Context;
use crate::failure::{Failure, FailureKind, Outcome};
use crate::files::plain;
use crate::incident::{CopiedCode, Hash};
use crate::store::{End, Holds, IncidentId, Streamed, stream_file};
use crate::text::capitalised;
use checking::{Checked, Wanted, check};
use compare::{Together, compare};
use exported::Export;
use finding::{Finding, ForeignFile, Partial, Sibling};
use kind::{FileKind, LOOKED_AT_BYTES};

/// The largest export that is read.
const MAX_EXPORT_BYTES: u64 = 1024 * 1024 * 1024;

/// Check a record
///
/// Says whether it is whole, ends torn, or was changed, and what could not be checked. Two files are compared as well: how far
/// they agree, and from which entry on each went on by itself.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// An incident, or a file that lies elsewhere: a record, or a JSON export of one, up to 1 GiB
    #[arg(value_name = "ID|FILE", num_args = 0..=2)]
    pub targets: Vec<String>,
    /// Compare with a check code that somebody wrote down
    #[arg(long, value_name = "CODE", value_parser = check_code)]
    pub check_code: Option<CopiedCode>,
    /// Compare with a full head that somebody kept
    #[arg(long, value_name = "HEX", value_parser = head)]
    pub head: Option<Hash>,
}

/// Checks a record, or two.
pub fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let mut found = Vec::new();
    if args.targets.is_empty() {
        let id = context.incident_id()?;
        found.push(look(Target::of(&id, context)?, args, context)?);
    }
    for target in &args.targets {
        found.push(look(Target::named(target, context)?, args, context)?);
    }
    let together = match found.as_mut_slice() {
        [Found::Record(first), Found::Record(second)] => Some(between(first, second, args, context)?),
        [Found::Record(only)] => {
            find_sibling(only, args, context)?;
            None
        }
        _ => None,
    };
    report(&found, together, context)
}

/// Something to be checked, and open.
struct Target {
    name: String,
    place: String,
    /// The incident in whose place it stands, and nothing where it lies elsewhere.
    id: Option<IncidentId>,
    streamed: Streamed,
}

impl Target {
    /// An incident of the store first, then a file.
    fn named(target: &str, context: &Context<'_>) -> Outcome<Self> {
        if target.contains('/') {
            return Target::file(target, context);
        }
        if context.is_incident(target)? {
            return Target::of(&context.find(target)?, context);
        }
        if context.world.cwd.join(target).symlink_metadata().is_ok() {
            return Target::file(target, context);
        }
        context
            .find(target)
            .and_then(|id| Target::of(&id, context))
            .map_err(|missing| Failure {
                hints: missing.hints,
                ..Failure::usage(format!("there is no incident and no file `{target}`"))
            })
    }

    fn of(id: &IncidentId, context: &Context<'_>) -> Outcome<Self> {
        Ok(Target {
            name: id.to_string(),
            place: context.store().location(id),
            streamed: context.store().stream(id)?,
            id: Some(id.clone()),
        })
    }

    fn file(target: &str, context: &Context<'_>) -> Outcome<Self> {
        let path: PathBuf = context.world.cwd.join(target);
        if path.is_dir() {
            return Err(
                Failure::io(format!("`{target}` is a folder, not a record")).hint(format!(
                    "a record is a file: `breach verify {}`",
                    Path::new(target).join("record.jsonl").display()
                )),
            );
        }
        let streamed = stream_file(&path)?;
        let missing = || Failure::io(format!("there is no file `{target}`"));
        Ok(Target {
            name: target.to_owned(),
            place: target.to_owned(),
            id: None,
            streamed: streamed.ok_or_else(missing)?,
        })
    }
}

/// What was found in the place of a record.
enum Found {
    Record(Box<Finding>),
    /// An export that leaves entries out.
    Partial(Box<Partial>),
    Foreign(ForeignFile),
}

impl Found {
    fn kind(&self) -> Option<FailureKind> {
        match self {
            Found::Record(finding) => finding.kind(),
            Found::Partial(partial) => partial.kind(),
            Found::Foreign(foreign) => Some(foreign.kind()),
        }
    }

    fn json(&self) -> Json {
        match self {
            Found::Record(finding) => finding.json(),
            Found::Partial(partial) => partial.json(),
            Found::Foreign(foreign) => foreign.json(),
        }
    }
}

fn look(target: Target, args: &Args, context: &Context<'_>) -> Outcome<Found> {
    let unread = |error: std::io::Error| {
        Failure::io(format!(
            "`{}` could not be read to its end: {}; nothing can be said about it",
            target.place,
            plain(&error)
        ))
        .hint("copy the file to another disk and verify the copy")
    };
    let Streamed { end, mut reader, whole } = target.streamed;
    let mut start = Vec::new();
    (&mut reader)
        .take(LOOKED_AT_BYTES as u64)
        .read_to_end(&mut start)
        .map_err(unread)?;
    let looked_at = match (&end, start.is_empty()) {
        (End::Torn(torn), true) => &torn.bytes[..torn.bytes.len().min(LOOKED_AT_BYTES)],
        _ => &start,
    };
    let kind = kind::of(looked_at, whole <= LOOKED_AT_BYTES as u64);
    let read = |reader: Box<dyn Read + Send>| -> Outcome<Vec<u8>> {
        let mut bytes = start.clone();
        reader
            .take(MAX_EXPORT_BYTES + 1)
            .read_to_end(&mut bytes)
            .map_err(unread)?;
        if bytes.len() as u64 > MAX_EXPORT_BYTES {
            return Err(Failure::input(format!(
                "`{}` is a JSON export of more than 1 GiB, which is not read; nothing is said about it",
                target.place
            ))
            .hint("check the record itself, or its lines: `jq -r '.lines[].line' FILE > record.jsonl`"));
        }
        if let End::Torn(torn) = &end {
            bytes.extend(&torn.bytes);
        }
        Ok(bytes)
    };
    let wanted = Wanted {
        line: args
            .check_code
            .as_ref()
            .and_then(CopiedCode::receipt)
            .map(|code| code.seq),
        hash: args.head,
    };
    let finding = |checked: Checked, end: End| {
        let holds = target.id.as_ref();
        let holds = holds.map_or(Holds::Own, |id| Holds::of(id, &checked.reading.incident.id));
        Finding {
            name: target.name.clone(),
            place: target.place.clone(),
            checked,
            end,
            code: args.check_code.clone(),
            head: args.head,
            holds,
            sibling: None,
            export: None,
        }
    };
    let foreign = |what: String, kind: FailureKind| {
        Found::Foreign(ForeignFile {
            name: target.name.clone(),
            place: target.place.clone(),
            is_in_place: target.id.is_some(),
            what,
            kind,
            records: records_named_in(&start, context),
        })
    };
    Ok(match kind {
        FileKind::Record => {
            let all = Cursor::new(start).chain(reader);
            Found::Record(Box::new(finding(check(all, wanted).map_err(unread)?, end)))
        }
        FileKind::Other(what) => foreign(format!("It is {what}."), FailureKind::Input),
        FileKind::CutShort => foreign(
            "It begins as a record begins, and ends within its first entry: a copy that was cut short.".to_owned(),
            FailureKind::Torn,
        ),
        FileKind::Export => match Export::read(&read(reader)?) {
            Err(why) => foreign(format!("{}.", capitalised(&why)), FailureKind::Input),
            Ok(export) => match export.record() {
                Some(record) => {
                    let checked = check(&record[..], wanted).map_err(unread)?;
                    Found::Record(Box::new(Finding {
                        export: Some(export),
                        ..finding(checked, End::Whole)
                    }))
                }
                None => Found::Partial(Box::new(Partial {
                    name: target.name.clone(),
                    place: target.place.clone(),
                    contradictions: export.contradictions(),
                    export,
                    code: args.check_code.clone(),
                    head: args.head,
                })),
            },
        },
    })
}

/// The records of the store that a file speaks of, else where records are.
fn records_named_in(start: &[u8], context: &Context<'_>) -> String {
    let text = String::from_utf8_lossy(start);
    let named = context
        .store()
        .list()
        .unwrap_or_default()
        .into_iter()
        .find(|id| text.contains(id.as_str()));
    match named {
        Some(id) => format!(
            "The record that it speaks of is `{}`: `breach verify {id}`.",
            context.store().location(&id)
        ),
        None => "A record is the file `record.jsonl` in the folder of its incident; `breach list` shows the incidents."
            .to_owned(),
    }
}

/// How two records stand to one another; a code that fits one of them is not held against the other.
fn between(first: &mut Finding, second: &mut Finding, args: &Args, context: &Context<'_>) -> Outcome<Together> {
    let reader = |finding: &Finding| -> Outcome<Box<dyn Read + Send>> {
        if let Some(record) = finding.export.as_ref().and_then(Export::record) {
            return Ok(Box::new(Cursor::new(record)));
        }
        let name = &finding.name;
        Ok(Target::named(name, context)?.streamed.reader)
    };
    let together = compare(reader(first)?, reader(second)?)?;
    if args.check_code.is_some() || args.head.is_some() {
        let fit = (first.fits(), second.fits());
        if fit == (true, false) {
            second.sibling = Some(Sibling::new(&first.name, &second.name, together));
        } else if fit == (false, true) {
            first.sibling = Some(Sibling::new(&second.name, &first.name, together.turned()));
        }
    }
    Ok(together)
}

/// Looks among the copies beside it for the one that a code which does not fit was made from.
fn find_sibling(finding: &mut Finding, args: &Args, context: &Context<'_>) -> Outcome {
    if finding.fits() || !finding.is_whole() {
        return Ok(());
    }
    for id in context.store().list()? {
        let Ok(seen) = crate::summary::peek(context.store(), &id) else {
            continue;
        };
        let written = seen.holds.other().unwrap_or(id.as_str());
        if context.store().location(&id) == finding.place || written != finding.incident() {
            continue;
        }
        if let Found::Record(mut other) = look(Target::of(&id, context)?, args, context)?
            && other.fits()
        {
            between(&mut other, finding, args, context)?;
            return Ok(());
        }
    }
    Ok(())
}

/// Shows what was found, and ends as the worst of it.
fn report(found: &[Found], together: Option<Together>, context: &mut Context<'_>) -> Outcome {
    let kinds: Vec<FailureKind> = found.iter().filter_map(Found::kind).collect();
    let names: Vec<&str> = found
        .iter()
        .filter_map(|found| match found {
            Found::Record(finding) => Some(finding.name.as_str()),
            _ => None,
        })
        .collect();
    let is_apart = matches!(together, Some(Together::Parted { .. } | Together::Strangers));
    let order = [
        FailureKind::Tampered,
        FailureKind::Torn,
        FailureKind::Io,
        FailureKind::Input,
    ];
    let worst = order.into_iter().find(|kind| kinds.contains(kind));
    let worst = worst.or(is_apart.then_some(FailureKind::Input));
    if context.global.json {
        let items = found.iter().map(|found| {
            let mut item = found.json();
            if let Some(together) = together {
                item["together"] = together.json();
            }
            item
        });
        context.write_items("breach.verify/1", items.collect())?;
    } else {
        let width = context.world.terminal.width;
        for (nth, found) in found.iter().enumerate() {
            let screen = match found {
                Found::Record(finding) => finding.screen(
                    together.is_some(),
                    context.zone_of(&finding.checked.reading.incident)?,
                    width,
                ),
                Found::Partial(partial) => partial.screen(width),
                Found::Foreign(foreign) => foreign.screen(width),
            };
            let gap = if nth > 0 { "\n" } else { "" };
            context.say(&format!("{gap}{screen}"))?;
        }
        if let (Some(together), [first, second]) = (together, names.as_slice()) {
            let words = together.words(&crate::text::visible_line(first), &crate::text::visible_line(second));
            let said = crate::text::wrap(&words, width, "  ", "  ").join("\n");
            context.say(&format!("\n{said}\n"))?;
        }
    }
    worst.map_or(Ok(()), |kind| Err(Failure::silent(kind)))
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
