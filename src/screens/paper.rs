//! A playbook on paper, for the night when no computer can be trusted: `breach playbook show --format print`.
//!
//! Boxes to tick, lines to write on, and a page for each phase. Numbers come from the profile. Knows no incident: a paper copy
//! is made before one.

use super::contacts::{ContactLine, lines};
use crate::document::{Block, Check, Document, Section, Table, Text};
use crate::fact::Kind;
use crate::fact::narrower::offered;
use crate::playbook::document::{aim_words, called, due_words, gate_words, instruction, passes, step_title};
use crate::playbook::plan::{First, Phase, Playbook, Question, Step};
use crate::profile::Profile;
use crate::template;
use crate::text::{list_plain, title_of};

/// Empty rows at the end of the list of numbers.
const SPARE_NUMBERS: usize = 4;

/// Lines on the last page.
const NOTES: usize = 24;

/// The whole playbook, with room to write.
pub fn paper(playbook: &Playbook, profile: &Profile) -> Document {
    let mut blocks = first_page(playbook, profile);
    blocks.push(Block::PageBreak);
    blocks.push(numbers(playbook, profile));
    let mut number = 0;
    for phase in Phase::ALL {
        let title = format!("{}: {}", phase.name().to_uppercase(), question_of(phase));
        let mut section = Section::new(title);
        for step in playbook.steps.iter().filter(|step| step.phase == phase) {
            number += 1;
            section.blocks.push(Block::Space);
            section.blocks.push(Block::Check(one_step(playbook, step, number)));
        }
        if !section.blocks.is_empty() {
            blocks.extend([Block::PageBreak, Block::Section(section)]);
        }
    }
    let mut notes = Section::new("NOTES").with(Block::paragraph(
        "Time first, then who said it, then what. One line, one thing.",
    ));
    for _ in 0..NOTES {
        notes.blocks.push(Block::Space);
        notes.blocks.push(fields(&[("", 6), ("", 0)]));
    }
    blocks.extend([Block::PageBreak, Block::Section(notes)]);
    Document {
        title: (&playbook.title).into(),
        remark: Text::new(),
        blocks,
    }
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

fn fields(fields: &[(&str, usize)]) -> Block {
    Block::Fields(
        fields
            .iter()
            .map(|(label, signs)| ((*label).to_owned(), *signs))
            .collect(),
    )
}

fn first_page(playbook: &Playbook, profile: &Profile) -> Vec<Block> {
    let id = &playbook.id;
    let mut blocks = vec![
        Block::paragraph(&playbook.summary),
        Block::Space,
        Block::Paragraph(
            Text::from(format!(
                "A copy on paper of the playbook {id}. Tick each box, and write down who did it and when. When a computer can \
                 be trusted again, "
            ))
            .code(format!("breach start {id}"))
            .plain(" takes all of it, with the times on this paper."),
        ),
        Block::Space,
        fields(&[("What we call it", 20), ("It reached us on", 12), ("at", 8)]),
        Block::Space,
        fields(&[("Who decides", 27), ("Who writes", 27)]),
    ];
    blocks.extend(first_minutes(
        "THE FIRST FIVE MINUTES".to_owned(),
        &playbook.first,
        playbook,
        profile,
    ));
    for start in &playbook.starts {
        let title = format!("THE FIRST FIVE MINUTES: {}", start.when);
        blocks.extend(first_minutes(title, &start.first, playbook, profile));
    }
    blocks
}

fn first_minutes(title: String, first: &First, playbook: &Playbook, profile: &Profile) -> Vec<Block> {
    let mut blocks = Vec::new();
    if !(first.do_not.is_empty() && first.call.is_empty()) {
        blocks.extend([Block::Space, Block::paragraph(title)]);
    }
    if !first.do_not.is_empty() {
        blocks.extend([Block::Space, Block::paragraph("Do not"), Block::list(&first.do_not)]);
    }
    if !first.call.is_empty() {
        blocks.extend([Block::Space, Block::paragraph("Call now")]);
        for id in &first.call {
            blocks.push(Block::Space);
            blocks.push(Block::Check(call(first, playbook, profile, id)));
        }
    }
    blocks
}

fn call(first: &First, playbook: &Playbook, profile: &Profile, id: &str) -> Check {
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
    let number = contact.and_then(|contact| contact.number).unwrap_or_default();
    let say = first.say.iter().find(|say| say.to == id);
    let mut blocks: Vec<Block> = say
        .map(|say| Block::Quote(with_blanks(&say.text).into()))
        .into_iter()
        .collect();
    blocks.push(fields(&[("reached at", 8), ("said", 0)]));
    Check {
        number: None,
        text: who.into(),
        value: Some(number.into()),
        blocks,
    }
}

/// A sheet of numbers: everybody in the profile, then whoever this playbook names and the profile does not.
fn numbers(playbook: &Playbook, profile: &Profile) -> Block {
    let mut found: Vec<ContactLine> = lines(profile, None);
    let owners = playbook.steps.iter().map(|step| step.owner.as_str());
    let firsts = [&playbook.first]
        .into_iter()
        .chain(playbook.starts.iter().map(|start| &start.first));
    let named = firsts.flat_map(|first| &first.call).map(String::as_str);
    for id in named
        .chain(owners)
        .chain(playbook.roles.iter().map(|role| role.id.as_str()))
    {
        if found.iter().all(|row| row.id != id) {
            found.push(ContactLine {
                id: id.to_owned(),
                title: called(playbook, id),
                name: String::new(),
                number: None,
                note: None,
            });
        }
    }
    let mut rows: Vec<Vec<Text>> = found.iter().map(|line| number_row(playbook, line)).collect();
    rows.extend(vec![vec![Text::new(), Text::new(), Text::new()]; SPARE_NUMBERS]);
    let title = "NUMBERS THAT DO NOT DEPEND ON COMPANY SYSTEMS";
    Block::Section(Section::new(title).with(Block::Table(Table { head: Vec::new(), rows })))
}

fn number_row(playbook: &Playbook, line: &ContactLine) -> Vec<Text> {
    let title = if line.title == title_of(&line.id) {
        called(playbook, &line.id)
    } else {
        line.title.clone()
    };
    let name = if line.name == title { "" } else { &line.name };
    let note = line.note.as_ref().map(|note| Text::new().new_line().plain(note));
    let title = Text::from(&title).then(note.unwrap_or_default());
    vec![title, name.into(), line.number.as_deref().unwrap_or_default().into()]
}

fn one_step(playbook: &Playbook, step: &Step, number: usize) -> Check {
    let mut facts = vec![called(playbook, &step.owner)];
    facts.extend(step.aim.as_ref().map(|aim| aim_words(playbook, aim)));
    facts.extend(step.repeat.as_ref().map(passes));
    let mut about = Vec::new();
    about.extend(
        step.due
            .as_ref()
            .map(|due| ("DUE".to_owned(), due_words(playbook, due).into())),
    );
    about.push(("Why".to_owned(), (&step.why).into()));
    about.extend(
        step.when
            .as_ref()
            .map(|when| ("Only if".to_owned(), when.to_string().into())),
    );
    if !step.after.is_empty() {
        let titles: Vec<String> = step.after.iter().map(|id| step_title(playbook, id)).collect();
        about.push(("First".to_owned(), list_plain(&titles, "and").into()));
    }
    let mut blocks = vec![Block::paragraph(facts.join("; ")), Block::Labelled(about)];
    blocks.extend(step.gates.iter().map(|gate| {
        Block::Check(Check {
            text: gate_words(playbook, gate).into(),
            blocks: vec![fields(&[("said by", 36), ("at", 12)])],
            ..Check::default()
        })
    }));
    blocks.push(Block::Space);
    let instructions = step
        .instructions
        .iter()
        .map(|one| instruction(one, "to type, on one line:"));
    blocks.push(Block::list(instructions.collect::<Vec<_>>()));
    for question in &step.questions {
        blocks.push(Block::Space);
        blocks.extend(ask(question));
    }
    blocks.extend([
        Block::Space,
        fields(&[("Done by", 32), ("on", 12), ("at", 10)]),
        fields(&[("Notes", 0)]),
        Block::WritingLines(1),
    ]);
    Check {
        number: Some(number),
        text: (&step.title).into(),
        value: None,
        blocks,
    }
}

/// A question with room for its answer.
fn ask(question: &Question) -> Vec<Block> {
    let mut blocks = vec![Block::paragraph(&question.ask)];
    let choices = |options: &[String]| {
        let unknown = "not known".to_owned();
        Block::Choices(options.iter().cloned().chain([unknown]).collect())
    };
    match &question.kind {
        Kind::YesNo => blocks.push(choices(&["yes".to_owned(), "no".to_owned()])),
        Kind::Select(options) | Kind::MultiSelect(options) => blocks.push(choices(offered(options))),
        Kind::Table(columns) => {
            let names: Vec<String> = columns.iter().map(|column| column.name.replace('_', " ")).collect();
            blocks.extend([Block::paragraph(names.join(" | ")), Block::WritingLines(4)]);
        }
        Kind::LongText => blocks.push(Block::WritingLines(3)),
        _ => blocks.push(Block::WritingLines(1)),
    }
    blocks
}

/// Words to say with a blank where a fact goes.
fn with_blanks(text: &str) -> String {
    template::filled(text, |_| "__________".to_owned())
}

#[cfg(test)]
mod tests;
