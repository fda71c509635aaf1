//! The report says what is: what nobody knows, what is open, what was done again, and the entry that holds now.

use crate::harness::Breach;

/// The lines under a heading of the report, up to the next one.
fn under(report: &str, heading: &str) -> String {
    let lines = report.lines().skip_while(|line| *line != heading).skip(1);
    let lines: Vec<&str> = lines.take_while(|line| !line.starts_with("## ")).collect();
    lines.join("\n").trim().to_owned()
}

const REPORT: &str = r#"## What is known

Each question as it was asked, with the answer that held in the end and when it was given, under the step that asked it.

### First report, and answers outside any step

- Has it stopped? **no** (#3, Tom, Fri 20 Nov 2026 23:43 +00:00)
  - before it was corrected: yes (#2)

## What is not known

Not asked yet: 4 questions of 3 steps that nobody has begun. "Steps" names them.

## Steps

- When stopped: **ruled out, since this does not hold: asks.stopped** (breach, from the facts, Fri 20 Nov 2026 23:43 +00:00, #4)
- Plain step: **done** (Tom, Fri 20 Nov 2026 23:43 +00:00, #5)
- On demand: **done** (Tom, Fri 20 Nov 2026 23:30 +00:00, #6)
- On demand (pass 2): **done** (Tom, Fri 20 Nov 2026 23:43 +00:00, #7)
- Second step: **started** (Tom, Fri 20 Nov 2026 23:43 +00:00, #8)

### Open

- Second step: started
- Third step: not begun
- Fourth step: not begun
- Fifth step: not begun
- Sixth step: not begun
- Asking step: not begun
- Table: not begun
- Behind a sentence: not begun; it waits for agreement to "Nobody logs in."
- Behind the commander: not begun; it waits for approval by incident-commander
- Behind four eyes: not begun; it waits for a second pair of eyes on plain
- Behind a role: not begun; it waits for somebody being technical-lead
- Behind the evidence: not begun; it waits for release of the evidence
- Behind the police: not begun
- Behind a fact: not begun; it waits for the condition asks.stopped
- After the plain step: not begun
- Built on the answer: not begun
- Watch: not begun

## Corrections

- written Fri 20 Nov 2026 23:43 +00:00: entry 2 corrected: the answer is no, because: misheard (Tom, #3)
"#;

#[test]
fn it_names_what_is_not_known_what_is_open_and_the_entry_that_holds_now() {
    let mut breach = Breach::walk_test();
    for command in [
        "fact set asks.stopped yes",
        "correct 2 --answer no --why misheard",
        "step done plain",
        "step done on-demand --at 23:30",
        "step done on-demand",
        "step started second",
    ] {
        breach.run(command).ok();
    }
    let report = breach.run("export --format markdown").ok().stdout;
    let parts = ["## What is known", "## What is not known", "## Steps", "## Corrections"];
    let parts: Vec<String> = parts
        .iter()
        .map(|heading| format!("{heading}\n\n{}\n", under(&report, heading)))
        .collect();
    assert_eq!(parts.join("\n"), REPORT);
}
