//! The Python that `tests/run` puts aside, for tests that ask somebody else's program. Knows where it lies and what must be
//! in it: `tests/data/python/requirements.txt`, each package with its hash.

use std::path::Path;
use std::process::{Command, Output, Stdio};

const REQUIREMENTS: &str = include_str!("../data/python/requirements.txt");

/// Runs a script of `tests/data/python` and returns what it said.
pub(crate) fn python(script: &str, arguments: &[&str], input: Stdio) -> Output {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/target/python");
    let installed = std::fs::read_to_string(Path::new(folder).join("requirements.txt"));
    assert!(
        installed.is_ok_and(|installed| installed == REQUIREMENTS),
        "{folder} does not hold the packages that this test needs; run `tests/run`, which puts them there"
    );
    Command::new(format!("{folder}/bin/python"))
        .arg("-I")
        .arg(format!("{}/tests/data/python/{script}", env!("CARGO_MANIFEST_DIR")))
        .args(arguments)
        .stdin(input)
        .output()
        .expect("Python runs")
}
