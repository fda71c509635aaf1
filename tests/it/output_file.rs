//! Files that a person asks for: what is there stays, and no name whatever leads over a record or a file of the program's
//! own, with `--force` or without.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use super::harness::Breach;

/// A playbook of the responder's own, a profile, rules, two incidents, one of them in use, and a deadline.
fn machine() -> Breach {
    let mut breach = Breach::new();
    breach.env("BREACH_AS", "Tom").no_terminal();
    let config = breach.folder().join("config");
    breach.env("XDG_CONFIG_HOME", config.to_str().expect("a path in UTF-8"));
    breach.run("profile new").ok();
    breach.run("playbook new mine").ok();
    breach.run("obligation copy nz-opc").ok();
    breach.run("start payment-provider-breach --no-walk").ok();
    let id = breach.run("start card-data-breach --no-walk").ok().stdout;
    let id = id.lines().last().expect("an id").trim().to_owned();
    breach.run(&format!("use {id}")).ok();
    for fact in ["suspected_at 12:00", "contract_duties acquirer", "card_suspected yes"] {
        breach.run(&format!("fact set {fact}")).ok();
    }
    breach
}

/// Every file below a folder with its bytes; what links lead to counts as theirs.
fn everything(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() && !path.is_symlink() {
            found.extend(everything(&path));
        } else {
            let bytes = path
                .is_file()
                .then(|| fs::read(&path).expect("a file that can be read"));
            found.insert(path, bytes.unwrap_or_default());
        }
    }
    found
}

/// The commands that write a file which a person names, `{}` in its place.
const WRITERS: [&str; 4] = [
    "export --format csv -o {}",
    "deadline list --ics {}",
    "playbook new another -o {}",
    "obligation copy us-ca-ag -o {}",
];

#[test]
fn no_name_leads_over_a_record_or_a_file_of_our_own() {
    let mut breach = machine();
    let at = |path: &str| breach.folder().join(path);
    let ids = breach.incidents();
    let (one, two) = (&ids[0], &ids[1]);
    let record = format!("store/{one}/record.jsonl");
    fs::create_dir_all(at("elsewhere/deep")).expect("a folder");
    fs::hard_link(at(&record), at("second-name.csv")).expect("a second name");
    symlink(&record, at("link.csv")).expect("a link");
    symlink("link.csv", at("link-to-link.csv")).expect("a link");
    symlink("nowhere", at("dangling.csv")).expect("a link");
    symlink("store", at("linked-store")).expect("a link");
    fs::copy(at(&record), at("elsewhere/copied.csv")).expect("a copy");
    fs::create_dir_all(at(&format!("usb/{one}/files"))).expect("a folder");
    fs::copy(at(&record), at(&format!("usb/{one}/record.jsonl"))).expect("a copy");
    fs::hard_link(at("config/breach/profile.yaml"), at("profile-again.csv")).expect("a second name");
    fs::hard_link(at("store/in-use"), at("in-use-again.csv")).expect("a second name");
    fs::rename(at("config/breach/obligations"), at("elsewhere/rules")).expect("moved");
    symlink(at("elsewhere/rules"), at("config/breach/obligations")).expect("a link");
    symlink("/dev/full", at("full.csv")).expect("a link");

    let record_words = "is part of a record or a store of records; nothing was written";
    let settings = "lies among breach's own settings; nothing was written";
    let cases = [
        (record.clone(), record_words),
        (format!("store/{two}/record.jsonl"), record_words),
        (format!("store/{one}/new.csv"), record_words),
        (format!("elsewhere/../store/{two}/../{one}/record.jsonl"), record_words),
        (format!("linked-store/{one}/record.jsonl"), record_words),
        ("store/new.csv".to_owned(), record_words),
        ("store/in-use".to_owned(), record_words),
        ("in-use-again.csv".to_owned(), record_words),
        ("second-name.csv".to_owned(), record_words),
        ("link.csv".to_owned(), record_words),
        ("link-to-link.csv".to_owned(), record_words),
        ("elsewhere/copied.csv".to_owned(), record_words),
        (format!("usb/{one}/new.csv"), record_words),
        (format!("usb/{one}/files/new.csv"), record_words),
        ("usb/new.csv".to_owned(), record_words),
        ("profile-again.csv".to_owned(), settings),
        ("config/breach/profile.yaml".to_owned(), settings),
        ("config/breach/new.csv".to_owned(), settings),
        (
            "dangling.csv".to_owned(),
            "could not be written: it is a link that leads nowhere",
        ),
        ("elsewhere".to_owned(), "could not be written: it is a folder"),
        ("elsewhere/..".to_owned(), "could not be written: it is a folder"),
        (
            "/dev/full".to_owned(),
            "could not be written: it is not an ordinary file",
        ),
        (
            "full.csv".to_owned(),
            "could not be written: it is not an ordinary file",
        ),
        (
            "none/new.csv".to_owned(),
            "could not be written: no such file or folder",
        ),
    ];
    let before = everything(breach.folder());
    let mut refused = |writer: &str, path: &str, why: &str| {
        let command = writer.replace("{}", path);
        let ran = breach.run(&command);
        let shown = if path.starts_with('/') {
            path.to_owned()
        } else {
            format!("$DIR/{path}")
        };
        let option = if writer.contains("--ics") { "--ics" } else { "-o" };
        assert_eq!(
            ran.stderr,
            format!("error: `{shown}` {why}\nhint: name another file with `{option} FILE`\n"),
            "{command}"
        );
        assert_eq!(ran.stdout, "", "{command}");
        let code = if why.starts_with("could") { 1 } else { 2 };
        assert_eq!(ran.code, code, "{command}");
    };
    // Every command goes through one writer, so that one command tries every name and every command some names.
    for (path, why) in &cases {
        refused(WRITERS[0], path, why);
        refused(&format!("{} --force", WRITERS[0]), path, why);
    }
    for writer in &WRITERS[1..] {
        for (path, why) in [&cases[0], &cases[9], &cases[16]] {
            refused(&format!("{writer} --force"), path, why);
        }
    }
    let command = format!("man store/{one} --force");
    assert_eq!(
        breach.run(&command).exits(2).stderr,
        format!(
            "error: `$DIR/store/{one}/breach.1` {record_words}\nhint: name a folder for them: `breach man FOLDER`\n"
        )
    );
    assert!(everything(breach.folder()) == before, "every file is as it was");
}

#[test]
fn each_folder_of_settings_takes_new_files_of_its_own_command_alone() {
    let mut breach = machine();
    let before = everything(breach.folder());
    for (command, path) in [
        ("export --format csv -o", "playbooks/new.yaml"),
        ("obligation copy us-ca-ag -o", "playbooks/new.yaml"),
        ("playbook new another -o", "obligations/new.yaml"),
    ] {
        assert_eq!(
            breach
                .run(&format!("{command} config/breach/{path} --force"))
                .exits(2)
                .stderr,
            format!(
                "error: `$DIR/config/breach/{path}` lies among breach's own settings; nothing was written\n\
                 hint: name another file with `-o FILE`\n"
            )
        );
    }
    for (command, path) in [
        ("playbook new another -o", "playbooks/mine.yaml"),
        ("obligation copy us-ca-ag -o", "obligations/nz-opc.yaml"),
    ] {
        assert_eq!(
            breach
                .run(&format!("{command} config/breach/{path} --force"))
                .exits(1)
                .stderr,
            format!(
                "error: `$DIR/config/breach/{path}` exists; nothing was written\n\
                 hint: name another file with `-o FILE`\n"
            )
        );
    }
    assert!(everything(breach.folder()) == before, "every file is as it was");
    breach
        .run("playbook new another -o config/breach/playbooks/another.yaml")
        .ok();
    breach
        .run("obligation copy us-ca-ag -o config/breach/obligations/us-ca-ag.yaml")
        .ok();
}

#[test]
fn what_is_there_is_replaced_only_with_force() {
    let mut breach = machine();
    for writer in WRITERS {
        breach.file("mine.txt", "counsel's remarks");
        let command = writer.replace("{}", "mine.txt");
        let option = if writer.contains("--ics") { "--ics" } else { "-o" };
        assert_eq!(
            breach.run(&command).exits(1).stderr,
            format!(
                "error: `$DIR/mine.txt` exists; nothing was written\n\
                 hint: name another file with `{option} FILE`\n\
                 hint: `--force` replaces it\n"
            )
        );
        let text = || fs::read_to_string(breach.folder().join("mine.txt")).expect("text");
        assert_eq!(text(), "counsel's remarks");
        breach.run(&format!("{command} --force")).ok();
        assert_ne!(
            fs::read_to_string(breach.folder().join("mine.txt")).expect("text"),
            "counsel's remarks"
        );
    }
}

#[test]
fn an_export_is_no_record_and_is_replaced_by_the_next() {
    let mut breach = machine();
    for format in ["json", "csv", "md"] {
        breach.run(&format!("export --edition full -o report.{format}")).ok();
        breach
            .run(&format!("export --edition full -o report.{format} --force"))
            .ok();
    }
}

#[test]
fn an_unknown_ending_is_refused_unless_the_format_is_said() {
    let mut breach = machine();
    assert_eq!(
        breach.run("export -o report.pdf").exits(2).stderr,
        "error: unknown ending `.pdf`; expected .json, .csv, .md or .html\n\
         hint: `--format FORMAT` writes any name in that format\n"
    );
    assert!(!breach.folder().join("report.pdf").exists());
    breach.run("export --format markdown -o report.txt").ok();
}

#[test]
fn a_profile_behind_a_link_is_changed_where_it_is_kept() {
    let mut breach = machine();
    let own = breach.folder().join("config/breach/profile.yaml");
    let kept = breach.folder().join("dotfiles.yaml");
    fs::rename(&own, &kept).expect("moved");
    symlink(&kept, &own).expect("a link");
    let edited = fs::read_to_string(&kept).expect("text") + "\nme: Ana Ruiz\n";
    breach
        .terminal()
        .does([breach::prompt::scripted::Event::Edit(edited.clone())]);
    breach.run("profile edit").ok();
    assert!(own.is_symlink());
    assert_eq!(fs::read_to_string(&kept).expect("text"), edited);
}

/// What a killed writer left behind goes with the next file that is written there; what somebody is writing at the moment stays,
/// and whatever is called otherwise.
#[test]
fn what_a_killed_writer_left_in_a_folder_goes() {
    let mut breach = machine();
    let id = breach.incidents()[0].clone();
    let folder = breach.folder().join("out");
    fs::create_dir(&folder).expect("a folder");
    for name in [
        ".breach-Ab12cd.part",
        ".breach-Zz99zz.part",
        ".breach-notes.part",
        ".breach-Ab12cd",
    ] {
        fs::write(folder.join(name), "half a report").expect("a file");
    }
    symlink(folder.join(".breach-notes.part"), folder.join(".breach-link00.part")).expect("a link");
    let written = fs::File::open(folder.join(".breach-Zz99zz.part")).expect("a file");
    written.lock().expect("a lock");
    breach.run(&format!("export -i {id} --format csv -o out/log.csv")).ok();
    let mut names: Vec<_> = fs::read_dir(&folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"))
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            ".breach-Ab12cd",
            ".breach-Zz99zz.part",
            ".breach-link00.part",
            ".breach-notes.part",
            "log.csv"
        ]
    );
}
