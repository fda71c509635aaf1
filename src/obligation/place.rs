//! Stub.
use crate::time::Zone;
/// p
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// c
    pub code: String,
    /// n
    pub name: String,
}
/// p
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Places {
    /// l
    pub list: Vec<Place>,
}
/// f
#[derive(Clone, Debug, PartialEq)]
pub enum Found<'p> {
    /// p
    Place(&'p Place),
    /// a
    Ambiguous(Vec<&'p Place>),
    /// n
    Nowhere,
    /// u
    Unlisted,
}
impl Places {
    /// f
    pub fn find(&self, _text: &str) -> Found<'_> {
        Found::Nowhere
    }
    /// g
    pub fn get(&self, code: &str) -> Option<&Place> {
        self.list.iter().find(|place| place.code == code)
    }
    /// i
    pub fn iter(&self) -> impl Iterator<Item = &Place> {
        self.list.iter()
    }
    /// i
    pub fn is_in(&self, place: &Place, code: &str) -> bool {
        place.code == code
    }
    /// z
    pub fn zone_of(&self, _place: &Place) -> Option<Zone> {
        None
    }
    /// c
    pub fn calendar_of(&self, _place: &Place) -> Option<&str> {
        None
    }
    /// g
    pub fn is_group(&self, _place: &Place) -> bool {
        false
    }
    /// n
    pub fn near(&self, _text: &str) -> Option<&str> {
        None
    }
}
