//! Finds a playbook and what it uses: in its own folder, in the responder's, or built in; and loads it checked.
//!
//! The only file of this folder that opens files. Names that lead to files were checked to be plain names first, so that
//! none leads out of its folder.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::builtin;
use super::changes::{self, Since};
use super::check::{self, Checked};
use super::given::{Given, Names};
use super::plan::Playbook;
use crate::schema::diagnostic::{self, Diagnostic, has_errors};
use crate::schema::node::{field, field_text, text};
use crate::schema::reader::{MOST_FAULTS, is_id};
use crate::schema::source::Text;
use crate::schema::source::{self, Parsed};
use crate::schema::yaml::{MAX_BYTES, read_file, tree};
use crate::text::did_you_mean;

/// A playbook with the files it was made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    pub playbook: Playbook,
    /// The files that were used: the playbook first, then the one it is based on, its shared steps, and the shared facts.
    pub sources: Vec<Source>,
    /// What identifies the text of each step, by id.
    pub digests: Vec<(String, String)>,
    /// What the playbook that it is based on says differently since it was written.
    pub since: Option<Since>,
    /// What a check refuses, and what does not keep it from being used.
    pub doubts: Option<Rejected>,
}

impl Loaded {
    /// Warnings where it has mistakes that do not keep it from being used, and where the playbook that it is based on has
    /// changed.
    pub fn warnings(&self, name: &str) -> Vec<String> {
        let doubts = self.doubts.as_ref().map(|doubts| {
            let summary = doubts.summary();
            format!("warning: {summary}; `breach playbook check {name}` shows what to write instead\n")
        });
        let since = self.since.as_ref().filter(|since| !since.is_empty());
        let since = since.map(|since| {
            format!(
                "warning: `{}` has changed since `{name}` was written: {}; `breach playbook diff {name}` says what\n",
                since.base,
                since.all().summary()
            )
        });
        doubts.into_iter().chain(since).collect()
    }
}

/// One file that a playbook was made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    pub path: String,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// Its bytes, which are UTF-8.
    pub text: String,
}

/// A playbook that was refused, with every reason.
#[derive(Clone, Debug, PartialEq)]
pub struct Rejected {
    /// The mistakes, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// The files they are in: name and text, card numbers hidden.
    pub texts: Vec<(String, String)>,
}

impl Rejected {
    /// The sentence above the drawings, without its full stop.
    pub fn summary(&self) -> String {
        match self.diagnostics.as_slice() {
            [only] if only.line == 0 => {
                let mut sentence = format!("`{}` {}", crate::text::visible_line(&only.file), only.message);
                if let Some(help) = &only.help {
                    let _ = write!(sentence, "; {help}");
                }
                sentence
            }
            all if all.len() >= MOST_FAULTS => format!("{}, and perhaps more", diagnostic::summary(all)),
            all => diagnostic::summary(all),
        }
    }

    /// The mistakes, drawn; empty if the summary says it all.
    pub fn render(&self, width: usize, colour: bool) -> String {
        match self.diagnostics.as_slice() {
            [only] if only.line == 0 => String::new(),
            all => diagnostic::render(all, &self.texts, width, colour),
        }
    }
}

/// One line of `breach playbook list`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub id: String,
    /// Its own file, or none if it is built in.
    pub path: Option<PathBuf>,
}

/// The texts that a playbook is made of.
pub(super) struct Parts {
    pub(super) main: Text,
    /// The shared steps that it uses, by id.
    pub(super) steps: BTreeMap<String, Text>,
    /// The shared facts.
    pub(super) facts: Vec<Text>,
}

/// Where playbooks are looked for.
#[derive(Clone, Debug, Default)]
pub struct Library {
    responder: Option<PathBuf>,
    names: Option<Names>,
}

impl Library {
    /// A library with the responder's own folder in front of what is built in.
    pub fn new(responder: Option<PathBuf>) -> Self {
        Library { responder, names: None }
    }

    /// The same library, which also knows what there is beside playbooks, and doubts every other name.
    #[must_use]
    pub fn knowing(self, names: Names) -> Self {
        Library {
            names: Some(names),
            ..self
        }
    }

    /// All playbooks by name, the responder's first; one of theirs hides a built-in one of the same name.
    pub fn list(&self) -> Vec<Listed> {
        let own = self.responder.as_deref().map(names_in).unwrap_or_default();
        let mut listed: Vec<Listed> = own
            .into_iter()
            .map(|id| Listed {
                path: self.own_file(&id),
                id,
            })
            .collect();
        for (id, _) in builtin::PLAYBOOKS {
            if !listed.iter().any(|known| known.id == *id) {
                listed.push(Listed {
                    id: (*id).to_owned(),
                    path: None,
                });
            }
        }
        listed
    }

    /// The responder's own file of this name.
    fn own_file(&self, id: &str) -> Option<PathBuf> {
        file_in(self.responder.as_deref()?, id)
    }

    /// The responder's own playbook that says it has this name, and is called otherwise.
    fn called_otherwise(&self, id: &str) -> Option<String> {
        let names = names_in(self.responder.as_deref()?);
        let says_so = |name: &String| {
            let text = self.own_file(name).and_then(|path| read_file(&path, MAX_BYTES).ok());
            let tree = text.and_then(|text| tree(&text).ok());
            tree.is_some_and(|tree| field_text(&tree, "playbook") == Some(id))
        };
        names.into_iter().find(says_so)
    }

    /// Loads a playbook by path or by name.
    pub fn load(&self, wanted: &str) -> Result<Loaded, Rejected> {
        let mut reading = Reading::new(self, wanted)?;
        reading.load()
    }

    /// The same, and refuses what does not keep a playbook from being used, too.
    pub fn check(&self, wanted: &str) -> Result<Loaded, Rejected> {
        let mut loaded = self.load(wanted)?;
        match loaded.doubts.take() {
            Some(doubts) => Err(doubts),
            None => Ok(loaded),
        }
    }

    /// Loads another text in the place of a playbook.
    pub(super) fn load_instead(&self, wanted: &str, text: &str) -> Result<Loaded, Rejected> {
        let mut reading = Reading::new(self, wanted)?;
        reading.main.text = text.to_owned();
        reading.bytes = text.len();
        reading.load()
    }

    /// The shared step files that a playbook uses, by id, and its shared facts, as texts.
    pub(super) fn parts(&self, wanted: &str) -> Result<Parts, Rejected> {
        let mut reading = Reading::new(self, wanted)?;
        let main = reading.main.clone();
        let parsed = reading.parse(&main)?;
        let mut steps = BTreeMap::new();
        for id in check::used_steps(&parsed.tree) {
            if let Some(text) = reading.step(&id)? {
                steps.insert(id, text);
            }
        }
        let facts = reading.facts()?;
        Ok(Parts { main, steps, facts })
    }
}

/// Loads one playbook from texts alone, with what is built in: for checks that open no files.
pub fn load_text(file: &str, text: &str) -> Result<Loaded, Rejected> {
    let library = Library::default();
    Reading {
        library: &library,
        folder: None,
        main: Text {
            file: file.to_owned(),
            text: text.to_owned(),
        },
        bytes: text.len(),
        texts: Vec::new(),
    }
    .load()
}

struct Reading<'a> {
    library: &'a Library,
    folder: Option<PathBuf>,
    main: Text,
    /// Of all files read so far.
    bytes: usize,
    texts: Vec<Text>,
}

impl<'a> Reading<'a> {
    fn new(library: &'a Library, wanted: &str) -> Result<Self, Rejected> {
        let from_path = |path: &Path, name: String| {
            let text = read_file(path, MAX_BYTES).map_err(|fault| refused(Diagnostic::of_file(&name, fault)))?;
            Ok(Reading {
                library,
                folder: Some(path.parent().map(Path::to_owned).unwrap_or_default()),
                bytes: text.len(),
                main: Text { file: name, text },
                texts: Vec::new(),
            })
        };
        if wanted.contains('/') || has_yaml_ending(wanted) {
            return from_path(Path::new(wanted), wanted.to_owned());
        }
        if is_id(wanted) {
            if let Some(path) = library.own_file(wanted) {
                return from_path(&path, path.display().to_string());
            }
            if let Some(built_in) = Reading::built_in(library, wanted) {
                return Ok(built_in);
            }
        }
        let listed = library.list();
        let near = did_you_mean(wanted, listed.iter().map(|known| known.id.as_str()));
        let help = match library.called_otherwise(wanted).as_deref().or(near) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "see `breach playbook list`; a file of your own ends in `.yaml`".to_owned(),
        };
        Err(refused(
            Diagnostic::whole("unknown-playbook", wanted, "is not a playbook").helped(help),
        ))
    }

    fn built_in(library: &'a Library, wanted: &str) -> Option<Self> {
        let (id, text) = builtin::PLAYBOOKS.iter().find(|(id, _)| *id == wanted)?;
        Some(Reading {
            library,
            folder: None,
            bytes: text.len(),
            main: Text {
                file: format!("playbooks/{id}.yaml"),
                text: (*text).to_owned(),
            },
            texts: Vec::new(),
        })
    }

    fn load(&mut self) -> Result<Loaded, Rejected> {
        let main = self.main.clone();
        let mut found = source::card_numbers(&main);
        let playbook = match self.parse(&main) {
            Ok(parsed) => parsed,
            Err(mut rejected) => {
                rejected.diagnostics.extend(found);
                return Err(self.reject(rejected.diagnostics));
            }
        };
        if let Some(fault) = source::other_format(&playbook) {
            found.push(fault);
            return Err(self.reject(found));
        }
        let base = match self.base(&playbook) {
            Ok(base) => base,
            Err(rejected) => {
                found.extend(rejected.diagnostics);
                return Err(self.reject(found));
            }
        };
        let mut steps = BTreeMap::new();
        let mut broken = BTreeSet::new();
        let mut used = check::used_steps(&playbook.tree);
        used.extend(base.iter().flat_map(|base| check::used_steps(&base.tree)));
        for id in used {
            if steps.contains_key(&id) || broken.contains(&id) {
                continue;
            }
            let read = self.step(&id).and_then(|text| match text {
                Some(text) => self.parse_part(&text).map(Some),
                None => Ok(None),
            });
            match read {
                Ok(None) => {}
                Ok(Some(parsed)) => {
                    found.extend(source::card_numbers(&parsed.text));
                    steps.insert(id, parsed);
                }
                Err(rejected) => {
                    broken.insert(id);
                    found.extend(rejected.diagnostics);
                }
            }
        }
        let vocabulary = self
            .facts()
            .and_then(|texts| texts.iter().map(|text| self.parse_part(text)).collect());
        let vocabulary: Vec<Parsed> = match vocabulary {
            Ok(parsed) => parsed,
            Err(rejected) => {
                found.extend(rejected.diagnostics);
                return Err(self.reject(found));
            }
        };
        for parsed in &vocabulary {
            found.extend(source::card_numbers(&parsed.text));
        }
        found.extend(self.other_name(&playbook));
        let mut library = self.step_names();
        library.extend(changes::left_out(&playbook.tree).into_iter().map(str::to_owned));
        let given = Given {
            playbook: &playbook,
            base: base.as_ref(),
            steps: &steps,
            broken: &broken,
            vocabulary: &vocabulary,
            library: &library,
            names: self.library.names.as_ref(),
        };
        match check::check(&given, &mut found) {
            Some(Checked {
                playbook: checked,
                used_vocabulary,
                digests,
            }) if !has_errors(&found) => {
                let mut texts = vec![&playbook.text];
                texts.extend(base.iter().map(|base| &base.text));
                texts.extend(steps.values().map(|parsed| &parsed.text));
                let used = |text: &&Text| used_vocabulary.contains(&text.file);
                texts.extend(vocabulary.iter().map(|parsed| &parsed.text).filter(used));
                Ok(Loaded {
                    playbook: checked,
                    sources: texts.into_iter().map(source).collect(),
                    digests,
                    since: self.since(&playbook),
                    doubts: (!found.is_empty()).then(|| self.reject(found)),
                })
            }
            _ => Err(self.reject(found)),
        }
    }

    fn reject(&self, mut diagnostics: Vec<Diagnostic>) -> Rejected {
        // The playbook's own mistakes first, whatever was found first.
        diagnostics.sort_by_key(|diagnostic| diagnostic.file != self.main.file);
        diagnostic::sort(&mut diagnostics);
        diagnostics.dedup();
        diagnostics.truncate(MOST_FAULTS);
        let texts = std::iter::once(&self.main).chain(&self.texts);
        Rejected {
            texts: texts
                .filter(|text| diagnostics.iter().any(|diagnostic| diagnostic.file == text.file))
                .map(|text| (text.file.clone(), source::without_cards(&text.text)))
                .collect(),
            diagnostics,
        }
    }

    fn parse(&self, text: &Text) -> Result<Parsed, Rejected> {
        Parsed::read(&text.file, &text.text).map_err(|diagnostics| Rejected {
            diagnostics,
            texts: Vec::new(),
        })
    }

    /// A file is found by the name that it has, so that another one inside of it leads nowhere.
    fn other_name(&self, playbook: &Parsed) -> Option<Diagnostic> {
        self.folder.as_ref()?;
        let stem = Path::new(&playbook.text.file).file_stem()?.to_str()?;
        let node = field(&playbook.tree, "playbook")?;
        let id = text(node).filter(|id| is_id(id) && *id != stem)?;
        let message = format!("this file is called `{stem}`");
        let fault = playbook.text.fault("bad-id", node.at.clone(), message);
        let help = if is_id(stem) {
            format!("write `playbook: {stem}`, or call the file `{id}.yaml`")
        } else {
            format!("call the file `{id}.yaml`")
        };
        Some(fault.helped(help).doubt())
    }

    /// The playbook that this one is based on: one of the responder's own, else a built-in one; always a built-in one where
    /// both have the same name.
    fn base(&mut self, playbook: &Parsed) -> Result<Option<Parsed>, Rejected> {
        let named = field(&playbook.tree, "based-on").and_then(|based_on| field(based_on, "playbook"));
        let Some((node, id)) = named.and_then(|node| Some((node, text(node).filter(|id| is_id(id))?))) else {
            return Ok(None);
        };
        let Some(Reading { main, .. }) = self.base_of(playbook, id) else {
            let near = self.library.list();
            let near = did_you_mean(id, near.iter().map(|known| known.id.as_str()));
            let mut fault = playbook
                .text
                .fault("unknown-playbook", node.at.clone(), format!("no playbook `{id}`"));
            fault.help = near.map(|near| format!("did you mean `{near}`?"));
            return Err(refused(fault));
        };
        let main = self.count(main)?;
        let base = self.parse_part(&main)?;
        if changes::is_of_changes(&base.tree) {
            let message = format!("`{id}` itself says only what it changes in another one");
            let fault = playbook.text.fault("unknown-playbook", node.at.clone(), message);
            return Err(refused(fault.helped("name the playbook that it is based on")));
        }
        Ok(Some(base))
    }

    fn base_of(&self, playbook: &Parsed, id: &str) -> Option<Reading<'a>> {
        if field_text(&playbook.tree, "playbook") == Some(id) {
            return Reading::built_in(self.library, id);
        }
        Reading::new(self.library, id).ok()
    }

    /// What the playbook that this one is based on says differently since.
    fn since(&self, playbook: &Parsed) -> Option<Since> {
        let id = field_text(field(&playbook.tree, "based-on")?, "playbook")?;
        let base = self.base_of(playbook, id)?.load().ok()?;
        changes::since(&playbook.tree, &base.playbook, &base.digests)
    }

    /// A step file or the facts file: its format is judged like the playbook's.
    fn parse_part(&self, text: &Text) -> Result<Parsed, Rejected> {
        let parsed = self.parse(text)?;
        match source::other_format(&parsed) {
            Some(fault) => Err(refused(fault)),
            None => Ok(parsed),
        }
    }

    fn step(&mut self, id: &str) -> Result<Option<Text>, Rejected> {
        if !is_id(id) {
            return Ok(None);
        }
        let name = format!("steps/{id}");
        let built_in = builtin::STEPS
            .iter()
            .find(|(known, _)| *known == id)
            .map(|(_, text)| *text);
        self.part(&name, built_in)
    }

    /// The facts that rules about who must be told ask for, which are always the built-in ones, and the shared facts.
    fn facts(&mut self) -> Result<Vec<Text>, Rejected> {
        let of_rules = builtin::OBLIGATION_FACTS.map(|text| Text {
            file: "playbooks/obligations/facts.yaml".to_owned(),
            text: text.to_owned(),
        });
        let of_rules = of_rules.map(|text| self.count(text)).transpose()?;
        let shared = self.part("facts", builtin::FACTS)?;
        Ok(of_rules.into_iter().chain(shared).collect())
    }

    /// A file beside the playbook, else in the responder's folder, else built in.
    fn part(&mut self, name: &str, built_in: Option<&str>) -> Result<Option<Text>, Rejected> {
        let folders = [self.folder.clone(), self.library.responder.clone()];
        if let Some(path) = folders.into_iter().flatten().find_map(|folder| file_in(&folder, name)) {
            let file = path.display().to_string();
            let text = read_file(&path, MAX_BYTES).map_err(|fault| refused(Diagnostic::of_file(&file, fault)))?;
            return self.count(Text { file, text }).map(Some);
        }
        let text = built_in.map(|text| Text {
            file: format!("playbooks/{name}.yaml"),
            text: text.to_owned(),
        });
        text.map(|text| self.count(text)).transpose()
    }

    fn count(&mut self, text: Text) -> Result<Text, Rejected> {
        if let Some(known) = self.texts.iter().find(|known| known.file == text.file) {
            return Ok(known.clone());
        }
        self.bytes += text.text.len();
        if self.bytes > MAX_BYTES {
            let message = format!(
                "is larger than {} KiB, which is the limit, with the files it uses",
                MAX_BYTES / 1024
            );
            return Err(refused(Diagnostic::whole("too-large", &self.main.file, message)));
        }
        self.texts.push(text.clone());
        Ok(text)
    }

    /// All shared steps there are.
    fn step_names(&self) -> Vec<String> {
        let folders = [self.folder.as_ref(), self.library.responder.as_ref()];
        let mut names: BTreeSet<String> = builtin::STEPS.iter().map(|(id, _)| (*id).to_owned()).collect();
        for folder in folders.into_iter().flatten() {
            names.extend(names_in(&folder.join("steps")));
        }
        names.into_iter().collect()
    }
}

/// The endings of YAML files; the first counts where a name has both.
const ENDINGS: [&str; 2] = [".yaml", ".yml"];

/// The file of this name in a folder.
fn file_in(folder: &Path, name: &str) -> Option<PathBuf> {
    let paths = ENDINGS.map(|ending| folder.join(format!("{name}{ending}")));
    paths.into_iter().find(|path| path.symlink_metadata().is_ok())
}

fn has_yaml_ending(name: &str) -> bool {
    let ending = Path::new(name).extension().and_then(|ending| ending.to_str());
    matches!(ending, Some("yaml" | "yml"))
}

fn refused(diagnostic: Diagnostic) -> Rejected {
    Rejected {
        diagnostics: vec![diagnostic],
        texts: Vec::new(),
    }
}

fn source(text: &Text) -> Source {
    let mut sha256 = String::with_capacity(64);
    for byte in Sha256::digest(text.text.as_bytes()) {
        let _ = write!(sha256, "{byte:02x}");
    }
    Source {
        path: text.file.clone(),
        sha256,
        text: text.text.clone(),
    }
}

/// The names of the YAML files in a folder that are plain names, sorted; the shared facts are no playbook.
fn names_in(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .filter_map(Result::ok)
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter_map(|name| Some(ENDINGS.iter().find_map(|ending| name.strip_suffix(ending))?.to_owned()))
        .filter(|name| is_id(name) && name != "facts")
        .collect();
    names.sort();
    names.dedup();
    names
}
