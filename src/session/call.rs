//! Calls: with whom, and what came of it.

use super::asking::{Flow, Session};
use super::prompts::Prompt;
use crate::incident::event::CallLogged;
use crate::journal::Draft;

impl Session<'_, '_> {
    /// Asks what came of a call and logs it.
    pub fn log_call(&mut self, with: &str, number: Option<&str>) -> Flow {
        let question = "  What came of it? What they said, a case number, voicemail. Not yet: /later\n";
        self.tell(question)?;
        self.say_what_is_due()?;
        let prompt = Prompt::of_text("  > ")
            .help("  What they said, a case number, or `no answer`. Not called yet? /later logs nothing.\n")
            .reminder(question);
        let outcome = self.text(&prompt, "Type what came of it, even `no answer`, or /later.")?;
        let heard = self.hear(&outcome)?;
        let call = CallLogged {
            with: with.to_owned(),
            number: number.map(str::to_owned),
            outcome: heard.as_ref().map_or(outcome, |heard| heard.text.clone()),
        };
        let draft = Draft::new(call);
        let draft = match heard {
            Some(heard) => heard.mark(draft, false),
            None => draft,
        };
        self.write(&mut |_, _| Ok(vec![draft.clone()]))?;
        Ok(())
    }
}
