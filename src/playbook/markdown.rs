//! A playbook as Markdown, to be read on a screen or printed: `breach playbook show --format markdown`.
//!
//! Instructions may hold inline Markdown and stay as they were written, but for anything that could become HTML; all other
//! text is text. Knows no incident and no profile.

use super::plan::{Aim, Instruction, Phase, Playbook, Step};
use super::words::{asked, duty, passes, until};
use crate::text::{list_plain, visible_line};
use crate::time::Span;

/// The whole playbook.
pub fn markdown(playbook: &Playbook) -> String {
    let mut page = Page { text: String::new() };
    page.head(playbook);
    let mut number = 0;
    for phase in Phase::ALL {
        let mut steps = playbook.steps.iter().filter(|step| step.phase == phase).peekable();
        if steps.peek().is_none() {
            continue;
        }
        page.heading(2, title(phase));
        for step in steps {
            number += 1;
            page.step(playbook, step, number);
        }
    }
    page.text
}

fn title(phase: Phase) -> &'static str {
    match phase {
        Phase::Confirm => "Confirm",
        Phase::Contain => "Contain",
        Phase::Notify => "Notify",
        Phase::Audit => "Audit",
        Phase::Learn => "Learn",
    }
}

struct Page {
    text: String,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// A paragraph, with a blank line before it.
    fn paragraph(&mut self, text: &str) {
        self.line("");
        self.line(text);
    }

    fn heading(&mut self, level: usize, text: &str) {
        if !self.text.is_empty() {
            self.line("");
        }
        self.line(&format!("{} {text}", "#".repeat(level)));
    }

    fn list(&mut self, items: impl IntoIterator<Item = String>) {
        for (nth, item) in items.into_iter().enumerate() {
            if nth == 0 {
                self.line("");
            }
            self.line(&format!("- {item}"));
        }
    }

    fn head(&mut self, playbook: &Playbook) {
        self.heading(1, &plain(&playbook.title));
        self.paragraph(&plain(&playbook.summary));
        self.paragraph(&format!("Start it with `breach start {}`.", playbook.id));
        self.heading(2, "Use it when");
        self.list(playbook.use_when.iter().map(|situation| plain(situation)));
        let first = &playbook.first;
        if !(first.do_not.is_empty() && first.call.is_empty()) {
            self.heading(2, "The first five minutes");
        }
        if !first.do_not.is_empty() {
            self.paragraph("**Do not**");
            self.list(first.do_not.iter().map(|item| plain(item)));
        }
        if !first.call.is_empty() {
            self.paragraph("**Call now**");
            self.list(first.call.iter().map(|id| plain(&called(playbook, id))));
        }
        for say in &first.say {
            self.paragraph(&format!("**Say to: {}**", plain(&called(playbook, &say.to))));
            self.paragraph(&format!("> {}", plain(&say.text)));
        }
        self.heading(2, "Who does what");
        self.list(
            playbook
                .roles
                .iter()
                .map(|role| format!("**{}**: {}", plain(&role.title), plain(&role.does))),
        );
        if !playbook.sources.is_empty() {
            self.heading(2, "Sources");
            self.list(playbook.sources.iter().map(|source| plain(source)));
        }
    }

    fn step(&mut self, playbook: &Playbook, step: &Step, number: usize) {
        self.heading(3, &format!("{number}. {}", plain(&step.title)));
        let mut facts = vec![called(playbook, &step.owner)];
        facts.extend(step.aim.as_ref().map(|aim| aim_words(playbook, aim)));
        facts.extend(step.repeat.as_ref().map(passes));
        self.paragraph(&format!("*{}* (`{}`)", plain(&facts.join("; ")), step.id));
        self.paragraph(&plain(&step.why));
        self.line("");
        for (nth, instruction) in step.instructions.iter().enumerate() {
            self.instruction(nth + 1, instruction);
        }
        if !step.questions.is_empty() {
            self.paragraph("**Write down**");
            self.list(step.questions.iter().map(|question| plain(&asked(question))));
        }
        let mut rules = Vec::new();
        rules.extend(step.when.as_ref().map(|when| format!("Only when `{when}`")));
        if !step.after.is_empty() {
            let titles: Vec<String> = step.after.iter().map(|id| step_title(playbook, id)).collect();
            rules.push(format!("After {}", plain(&list_plain(&titles, "and"))));
        }
        rules.extend(
            step.gates
                .iter()
                .map(|gate| format!("Held {}", plain(&until(playbook, gate)))),
        );
        rules.extend(step.due.as_ref().map(|due| format!("**Due** {}", plain(&duty(due)))));
        rules.extend(
            step.run
                .as_ref()
                .map(|run| format!("Command: {}; shown, never run", crate::text::list(run, "and"))),
        );
        rules.extend(
            step.notice
                .as_ref()
                .map(|notice| format!("Notice: `{notice}`; shown, never drafted")),
        );
        if !step.depends_on.is_empty() {
            rules.push(format!(
                "Looked at again when {} changes",
                plain(&list_plain(&step.depends_on, "or"))
            ));
        }
        if !step.required {
            rules.push("Does not block closing".to_owned());
        }
        if !step.sources.is_empty() {
            rules.push(format!("Sources: {}", plain(&step.sources.join("; "))));
        }
        if !rules.is_empty() {
            self.paragraph("**Rules**");
            self.list(rules);
        }
    }

    fn instruction(&mut self, number: usize, instruction: &Instruction) {
        let text = match (&instruction.command, instruction.text.is_empty()) {
            (Some(_), true) => "To copy:".to_owned(),
            _ => written(&instruction.text),
        };
        self.line(&format!("{number}. {text}"));
        if let Some(command) = &instruction.command {
            let margin = " ".repeat(number.to_string().len() + 2);
            // A fence longer than any in the command cannot be closed by it.
            let longest = command.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
            let fence = "`".repeat(longest.max(2) + 1);
            for line in [format!("{fence}sh"), visible_line(command).into_owned(), fence.clone()] {
                self.line(&format!("{margin}{line}"));
            }
        }
    }
}

/// What somebody to call is called: a role's title, else the id in words.
fn called(playbook: &Playbook, id: &str) -> String {
    match playbook.role(id) {
        Some(role) => role.title.clone(),
        None => {
            let words = id.replace('-', " ");
            let mut letters = words.chars();
            let first = letters.next().map(|letter| letter.to_uppercase().to_string());
            format!("{}{}", first.unwrap_or_default(), letters.as_str())
        }
    }
}

fn step_title(playbook: &Playbook, id: &str) -> String {
    playbook
        .step(id)
        .map_or_else(|| id.to_owned(), |step| format!("\"{}\"", step.title))
}

fn aim_words(playbook: &Playbook, aim: &Aim) -> String {
    let Aim { span, after } = aim;
    let span: &Span = span;
    match after {
        Some(step) => format!("within {span} after {}", step_title(playbook, step)),
        None => format!("within {span}"),
    }
}

/// Text as text: nothing of it is markup, HTML or a link.
fn plain(text: &str) -> String {
    let shown = visible_line(text);
    let mut escaped = String::with_capacity(shown.len() + 8);
    for (at, letter) in shown.char_indices() {
        let before = &shown[..at];
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' => {
                escaped.push('\\');
                escaped.push(letter);
            }
            '#' | '+' | '-' | '=' if before.is_empty() => {
                escaped.push('\\');
                escaped.push(letter);
            }
            '.' | ')' if !before.is_empty() && before.bytes().all(|byte| byte.is_ascii_digit()) => {
                escaped.push('\\');
                escaped.push(letter);
            }
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// An instruction with its inline Markdown: outside of code, nothing of it is HTML or an image.
fn written(text: &str) -> String {
    let shown = visible_line(text);
    let pieces: Vec<&str> = shown.split('`').collect();
    // An odd number of marks closes nothing; then all of it is text.
    if pieces.len().is_multiple_of(2) {
        return plain(text);
    }
    let piece = |(nth, piece): (usize, &&str)| match nth % 2 {
        0 => piece.replace('&', "&amp;").replace('<', "&lt;").replace("![", "!\\["),
        _ => (*piece).to_owned(),
    };
    let pieces: Vec<String> = pieces.iter().enumerate().map(piece).collect();
    pieces.join("`")
}

#[cfg(test)]
mod tests;
