//! The library behind the `breach` program. (Code map to come.)
pub mod condition;
pub mod diagnostic;
pub mod fact;
pub mod incident;
pub mod mask;
pub mod playbook;
pub mod prompt;
pub mod store;
pub mod text;
pub mod time;
pub mod yaml;
