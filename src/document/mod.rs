//! Documents: what is said, once, and a renderer for each way to show it.
//!
//! [`Document`] is content: sections, paragraphs, lists, tables, boxes, pictures, forms. [`terminal`], [`markdown`], [`html`]
//! and [`print`] write it, and each of them is the only place that escapes for its target. Knows no incident.

#![allow(missing_docs, reason = "fields and builders say by their names what they are")]

mod html;
mod lines;
mod markdown;
mod model;
mod plain;
mod print;
mod terminal;
#[cfg(test)]
pub(crate) mod tests;

pub use html::html;
pub use markdown::markdown;
pub use model::{Block, Blocks, Check, Document, Inline, Item, Picture, Section, Table, Target, Text, Tone};
pub use print::{PAGE_WIDTH, print};
pub use terminal::{terminal, terminal_at};
