//! `breach export`: the record for lawyers, regulators and insurers, in a format and an edition.

use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::context::Context;
use crate::export::{
    Edition, Form, Format, Recorded, Report, Rows, Tail, Take, Verdict, Work, document, heading, recorded,
};
use crate::failure::{Failure, FailureKind, Outcome};
use crate::files;
use crate::output_file::OutputFile;
use crate::store::{End, Holds, IncidentId, in_batches};
use crate::text::list_plain;
use crate::workflow::Workflow;

/// What to write, where, and for whom.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to write it as; without it, what the file's name ends in, else markdown
    #[arg(long, value_name = "FORMAT", value_parser = format_parser())]
    pub format: Option<Format>,
    /// Write to this file; without it, to standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace the file if it exists; never a record, nor a file of breach's own
    #[arg(long, requires = "output")]
    pub force: bool,
    /// For whom: `default` leaves out privileged and restricted entries, `counsel` only restricted ones, `full` nothing
    #[arg(long, value_name = "EDITION", value_enum, default_value_t)]
    pub edition: EditionName,
}

/// Reads the name of a format.
fn format_parser() -> impl TypedValueParser<Value = Format> {
    let names = Format::ALL.map(|format| PossibleValue::new(format.about().name).help(format.about().what));
    PossibleValuesParser::new(names).try_map(|name| {
        let named = Format::ALL.into_iter().find(|format| format.about().name == name);
        named.ok_or("unknown format")
    })
}

/// Editions, as they are typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum EditionName {
    /// Without privileged and restricted entries
    #[default]
    Default,
    /// With privileged entries, without restricted ones
    Counsel,
    /// Everything
    Full,
}

impl From<EditionName> for Edition {
    fn from(name: EditionName) -> Self {
        match name {
            EditionName::Default => Edition::Default,
            EditionName::Counsel => Edition::Counsel,
            EditionName::Full => Edition::Full,
        }
    }
}

/// Writes the export; a broken record is exported too, and the exit code says so.
pub fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let id = context.incident_id()?;
    let edition = args.edition.into();
    let format = match args.format {
        Some(format) => format,
        None => by_name(args.output.as_deref())?,
    };
    let output = args.output.as_deref().filter(|path| *path != Path::new("-"));
    let draw = match format.about().form {
        Form::Rows(format) => return rows(&id, format, edition, output, args.force, context),
        Form::Report(draw) => draw,
    };
    let stored = context.store().read(&id)?;
    let recorded = Recorded::read(stored.lines(), tail(&stored.end));
    let report = Report::of(&recorded, edition, context.zone_of(&recorded.reading.incident)?);
    let rules = Workflow::following(context.obligations());
    let text = draw(&document(&recorded, &report, rules));
    finish(&id, &report, output, args.force, context, &mut |out| {
        out.write_all(text.as_bytes())
    })
}

/// An export with a row for each line of the record, which is read anew for the rows and never held.
fn rows(
    id: &IncidentId,
    format: &Rows,
    edition: Edition,
    output: Option<&Path>,
    force: bool,
    context: &mut Context<'_>,
) -> Outcome {
    let store = context.shared_store();
    let streamed = store.stream(id)?;
    let (bytes, tail) = (streamed.whole, tail(&streamed.end));
    let unreadable =
        |error: io::Error| Failure::io(format!("the record of `{id}` cannot be read: {}", files::plain(&error)));
    // A record only ever grows, line by line: read again, its first bytes are the same.
    let mut first = Some(streamed.reader);
    let mut lines = |work: &Work<'_>, take: &mut Take<'_>| {
        let reader = match first.take() {
            Some(reader) => reader,
            None => {
                store
                    .stream(id)
                    .map_err(|error| io::Error::other(error.to_string()))?
                    .reader
            }
        };
        in_batches(reader.take(bytes), work, take)
    };
    let recorded = recorded(tail, &mut lines).map_err(unreadable)?;
    let zone = context.zone_of(&recorded.reading.incident)?;
    let report = heading(&recorded, edition, zone, &mut lines).map_err(unreadable)?;
    finish(id, &report, output, force, context, &mut |out| {
        format.write(&recorded, &report, &mut lines, out)
    })
}

/// Writes the export to its place, and says what it is.
fn finish(
    id: &IncidentId,
    report: &Report<'_>,
    output: Option<&Path>,
    force: bool,
    context: &mut Context<'_>,
    write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
) -> Outcome {
    if let Some(what) = Holds::of(id, &report.heading.incident).words() {
        context.warn(&format!("WARNING: `{id}` {what}; that is what is exported.\n"));
    }
    let proof = &report.proof;
    let code = format!("  Check code   {}\n  Head         {}\n", proof.check_code, proof.head);
    match output {
        None => {
            let mut out = BufWriter::new(context.output_as_it_is());
            write(&mut out)
                .and_then(|()| out.flush())
                .map_err(|error| match error.kind() {
                    io::ErrorKind::BrokenPipe => Failure::silent(FailureKind::Io),
                    _ => Failure::io(format!(
                        "the export could not be written: {}; nothing is lost",
                        files::plain(&error)
                    )),
                })?;
            drop(out);
            context.warn(&code);
        }
        Some(path) => {
            let path = context.world.cwd.join(path);
            let file = OutputFile {
                path: &path,
                force,
                hint: "name another file with `-o FILE`",
                own: None,
            };
            file.write_with(write, &context.own_folders())?;
            context.say(&format!(
                "  {} written to {}\n  {} edition; {}\n{code}",
                id,
                path.display(),
                report.heading.edition.name(),
                report.left_out.words(),
            ))?;
        }
    }
    outcome(id, proof.verdict)
}

fn tail(end: &End) -> Tail {
    match end {
        End::Whole => Tail::Nothing,
        End::InFlight => Tail::Unfinished,
        End::Torn(torn) => Tail::Torn {
            bytes: torn.bytes.len() as u64,
            sha256: torn.sha256.clone(),
        },
    }
}

/// The format that a file's name asks for; a report where it asks for none.
fn by_name(path: Option<&Path>) -> Outcome<Format> {
    let Some(ending) = path.and_then(Path::extension) else {
        return Ok(Format::Markdown);
    };
    let ending = ending.to_string_lossy().to_lowercase();
    let mut all = Format::ALL.into_iter();
    let asked_for = all.find(|format| format.about().endings.contains(&ending.as_str()));
    asked_for.ok_or_else(|| {
        let known = Format::ALL.map(|format| format!(".{}", format.about().endings[0]));
        let message = format!("unknown ending `.{ending}`; expected {}", list_plain(&known, "or"));
        Failure::usage(message).hint("`--format FORMAT` writes any name in that format")
    })
}

fn outcome(id: &IncidentId, verdict: Verdict) -> Outcome {
    match verdict {
        Verdict::Whole => Ok(()),
        Verdict::Broken => Err(Failure::new(
            FailureKind::Tampered,
            format!(
                "the record of `{id}` is not as it was written; it was exported, and the export says so at its top"
            ),
        )
        .hint(format!("`breach verify {id}` lists what does not fit"))),
        Verdict::Torn => Err(Failure::new(
            FailureKind::Torn,
            format!("the record of `{id}` ends torn; it was exported without the torn end, and the export says so"),
        )
        .hint("the next entry that is logged sets the torn end aside and says so")),
    }
}
