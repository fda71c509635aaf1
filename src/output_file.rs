//! The one writer of files: whole or not at all, and never over a record or another file of the program's own.
//!
//! What a person names with `-o` may be reached by any name: through `..`, a link, a second name of the same file, other
//! letters on a disk that takes them for the same. So a file is judged by what it is (its device and inode, its first
//! bytes, the folder it really lies in) and not by how it was written.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, Metadata};
use std::io::{self, BufWriter, Read, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::files::plain;
use crate::store::{IncidentId, RECORD};

/// How entry 0 of every record begins.
const RECORD_START: &[u8] = br#"{"seq":0,"at":""#;

/// How deep the program's own files lie below a store or the folder of settings.
const DEPTH: usize = 3;

/// What the name of a temporary file begins and ends with; six letters and digits stand between them.
const TEMPORARY: (&str, &str) = (".breach-", ".part");

/// The folders whose files are the program's own.
#[derive(Clone, Debug, Default)]
pub struct OwnFolders {
    /// Where records are kept: every place that the options, the environment and the system name.
    pub stores: Vec<PathBuf>,
    /// Where the profile, the playbooks and the rules of the responder are kept.
    pub config: Option<PathBuf>,
}

/// Writes what a file holds, piece by piece.
pub type Pieces<'a> = dyn FnMut(&mut dyn Write) -> io::Result<()> + 'a;

/// A file that a person asked for, before it is written.
#[derive(Debug)]
pub struct OutputFile<'a> {
    /// Where, as an absolute path.
    pub path: &'a Path,
    /// Whether an existing file may be replaced.
    pub force: bool,
    /// How another file is named: ``name another file with `-o FILE` ``.
    pub hint: &'a str,
    /// The folder of settings in which this command makes new files, if it is one that does.
    pub own: Option<&'a Path>,
}

impl OutputFile<'_> {
    /// Says whether it may be written, without writing anything.
    pub fn check(&self, folders: &OwnFolders) -> Result<(), Failure> {
        self.target(folders).map(|_| ())
    }

    pub fn write(&self, bytes: &[u8], folders: &OwnFolders) -> Result<(), Failure> {
        self.write_with(&mut |out| out.write_all(bytes), folders)
    }

    /// The same for what is written piece by piece: where a piece fails, nothing is there that was not.
    pub fn write_with(&self, pieces: &mut Pieces<'_>, folders: &OwnFolders) -> Result<(), Failure> {
        let target = self.target(folders)?;
        put(&target.folder, &target.name, pieces, self.force).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => self.exists(),
            _ => self.failed(&plain(&error)),
        })
    }

    fn target(&self, folders: &OwnFolders) -> Result<Target, Failure> {
        let target = Target::find(self.path).map_err(|why| self.failed(&why))?;
        if folders.hold_record(&target) {
            return Err(self.refused("is part of a record or a store of records"));
        }
        let is_new_setting = target.existing.is_none() && self.own.is_some_and(|own| is_same(own, &target.folder));
        if folders.hold_setting(&target) && !is_new_setting {
            return Err(match self.own {
                Some(own) if is_same(own, &target.folder) => self.exists_for_good(),
                _ => self.refused("lies among breach's own settings"),
            });
        }
        match target.existing {
            Some(_) if !self.force => Err(self.exists()),
            _ => Ok(target),
        }
    }

    fn exists(&self) -> Failure {
        self.exists_for_good().hint("`--force` replaces it")
    }

    fn exists_for_good(&self) -> Failure {
        Failure::io(format!("`{}` exists; nothing was written", self.path.display())).hint(self.hint)
    }

    fn refused(&self, what: &str) -> Failure {
        Failure::usage(format!("`{}` {what}; nothing was written", self.path.display())).hint(self.hint)
    }

    fn failed(&self, why: &str) -> Failure {
        Failure::io(format!("`{}` could not be written: {why}", self.path.display())).hint(self.hint)
    }
}

/// Puts these bytes in place of a file of the program's own. A link in its place is replaced, not followed.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let (folder, name) = parted(path).ok_or("it is a folder")?;
    if path.is_dir() {
        return Err("it is a folder".to_owned());
    }
    put(folder, name, &mut |out| out.write_all(bytes), true).map_err(|error| plain(&error))
}

/// The same for a file that people may keep elsewhere, behind a link: what the link leads to is replaced, unless that is a
/// record.
pub fn replace_linked(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let target = Target::find(path)?;
    if target.begins_as_record() {
        return Err("it leads to a record".to_owned());
    }
    put(&target.folder, &target.name, &mut |out| out.write_all(bytes), true).map_err(|error| plain(&error))
}

/// Makes a new file of the program's own. What is there already stays.
pub fn create(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let (folder, name) = parted(path).ok_or("it is a folder")?;
    put(folder, name, &mut |out| out.write_all(bytes), false).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => "it is there already".to_owned(),
        _ => plain(&error),
    })
}

/// Where the bytes will really lie.
struct Target {
    /// The folder, without links and `..`.
    folder: PathBuf,
    name: OsString,
    existing: Option<Metadata>,
}

impl Target {
    fn find(path: &Path) -> Result<Self, String> {
        let real = match path.symlink_metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(plain(&error)),
            Ok(about) if about.is_symlink() => Some(fs::canonicalize(path).map_err(|error| match error.kind() {
                io::ErrorKind::NotFound => "it is a link that leads nowhere".to_owned(),
                _ => plain(&error),
            })?),
            Ok(_) => Some(fs::canonicalize(path).map_err(|error| plain(&error))?),
        };
        let existing = match &real {
            Some(real) => Some(fs::metadata(real).map_err(|error| plain(&error))?),
            None => None,
        };
        match &existing {
            Some(about) if about.is_dir() => return Err("it is a folder".to_owned()),
            Some(about) if !about.is_file() => return Err("it is not an ordinary file".to_owned()),
            _ => {}
        }
        let (folder, name) = parted(real.as_deref().unwrap_or(path)).ok_or("it is a folder")?;
        Ok(Target {
            folder: fs::canonicalize(folder).map_err(|error| plain(&error))?,
            name: name.to_owned(),
            existing,
        })
    }

    fn begins_as_record(&self) -> bool {
        self.existing.is_some() && begins_as_record(&self.folder.join(&self.name))
    }
}

impl OwnFolders {
    /// Whether this is a record, under whatever name, or lies in a store: one that is known, or one that looks like one.
    fn hold_record(&self, target: &Target) -> bool {
        let stores: Vec<Metadata> = self
            .stores
            .iter()
            .filter_map(|store| fs::metadata(store).ok())
            .collect();
        let is_in_store = target.folder.ancestors().any(|folder| {
            fs::metadata(folder).is_ok_and(|about| stores.iter().any(|store| same(store, &about)))
                || is_incident(folder)
        });
        let has_second_name = || {
            let existing = target.existing.as_ref().filter(|about| about.nlink() > 1);
            existing.is_some_and(|about| self.stores.iter().any(|store| holds(store, about, DEPTH)))
        };
        is_in_store
            || begins_as_record(&target.folder.join(RECORD))
            || is_store(&target.folder)
            || target.begins_as_record()
            || has_second_name()
    }

    /// Whether this is the profile, or lies among the responder's own playbooks and rules. Any of these folders and files
    /// may be a link.
    fn hold_setting(&self, target: &Target) -> bool {
        let Some(config) = &self.config else {
            return false;
        };
        let folders: Vec<Metadata> = [config.clone(), config.join("playbooks"), config.join("obligations")]
            .iter()
            .filter_map(|folder| fs::metadata(folder).ok())
            .collect();
        let is_inside = target
            .folder
            .ancestors()
            .any(|folder| fs::metadata(folder).is_ok_and(|about| folders.iter().any(|own| same(own, &about))));
        let existing = target.existing.as_ref();
        is_inside || existing.is_some_and(|about| holds(config, about, DEPTH))
    }
}

/// Whether a folder is named as an incident and holds a record.
fn is_incident(folder: &Path) -> bool {
    let name = folder.file_name().and_then(OsStr::to_str);
    name.is_some_and(|name| IncidentId::parse(name).is_ok()) && folder.join(RECORD).symlink_metadata().is_ok()
}

/// Whether a folder holds incidents, and next to them only what a store holds. A folder that also holds anything else is
/// somebody's own, with a copy of an incident in it.
fn is_store(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else {
        return false;
    };
    let mut incidents = 0;
    for entry in entries.flatten() {
        if is_incident(&entry.path()) {
            incidents += 1;
        } else if entry.file_name() != "in-use" && !entry.file_name().as_encoded_bytes().starts_with(b".") {
            return false;
        }
    }
    incidents > 0
}

fn begins_as_record(path: &Path) -> bool {
    let is_file = fs::metadata(path).is_ok_and(|about| about.is_file());
    let mut start = [0; RECORD_START.len()];
    is_file
        && File::open(path)
            .and_then(|mut file| file.read_exact(&mut start))
            .is_ok_and(|()| start == RECORD_START)
}

/// Whether a folder holds this file, under any name or behind a link.
fn holds(folder: &Path, file: &Metadata, depth: usize) -> bool {
    let Ok(entries) = fs::read_dir(folder) else {
        return false;
    };
    entries.flatten().any(|entry| {
        let path = entry.path();
        let about = fs::metadata(&path);
        about.is_ok_and(|about| same(&about, file) || depth > 0 && about.is_dir() && holds(&path, file, depth - 1))
    })
}

fn is_same(one: &Path, other: &Path) -> bool {
    match (fs::metadata(one), fs::metadata(other)) {
        (Ok(one), Ok(other)) => same(&one, &other),
        _ => false,
    }
}

fn same(one: &Metadata, other: &Metadata) -> bool {
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

fn parted(path: &Path) -> Option<(&Path, &OsStr)> {
    let name = path.file_name()?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    Some((folder.unwrap_or(Path::new(".")), name))
}

/// A temporary file beside it, synced, renamed, and the folder synced. Readable by its owner alone, whatever the umask.
fn put(folder: &Path, name: &OsStr, pieces: &mut Pieces<'_>, replace: bool) -> io::Result<()> {
    // A folder that may be written to and not read cannot be synced either.
    let names = match File::open(folder) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => None,
        opened => Some(opened?),
    };
    let owner_only = fs::Permissions::from_mode(0o600);
    let mut file = temporary(folder, &owner_only)?;
    file.as_file().set_permissions(owner_only)?;
    let mut buffered = BufWriter::new(&mut file);
    pieces(&mut buffered)?;
    buffered.flush()?;
    drop(buffered);
    file.as_file().sync_all()?;
    let path = folder.join(name);
    if replace {
        file.persist(path).map_err(|error| error.error)?;
    } else {
        file.persist_noclobber(path).map_err(|error| error.error)?;
    }
    match names.map(|names| names.sync_all()) {
        Some(Err(error)) if error.kind() != io::ErrorKind::InvalidInput => Err(io::Error::new(
            error.kind(),
            "it is written, and the disk did not confirm it",
        )),
        _ => Ok(()),
    }
}

/// A temporary file, locked while this process lives, so that one whose writer was killed is known and goes.
fn temporary(folder: &Path, permissions: &fs::Permissions) -> io::Result<tempfile::NamedTempFile> {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        let is_left = || File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok());
        if is_file && is_temporary(&entry.file_name()) && is_left() {
            // Somebody else's stays where they are.
            let _ = fs::remove_file(entry.path());
        }
    }
    loop {
        let file = tempfile::Builder::new()
            .prefix(TEMPORARY.0)
            .suffix(TEMPORARY.1)
            .permissions(permissions.clone())
            .tempfile_in(folder)?;
        // Before it was locked, another writer may have taken it for one that was left.
        if file.as_file().try_lock().is_err() || file.path().exists() {
            return Ok(file);
        }
    }
}

fn is_temporary(name: &OsStr) -> bool {
    let name = name.to_str().and_then(|name| name.strip_prefix(TEMPORARY.0));
    let middle = name.and_then(|name| name.strip_suffix(TEMPORARY.1));
    middle.is_some_and(|middle| middle.len() == 6 && middle.bytes().all(|sign| sign.is_ascii_alphanumeric()))
}
