//! Mistakes in files that people write: each with a code, a place and what to write instead; all of them in one answer.
//!
//! Playbooks, the business profile and answers files are reported through this one shape. It knows places in texts and
//! how to draw them; it does not know what the texts mean, and it reads no files.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde::Serialize;

use crate::schema::yaml::{FileFault, YamlFault, line_and_column};
use crate::text::{count, visible_line, width as columns};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    Error,
    /// The file is accepted where it is used, and refused where it is checked.
    Warning,
}

/// Another place in the same file that belongs to a mistake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Also {
    /// Its bytes in the text.
    pub span: Range<usize>,
    pub label: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Stable code, such as `unknown-role`.
    pub code: &'static str,
    pub severity: Severity,
    /// The file's name for people.
    pub file: String,
    /// Bytes of the text it is about; empty for the whole file.
    pub span: Range<usize>,
    /// Line, from 1; 0 for the whole file.
    pub line: usize,
    /// Column in characters, from 1; 0 for the whole file.
    pub column: usize,
    /// What is wrong, without a full stop.
    pub message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// Other places that belong to it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Also>,
}

impl Diagnostic {
    /// A mistake at a place of a text.
    pub fn at(code: &'static str, file: &str, text: &str, span: Range<usize>, message: impl Into<String>) -> Self {
        let (line, column) = line_and_column(text, span.start);
        Diagnostic {
            code,
            severity: Severity::Error,
            file: file.to_owned(),
            span,
            line,
            column,
            message: message.into(),
            help: None,
            also: Vec::new(),
        }
    }

    /// A mistake of a whole file.
    pub fn whole(code: &'static str, file: &str, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            severity: Severity::Error,
            file: file.to_owned(),
            span: 0..0,
            line: 0,
            column: 0,
            message: message.into(),
            help: None,
            also: Vec::new(),
        }
    }

    /// The same with what to write instead.
    pub fn helped(self, help: impl Into<String>) -> Self {
        Diagnostic {
            help: Some(help.into()),
            ..self
        }
    }

    /// The same, as something that does not keep a file from being used.
    pub fn doubt(self) -> Self {
        Diagnostic {
            severity: Severity::Warning,
            ..self
        }
    }

    /// A file that could not be read.
    pub fn of_file(file: &str, fault: FileFault) -> Self {
        Diagnostic {
            help: fault.help,
            ..Diagnostic::whole(fault.code, file, fault.message)
        }
    }

    /// A mistake in the YAML of a text.
    pub fn of_yaml(file: &str, text: &str, fault: YamlFault) -> Self {
        Diagnostic {
            help: fault.help,
            ..Diagnostic::at(fault.code, file, text, fault.at, fault.message)
        }
    }
}

/// Whether one of these keeps a file from being used.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|found| found.severity == Severity::Error)
}

/// The sentence above the drawings: `` `our.yaml` has 2 mistakes``.
pub fn summary(diagnostics: &[Diagnostic]) -> String {
    let mut files: Vec<(&str, usize)> = Vec::new();
    for diagnostic in diagnostics {
        match files.iter_mut().find(|(file, _)| *file == diagnostic.file) {
            Some((_, number)) => *number += 1,
            None => files.push((&diagnostic.file, 1)),
        }
    }
    let sentences: Vec<String> = files
        .into_iter()
        .map(|(file, number)| format!("`{}` has {}", visible_line(file), count(number, "mistake")))
        .collect();
    sentences.join(", ")
}

/// Sorts by file, in the order in which files first appear, then by place.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    let mut files: Vec<String> = Vec::new();
    for diagnostic in diagnostics.iter() {
        if !files.contains(&diagnostic.file) {
            files.push(diagnostic.file.clone());
        }
    }
    let nth = |file: &str| files.iter().position(|known| known == file);
    diagnostics.sort_by(|a, b| (nth(&a.file), a.span.start, a.code).cmp(&(nth(&b.file), b.span.start, b.code)));
}

/// Draws mistakes with their lines, one after the other, each as one block. `texts` pairs names with contents.
pub fn render(diagnostics: &[Diagnostic], texts: &[(String, String)], width: usize, colour: bool) -> String {
    let mut drawn = Vec::new();
    for diagnostic in diagnostics {
        let text = texts.iter().find(|(name, _)| *name == diagnostic.file);
        drawn.push(match text {
            Some((name, text)) if diagnostic.line > 0 => draw(diagnostic, name, text, width, colour),
            _ => whole_file(diagnostic, width),
        });
    }
    drawn.join("\n")
}

fn whole_file(diagnostic: &Diagnostic, width: usize) -> String {
    let mut sentence = format!(
        "`{}` {}",
        visible_line(&diagnostic.file),
        visible_line(&diagnostic.message)
    );
    if let Some(help) = &diagnostic.help {
        sentence = format!("{sentence}; {help}");
    }
    let mut lines = crate::text::wrap(&sentence, width.max(20), "  ", "  ").join("\n");
    lines.push('\n');
    lines
}

fn draw(diagnostic: &Diagnostic, name: &str, text: &str, width: usize, colour: bool) -> String {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let skipped = text.len() - body.len();
    let place = |span: &Range<usize>| {
        first_line(
            body,
            span.start.saturating_sub(skipped)..span.end.saturating_sub(skipped),
        )
    };
    let span = place(&diagnostic.span);
    let line_start = body[..span.start].rfind('\n').map_or(0, |newline| newline + 1);
    let gutter = diagnostic.line.to_string().len() + 3;
    let room = width.saturating_sub(gutter + columns(&body[line_start..span.end]) + 1);
    let message = visible_line(&diagnostic.message);
    let help = diagnostic.help.as_deref().map(visible_line);
    let both = help.as_ref().map(|help| format!("{message}; {help}"));
    let (label, below) = match both {
        Some(both) if columns(&both) <= room => (both, Vec::new()),
        None if columns(&message) <= room => (message.into_owned(), Vec::new()),
        Some(_) if columns(&message) <= room => (message.into_owned(), help.into_iter().collect()),
        _ => (String::new(), std::iter::once(message).chain(help).collect()),
    };
    // Only the lines that are shown: a drawing of every line of a large file takes its time.
    let also: Vec<Range<usize>> = diagnostic.also.iter().map(|also| place(&also.span)).collect();
    let shown_start = also.iter().map(|also| also.start).fold(span.start, usize::min);
    let shown_start = body[..shown_start].rfind('\n').map_or(0, |newline| newline + 1);
    let shown_end = also.iter().map(|also| also.end).fold(span.end, usize::max);
    let shown_end = body[shown_end..]
        .find('\n')
        .map_or(body.len(), |newline| shown_end + newline + 1);
    let within = |span: Range<usize>| span.start - shown_start..span.end - shown_start;
    let primary = AnnotationKind::Primary.span(within(span));
    let mut snippet = Snippet::source(&body[shown_start..shown_end])
        .line_start(line_and_column(body, shown_start).0)
        .path(visible_line(name))
        .annotation(if label.is_empty() {
            primary
        } else {
            primary.label(&label)
        });
    for (also, place) in diagnostic.also.iter().zip(also) {
        let context = AnnotationKind::Context.span(within(place));
        snippet = snippet.annotation(context.label(visible_line(&also.label)));
    }
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let report = [Group::with_level(level).element(snippet)];
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let drawn = renderer.term_width(width.max(20)).render(&report);
    let mut drawn = with_column(
        drawn,
        &format!("{}:{}:", visible_line(name), diagnostic.line),
        diagnostic.column,
    );
    let indent = " ".repeat(gutter - 2);
    for sentence in &below {
        let first = format!("{indent}= ");
        let rest = format!("{indent}  ");
        for line in crate::text::wrap(sentence, width.max(gutter + 20), &first, &rest) {
            drawn.push('\n');
            drawn.push_str(&line);
        }
    }
    drawn.push('\n');
    drawn
}

/// The drawing counts a wide sign as two columns; an editor, and we, count it as one.
fn with_column(drawn: String, before: &str, column: usize) -> String {
    let Some(start) = drawn.find(before).map(|start| start + before.len()) else {
        return drawn;
    };
    let end = drawn[start..]
        .find(|letter: char| !letter.is_ascii_digit())
        .map_or(drawn.len(), |end| start + end);
    format!("{}{column}{}", &drawn[..start], &drawn[end..])
}

/// The part of a span that stands on its first line, on character boundaries: a drawing over many lines helps nobody.
fn first_line(text: &str, span: Range<usize>) -> Range<usize> {
    let floor = |byte: usize| {
        (0..=byte.min(text.len()))
            .rev()
            .find(|byte| text.is_char_boundary(*byte))
            .unwrap_or(0)
    };
    let start = floor(span.start);
    let end = floor(span.end.max(span.start));
    let line_end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
    let end = end.min(line_end).max(start);
    start..start + text[start..end].trim_end().len()
}

#[cfg(test)]
mod tests;
