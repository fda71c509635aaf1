//! The five-minute screen: do not, call now, say. No answer is needed for any of it.

use std::fmt::Write;

use crate::document::{Document, terminal};
use crate::text::{pad, width as columns, wrap};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToCall {
    /// Id of the contact or role.
    pub id: String,
    pub who: String,
    /// A number that does not depend on company systems.
    pub number: Option<String>,
    pub say: Option<String>,
    /// When a call was logged, in words.
    pub called: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct First {
    /// What people call the incident.
    pub short_id: String,
    pub clock: String,
    pub drill: bool,
    pub do_not: Vec<String>,
    pub call: Vec<ToCall>,
}

pub fn first_screen(first: &First, width: usize, height: usize) -> String {
    let mark = if first.drill { "DRILL " } else { "" };
    let title = format!("{mark}{}  The first five minutes", first.short_id);
    let mut shown = terminal(&Document::new(title, &first.clock), width);
    if !first.do_not.is_empty() {
        shown.push_str("\n  Do not\n");
        for line in first.do_not.iter().flat_map(|text| wrap(text, width, "    ", "      ")) {
            let _ = writeln!(shown, "{line}");
        }
    }
    shown.push_str(&call_list(first, width));
    let ending = wrap(
        "No answers are needed for any of this. Come back when you have called.",
        width,
        "  ",
        "  ",
    );
    let ending = format!("\n{}\n", ending.join("\n"));
    // The words for the next call stand here when the screen has room; a number shows them for every call.
    if let Some((person, words)) = first
        .call
        .iter()
        .filter(|person| person.called.is_none())
        .find_map(|person| Some((person, person.say.as_ref()?)))
    {
        let said = say_lines(&person.who, words, width);
        let room = height.saturating_sub(shown.lines().count() + ending.lines().count() + 4);
        if said.lines().count() <= room {
            shown.push_str(&said);
        }
    }
    shown.push_str(&ending);
    shown
}

/// Whom to call, and whom somebody has called already.
pub fn call_list(first: &First, width: usize) -> String {
    let mut shown = String::new();
    if !first.call.is_empty() {
        shown.push_str("\n  Call now\n");
        for (number, person) in first.call.iter().enumerate() {
            shown.push_str(&call_line(number + 1, person, width));
        }
    }
    shown
}

/// What to say to somebody.
pub fn say_lines(who: &str, words: &str, width: usize) -> String {
    let mut shown = format!("\n  Say to: {who}\n");
    for line in wrap(&format!("\"{words}\""), width, "    ", "    ") {
        let _ = writeln!(shown, "{line}");
    }
    shown
}

/// Name on the left, number on the right; the number on a line of its own where both do not fit.
fn call_line(number: usize, person: &ToCall, width: usize) -> String {
    let number_words = person.number.as_deref().unwrap_or("no number on file");
    let called = person.called.as_ref().map(|at| format!("called {at}"));
    let phone = called.as_deref().unwrap_or(number_words);
    let room = width.saturating_sub(columns(phone) + 9);
    if columns(&person.who) <= room {
        return format!(
            "    {number}  {} {phone}\n",
            pad(&person.who, room.min(width.saturating_sub(30)))
        );
    }
    let mut shown = String::new();
    for line in wrap(&person.who, width, &format!("    {number}  "), "       ") {
        let _ = writeln!(shown, "{line}");
    }
    let _ = writeln!(shown, "       {phone}");
    shown
}
