//! What is wrong with a condition, and where.

use std::fmt;
use std::ops::Range;

/// One mistake in a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// `too-long`, `too-deep`, `syntax`, `unknown-fact`, `wrong-type` or `impossible-comparison`.
    pub code: &'static str,
    /// The bytes of the condition's text that are meant.
    pub at: Range<usize>,
    /// What is wrong, as part of a sentence.
    pub message: String,
    pub help: Option<String>,
}

impl Fault {
    pub(super) fn new(code: &'static str, at: Range<usize>, message: impl Into<String>) -> Self {
        Fault {
            code,
            at,
            message: message.into(),
            help: None,
        }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.help {
            Some(help) => write!(f, "{}; {help}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for Fault {}
