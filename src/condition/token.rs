//! The words and signs of a condition.

use std::ops::Range;

use rust_decimal::Decimal;

use super::fault::Fault;
use super::tree::Operator;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Token<'t> {
    Name(&'t str),
    Text(&'t str),
    Number(Decimal),
    YesNo(bool),
    Operator(Operator),
    And,
    Or,
    Not,
    In,
    Is,
    Known,
    Open,
    Close,
    ListOpen,
    ListClose,
    Comma,
    End,
}

/// Splits a condition into tokens; the last one is [`Token::End`].
pub(super) fn tokens(text: &str) -> Result<Vec<(Token<'_>, Range<usize>)>, Fault> {
    // A name or a sign is rarely shorter.
    let mut tokens = Vec::with_capacity(text.len() / 4 + 2);
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (token, length) = next(text, at, first)?;
        tokens.push((token, at..at + length));
        at += length;
    }
    tokens.push((Token::End, text.len()..text.len()));
    Ok(tokens)
}

fn next(text: &str, at: usize, first: char) -> Result<(Token<'_>, usize), Fault> {
    let rest = &text[at..];
    let fault = |length: usize, message: String| Fault::new("syntax", at..at + length, message);
    let starts_number = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    if first.is_ascii_alphabetic() || first == '_' {
        return word(text, at);
    }
    if starts_number(rest) || first == '-' && starts_number(&rest[1..]) {
        return number(text, at);
    }
    let sign = match (first, rest.as_bytes().get(1)) {
        ('=', Some(b'=')) => Some((Token::Operator(Operator::Equal), 2)),
        ('!', Some(b'=')) => Some((Token::Operator(Operator::NotEqual), 2)),
        ('<', Some(b'=')) => Some((Token::Operator(Operator::LessOrEqual), 2)),
        ('>', Some(b'=')) => Some((Token::Operator(Operator::GreaterOrEqual), 2)),
        ('<', _) => Some((Token::Operator(Operator::Less), 1)),
        ('>', _) => Some((Token::Operator(Operator::Greater), 1)),
        ('(', _) => Some((Token::Open, 1)),
        (')', _) => Some((Token::Close, 1)),
        ('[', _) => Some((Token::ListOpen, 1)),
        (']', _) => Some((Token::ListClose, 1)),
        (',', _) => Some((Token::Comma, 1)),
        _ => None,
    };
    if let Some(sign) = sign {
        return Ok(sign);
    }
    for (sign, meant) in [
        ("&&", "and"),
        ("||", "or"),
        ("=", "=="),
        ("!", "not"),
        ("&", "and"),
        ("|", "or"),
    ] {
        if rest.starts_with(sign) {
            let message = format!("`{sign}` has no meaning here");
            return Err(fault(sign.len(), message).help(format!("write `{meant}`")));
        }
    }
    match first {
        '\'' | '"' => {
            let Some(length) = rest[1..].find(first) else {
                let message = format!("the text that begins with {first} has no end");
                return Err(fault(rest.len(), message).help(format!("close it with {first}")));
            };
            Ok((Token::Text(&rest[1..1 + length]), length + 2))
        }
        '‘' | '’' | '“' | '”' => {
            let message = "typographic quotes do not mark a text".to_owned();
            Err(fault(first.len_utf8(), message).help("write straight quotes, like `'text'`"))
        }
        '-' | '+' | '*' | '/' => {
            let message = format!("`{first}`: a condition cannot calculate");
            Err(fault(1, message).help("in names of steps write `_` for `-`"))
        }
        other => {
            let message = format!(
                "`{}` has no meaning here",
                crate::text::visible_line(&other.to_string())
            );
            Err(fault(other.len_utf8(), message).help("a condition has names, `'text'`, numbers and comparisons"))
        }
    }
}

fn word(text: &str, at: usize) -> Result<(Token<'_>, usize), Fault> {
    let rest = &text[at..];
    let in_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    let length = rest.find(|c: char| !in_name(c)).unwrap_or(rest.len());
    let with_dashes = rest.find(|c: char| !in_name(c) && c != '-').unwrap_or(rest.len());
    if with_dashes > length {
        let written = &rest[..with_dashes];
        let fault = Fault::new(
            "syntax",
            at..at + with_dashes,
            format!("`{written}` reads as a subtraction"),
        );
        return Err(fault.help(format!("write `{}`", written.replace('-', "_"))));
    }
    let word = &rest[..length];
    let token = match word {
        "and" => Token::And,
        "or" => Token::Or,
        "not" => Token::Not,
        "in" => Token::In,
        "is" => Token::Is,
        "known" => Token::Known,
        "true" => Token::YesNo(true),
        "false" => Token::YesNo(false),
        "AND" | "OR" | "NOT" | "IN" | "IS" | "True" | "False" | "TRUE" | "FALSE" => {
            let fault = Fault::new(
                "syntax",
                at..at + length,
                format!("`{word}` is written in small letters"),
            );
            return Err(fault.help(format!("write `{}`", word.to_lowercase())));
        }
        name if name
            .split('.')
            .any(|part| part.is_empty() || part.starts_with(|c: char| c.is_ascii_digit())) =>
        {
            let fault = Fault::new("syntax", at..at + length, format!("`{name}` is not a name"));
            return Err(fault.help("a name is written like `persons_total` or `step_id.name`"));
        }
        name => Token::Name(name),
    };
    Ok((token, length))
}

fn number(text: &str, at: usize) -> Result<(Token<'_>, usize), Fault> {
    let rest = &text[at..];
    let length = rest[1..]
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '_')
        .map_or(rest.len(), |length| length + 1);
    let written = &rest[..length];
    let plain = written
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'))
        && !written.ends_with('.');
    match Decimal::from_str_exact(written) {
        Ok(number) if plain => Ok((Token::Number(number), length)),
        _ => Err(
            Fault::new("syntax", at..at + length, format!("`{written}` is not a number"))
                .help("write digits, like `500`, and put dates in quotes, like `'2026-11-20'`"),
        ),
    }
}
