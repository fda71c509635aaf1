//! Tests of reading answers files.
