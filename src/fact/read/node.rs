//! Answers in a file: text is read as at the prompt; what YAML can say more plainly - booleans, lists, rows - is taken too.

use super::{Asked, bounded, read_answer, read_row, without_value};
use crate::fact::answer::{Answer, Bound};
use crate::fact::kind::{Column, Kind};
use crate::fact::value::{Row, Value};
use crate::schema::diagnostic::Diagnostic;
use crate::schema::node::text;
use crate::schema::reader::is_blank;
use crate::schema::source::Text;
use crate::schema::yaml::{Content, Key, Node};
use crate::text::{did_you_mean, list_plain};

const QUOTES: &str = "put a text with `: ` in it into quotes";

/// Reads the answers of one file; what is wrong with them is noted at its place.
pub(crate) struct FileAnswers<'a> {
    pub(crate) text: &'a Text,
    pub(crate) asked: Asked,
    /// They go into a record: a row says something, and leaves out what is unknown. Else a place may be called `unknown`,
    /// and numbers count.
    pub(crate) for_record: bool,
    /// Looks at a file that an answer names.
    pub(crate) file: &'a dyn Fn(&str) -> Result<Value, String>,
    pub(crate) found: &'a mut Vec<Diagnostic>,
}

impl FileAnswers<'_> {
    /// The answers to a question of this type: one, or one for each row of a table; none where something is wrong.
    pub(crate) fn answers(&mut self, node: &Node, kind: &Kind) -> Vec<Answer> {
        match (&node.content, kind) {
            _ if is_blank(node) => self.wrong(node, "nothing is written here", "write `unknown` if nobody knows"),
            (Content::Text { text, plain }, _) => return self.single(node, text, *plain, kind).into_iter().collect(),
            (Content::Map(fields), _) if fields.len() == 1 && fields[0].0.text == "none" => {
                return self.none(&fields[0]).into_iter().collect();
            }
            (Content::List(nodes), Kind::MultiSelect(_) | Kind::Table(_)) if nodes.is_empty() => {
                self.wrong(node, "this list is empty", "write `unknown`, or `none: why` in quotes");
            }
            (Content::List(nodes), Kind::MultiSelect(options)) => {
                return self.several(nodes, options, kind).into_iter().collect();
            }
            // Two names that are no columns would be a row of a slip's making.
            (Content::Map(_), Kind::Table(_)) if self.for_record => {
                self.wrong(node, "a table has a list of rows", "begin each row with `- `");
            }
            (_, Kind::Table(columns)) => {
                let found_before = self.found.len();
                let rows = self.rows(node, columns);
                if self.found.len() == found_before {
                    return rows.into_iter().map(|row| Answer::known(Value::Row(row))).collect();
                }
            }
            (_, kind) => self.wrong(node, format!("this question wants {}", wanted(kind)), QUOTES),
        }
        Vec::new()
    }

    fn single(&mut self, node: &Node, text: &str, plain: bool, kind: &Kind) -> Option<Answer> {
        let is_boolean = matches!(text.trim(), "true" | "false");
        if is_boolean && plain && self.for_record && *kind != Kind::YesNo {
            let message = format!("this question wants {}, not true or false", wanted(kind));
            match kind {
                Kind::Text | Kind::LongText => self.wrong(node, message, "put it into quotes if it is text"),
                _ => self.add("bad-answer", node, message, None),
            }
            return None;
        }
        let text = self.spelled(text, kind);
        let read = match (kind, without_value(text, kind)) {
            (Kind::File, None) => return self.file(node, text.trim()),
            (Kind::File, Some(answer)) => answer,
            (kind, _) => read_answer(text, kind, &self.asked),
        };
        match read {
            Ok(answer) => Some(answer),
            Err(why) => {
                let help = (text.trim() == "none").then(|| "say why: `none: we take no cards`".to_owned());
                self.add("bad-answer", node, why.trim_end_matches('.'), help);
                None
            }
        }
    }

    /// The booleans of YAML in the words of an answer.
    fn spelled<'t>(&self, text: &'t str, kind: &Kind) -> &'t str {
        let is_wanted = *kind == Kind::YesNo || !self.for_record && *kind != Kind::Text;
        match text.trim() {
            "true" if is_wanted => "yes",
            "false" if is_wanted => "no",
            _ => text,
        }
    }

    /// A file stays where it is: its name, size and SHA-256 are kept.
    fn file(&mut self, node: &Node, path: &str) -> Option<Answer> {
        match (self.file)(path) {
            Ok(file) => Some(Answer::known(file)),
            Err(why) => {
                let help = "paths begin at this file's folder; `none: why` and `unknown` are answers too".to_owned();
                self.add("no-file", node, format!("`{path}` cannot be read: {why}"), Some(help));
                None
            }
        }
    }

    /// `{none: why}`, for `none: why` without quotes.
    fn none(&mut self, (key, node): &(Key, Node)) -> Option<Answer> {
        match &node.content {
            Content::Text { text, .. } if !text.trim().is_empty() => Some(Answer::None {
                reason: text.trim().to_owned(),
            }),
            _ => {
                let fault = self.text.fault("bad-answer", key.at.clone(), "`none` needs its reason");
                self.found.push(fault.helped("like `none: sent by web form`"));
                None
            }
        }
    }

    fn several(&mut self, nodes: &[Node], options: &[String], kind: &Kind) -> Option<Answer> {
        let mut chosen: Vec<String> = Vec::new();
        let found_before = self.found.len();
        for node in nodes {
            let Content::Text { text, plain } = &node.content else {
                self.add("bad-answer", node, "an option is text", None);
                continue;
            };
            match self.single(node, text, *plain, kind) {
                Some(Answer::Known {
                    value: Value::MultiSelect(some),
                    ..
                }) => chosen.extend(some),
                Some(_) => {
                    let message = format!("`{}` is a whole answer and cannot be part of a list", text.trim());
                    self.wrong(node, message, "write it alone, without a list");
                }
                None => {}
            }
        }
        let in_order = options.iter().filter(|option| chosen.contains(option)).cloned();
        (self.found.len() == found_before).then(|| Answer::known(Value::MultiSelect(in_order.collect())))
    }

    /// Rows as a list of mappings or of texts, as one row, or as `first column: second column`.
    fn rows(&mut self, node: &Node, columns: &[Column]) -> Vec<Row> {
        let is_column = |(key, _): &(Key, Node)| columns.iter().any(|column| column.name == key.text);
        match &node.content {
            Content::List(nodes) => nodes.iter().filter_map(|node| self.row(node, columns)).collect(),
            Content::Map(cells) if !cells.iter().any(is_column) => cells
                .iter()
                .filter_map(|(key, value)| self.pair(key, value, columns))
                .collect(),
            _ => self.row(node, columns).into_iter().collect(),
        }
    }

    fn pair(&mut self, key: &Key, value: &Node, columns: &[Column]) -> Option<Row> {
        let [first, second, ..] = columns else {
            let message = format!("`{}` is a row of one value; nothing belongs to it", key.text);
            self.wrong(value, message, format!("write a list: `[{}]`", key.text));
            return None;
        };
        let name = Node {
            at: key.at.clone(),
            content: Content::Text {
                text: key.text.clone(),
                plain: true,
            },
        };
        let mut row = Row::new();
        self.cell(&mut row, &name, first, columns);
        self.cell(&mut row, value, second, columns);
        Some(row)
    }

    fn row(&mut self, node: &Node, columns: &[Column]) -> Option<Row> {
        let cells = match &node.content {
            Content::Map(cells) => cells,
            Content::Text { text, .. } => {
                let row = read_row(text, columns, &self.asked);
                return row.map_err(|why| self.add("bad-answer", node, why, None)).ok();
            }
            Content::Empty | Content::List(_) => {
                self.wrong(
                    node,
                    "a row has a value for each column",
                    "write `- {column: value, …}`",
                );
                return None;
            }
        };
        let found_before = self.found.len();
        let mut row = Row::new();
        for (nth, (key, value)) in cells.iter().enumerate() {
            if cells[..nth].iter().any(|(earlier, _)| earlier.text == key.text) {
                let fault = self
                    .text
                    .fault("duplicate-key", key.at.clone(), format!("`{}` appears twice", key.text));
                self.found.push(fault.helped("keep one of the two"));
                continue;
            }
            match columns.iter().find(|column| column.name == key.text) {
                Some(column) => self.cell(&mut row, value, column, columns),
                None => {
                    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
                    let help = match did_you_mean(&key.text, names.iter().copied()) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!("the columns are {}", list_plain(&names, "and")),
                    };
                    let message = format!("no column is called `{}`", key.text);
                    let fault = self.text.fault("unknown-column", key.at.clone(), message);
                    self.found.push(fault.helped(help));
                }
            }
        }
        if row.is_empty() && self.for_record && self.found.len() == found_before {
            self.add("bad-answer", node, "every cell of this row is empty", None);
        }
        Some(row)
    }

    /// One cell, left out when it is empty or unknown. `~620`, `at least 620` and `up to 620` of a number go to the column
    /// that says how sure it is.
    fn cell(&mut self, row: &mut Row, node: &Node, column: &Column, columns: &[Column]) {
        let written = match &node.content {
            Content::Empty => return,
            // A tab would part cells.
            Content::Text { text, .. } => self.spelled(text, &column.kind).replace('\t', " "),
            Content::List(nodes) if self.for_record => match nodes.iter().map(text).collect::<Option<Vec<_>>>() {
                Some(texts) => texts.join(", "),
                None => return self.add("bad-answer", node, "an option is text", None),
            },
            Content::List(_) | Content::Map(_) => {
                let message = format!("this cell wants {}", wanted(&column.kind));
                let help = matches!(node.content, Content::Map(_)).then(|| QUOTES.to_owned());
                return self.add("bad-answer", node, message, help);
            }
        };
        let written = written.trim();
        if matches!(written, "" | "-" | "?") {
            return;
        }
        if !self.for_record && column.kind == Kind::Text {
            row.insert(column.name.clone(), Value::Text(written.to_owned()));
            return;
        }
        if written.eq_ignore_ascii_case("unknown") {
            return;
        }
        let sure = columns.iter().find(|column| column.name == "how_sure");
        if column.kind == Kind::Number
            && let (Some(sure), Some(bound)) = (sure, bounded(written).0)
        {
            let word = match bound {
                Bound::About => "estimate",
                Bound::AtMost => "upper-bound",
                Bound::AtLeast => "lower-bound",
            };
            match read_answer(written, &column.kind, &self.asked) {
                Ok(Answer::Known { value, .. }) => {
                    row.insert(sure.name.clone(), Value::Select(word.to_owned()));
                    row.insert(column.name.clone(), value);
                }
                Ok(_) => {}
                Err(why) => self.add("bad-answer", node, why, None),
            }
            return;
        }
        match read_row(written, std::slice::from_ref(column), &self.asked) {
            Ok(cells) => row.extend(cells),
            Err(why) => self.add("bad-answer", node, why, None),
        }
    }

    fn wrong(&mut self, node: &Node, message: impl Into<String>, help: impl Into<String>) {
        self.add("bad-answer", node, message, Some(help.into()));
    }

    fn add(&mut self, code: &'static str, node: &Node, message: impl Into<String>, help: Option<String>) {
        let fault = self.text.fault(code, node.at.clone(), message);
        self.found.push(Diagnostic { help, ..fault });
    }
}

/// What a question of this type wants, for somebody who gave something else.
fn wanted(kind: &Kind) -> &'static str {
    match kind {
        Kind::Text | Kind::LongText => "text",
        Kind::YesNo => "true or false",
        Kind::Number => "a number",
        Kind::Money => "an amount, such as EUR 1200",
        Kind::Date => "a day",
        Kind::DateTime => "a time",
        Kind::Duration => "a length of time, such as 3 days",
        Kind::Select(_) => "one option",
        Kind::MultiSelect(_) => "a list of options",
        Kind::Table(_) => "a list of rows",
        Kind::Person => "a name",
        Kind::File => "the path of a file",
    }
}
