//! Rows of a table: typed, pasted from a spreadsheet, or from a CSV file.

use super::{Asked, read_value};
use crate::fact::kind::{Column, Kind};
use crate::fact::value::{Row, Value};
use crate::text::{count, did_you_mean, list_plain};

/// Reads one row. Cells are parted by tabs (a paste from a spreadsheet), else by `;`, `|` or `,` where that gives one cell
/// for every column; where that gives none, by spaces (`Visa 61`), if only one column can take more than a word. An
/// empty cell, `-`, `?` or `unknown` is left out.
pub fn read_row(text: &str, columns: &[Column], asked: &Asked) -> Result<Row, String> {
    let text = text.trim_matches(|c: char| c.is_whitespace() && c != '\t');
    if text.trim().is_empty() {
        return Err("nothing was typed; a row needs at least one cell".to_owned());
    }
    let tabs = text.split('\t').count();
    if tabs > 1 {
        return cells(text.split('\t'), columns, asked);
    }
    if columns.len() == 1 {
        return cells([text], columns, asked);
    }
    for sign in [';', '|', ','] {
        if text.split(sign).count() == columns.len() {
            return cells(text.split(sign), columns, asked);
        }
    }
    match by_words(text, columns, asked) {
        Some(row) => row,
        None => {
            let names: Vec<String> = columns.iter().map(title).collect();
            Err(format!(
                "`{text}` does not make {}; write {} with `;` between them",
                count(columns.len(), "cell"),
                list_plain(&names, "and")
            ))
        }
    }
}

/// Whether a line holds the first cell of a row and nothing else, as far as signs between cells tell.
pub fn is_one_cell(text: &str, columns: &[Column]) -> bool {
    let words = text.split_whitespace().count();
    let has_sign = text.contains(['\t', ';', '|', '\n']) || text.split(',').count() == columns.len();
    // Where every column but one takes one word, `Visa 61` is a row.
    let by_words = words >= columns.len() && columns.iter().filter(|column| takes_words(&column.kind)).count() < 2;
    columns.len() > 1 && !has_sign && !by_words
}

fn takes_words(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Text | Kind::LongText | Kind::Person | Kind::Select(_) | Kind::MultiSelect(_)
    )
}

/// Reads a CSV file whose first line names the columns, in any order and any case. Columns that are left out stay empty.
pub fn read_csv(text: &str, columns: &[Column], asked: &Asked) -> Result<Vec<Row>, Vec<String>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let first_line = text.lines().next().unwrap_or_default();
    let delimiter = [b',', b';', b'\t']
        .into_iter()
        .max_by_key(|sign| (first_line.matches(char::from(*sign)).count(), *sign == b','))
        .unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| vec![error.to_string()])?.clone();
    let plain = |name: &str| name.to_lowercase().replace([' ', '-'], "_");
    let mut faults = Vec::new();
    let mut order: Vec<&Column> = Vec::new();
    for name in &header {
        match columns.iter().find(|column| column.name == plain(name)) {
            Some(column) if order.iter().any(|known| known.name == column.name) => {
                faults.push(format!("line 1: two columns are called `{name}`"));
            }
            Some(column) => order.push(column),
            None => {
                let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
                let meant = did_you_mean(&plain(name), names.iter().copied()).map_or_else(
                    || format!("the columns are {}", list_plain(&names, "and")),
                    |meant| format!("did you mean `{meant}`?"),
                );
                faults.push(format!("line 1: no column is called `{name}`; {meant}"));
            }
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                faults.push(error.to_string());
                break;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        if record.iter().all(str::is_empty) {
            continue;
        }
        if record.len() != order.len() {
            let (is, should) = (count(record.len(), "cell"), count(order.len(), "column"));
            faults.push(format!("line {line}: {is} for {should}"));
            continue;
        }
        let mut row = Row::new();
        for (text, column) in record.iter().zip(&order) {
            match read_cell(text, column, asked) {
                Ok(Some(value)) => {
                    row.insert(column.name.clone(), value);
                }
                Ok(None) => {}
                Err(error) => faults.push(format!("line {line}, {error}")),
            }
        }
        rows.push(row);
    }
    if faults.is_empty() { Ok(rows) } else { Err(faults) }
}

fn cells<'t>(texts: impl IntoIterator<Item = &'t str>, columns: &[Column], asked: &Asked) -> Result<Row, String> {
    let texts: Vec<&str> = texts.into_iter().collect();
    if texts.len() > columns.len() && texts[columns.len()..].iter().any(|text| !text.trim().is_empty()) {
        return Err(format!(
            "{} for {}: {}",
            count(texts.len(), "cell"),
            count(columns.len(), "column"),
            list_plain(&columns.iter().map(title).collect::<Vec<_>>(), "and")
        ));
    }
    let mut row = Row::new();
    for (text, column) in texts.iter().zip(columns) {
        if let Some(value) = read_cell(text, column, asked)? {
            row.insert(column.name.clone(), value);
        }
    }
    if row.is_empty() {
        Err("every cell is empty; a row needs at least one".to_owned())
    } else {
        Ok(row)
    }
}

/// One cell; the error names its column.
pub fn read_cell(text: &str, column: &Column, asked: &Asked) -> Result<Option<Value>, String> {
    let text = text.trim();
    if matches!(text, "" | "-" | "?") || text.eq_ignore_ascii_case("unknown") {
        return Ok(None);
    }
    let value = read_value(text, &column.kind, asked);
    value.map(Some).map_err(|error| format!("{}: {error}", title(column)))
}

/// Gives each column one word and one of them all the rest. `None` when that is possible in no way or in several.
fn by_words(text: &str, columns: &[Column], asked: &Asked) -> Option<Result<Row, String>> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let spare = words.len().checked_sub(columns.len())?;
    if spare == 0 {
        return Some(cells(words, columns, asked));
    }
    let mut fitting = (0..columns.len()).filter_map(|wide| {
        let (before, rest) = words.split_at(wide);
        let (middle, after) = rest.split_at(spare + 1);
        let middle = middle.join(" ");
        let texts = before
            .iter()
            .copied()
            .chain([middle.as_str()])
            .chain(after.iter().copied());
        cells(texts, columns, asked).ok()
    });
    let only = fitting.next()?;
    fitting.next().is_none().then_some(Ok(only))
}

/// A column's name as people read it.
fn title(column: &Column) -> String {
    column.name.replace('_', " ")
}
