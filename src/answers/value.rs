//! An answer in YAML to the answers that are written down: one, or one for each row of a table.
//!
//! Text is read as at the prompt. What YAML itself can say more plainly - booleans, lists, rows - is taken as well.

use std::ops::Range;
use std::path::Path;

use crate::fact::read::{Asked, read_answer, read_row};
use crate::fact::{Answer, Column, Kind, Row, Value};
use crate::files;
use crate::schema::yaml::{Content, Key, Node};
use crate::text::{did_you_mean, list_plain};

use super::read::unique_by;

/// What is wrong with an answer.
pub(super) struct Wrong {
    pub(super) code: &'static str,
    pub(super) at: Range<usize>,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

/// Reads an answer to a question of this type. A file is looked for in `folder`.
pub(super) fn answers(node: &Node, kind: &Kind, asked: &Asked, folder: &Path) -> Result<Vec<Answer>, Vec<Wrong>> {
    let one = |answer: Result<Answer, Wrong>| answer.map(|answer| vec![answer]).map_err(|wrong| vec![wrong]);
    match (&node.content, kind) {
        (Content::Empty, _) => one(Err(wrong(
            node,
            "nothing is written here",
            Some("write `unknown` if nobody knows"),
        ))),
        (Content::Text { text, .. }, _) if text.trim().is_empty() => one(Err(wrong(
            node,
            "nothing is written here",
            Some("write `unknown` if nobody knows"),
        ))),
        (Content::Text { text, plain }, kind) => one(text_answer(node, text, *plain, kind, asked, folder)),
        (Content::Map(fields), _) if fields.len() == 1 && fields[0].0.text == "none" => one(none(&fields[0])),
        (Content::List(nodes), Kind::MultiSelect(_) | Kind::Table(_)) if nodes.is_empty() => one(Err(wrong(
            node,
            "this list is empty",
            Some("write `unknown`, or `none: why` in quotes"),
        ))),
        (Content::List(nodes), Kind::MultiSelect(options)) => one(several(nodes, options, kind, asked)),
        (Content::List(nodes), Kind::Table(columns)) => rows(nodes, columns, asked),
        (Content::Map(_), Kind::Table(_)) => one(Err(wrong(
            node,
            "a table has a list of rows",
            Some("begin each row with `- `"),
        ))),
        (Content::List(_) | Content::Map(_), kind) => one(Err(wrong(
            node,
            &format!("this question wants {}", wanted(kind)),
            Some("put a text with `: ` in it into quotes"),
        ))),
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

fn text_answer(
    node: &Node,
    text: &str,
    plain: bool,
    kind: &Kind,
    asked: &Asked,
    folder: &Path,
) -> Result<Answer, Wrong> {
    let told = |why: String| Wrong {
        code: "bad-answer",
        at: node.at.clone(),
        message: why.trim_end_matches('.').to_owned(),
        help: None,
    };
    let is_boolean = plain && matches!(text, "true" | "false");
    match kind {
        Kind::YesNo if is_boolean => Ok(Answer::known(Value::YesNo(text == "true"))),
        kind if is_boolean => Err(wrong(
            node,
            &format!("this question wants {}, not true or false", wanted(kind)),
            match kind {
                Kind::Text | Kind::LongText => Some("put it into quotes if it is text"),
                _ => None,
            },
        )),
        Kind::File | Kind::Table(_) => match read_answer(text, &Kind::Text, asked).map_err(told)? {
            answer @ (Answer::Unknown | Answer::None { .. }) => Ok(answer),
            Answer::Known { .. } => match kind {
                Kind::Table(columns) => read_row(text, columns, asked)
                    .map(|row| Answer::known(Value::Row(row)))
                    .map_err(told),
                _ => file(node, text.trim(), folder),
            },
        },
        kind => read_answer(text, kind, asked).map_err(told),
    }
}

/// A file stays where it is: its name, size and SHA-256 are kept.
fn file(node: &Node, path: &str, folder: &Path) -> Result<Answer, Wrong> {
    let found = files::fingerprint(&folder.join(path)).map_err(|why| Wrong {
        code: "no-file",
        at: node.at.clone(),
        message: format!("`{path}` cannot be read: {why}"),
        help: Some("paths begin at this file's folder; `none: why` and `unknown` are answers too".to_owned()),
    })?;
    Ok(Answer::known(Value::File {
        name: found.name,
        size: found.size,
        sha256: found.sha256,
    }))
}

/// `{none: why}`, for `none: why` without quotes.
fn none((key, node): &(Key, Node)) -> Result<Answer, Wrong> {
    match &node.content {
        Content::Text { text, .. } if !text.trim().is_empty() => Ok(Answer::None {
            reason: text.trim().to_owned(),
        }),
        _ => Err(Wrong {
            code: "bad-answer",
            at: key.at.clone(),
            message: "`none` needs its reason".to_owned(),
            help: Some("like `none: sent by web form`".to_owned()),
        }),
    }
}

fn several(nodes: &[Node], options: &[String], kind: &Kind, asked: &Asked) -> Result<Answer, Wrong> {
    let mut chosen: Vec<String> = Vec::new();
    for node in nodes {
        let Content::Text { text, plain } = &node.content else {
            return Err(wrong(node, "an option is text", None));
        };
        match text_answer(node, text, *plain, kind, asked, Path::new(""))? {
            Answer::Known {
                value: Value::MultiSelect(some),
                ..
            } => chosen.extend(some),
            _ => {
                return Err(wrong(
                    node,
                    &format!("`{text}` cannot be one of several options"),
                    Some("write it alone, without a list"),
                ));
            }
        }
    }
    let in_order = options.iter().filter(|option| chosen.contains(option));
    Ok(Answer::known(Value::MultiSelect(in_order.cloned().collect())))
}

fn rows(nodes: &[Node], columns: &[Column], asked: &Asked) -> Result<Vec<Answer>, Vec<Wrong>> {
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    for node in nodes {
        match row(node, columns, asked) {
            Ok(row) => rows.push(Answer::known(Value::Row(row))),
            Err(found) => faults.extend(found),
        }
    }
    if faults.is_empty() { Ok(rows) } else { Err(faults) }
}

fn row(node: &Node, columns: &[Column], asked: &Asked) -> Result<Row, Vec<Wrong>> {
    let fields = match &node.content {
        Content::Map(fields) => fields,
        Content::Text { text, .. } => {
            return read_row(text, columns, asked).map_err(|why| vec![wrong(node, &why, None)]);
        }
        Content::Empty | Content::List(_) => {
            return Err(vec![wrong(
                node,
                "a row has a value for each column",
                Some("write `- {column: value, …}`"),
            )]);
        }
    };
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let mut faults = Vec::new();
    let fields = unique_by(fields, &mut |key| {
        faults.push(Wrong {
            code: "duplicate-key",
            at: key.at.clone(),
            message: format!("`{}` appears twice", key.text),
            help: Some("keep one of the two".to_owned()),
        });
    });
    let mut row = Row::new();
    for (key, node) in fields {
        let Some(column) = columns.iter().find(|column| column.name == key.text) else {
            faults.push(Wrong {
                code: "unknown-column",
                at: key.at.clone(),
                message: format!("no column is called `{}`", key.text),
                help: Some(match did_you_mean(&key.text, names.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("the columns are {}", list_plain(&names, "and")),
                }),
            });
            continue;
        };
        match cell(node, column, asked) {
            Ok(Some(value)) => {
                row.insert(column.name.clone(), value);
            }
            Ok(None) => {}
            Err(found) => faults.push(found),
        }
    }
    match faults.is_empty() {
        true if row.is_empty() => Err(vec![wrong(node, "every cell of this row is empty", None)]),
        true => Ok(row),
        false => Err(faults),
    }
}

/// One cell; nothing when it is empty or unknown.
fn cell(node: &Node, column: &Column, asked: &Asked) -> Result<Option<Value>, Wrong> {
    let text = match &node.content {
        Content::Empty => return Ok(None),
        Content::Text { text, plain: true }
            if column.kind == Kind::YesNo && matches!(text.as_str(), "true" | "false") =>
        {
            return Ok(Some(Value::YesNo(text == "true")));
        }
        // A tab would part cells.
        Content::Text { text, .. } => text.replace('\t', " "),
        Content::List(nodes) => {
            let texts = nodes.iter().map(|node| match &node.content {
                Content::Text { text, .. } => Ok(text.as_str()),
                _ => Err(wrong(node, "an option is text", None)),
            });
            texts.collect::<Result<Vec<_>, _>>()?.join(", ")
        }
        Content::Map(_) => {
            return Err(wrong(
                node,
                &format!("this cell wants {}", wanted(&column.kind)),
                Some("put a text with `: ` in it into quotes"),
            ));
        }
    };
    if matches!(text.trim(), "" | "-" | "?") || text.trim().eq_ignore_ascii_case("unknown") {
        return Ok(None);
    }
    let row = read_row(&text, std::slice::from_ref(column), asked).map_err(|why| wrong(node, &why, None))?;
    Ok(row.into_values().next())
}

fn wrong(node: &Node, message: &str, help: Option<&str>) -> Wrong {
    Wrong {
        code: "bad-answer",
        at: node.at.clone(),
        message: message.to_owned(),
        help: help.map(str::to_owned),
    }
}
