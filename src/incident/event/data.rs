//! How the data of an event is written: each field once, in the order of the record.

use crate::fact::{FreeText, Typed};

/// The data of an event, or a part of it. Each field says first whether a person may have typed anything in it (`typed`) or
/// not (`fixed`), and behind its type, if it is left out of the record while it is empty, how that is told.
macro_rules! data {
    ($(#[$about:meta])* $name:ident: $($(#[$doc:meta])* $use:ident $field:ident: $type:ty $(= $is_empty:tt)?,)*) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$doc])* $(#[serde(default, skip_serializing_if = $is_empty)])? pub $field: $type,)*
        }

        impl $crate::fact::FreeText for $name {
            fn find_typed<'a>(&'a mut self, found: &mut Vec<$crate::fact::Typed<'a>>) {
                $($crate::incident::event::data::$use(&mut self.$field, found);)*
            }
        }
    };
}
pub(super) use data;

/// Finds what was typed in a field.
pub(super) fn typed<'a>(field: &'a mut impl FreeText, found: &mut Vec<Typed<'a>>) {
    field.find_typed(found);
}

/// Nobody typed anything in a field.
pub(super) fn fixed<'a, T>(_: &'a mut T, _: &mut Vec<Typed<'a>>) {}
