//! Where in a value a person may have typed anything: what must be looked through before it is kept for ever.

use std::collections::BTreeMap;

use super::{Answer, Value};

/// Something that a person typed.
#[derive(Debug, PartialEq)]
pub enum Typed<'a> {
    /// Words; some of them can be hidden.
    Words(&'a mut String),
    /// A number, in digits. It cannot be hidden in part, so it is kept or refused.
    Number(String),
}

/// A value that knows what in it a person may have typed.
pub trait FreeText {
    /// Adds what a person may have typed.
    fn find_typed<'a>(&'a mut self, found: &mut Vec<Typed<'a>>);
}

impl FreeText for String {
    fn find_typed<'a>(&'a mut self, found: &mut Vec<Typed<'a>>) {
        found.push(Typed::Words(self));
    }
}

impl<T: FreeText> FreeText for Option<T> {
    fn find_typed<'a>(&'a mut self, found: &mut Vec<Typed<'a>>) {
        if let Some(text) = self {
            text.find_typed(found);
        }
    }
}

impl<T: FreeText> FreeText for Vec<T> {
    fn find_typed<'a>(&'a mut self, found: &mut Vec<Typed<'a>>) {
        for text in self {
            text.find_typed(found);
        }
    }
}

impl<T: FreeText> FreeText for BTreeMap<String, T> {
    fn find_typed<'a>(&'a mut self, found: &mut Vec<Typed<'a>>) {
        for text in self.values_mut() {
            text.find_typed(found);
        }
    }
}

impl FreeText for Answer {
    fn find_typed<'a>(&'a mut self, found: &mut Vec<Typed<'a>>) {
        match self {
            Answer::Known { value, bound: _ } => value.find_typed(found),
            Answer::Unknown => {}
            Answer::None { reason } => reason.find_typed(found),
        }
    }
}

impl FreeText for Value {
    fn find_typed<'a>(&'a mut self, found: &mut Vec<Typed<'a>>) {
        match self {
            Value::Text(text) | Value::Select(text) | Value::Person(text) => text.find_typed(found),
            Value::MultiSelect(options) => options.find_typed(found),
            Value::Row(cells) => cells.find_typed(found),
            Value::File {
                name,
                size: _,
                sha256: _,
            } => name.find_typed(found),
            Value::Number(number) => found.push(Typed::Number(number.to_string())),
            Value::Money { amount, currency } => {
                found.push(Typed::Number(amount.to_string()));
                currency.find_typed(found);
            }
            Value::YesNo(_) | Value::Date(_) | Value::DateTime(_) | Value::Period(_) | Value::Duration(_) => {}
        }
    }
}
