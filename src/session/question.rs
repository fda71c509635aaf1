//! Asks one question of a step and logs the answer; rows of a table one by one, each durable before the next.

use super::asking::{Exit, Flow, Session};
use super::prompts::Prompt;
use crate::document::terminal;
use crate::fact::narrower::offered;
use crate::fact::read::{
    Asked, by_number, is_one_cell, read_answer, read_cell, read_csv, read_row, read_time, without_value,
};
use crate::fact::{Answer, Bound, Column, Kind, Row, Value};
use crate::journal::Draft;
use crate::obligation::start::MAY_BE_FUTURE;
use crate::playbook::plan::Question;
use crate::prompt::TypeAhead;
use crate::screens::logged::deadline_lines;
use crate::situation::Deadline;
use crate::time::{Exactness, Moment, When};
use crate::workflow::step_report;

/// What `?` says at a question.
pub(super) const HELP: &str =
    "  `unknown` is an answer. /later leaves the question open; it is not lost. `back` leaves all that follow, too.\n";

const LEFT_OPEN: &str = "  Left open. It stays under Not known yet.\n";

/// Leaves a question, and those that follow it.
const BACK: &str = "back";

/// What became of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asking {
    /// It was answered, `unknown` included.
    Answered,
    /// It was left for later.
    LeftOpen,
    /// It was left with all questions that follow it.
    Left,
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
                self.tell(LEFT_OPEN)?;
                Ok(Asking::LeftOpen)
            }
            Ok(Asking::Left) => {
                self.tell(LEFT_OPEN)?;
                Ok(Asking::Left)
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
            shown.push_str(&options_lines(offered(options), width));
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
            if text.eq_ignore_ascii_case(BACK) {
                return Ok(Asking::Left);
            }
            let heard = if text.starts_with('@') { self.hear(&text)? } else { None };
            let words = heard.as_ref().map_or(text.as_str(), |heard| heard.text.as_str());
            let Some(answer) = self.understood(question, words)? else {
                continue;
            };
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

    /// Reads an answer, and asks where it reads in two ways. `None` when it is to be typed again: why was said.
    pub(super) fn understood(&mut self, question: &Question, text: &str) -> Flow<Option<Answer>> {
        let kind = &question.kind;
        let is_time = matches!(kind, Kind::Date | Kind::DateTime) && without_value(text, kind).is_none();
        let answer = if is_time {
            self.time_answer(kind, text)?
        } else {
            match self.read(question, text) {
                Ok(answer) => Some(answer),
                Err(why) => {
                    self.tell(&format!("  {why}\n"))?;
                    None
                }
            }
        };
        let Some(answer) = answer else {
            return Ok(None);
        };
        if !self.is_meant(&question.fact, &answer)? {
            self.tell("  Nothing was recorded. Type the time again.\n")?;
            return Ok(None);
        }
        Ok(Some(answer))
    }

    /// Reads a time, and asks which is meant where it reads in two ways.
    fn time_answer(&mut self, kind: &Kind, text: &str) -> Flow<Option<Answer>> {
        let (value, about) = match read_time(text, kind, &self.asked()) {
            Ok(read) => read,
            Err(why) => match self.settle(&why)? {
                Some(when) => return Ok(Some(Answer::of_time(&when))),
                None => return Ok(None),
            },
        };
        if let Value::DateTime(at) = value
            && *at.offset() != *self.zone.at(&at).offset()
        {
            self.say_back(&When::Moment(Moment {
                at,
                precision: Exactness::Exact,
            }))?;
        }
        let bound = about.then_some(Bound::About);
        Ok(Some(Answer::Known { value, bound }))
    }

    /// A time that lies ahead is right for few questions and a slip for most, and clocks run from some of them.
    fn is_meant(&mut self, fact: &str, answer: &Answer) -> Flow<bool> {
        let ahead = answer.lies_ahead(self.now(), self.zone);
        match ahead.filter(|_| !MAY_BE_FUTURE.contains(&fact)) {
            Some(said) => self.yes_or_no(&format!("{said} is in the future. Do you mean that?")),
            None => Ok(true),
        }
    }

    pub(super) fn read(&mut self, question: &Question, text: &str) -> Result<Answer, String> {
        match &question.kind {
            Kind::File => self.read_file_answer(text),
            kind @ (Kind::Select(options) | Kind::MultiSelect(options)) => {
                read_answer(&by_number(text, offered(options)), kind, &self.asked())
            }
            kind => read_answer(text, kind, &self.asked()),
        }
    }

    pub(super) fn asked(&self) -> Asked {
        Asked {
            now: self.now(),
            zone: self.zone,
        }
    }

    /// A file stays where it is: its name, size and SHA-256 are kept.
    fn read_file_answer(&mut self, text: &str) -> Result<Answer, String> {
        if let Some(answer) = without_value(text, &Kind::File) {
            return answer;
        }
        let path = self.context.world.path(text);
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
        let mut begun = String::new();
        loop {
            let mut text = match self.ask(&Prompt {
                begun: &begun,
                ..*prompt
            }) {
                // Rows that are recorded are an answer; only an empty table is left open.
                Err(Exit::Later(_)) if !recorded.is_empty() => return Ok(Asking::Answered),
                text => text?,
            };
            begun.clear();
            if recorded.is_empty()
                && let Some(rows) = self.taken(question, &text)
            {
                text = rows;
            }
            let lower = text.to_lowercase();
            match lower.as_str() {
                "" if recorded.is_empty() => {
                    self.tell("  Nothing was recorded. Type a row, `none`, `unknown`, or /later.\n")?;
                    continue;
                }
                "" | "done" | "end" => {
                    self.offer_to_keep_rows(question, &recorded)?;
                    return Ok(Asking::Answered);
                }
                BACK => return Ok(Asking::Left),
                _ => {}
            }
            if recorded.is_empty()
                && let Some(whole) = without_value(&text, &question.kind)
            {
                match whole {
                    Ok(answer) if self.write_answer(question, &answer, step)? => return Ok(Asking::Answered),
                    Ok(_) => {}
                    Err(why) => self.tell(&format!("  {why}\n"))?,
                }
                continue;
            }
            let rows = if lower.starts_with("--from ") {
                self.rows_from_file(text["--from ".len()..].trim(), columns)
            } else if lower == CELLS || is_one_cell(&text, columns) {
                let first = if lower == CELLS { None } else { Some(text.as_str()) };
                match self.cell_by_cell(columns, first)? {
                    Some(row) => Ok(vec![row]),
                    None => continue,
                }
            } else {
                let asked = self.asked();
                text.lines()
                    .filter(|line| !line.trim().is_empty())
                    .map(|line| read_row(line, columns, &asked))
                    .collect::<Result<Vec<_>, _>>()
            };
            match rows {
                Err(why) => {
                    let is_one_line = !text.contains('\n');
                    let again = if is_one_line {
                        " It stands there again, to be mended; Ctrl-U clears it."
                    } else {
                        ""
                    };
                    self.tell(&format!("  {why}\n  Nothing of that was recorded.{again}\n"))?;
                    if is_one_line {
                        begun = text;
                    }
                }
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

    /// Asks for the cells of one row, one after the other; the first may have been typed already. `None` when it was left.
    fn cell_by_cell(&mut self, columns: &[Column], first: Option<&str>) -> Flow<Option<Row>> {
        let mut row = Row::new();
        let mut typed = first.map(str::to_owned);
        for column in columns {
            loop {
                let text = match typed.take() {
                    Some(text) => text,
                    None => {
                        let question = cell_question(column);
                        self.tell(&question)?;
                        match self.ask(&Prompt::new("    > ").help(CELL_HELP).reminder(&question)) {
                            Err(Exit::Later(_)) => BACK.to_owned(),
                            text => text?,
                        }
                    }
                };
                if text.eq_ignore_ascii_case(BACK) {
                    self.tell("  Nothing of that row was recorded. Type a row, or Enter to end.\n")?;
                    return Ok(None);
                }
                let text = match &column.kind {
                    Kind::Select(options) | Kind::MultiSelect(options) => by_number(&text, options),
                    _ => text,
                };
                match read_cell(&text, column, &self.asked()) {
                    Ok(Some(value)) => {
                        row.insert(column.name.clone(), value);
                        break;
                    }
                    Ok(None) => break,
                    Err(why) => self.tell(&format!("    {why}\n"))?,
                }
            }
        }
        if row.is_empty() {
            self.tell("  Every cell is empty; nothing was recorded.\n")?;
            return Ok(None);
        }
        Ok(Some(row))
    }

    fn rows_from_file(&mut self, path: &str, columns: &[Column]) -> Result<Vec<Row>, String> {
        let text = crate::files::read_text(&self.context.world.path(path))
            .map_err(|why| format!("`{path}` cannot be read: {why}."))?;
        read_csv(&text, columns, &self.asked()).map_err(|problems| problems.join("\n  "))
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

/// Asks for the cells of a row one by one.
const CELLS: &str = "cells";

const CELL_HELP: &str = "  Enter leaves this cell empty. `back` leaves the row; nothing of it is recorded.\n";

/// One cell of a row as a question.
fn cell_question(column: &Column) -> String {
    let name = column.name.replace('_', " ");
    match &column.kind {
        Kind::Select(options) | Kind::MultiSelect(options) => {
            let numbered: Vec<String> = options
                .iter()
                .enumerate()
                .map(|(index, option)| format!("{} {option}", index + 1))
                .collect();
            format!("    {name}: {}\n", numbered.join(", "))
        }
        Kind::YesNo => format!("    {name}: yes / no\n"),
        _ => format!("    {name}:\n"),
    }
}

/// The options of a question with their numbers: a line each while a digit is enough, else one after the other.
fn options_lines(options: &[String], width: usize) -> String {
    let numbered = options.iter().enumerate();
    let lines: Vec<String> = if options.len() > 9 {
        // What belongs together stays on one line.
        let all: Vec<String> = numbered
            .map(|(number, option)| format!("{}\u{a0}{}", number + 1, option.replace(' ', "\u{a0}")))
            .collect();
        crate::text::wrap(&all.join("  "), width, "    ", "    ")
    } else {
        numbered
            .flat_map(|(number, option)| crate::text::wrap(option, width, &format!("   {}  ", number + 1), "      "))
            .collect()
    };
    let mut shown = lines.join("\n").replace('\u{a0}', " ");
    shown.push('\n');
    shown
}

/// What helps to answer, a line each.
fn hints(question: &Question) -> Vec<String> {
    let mut hints: Vec<String> = question.hint.iter().cloned().collect();
    let how = match &question.kind {
        Kind::YesNo => "yes / no / unknown".to_owned(),
        Kind::Number => "a number, ~4000, at least 4000, up to 4000, or unknown".to_owned(),
        Kind::Money => "an amount with its currency, such as EUR 1200, or unknown".to_owned(),
        Kind::Date => "a day, such as 20 Nov, a month, a year, none, or unknown".to_owned(),
        Kind::DateTime => "a time: 23:40, yesterday 18:15, 20 min ago; or a day, none, unknown".to_owned(),
        Kind::Duration => "such as 90 minutes or 3 days, or unknown".to_owned(),
        Kind::Select(_) => "a number or a word from the list, or unknown".to_owned(),
        Kind::MultiSelect(_) => "numbers or words from the list, with commas, none, or unknown".to_owned(),
        Kind::Table(columns) => {
            let names: Vec<String> = columns
                .iter()
                .map(|column| {
                    let name = column.name.replace('_', " ");
                    match &column.kind {
                        Kind::Select(options) if options.len() <= 9 => format!("{name} ({})", options.join(", ")),
                        _ => name,
                    }
                })
                .collect();
            let one_by_one = if columns.len() > 1 {
                ". The first cell alone asks for the others one by one"
            } else {
                ""
            };
            format!(
                "a row a line: {}{one_by_one}. A paste from a spreadsheet, --from file.csv, none, or unknown",
                names.join("; ")
            )
        }
        Kind::File => {
            "the path of a file (its name, size and hash are kept, it stays where it is), none, or unknown".to_owned()
        }
        Kind::Text | Kind::LongText | Kind::Person => String::new(),
    };
    if !how.is_empty() {
        hints.push(how);
    }
    hints
}
