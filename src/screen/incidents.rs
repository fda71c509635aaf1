//! stub: replaced by its author on merge (take the other side).
#![allow(missing_docs)]
