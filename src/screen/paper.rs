//! A playbook on paper, for the night when no computer can be trusted: `breach playbook show --format print`.
//!
//! Plain text of 80 columns, a page break between phases, a box to tick for each step, and lines to write on. Numbers come
//! from the profile. Knows no incident: a paper copy is made before one.

use super::contacts::{Line, lines};
use crate::fact::Kind;
use crate::playbook::plan::{Aim, Due, Gate, Moment, Phase, Playbook, Question, Repeat, Side, Step};
use crate::playbook::words::earliest_of;
use crate::profile::{Profile, title_of};
use crate::template;
use crate::text::{clip, list_plain, pad, visible_line, width, wrap};

/// Columns of a page.
const WIDTH: usize = 80;

/// Between two pages.
const PAGE_BREAK: char = '\u{c}';

/// Empty rows at the end of the list of numbers.
const SPARE_NUMBERS: usize = 4;

/// The whole playbook, ready for a printer.
pub fn paper(playbook: &Playbook, profile: &Profile) -> String {
    let mut sheet = Sheet::default();
    first_page(&mut sheet, playbook, profile);
    sheet.page_break();
    numbers(&mut sheet, playbook, profile);
    let mut number = 0;
    for phase in Phase::ALL {
        let steps: Vec<&Step> = playbook.steps.iter().filter(|step| step.phase == phase).collect();
        if steps.is_empty() {
            continue;
        }
        sheet.page_break();
        sheet.title(&format!("{}: {}", phase.name().to_uppercase(), question_of(phase)));
        for step in steps {
            number += 1;
            one_step(&mut sheet, playbook, step, number);
        }
    }
    sheet.page_break();
    sheet.title("NOTES");
    sheet.put("Time first, then who said it, then what. One line, one thing.", 0);
    for _ in 0..24 {
        sheet.blank();
        sheet.line(&format!("______  {}", "_".repeat(WIDTH - 8)));
    }
    sheet.text
}

fn question_of(phase: Phase) -> &'static str {
    match phase {
        Phase::Confirm => "is it real, and how bad",
        Phase::Contain => "stop the loss, keep the proof",
        Phase::Notify => "tell those who must know",
        Phase::Audit => "show what was done",
        Phase::Learn => "do better next time",
    }
}

#[derive(Default)]
struct Sheet {
    text: String,
}

impl Sheet {
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn blank(&mut self) {
        self.text.push('\n');
    }

    fn page_break(&mut self) {
        self.text.push(PAGE_BREAK);
    }

    fn title(&mut self, text: &str) {
        let text = visible_line(text);
        self.put(&text, 0);
        self.line(&"=".repeat(width(&text).min(WIDTH)));
    }

    fn put(&mut self, text: &str, indent: usize) {
        self.labelled("", text, indent);
    }

    /// Text after a label, the lines below it aligned.
    fn labelled(&mut self, label: &str, text: &str, indent: usize) {
        let first = format!("{}{label}", " ".repeat(indent));
        let rest = " ".repeat(width(&first));
        for line in wrap(&visible_line(text), WIDTH, &first, &rest) {
            self.line(&line);
        }
    }

    /// A label and a line to write on, up to the right edge.
    fn rule(&mut self, label: &str, indent: usize) {
        let start = format!("{}{label}", " ".repeat(indent));
        let start = if label.is_empty() { start } else { format!("{start} ") };
        let room = WIDTH.saturating_sub(width(&start)).max(10);
        self.line(&format!("{start}{}", "_".repeat(room)));
    }
}

fn first_page(sheet: &mut Sheet, playbook: &Playbook, profile: &Profile) {
    sheet.title(&playbook.title);
    sheet.put(&playbook.summary, 0);
    sheet.blank();
    sheet.put(
        &format!(
            "A copy on paper of the playbook {}. Tick each box, and write down who did it and when. When a computer can \
             be trusted again, `breach start {}` takes all of it, with the times on this paper.",
            playbook.id, playbook.id
        ),
        0,
    );
    sheet.blank();
    sheet.line(&format!(
        "What we call it {}  It reached us on {} at {}",
        "_".repeat(20),
        "_".repeat(12),
        "_".repeat(8)
    ));
    sheet.blank();
    sheet.line(&format!(
        "Who decides {}  Who writes {}",
        "_".repeat(27),
        "_".repeat(27)
    ));
    let first = &playbook.first;
    if !(first.do_not.is_empty() && first.call.is_empty()) {
        sheet.blank();
        sheet.line("THE FIRST FIVE MINUTES");
    }
    if !first.do_not.is_empty() {
        sheet.blank();
        sheet.line("Do not");
        for item in &first.do_not {
            sheet.labelled("- ", item, 2);
        }
    }
    if !first.call.is_empty() {
        sheet.blank();
        sheet.line("Call now");
        for id in &first.call {
            sheet.blank();
            call(sheet, playbook, profile, id);
        }
    }
}

fn call(sheet: &mut Sheet, playbook: &Playbook, profile: &Profile, id: &str) {
    let contact = profile.contact(id);
    let name = contact
        .as_ref()
        .map(|contact| contact.name.clone())
        .filter(|name| !name.is_empty());
    let title = called(playbook, id);
    let who = match name {
        Some(name) if name != title => format!("{title}, {name}"),
        _ => title,
    };
    let number = contact
        .and_then(|contact| contact.number)
        .unwrap_or_else(|| "_".repeat(20));
    let who = clip(&visible_line(&who), 48).into_owned();
    sheet.line(&format!("  [ ]  {}  {}", pad(&who, 48), visible_line(&number)));
    if let Some(say) = playbook.first.say.iter().find(|say| say.to == id) {
        sheet.put(&format!("\"{}\"", with_blanks(&say.text)), 7);
    }
    sheet.line(&format!("       reached at {}  said {}", "_".repeat(8), "_".repeat(45)));
}

/// A sheet of numbers: everybody in the profile, then whoever this playbook names and the profile does not.
fn numbers(sheet: &mut Sheet, playbook: &Playbook, profile: &Profile) {
    sheet.title("NUMBERS THAT DO NOT DEPEND ON COMPANY SYSTEMS");
    let mut rows: Vec<Line> = lines(profile, None);
    let owners = playbook.steps.iter().map(|step| step.owner.as_str());
    let named = playbook.first.call.iter().map(String::as_str);
    for id in named
        .chain(owners)
        .chain(playbook.roles.iter().map(|role| role.id.as_str()))
    {
        if rows.iter().all(|row| row.id != id) {
            rows.push(Line {
                id: id.to_owned(),
                title: called(playbook, id),
                name: String::new(),
                number: None,
                note: None,
            });
        }
    }
    for row in &rows {
        let title = called(playbook, &row.id);
        let title = if row.title == title_of(&row.id) {
            title
        } else {
            row.title.clone()
        };
        let name = if row.name == title { "" } else { &row.name };
        sheet.blank();
        number_row(sheet, &title, name, row.number.as_deref().unwrap_or(""));
        if let Some(note) = &row.note {
            sheet.put(note, 2);
        }
    }
    for _ in 0..SPARE_NUMBERS {
        sheet.blank();
        number_row(sheet, "", "", "");
    }
}

fn due_words(playbook: &Playbook, due: &Due) -> String {
    let due = match due {
        Due::By(due) => due,
        Due::With(with) => return earliest_of(with),
    };
    let side = match due.side {
        Side::Before => "before",
        Side::After => "after",
    };
    let of = match &due.of {
        Moment::Fact(fact) => fact_words(playbook, fact),
        Moment::Step(step) => step_words(playbook, step),
    };
    format!("{} {side} {of}: {}", due.span, due.source)
}

fn number_row(sheet: &mut Sheet, title: &str, name: &str, number: &str) {
    let cell = |text: &str, columns: usize| match text.is_empty() {
        true => "_".repeat(columns),
        false => pad(&clip(&visible_line(text), columns), columns),
    };
    sheet.line(&format!(
        "{}  {}  {}",
        cell(title, 26),
        cell(name, 26),
        cell(number, 24)
    ));
}

fn one_step(sheet: &mut Sheet, playbook: &Playbook, step: &Step, number: usize) {
    sheet.blank();
    sheet.labelled(&format!("[ ] {number:>2}  "), &step.title, 0);
    let mut facts = vec![called(playbook, &step.owner)];
    facts.extend(step.aim.as_ref().map(|aim| aim_words(playbook, aim)));
    facts.extend(step.repeat.as_ref().map(repeat_words));
    sheet.put(&facts.join("; "), 8);
    if let Some(due) = &step.due {
        sheet.labelled("DUE ", &due_words(playbook, due), 8);
    }
    sheet.labelled("Why: ", &step.why, 8);
    if let Some(when) = &step.when {
        sheet.labelled("Only if: ", &when.to_string(), 8);
    }
    if !step.after.is_empty() {
        let titles: Vec<String> = step.after.iter().map(|id| step_words(playbook, id)).collect();
        sheet.labelled("First: ", &list_plain(&titles, "and"), 8);
    }
    for gate in &step.gates {
        sheet.labelled("[ ] ", &gate_words(playbook, gate), 8);
        sheet.line(&format!(
            "            said by {}  at {}",
            "_".repeat(36),
            "_".repeat(12)
        ));
    }
    sheet.blank();
    for instruction in &step.instructions {
        match &instruction.command {
            None => sheet.labelled("- ", &instruction.text, 8),
            Some(command) => {
                let text = if instruction.text.is_empty() {
                    "to type, on one line:"
                } else {
                    &instruction.text
                };
                sheet.labelled("- ", text, 8);
                // A command is never wrapped: a line break would change it.
                sheet.line(&format!("            {}", visible_line(command)));
            }
        }
    }
    for question in &step.questions {
        sheet.blank();
        ask(sheet, question);
    }
    sheet.blank();
    sheet.line(&format!(
        "        Done by {}  on {}  at {}",
        "_".repeat(32),
        "_".repeat(12),
        "_".repeat(10)
    ));
    sheet.rule("Notes  ", 8);
    sheet.rule("", 16);
}

/// A question with room for its answer.
fn ask(sheet: &mut Sheet, question: &Question) {
    sheet.put(&question.ask, 8);
    match &question.kind {
        Kind::YesNo => sheet.line("          [ ] yes   [ ] no   [ ] not known"),
        Kind::Select(options) | Kind::MultiSelect(options) => {
            let boxes: Vec<String> = options
                .iter()
                .map(|option| format!("[ ] {option}"))
                .chain(std::iter::once("[ ] not known".to_owned()))
                .collect();
            let mut line = String::new();
            for one in boxes {
                if !line.is_empty() && width(&line) + width(&one) + 13 > WIDTH {
                    sheet.line(&format!("          {line}"));
                    line.clear();
                }
                if !line.is_empty() {
                    line.push_str("   ");
                }
                line.push_str(&visible_line(&one));
            }
            sheet.line(&format!("          {line}"));
        }
        Kind::Table(columns) => {
            let names: Vec<String> = columns.iter().map(|column| column.name.replace('_', " ")).collect();
            sheet.put(&names.join(" | "), 10);
            for _ in 0..4 {
                sheet.rule("", 10);
            }
        }
        Kind::LongText => {
            for _ in 0..3 {
                sheet.rule("", 10);
            }
        }
        _ => sheet.rule("", 10),
    }
}

/// What somebody is called: a role's title, else the id in words.
fn called(playbook: &Playbook, id: &str) -> String {
    playbook
        .role(id)
        .map_or_else(|| title_of(id), |role| role.title.clone())
}

fn step_words(playbook: &Playbook, id: &str) -> String {
    playbook
        .step(id)
        .map_or_else(|| id.to_owned(), |step| format!("\"{}\"", step.title))
}

fn fact_words(playbook: &Playbook, name: &str) -> String {
    let title = playbook
        .facts
        .iter()
        .find(|fact| fact.name == name)
        .and_then(|fact| fact.title.clone());
    title.unwrap_or_else(|| name.rsplit('.').next().unwrap_or(name).replace('_', " "))
}

fn aim_words(playbook: &Playbook, aim: &Aim) -> String {
    match &aim.after {
        Some(step) => format!("within {} after {}", aim.span, step_words(playbook, step)),
        None => format!("within {}", aim.span),
    }
}

fn repeat_words(repeat: &Repeat) -> String {
    let Repeat::Every(schedule) = repeat else {
        return "as often as needed".to_owned();
    };
    let paces: Vec<String> = schedule
        .spans
        .iter()
        .map(|pace| match &pace.lasts {
            Some(lasts) => format!("every {} for {lasts}", pace.each),
            None => format!("every {}", pace.each),
        })
        .collect();
    paces.join(", then ")
}

fn gate_words(playbook: &Playbook, gate: &Gate) -> String {
    match gate {
        Gate::Acknowledge(sentence) => format!("agreed: {sentence}"),
        Gate::Approval(role) => format!("{} agrees", called(playbook, role)),
        Gate::FourEyes(step) => format!("somebody else than who did {} agrees", step_words(playbook, step)),
        Gate::RoleFilled(role) => format!("somebody is {}", called(playbook, role)),
        Gate::EvidenceReleased => "the evidence is released".to_owned(),
        Gate::PoliceDelay => "police have not asked in writing to wait".to_owned(),
        Gate::Fact(condition) => condition.to_string(),
    }
}

/// Words to say with a blank where a fact goes.
fn with_blanks(text: &str) -> String {
    template::filled(text, |_| "__________".to_owned())
}

#[cfg(test)]
mod tests;
