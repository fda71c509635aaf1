//! What a condition means, held against the types of its facts: nothing may be unknown, mistyped or settled beforehand.

use std::ops::Range;

use super::compare::read_when;
use super::fault::Fault;
use super::tree::{Form, Literal, Node, Operator};
use crate::fact::Kind;
use crate::fact::amount::{read_duration, read_money};
use crate::text::{did_you_mean, list};

/// All faults of a condition, in the order of the text.
pub(super) fn check(root: &Node, text: &str, kind_of: &dyn Fn(&str) -> Option<Kind>) -> Vec<Fault> {
    let mut checker = Checker {
        text,
        kind_of,
        faults: Vec::new(),
    };
    root.each_name(&mut |name, at| {
        if kind_of(name).is_none() {
            let message = format!("no question asks for `{name}`");
            checker.faults.push(Fault::new("unknown-fact", at.clone(), message));
        }
    });
    checker.truth(root);
    checker.faults.sort_by_key(|fault| fault.at.start);
    checker.faults
}

struct Checker<'a> {
    text: &'a str,
    kind_of: &'a dyn Fn(&str) -> Option<Kind>,
    faults: Vec<Fault>,
}

/// One side of a comparison.
enum Side<'n> {
    Fact(&'n str, Kind),
    Literal(&'n Literal),
    List(&'n [(Literal, Range<usize>)]),
}

impl Checker<'_> {
    fn impossible(&mut self, at: &Range<usize>, message: String, help: Option<String>) {
        let mut fault = Fault::new("impossible-comparison", at.clone(), message);
        fault.help = help;
        self.faults.push(fault);
    }

    fn wrong_type(&mut self, at: &Range<usize>, message: String, help: String) {
        self.faults
            .push(Fault::new("wrong-type", at.clone(), message).help(help));
    }

    /// Something that is true or false.
    fn truth(&mut self, node: &Node) {
        match &node.form {
            Form::And(left, right) | Form::Or(left, right) => {
                self.truth(left);
                self.truth(right);
            }
            Form::Not(inner) => self.truth(inner),
            Form::Known { .. } => {}
            Form::Name(name) => match (self.kind_of)(name) {
                None | Some(Kind::YesNo) => {}
                Some(kind) => {
                    let help = match &kind {
                        Kind::Select(options) if !options.is_empty() => format!("write `{name} == '{}'`", options[0]),
                        Kind::MultiSelect(options) if !options.is_empty() => {
                            format!("write `'{}' in {name}`", options[0])
                        }
                        Kind::Number => format!("write `{name} > 0`"),
                        _ => format!("write `{name} is known`"),
                    };
                    self.wrong_type(&node.at, format!("`{name}` is a {kind}, not a yes-no"), help);
                }
            },
            Form::Literal(Literal::YesNo(yes)) => {
                self.impossible(&node.at, format!("`{yes}` alone is always {yes}"), None);
            }
            Form::Literal(_) | Form::List(_) => {
                let message = format!("`{}` is neither true nor false", &self.text[node.at.clone()]);
                self.wrong_type(&node.at, message, "compare it with a fact".to_owned());
            }
            Form::Compare(operator, left, right) => {
                if let (Some(first), Some(second)) = (self.side(left), self.side(right)) {
                    self.comparison(*operator, (left, first), (right, second), &node.at);
                }
            }
            Form::In { item, among, .. } => {
                if let (Some(first), Some(second)) = (self.side(item), self.side(among)) {
                    self.membership((item, first), (among, second), &node.at);
                }
            }
        }
    }

    fn side<'n>(&mut self, node: &'n Node) -> Option<Side<'n>> {
        match &node.form {
            Form::Name(name) => (self.kind_of)(name).map(|kind| Side::Fact(name, kind)),
            Form::Literal(literal) => Some(Side::Literal(literal)),
            Form::List(items) => Some(Side::List(items)),
            _ => {
                let message = format!("`{}` is a condition, not a value", &self.text[node.at.clone()]);
                self.wrong_type(&node.at, message, "join conditions with `and` or `or`".to_owned());
                None
            }
        }
    }

    fn comparison(&mut self, operator: Operator, left: (&Node, Side<'_>), right: (&Node, Side<'_>), at: &Range<usize>) {
        for (_, side) in [&left, &right] {
            let Side::Fact(name, kind) = side else { continue };
            match kind {
                Kind::Table(_) | Kind::File => {
                    let message = format!("`{name}` is a {kind}, which has nothing to compare");
                    return self.wrong_type(at, message, format!("write `{name} is known`"));
                }
                Kind::Number | Kind::Money | Kind::Date | Kind::DateTime | Kind::Duration => {}
                _ if operator.is_order() => {
                    let message = format!("`{name}` is a {kind}, which has no order");
                    return self.wrong_type(at, message, "compare it with `==`, `!=` or `in`".to_owned());
                }
                _ => {}
            }
        }
        match (left, right) {
            ((_, Side::Fact(name, kind)), (node, Side::Literal(literal)))
            | ((node, Side::Literal(literal)), (_, Side::Fact(name, kind))) => {
                self.fact_and_literal(name, &kind, literal, &node.at);
            }
            ((_, Side::Fact(name, kind)), (node, Side::List(items)))
            | ((node, Side::List(items)), (_, Side::Fact(name, kind))) => match &kind {
                Kind::MultiSelect(options) => self.options(name, options, items),
                kind => {
                    let message = format!("`{name}` is a {kind}, and a list is none");
                    self.impossible(&node.at, message, Some(format!("write `{name} in […]`")));
                }
            },
            ((_, Side::Fact(name, kind)), (_, Side::Fact(other, other_kind))) => {
                if name == other {
                    self.impossible(at, format!("`{name}` is compared with itself"), None);
                } else if !can_be_equal(&kind, &other_kind) {
                    let message =
                        format!("`{name}` is a {kind} and `{other}` a {other_kind}: no two of their values are equal");
                    self.impossible(at, message, None);
                }
            }
            _ => self.impossible(
                at,
                "two literals are always or never equal".to_owned(),
                Some("name a fact".to_owned()),
            ),
        }
    }

    fn fact_and_literal(&mut self, name: &str, kind: &Kind, literal: &Literal, at: &Range<usize>) {
        let written = &self.text[at.clone()];
        let help = match (kind, literal) {
            (Kind::Select(options), Literal::Text(text)) => {
                if !is_one_of(options, text) {
                    self.no_option(name, options, text, at);
                }
                return;
            }
            (Kind::MultiSelect(options), Literal::Text(text)) => {
                if !is_one_of(options, text) {
                    return self.no_option(name, options, text, at);
                }
                let message = format!("`{name}` is a multi-select, and one text is none");
                return self.wrong_type(at, message, format!("write `'{text}' in {name}`"));
            }
            (Kind::Text | Kind::LongText | Kind::Person, Literal::Text(_))
            | (Kind::Number, Literal::Number(_))
            | (Kind::YesNo, Literal::YesNo(_)) => return,
            (Kind::Date | Kind::DateTime, Literal::Text(text)) if read_when(text).is_some() => return,
            (Kind::Duration, Literal::Text(text)) if read_duration(text).is_ok() => return,
            (Kind::Money, Literal::Text(text)) if read_money(text).is_ok() => return,
            (Kind::YesNo, _) => format!("write `{name}` or `not {name}`"),
            (Kind::Number, _) => "write a number without quotes, like `500`".to_owned(),
            (Kind::Money, _) => "write the amount with its currency, like `'EUR 500'`".to_owned(),
            (Kind::Date | Kind::DateTime, _) => "write a date, like `'2026-11-20'`, or RFC 3339".to_owned(),
            (Kind::Duration, _) => "write a length of time, like `'2 hours'`".to_owned(),
            _ => "write a text, like `'text'`".to_owned(),
        };
        let message = format!("`{name}` is a {kind}, and `{written}` is none");
        self.impossible(at, message, Some(help));
    }

    fn options(&mut self, name: &str, options: &[String], items: &[(Literal, Range<usize>)]) {
        for (literal, at) in items {
            match literal {
                Literal::Text(text) if is_one_of(options, text) => {}
                Literal::Text(text) => self.no_option(name, options, text, at),
                Literal::Number(_) | Literal::YesNo(_) => {
                    let written = self.text[at.clone()].to_owned();
                    self.no_option(name, options, &written, at);
                }
            }
        }
    }

    fn no_option(&mut self, name: &str, options: &[String], text: &str, at: &Range<usize>) {
        let help = match did_you_mean(text, options.iter().map(String::as_str)) {
            Some(meant) => format!("did you mean `'{meant}'`?"),
            None => format!("the options are {}", list(options, "and")),
        };
        self.impossible(at, format!("unknown option `{text}` of `{name}`"), Some(help));
    }

    fn membership(&mut self, item: (&Node, Side<'_>), among: (&Node, Side<'_>), at: &Range<usize>) {
        match (item, among) {
            ((_, Side::Fact(name, kind)), (_, Side::List(items))) => match &kind {
                _ if items.is_empty() => self.impossible(at, "nothing is in an empty list".to_owned(), None),
                Kind::Select(options) => self.options(name, options, items),
                Kind::MultiSelect(options) => {
                    let option = options.first().map_or("option", String::as_str);
                    let message = format!("`{name}` is a multi-select, and a list has single values");
                    self.wrong_type(at, message, format!("write `'{option}' in {name}`"));
                }
                Kind::Table(_) | Kind::File => {
                    let message = format!("`{name}` is a {kind}, which has nothing to compare");
                    self.wrong_type(at, message, format!("write `{name} is known`"));
                }
                Kind::YesNo => {
                    let message = format!("`{name}` is a yes-no, which needs no list");
                    self.wrong_type(at, message, format!("write `{name}` or `not {name}`"));
                }
                kind => {
                    for (literal, at) in items {
                        self.fact_and_literal(name, kind, literal, at);
                    }
                }
            },
            ((node, Side::Literal(Literal::Text(text))), (_, Side::Fact(name, Kind::MultiSelect(options)))) => {
                if !is_one_of(&options, text) {
                    self.no_option(name, &options, text, &node.at);
                }
            }
            ((_, Side::Fact(name, kind)), (_, Side::Fact(other, other_kind @ Kind::MultiSelect(_)))) => {
                if !can_be_equal(&kind, &other_kind) && !matches!(kind, Kind::Text) {
                    let message = format!("`{name}` is a {kind}, and is never in `{other}`");
                    self.impossible(at, message, None);
                }
            }
            ((node, Side::Literal(_)), (_, Side::Fact(name, Kind::MultiSelect(options)))) => {
                let written = self.text[node.at.clone()].to_owned();
                self.no_option(name, &options, &written, &node.at);
            }
            (_, (node, Side::Fact(name, kind))) => {
                let message = format!("`{name}` is a {kind}, and nothing is in it");
                self.wrong_type(
                    &node.at,
                    message,
                    "write a multi-select or a list after `in`".to_owned(),
                );
            }
            (_, (node, Side::Literal(_))) => {
                let message = format!("`{}` is one value, and nothing is in it", &self.text[node.at.clone()]);
                self.wrong_type(
                    &node.at,
                    message,
                    "write a multi-select or a list after `in`".to_owned(),
                );
            }
            _ => self.impossible(
                at,
                "two literals are always or never equal".to_owned(),
                Some("name a fact".to_owned()),
            ),
        }
    }
}

fn is_one_of(options: &[String], text: &str) -> bool {
    options.iter().any(|option| option == text)
}

fn can_be_equal(a: &Kind, b: &Kind) -> bool {
    match (a, b) {
        (Kind::Select(a) | Kind::MultiSelect(a), Kind::Select(b) | Kind::MultiSelect(b)) => {
            a.iter().any(|option| b.contains(option))
        }
        (Kind::Date | Kind::DateTime, Kind::Date | Kind::DateTime) => true,
        (Kind::Text | Kind::LongText | Kind::Person, Kind::Text | Kind::LongText | Kind::Person) => true,
        (Kind::Select(_), Kind::Text) | (Kind::Text, Kind::Select(_)) => true,
        (a, b) => a == b,
    }
}
