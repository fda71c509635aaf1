//! What the profile knows, offered where it is asked for; and what it lacks, offered for keeping.
//!
//! Nothing is taken silently, nothing waits for the profile, and a profile that cannot be written stops nothing.

use super::asking::{Flow, Session};
use super::prompts::Prompt;
use crate::fact::read::read_row;
use crate::fact::{Answer, Kind, Row, Value};
use crate::playbook::plan::Question;
use crate::profile::Profile;
use crate::profile::keep::{contact_line, with_contact, with_list};

/// The word that takes what the profile says.
pub const TAKE: &str = "profile";

impl Session<'_, '_> {
    /// What the profile would answer, as it would be typed, if it fits the question: for a table a row a line.
    pub(super) fn suggestion(&mut self, question: &Question) -> Option<String> {
        let words = self.context.profile().ok()?.suggestion(&question.fact)?;
        match &question.kind {
            Kind::Table(columns) => {
                let asked = self.asked();
                let mut rows = words.lines().map(|line| read_row(line, columns, &asked));
                rows.all(|row| row.is_ok()).then_some(words)
            }
            _ => self.read(question, &words).is_ok().then_some(words),
        }
    }

    /// What the profile would answer, if what was typed takes it: its word, or Enter alone where it says who we are.
    pub(super) fn taken(&mut self, question: &Question, typed: &str) -> Option<String> {
        let takes = if typed.is_empty() {
            Profile::is_about_us(&question.fact)
        } else {
            typed.eq_ignore_ascii_case(TAKE)
        };
        takes.then(|| self.suggestion(question)).flatten()
    }

    /// A line that says what is on file for a question, or for a column of its table.
    pub(super) fn on_file(&mut self, question: &Question) -> Option<String> {
        if let Some(words) = self.suggestion(question) {
            let words = words.replace('\n', ", ");
            return Some(if Profile::is_about_us(&question.fact) {
                format!("on file: {words}; Enter takes it")
            } else {
                format!("on file: {words}; type `{TAKE}` to take it")
            });
        }
        let Kind::Table(columns) = &question.kind else {
            return None;
        };
        let profile = self.context.profile().ok()?;
        let items = columns
            .iter()
            .map(|column| profile.on_file(&column.name))
            .find(|items| !items.is_empty())?;
        Some(format!("on file: {}", items.join(", ")))
    }

    /// Offers to keep an answer that is the same in every incident, where the profile has none.
    pub(super) fn offer_to_keep(&mut self, question: &Question, answer: &Answer) -> Flow {
        let items = match answer.value() {
            Some(Value::MultiSelect(items)) => items.clone(),
            Some(Value::Select(item)) => vec![item.clone()],
            _ => return Ok(()),
        };
        self.offer_to_keep_list(question, items)
    }

    /// The same for the rows of a table with one column.
    pub(super) fn offer_to_keep_rows(&mut self, question: &Question, rows: &[Row]) -> Flow {
        let only = |row: &Row| match row.values().collect::<Vec<_>>().as_slice() {
            [Value::Text(text)] => Some(text.clone()),
            _ => None,
        };
        match rows.iter().map(only).collect::<Option<Vec<String>>>() {
            Some(items) => self.offer_to_keep_list(question, items),
            None => Ok(()),
        }
    }

    fn offer_to_keep_list(&mut self, question: &Question, items: Vec<String>) -> Flow {
        let Some(field) = Profile::field_of(&question.fact).filter(|_| !items.is_empty()) else {
            return Ok(());
        };
        let lacks = self
            .context
            .profile()
            .is_ok_and(|profile| profile.lacks(&question.fact));
        if !lacks || !self.yes_or_no("Keep that in the profile, to be offered next time?")? {
            return Ok(());
        }
        let by_hand = format!("{field}: [{}]", items.join(", "));
        self.keep(&by_hand, &|text| with_list(text, field, &items))
    }

    /// Asks for the number that was used for a call when none is on file, and offers to keep it. Enter goes on.
    pub(super) fn offer_number(&mut self, id: &str, who: &str) -> Flow {
        let typed = self.ask(&Prompt::new(
            "  No number is on file. The one you used, or Enter to go on: ",
        ))?;
        if typed.chars().filter(char::is_ascii_digit).count() < 3 {
            return Ok(());
        }
        if !self.yes_or_no("Keep it in the profile for the next time?")? {
            return Ok(());
        }
        let by_hand = contact_line(id, who, &typed);
        self.keep(&by_hand, &|text| with_contact(text, id, who, &typed))
    }

    fn keep(&mut self, by_hand: &str, change: &dyn Fn(Option<&str>) -> Option<String>) -> Flow {
        let failed = format!("  It could not be kept; add it by hand with `breach profile edit`:\n    {by_hand}\n");
        let Some(folder) = self.context.config_folder() else {
            return self.tell(&failed);
        };
        let path = folder.join("profile.yaml");
        let text = if path.exists() {
            crate::files::read_text(&path).map(Some)
        } else {
            crate::files::make_folder(&folder).map(|()| None)
        };
        let written = text
            .ok()
            .and_then(|text| change(text.as_deref()))
            .map(|new| crate::output_file::replace_linked(&path, new.as_bytes()));
        match written {
            Some(Ok(())) => self.tell("  Kept in the profile.\n"),
            Some(Err(_)) | None => self.tell(&failed),
        }
    }
}
