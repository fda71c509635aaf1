//! `breach export`: the record for lawyers, regulators and insurers, in a format and an edition.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::context::Context;
use crate::export::{Edition, Format, Recorded, Report, Tail, Verdict};
use crate::failure::{Failure, Kind, Outcome};
use crate::incident::Access;
use crate::output_file::OutputFile;
use crate::situation::closing::still_open;
use crate::situation::step::statuses;
use crate::store::{End, IncidentId, Store};
use crate::text::{count_of, list_plain};

/// What to write, where, and for whom.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to write it as; without it, what the file's name ends in, else markdown
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub format: Option<FormatName>,
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

/// Formats, as they are typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormatName {
    /// Every line exactly as stored, for programs and for checking
    Json,
    /// The timeline, for spreadsheets
    Csv,
    /// The report, for people
    Markdown,
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

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Json => Format::Json,
            FormatName::Csv => Format::Csv,
            FormatName::Markdown => Format::Markdown,
        }
    }
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
///
/// # Errors
/// When it cannot be written, or the record is not whole.
pub fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let id = context.incident_id()?;
    let format = match args.format {
        Some(format) => format.into(),
        None => by_name(args.output.as_deref())?,
    };
    let report = report(&id, args.edition.into(), context)?;
    let bytes = format.bytes(&report);
    let proof = &report.proof;
    let code = format!("  Check code   {}\n  Head         {}\n", proof.check_code, proof.head);
    match args.output.as_deref().filter(|path| *path != Path::new("-")) {
        None => {
            context.write(&bytes)?;
            context.warn(&code);
        }
        Some(path) => {
            let path = context.world.cwd.join(path);
            let file = OutputFile {
                path: &path,
                force: args.force,
                hint: "name another file with `-o FILE`",
                own: None,
            };
            file.write(&bytes, &context.own_folders())?;
            context.say(&format!(
                "  {} written to {}\n  {} edition; {}\n{code}",
                id,
                path.display(),
                report.heading.edition.name(),
                left_out_words(&report),
            ))?;
        }
    }
    outcome(&id, proof.verdict)
}

fn report(id: &IncidentId, edition: Edition, context: &Context<'_>) -> Outcome<Report> {
    let stored = context.store().read(id)?;
    let tail = match &stored.end {
        End::Whole => Tail::Nothing,
        End::InFlight => Tail::Unfinished,
        End::Torn(torn) => Tail::Torn {
            bytes: torn.bytes.len() as u64,
            sha256: torn.sha256.clone(),
        },
    };
    let recorded = Recorded::read(stored.lines(), tail);
    let incident = &recorded.reading.incident;
    let zone = context.zone_of(incident)?;
    // The state at the last entry, not at the time of exporting: the same record gives the same bytes.
    let last_at = recorded
        .lines
        .iter()
        .rev()
        .find_map(|line| line.entry.as_ref())
        .map(|entry| entry.at);
    // A plan that cannot be read leaves the questions out; everything else is in the record itself.
    let open_questions = match (context.guide(incident), last_at) {
        (Ok(guide), Some(at)) => still_open(&guide, incident, &statuses(&guide, incident, at))
            .unanswered
            .into_iter()
            .map(|(_, ask)| ask)
            .collect(),
        _ => Vec::new(),
    };
    Ok(Report::of(&recorded, edition, zone, open_questions))
}

/// The format that a file's name asks for; a report where it asks for none.
fn by_name(path: Option<&Path>) -> Outcome<Format> {
    let ending = path
        .and_then(Path::extension)
        .map(|ending| ending.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        None | Some("md" | "markdown") => Ok(Format::Markdown),
        Some("json") => Ok(Format::Json),
        Some("csv") => Ok(Format::Csv),
        Some(other) => Err(Failure::new(
            Kind::Usage,
            format!("unknown ending `.{other}`; expected .md, .csv or .json"),
        )
        .hint("`--format FORMAT` writes any name in that format")),
    }
}

fn left_out_words(report: &Report) -> String {
    let left = &report.left_out;
    let parts: Vec<String> = [
        (left.count(Access::Privileged), "privileged entry", "privileged entries"),
        (left.count(Access::Restricted), "restricted entry", "restricted entries"),
        (left.unsound, "unsound line", "unsound lines"),
        (left.unread, "line of another draft", "lines of another draft"),
    ]
    .into_iter()
    .filter(|(number, ..)| *number > 0)
    .map(|(number, one, many)| count_of(number, one, many))
    .collect();
    match parts.is_empty() {
        true => "nothing is left out".to_owned(),
        false => format!("left out: {}", list_plain(&parts, "and")),
    }
}

fn outcome(id: &IncidentId, verdict: Verdict) -> Outcome {
    match verdict {
        Verdict::Whole => Ok(()),
        Verdict::Broken => Err(Failure::new(
            Kind::Tampered,
            format!(
                "the record of `{id}` is not as it was written; it was exported, and the export says so at its top"
            ),
        )
        .hint(format!("`breach verify {id}` lists what does not fit"))),
        Verdict::Torn => Err(Failure::new(
            Kind::Torn,
            format!("the record of `{id}` ends torn; it was exported without the torn end, and the export says so"),
        )
        .hint("the next entry that is logged sets the torn end aside and says so")),
    }
}
