//! Files that an earlier version took load today, and mean what they meant.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use breach::answers::Answers;
use breach::fact::read::Asked;
use breach::hash::Hash;
use breach::obligation::Obligations;
use breach::playbook::Library;
use breach::profile::Profile;
use breach::schema::diagnostic::Diagnostic;
use breach::time::Zone;

const OLDER: &str = "tests/data/older";

fn text(name: &str) -> String {
    std::fs::read_to_string(Path::new(OLDER).join(name)).expect("a file")
}

fn files(folder: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(Path::new(OLDER).join(folder)).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|end| end == "yaml"))
        .collect();
    paths.sort();
    paths
}

/// `BLESS=1 cargo test` writes what identifies each plan, to be read before it is committed.
#[test]
fn playbooks_of_an_earlier_version_mean_the_same() {
    let mut plans = String::new();
    for path in files("playbooks").iter().filter(|path| !path.ends_with("facts.yaml")) {
        let name = path.to_str().expect("UTF-8");
        let loaded = Library::default().load(name);
        let loaded = loaded.unwrap_or_else(|rejected| panic!("{}", rejected.render(100, false)));
        let plan = Hash::of(loaded.playbook.to_plan().as_bytes());
        writeln!(plans, "{plan}  {}", loaded.playbook.id).expect("a string");
    }
    if std::env::var_os("BLESS").is_some_and(|bless| bless == "1") {
        std::fs::write(Path::new(OLDER).join("plans.txt"), &plans).expect("a file");
    }
    assert_eq!(plans, text("plans.txt"));
}

#[test]
fn rules_places_and_calendars_of_an_earlier_version_load() {
    let files = files("obligations");
    let checked = Obligations::default()
        .check(&files, Path::new("."))
        .expect("they can be read");
    let said: Vec<String> = checked
        .iter()
        .map(|checked| match (&checked.rejected, checked.holds) {
            (Some(rejected), _) => rejected.render(100, false),
            (None, Some((what, number))) => format!("{number} {what}"),
            (None, None) => "nothing".to_owned(),
        })
        .collect();
    assert_eq!(
        said,
        [
            "41 calendar",
            "5 rule",
            "24 definition",
            "57 fact",
            "320 place",
            "52 regime",
            "10 rule"
        ]
    );
}

#[test]
fn profiles_and_answers_of_an_earlier_version_load() {
    for name in ["starter.yaml", "profile.yaml", "profile-with-contracts.yaml"] {
        let profile = Profile::parse(name, &text(name));
        assert_eq!(profile.err(), None, "{name}");
    }
    let answers = Answers::parse("answers.yaml", &text("answers.yaml"), Path::new(OLDER)).expect("YAML");
    let playbook = Library::default()
        .load("card-data-breach")
        .expect("a playbook")
        .playbook;
    let book = Obligations::default().load().expect("rules");
    let asked = Asked {
        now: "2026-12-20T12:00:00Z".parse().expect("a time"),
        zone: Zone::UTC,
    };
    assert_eq!(answers.mistakes(&playbook, &book, &asked), Vec::<Diagnostic>::new());
}
