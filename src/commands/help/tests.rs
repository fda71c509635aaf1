use crate::document::terminal;
use std::collections::BTreeSet;

use clap::CommandFactory;

use super::{GROUPS, all, of_command};
use crate::commands::Cli;
use crate::failure::FailureKind;

#[test]
fn every_command_stands_in_one_group() {
    let grouped: Vec<&str> = GROUPS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
    let root = Cli::command();
    let commands: BTreeSet<&str> = root.get_subcommands().map(clap::Command::get_name).collect();
    assert_eq!(grouped.iter().copied().collect::<BTreeSet<&str>>(), commands);
    assert_eq!(grouped.len(), commands.len());
}

#[test]
fn the_first_page_shows_nine_commands_and_where_the_others_are() {
    let root = Cli::command();
    let shown: Vec<&str> = root
        .get_subcommands()
        .filter(|command| !command.is_hide_set())
        .map(clap::Command::get_name)
        .collect();
    assert_eq!(shown, [GROUPS[0].1, &["help"]].concat());
}

#[test]
fn help_all_on_a_wide_screen() {
    assert_eq!(terminal(&all(), 80), include_str!("all-80.txt"));
}

#[test]
fn help_all_on_a_narrow_screen_stays_inside_it() {
    let wide: Vec<String> = terminal(&all(), 40)
        .lines()
        .filter(|line| crate::text::width(line) > 40)
        .map(str::to_owned)
        .collect();
    assert_eq!(wide, Vec::<String>::new());
}

#[test]
fn every_exit_code_is_in_it() {
    let shown = terminal(&all(), 100);
    for (_, code, what) in FailureKind::TABLE {
        assert!(shown.contains(&format!("{code:<3}   {what}")), "{code} in {shown}");
    }
}

#[test]
fn a_command_that_is_not_there_is_refused_with_the_nearest() {
    let said = |names: &[&str]| of_command(names, 80).map_err(|failure| failure.render());
    assert_eq!(
        said(&["playbok"]),
        Err("error: `breach` has no command `playbok`\nhint: did you mean `playbook`?\n".to_owned())
    );
    assert_eq!(
        said(&["playbook", "frobnicate"]),
        Err(
            "error: `breach playbook` has no command `frobnicate`\nhint: `breach help all` lists every command\n"
                .to_owned()
        )
    );
}
