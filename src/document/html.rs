//! HTML: one file that needs nothing else and loads nothing, for reading, light or dark, and for printing.
//!
//! All text passes through [`escape`]; links go nowhere but to `https:`, `http:`, `mailto:` and places of the same file. There
//! is no script, and the policy in the head forbids any.

use super::model::{Block, Check, Document, Inline, Item, Picture, Section, Table, Target, Text, Tone};
use crate::text::visible_line;

/// How it looks. Colours are named once for light and once for dark; paper is always light.
const STYLE: &str = include_str!("html.css");

/// The document as a whole file.
pub fn html(document: &Document) -> String {
    let title = escape(&plain(&document.title));
    let mut page = Page {
        text: format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
             base-uri 'none'; form-action 'none'\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n\
             <body>\n<main>\n<h1>{}</h1>\n",
            inline(&document.title)
        ),
    };
    if !document.remark.is_empty() {
        page.line(&format!("<p class=\"soft\">{}</p>", inline(&document.remark)));
    }
    page.blocks(&document.blocks, 2);
    page.line("</main>\n</body>\n</html>");
    page.text
}

struct Page {
    text: String,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn blocks(&mut self, blocks: &[Block], level: usize) {
        for block in blocks {
            self.block(block, level);
        }
    }

    fn block(&mut self, block: &Block, level: usize) {
        match block {
            Block::Section(section) => self.section(section, level),
            Block::Paragraph(text) => self.line(&format!("<p>{}</p>", inline(text))),
            Block::Callout { tone, text } => {
                let class = match tone {
                    Tone::Alarm => "alarm",
                    Tone::Note => "note",
                };
                self.line(&format!("<p class=\"{class}\">{}</p>", inline(text)));
            }
            Block::Quote(text) => self.line(&format!("<blockquote><p>{}</p></blockquote>", inline(text))),
            Block::List(items) => self.items("ul", items, level),
            Block::Numbered(items) => self.items("ol", items, level),
            Block::Labelled(rows) => {
                self.line("<dl>");
                for (label, text) in rows {
                    self.line(&format!(
                        "<div><dt>{}</dt><dd>{}</dd></div>",
                        escape(label),
                        inline(text)
                    ));
                }
                self.line("</dl>");
            }
            Block::Hanging { mark, text, .. } => self.line(&format!("<p>{}{}</p>", escape(mark), inline(text))),
            Block::Indented { blocks, .. } => self.blocks(blocks, level),
            Block::FirstFitting(ways) => self.blocks(ways.first().map_or(&[][..], Vec::as_slice), level),
            Block::Table(table) => self.table(table),
            Block::Spread(items) => {
                let items: Vec<String> = items
                    .iter()
                    .map(|item| format!("<span>{}</span>", inline(item)))
                    .collect();
                self.line(&format!("<p class=\"spread\">{}</p>", items.join(" ")));
            }
            Block::Commands(commands) => {
                self.line("<dl>");
                for (command, what) in commands {
                    self.line(&format!(
                        "<div><dt><code>{}</code></dt><dd>{}</dd></div>",
                        escape(command),
                        escape(what)
                    ));
                }
                self.line("</dl>");
            }
            Block::Code { text, .. } => {
                let lines: Vec<String> = text.lines().map(escape).collect();
                self.line(&format!("<pre><code>{}</code></pre>", lines.join("\n")));
            }
            Block::Picture(picture) => self.picture(picture),
            Block::Check(check) => self.check(check, level),
            Block::Choices(choices) => {
                let choices: Vec<String> = choices
                    .iter()
                    .map(|choice| format!("<span>☐ {}</span>", escape(choice)))
                    .collect();
                self.line(&format!("<p class=\"spread\">{}</p>", choices.join(" ")));
            }
            Block::Fields(fields) => {
                let fields: Vec<String> = fields
                    .iter()
                    .map(|(label, signs)| format!("<span>{} {}</span>", escape(label), room(*signs)))
                    .collect();
                self.line(&format!("<p class=\"spread\">{}</p>", fields.join(" ")));
            }
            Block::WritingLines(count) => {
                for _ in 0..*count {
                    self.line("<p class=\"rule\"></p>");
                }
            }
            Block::PageBreak => self.line("<div class=\"page\"></div>"),
            Block::Space => {}
        }
    }

    fn section(&mut self, section: &Section, level: usize) {
        let level = level.min(6);
        let anchor = section.anchor.as_deref().map_or_else(String::new, id);
        let remark = if section.remark.is_empty() {
            String::new()
        } else {
            format!(" <small>{}</small>", inline(&section.remark))
        };
        self.line(&format!("<section{anchor}>"));
        self.line(&format!("<h{level}>{}{remark}</h{level}>", inline(&section.title)));
        self.blocks(&section.blocks, level + 1);
        self.line("</section>");
    }

    fn items(&mut self, tag: &str, items: &[Item], level: usize) {
        self.line(&format!("<{tag}>"));
        for item in items {
            let anchor = item.anchor.as_deref().map_or_else(String::new, id);
            if item.blocks.is_empty() {
                self.line(&format!("<li{anchor}>{}</li>", inline(&item.text)));
            } else {
                self.line(&format!("<li{anchor}>{}", inline(&item.text)));
                self.blocks(&item.blocks, level);
                self.line("</li>");
            }
        }
        self.line(&format!("</{tag}>"));
    }

    fn table(&mut self, table: &Table) {
        let cells = |row: &[Text], tag: &str| -> String {
            row.iter()
                .map(|cell| format!("<{tag}>{}</{tag}>", inline(cell)))
                .collect()
        };
        self.line("<div class=\"scroll\"><table>");
        if !table.head.is_empty() {
            self.line(&format!("<thead><tr>{}</tr></thead>", cells(&table.head, "th")));
        }
        self.line("<tbody>");
        for row in &table.rows {
            self.line(&format!("<tr>{}</tr>", cells(row, "td")));
        }
        self.line("</tbody></table></div>");
    }

    fn picture(&mut self, picture: &Picture) {
        self.line("<figure>");
        self.line(&picture.svg);
        self.line(&format!(
            "<figcaption>{}</figcaption>\n</figure>",
            escape(&picture.description)
        ));
    }

    fn check(&mut self, check: &Check, level: usize) {
        let number = check.number.map_or_else(String::new, |number| format!("{number}. "));
        let value = match &check.value {
            Some(value) if value.is_empty() => format!(" {}", room(20)),
            Some(value) => format!(" <strong>{}</strong>", inline(value)),
            None => String::new(),
        };
        self.line("<div class=\"check\">");
        self.line(&format!("<p>☐ {number}{}{value}</p>", inline(&check.text)));
        self.blocks(&check.blocks, level);
        self.line("</div>");
    }
}

/// Room to write, as wide as this many signs.
fn room(signs: usize) -> String {
    format!(
        "<span class=\"room\" style=\"min-width:{}ch\"></span>",
        if signs == 0 { 24 } else { signs }
    )
}

/// An anchor holds what the program gave it, and nothing that could end an attribute.
fn id(anchor: &str) -> String {
    format!(" id=\"{}\"", escape(anchor))
}

fn plain(text: &Text) -> String {
    super::lines::flat(text).replace('`', "")
}

fn inline(text: &Text) -> String {
    let mut shown = String::new();
    for one in &text.0 {
        match one {
            Inline::Plain(text) => {
                let lines: Vec<String> = text.lines().map(escape).collect();
                shown.push_str(&lines.join("<br>"));
            }
            Inline::Strong(text) => shown.push_str(&format!("<strong>{}</strong>", inline(text))),
            Inline::Emphasis(text) => shown.push_str(&format!("<em>{}</em>", inline(text))),
            Inline::Code(text) => shown.push_str(&format!("<code>{}</code>", escape(text))),
            Inline::Entry(seq) => shown.push_str(&format!("<a class=\"entry\" href=\"#entry-{seq}\">#{seq}</a>")),
            Inline::Link { text, to } => shown.push_str(&link(text, to)),
            Inline::Break => shown.push_str("<br>\n"),
        }
    }
    shown
}

fn link(text: &str, to: &Target) -> String {
    let address = match to {
        Target::Anchor(anchor) => format!("#{anchor}"),
        Target::Address(address) => {
            let is_known = ["https://", "http://", "mailto:"]
                .iter()
                .any(|scheme| address.starts_with(scheme));
            if !is_known {
                return escape(text);
            }
            address.clone()
        }
    };
    format!(
        "<a href=\"{}\" rel=\"noreferrer\">{}</a>",
        escape(&address),
        escape(text)
    )
}

/// Text from outside as text, in an element as well as in an attribute: no sign of it is markup, and control and
/// bidirectional characters are visible.
fn escape(text: &str) -> String {
    let shown = visible_line(text);
    let mut escaped = String::with_capacity(shown.len() + 8);
    for character in shown.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            character => escaped.push(character),
        }
    }
    escaped
}
