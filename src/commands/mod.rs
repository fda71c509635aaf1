//! The command line: one file a command, its arguments on top and its `run` below.
//!
//! Doc comments on arguments are the help text. Nothing imports this module but `lib.rs`.

pub mod attribution;
pub mod brief;
pub mod close;
pub mod completions;
pub mod contacts;
pub mod correct;
pub mod deadline;
mod deferred;
pub mod export;
pub mod fact;
pub mod gate;
pub mod hand_over;
pub mod help;
pub mod list;
pub mod log;
pub mod man;
pub mod note;
pub mod notice;
pub mod now;
pub mod obligation;
pub mod playbook;
pub mod profile;
pub mod reopen;
pub mod restrict;
pub mod resume;
pub mod role;
pub mod start;
pub mod status;
pub mod step;
pub mod use_incident;
pub mod verify;

use std::path::PathBuf;
use std::sync::LazyLock;

use clap::{Args, Parser, Subcommand, ValueEnum};

use deferred::{Deferred, OneOf};

use crate::context::{Choices, Context};
use crate::failure::{Failure, Outcome};
use crate::time::zone::tzdata;

/// Walk through a data breach, one step at a time, and keep a record that an outsider can check
#[derive(Debug, Parser)]
#[command(name = "breach", version = version(), disable_help_subcommand = true, max_term_width = 100, after_help = help::topics())]
pub struct Cli {
    /// Options of every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do; without it, what matters now.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What `--version` says: the program's, and which release of the time zones it computes with.
fn version() -> &'static str {
    static VERSION: LazyLock<String> = LazyLock::new(|| format!("{} (tzdata {})", env!("CARGO_PKG_VERSION"), tzdata()));
    &VERSION
}

/// Options of every command. Their ids are their own: an argument of a command that had the same id would be taken for them.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Everywhere")]
pub struct Global {
    /// Use the records in this folder; else BREACH_STORE, else your data folder
    #[arg(id = "everywhere-store", long = "store", global = true, value_name = "FOLDER")]
    pub store: Option<PathBuf>,
    /// Speak of this incident
    #[arg(id = "everywhere-incident", short = 'i', long = "incident", global = true, value_name = "ID", add = completions::incidents())]
    pub incident: Option<String>,
    /// Act as this person; else BREACH_AS, else whoever typed here last
    #[arg(id = "everywhere-name", long = "as", global = true, value_name = "NAME")]
    pub name: Option<String>,
    /// Act in this role
    #[arg(id = "everywhere-role", long = "role", global = true, value_name = "ROLE")]
    pub role: Option<String>,
    /// Show times in this zone, such as Europe/London
    #[arg(id = "everywhere-zone", long = "zone", global = true, value_name = "ZONE")]
    pub zone: Option<String>,
    /// Write JSON, one object: what was asked for, what was written, or what failed
    #[arg(id = "everywhere-json", long = "json", global = true)]
    pub json: bool,
    /// Use colour
    #[arg(
        id = "everywhere-color",
        long = "color",
        global = true,
        value_name = "WHEN",
        value_enum,
        default_value_t
    )]
    pub color: Colour,
}

impl Global {
    /// What these options choose.
    pub fn choices(&self) -> Choices {
        Choices {
            store: self.store.clone(),
            incident: self.incident.clone(),
            name: self.name.clone(),
            role: self.role.clone(),
            zone: self.zone.clone(),
            json: self.json,
        }
    }
}

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Every command.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Open an incident and walk it
    Start(Deferred<start::Args>),
    /// Go on where it stopped
    Resume(Deferred<resume::Args>),
    /// Write down what happened
    Note(Deferred<note::Args>),
    /// Show the board
    Status(Deferred<status::Args>),
    /// Read the situation aloud in under a minute
    Brief,
    /// Show numbers that do not depend on company systems
    Contacts(Deferred<contacts::Args>),
    /// Correct an entry; both stay in the record
    Correct(Deferred<correct::Args>),
    /// Let somebody else take over
    HandOver(Deferred<hand_over::Args>),
    /// Write the record for lawyers, regulators and insurers
    Export(Deferred<export::Args>),
    /// Show the record, entry by entry
    #[command(hide = true)]
    Log(Deferred<log::Args>),
    /// List incidents
    #[command(hide = true)]
    List,
    /// Choose the incident that commands speak of
    #[command(hide = true, name = "use")]
    Use(Deferred<use_incident::Args>),
    /// Check a record
    #[command(hide = true)]
    Verify(Deferred<verify::Args>),
    /// End an incident, and say what is still open
    #[command(hide = true)]
    Close(Deferred<close::Args>),
    /// Open a closed incident again
    #[command(hide = true)]
    Reopen(Deferred<reopen::Args>),
    /// Keep an entry out of default exports
    #[command(hide = true)]
    Restrict(Deferred<restrict::Args>),
    /// Report on steps
    #[command(hide = true)]
    Step(Deferred<OneOf<step::Command>>),
    /// Open what holds a step
    #[command(hide = true)]
    Gate(Deferred<OneOf<gate::Command>>),
    /// See and record facts
    #[command(hide = true)]
    Fact(Deferred<OneOf<fact::Command>>),
    /// See deadlines, the nearest first
    #[command(hide = true)]
    Deadline(Deferred<OneOf<deadline::Command>>),
    /// See who must be told, and decide about it
    #[command(hide = true)]
    Obligation(Deferred<OneOf<obligation::Command>>),
    /// Record who was told, and who was not
    #[command(hide = true)]
    Notice(Deferred<OneOf<notice::Command>>),
    /// Say who holds which role
    #[command(hide = true)]
    Role(Deferred<OneOf<role::Command>>),
    /// See, check and copy playbooks; follow another one
    #[command(hide = true)]
    Playbook(Deferred<playbook::Args>),
    /// See and edit who we are
    #[command(hide = true)]
    Profile(Deferred<profile::Args>),
    /// Print the completion script of a shell
    #[command(hide = true)]
    Completions(Deferred<completions::Args>),
    /// Write the manual pages
    #[command(hide = true)]
    Man(Deferred<man::Args>),
    /// Explain commands, and show the manual; `breach help all` lists every command
    Help(Deferred<help::Args>),
}

/// Every command, by what it is for.
pub const GROUPS: [(&str, &[&str]); 5] = [
    (
        "In an incident",
        &[
            "start",
            "resume",
            "note",
            "status",
            "brief",
            "contacts",
            "correct",
            "hand-over",
            "export",
        ],
    ),
    (
        "The record",
        &["log", "list", "use", "verify", "restrict", "close", "reopen"],
    ),
    ("The walk, one answer at a time", &["step", "gate", "fact", "role"]),
    ("Who must be told", &["deadline", "obligation", "notice"]),
    (
        "Before you need it",
        &["playbook", "profile", "completions", "man", "help"],
    ),
];

pub fn run(cli: Cli, context: &mut Context<'_>) -> Outcome {
    if context.global.json && matches!(cli.command, None | Some(Command::Help(_))) {
        return Err(Failure::usage("this is for people, and has no JSON")
            .hint("`breach status --json` and `breach list --json` are for programs"));
    }
    match cli.command {
        None => now::run(context),
        Some(Command::Start(Deferred(args))) => start::run(args, context),
        Some(Command::Resume(Deferred(args))) => resume::run(&args, context),
        Some(Command::Note(Deferred(args))) => note::run(args, context),
        Some(Command::Status(Deferred(args))) => status::run(&args, context),
        Some(Command::Brief) => brief::run(context),
        Some(Command::Contacts(Deferred(args))) => contacts::run(args, context),
        Some(Command::Correct(Deferred(args))) => correct::run(args, context),
        Some(Command::HandOver(Deferred(args))) => hand_over::run(args, context),
        Some(Command::Export(Deferred(args))) => export::run(&args, context),
        Some(Command::Log(Deferred(args))) => log::run(&args, context),
        Some(Command::List) => list::run(context),
        Some(Command::Use(Deferred(args))) => use_incident::run(&args, context),
        Some(Command::Verify(Deferred(args))) => verify::run(&args, context),
        Some(Command::Close(Deferred(args))) => close::run(args, context),
        Some(Command::Reopen(Deferred(args))) => reopen::run(args, context),
        Some(Command::Restrict(Deferred(args))) => restrict::run(args, context),
        Some(Command::Step(Deferred(OneOf(command)))) => step::run(command, context),
        Some(Command::Gate(Deferred(OneOf(command)))) => gate::run(command, context),
        Some(Command::Fact(Deferred(OneOf(command)))) => fact::run(command, context),
        Some(Command::Deadline(Deferred(OneOf(command)))) => deadline::run(&command, context),
        Some(Command::Obligation(Deferred(OneOf(command)))) => obligation::run(command, context),
        Some(Command::Notice(Deferred(OneOf(command)))) => notice::run(command, context),
        Some(Command::Role(Deferred(OneOf(command)))) => role::run(command, context),
        Some(Command::Playbook(Deferred(args))) => playbook::run(args, context),
        Some(Command::Profile(Deferred(args))) => profile::run(args, context),
        Some(Command::Completions(Deferred(args))) => completions::run(&args, context),
        Some(Command::Man(Deferred(args))) => man::run(&args, context),
        Some(Command::Help(Deferred(args))) => help::run(&args, context),
    }
}
