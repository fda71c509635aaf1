//! Asks what its arguments say, one after the other, and prints what came back. The tests run it at a terminal.

use std::io::{self, Write};
use std::process::ExitCode;

use breach::prompt::terminal::Terminal;
use breach::prompt::{Ask, PromptError, Prompter, TypeAhead};

fn main() -> ExitCode {
    let mut terminal = Terminal::new();
    for (index, what) in std::env::args().skip(1).enumerate() {
        let prompt = format!("Q{}> ", index + 1);
        let answer = ask(&mut terminal, &what, &prompt);
        let mut out = io::stdout();
        match answer {
            Ok(answer) => writeln!(out, "got {answer}").expect("standard output"),
            Err(gone) => {
                let _ = writeln!(out, "gone: {gone}");
                return ExitCode::from(code(&gone));
            }
        }
    }
    drop(terminal);
    writeln!(io::stdout(), "the end").expect("standard output");
    ExitCode::SUCCESS
}

fn ask(terminal: &mut Terminal, what: &str, prompt: &str) -> Result<String, PromptError> {
    let (what, argument) = what.split_once(':').unwrap_or((what, ""));
    match what {
        "drop" => terminal
            .ask(&Ask {
                prompt,
                ahead: TypeAhead::Drop,
                history: false,
                begun: "",
            })
            .map(|typed| format!("{typed:?}")),
        "join" => terminal
            .ask(&Ask {
                prompt,
                ahead: TypeAhead::Join,
                history: false,
                begun: "",
            })
            .map(|typed| format!("{typed:?}")),
        "history" => terminal
            .ask(&Ask {
                prompt,
                ahead: TypeAhead::Drop,
                history: true,
                begun: "",
            })
            .map(|typed| format!("{typed:?}")),
        "say" => terminal
            .ask(&Ask {
                prompt: argument,
                ahead: TypeAhead::Drop,
                history: false,
                begun: "",
            })
            .map(|typed| format!("{typed:?}")),
        "edit" => terminal.edit(argument).map(|text| format!("{text:?}")),
        "ahead" => {
            // The test says by a line on the other side that it has typed ahead; a file stands for that.
            wait_for_file(argument);
            Ok(format!("{:?}", terminal.drop_ahead()))
        }
        "wait" => {
            wait_for_file(argument);
            Ok(String::new())
        }
        "panic" => panic!("as the test wanted"),
        other => panic!("unknown: {other}"),
    }
}

fn wait_for_file(path: &str) {
    let _ = writeln!(io::stdout(), "working");
    while !std::path::Path::new(path).exists() {
        std::thread::yield_now();
    }
}

fn code(gone: &PromptError) -> u8 {
    match gone {
        PromptError::Interrupted => 130,
        PromptError::Terminated(_) => 143,
        PromptError::Closed => 3,
        PromptError::NoTerminal => 6,
        PromptError::Io(_) => 1,
    }
}
