//! Asks one question of a step and logs the answer; rows of a table one by one, each durable before the next.

use super::asking::{Exit, Flow, Session};
use super::prompts::Prompt;
use crate::document::terminal;
use crate::fact::read::{Asked, read_answer, read_csv, read_row};
use crate::fact::{Answer, Column, Kind, Row, Value};
use crate::journal::Draft;
use crate::obligation::start::MAY_BE_FUTURE;
use crate::playbook::plan::Question;
use crate::prompt::TypeAhead;
use crate::screens::logged::deadline_lines;
use crate::situation::Deadline;
use crate::workflow::step_report;

/// What `?` says at a question.
pub(super) const HELP: &str = "  `unknown` is an answer. /later leaves the question open; it is not lost.\n";

/// What became of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asking {
    /// It was answered, `unknown` included.
    Answered,
    /// It was left for later.
    LeftOpen,
}

impl Session<'_, '_> {
    /// Asks a question until it is answered or left open with `/later`.
    pub fn question(&mut self, question: &Question, step: Option<(&str, u32)>) -> Flow<Asking> {
        let shown = self.show_question(question)?;
        let width = self.context.world.terminal.width;
        let before = self.deadlines()?;
        let prompt = Prompt {
            ahead: match question.kind {
                Kind::LongText | Kind::Table(_) => TypeAhead::Join,
                _ => TypeAhead::Drop,
            },
            ..Prompt::new("  > ").help(HELP).reminder(&shown)
        };
        let asked = match &question.kind {
            Kind::Table(columns) => self.rows(question, columns, step, &prompt),
            _ => self.single(question, step, &prompt),
        };
        let moved: Vec<Deadline> = self
            .deadlines()?
            .into_iter()
            .filter(|now| now.timing.is_running() && !before.iter().any(|then| is_same(then, now)))
            .collect();
        let shown = terminal(&deadline_lines(&moved, self.zone), width);
        self.say(&shown)?;
        match asked {
            Err(Exit::Later(said)) => {
                if !said.is_empty() {
                    self.note(&said, None)?;
                }
                self.tell("  Left open. It stays under Not known yet.\n")?;
                Ok(Asking::LeftOpen)
            }
            other => other,
        }
    }

    /// Shows a question with what helps to answer it, and gives what was shown.
    pub(super) fn show_question(&mut self, question: &Question) -> Flow<String> {
        let width = self.context.world.terminal.width;
        let mut shown = String::from("\n");
        for line in crate::text::wrap(&question.ask, width, "  ", "  ") {
            shown.push_str(&line);
            shown.push('\n');
        }
        let on_file = self.on_file(question);
        for line in hints(question).into_iter().chain(on_file) {
            for line in crate::text::wrap(&line, width, "    ", "    ") {
                shown.push_str(&line);
                shown.push('\n');
            }
        }
        if let Kind::Select(options) | Kind::MultiSelect(options) = &question.kind {
            shown.push_str(&options_lines(options, width));
        }
        self.say(&shown)?;
        self.say_what_is_due()?;
        Ok(shown)
    }

    /// The deadlines that steps carry by themselves: what is computed was shown when it was logged.
    fn deadlines(&mut self) -> Flow<Vec<Deadline>> {
        let current = self.situation()?;
        let of_steps = current
            .situation
            .deadlines
            .iter()
            .filter(|deadline| deadline.step().is_some());
        Ok(of_steps.cloned().collect())
    }

    fn single(&mut self, question: &Question, step: Option<(&str, u32)>, prompt: &Prompt<'_>) -> Flow<Asking> {
        loop {
            let mut text = self.ask(prompt)?;
            if let Some(words) = self.taken(question, &text) {
                text = words;
            }
            if text.is_empty() {
                self.tell("  Nothing was recorded. Type an answer, `unknown`, or /later.\n")?;
                continue;
            }
            let heard = if text.starts_with('@') { self.hear(&text)? } else { None };
            let words = heard.as_ref().map_or(text.as_str(), |heard| heard.text.as_str());
            let answer = match self.read(question, words) {
                Ok(answer) => answer,
                Err(why) => {
                    self.tell(&format!("  {why}\n"))?;
                    continue;
                }
            };
            if !self.is_meant(&question.fact, &answer)? {
                self.tell("  Nothing was recorded. Type the time again.\n")?;
                continue;
            }
            let logged = self.write(&mut |incident, _| {
                let draft = Draft::new(step_report::answer(incident, question, answer.clone(), step));
                Ok(vec![match &heard {
                    Some(heard) => heard.mark(draft, false),
                    None => draft,
                }])
            })?;
            if logged {
                self.offer_to_keep(question, &answer)?;
                return Ok(Asking::Answered);
            }
        }
    }

    /// A time that lies ahead is right for few questions and a slip for most, and clocks run from some of them.
    fn is_meant(&mut self, fact: &str, answer: &Answer) -> Flow<bool> {
        let ahead = answer.lies_ahead(self.now());
        match ahead.filter(|_| !MAY_BE_FUTURE.contains(&fact)) {
            Some(at) => {
                let said = crate::time::format::full(at, self.zone);
                self.yes_or_no(&format!("{said} is in the future. Do you mean that?"))
            }
            None => Ok(true),
        }
    }

    pub(super) fn read(&mut self, question: &Question, text: &str) -> Result<Answer, String> {
        if question.kind == Kind::File {
            return self.read_file_answer(text);
        }
        read_answer(text, &question.kind, &self.asked())
    }

    pub(super) fn asked(&self) -> Asked {
        Asked {
            now: self.now(),
            zone: self.zone,
        }
    }

    /// A file stays where it is: its name, size and SHA-256 are kept.
    fn read_file_answer(&mut self, text: &str) -> Result<Answer, String> {
        let asked = Asked {
            now: self.now(),
            zone: self.zone,
        };
        if let Ok(answer @ (Answer::Unknown | Answer::None { .. })) = read_answer(text, &Kind::Text, &asked) {
            return Ok(answer);
        }
        let path = self.context.world.cwd.join(text);
        let value = crate::files::fingerprint(&path)
            .map_err(|why| format!("`{text}` cannot be read: {why}. Type a path, `none: why`, or `unknown`."))?;
        Ok(Answer::known(value.into()))
    }

    fn rows(
        &mut self,
        question: &Question,
        columns: &[Column],
        step: Option<(&str, u32)>,
        prompt: &Prompt<'_>,
    ) -> Flow<Asking> {
        let mut recorded: Vec<Row> = Vec::new();
        loop {
            let mut text = match self.ask(prompt) {
                // Rows that are recorded are an answer; only an empty table is left open.
                Err(Exit::Later(_)) if !recorded.is_empty() => return Ok(Asking::Answered),
                text => text?,
            };
            if recorded.is_empty()
                && let Some(rows) = self.taken(question, &text)
            {
                text = rows;
            }
            let lower = text.to_lowercase();
            match lower.as_str() {
                "" if recorded.is_empty() => {
                    self.tell("  Nothing was recorded. Type a row, `unknown`, `none: why`, or /later.\n")?;
                    continue;
                }
                "" | "done" | "end" => {
                    self.offer_to_keep_rows(question, &recorded)?;
                    return Ok(Asking::Answered);
                }
                _ => {}
            }
            let asked = self.asked();
            let whole = read_answer(&text, &Kind::Text, &asked);
            if let Ok(answer @ (Answer::Unknown | Answer::None { .. })) = whole
                && recorded.is_empty()
            {
                if self.write_answer(question, &answer, step)? {
                    return Ok(Asking::Answered);
                }
                continue;
            }
            let rows = match lower.strip_prefix("--from ") {
                Some(_) => self.rows_from_file(text["--from ".len()..].trim(), columns),
                None => text
                    .lines()
                    .filter(|line| !line.trim().is_empty())
                    .map(|line| read_row(line, columns, &asked))
                    .collect::<Result<Vec<_>, _>>(),
            };
            match rows {
                Err(why) => self.tell(&format!("  {why}\n  Nothing of that was recorded.\n"))?,
                Ok(rows) => {
                    for row in rows {
                        if self.write_answer(question, &Answer::known(Value::Row(row.clone())), step)? {
                            recorded.push(row);
                        }
                    }
                    self.tell("  Next row, or Enter to end.\n")?;
                }
            }
        }
    }

    fn rows_from_file(&mut self, path: &str, columns: &[Column]) -> Result<Vec<Row>, String> {
        let asked = Asked {
            now: self.now(),
            zone: self.zone,
        };
        let text = crate::files::read_text(&self.context.world.cwd.join(path))
            .map_err(|why| format!("`{path}` cannot be read: {why}."))?;
        read_csv(&text, columns, &asked).map_err(|problems| problems.join("\n  "))
    }

    fn write_answer(&mut self, question: &Question, answer: &Answer, step: Option<(&str, u32)>) -> Flow<bool> {
        self.write(&mut |incident, _| {
            Ok(vec![Draft::new(step_report::answer(
                incident,
                question,
                answer.clone(),
                step,
            ))])
        })
    }
}

/// Whether a duty is due at the same time as before.
fn is_same(then: &Deadline, now: &Deadline) -> bool {
    then.source == now.source && then.at() == now.at()
}

/// The options of a question: numbered while a digit is enough, else one after the other.
fn options_lines(options: &[String], width: usize) -> String {
    let mut shown = String::new();
    let lines: Vec<String> = if options.len() > 9 {
        crate::text::wrap(&options.join(" · "), width, "    ", "    ")
    } else {
        let numbered = options.iter().enumerate();
        numbered
            .flat_map(|(number, option)| crate::text::wrap(option, width, &format!("   {}  ", number + 1), "      "))
            .collect()
    };
    for line in lines {
        shown.push_str(&line);
        shown.push('\n');
    }
    shown
}

/// What helps to answer, a line each.
fn hints(question: &Question) -> Vec<String> {
    let mut hints: Vec<String> = question.hint.iter().cloned().collect();
    let how = match &question.kind {
        Kind::YesNo => "yes / no / unknown".to_owned(),
        Kind::Number => "a number, ~4000, at least 4000, up to 4000, or unknown".to_owned(),
        Kind::Money => "an amount with its currency, such as EUR 1200, or unknown".to_owned(),
        Kind::Date => "a day, such as 20 Nov, or unknown".to_owned(),
        Kind::DateTime => "a time, such as 23:40, yesterday 18:15, 20 min ago, or unknown".to_owned(),
        Kind::Duration => "such as 90 minutes or 3 days, or unknown".to_owned(),
        Kind::Select(_) => "a number or a word from the list, or unknown".to_owned(),
        Kind::MultiSelect(_) => "numbers or words from the list, with commas, or unknown".to_owned(),
        Kind::Table(columns) => {
            let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
            format!(
                "a row a line: {}. A paste from a spreadsheet, --from file.csv, unknown",
                names.join("; ").replace('_', " ")
            )
        }
        Kind::File => {
            "the path of a file (its name, size and hash are kept, it stays where it is), none: why, or unknown"
                .to_owned()
        }
        Kind::Text | Kind::LongText | Kind::Person => String::new(),
    };
    if !how.is_empty() {
        hints.push(how);
    }
    hints
}
