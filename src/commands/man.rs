//! `breach man`: manual pages made from the same words as the help.

use std::path::PathBuf;

use clap::CommandFactory;
use clap_mangen::Man;

use super::Cli;
use crate::context::Context;
use crate::failure::Outcome;
use crate::output_file::OutputFile;

/// Write the manual pages
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder for one page a command; without it, the first page goes to standard output
    #[arg(value_name = "FOLDER")]
    pub folder: Option<PathBuf>,
    /// Replace the pages that exist
    #[arg(long, requires = "folder")]
    pub force: bool,
}

/// Writes manual pages.
pub fn run(args: &Args, context: &mut Context<'_>) -> Outcome {
    let pages = pages();
    let Some(folder) = &args.folder else {
        let mut page = Vec::new();
        if let Some(first) = pages.first() {
            first.render(&mut page)?;
        }
        return context.write(&page);
    };
    let folder = context.world.cwd.join(folder);
    let own = context.own_folders();
    let paths: Vec<PathBuf> = pages.iter().map(|page| folder.join(page.get_filename())).collect();
    let file = |path| OutputFile {
        path,
        force: args.force,
        hint: "name a folder for them: `breach man FOLDER`",
        own: None,
    };
    for path in &paths {
        file(path).check(&own)?;
    }
    for (page, path) in pages.iter().zip(&paths) {
        let mut bytes = Vec::new();
        page.render(&mut bytes)?;
        file(path).write(&bytes, &own)?;
    }
    let many = crate::text::count(pages.len(), "page");
    context.say(&format!("  Written: {many} in {}\n", folder.display()))
}

/// A page for the program and for each command, those that the first help leaves out too.
fn pages() -> Vec<Man> {
    let mut root = Cli::command();
    root.build();
    let mut pages = Vec::new();
    let mut rest = vec![shown(root)];
    while let Some(command) = rest.pop() {
        rest.extend(command.get_subcommands().cloned());
        pages.push(Man::new(command));
    }
    pages
}

fn shown(command: clap::Command) -> clap::Command {
    command.mut_subcommands(|command| shown(command.hide(false)))
}

#[cfg(test)]
mod tests;
