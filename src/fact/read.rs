//! Typed text to an answer. Written by the leaf author.
