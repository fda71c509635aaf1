//! Runs the person's own editor on a text, in a private folder that is removed with whatever the editor left there.
//! Whether the text changed is told by its content, never by the time on the file. It must not know what the text is.

use std::env;
use std::fs::Permissions;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};

use rustix::process::{Pid, Signal, kill_process};

use super::PromptError;
use super::signals::Signals;
use crate::text::is_hidden;

const LOOK_MS: i64 = 50;

/// Returns the text as the editor left it, or `None` when nothing changed.
pub(super) fn edit(text: &str, signals: &Signals) -> Result<Option<String>, PromptError> {
    let private = Permissions::from_mode(0o700);
    let folder = tempfile::Builder::new()
        .prefix("breach-")
        .permissions(private)
        .tempdir_in(folder())?;
    let mut file = tempfile::Builder::new()
        .prefix("text-")
        .suffix(".txt")
        .tempfile_in(folder.path())?;
    file.write_all(text.as_bytes())?;
    file.flush()?;

    let editor = command();
    let mut child = Command::new("/bin/sh")
        .args(["-c", &format!("{editor} \"$@\""), "editor"])
        .arg(file.path())
        // Standard output may be a file; the editor draws where the questions are drawn.
        .stdout(Stdio::from(io::stderr().as_fd().try_clone_to_owned()?))
        .spawn()?;
    let ended = wait(&mut child, signals);
    // By name: many editors write a new file and rename it.
    let edited = clean(&String::from_utf8_lossy(&std::fs::read(file.path())?));
    let changed = changed(text, edited);
    match ended {
        Ok(status) if status.success() => Ok(changed),
        Ok(status) => {
            let reason = format!("the editor `{editor}` did not end well ({status}); the text was left as it was");
            Err(PromptError::Io(io::Error::other(reason)))
        }
        // What was saved before the signal counts; the next question tells of the signal.
        Err(PromptError::Terminated(_)) if changed.is_some() => Ok(changed),
        Err(gone) => Err(gone),
    }
}

/// Compares by content; the line end that editors add at the end of a file is no change.
pub(super) fn changed(before: &str, mut after: String) -> Option<String> {
    if !before.ends_with('\n') && after.ends_with('\n') {
        after.pop();
    }
    (after != before).then_some(after)
}

/// Picks the editor as other programs do; an empty variable counts as none.
pub(super) fn choose(visual: Option<String>, editor: Option<String>) -> String {
    [visual, editor]
        .into_iter()
        .flatten()
        .find(|name| !name.trim().is_empty())
        .unwrap_or_else(|| "vi".to_owned())
}

fn command() -> String {
    choose(env::var("VISUAL").ok(), env::var("EDITOR").ok())
}

/// A folder that is gone after the next boot, where there is one.
fn folder() -> PathBuf {
    let runtime = env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    runtime
        .filter(|path| path.is_absolute() && path.is_dir())
        .unwrap_or_else(env::temp_dir)
}

fn wait(child: &mut Child, signals: &Signals) -> Result<ExitStatus, PromptError> {
    let (never, _open) = io::pipe()?;
    loop {
        if let Some(status) = child.try_wait()? {
            // Ctrl-C was the editor's.
            signals.forget_interrupt();
            return Ok(status);
        }
        match signals.wait(never.as_fd(), LOOK_MS) {
            Ok(_) | Err(PromptError::Interrupted) => {}
            Err(gone) => {
                if let Some(pid) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
                    let _ = kill_process(pid, Signal::TERM);
                }
                child.wait()?;
                return Err(gone);
            }
        }
    }
}

fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    text.chars()
        .filter(|character| matches!(character, '\n' | '\t') || !is_hidden(*character))
        .collect()
}
