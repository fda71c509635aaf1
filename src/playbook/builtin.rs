//! The playbooks, shared steps and shared facts inside the program. Data only; the build script lists the folder.

include!(concat!(env!("OUT_DIR"), "/builtin.rs"));

/// Whether the step library inside the program has a step of this id.
pub fn is_library_step(id: &str) -> bool {
    STEPS.iter().any(|(known, _)| *known == id)
}
