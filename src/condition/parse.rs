//! Tokens to a tree, by binding strength: `or`, `and`, `not`, comparisons.

use std::ops::Range;

use super::fault::Fault;
use super::token::{Token, tokens};
use super::tree::{Form, Literal, Node};
use crate::text::Passage;

const MOST_BYTES: usize = 4096;
const MOST_DEPTH: usize = 32;

pub(super) fn parse(text: &str) -> Result<Node, Fault> {
    if text.len() > MOST_BYTES {
        let message = format!("the condition has {} bytes; {MOST_BYTES} are allowed", text.len());
        return Err(Fault::new("too-long", 0..text.len(), message));
    }
    let mut parser = Parser {
        text,
        tokens: tokens(text)?,
        next: 0,
    };
    if parser.peek() == &Token::End {
        return Err(Fault::new("syntax", 0..text.len(), "the condition is empty").help("write a fact's name"));
    }
    let root = parser.expression(OR, 0)?;
    match parser.peek() {
        Token::End => Ok(root),
        _ => Err(parser.unexpected("`and`, `or`, a comparison or the end")),
    }
}

const OR: u8 = 1;
const AND: u8 = 2;
const NOT: u8 = 3;
const COMPARISON: u8 = 4;

struct Parser<'t> {
    text: &'t str,
    tokens: Vec<(Token<'t>, Range<usize>)>,
    next: usize,
}

impl<'t> Parser<'t> {
    fn peek(&self) -> &Token<'t> {
        &self.tokens[self.next].0
    }

    fn here(&self) -> Range<usize> {
        self.tokens[self.next].1.clone()
    }

    /// Takes the next token; the end stays.
    fn take(&mut self) -> (Token<'t>, Range<usize>) {
        let taken = self.tokens[self.next].clone();
        self.next = (self.next + 1).min(self.tokens.len() - 1);
        taken
    }

    fn taken(&mut self, token: &Token<'_>) -> bool {
        let same = self.peek() == token;
        if same {
            self.take();
        }
        same
    }

    /// What is wrong with the next token.
    fn unexpected(&self, expected: &str) -> Fault {
        self.unexpected_at(self.here(), expected)
    }

    /// What is wrong with the token at this place.
    fn unexpected_at(&self, at: Range<usize>, expected: &str) -> Fault {
        let message = match &self.text[at.clone()] {
            "" => format!("the condition ends where {expected} is expected"),
            written => format!("expected {expected}, found `{written}`"),
        };
        Fault::new("syntax", at, message)
    }

    fn expression(&mut self, least: u8, depth: usize) -> Result<Node, Fault> {
        if depth > MOST_DEPTH {
            let message = format!("the condition is nested deeper than {MOST_DEPTH}");
            return Err(Fault::new("too-deep", self.here(), message));
        }
        let mut left = self.prefix(least, depth)?;
        // Long chains of `and` lean to the left, and a tree is walked by calling oneself: they count as depth too.
        let mut chain = 0;
        loop {
            let strength = match self.peek() {
                Token::Or => OR,
                Token::And => AND,
                Token::Operator(_) | Token::In | Token::Is => COMPARISON,
                Token::Not if matches!(self.tokens.get(self.next + 1), Some((Token::In, _))) => COMPARISON,
                _ => return Ok(left),
            };
            if strength < least {
                return Ok(left);
            }
            chain += 1;
            if chain > MOST_BYTES / 8 {
                return Err(Fault::new("too-deep", self.here(), "the condition has too many parts"));
            }
            left = self.infix(left, strength, depth)?;
        }
    }

    fn prefix(&mut self, least: u8, depth: usize) -> Result<Node, Fault> {
        let expected = "a name or a literal";
        if self.peek() == &Token::Not && least > NOT {
            return Err(self.unexpected(expected));
        }
        let (token, at) = self.take();
        let form = match token {
            Token::Name(name) => Form::Name(Passage::from(name)),
            Token::Text(text) => Form::Literal(Literal::Text(Passage::from(text))),
            Token::Number(number) => Form::Literal(Literal::Number(number)),
            Token::YesNo(yes) => Form::Literal(Literal::YesNo(yes)),
            Token::Not => {
                let inner = self.expression(NOT, depth + 1)?;
                return Ok(Node {
                    at: at.start..inner.at.end,
                    form: Form::Not(Box::new(inner)),
                });
            }
            Token::Open => {
                let inner = self.expression(OR, depth + 1)?;
                let end = self.here().end;
                if !self.taken(&Token::Close) {
                    return Err(self.unexpected("`)`"));
                }
                return Ok(Node {
                    at: at.start..end,
                    form: inner.form,
                });
            }
            Token::ListOpen => return self.list(at),
            Token::Operator(_)
            | Token::And
            | Token::Or
            | Token::In
            | Token::Is
            | Token::Known
            | Token::Close
            | Token::ListClose
            | Token::Comma
            | Token::End => return Err(self.unexpected_at(at, expected)),
        };
        Ok(Node { at, form })
    }

    fn list(&mut self, open: Range<usize>) -> Result<Node, Fault> {
        let mut items = Vec::new();
        while self.peek() != &Token::ListClose {
            let (token, at) = self.take();
            let fault = || self.unexpected_at(at.clone(), "a literal or `]`");
            let literal = match token {
                Token::Text(text) => Literal::Text(Passage::from(text)),
                Token::Number(number) => Literal::Number(number),
                Token::YesNo(yes) => Literal::YesNo(yes),
                Token::Name(name) => {
                    return Err(fault().help(format!("put it in quotes: `'{name}'`")));
                }
                _ => return Err(fault()),
            };
            items.push((literal, at));
            if !self.taken(&Token::Comma) && self.peek() != &Token::ListClose {
                return Err(self.unexpected("`,` or `]`"));
            }
        }
        let (_, close) = self.take();
        Ok(Node {
            at: open.start..close.end,
            form: Form::List(items),
        })
    }

    fn infix(&mut self, left: Node, strength: u8, depth: usize) -> Result<Node, Fault> {
        let (token, sign_at) = self.take();
        let start = left.at.start;
        if let Token::Is = token {
            return self.is_known(left, sign_at);
        }
        if strength == COMPARISON && matches!(left.form, Form::Compare(..) | Form::In { .. } | Form::Known { .. }) {
            let message = "comparisons cannot be chained";
            return Err(Fault::new("syntax", sign_at, message).help("join two of them with `and`"));
        }
        let negated = token == Token::Not;
        if negated {
            self.take();
        }
        let right = self.expression(strength + 1, depth + 1)?;
        let at = start..right.at.end;
        let (left, right) = (Box::new(left), Box::new(right));
        let form = match token {
            Token::Or => Form::Or(left, right),
            Token::And => Form::And(left, right),
            Token::Operator(operator) => Form::Compare(operator, left, right),
            _ => Form::In {
                item: left,
                among: right,
                negated,
            },
        };
        Ok(Node { at, form })
    }

    fn is_known(&mut self, left: Node, is_at: Range<usize>) -> Result<Node, Fault> {
        let negated = self.taken(&Token::Not);
        let end = self.here().end;
        if !self.taken(&Token::Known) {
            let fault = self.unexpected("`known`");
            return Err(fault.help("write `is known` or `is not known`, or compare with `==`"));
        }
        match left.form {
            Form::Name(name) => Ok(Node {
                at: left.at.start..end,
                form: Form::Known {
                    name,
                    name_at: left.at,
                    negated,
                },
            }),
            _ => Err(Fault::new(
                "syntax",
                is_at.start..end,
                "`is known` follows the name of a fact",
            )),
        }
    }
}
