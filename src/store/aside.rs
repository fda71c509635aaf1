//! Torn ends kept aside: `torn/<sha256>.new` from before the record is cut until an entry speaks of it, then `torn/<sha256>`.
//! So a fragment is neither lost nor passed over in silence, wherever a second crash strikes.

use std::io;

use rustix::io::Errno;

use super::disk::{Folder, How};
use super::scan::{self, LINE_LIMIT_BYTES, Torn};
use super::steps::{is, write_all};

const TORN: &str = "torn";
/// The end of the name of a fragment that no entry has mentioned yet.
const UNLOGGED: &str = ".new";

/// Fragments kept aside whose entry was never written. One whose bytes do not give its name was not copied to the end, so it
/// was not cut off either.
pub(super) fn unlogged(folder: &dyn Folder) -> io::Result<Vec<Torn>> {
    let aside = match folder.open_folder(TORN) {
        Ok(aside) => aside,
        Err(error) if is(&error, Errno::NOENT) => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut names = aside.names()?;
    names.sort();
    let mut torn = Vec::new();
    for (name, _) in names {
        let Some(sha256) = name.strip_suffix(UNLOGGED) else {
            continue;
        };
        let file = aside.open_file(&name, How::Read)?;
        let facts = file.facts()?;
        if !facts.regular || facts.bytes > LINE_LIMIT_BYTES {
            continue;
        }
        let fragment = Torn::of(scan::read_exactly(&*file, 0, facts.bytes)?);
        if fragment.sha256 == sha256 {
            torn.push(fragment);
        }
    }
    Ok(torn)
}

pub(super) fn set_aside(folder: &dyn Folder, torn: &Torn) -> io::Result<()> {
    match folder.make_folder(TORN) {
        Err(error) if !is(&error, Errno::EXIST) => return Err(error),
        _ => {}
    }
    let aside = folder.open_folder(TORN)?;
    let file = aside.open_file(&format!("{}{UNLOGGED}", torn.sha256), How::Afresh)?;
    if !file.facts()?.regular {
        return Err(Errno::EXIST.into());
    }
    write_all(&*file, &torn.bytes)?;
    file.sync()?;
    aside.sync()?;
    folder.sync()
}

/// Gives fragments their lasting names. Should that fail, they are offered again, which does no harm.
pub(super) fn mark_logged(folder: &dyn Folder, torn: &[Torn]) {
    if torn.is_empty() {
        return;
    }
    if let Ok(aside) = folder.open_folder(TORN) {
        for fragment in torn {
            let _ = aside.rename_over(&format!("{}{UNLOGGED}", fragment.sha256), &fragment.sha256);
        }
        let _ = aside.sync();
    }
}
