//! What scripts rely on: exit codes are decided in one table, and the manual and the help say the same.

use breach::commands::Cli;
use breach::failure::FailureKind;
use clap::CommandFactory;

use crate::harness::Breach;
use crate::manual::rows;

/// The table in the code, with what is not a failure.
fn decided() -> Vec<(String, String)> {
    let mut decided = vec![("0".to_owned(), "fine".to_owned())];
    decided.extend(FailureKind::TABLE.map(|(_, code, meaning)| (code.to_string(), meaning.to_owned())));
    decided
}

#[test]
fn the_manual_lists_the_exit_codes_of_the_code() {
    let written: Vec<(String, String)> = rows("| exit code |")
        .into_iter()
        .map(|cells| (cells[0].clone(), cells[1].clone()))
        .collect();
    assert_eq!(
        written,
        decided(),
        "the table of exit codes in src/manual/commands.md, and `Kind::TABLE`"
    );
}

/// Scripts out there know these numbers; a kind may be added, and none may change.
#[test]
fn exit_codes_never_change() {
    let codes = FailureKind::TABLE.map(|(kind, code, _)| (kind, code));
    let promised = [
        (FailureKind::Io, 1),
        (FailureKind::Usage, 2),
        (FailureKind::Input, 3),
        (FailureKind::Tampered, 4),
        (FailureKind::Refused, 5),
        (FailureKind::NoTerminal, 6),
        (FailureKind::Conflict, 7),
        (FailureKind::Torn, 8),
        (FailureKind::Bug, 70),
        (FailureKind::Interrupted, 130),
    ];
    assert_eq!(codes, promised);
    for (kind, code) in promised {
        assert_eq!(kind.exit_code(), code);
    }
}

#[test]
fn help_all_names_every_command_and_exit_code() {
    let shown = Breach::new().run("help all").ok().quiet().stdout;
    let first_words: Vec<&str> = shown
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    for command in Cli::command().get_subcommands() {
        assert!(
            first_words.contains(&command.get_name()),
            "`{}` is not in:\n{shown}",
            command.get_name()
        );
    }
    for (code, _) in decided() {
        assert!(
            first_words.contains(&code.as_str()),
            "exit code {code} is not in:\n{shown}"
        );
    }
}

/// Every page that a person can ask for is there, and says what the command is for.
#[test]
fn every_command_has_its_help() {
    let mut root = Cli::command();
    root.build();
    let mut rest: Vec<(String, &clap::Command)> = vec![(String::new(), &root)];
    while let Some((path, command)) = rest.pop() {
        let shown = Breach::new().run(&format!("{path} --help")).ok().quiet().stdout;
        assert!(
            shown.contains("Usage: breach"),
            "`breach {path} --help` shows:\n{shown}"
        );
        assert!(
            command
                .get_about()
                .is_some_and(|about| !about.to_string().ends_with('.')),
            "`breach {path}` says in one line, without a full stop, what it is for"
        );
        for sub in command.get_subcommands() {
            rest.push((format!("{path} {}", sub.get_name()).trim().to_owned(), sub));
        }
    }
}

/// An argument with the id of an option of every command would be taken for it: `role assign ROLE` once made whoever typed
/// act in that role.
#[test]
fn no_argument_is_taken_for_an_option_of_every_command() {
    fn own(command: &clap::Command, found: &mut Vec<String>) {
        for command in command.get_subcommands() {
            let ids = command.get_arguments().filter(|argument| !argument.is_global_set());
            found.extend(ids.map(|argument| format!("{} {}", command.get_name(), argument.get_id())));
            own(command, found);
        }
    }
    let cli = Cli::command();
    let everywhere: Vec<String> = cli
        .get_arguments()
        .map(|argument| argument.get_id().to_string())
        .collect();
    let mut all = Vec::new();
    own(&cli, &mut all);
    all.retain(|argument| everywhere.iter().any(|id| argument.ends_with(&format!(" {id}"))));
    assert_eq!(all, Vec::<String>::new());
    assert!(everywhere.contains(&"everywhere-role".to_owned()), "{everywhere:?}");
}
