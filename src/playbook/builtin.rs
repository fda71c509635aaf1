//! The playbooks, shared steps and shared facts inside the program. Data only; the build script lists the folder.

include!(concat!(env!("OUT_DIR"), "/builtin.rs"));
