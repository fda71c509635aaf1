//! `breach playbook`: see, check, copy and compare playbooks, and bring them into the running incident.

mod add;
mod adopt;
mod diff;
pub(super) mod loading;

use std::path::{Path, PathBuf};

use clap::{Subcommand, ValueEnum};
use serde_json::{Value, json};

use loading::{end_check, library, refused, warn_of};

use super::completions;
use crate::context::Context;
use crate::document::{Block, Document, Section, html, markdown, print};
use crate::failure::{Failure, Outcome};
use crate::files;
use crate::formats::FileFormat;
use crate::output_file::OutputFile;
use crate::playbook::document::document;
use crate::playbook::find::Listed;
use crate::playbook::{Library, Loaded, Rejected, fork};
use crate::screens::paper::paper;
use crate::text::count;

/// See, check and copy playbooks; follow another one
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    pub action: Action,
}

/// What to do with playbooks.
#[derive(Debug, Subcommand)]
pub enum Action {
    /// List playbooks, your own first
    List,
    /// Show a playbook in plain words
    Show {
        /// Name, or file
        #[arg(value_name = "NAME", add = completions::playbooks())]
        playbook: String,
        /// Write Markdown, HTML, or a copy for paper with lines to write on
        #[arg(long, value_name = "FORMAT", value_enum, conflicts_with = "everywhere-json")]
        format: Option<Shown>,
    },
    /// Write a playbook of your own, ready to edit
    New {
        /// Its name, such as our-card-playbook
        #[arg(value_name = "ID")]
        id: String,
        /// Change this one: the file says only what is different
        #[arg(long, value_name = "NAME", add = completions::playbooks())]
        from: Option<String>,
        /// Copy all of it instead, its shared steps written out and its comments kept
        #[arg(long, requires = "from")]
        whole: bool,
        /// Write it here, `-` for standard output; else among your own playbooks
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Replace FILE if it exists; never a record, nor a file of breach's own
        #[arg(long, requires = "output")]
        force: bool,
    },
    /// Check playbooks, and show every mistake with its place
    Check {
        /// Files or names
        #[arg(value_name = "FILE", required = true, add = completions::playbooks())]
        files: Vec<String>,
    },
    /// Say what one playbook says differently from another
    Diff {
        /// Name or file of yours
        #[arg(value_name = "MINE", add = completions::playbooks())]
        mine: String,
        /// Name or file of the one it is compared with; left out, what the one it is based on says differently since
        #[arg(value_name = "BASE", add = completions::playbooks())]
        base: Option<String>,
    },
    /// Follow another playbook too, in the running incident
    Add {
        /// Name or file
        #[arg(value_name = "NAME", add = completions::playbooks())]
        playbook: String,
    },
    /// Follow an edited playbook instead of the text in use
    Adopt {
        /// Name or file of the edited playbook
        #[arg(value_name = "NAME", add = completions::playbooks())]
        playbook: String,
        /// Why
        #[arg(long, value_name = "TEXT")]
        why: Option<String>,
        /// Take the place of this one, which has another name
        #[arg(long, value_name = "ID")]
        instead_of: Option<String>,
        /// You have read the difference; nothing is asked
        #[arg(long)]
        difference_read: bool,
    },
    /// Follow one playbook instead of another
    Swap {
        /// The one that is followed now
        #[arg(value_name = "OLD")]
        old: String,
        /// Name or file of the one to follow
        #[arg(value_name = "NEW", add = completions::playbooks())]
        new: String,
        /// Why
        #[arg(long, value_name = "TEXT")]
        why: Option<String>,
    },
    /// Print the JSON Schema, for completion in editors
    Schema {
        /// Of which kind of file
        #[arg(value_name = "KIND", value_enum, default_value_t)]
        kind: FileFormat,
    },
}

/// Ways to show a playbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shown {
    /// For reading and for other programs
    Markdown,
    /// For a browser: one file that loads nothing
    Html,
    /// For paper: boxes to tick, lines to write on, your numbers
    Print,
}

/// Runs one of them.
pub fn run(args: Args, context: &mut Context<'_>) -> Outcome {
    let library = library(context);
    match args.action {
        Action::List => list(&library, context),
        Action::Show {
            playbook,
            format: Some(format),
            ..
        } => show_as(&library, &playbook, format, context),
        Action::Show { playbook, .. } => show(&library, &playbook, context),
        Action::New {
            id,
            from,
            whole,
            output,
            force,
        } => {
            let text = match from {
                Some(from) if whole => fork::new_from(&from, &id, &library),
                Some(from) => fork::changes_from(&from, &id, &library),
                None => fork::new_empty(&id),
            };
            new(&id, text, output.as_deref(), force, context)
        }
        Action::Check { files } => check(&library, &files, context),
        Action::Diff { mine, base } => match base {
            Some(base) => diff::diff(&library, &mine, &base, context),
            None => diff::since(&library, &mine, context),
        },
        Action::Add { playbook } => add::add(&library, &playbook, context),
        Action::Adopt {
            playbook,
            why,
            instead_of,
            difference_read,
        } => {
            let adopting = adopt::Adopting {
                name: &playbook,
                why,
                instead_of: instead_of.as_deref(),
                is_read: difference_read,
            };
            adopt::adopt(&library, adopting, context)
        }
        Action::Swap { old, new, why } => add::swap(&library, &old, &new, why, context),
        Action::Schema { kind } => context.write(kind.schema().as_bytes()),
    }
}

fn own_folder(context: &Context<'_>) -> Option<PathBuf> {
    context.config_folder().map(|folder| folder.join("playbooks"))
}

fn list(library: &Library, context: &mut Context<'_>) -> Outcome {
    let listed: Vec<(Listed, Result<Loaded, Rejected>)> = library
        .list()
        .into_iter()
        .map(|listed| (listed.clone(), library.load(&listed.id)))
        .collect();
    if context.global.json {
        let items = listed
            .iter()
            .map(|(listed, loaded)| listed_json(listed, loaded))
            .collect();
        return context.write_items("breach.playbooks/1", items);
    }
    let rows: Vec<Vec<String>> = listed
        .iter()
        .map(|(listed, loaded)| {
            let (title, steps) = match loaded {
                Ok(loaded) => (
                    loaded.playbook.title.clone(),
                    count(loaded.playbook.steps.len(), "step"),
                ),
                Err(rejected) => (count(rejected.diagnostics.len(), "mistake"), "not usable".to_owned()),
            };
            let origin = if listed.path.is_some() { "yours" } else { "built in" };
            vec![listed.id.clone(), title, steps, origin.to_owned()]
        })
        .collect();
    let commands = [
        ("breach playbook show NAME", "read one before you need it"),
        ("breach playbook new ID --from NAME", "make it your own"),
    ];
    let section = Section::new("Playbooks").with(Block::Space).with(Block::rows(rows));
    let document = Document {
        blocks: vec![Block::Section(section), Block::Space, Block::commands(&commands)],
        ..Document::default()
    };
    context.show(&document)
}

fn listed_json(listed: &Listed, loaded: &Result<Loaded, Rejected>) -> Value {
    let playbook = loaded.as_ref().ok().map(|loaded| &loaded.playbook);
    json!({
        "id": listed.id,
        "file": listed.path.as_ref().map(|path| path.display().to_string()),
        "built_in": listed.path.is_none(),
        "title": playbook.map(|playbook| &playbook.title),
        "summary": playbook.map(|playbook| &playbook.summary),
        "steps": playbook.map(|playbook| playbook.steps.len()),
        "mistakes": loaded.as_ref().err().map_or(0, |rejected| rejected.diagnostics.len()),
    })
}

fn show(library: &Library, name: &str, context: &mut Context<'_>) -> Outcome {
    let loaded = library.load(name).map_err(|rejected| refused(&[rejected], context))?;
    warn_of(&loaded, name, context);
    if context.global.json {
        let plan = serde_json::to_value(&loaded.playbook).map_err(Failure::bug)?;
        return context.write_items("breach.playbook/1", vec![plan]);
    }
    context.show(&document(&loaded.playbook))
}

fn show_as(library: &Library, name: &str, format: Shown, context: &mut Context<'_>) -> Outcome {
    let loaded = library.load(name).map_err(|rejected| refused(&[rejected], context))?;
    warn_of(&loaded, name, context);
    let text = match format {
        Shown::Markdown => markdown(&document(&loaded.playbook)),
        Shown::Html => html(&document(&loaded.playbook)),
        Shown::Print => {
            let profile = context.profile_or_warning();
            print(&paper(&loaded.playbook, &profile))
        }
    };
    // All of them make what came from outside visible; a page break has to reach the printer.
    context.write(text.as_bytes())
}

fn new(
    id: &str,
    text: Result<String, Rejected>,
    output: Option<&Path>,
    force: bool,
    context: &mut Context<'_>,
) -> Outcome {
    let text = text.map_err(|rejected| refused(&[rejected], context))?;
    let own = own_folder(context);
    let Some(path) = write_own(id, &text, output, force, own, "playbooks", context)? else {
        return Ok(());
    };
    let shown = path.display();
    context.say(&format!(
        "  Written: {shown}\n  breach playbook check {shown}   after each change\n"
    ))
}

/// Writes a file of the responder's own to the folder of its kind or to the file named, and says where; nothing is
/// said where it went to standard output.
pub(super) fn write_own(
    id: &str,
    text: &str,
    output: Option<&Path>,
    force: bool,
    own: Option<PathBuf>,
    what: &str,
    context: &mut Context<'_>,
) -> Outcome<Option<PathBuf>> {
    let path = match output {
        Some(path) if path == Path::new("-") => return context.write(text.as_bytes()).map(|()| None),
        Some(path) => context.world.cwd.join(path),
        None => {
            let none = || Failure::io(format!("there is no home folder for {what}")).hint("name a file: `-o FILE`");
            let folder = own.as_ref().ok_or_else(none)?;
            files::make_folder(folder)
                .map_err(|why| Failure::io(format!("`{}` cannot be made: {why}", folder.display())))?;
            folder.join(format!("{id}.yaml"))
        }
    };
    let file = OutputFile {
        path: &path,
        force,
        hint: "name another file with `-o FILE`",
        own: own.as_deref(),
    };
    file.write(text.as_bytes(), &context.own_folders())?;
    Ok(Some(path))
}

/// Checks every file, however many mistakes the first one has. Nothing is written.
fn check(library: &Library, files: &[String], context: &mut Context<'_>) -> Outcome {
    let mut rejected = Vec::new();
    let mut good = String::new();
    for file in files {
        match library.check(file) {
            Ok(loaded) => {
                warn_of(&loaded, file, context);
                let steps = count(loaded.playbook.steps.len(), "step");
                good.push_str(&format!(
                    "  {file} has no mistakes: {}, {steps}\n",
                    loaded.playbook.title
                ));
            }
            Err(found) => rejected.push(found),
        }
    }
    end_check(&good, &rejected, "breach.playbook-check/1", context)
}
