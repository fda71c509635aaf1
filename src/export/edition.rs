//! Editions: for whom an export is made, and which entries such readers do not get.

use crate::incident::view::Sieve;
use crate::incident::{Access, Reading};

/// For whom an export is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edition {
    /// For outsiders: without privileged and without restricted entries.
    Default,
    /// For counsel: with privileged entries, without restricted ones.
    Counsel,
    Full,
}

impl Edition {
    pub fn name(self) -> &'static str {
        match self {
            Edition::Default => "default",
            Edition::Counsel => "counsel",
            Edition::Full => "full",
        }
    }

    fn leaves_out(self, access: Access) -> bool {
        match (self, access) {
            (Edition::Full, Access::Privileged | Access::Restricted) | (Edition::Counsel, Access::Privileged) => false,
            (Edition::Counsel, Access::Restricted) | (Edition::Default, Access::Privileged | Access::Restricted) => {
                true
            }
        }
    }

    /// `reading` is that of the whole record.
    pub(super) fn sieve(self, reading: &Reading) -> Sieve {
        let restricted = reading.incident.restricted.iter();
        let own = restricted.filter(|(_, access)| self.leaves_out(**access));
        let own = own.map(|(seq, access)| (*seq, *access)).collect();
        Sieve::new(own, reading.other_draft.is_some(), self == Edition::Full)
    }
}
