//! `breach help`: nine commands on the first page, every one under `breach help all`, and the manual page by page.

use clap::CommandFactory;

use super::{Cli, GROUPS};
use crate::context::Context;
use crate::document::{Block, Blocks, Document, Section, terminal};
use crate::failure::{Failure, FailureKind, Outcome};
use crate::manual::{self, TOPICS, Topic};
use crate::text::{did_you_mean, meant};

/// Explain commands, and show the manual; `breach help all` lists every command
#[derive(Debug, clap::Args)]
pub struct Args {
    /// `all`, a command, or a page of the manual
    #[arg(value_name = "COMMAND|TOPIC")]
    pub command: Vec<String>,
}

/// What the program reads from its environment.
const VARIABLES: [(&str, &str); 5] = [
    ("BREACH_STORE", "the folder of the records, as --store"),
    ("BREACH_AS", "who types, as --as"),
    ("TZ", "the zone to show times in, as --zone"),
    ("NO_COLOR", "no colour, whatever it is set to"),
    ("VISUAL, EDITOR", "the editor for long texts"),
];

pub fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let width = context.world.terminal.width;
    let names: Vec<&str> = args.command.iter().map(String::as_str).collect();
    let text = match names.as_slice() {
        ["all"] => terminal(&all(), width),
        [name] if manual::topic(name).is_some() => page(name, width)?,
        names => of_command(names, width)?,
    };
    context.say(&text)
}

/// The pages of the manual, for the end of the first page of help.
pub fn topics() -> String {
    let mut text = "Manual:\n".to_owned();
    for topic in &TOPICS {
        text.push_str(&format!("  breach help {:<10} {}\n", topic.name, topic.about));
    }
    text.trim_end().to_owned()
}

/// A page of the manual; where a command has the same name, its help follows.
fn page(name: &str, width: usize) -> Outcome<String> {
    let markdown = manual::topic(name).map_or_else(String::new, Topic::whole);
    let mut text = manual::render(&markdown, width);
    if Cli::command().find_subcommand(name).is_some() {
        text.push_str(&format!("\n{}", of_command(&[name], width)?));
    }
    Ok(text)
}

/// Every command in its group, the environment, and the exit codes.
pub fn all() -> Document {
    let root = Cli::command();
    let about = |name: &str| {
        let command = root.find_subcommand(name);
        command
            .and_then(|command| command.get_about())
            .map_or_else(String::new, ToString::to_string)
    };
    let row = |name: &str, what: &str| vec![name.to_owned(), what.to_owned()];
    let codes = FailureKind::TABLE
        .iter()
        .map(|(_, code, what)| row(&code.to_string(), what));
    let mut parts: Vec<(&str, Vec<Vec<String>>)> = GROUPS
        .iter()
        .map(|(title, names)| (*title, names.iter().map(|name| row(name, &about(name))).collect()))
        .collect();
    parts.extend([
        (
            "The manual",
            TOPICS.iter().map(|topic| row(topic.name, topic.about)).collect(),
        ),
        ("Environment", VARIABLES.map(|(name, what)| row(name, what)).to_vec()),
        ("Exit codes", std::iter::once(row("0", "fine")).chain(codes).collect()),
    ]);
    let mut page = Document::default();
    page.paragraph("breach, alone: what matters now");
    for (title, rows) in parts {
        page.add(Section::new(title).with(Block::rows(rows)));
    }
    page.space();
    page.paragraph(
        "breach help COMMAND explains one, breach help TOPIC shows a page of the manual. Every command takes --json.",
    );
    page
}

fn of_command(names: &[&str], width: usize) -> Outcome<String> {
    let mut command = Cli::command().term_width(width);
    command.build();
    let mut command = &mut command;
    for (nth, name) in names.iter().enumerate() {
        let known: Vec<String> = command
            .get_subcommands()
            .map(|known| known.get_name().to_owned())
            .collect();
        if !known.iter().any(|known| known == name) {
            let path = [&["breach"], &names[..nth]].concat().join(" ");
            let failure = Failure::usage(format!("`{path}` has no command `{name}`"));
            return Err(failure.hint(meant(
                did_you_mean(name, known.iter().map(String::as_str)),
                "`breach help all` lists every command",
            )));
        }
        // Just found above.
        command = match command.find_subcommand_mut(name) {
            Some(command) => command,
            None => {
                return Err(Failure::bug(format!("the command `{name}` was there and is gone")));
            }
        };
    }
    Ok(command.render_help().to_string())
}

#[cfg(test)]
mod tests;
