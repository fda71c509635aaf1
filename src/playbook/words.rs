//! A playbook in plain words, to be read before it is needed: `breach playbook show`.

use super::plan::{Due, DueWith, Gate, Moment, Phase, Playbook, Question, Repeat, Side, Step};
use crate::fact::Kind;
use crate::text::{count, list_plain, visible_line, wrap};

/// The whole playbook as text of at most `width` columns.
pub fn words(playbook: &Playbook, width: usize) -> String {
    let mut page = Page {
        lines: Vec::new(),
        width: width.max(30),
    };
    page.head(playbook);
    for phase in Phase::ALL {
        let steps: Vec<&Step> = playbook.steps.iter().filter(|step| step.phase == phase).collect();
        if steps.is_empty() {
            continue;
        }
        page.blank();
        page.put(0, &format!("{} ({})", title(phase), count(steps.len(), "step")));
        for step in steps {
            page.step(playbook, step);
        }
    }
    let mut text = page.lines.join("\n");
    text.push('\n');
    text
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
    lines: Vec<String>,
    width: usize,
}

impl Page {
    fn blank(&mut self) {
        self.lines.push(String::new());
    }

    fn put(&mut self, indent: usize, text: &str) {
        self.labelled(indent, "", text);
    }

    /// Text after a label, the lines below it aligned.
    fn labelled(&mut self, indent: usize, label: &str, text: &str) {
        let first = format!("{}{label}", " ".repeat(indent));
        let rest = " ".repeat(crate::text::width(&first));
        self.lines.extend(wrap(&visible_line(text), self.width, &first, &rest));
    }

    fn heading(&mut self, text: &str) {
        self.blank();
        self.put(0, text);
    }

    fn head(&mut self, playbook: &Playbook) {
        self.put(0, &format!("{} ({})", playbook.title, playbook.id));
        self.put(0, &playbook.summary);
        self.heading("Use it when");
        for situation in &playbook.use_when {
            self.labelled(2, "- ", situation);
        }
        let first = &playbook.first;
        if !(first.do_not.is_empty() && first.call.is_empty() && first.say.is_empty()) {
            self.heading("The first five minutes");
            for (label, items) in [("Do not", &first.do_not), ("Call now", &first.call)] {
                if !items.is_empty() {
                    self.put(2, label);
                    for item in items {
                        self.labelled(4, "- ", item);
                    }
                }
            }
            for say in &first.say {
                self.put(2, &format!("Say to {}", say.to));
                self.put(4, &say.text);
            }
        }
        self.heading("Roles");
        for role in &playbook.roles {
            self.labelled(2, "- ", &format!("{} ({}): {}", role.title, role.id, role.does));
        }
        if !playbook.sources.is_empty() {
            self.heading("Sources");
            for source in &playbook.sources {
                self.labelled(2, "- ", source);
            }
        }
    }

    fn step(&mut self, playbook: &Playbook, step: &Step) {
        self.blank();
        let owner = playbook
            .role(&step.owner)
            .map_or(step.owner.as_str(), |role| role.title.as_str());
        self.put(2, &format!("{} ({})", step.title, step.id));
        self.labelled(4, "Owner   ", owner);
        self.labelled(4, "Why     ", &step.why);
        for (nth, instruction) in step.instructions.iter().enumerate() {
            let label = if nth == 0 { "Do      " } else { "        " };
            match &instruction.command {
                None => self.labelled(4, &format!("{label}- "), &instruction.text),
                Some(command) => {
                    let text = if instruction.text.is_empty() {
                        "to copy:"
                    } else {
                        &instruction.text
                    };
                    self.labelled(4, &format!("{label}- "), text);
                    // A command is never wrapped: a line break would change it.
                    self.lines.push(format!("{}{}", " ".repeat(14), visible_line(command)));
                }
            }
        }
        for (nth, question) in step.questions.iter().enumerate() {
            let label = if nth == 0 { "Asks    - " } else { "        - " };
            self.labelled(4, label, &asked(question));
        }
        if let Some(when) = &step.when {
            self.labelled(4, "When    ", &when.to_string());
        }
        if !step.after.is_empty() {
            self.labelled(4, "After   ", &list_plain(&step.after, "and"));
        }
        for (nth, gate) in step.gates.iter().enumerate() {
            let label = if nth == 0 { "Held    - " } else { "        - " };
            self.labelled(4, label, &until(playbook, gate));
        }
        if let Some(aim) = &step.aim {
            let from = aim
                .after
                .as_ref()
                .map_or_else(|| "opening".to_owned(), |step| step.clone());
            self.labelled(4, "Aim     ", &format!("{} after {from}", aim.span));
        }
        if let Some(due) = &step.due {
            self.labelled(4, "Due     ", &duty(due));
        }
        if let Some(repeat) = &step.repeat {
            self.labelled(4, "Repeat  ", &passes(repeat));
        }
        if let Some(run) = &step.run {
            self.labelled(
                4,
                "Command ",
                &format!("{}; shown, never run", crate::text::list(run, "and")),
            );
        }
        if let Some(notice) = &step.notice {
            self.labelled(4, "Notice  ", &format!("{notice}; shown, never drafted"));
        }
        if !step.depends_on.is_empty() {
            let facts = list_plain(&step.depends_on, "or");
            self.labelled(4, "Reopens ", &format!("when {facts} changes"));
        }
        if !step.required {
            self.labelled(4, "Note    ", "does not block closing");
        }
        if !step.sources.is_empty() {
            self.labelled(4, "Sources ", &step.sources.join("; "));
        }
    }
}

pub(super) fn asked(question: &Question) -> String {
    let mut sentence = question.ask.clone();
    match &question.kind {
        Kind::Select(options) | Kind::MultiSelect(options) => {
            sentence.push_str(&format!(" ({})", list_plain(options, "or")));
        }
        Kind::Table(columns) => {
            let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
            sentence.push_str(&format!(" (a table: {})", names.join(", ")));
        }
        kind => sentence.push_str(&format!(" ({kind})")),
    }
    if question.required {
        sentence.push_str(" Needed before closing.");
    }
    sentence
}

pub(super) fn until(playbook: &Playbook, gate: &Gate) -> String {
    let role = |id: &str| {
        playbook
            .role(id)
            .map_or_else(|| id.to_owned(), |role| role.title.clone())
    };
    match gate {
        Gate::Approval(id) => format!("until {} agrees", role(id)),
        Gate::RoleFilled(id) => format!("until somebody is {}", role(id)),
        Gate::FourEyes(step) => format!("until somebody else than who did {step} agrees"),
        Gate::Acknowledge(sentence) => format!("until agreed: {sentence}"),
        Gate::EvidenceReleased => "until the evidence is released".to_owned(),
        Gate::PoliceDelay => "while a police delay runs".to_owned(),
        Gate::Fact(condition) => format!("until {condition}"),
    }
}

pub(super) fn duty(due: &Due) -> String {
    let due = match due {
        Due::By(due) => due,
        Due::With(with) => return earliest_of(with),
    };
    let side = match due.side {
        Side::Before => "before",
        Side::After => "after",
    };
    let of = match &due.of {
        Moment::Fact(name) | Moment::Step(name) => name,
    };
    let checked = due.checked.as_ref().map(|checked| format!(", checked {checked}"));
    format!(
        "{} {side} {of}: {}{}",
        due.span,
        due.source,
        checked.unwrap_or_default()
    )
}

/// Computed duties in words: a kind of recipient stands for every duty to tell one.
pub fn earliest_of(with: &DueWith) -> String {
    let names: Vec<String> = with
        .obligations
        .iter()
        .map(|name| match name.as_str() {
            "regulator" => "any to a regulator".to_owned(),
            "individuals" => "any to the people affected".to_owned(),
            "credit-bureaus" => "any to credit bureaus".to_owned(),
            "contract" => "any of a contract".to_owned(),
            "controller" => "any to whose data it is".to_owned(),
            "law-enforcement" => "any to the police".to_owned(),
            "media" => "any to the media".to_owned(),
            "other" => "any to others".to_owned(),
            id => id.to_owned(),
        })
        .collect();
    format!("with the earliest open duty to tell: {}", list_plain(&names, "or"))
}

pub(super) fn passes(repeat: &Repeat) -> String {
    let Repeat::Every(schedule) = repeat else {
        return "on demand".to_owned();
    };
    let paces: Vec<String> = schedule
        .spans
        .iter()
        .map(|pace| match &pace.lasts {
            Some(lasts) => format!("every {} for {lasts}", pace.each),
            None => format!("every {}", pace.each),
        })
        .collect();
    let until = schedule.until.as_ref().map(|until| format!(", until {until}"));
    format!("{}{}", paces.join(", then "), until.unwrap_or_default())
}
