//! `breach restrict`: an entry that was written for everybody is kept out of default exports from now on.

use crate::context::Context;
use crate::failure::{Failure, Outcome};
use crate::incident::event::EntryRestricted;
use crate::incident::{Access, Via};
use crate::journal::Draft;

/// Which entry, and why.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The entry's number, as `breach log` shows it
    #[arg(value_name = "ENTRY", value_parser = entry_number)]
    pub entry: u64,
    /// Why; say what kind of thing it is, not what it says
    #[arg(long, value_name = "TEXT")]
    pub why: String,
    /// For counsel, rather than for few people
    #[arg(long)]
    pub privileged: bool,
}

/// Logs that the entry is not for everybody. The entry itself stays as it is.
pub fn run(args: Args, context: &mut Context<'_>) -> Outcome {
    let mut case = context.open()?;
    let why = args.why.trim().to_owned();
    if why.is_empty() {
        return Err(Failure::usage("`--why` is empty")
            .nothing_logged()
            .hint("say why in a few words, such as `--why \"holds a password\"`"));
    }
    let (access, word) = if args.privileged {
        (Access::Privileged, "privileged")
    } else {
        (Access::Restricted, "restricted")
    };
    let entry = args.entry;
    // Whoever restricts an entry may read it from then on, so it must be one that they can read.
    let is_seen = case.shows(entry);
    context.record(&mut case, Via::Command, &mut |incident, _| {
        if !is_seen {
            let last = incident.next_seq.saturating_sub(1);
            return Err(Failure::usage(format!(
                "there is no entry `{entry}`; the last one is {last}. Nothing was logged"
            ))
            .hint("`breach log` shows every entry with its number"));
        }
        if incident.restricted.get(&entry) == Some(&access) {
            return Err(Failure::refused(format!("entry `{entry}` is {word} already")).nothing_logged());
        }
        // The reason stands beside what it protects, so it is left out together with it.
        Ok(vec![Draft {
            access: Some(access),
            ..Draft::new(EntryRestricted {
                entry,
                access,
                why: why.clone(),
            })
        }])
    })?;
    context.say(
        "  It stays in the record, and in the files of whoever has read it. Exports leave it\n  out from now on, unless \
         they are made with `--edition full`.\n",
    )
}

/// Reads `7` or `#7`.
pub(super) fn entry_number(text: &str) -> Result<u64, String> {
    let digits = text.strip_prefix('#').unwrap_or(text);
    digits.parse().map_err(|_| "an entry is a number, such as 7".to_owned())
}
