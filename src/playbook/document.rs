//! A playbook as a document, to be read before it is needed: `breach playbook show`. Knows no incident and no profile.

use super::plan::{Aim, Due, DueWith, First, Gate, Instruction, Moment, Phase, Playbook, Question, Repeat, Side, Step};
use crate::document::{Block, Document, Item, Section, Text};
use crate::fact::Kind;
use crate::fact::narrower::offered;
use crate::text::{list_plain, shell_words, title_of};

pub fn document(playbook: &Playbook) -> Document {
    let mut blocks = vec![
        Block::paragraph(&playbook.summary),
        Block::Paragraph(
            Text::from("Start it with ")
                .code(format!("breach start {}", playbook.id))
                .plain("."),
        ),
        Block::Section(Section::new("Use it when").with(Block::list(&playbook.use_when))),
    ];
    blocks.extend(first_minutes(playbook, "The first five minutes", &playbook.first));
    for start in &playbook.starts {
        let title = format!("The first five minutes: {}", start.when);
        blocks.extend(first_minutes(playbook, title, &start.first));
    }
    let roles = playbook
        .roles
        .iter()
        .map(|role| Text::new().strong(&role.title).plain(": ").plain(&role.does));
    blocks.push(Block::Section(Section::new("Who does what").with(Block::list(roles))));
    if !playbook.sources.is_empty() {
        blocks.push(Block::Section(
            Section::new("Sources").with(Block::list(&playbook.sources)),
        ));
    }
    let mut number = 0;
    for phase in Phase::ALL {
        let mut section = Section::new(title(phase));
        for step in playbook.steps.iter().filter(|step| step.phase == phase) {
            number += 1;
            section.blocks.push(Block::Section(one_step(playbook, step, number)));
        }
        if !section.blocks.is_empty() {
            blocks.push(Block::Section(section));
        }
    }
    Document {
        title: (&playbook.title).into(),
        remark: Text::new(),
        blocks,
    }
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

fn first_minutes(playbook: &Playbook, title: impl Into<Text>, first: &First) -> Option<Block> {
    let mut section = Section::new(title);
    if !first.do_not.is_empty() {
        section.blocks.push(label("Do not"));
        section.blocks.push(Block::list(&first.do_not));
    }
    if !first.call.is_empty() {
        section.blocks.push(label("Call now"));
        let called = first.call.iter().map(|id| called(playbook, id));
        section.blocks.push(Block::list(called));
    }
    for say in &first.say {
        let to = Text::from("Say to: ").plain(called(playbook, &say.to));
        section.blocks.push(label(to));
        section.blocks.push(Block::Quote((&say.text).into()));
    }
    (!section.blocks.is_empty()).then_some(Block::Section(section))
}

/// The title of a list inside of a section.
fn label(text: impl Into<Text>) -> Block {
    Block::Paragraph(Text::new().strong(text))
}

fn one_step(playbook: &Playbook, step: &Step, number: usize) -> Section {
    let mut facts = vec![called(playbook, &step.owner)];
    facts.extend(step.aim.as_ref().map(|aim| aim_words(playbook, aim)));
    facts.extend(step.repeat.as_ref().map(passes));
    let about = Text::new()
        .emphasis(facts.join("; "))
        .plain(" (")
        .code(&step.id)
        .plain(")");
    let mut section = Section::new(Text::from(number.to_string()).plain(". ").plain(&step.title));
    section.anchor = Some(format!("step-{}", step.id));
    section.blocks.push(Block::Paragraph(about));
    section.blocks.push(Block::paragraph(&step.why));
    let instructions = step
        .instructions
        .iter()
        .map(|one| instruction(one, "To copy:"))
        .collect();
    section.blocks.push(Block::Numbered(instructions));
    if !step.questions.is_empty() {
        section.blocks.push(label("Write down"));
        section.blocks.push(Block::list(step.questions.iter().map(asked)));
    }
    let rules = rules(playbook, step);
    if !rules.is_empty() {
        section.blocks.push(label("Rules"));
        section.blocks.push(Block::list(rules));
    }
    section
}

/// An instruction, with the command that it gives below it. `to_copy` stands where the command has no words of its own.
pub fn instruction(instruction: &Instruction, to_copy: &str) -> Item {
    let Some(command) = &instruction.command else {
        let mut lines = instruction.text.lines();
        return Item {
            text: Text::marked(lines.next().unwrap_or_default()),
            anchor: None,
            blocks: lines.map(|line| Block::Paragraph(Text::marked(line))).collect(),
        };
    };
    let text = if instruction.text.is_empty() {
        to_copy.into()
    } else {
        Text::marked(&instruction.text)
    };
    Item {
        text,
        anchor: None,
        blocks: vec![Block::Code {
            language: "sh",
            text: command.clone(),
        }],
    }
}

fn rules(playbook: &Playbook, step: &Step) -> Vec<Text> {
    let mut rules = Vec::new();
    rules.extend(
        step.when
            .as_ref()
            .map(|when| Text::from("Only when ").code(when.to_string())),
    );
    if !step.after.is_empty() {
        let titles: Vec<String> = step.after.iter().map(|id| step_title(playbook, id)).collect();
        rules.push(Text::from("After ").plain(list_plain(&titles, "and")));
    }
    rules.extend(
        step.gates
            .iter()
            .map(|gate| Text::from("Held until ").plain(gate_words(playbook, gate))),
    );
    rules.extend(
        step.due
            .as_ref()
            .map(|due| Text::new().strong("Due").plain(" ").plain(due_words(playbook, due))),
    );
    rules.extend(step.run.as_ref().map(|run| {
        Text::from("Command: ")
            .code(shell_words(run))
            .plain("; shown, never run")
    }));
    rules.extend(
        step.notice
            .as_ref()
            .map(|notice| Text::from("Notice: ").code(notice).plain("; shown, never drafted")),
    );
    if !step.depends_on.is_empty() {
        let facts = list_plain(&step.depends_on, "or");
        rules.push(Text::from("Looked at again when ").plain(facts).plain(" changes"));
    }
    if !step.required {
        rules.push("Does not block closing".into());
    }
    if !step.sources.is_empty() {
        rules.push(Text::from("Sources: ").plain(step.sources.join("; ")));
    }
    rules
}

fn asked(question: &Question) -> Text {
    let mut sentence = question.ask.clone();
    match &question.kind {
        Kind::Select(options) | Kind::MultiSelect(options) => {
            sentence.push_str(&format!(" ({})", list_plain(offered(options), "or")));
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
    sentence.into()
}

/// What somebody is called: a role's title, else the id in words.
pub fn called(playbook: &Playbook, id: &str) -> String {
    match playbook.role(id) {
        Some(role) => role.title.clone(),
        None => title_of(id),
    }
}

/// A step by its title, in quotes.
pub fn step_title(playbook: &Playbook, id: &str) -> String {
    playbook
        .step(id)
        .map_or_else(|| id.to_owned(), |step| format!("\"{}\"", step.title))
}

/// `within 1 hour after "Look"`.
pub fn aim_words(playbook: &Playbook, aim: &Aim) -> String {
    match &aim.after {
        Some(step) => format!("within {} after {}", aim.span, step_title(playbook, step)),
        None => format!("within {}", aim.span),
    }
}

/// What has to be so before a step may go ahead, to stand behind "until" or beside a box to tick.
pub fn gate_words(playbook: &Playbook, gate: &Gate) -> String {
    match gate {
        Gate::Acknowledge(sentence) => format!("agreed: {sentence}"),
        Gate::Approval(role) => format!("{} agrees", called(playbook, role)),
        Gate::FourEyes(step) => format!("somebody else than who did {} agrees", step_title(playbook, step)),
        Gate::RoleFilled(role) => format!("somebody is {}", called(playbook, role)),
        Gate::EvidenceReleased => "the evidence is released".to_owned(),
        Gate::PoliceDelay => "the police do not ask to wait any more".to_owned(),
        Gate::Fact(condition) => condition.to_string(),
    }
}

/// `24 hours after first read: The contract`.
pub fn due_words(playbook: &Playbook, due: &Due) -> String {
    due_from(due, |moment| match moment {
        Moment::Fact(name) => fact_title(playbook, name),
        Moment::Step(step) => step_title(playbook, step),
    })
}

/// The same, with whatever `moment` is called.
pub(super) fn due_from(due: &Due, moment: impl Fn(&Moment) -> String) -> String {
    let due = match due {
        Due::By(due) => due,
        Due::With(with) => return earliest_of(with),
    };
    let side = match due.side {
        Side::Before => "before",
        Side::After => "after",
    };
    let of = moment(&due.of);
    let checked = due.checked.as_ref().map(|checked| format!(", checked {checked}"));
    format!(
        "{} {side} {of}: {}{}",
        due.span,
        due.source,
        checked.unwrap_or_default()
    )
}

fn fact_title(playbook: &Playbook, name: &str) -> String {
    let title = playbook
        .facts
        .iter()
        .find(|fact| fact.name == name)
        .and_then(|fact| fact.title.clone());
    title.unwrap_or_else(|| name.rsplit('.').next().unwrap_or(name).replace('_', " "))
}

/// Computed duties in words: a kind of recipient stands for every duty to tell one.
fn earliest_of(with: &DueWith) -> String {
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

/// `every 2 hours for 1 day, then every 4 hours, until contained`.
pub fn passes(repeat: &Repeat) -> String {
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
    let until = schedule.until.as_ref().map(|until| format!(", until {until}"));
    format!("{}{}", paces.join(", then "), until.unwrap_or_default())
}

#[cfg(test)]
mod tests;
