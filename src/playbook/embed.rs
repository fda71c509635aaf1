//! The build script: lists the folder `playbooks/`, so that every file in it is built into the program and none can be
//! forgotten.

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
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    fs::write(out.join("builtin.rs"), table)?;
    obligations(&folder, &out)
}

/// The texts of the obligations, as a table.
fn obligations(folder: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let mut table = String::from(
        "/// Built-in files of obligations: name and text.\npub(super) const FILES: &[(&str, &str)] = &[\n",
    );
    for path in yaml_files(&folder.join("obligations"))? {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let name = format!("playbooks/obligations/{name}");
        writeln!(table, "    ({name:?}, include_str!({path:?})),")?;
    }
    table.push_str("];\n");
    fs::write(out.join("obligations.rs"), table)?;
    Ok(())
}

/// The YAML files of a folder, by name.
fn yaml_files(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut files = Vec::new();
    if folder.exists() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|ending| ending == "yaml") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

fn write_table(table: &mut String, name: &str, about: &str, folder: &Path) -> Result<(), Box<dyn Error>> {
    writeln!(table, "/// {about}.\npub(super) const {name}: &[(&str, &str)] = &[")?;
    for path in yaml_files(folder)? {
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        if stem != "facts" {
            writeln!(table, "    ({stem:?}, include_str!({path:?})),")?;
        }
    }
    writeln!(table, "];")?;
    Ok(())
}
