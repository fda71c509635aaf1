//! Lists the folder `playbooks/`, so that every file in it is built into the program and none can be forgotten.

#![expect(clippy::print_stdout, reason = "Cargo reads what a build script prints")]

use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=playbooks");
    println!("cargo:rerun-if-changed=playbooks/steps");
    println!("cargo:rerun-if-changed=playbooks/obligations");
    let folder = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?).join("playbooks");
    let mut table = String::new();
    write_table(&mut table, "PLAYBOOKS", "Built-in playbooks, by name", &folder)?;
    write_table(
        &mut table,
        "STEPS",
        "Built-in shared steps, by name",
        &folder.join("steps"),
    )?;
    for (name, about, file) in [
        ("FACTS", "The built-in shared facts", "facts.yaml"),
        (
            "OBLIGATION_FACTS",
            "The built-in facts that only duties to tell ask for",
            "obligations/facts.yaml",
        ),
    ] {
        let path = folder.join(file);
        let value = if path.exists() {
            format!("Some(include_str!({path:?}))")
        } else {
            "None".to_owned()
        };
        writeln!(table, "/// {about}.\npub(super) const {name}: Option<&str> = {value};")?;
    }
    fs::write(PathBuf::from(std::env::var("OUT_DIR")?).join("builtin.rs"), table)?;
    Ok(())
}

fn write_table(table: &mut String, name: &str, about: &str, folder: &Path) -> Result<(), Box<dyn Error>> {
    let mut files = Vec::new();
    if folder.exists() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let stem = path
                .file_stem()
                .and_then(|stem| stem.to_str())
                .unwrap_or_default()
                .to_owned();
            if path.extension().is_some_and(|ending| ending == "yaml") && stem != "facts" {
                files.push((stem, path));
            }
        }
    }
    files.sort();
    writeln!(table, "/// {about}.\npub(super) const {name}: &[(&str, &str)] = &[")?;
    for (stem, path) in files {
        writeln!(table, "    ({stem:?}, include_str!({path:?})),")?;
    }
    writeln!(table, "];")?;
    Ok(())
}
