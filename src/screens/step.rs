//! One step: why, what to do, what it is held for. Instructions first; questions come after `done`.

use std::fmt::Write;

use super::layout::headline;
use crate::incident::Incident;
use crate::playbook::plan::{Gate, Step};
use crate::situation::timing::{Ending, Settled};
use crate::situation::{Deadline, Situation, StepStatus, Timing};
use crate::text::wrap;
use crate::time::format::remaining;
use crate::time::{TimeView, Zone};
use crate::workflow::Workflow;
use crate::workflow::holds::{Hold, HoldKind};

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
    let roomy = drawn(workflow, incident, step, situation, zone, width, Density::Roomy);
    let question = where_question(width, Density::Roomy);
    // One row for the prompt.
    if rows(&roomy, width) + rows(&question, width) < height {
        return StepAbove {
            screen: roomy,
            question,
        };
    }
    let tight = drawn(workflow, incident, step, situation, zone, width, Density::Tight);
    let question = where_question(width, Density::Tight);
    if rows(&tight, width) + rows(&question, width) < height {
        return StepAbove {
            screen: tight,
            question,
        };
    }
    let close = question.trim_start_matches('\n').to_owned();
    if rows(&tight, width) + rows(&close, width) < height {
        return StepAbove {
            screen: tight,
            question: close,
        };
    }
    let mut again = String::from("\n");
    for line in wrap(&step.title, width, "  ", "  ") {
        let _ = writeln!(again, "{line}");
    }
    labelled(&mut again, "Why", &step.why, width);
    again.push_str(where_question(width, Density::Tight).trim_start_matches('\n'));
    StepAbove {
        screen: roomy,
        question: again,
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
    let mut shown = headline(
        &crate::incident::event::pass_title(&step.title, status.map_or(1, |status| status.pass)),
        &format!("{}   {}", step.phase, owner(workflow, incident, step)),
        width,
    );
    let gap = |shown: &mut String| {
        if density == Density::Roomy {
            shown.push('\n');
        }
    };
    gap(&mut shown);
    labelled(&mut shown, "Why", &step.why, width);
    if !is_held {
        shown.push('\n');
        shown.push_str(&instructions_in(step, width, density));
    }
    let held = held_lines(workflow, held, time, width);
    if !held.is_empty() {
        gap(&mut shown);
        shown.push_str(&held);
    }
    let times = times(situation.deadline_of(&step.id), status, time);
    if !times.is_empty() {
        gap(&mut shown);
        for line in times {
            for line in wrap(&line, width, "  ", "         ") {
                let _ = writeln!(shown, "{line}");
            }
        }
    }
    if step.run.is_some() || step.notice.is_some() {
        gap(&mut shown);
        for line in not_acted_on(step) {
            for line in wrap(&line, width, "  ", "  ") {
                let _ = writeln!(shown, "{line}");
            }
        }
    }
    shown
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
pub fn instructions(step: &Step, width: usize) -> String {
    instructions_in(step, width, Density::Roomy)
}

fn instructions_in(step: &Step, width: usize, density: Density) -> String {
    let mut shown = String::new();
    let mut number = 0;
    let mut commands = Vec::new();
    for instruction in &step.instructions {
        if let Some(command) = &instruction.command {
            commands.push((command, instruction.text.as_str()));
            continue;
        }
        number += 1;
        let front = match (number, density, width) {
            (_, Density::Tight, _) | (_, _, 0..60) => format!("  {number}  "),
            (1, Density::Roomy, _) => format!("  Do     {number}  "),
            (_, Density::Roomy, _) => format!("         {number}  "),
        };
        let hang = " ".repeat(front.len());
        for line in wrap(&instruction.text, width, &front, &hang) {
            let _ = writeln!(shown, "{line}");
        }
    }
    if !commands.is_empty() && number > 0 && density == Density::Roomy {
        shown.push('\n');
    }
    for (command, remark) in commands {
        if !remark.is_empty() {
            for line in wrap(remark, width, "  ", "  ") {
                let _ = writeln!(shown, "{line}");
            }
        }
        // Never wrapped: a command that was broken in two is not the command.
        let _ = writeln!(shown, "  {}", crate::text::visible_line(command));
    }
    shown
}

/// What holds or held a step: each hold, who lifted it, when.
fn held_lines(workflow: &Workflow, held: &[Hold], time: TimeView, width: usize) -> String {
    let mut shown = String::new();
    // Mostly nobody ever asked for a police delay, and then it must not look as if somebody had.
    let shown_holds = held
        .iter()
        .filter(|hold| hold.holds() || hold.what != HoldKind::Gate(Gate::PoliceDelay));
    for (number, hold) in shown_holds.enumerate() {
        let state = match &hold.lifted {
            None => "not yet".to_owned(),
            Some(lifted) => {
                let who = lifted.who.as_deref().unwrap_or("");
                let at = lifted
                    .at
                    .map_or_else(String::new, |at| format!("  {}", time.clock_near(at)));
                match lifted.overridden {
                    true => format!("overridden by {who}"),
                    false if who.is_empty() => "yes".to_owned(),
                    false => format!("{who}{at}"),
                }
            }
        };
        let front = if number == 0 {
            "  Held until   "
        } else {
            "               "
        };
        for line in wrap(
            &format!("{}   {state}", hold_sentence(workflow, hold)),
            width,
            front,
            "                 ",
        ) {
            let _ = writeln!(shown, "{line}");
        }
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
fn times(deadline: Option<&Deadline>, status: Option<&StepStatus>, time: TimeView) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(deadline) = deadline {
        let checked = deadline
            .as_of
            .as_ref()
            .map_or_else(String::new, |checked| format!(", checked {checked}"));
        let (words, law) = (timing_words(&deadline.timing, time), &deadline.law);
        lines.push(format!("Due    {words}; {law}{checked}. Counsel decides."));
    }
    let Some(status) = status else { return lines };
    match status.aim {
        Some(at) if time.is_over(&at) => lines.push(format!("Aim    {}: aim passed", time.clock_near(at))),
        Some(at) => lines.push(format!("Aim    {}", time.clock_near(at))),
        None => {}
    }
    if let Some((count, since)) = status.missed_passes {
        lines.push(format!(
            "Missed {} since {}",
            crate::text::count_of(usize::try_from(count).unwrap_or(usize::MAX), "pass", "passes"),
            time.clock_near(since)
        ));
    }
    lines
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
        Timing::Settled(Settled { how, due, late }) => {
            let due = due.map_or_else(String::new, |due| format!("{}, ", clock(&due.at)));
            let late = late.map_or_else(String::new, |late| format!(", LATE by {}", remaining(late)));
            match how {
                Ending::Told(at) => format!("{due}told {}{late}", clock(at)),
                Ending::Done(at) => format!("{due}done {}{late}", clock(at)),
                Ending::NotRequired => format!("{due}not required"),
                Ending::Declined { revisit_at, .. } => format!("{due}not telling until {}", clock(revisit_at)),
            }
        }
        Timing::Withdrawn(_) => "not due any more, by what is known now".to_owned(),
    }
}

/// What a step carries and this version does not act on, said plainly.
fn not_acted_on(step: &Step) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(run) = &step.run {
        lines.push(format!(
            "This version does not run commands. Run it yourself: {}",
            run.join(" ")
        ));
    }
    if let Some(notice) = &step.notice {
        lines.push(format!(
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

fn labelled(shown: &mut String, label: &str, text: &str, width: usize) {
    for line in wrap(text, width, &format!("  {label:<6} "), "         ") {
        let _ = writeln!(shown, "{line}");
    }
}
