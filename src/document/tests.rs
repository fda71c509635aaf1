//! One document with everything in it, as each renderer writes it.
