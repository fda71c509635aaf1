//! Text: made safe to show, laid out, and put into grammar.
//!
//! The one escape for terminals lives here ([`visible`], [`visible_line`]), as do wrapping and clipping by display width,
//! plurals and lists for sentences, "did you mean", the signs of a check code, and text that is part of the program. Knows
//! no terminal, no colour, and nothing of incidents.

mod called;
mod check_code;
mod layout;
mod passage;
mod suggestion;
mod visible;
mod wording;

#[cfg(test)]
mod tests;

pub use called::as_called;
pub use check_code::{check_code, check_signs, fits, is_dash, plain_sign, read_check_code, symbol};
pub use layout::{clip, fold, pad, shorten_lines, width, wrap};
pub use passage::{Passage, unique_by};
pub use suggestion::{did_you_mean, meant};
pub(crate) use visible::is_plain;
pub use visible::{is_hidden, visible, visible_json, visible_line};
pub use wording::{
    before_bracket, capitalised, count, count_of, first_few, list, list_plain, prefixed, shell_words, title_of,
    without_number,
};
