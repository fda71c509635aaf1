//! The manual: pages in Markdown that are part of the program, so that whoever has the program has them too.
//!
//! It knows the Markdown that these pages are written in, and nothing else of the language.

use crate::document::{Block, Blocks, Document, terminal_at};
use crate::formats::FileFormat;

/// One page of the manual.
#[derive(Clone, Copy, Debug)]
pub struct Topic {
    /// What to type after `breach help`.
    pub name: &'static str,
    /// What the page is about, in one line.
    pub about: &'static str,
    pub markdown: &'static str,
    /// The formats of files that it is about; their fields stand below it.
    pub formats: &'static [FileFormat],
}

/// Every page, in the order in which a newcomer would read them.
pub const TOPICS: [Topic; 8] = [
    Topic {
        name: "setup",
        about: "Install, completion in the shell, manual pages, where files are",
        markdown: include_str!("manual/setup.md"),
        formats: &[],
    },
    Topic {
        name: "commands",
        about: "What to type, exit codes, environment",
        markdown: include_str!("manual/commands.md"),
        formats: &[],
    },
    Topic {
        name: "playbooks",
        about: "Read, change and check playbooks",
        markdown: include_str!("manual/playbooks.md"),
        formats: &[FileFormat::Playbook, FileFormat::Changes, FileFormat::Facts],
    },
    Topic {
        name: "rules",
        about: "Who must be told, by when; your own rules",
        markdown: include_str!("manual/rules.md"),
        formats: &[
            FileFormat::Rules,
            FileFormat::RuleFacts,
            FileFormat::Definitions,
            FileFormat::Regimes,
            FileFormat::Places,
            FileFormat::Calendars,
            FileFormat::CaseFacts,
        ],
    },
    Topic {
        name: "profile",
        about: "Who you are, whom to call, what your contracts demand",
        markdown: include_str!("manual/profile.md"),
        formats: &[FileFormat::Profile],
    },
    Topic {
        name: "answers",
        about: "Answers from a file or a script",
        markdown: include_str!("manual/answers.md"),
        formats: &[FileFormat::Answers],
    },
    Topic {
        name: "record",
        about: "What is written down, how to check it, what it cannot prove; reports",
        markdown: include_str!("manual/record.md"),
        formats: &[],
    },
    Topic {
        name: "program",
        about: "How the program is built, how fast it is, which crates it uses",
        markdown: include_str!("manual/program.md"),
        formats: &[],
    },
];

/// The page of this name.
pub fn topic(name: &str) -> Option<&'static Topic> {
    TOPICS.iter().find(|topic| topic.name == name)
}

impl Topic {
    /// The page with every field of the files that it is about, as the reader of those files knows them.
    pub fn whole(&self) -> String {
        let mut page = self.markdown.to_owned();
        for format in self.formats {
            page.push_str(&format!("\n## Every field: {}\n\n{}", format.title(), format.table()));
        }
        page
    }
}

/// The page as it is read on a terminal of this width, its titles at the edge.
pub fn render(markdown: &str, width: usize) -> String {
    let mut page = Document::default();
    let mut lines = markdown.lines().peekable();
    while let Some(line) = lines.next() {
        if line.starts_with("<!--") {
            continue;
        }
        let mut inner = Vec::new();
        if line.is_empty() {
            page.space();
        } else if line.starts_with("```") {
            let code: Vec<&str> = lines.by_ref().take_while(|line| !line.starts_with("```")).collect();
            page.add(Block::Code {
                language: "",
                text: code.join("\n"),
            });
        } else if let Some(title) = line.strip_prefix("# ").or_else(|| line.strip_prefix("## ")) {
            page.paragraph(title);
        } else if line.starts_with('|') {
            let mut rows = vec![cells(line)];
            while let Some(row) = lines.next_if(|line| line.starts_with('|')) {
                if !row.starts_with("|--") {
                    rows.push(cells(row));
                }
            }
            inner.rows(rows);
        } else {
            let mut text = line.to_owned();
            while let Some(more) = lines.next_if(|line| goes_on(line)) {
                text.push(' ');
                text.push_str(more.trim_start());
            }
            match text.strip_prefix("- ") {
                Some(item) => inner.hanging("- ", 2, inline(item)),
                None => inner.paragraph(inline(&text)),
            }
        }
        page.below(2, inner);
    }
    terminal_at(&page, 0, width)
}

/// Whether this line belongs to the paragraph or the item above it.
fn goes_on(line: &str) -> bool {
    !line.is_empty()
        && !["- ", "#", "|", "```", "<!--"]
            .iter()
            .any(|start| line.starts_with(start))
}

fn cells(row: &str) -> Vec<String> {
    row.trim_matches('|')
        .split(" | ")
        .map(|cell| inline(cell.trim()))
        .collect()
}

/// Text without the signs that only Markdown needs. Backticks stay: they show where something to type begins and ends.
fn inline(text: &str) -> String {
    let text = text.replace("**", "");
    let mut shown = String::new();
    let mut rest = text.as_str();
    while let Some((before, link)) = rest.split_once('[') {
        let parts = link.split_once("](").and_then(|(words, link)| {
            let (address, after) = link.split_once(')')?;
            (!words.contains(['[', ']', '`'])).then_some((words, address, after))
        });
        shown.push_str(before);
        match parts {
            Some((words, address, after)) => {
                shown.push_str(&format!("{words} ({address})"));
                rest = after;
            }
            None => {
                shown.push('[');
                rest = link;
            }
        }
    }
    shown.push_str(rest);
    shown
}

#[cfg(test)]
mod tests;
