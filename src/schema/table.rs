//! The tables of the manual, made from the table of fields that the reader uses.

use std::fmt::Write;

use super::shape::{Record, Shape};

/// The fields of a record as a Markdown table, and below it those of every record in it, each once.
pub(crate) fn markdown(record: &'static Record) -> String {
    let mut waiting = vec![record];
    let mut known = vec![record.name];
    let mut tables = String::new();
    while !waiting.is_empty() {
        let record = waiting.remove(0);
        if !tables.is_empty() {
            let _ = write!(tables, "\nThe fields of {}:\n\n", record.name);
        }
        tables.push_str("| field | | value | what it is for |\n|---|---|---|---|\n");
        for field in record.fields {
            let needed = if field.needed { "needed" } else { "" };
            let value = cell(&field.shape.expected());
            let _ = writeln!(
                tables,
                "| `{}` | {needed} | {value} | {} |",
                field.name,
                cell(field.about)
            );
            each_record(field.shape, &mut |inner| {
                if !known.contains(&inner.name) {
                    known.push(inner.name);
                    waiting.push(inner);
                }
            });
        }
    }
    tables
}

fn each_record(shape: &'static Shape, visit: &mut dyn FnMut(&'static Record)) {
    match shape {
        Shape::Record(record) | Shape::Choice(_, record) => visit(record),
        Shape::OneOf(records) => records.iter().for_each(|record| visit(record)),
        Shape::List(inner) | Shape::Several(inner) | Shape::Blank(inner) | Shape::Map(_, inner) => {
            each_record(inner, visit);
        }
        Shape::Either(one, other) => {
            each_record(one, visit);
            each_record(other, visit);
        }
        Shape::Text
        | Shape::TrueFalse
        | Shape::Format
        | Shape::Id
        | Shape::Name
        | Shape::Word(_)
        | Shape::Duration
        | Shape::Aim
        | Shape::DueBy
        | Shape::Condition
        | Shape::Special(_)
        | Shape::Number(_)
        | Shape::YesNo
        | Shape::Answer => {}
    }
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
