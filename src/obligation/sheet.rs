//! A small data file, read field by field: every mistake is noted with its place, and reading goes on.
//!
//! Knows shapes only; what a field means is for the reader of the file to say.

use std::ops::Range;

use chrono::{Datelike, NaiveDate};

use crate::schema::diagnostic::{self, Diagnostic};
use crate::schema::yaml::{Content, Key, Node, tree};
use crate::text::{did_you_mean, list};

/// Mistakes that are noted; a file with more of them is not what it should be.
const MOST_FAULTS: usize = 100;

/// The years that files may name.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// A file while it is read.
pub(super) struct Sheet<'a> {
    file: &'a str,
    text: &'a str,
    found: Vec<Diagnostic>,
}

/// The fields of a mapping that are known, each once.
pub(super) type Fields<'n> = Vec<(&'n Key, &'n Node)>;

impl<'a> Sheet<'a> {
    /// Reads a whole file. `file` is its name in messages.
    ///
    /// # Errors
    /// Every mistake that was found, by place.
    pub(super) fn read<T>(
        file: &'a str,
        text: &'a str,
        read: impl FnOnce(&mut Self, &Node) -> T,
    ) -> Result<T, Vec<Diagnostic>> {
        let root = tree(text).map_err(|faults| -> Vec<Diagnostic> {
            let of_yaml = |fault| Diagnostic::of_yaml(file, text, fault);
            faults.into_iter().map(of_yaml).collect()
        })?;
        let mut sheet = Sheet {
            file,
            text,
            found: Vec::new(),
        };
        let value = read(&mut sheet, &root);
        diagnostic::sort(&mut sheet.found);
        if sheet.found.is_empty() {
            Ok(value)
        } else {
            Err(sheet.found)
        }
    }

    /// Notes a mistake.
    pub(super) fn fault(
        &mut self,
        code: &'static str,
        at: &Range<usize>,
        message: impl Into<String>,
        help: Option<String>,
    ) {
        if self.found.len() < MOST_FAULTS {
            let found = Diagnostic::at(code, self.file, self.text, at.clone(), message);
            self.found.push(Diagnostic { help, ..found });
        }
    }

    /// The entries under `name` in a file that has nothing else but `format: 1`.
    pub(super) fn entries_of<'n>(&mut self, root: &'n Node, name: &str, what: &str) -> Fields<'n> {
        let fields = self.fields(root, &["format", name], what);
        let mut entries = Vec::new();
        for (key, node) in &fields {
            match key.text.as_str() {
                "format" => self.format(node),
                _ => entries = self.entries(key, node),
            }
        }
        if let Content::Map(_) = &root.content {
            self.needs(&(0..0), what, &fields, "format", "1");
        }
        entries
    }

    fn format(&mut self, node: &Node) {
        let message = match text_of(node) {
            Some("1") => return,
            Some(text) => format!("this breach reads format 1, not {text}"),
            None => "the format is a number".to_owned(),
        };
        self.fault("wrong-format", &node.at, message, Some("write `format: 1`".to_owned()));
    }

    /// The entries of a mapping whose keys are names of one's own, each name once.
    fn entries<'n>(&mut self, key: &Key, node: &'n Node) -> Fields<'n> {
        let entries = match &node.content {
            Content::Map(entries) => entries,
            Content::Empty => return Vec::new(),
            _ => {
                let message = format!("`{}` has names with fields below them", key.text);
                self.fault("wrong-type", &node.at, message, None);
                return Vec::new();
            }
        };
        let mut kept: Fields<'n> = Vec::new();
        for (key, node) in entries {
            if self.is_new(&kept, key) {
                kept.push((key, node));
            }
        }
        kept
    }

    /// The fields of a mapping, the unknown and doubled ones noted and left out.
    pub(super) fn fields<'n>(&mut self, node: &'n Node, known: &[&str], what: &str) -> Fields<'n> {
        let Content::Map(fields) = &node.content else {
            let help = format!("its fields are {}", list(known, "and"));
            self.fault("wrong-type", &node.at, format!("{what} has fields"), Some(help));
            return Vec::new();
        };
        let mut kept: Fields<'n> = Vec::new();
        for (key, node) in fields {
            if !self.is_new(&kept, key) {
                continue;
            }
            if known.contains(&key.text.as_str()) {
                kept.push((key, node));
                continue;
            }
            let help = match did_you_mean(&key.text, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("its fields are {}", list(known, "and")),
            };
            let message = format!("{what} has no field `{}`", key.text);
            self.fault("unknown-field", &key.at, message, Some(help));
        }
        kept
    }

    fn is_new(&mut self, kept: &Fields<'_>, key: &Key) -> bool {
        let is_new = kept.iter().all(|(other, _)| other.text != key.text);
        if !is_new {
            let message = format!("`{}` stands here twice", key.text);
            let help = Some("keep one of the two".to_owned());
            self.fault("duplicate-key", &key.at, message, help);
        }
        is_new
    }

    /// Notes a field that is not there, unless a misspelt one next to it may be meant.
    pub(super) fn needs(&mut self, at: &Range<usize>, what: &str, fields: &Fields<'_>, name: &str, example: &str) {
        let is_there = fields.iter().any(|(key, _)| key.text == name);
        let meant = format!("did you mean `{name}`?");
        let is_misspelt = |found: &Diagnostic| found.span.start >= at.start && found.help.as_deref() == Some(&meant);
        let is_misspelt = self.found.iter().any(is_misspelt);
        if !is_there && !is_misspelt {
            let message = format!("{what} has no `{name}`");
            let help = Some(format!("add `{name}: {example}`"));
            self.fault("missing-field", at, message, help);
        }
    }

    /// A text on one line, or nothing where the field is left empty.
    pub(super) fn words(&mut self, key: &Key, node: &Node) -> Option<String> {
        match &node.content {
            Content::Empty => None,
            Content::Text { text, .. } if text.trim().is_empty() => None,
            Content::Text { text, .. } => Some(text.split_whitespace().collect::<Vec<_>>().join(" ")),
            Content::List(_) | Content::Map(_) => {
                let message = format!("`{}` is one line of text", key.text);
                self.fault("wrong-type", &node.at, message, None);
                None
            }
        }
    }

    /// A field that must not be left empty.
    pub(super) fn some_words(&mut self, key: &Key, node: &Node) -> String {
        let found = self.found.len();
        let words = self.words(key, node).unwrap_or_default();
        if words.is_empty() && self.found.len() == found {
            self.fault("missing-field", &key.at, format!("`{}` is empty", key.text), None);
        }
        words
    }

    /// The items of a list; one text alone is a list of one.
    pub(super) fn items(&mut self, key: &Key, node: &Node) -> Vec<(String, Range<usize>)> {
        let items = match &node.content {
            Content::List(items) => items.as_slice(),
            Content::Empty => &[],
            _ => std::slice::from_ref(node),
        };
        let mut read = Vec::new();
        for item in items {
            read.extend(self.words(key, item).map(|words| (words, item.at.clone())));
        }
        read
    }

    /// A year of this age.
    pub(super) fn year(&mut self, key: &Key, node: &Node) -> Option<i32> {
        let words = self.words(key, node)?;
        let year = words.parse().ok().filter(|year| YEARS.contains(year));
        if year.is_none() {
            let message = format!("`{words}` is no year between {} and {}", YEARS.start(), YEARS.end());
            self.fault("bad-date", &node.at, message, None);
        }
        year
    }

    /// A year and a month, as text.
    pub(super) fn month(&mut self, key: &Key, node: &Node) -> String {
        let words = self.some_words(key, node);
        let is_month = words.len() == 7 && format!("{words}-01").parse::<NaiveDate>().is_ok();
        if !is_month && !words.is_empty() {
            let message = format!("`{words}` is no year and month");
            self.fault(
                "bad-date",
                &node.at,
                message,
                Some("write it like `2026-01`".to_owned()),
            );
        }
        words
    }

    /// A date.
    pub(super) fn date(&mut self, words: &str, at: &Range<usize>) -> Option<NaiveDate> {
        let date = words.parse::<NaiveDate>().ok();
        let date = date.filter(|date| YEARS.contains(&date.year()) && words.len() == 10);
        if date.is_none() {
            let help = Some("write it like `2026-02-17`".to_owned());
            self.fault("bad-date", at, format!("`{words}` is no date"), help);
        }
        date
    }
}

/// The text of a single value.
fn text_of(node: &Node) -> Option<&str> {
    match &node.content {
        Content::Text { text, .. } => Some(text),
        _ => None,
    }
}

/// Whether a text is a kebab-case name.
pub(super) fn is_id(text: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    text.len() <= 64 && text.split('-').all(is_word)
}
