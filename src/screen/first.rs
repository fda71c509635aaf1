//! The five-minute screen: do not, call now, say. No answer is needed for any of it.

use std::fmt::Write;

use super::layout::headline;
use crate::text::{pad, width as columns, wrap};

/// Somebody to call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToCall {
    /// Name and what for.
    pub who: String,
    /// A number that does not depend on company systems.
    pub number: Option<String>,
}

/// What the screen says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct First {
    /// What people call the incident.
    pub short_id: String,
    /// Day, time and zone.
    pub clock: String,
    /// It is a drill.
    pub drill: bool,
    /// What not to do.
    pub do_not: Vec<String>,
    /// Whom to call.
    pub call: Vec<ToCall>,
    /// To whom to say what.
    pub say: Vec<(String, String)>,
}

/// The screen.
pub fn first_screen(first: &First, width: usize) -> String {
    let mark = if first.drill { "DRILL " } else { "" };
    let mut shown = headline(
        &format!("{mark}{}  The first five minutes", first.short_id),
        &first.clock,
        width,
    );
    if !first.do_not.is_empty() {
        shown.push_str("\n  Do not\n");
        for line in first.do_not.iter().flat_map(|text| wrap(text, width, "    ", "      ")) {
            let _ = writeln!(shown, "{line}");
        }
    }
    if !first.call.is_empty() {
        shown.push_str("\n  Call now\n");
        for (number, person) in first.call.iter().enumerate() {
            shown.push_str(&call_line(number + 1, person, width));
        }
    }
    for (to, text) in &first.say {
        let _ = writeln!(shown, "\n  Say to {to}");
        for line in wrap(&format!("\"{text}\""), width, "    ", "    ") {
            let _ = writeln!(shown, "{line}");
        }
    }
    shown.push_str("\n  No answers are needed for any of this. Come back when you have called.\n");
    shown
}

/// Name on the left, number on the right; the number on a line of its own where both do not fit.
fn call_line(number: usize, person: &ToCall, width: usize) -> String {
    let phone = person.number.as_deref().unwrap_or("no number on file");
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
