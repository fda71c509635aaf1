//! What slash commands do.

use super::asking::{Exit, Flow, Session};
use super::prompts::Prompt;
use super::slash_commands::SlashCommand;
use crate::attribution::full_name;
use crate::document::terminal;
use crate::screens::board::board;

impl Session<'_, '_> {
    /// Carries out a slash command, which may ask questions of its own.
    pub fn carry_out(&mut self, command: SlashCommand) -> Flow {
        let works_always = matches!(command, SlashCommand::Help | SlashCommand::Leave | SlashCommand::IAm(_));
        if !works_always && !self.has_case() {
            return self.tell("  No incident is open yet. That works a moment later; nothing was logged.\n");
        }
        let done = match command {
            SlashCommand::Later(said) => return Err(Exit::Later(said)),
            SlashCommand::Leave => return Err(Exit::Leave),
            SlashCommand::Help => self.show_slash_commands(),
            SlashCommand::IAm(name) => self.i_am(name),
            SlashCommand::Note(text, access) => self.note(&text, access),
            SlashCommand::Call(with) => self.call(with),
            SlashCommand::Board => self.show_board(),
            SlashCommand::Fix(entry) => self.fix(&entry),
            SlashCommand::Swap(name) => self.swap(&name),
            SlashCommand::Close => self.close_here(),
        };
        match done {
            // Putting off the command's own question must not put off the one that stood open before it.
            Err(Exit::Later(_)) => self.tell("  Left. Nothing was logged for that.\n"),
            other => other,
        }
    }

    fn call(&mut self, with: String) -> Flow {
        let with = if with.is_empty() {
            self.text(
                &Prompt::new("  Who was called, or who called? "),
                "Type a name, or /later.",
            )?
        } else {
            with
        };
        self.log_call(&with, None)
    }

    fn i_am(&mut self, name: String) -> Flow {
        let name = if name.is_empty() {
            self.text(&Prompt::new("  Your name, for the record: "), "Type your name.")?
        } else {
            name
        };
        let name = full_name(&name, &self.people()?);
        self.context.set_writer(name.clone(), None);
        self.say(&format!("  From now on {name} types.\n"))
    }

    fn show_board(&mut self) -> Flow {
        let (zone, width) = (self.zone, self.context.world.terminal.width);
        let now = self.situation()?;
        let shown = terminal(&board(now.workflow, now.incident, now.situation, zone), width);
        self.say(&format!("\n{shown}\n"))
    }
}
