//! A condition once read.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::text::Passage;

/// A part of a condition, with the bytes where it stands.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) at: Range<usize>,
    pub(super) form: Form,
}

#[derive(Clone, Debug)]
pub(super) enum Form {
    Name(Passage),
    Literal(Literal),
    List(Vec<(Literal, Range<usize>)>),
    Not(Box<Node>),
    And(Box<Node>, Box<Node>),
    Or(Box<Node>, Box<Node>),
    Compare(Operator, Box<Node>, Box<Node>),
    In {
        item: Box<Node>,
        among: Box<Node>,
        negated: bool,
    },
    Known {
        name: Passage,
        name_at: Range<usize>,
        negated: bool,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Literal {
    Text(Passage),
    Number(Decimal),
    YesNo(bool),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Operator {
    pub(super) fn is_order(self) -> bool {
        !matches!(self, Operator::Equal | Operator::NotEqual)
    }
}

impl Node {
    /// Visits every fact that is read, in the order of the text.
    pub(super) fn each_name(&self, visit: &mut dyn FnMut(&Passage, &Range<usize>)) {
        match &self.form {
            Form::Name(name) => visit(name, &self.at),
            Form::Known { name, name_at, .. } => visit(name, name_at),
            Form::Literal(_) | Form::List(_) => {}
            Form::Not(inner) => inner.each_name(visit),
            Form::And(left, right) | Form::Or(left, right) | Form::Compare(_, left, right) => {
                left.each_name(visit);
                right.each_name(visit);
            }
            Form::In { item, among, .. } => {
                item.each_name(visit);
                among.each_name(visit);
            }
        }
    }
}
