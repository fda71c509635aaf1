//! Reads from Cargo what the program is built of, and checks that every licence allows it and that everything comes from
//! the public registry. Works without a network.

use std::fmt::Write;
use std::process::Command;

use serde_json::Value;

/// Licences that let everybody use, change and pass on the program, on terms that its own licences meet.
const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

#[test]
fn every_dependency_may_be_used_and_comes_from_the_registry() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().expect("packages");
    assert!(packages.len() > 50, "the dependencies are listed");
    let mut findings = String::new();
    for package in packages {
        let name = format!("{} {}", text(&package["name"]), text(&package["version"]));
        let licence = text(&package["license"]);
        if !is_allowed(licence) {
            let _ = writeln!(
                findings,
                "{name}: licence `{licence}`; replace it, or read the licence and add it to `ALLOWED` in tests/it/licences.rs"
            );
        }
        let is_our_own = package["id"] == metadata["resolve"]["root"];
        if !is_our_own && text(&package["source"]) != "registry+https://github.com/rust-lang/crates.io-index" {
            let _ = writeln!(
                findings,
                "{name}: comes from `{}`, not from crates.io",
                package["source"]
            );
        }
    }
    assert!(findings.is_empty(), "\n{findings}");
}

#[test]
fn a_licence_is_read_as_it_is_written() {
    for allowed in [
        "MIT",
        "MIT/Apache-2.0",
        "GPL-3.0 OR MIT",
        "(MIT OR GPL-2.0) AND Unicode-3.0",
        "Apache-2.0 WITH LLVM-exception OR GPL-2.0",
        "Unlicense OR MIT",
    ] {
        assert!(is_allowed(allowed), "{allowed}");
    }
    for refused in [
        "",
        "GPL-3.0",
        "MIT AND GPL-2.0",
        "(MIT OR ISC) AND LGPL-3.0",
        "Apache-2.0 WITH Something",
        "MPL-2.0",
    ] {
        assert!(!is_allowed(refused), "{refused}");
    }
}

/// Everything that the program and its tests are built of on this platform.
fn metadata() -> Value {
    let host = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
        .arg("-vV")
        .output()
        .expect("rustc runs");
    let host = String::from_utf8(host.stdout).expect("UTF-8");
    let host = host
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .expect("a host");
    let read = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--locked",
            "--offline",
            "--filter-platform",
            host,
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    serde_json::from_slice(&read.stdout).expect("JSON")
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Whether an SPDX expression leaves a choice that is allowed: `OR` binds less than `AND`, a slash means `OR`.
fn is_allowed(expression: &str) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    let allowed = any(&words, &mut at);
    allowed && at == words.len()
}

fn any(words: &[&str], at: &mut usize) -> bool {
    let mut allowed = all(words, at);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        allowed |= all(words, at);
    }
    allowed
}

fn all(words: &[&str], at: &mut usize) -> bool {
    let mut allowed = one(words, at);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        allowed &= one(words, at);
    }
    allowed
}

fn one(words: &[&str], at: &mut usize) -> bool {
    match words.get(*at) {
        Some(&"(") => {
            *at += 1;
            let allowed = any(words, at);
            *at += 1;
            allowed
        }
        Some(licence) => {
            *at += 1;
            let mut licence = (*licence).to_owned();
            if words.get(*at) == Some(&"WITH") {
                licence = format!("{licence} WITH {}", words.get(*at + 1).unwrap_or(&""));
                *at += 2;
            }
            ALLOWED.contains(&licence.as_str())
        }
        None => false,
    }
}
