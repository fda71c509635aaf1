//! One step: why, what to do, what it is held for. Instructions first; questions come after `done`.

use chrono::{DateTime, Utc};

use crate::document::{Block, Blocks, Document, terminal};
use crate::incident::Incident;
use crate::incident::event::pass_title;
use crate::obligation::count::When;
use crate::playbook::plan::{Gate, Step};
use crate::situation::timing::{AS_RECORDED, Settled, Settlement};
use crate::situation::{Deadline, Situation, StepStatus, Timing};
use crate::text::{count_of, prefixed, wrap};
use crate::time::format::remaining;
use crate::time::{Period, TimeView, Zone};
use crate::workflow::Workflow;
use crate::workflow::holds::{Hold, HoldKind};

/// Columns of the labels of a step.
const LABEL: usize = 7;

/// How much of the window a step may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Density {
    /// With room between its parts.
    Roomy,
    /// Without: for long steps in small windows.
    Tight,
}

/// The whole screen of a step. While it is held, its instructions are not shown: what holds it is.
pub fn step_screen(
    workflow: &Workflow,
    incident: &Incident,
    step: &Step,
    situation: &Situation,
    zone: Zone,
    width: usize,
) -> String {
    drawn(workflow, incident, step, situation, zone, width, Density::Roomy)
}

/// The same above a prompt, in a window of this many rows: closer together where it would push its own title away. When
/// even that is too long, title and reason stand again below it, beside the question.
pub fn step_screen_above(
    workflow: &Workflow,
    incident: &Incident,
    step: &Step,
    situation: &Situation,
    zone: Zone,
    (width, height): (usize, usize),
) -> StepAbove {
    let draw = |density| drawn(workflow, incident, step, situation, zone, width, density);
    let roomy = draw(Density::Roomy);
    let tight = draw(Density::Tight);
    let (far, near) = (
        where_question(width, Density::Roomy),
        where_question(width, Density::Tight),
    );
    let close = near.trim_start_matches('\n').to_owned();
    // One row for the prompt.
    for (screen, question) in [(&roomy, &far), (&tight, &near), (&tight, &close)] {
        if rows(screen, width) + rows(question, width) < height {
            return StepAbove {
                screen: screen.clone(),
                question: question.clone(),
            };
        }
    }
    let mut again = Document::default();
    again.space();
    again.paragraph(&step.title);
    again.labelled("Why", LABEL, &step.why);
    StepAbove {
        screen: roomy,
        question: terminal(&again, width) + &close,
    }
}

/// A step's screen and the question below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepAbove {
    pub screen: String,
    /// Where it stands, to be asked below.
    pub question: String,
}

fn drawn(
    workflow: &Workflow,
    incident: &Incident,
    step: &Step,
    situation: &Situation,
    zone: Zone,
    width: usize,
    density: Density,
) -> String {
    let time = situation.seen_in(zone);
    let status = situation.step(&step.id);
    let held = status.map_or(&[][..], |status| &status.holds);
    let is_held = held.iter().any(Hold::holds);
    let title = pass_title(&step.title, status.map_or(1, |status| status.pass));
    let mut page = Document::new(title, format!("{}   {}", step.phase, owner(workflow, incident, step)));
    let mut parts = vec![Vec::new()];
    parts[0].labelled("Why", LABEL, &step.why);
    parts.push(held_blocks(workflow, held, time));
    parts.push(times(situation.deadline_of(&step.id), status, time));
    parts.push(not_acted_on(step));
    if !is_held {
        // These stand apart however little room there is.
        parts[0].space();
        parts[0].extend(instructions(step, width, density));
    }
    for part in parts.into_iter().filter(|part| !part.is_empty()) {
        if density == Density::Roomy {
            page.space();
        }
        page.blocks.extend(part);
    }
    terminal(&page, width)
}

/// The question below a step, with its six answers.
fn where_question(width: usize, density: Density) -> String {
    match (density, width) {
        (Density::Tight, 80..) => {
            "\n  Where does it stand?  done, started, waiting, later, not needed, will not do\n".to_owned()
        }
        (_, 0..70) | (Density::Tight, _) => {
            let words = "Where does it stand? done, started, waiting, later, not needed, will not do. ? for more";
            format!("\n{}\n", wrap(words, width, "  ", "  ").join("\n"))
        }
        (Density::Roomy, _) => {
            "\n  Where does this stand?\n    done       started       waiting (on whom, until when)\n    \
             later      not needed    will not do                        ? for more\n"
                .to_owned()
        }
    }
}

/// How many rows of a window a text takes: a command is never wrapped by us, and the terminal wraps it.
fn rows(text: &str, width: usize) -> usize {
    text.lines()
        .map(|line| crate::text::width(line).div_ceil(width.max(1)).max(1))
        .sum()
}

/// The numbered instructions, and after them every command on a line of its own, bare, so that it can be copied.
fn instructions(step: &Step, width: usize, density: Density) -> Vec<Block> {
    let mut shown = Vec::new();
    let (commands, texts): (Vec<_>, Vec<_>) = step
        .instructions
        .iter()
        .partition(|instruction| instruction.command.is_some());
    for (nth, instruction) in texts.iter().enumerate() {
        let label = if nth == 0 { "Do" } else { "" };
        let mark = match density {
            Density::Roomy if width >= 60 => format!("{label:LABEL$}{}  ", nth + 1),
            Density::Roomy | Density::Tight => format!("{}  ", nth + 1),
        };
        shown.hanging(&mark, mark.len(), &instruction.text);
    }
    if !commands.is_empty() && !texts.is_empty() && density == Density::Roomy {
        shown.space();
    }
    for instruction in commands {
        if !instruction.text.is_empty() {
            shown.paragraph(&instruction.text);
        }
        // Never wrapped: a command that was broken in two is not the command.
        let command = instruction.command.clone().unwrap_or_default();
        shown.add(Block::Commands(vec![(command, String::new())]));
    }
    shown
}

/// What holds or held a step: each hold, who lifted it, when.
fn held_blocks(workflow: &Workflow, held: &[Hold], time: TimeView) -> Vec<Block> {
    let mut shown = Vec::new();
    // Mostly nobody ever asked for a police delay, and then it must not look as if somebody had.
    let shown_holds = held
        .iter()
        .filter(|hold| hold.holds() || hold.what != HoldKind::Gate(Gate::PoliceDelay));
    for (number, hold) in shown_holds.enumerate() {
        let state = match &hold.lifted {
            None => "not yet".to_owned(),
            Some(lifted) => {
                let who = lifted.who.as_deref().unwrap_or("");
                match lifted.overridden {
                    true => format!("overridden by {who}"),
                    false if who.is_empty() => "yes".to_owned(),
                    false => format!("{who}{}", prefixed("  ", &lifted.at.map(|at| time.clock_near(at)))),
                }
            }
        };
        let label = if number == 0 { "Held until" } else { "" };
        let text = format!("{}   {state}", hold_sentence(workflow, hold));
        shown.hanging(&format!("{label:13}"), 15, text);
    }
    shown
}

/// What lifts a hold, in words.
pub fn hold_sentence(workflow: &Workflow, hold: &Hold) -> String {
    match &hold.what {
        HoldKind::After { title, .. } => format!("\"{title}\" is done"),
        HoldKind::Gate(gate) => gate_sentence(workflow, gate),
    }
}

/// What opens a gate, in words.
pub fn gate_sentence(workflow: &Workflow, gate: &Gate) -> String {
    match gate {
        Gate::Acknowledge(sentence) => format!("you agree: {sentence}"),
        Gate::Approval(role) => format!("{} agrees", workflow.role_title(role)),
        Gate::FourEyes(step) => {
            let title = workflow.step(step).map_or(step.as_str(), |step| &step.title);
            format!("somebody other than who did \"{title}\" has looked")
        }
        Gate::RoleFilled(role) => format!("somebody is {}", workflow.role_title(role)),
        Gate::EvidenceReleased => "somebody has released the evidence".to_owned(),
        Gate::PoliceDelay => "the delay that police asked for is over".to_owned(),
        Gate::Fact(condition) => condition.names().first().map_or_else(
            || condition.to_string(),
            |(name, _)| format!("{} is settled ({condition})", workflow.fact_title(name)),
        ),
    }
}

/// Deadline, aim and missed passes.
fn times(deadline: Option<&Deadline>, status: Option<&StepStatus>, time: TimeView) -> Vec<Block> {
    let mut lines = Vec::new();
    if let Some(deadline) = deadline {
        let checked = prefixed(", checked ", &deadline.as_of);
        let (words, law) = (timing_words(&deadline.timing, time), &deadline.law);
        lines.labelled("Due", LABEL, format!("{words}; {law}{checked}. Counsel decides."));
    }
    let Some(status) = status else { return lines };
    if let Some(at) = status.aim {
        let passed = if time.is_over(&at) { ": aim passed" } else { "" };
        lines.labelled("Aim", LABEL, format!("{}{passed}", time.clock_near(at)));
    }
    if let Some((count, since)) = status.missed_passes {
        let passes = count_of(count, "pass", "passes");
        lines.labelled("Missed", LABEL, format!("{passes} since {}", time.clock_near(since)));
    }
    lines
}

/// When somebody was told, as well as it is known.
pub fn told_words(when: When, clock: impl Fn(&DateTime<Utc>) -> String) -> String {
    match when {
        When::At(at) => clock(&at),
        When::On(on) => Period::day(on).told(),
    }
}

/// `Sat 23:40, 19 h 38 min left`, and what became of it.
fn timing_words(timing: &Timing, time: TimeView) -> String {
    let clock = |at: &chrono::DateTime<chrono::Utc>| time.clock_near(*at);
    match timing {
        Timing::Due(at) => format!("{}, {} left", clock(at), time.left_words(*at)),
        Timing::Earliest(at) => format!(
            "{} to be safe, {} left; the law may allow longer",
            clock(at),
            time.left_words(*at)
        ),
        Timing::EarliestPassed(at) => format!(
            "{} to be safe, {}; the law may allow longer",
            clock(at),
            time.left_words(*at)
        ),
        Timing::Missed(at) => format!("{}, MISSED: {}", clock(at), time.left_words(*at)),
        Timing::NoLimit => "without delay".to_owned(),
        Timing::Waiting(on) => format!("waits for {on}"),
        Timing::CannotTell(_) => "cannot tell yet".to_owned(),
        Timing::Settled(settled @ Settled { how, due, late }) => {
            let due = due.map_or_else(String::new, |due| format!("{}, ", clock(&due.at)));
            let late = if settled.lacks_the_hour(time.zone) {
                format!(", in time {AS_RECORDED}")
            } else {
                prefixed(", LATE by ", &late.map(remaining))
            };
            match how {
                Settlement::Told(when) => format!("{due}told {}{late}", told_words(*when, clock)),
                Settlement::Done(when) => format!("{due}done {}{late}", told_words(*when, clock)),
                Settlement::NotRequired => format!("{due}not required"),
                Settlement::Declined { revisit_at, .. } => format!("{due}not telling until {}", clock(revisit_at)),
            }
        }
        Timing::Withdrawn(_) => "not due any more, by what is known now".to_owned(),
    }
}

/// What a step carries and this version does not act on, said plainly.
fn not_acted_on(step: &Step) -> Vec<Block> {
    let mut lines = Vec::new();
    if let Some(run) = &step.run {
        let run = crate::text::shell_words(run);
        lines.paragraph(format!("This version does not run commands. Run it yourself: {run}"));
    }
    if let Some(notice) = &step.notice {
        lines.paragraph(format!(
            "This version does not draft notices. The playbook names the template `{notice}`."
        ));
    }
    lines
}

/// Whom a step belongs to: the person it was given to, whoever holds the role, else the role.
pub fn owner(workflow: &Workflow, incident: &Incident, step: &Step) -> String {
    if let Some(person) = incident.steps.get(&step.id).and_then(|state| state.assigned.clone()) {
        return person;
    }
    match incident.roles.get(&step.owner) {
        Some(holder) => holder.name.clone(),
        None => workflow.role_title(&step.owner).to_owned(),
    }
}
