//! The library behind the `breach` program: it exists so that tests can run the whole program in-process, and promises no
//! stable interface.
//!
//! # The shape
//!
//! An incident's state is a fold of its record and nothing else. [`playbook`] (what should be done) and [`incident`] (what
//! was done) do not know each other; [`workflow`] joins them: it says what is legal, what follows, and turns an answer into an
//! event. [`situation`] says what is true of an incident at one moment; whatever shows or judges anything reads it. Everything
//! inside is pure; the world arrives from the rim in one value, [`world::World`].
//!
//! ```text
//! main -> commands -> session -> case -> workflow -> playbook, incident
//!                                case -> journal -> incident, store   (legality and consequences come from workflow)
//! screens, export     -> situation -> workflow, obligation       world -> prompt
//! ```
//!
//! # Where to look
//!
//! | question | file |
//! |---|---|
//! | a command's arguments | `commands/<name>.rs`, on top |
//! | what is hashed | `incident/line.rs` |
//! | which transitions are legal | `incident/transitions.rs` |
//! | what the events are, and everything about one | `incident/event.rs`, `incident/event/<family>.rs` |
//! | where time is read | `world.rs` |
//! | what an exit code means | `failure.rs` |
//! | what makes an entry durable | `store/folder.rs` |
//! | what writes any other file | `output_file.rs` |
//! | what a command or a walk has open, and what others wrote meanwhile | `case.rs` |
//! | a slash command, what is asked at a prompt | `session/slash_commands.rs`, `session/prompts.rs` |
//! | what holds a step, what follows from a fact | `workflow/holds.rs`, `workflow/legality.rs` |
//! | a page of the manual | `manual/<topic>.md` |
//! | how a report, a playbook or a paper copy is written | `document/<target>.rs` |
//! | whether a deadline is missed, or was met late | `situation/timing.rs` |
//! | where a step stands, what comes next | `situation/step.rs`, `situation/next.rs` |
//! | which fields a file may have | the `fields.rs` of its room, all of them in `formats.rs` |
//! | a mistake in a playbook, in a rule | `playbook/check.rs`, `obligation/reader.rs` |
//!
//! # What must stay true
//!
//! - Nothing imports [`commands`].
//! - [`incident`], [`playbook`] (but `find.rs`), [`obligation`] (but `library.rs`), [`workflow`], [`situation`] and
//!   [`export`] never touch files, the clock, randomness, the environment or a terminal; `now` is an argument, and what is shown carries its moment.
//! - [`store`] knows bytes and heads: no playbooks, prompts or formats; it never invents a time, an id or a line.
//! - Only [`world`] asks the clock; only `prompt/terminal.rs` names dialoguer; only `schema/yaml.rs` names the YAML
//!   crate. Card numbers are masked and text is made safe for a terminal in one place each.
//! - Nothing is shown as logged before the store has said that it is durable.

pub mod answers;
pub mod attribution;
pub mod case;
pub mod commands;
pub mod condition;
pub mod context;
pub mod document;
pub mod export;
pub mod fact;
pub mod failure;
pub mod files;
pub mod formats;
pub mod hash;
pub mod incident;
pub mod journal;
pub mod manual;
pub mod mask;
pub mod obligation;
pub mod output_file;
pub mod playbook;
pub mod profile;
pub mod prompt;
pub mod schema;
pub mod screens;
pub mod session;
pub mod situation;
pub mod store;
pub mod summary;
pub mod template;
pub mod text;
pub mod time;
pub mod workflow;
pub mod world;

use std::ffi::OsString;

use clap::Parser;

use crate::commands::{Cli, Colour};
use crate::context::{Context, envelope};
use crate::failure::{Failure, FailureKind, Look, Outcome};
use crate::world::World;

/// Runs the program in this world and returns its exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>, world: &mut World) -> u8 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(error) => return usage(&error, &arguments, world),
    };
    world.terminal.colour = colour(cli.global.color, world);
    match run_command(cli, world) {
        Ok(()) => 0,
        Err(failure) => {
            let rendered = failure.render();
            let shown = if failure.look == Look::Screen {
                text::fold(&rendered, world.terminal.width)
            } else {
                rendered
            };
            let shown = text::as_called(&shown, &world.program);
            // A standard error that is gone cannot be told so.
            let _ = world.err.write_all(shown.as_bytes()).and_then(|()| world.err.flush());
            failure.kind.exit_code()
        }
    }
}

fn run_command(cli: Cli, world: &mut World) -> Outcome {
    let choices = cli.global.choices();
    let json = choices.json;
    let mut context = match Context::new(world, choices) {
        Ok(context) => context,
        Err(failure) if json => return Err(failed_in_json(&failure, world)),
        Err(failure) => return Err(failure),
    };
    let outcome = commands::run(cli, &mut context);
    context.warn_of_refused_rules();
    context.answer(outcome)
}

/// Says in JSON why nothing could be begun.
fn failed_in_json(failure: &Failure, world: &mut World) -> Failure {
    let mut item = failure.to_json(&world.program);
    item["written"] = serde_json::Value::Array(Vec::new());
    let shown = envelope("breach.error/1", &[item]);
    // The exit code still tells.
    let _ = world.out.write_all(shown.as_bytes()).and_then(|()| world.out.flush());
    Failure::silent(failure.kind)
}

/// Help and version are answers; anything else that clap says is wrong usage.
fn usage(error: &clap::Error, arguments: &[OsString], world: &mut World) -> u8 {
    if !error.use_stderr() {
        let text = error.render().to_string();
        let written = world.out.write_all(text.as_bytes()).and_then(|()| world.out.flush());
        return written.map_or_else(|why| not_written(&why, world), |()| 0);
    }
    let safe = |typed: &OsString| text::visible_line(&mask::mask_cards(&typed.to_string_lossy()).text).into_owned();
    let mut text = match Cli::try_parse_from(arguments.iter().map(safe)) {
        Err(safe) => safe.render().to_string(),
        Ok(_) => format!("error: {}\n", error.kind()),
    };
    if error.kind() == clap::error::ErrorKind::InvalidSubcommand {
        text.push_str("hint: `breach help all` lists every command\n");
    }
    let text = text::shorten_lines(&text);
    let mut options = arguments.iter().take_while(|typed| *typed != "--");
    if options.any(|typed| typed == "--json") {
        let text = text.trim().strip_prefix("error: ").unwrap_or(text.trim());
        return failed_in_json(&Failure::usage(text), world).kind.exit_code();
    }
    let shown = text::as_called(&text, &world.program);
    // A standard error that is gone cannot be told so.
    let _ = world.err.write_all(shown.as_bytes()).and_then(|()| world.err.flush());
    FailureKind::Usage.exit_code()
}

/// Help that could not be shown. Nobody is told where the reader has gone, as with `head`.
fn not_written(why: &std::io::Error, world: &mut World) -> u8 {
    if why.kind() != std::io::ErrorKind::BrokenPipe {
        let text = format!("error: standard output cannot be written: {}\n", files::plain(why));
        let _ = world.err.write_all(text.as_bytes()).and_then(|()| world.err.flush());
    }
    FailureKind::Io.exit_code()
}

/// Whether to use colour: as told, else on a terminal that is not dumb, unless `NO_COLOR` is set.
fn colour(wanted: Colour, world: &World) -> bool {
    match wanted {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => {
            world.terminal.output
                && world.terminal.error
                && world.variable("NO_COLOR").is_none()
                && world.variable("TERM").is_none_or(|term| term != "dumb")
        }
    }
}
