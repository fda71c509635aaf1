#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::document::document;
use super::find::{Library, Rejected, load_text};
use super::plan::Playbook;
use super::{Names, fork};
use crate::document::terminal;

/// Every code that a playbook can be refused with. Each has a sample in `tests/data/playbooks/invalid/`.
const CODES: [&str; 38] = [
    "after-cycle",
    "bad-condition",
    "bad-duration",
    "bad-id",
    "bad-option",
    "bad-placeholder",
    "card-number",
    "cut-off",
    "due-without-source",
    "duplicate-id",
    "duplicate-key",
    "empty-file",
    "fact-name-clash",
    "impossible-comparison",
    "missing-field",
    "nesting",
    "never-asked",
    "no-steps",
    "not-a-file",
    "not-a-time",
    "not-utf8",
    "syntax",
    "too-large",
    "too-many-steps",
    "two-texts-one-id",
    "undefined-step",
    "unknown-contact",
    "unknown-fact",
    "unknown-field",
    "unknown-obligation",
    "unknown-phase",
    "unknown-playbook",
    "unknown-role",
    "unknown-shared-step",
    "unreachable-step",
    "unreadable",
    "wrong-format",
    "wrong-type",
];

const INVALID: &str = "tests/data/playbooks/invalid";
const VALID: &str = "tests/data/playbooks/valid";

/// All samples of a folder, sorted; shared facts are no playbook.
fn samples(folder: &str) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "yaml") && !path.ends_with("facts.yaml"))
        .collect();
    paths.sort();
    paths
}

fn library() -> Library {
    let obligations = ["acquirer-notice", "eu-gdpr-33-sa", "us-tx-cra"];
    Library::default().knowing(Names {
        obligations: obligations.map(str::to_owned).into(),
        ..Names::default()
    })
}

fn shown(rejected: &Rejected) -> String {
    format!("error: {}\n\n{}", rejected.summary(), rejected.render(80, false))
}

/// Compares with a file; `BLESS=1 cargo test` writes it, to be read before it is committed.
fn same_as_file(path: &Path, text: &str) -> Result<(), String> {
    if std::env::var_os("BLESS").is_some_and(|bless| bless == "1") {
        fs::write(path, text).unwrap();
    }
    let expected = fs::read_to_string(path).unwrap_or_default();
    if expected == text {
        return Ok(());
    }
    Err(format!("{} differs; now:\n{text}", path.display()))
}

#[test]
fn every_invalid_sample_is_refused_with_its_whole_output() {
    let mut wrong = Vec::new();
    for path in samples(INVALID) {
        let Err(rejected) = library().check(path.to_str().unwrap()) else {
            wrong.push(format!("{} is accepted", path.display()));
            continue;
        };
        wrong.extend(same_as_file(&path.with_extension("stderr"), &shown(&rejected)).err());
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// Mistakes that no small text file can show: the code, and the whole output.
fn without_a_sample() -> Vec<(Rejected, &'static str)> {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::create_dir(path("folder.yaml")).unwrap();
    fs::write(path("large.yaml"), vec![b'x'; 5_000_000]).unwrap();
    let mut many = fs::read_to_string("tests/data/playbooks/invalid/no-steps.yaml").unwrap();
    many.push_str("confirm:\n");
    for nth in 0..2_001 {
        many.push_str(&format!(
            "  - {{step: s{nth}, title: T, owner: scribe, why: W, do: [Act.]}}\n"
        ));
    }
    let many = load_text("many.yaml", &many).map(|_| ()).unwrap_err();
    vec![
        (
            library().load(&path("folder.yaml")).unwrap_err(),
            "error: `FOLDER/folder.yaml` is a folder, not a file\n\n",
        ),
        (
            library().load(&path("large.yaml")).unwrap_err(),
            "error: `FOLDER/large.yaml` is larger than 256 KiB, which is the limit\n\n",
        ),
        (
            library().load(&path("absent.yaml")).unwrap_err(),
            "error: `FOLDER/absent.yaml` is not there\n\n",
        ),
        (
            Library::new(Some(PathBuf::from(VALID))).load("fulll").unwrap_err(),
            "error: `fulll` is not a playbook; did you mean `full`?\n\n",
        ),
        (
            many,
            "error: `many.yaml` has 1 mistake\n\n    --> many.yaml:2011:12\n     |\n2011 |   - {step: s2000, title: T, owner: scribe, why: W, do: [Act.]}\n     \
             |            ^^^^^ this is step 2001; 2000 are the limit\n",
        ),
    ]
    .into_iter()
    .map(|(mut rejected, expected)| {
        for diagnostic in &mut rejected.diagnostics {
            diagnostic.file = diagnostic.file.replace(folder.path().to_str().unwrap(), "FOLDER");
        }
        (rejected, expected)
    })
    .collect()
}

#[test]
fn mistakes_without_a_sample_file_have_their_whole_output() {
    for (rejected, expected) in without_a_sample() {
        assert_eq!(shown(&rejected), expected);
    }
}

#[test]
fn every_code_has_its_sample_and_every_sample_a_listed_code() {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for path in samples(INVALID) {
        if let Err(rejected) = library().check(path.to_str().unwrap()) {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let codes: Vec<&str> = rejected.diagnostics.iter().map(|fault| fault.code).collect();
            assert!(
                !CODES.contains(&name.as_str()) || codes.contains(&name.as_str()),
                "{name}: {codes:?}"
            );
            seen.extend(codes);
        }
    }
    for (rejected, _) in without_a_sample() {
        seen.extend(rejected.diagnostics.iter().map(|fault| fault.code));
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), CODES);
}

#[test]
fn ten_mistakes_are_reported_in_one_run_at_their_lines() {
    let rejected = library().load(&format!("{INVALID}/ten-mistakes.yaml")).unwrap_err();
    let places: Vec<(&str, usize)> = rejected
        .diagnostics
        .iter()
        .map(|fault| (fault.code, fault.line))
        .collect();
    assert_eq!(
        places,
        [
            ("unknown-field", 4),
            ("unknown-role", 13),
            ("wrong-type", 15),
            ("unknown-fact", 18),
            ("undefined-step", 19),
            ("bad-duration", 20),
            ("unknown-shared-step", 21),
            ("bad-id", 23),
            ("due-without-source", 28),
            ("never-asked", 28),
            ("wrong-type", 29),
            ("duplicate-key", 30),
        ]
    );
}

#[test]
fn the_plan_of_the_full_sample_is_frozen_and_reads_back() {
    let loaded = library().load(&format!("{VALID}/full.yaml")).unwrap();
    let plan = loaded.playbook.to_plan();
    assert_eq!(
        same_as_file(Path::new("tests/data/playbooks/valid/full.plan.json"), &plan),
        Ok(())
    );
    assert_eq!(Playbook::from_plan(&plan), Ok(loaded.playbook));
}

#[test]
fn a_step_due_with_duties_keeps_them_in_its_plan_and_reads_back() {
    let loaded = library().load(&format!("{VALID}/duties.yaml")).unwrap();
    let plan = loaded.playbook.to_plan();
    assert_eq!(
        same_as_file(Path::new("tests/data/playbooks/valid/duties.plan.json"), &plan),
        Ok(())
    );
    assert_eq!(Playbook::from_plan(&plan).as_ref(), Ok(&loaded.playbook));
    let shown = terminal(&document(&loaded.playbook), 80);
    assert_eq!(
        same_as_file(Path::new("tests/data/playbooks/valid/duties.words.txt"), &shown),
        Ok(())
    );
    // The facts that only duties ask for stand in a file of their own, which is named because it was used.
    let names: Vec<&str> = loaded.sources.iter().map(|source| source.path.as_str()).collect();
    assert_eq!(
        names,
        [
            "tests/data/playbooks/valid/duties.yaml",
            "playbooks/obligations/facts.yaml",
            "tests/data/playbooks/valid/facts.yaml",
        ]
    );
    // Neither form is read as the other, and a field of both is none.
    let mixed = plan.replace(
        r#"{"obligations":["eu-gdpr-33-sa"]}"#,
        r#"{"obligations":["eu-gdpr-33-sa"],"source":"x"}"#,
    );
    let why = Playbook::from_plan(&mixed).unwrap_err();
    assert!(
        why.starts_with("the plan is not readable: data did not match any variant of untagged enum Due"),
        "{why}"
    );
}

#[test]
fn without_a_list_of_obligations_no_id_is_refused() {
    let loaded = Library::default().load(&format!("{INVALID}/unknown-obligation.yaml"));
    let due: Vec<super::Due> = loaded
        .unwrap()
        .playbook
        .steps
        .into_iter()
        .filter_map(|step| step.due)
        .collect();
    let with = |names: &[&str]| {
        super::Due::With(super::DueWith {
            obligations: names.iter().map(|name| (*name).to_owned()).collect(),
        })
    };
    assert_eq!(
        due,
        [
            with(&["aquirer-notice", "regulator"]),
            with(&["credit-bureau"]),
            with(&["xyz-agency"])
        ]
    );
}

#[test]
fn the_options_of_a_fact_about_regimes_are_the_regimes() {
    let read = |name: &str| {
        let text = fs::read_to_string(format!("playbooks/obligations/{name}.yaml")).unwrap();
        crate::schema::yaml::tree(&text).unwrap()
    };
    let (facts, regimes) = (read("facts"), read("regimes"));
    let options = ["facts", "regulated_as", "options"]
        .iter()
        .fold(&facts, |node, name| crate::schema::node::field(node, name).unwrap());
    let options: Vec<&str> = crate::schema::node::items(options)
        .iter()
        .filter_map(crate::schema::node::text)
        .collect();
    let regimes = crate::schema::node::entries(crate::schema::node::field(&regimes, "regimes").unwrap());
    let ids: Vec<&str> = regimes.iter().map(|(key, _)| key.text.as_str()).collect();
    assert_eq!(options, ids);
}

#[test]
fn a_plan_of_another_form_or_with_unknown_fields_is_refused() {
    assert_eq!(
        Playbook::from_plan(r#"{"plan":2,"other":1}"#),
        Err("the plan has form 2; this breach reads form 1".to_owned())
    );
    assert_eq!(
        Playbook::from_plan(r#"{"plan":1,"colour":"red"}"#),
        Err(
            "the plan is not readable: unknown field `colour`, expected one of `plan`, `id`, `title`, `summary`, \
             `incident-title`, `use-when`, `sources`, `first`, `starts`, `roles`, `facts`, `steps` at line 1 column 18"
                .to_owned()
        )
    );
}

#[test]
fn gates_have_stable_names_in_records() {
    let loaded = library().load(&format!("{VALID}/full.yaml")).unwrap();
    let step = loaded.playbook.step("confirm-card").unwrap();
    let names: Vec<String> = step.gates.iter().map(super::Gate::name).collect();
    assert_eq!(
        names,
        [
            "acknowledge:Systems stay powered on.",
            "approval:technical-lead",
            "four-eyes:open-record",
            "role-filled:scribe",
            "evidence-released",
            "police-delay",
            "fact:status is known",
        ]
    );
    assert_eq!(
        step.reads(),
        [
            "status",
            "evidence_released_by",
            "police_delay_until",
            "confirm_card.window"
        ]
    );
}

#[test]
fn loading_names_the_files_used_with_their_hashes() {
    let loaded = library().load(&format!("{VALID}/full.yaml")).unwrap();
    let names: Vec<(&str, &str)> = loaded
        .sources
        .iter()
        .map(|source| (source.path.as_str(), &source.sha256[..8]))
        .collect();
    let hash = |name: &str| -> String {
        use sha2::{Digest, Sha256};
        let digest = Sha256::digest(fs::read(format!("{VALID}/{name}")).unwrap());
        digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect()
    };
    assert_eq!(
        names,
        [
            ("tests/data/playbooks/valid/full.yaml", hash("full.yaml").as_str()),
            (
                "tests/data/playbooks/valid/steps/evidence-guard.yaml",
                hash("steps/evidence-guard.yaml").as_str()
            ),
            (
                "tests/data/playbooks/valid/steps/open-record.yaml",
                hash("steps/open-record.yaml").as_str()
            ),
            ("tests/data/playbooks/valid/facts.yaml", hash("facts.yaml").as_str()),
        ]
    );
}

#[test]
fn every_valid_sample_loads_and_its_copy_gives_the_same_plan() {
    for path in samples(VALID) {
        let loaded = library()
            .load(path.to_str().unwrap())
            .map_err(|rejected| shown(&rejected))
            .unwrap();
        let copy = fork::new_from(path.to_str().unwrap(), "our-own", &library()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("facts.yaml"), "format: 1\nfacts: {}\n").unwrap();
        fs::write(folder.path().join("our-own.yaml"), &copy).unwrap();
        let copied = library()
            .load(folder.path().join("our-own.yaml").to_str().unwrap())
            .map_err(|rejected| format!("{}\n{copy}", shown(&rejected)));
        let expected = loaded.playbook.written_out("our-own");
        assert_eq!(copied.map(|copied| copied.playbook), Ok(expected));
    }
}

#[test]
fn a_copy_keeps_the_comments_and_writes_shared_steps_out() {
    let copy = fork::new_from(&format!("{VALID}/full.yaml"), "our-own", &library()).unwrap();
    let expected = Path::new("tests/data/playbooks/valid/full.copy.txt");
    assert_eq!(same_as_file(expected, &copy), Ok(()));
}

#[test]
fn the_starter_has_no_mistakes_and_names_are_checked() {
    let starter = fork::new_empty("our-own").unwrap();
    let loaded = load_text("our-own.yaml", &starter)
        .map_err(|rejected| shown(&rejected))
        .unwrap();
    assert_eq!(loaded.playbook.id, "our-own");
    assert_eq!(loaded.playbook.steps.len(), 3);
    let refused = fork::new_empty("Our Own").unwrap_err();
    assert_eq!(
        refused.summary(),
        "`Our Own` cannot be the name of a playbook; use lower-case letters, digits and single `-`, such as \
         `our-card-playbook`"
    );
}

#[test]
fn words_show_every_field() {
    let loaded = library().load(&format!("{VALID}/full.yaml")).unwrap();
    let shown = terminal(&document(&loaded.playbook), 80);
    assert_eq!(
        same_as_file(Path::new("tests/data/playbooks/valid/full.words.txt"), &shown),
        Ok(())
    );
    assert!(shown.lines().all(|line| crate::text::width(line) <= 80));
}

#[test]
fn names_are_looked_up_in_the_responders_folder_before_what_is_built_in() {
    let folder = tempfile::tempdir().unwrap();
    let minimal = fs::read_to_string(format!("{VALID}/minimal.yaml")).unwrap();
    fs::write(folder.path().join("minimal.yaml"), &minimal).unwrap();
    fs::write(folder.path().join("facts.yaml"), "format: 1\nfacts: {}\n").unwrap();
    fs::write(folder.path().join("Not A Name.yaml"), "x").unwrap();
    let library = Library::new(Some(folder.path().to_owned()));
    let own: Vec<String> = library
        .list()
        .into_iter()
        .filter(|listed| listed.path.is_some())
        .map(|listed| listed.id)
        .collect();
    assert_eq!(own, ["minimal"]);
    let loaded = library.load("minimal").map_err(|rejected| shown(&rejected)).unwrap();
    assert_eq!(
        loaded.sources[0].path,
        folder.path().join("minimal.yaml").to_str().unwrap()
    );
}

#[test]
fn a_use_never_leads_out_of_the_step_folders() {
    let text = fs::read_to_string(format!("{VALID}/minimal.yaml")).unwrap();
    let text = text + "  - use: ../../facts\n";
    let rejected = load_text("minimal.yaml", &text).unwrap_err();
    let codes: Vec<&str> = rejected.diagnostics.iter().map(|fault| fault.code).collect();
    assert_eq!(codes, ["bad-id"]);
}

#[test]
fn built_in_playbooks_and_shared_files_have_no_mistakes() {
    for listed in Library::default().list() {
        let loaded = Library::default().load(&listed.id).map_err(|rejected| shown(&rejected));
        assert_eq!(loaded.map(|loaded| loaded.playbook.id), Ok(listed.id));
    }
}

#[test]
fn playbooks_that_share_a_step_with_another_text_clash() {
    let full = library().load(&format!("{VALID}/full.yaml")).unwrap().playbook;
    let mut other = full.clone();
    other.steps[0].phase = super::Phase::Learn;
    other.steps[1].title = "Guard it otherwise".to_owned();
    other.steps[2].title = "Decide it otherwise".to_owned();
    assert!(full.steps[1].shared && !full.steps[2].shared);
    assert_eq!(full.clashes(&other), ["confirm-card"]);
}

#[test]
fn json_of_a_check_names_code_place_and_help() {
    let rejected = library()
        .load(&format!("{INVALID}/unknown-shared-step.yaml"))
        .unwrap_err();
    assert_eq!(
        serde_json::to_value(&rejected.diagnostics).unwrap(),
        serde_json::json!([{
            "code": "unknown-shared-step",
            "severity": "error",
            "file": "tests/data/playbooks/invalid/unknown-shared-step.yaml",
            "span": {"start": 535, "end": 549},
            "line": 18,
            "column": 10,
            "message": "no shared step `evidence-gaurd`",
            "help": "did you mean `evidence-guard`?",
        }])
    );
}

/// Every path of field names in a schema, such as `confirm.use.owner`.
fn schema_fields(schema: &serde_json::Value, found: &mut BTreeSet<String>) {
    match schema {
        serde_json::Value::Object(object) => {
            if let Some(serde_json::Value::Object(properties)) = object.get("properties") {
                found.extend(properties.keys().cloned());
            }
            object.values().for_each(|value| schema_fields(value, found));
        }
        serde_json::Value::Array(values) => values.iter().for_each(|value| schema_fields(value, found)),
        _ => {}
    }
}

#[test]
fn the_schema_has_exactly_the_fields_that_the_checker_accepts() {
    let text = crate::schema::json_schema::json_schema("a playbook", &super::fields::PLAYBOOK);
    let schema: serde_json::Value = serde_json::from_str(&text).unwrap();
    let mut named = BTreeSet::new();
    schema_fields(&schema, &mut named);
    // Every field of the schema is used in a sample, which the checker accepts …
    let [sample, duties, shared] = ["full.yaml", "duties.yaml", "steps/evidence-guard.yaml"]
        .map(|name| fs::read_to_string(format!("{VALID}/{name}")).unwrap());
    let all = [sample.as_str(), &duties, &shared].concat();
    let unused: Vec<&String> = named.iter().filter(|name| !all.contains(&format!("{name}:"))).collect();
    assert_eq!(unused, Vec::<&String>::new());
    // … and every field that the samples use is in the schema, at its place.
    let mut misplaced = Vec::new();
    for sample in [sample, duties] {
        fits_schema(
            &schema,
            &crate::schema::yaml::tree(&sample).unwrap(),
            "",
            &mut misplaced,
        );
    }
    assert_eq!(misplaced, Vec::<String>::new());
}

/// Walks a tree along a schema and notes each field that the schema does not have.
fn fits_schema(schema: &serde_json::Value, node: &crate::schema::yaml::Node, at: &str, misplaced: &mut Vec<String>) {
    use crate::schema::yaml::Content;
    let choices = ["anyOf", "oneOf"]
        .iter()
        .find_map(|name| schema.get(name))
        .and_then(|all| all.as_array());
    if let Some(choices) = choices {
        let mut best: Option<Vec<String>> = None;
        for choice in choices {
            let mut notes = Vec::new();
            fits_schema(choice, node, at, &mut notes);
            if best.as_ref().is_none_or(|best| notes.len() < best.len()) {
                best = Some(notes);
            }
        }
        misplaced.extend(best.unwrap_or_default());
        return;
    }
    match &node.content {
        Content::Map(entries) if schema["type"] == "object" => {
            for (key, value) in entries {
                let inner = schema["properties"]
                    .get(&key.text)
                    .or_else(|| schema.get("additionalProperties"));
                match inner.filter(|inner| inner.is_object()) {
                    Some(inner) => fits_schema(inner, value, &format!("{at}.{}", key.text), misplaced),
                    None => misplaced.push(format!("{at}.{}", key.text)),
                }
            }
        }
        Content::List(items) if schema["type"] == "array" => {
            for item in items {
                fits_schema(&schema["items"], item, at, misplaced);
            }
        }
        Content::Text { .. } if schema["type"] != "object" && schema["type"] != "array" => {}
        _ => misplaced.push(format!("{at}: {schema}")),
    }
}

#[test]
fn files_made_to_take_long_are_refused_at_once() {
    let head = fs::read_to_string("tests/data/playbooks/invalid/no-steps.yaml").unwrap();
    let step = |nth: usize| format!("  - {{step: s{nth}, title: T, owner: scribe, why: W, do: [Act.]");
    let numbered = |count: usize, item: &dyn Fn(usize) -> String| (0..count).map(item).collect::<String>();
    let one = "confirm:\n  - step: s\n    title: T\n    owner: scribe\n    why: W\n    do: [Act.]\n";
    let texts = [
        format!(
            "{head}{one}    ask:\n{}",
            numbered(10_000, &|nth| format!("      card_{nth}: required\n"))
        ),
        format!(
            "{head}confirm:\n{}{}, after: [{}]}}\n",
            numbered(1_000, &|nth| step(nth) + "}\n"),
            step(1_000),
            numbered(10_000, &|nth| format!("t{nth}, "))
        ),
        format!("{head}{one}{}", numbered(15_000, &|nth| format!("    k{nth}: 1\n"))),
        format!(
            "{head}{one}    ask:\n      a: {{type: select, ask: Which?, options: [{}x0]}}\n",
            numbered(25_000, &|nth| format!("x{nth},"))
        ),
        format!(
            "{head}confirm:\n{}",
            numbered(3_000, &|_| "  - use: no-such-step\n".to_owned())
        ),
    ];
    for (nth, text) in texts.iter().enumerate() {
        assert!(text.len() < crate::schema::yaml::MAX_BYTES, "text {nth}");
        let began = std::time::Instant::now();
        let refused = load_text("long.yaml", text).map(|_| ()).unwrap_err();
        let shown = shown(&refused);
        assert!(
            began.elapsed() < std::time::Duration::from_secs(20),
            "text {nth}: {:?}",
            began.elapsed()
        );
        assert!(shown.len() < 100_000, "text {nth} is shown in {} bytes", shown.len());
    }
}

#[test]
fn a_playbook_and_the_files_it_uses_share_one_limit() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("steps")).unwrap();
    let step = fs::read_to_string(format!("{VALID}/steps/open-record.yaml")).unwrap();
    let mut text = fs::read_to_string(format!("{VALID}/minimal.yaml")).unwrap();
    for name in ["one", "two", "three"] {
        let long = step.replace("open-record", name) + &"# x\n".repeat(25_000);
        fs::write(folder.path().join(format!("steps/{name}.yaml")), long).unwrap();
        text.push_str(&format!("  - use: {name}\n"));
    }
    let path = folder.path().join("mine.yaml");
    fs::write(&path, text).unwrap();
    fs::write(folder.path().join("facts.yaml"), "format: 1\nfacts: {}\n").unwrap();
    let rejected = library().load(path.to_str().unwrap()).unwrap_err();
    let codes: BTreeSet<&str> = rejected.diagnostics.iter().map(|fault| fault.code).collect();
    assert_eq!(codes, BTreeSet::from(["too-large"]));
    assert_eq!(
        rejected.diagnostics[0].message,
        "is larger than 256 KiB, which is the limit, with the files it uses"
    );
}

#[test]
fn no_slip_in_a_file_makes_the_checker_or_a_copy_fail_badly() {
    let sample = fs::read_to_string(format!("{VALID}/full.yaml")).unwrap();
    let shared = Path::new(VALID).canonicalize().unwrap();
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(shared.join("steps"), folder.path().join("steps")).unwrap();
    fs::copy(shared.join("facts.yaml"), folder.path().join("facts.yaml")).unwrap();
    let path = folder.path().join("slip.yaml");
    let path = path.to_str().unwrap();
    let slips = [
        "", "\n", ":", "- ", "[", "\"", "\t", "\u{202e}", "{{", "#", "&a ", "é漢",
    ];
    let places: Vec<usize> = sample.char_indices().map(|(place, _)| place).step_by(11).collect();
    for (nth, place) in places.into_iter().enumerate() {
        let slip = slips[nth % slips.len()];
        let rest = &sample[place..];
        let rest = &rest[rest
            .chars()
            .next()
            .map_or(0, |letter| letter.len_utf8() * usize::from(nth % 2 == 0))..];
        fs::write(path, format!("{}{slip}{rest}", &sample[..place])).unwrap();
        match library().load(path) {
            Ok(_) => {
                if let Err(refused) = fork::new_from(path, "our-own", &library()) {
                    // An anchor before a name moves the name away from the beginning of its line.
                    assert_eq!((slip, refused.diagnostics[0].code), ("&a ", "not-copied"), "{place}");
                }
            }
            Err(refused) => assert!(shown(&refused).len() > 20),
        }
    }
}

#[test]
fn a_layout_that_cannot_be_moved_is_not_copied_wrongly() {
    let text = fs::read_to_string(format!("{VALID}/full.yaml")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let steps = Path::new(VALID).canonicalize().unwrap().join("steps");
    std::os::unix::fs::symlink(steps, folder.path().join("steps")).unwrap();
    fs::copy(format!("{VALID}/facts.yaml"), folder.path().join("facts.yaml")).unwrap();
    let path = folder.path().join("mine.yaml");
    fs::write(&path, text.replace("contain: []", "contain: [{use: tell-people}]")).unwrap();
    let refused = fork::new_from(path.to_str().unwrap(), "our-own", &library()).unwrap_err();
    assert_eq!(
        refused.summary(),
        format!(
            "`{}` cannot be copied as it is laid out; write its steps as lists with `- `, without anchors and \
             aliases",
            path.display()
        )
    );
}
