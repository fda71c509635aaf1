//! The tests that run whole programs, in one binary.

use std::collections::BTreeSet;

mod access;
mod answers;
mod close_command;
mod content;
mod correct_command;
mod crash;
mod days;
mod deadline_command;
mod deadlines_agree;
mod echoes;
mod evenings;
mod exit_codes;
mod fact_command;
mod formats;
mod gate_command;
mod hand_over_command;
mod harness;
mod hostile;
mod icalendar;
mod interruptions;
mod joining;
mod json_output;
mod licences;
mod made;
mod manual;
mod note_command;
mod notices;
mod obligation_command;
mod obligation_data_kinds;
mod obligation_decisions;
mod obligation_edges;
mod obligation_examples;
mod obligation_properties;
mod obligation_reach;
mod obligation_readings;
mod obligation_readings_us;
mod obligation_situations;
mod obligation_slips;
mod obligation_table;
mod older;
mod one_open_case;
mod opening;
mod output_file;
mod playbook_changes;
mod playbook_names;
mod playbook_walks;
mod promises;
mod prompt;
mod proof;
mod pty;
mod python;
mod reading;
mod report;
mod scene;
mod scripts;
mod step_command;
mod stories;
mod terminal;
mod tidy;
mod verdicts;
mod walk;
mod zones;

/// A file that is not listed above would never be compiled, and its tests would never fail.
#[test]
fn every_file_here_is_listed() {
    let source = include_str!("main.rs");
    let listed: BTreeSet<String> = source
        .lines()
        .filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'))
        .map(|name| format!("{name}.rs"))
        .collect();
    let found: BTreeSet<String> = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it"))
        .expect("the folder can be read")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .into_string()
                .expect("a name in UTF-8")
        })
        .filter(|name| name != "main.rs")
        .collect();
    assert_eq!(found, listed);
}
