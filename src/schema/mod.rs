//! One reader for all YAML: from a text to a tree with places, from a table of fields to every value that does not fit.
//!
//! A format is a table ([`shape`]): the reader, its suggestions, the JSON Schema and the manual's table all come from it, so
//! that they cannot disagree about what is allowed. Knows no format.

pub mod diagnostic;
pub(crate) mod json_schema;
pub(crate) mod node;
pub(crate) mod reader;
pub(crate) mod shape;
pub(crate) mod source;
pub(crate) mod table;
pub(crate) mod value;
pub mod yaml;
