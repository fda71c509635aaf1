//! stub: replaced by its author on merge (take the other side).
#![allow(missing_docs)]
pub fn headline(left: &str, right: &str, _width: usize) -> String {
    format!("  {left}   {right}\n")
}
