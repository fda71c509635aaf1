//! The commands that read: each run whole, in a world made for it.

use breach::incident::Entry;
use breach::prompt::scripted::Event;

use crate::harness::{Breach, Ran, entry};

const PROFILE: &str = "format: 1\nme: Tom Becker\nroles:\n  \
                       technical-lead: {name: Ana Ruiz, number: \"+44 20 7946 0188\"}\ncontacts:\n  \
                       acquirer: {name: Acquirer hotline, number: \"+44 20 7946 0100\"}\n";

const PLAYBOOK: &str = include_str!("../../src/playbook/starter.yaml");

/// A playbook that asks who we are.
const SHOP: &str = "playbook: shop
format: 1
title: Shop
summary: Asks who we are.
incident-title: Something happened
use-when: [Something happened]
roles:
  incident-commander: {title: Incident commander, does: Decides.}
facts:
  established_in: {type: table, ask: Where are you?, columns: {place: text}}
confirm:
  - step: who-we-are
    title: Say who you are
    owner: incident-commander
    why: Duties depend on it.
    do: [Say it.]
    ask: {established_in: required, card_brands: required, insured: required}
";

/// A machine with a profile and a small playbook of one's own.
fn machine() -> Breach {
    let mut breach = Breach::new();
    breach.playbook("my-playbook", PLAYBOOK).profile(PROFILE);
    breach
}

/// The same with one incident, opened without a walk.
fn opened() -> Breach {
    let mut breach = machine();
    breach
        .run("start my-playbook --no-walk --title \"Odd mails\" --as \"Tom Becker\"")
        .ok();
    breach
}

fn json(ran: &Ran) -> serde_json::Value {
    serde_json::from_str(&ran.stdout).expect("JSON")
}

#[test]
fn bare_breach_shows_the_only_open_incident() {
    let shown = opened().run("").ok().quiet().stdout;
    assert_eq!(
        shown,
        "  k7f3  Odd mails                                    Fri 20 Nov 23:43 (London)

  Do next
    1  Decide whether this is real   nobody yet   aim Sat 00:13

  breach resume      go on here
  breach note        write down what just happened
  breach contacts    phone numbers
  breach hand-over   somebody else takes over
"
    );
}

#[test]
fn bare_breach_without_an_incident_says_how_to_begin_and_a_drill_does_not_count() {
    let mut breach = machine();
    let start = "start my-playbook --drill --no-walk --title Practice --as Tom";
    breach.run(start).ok();
    assert_eq!(
        breach.run("").ok().quiet().stdout,
        "  No incident is open.

  breach start           something happened: begin here
  breach start --drill   practise; never mistaken for the real thing
  breach list            closed incidents and drills
  breach help            everything else

  Drills
    breach use drill-2026-11-20-k7f3   Practice

  No incident, although there should be one: records are looked for in
  `$DIR/store`.
"
    );
}

#[test]
fn with_two_open_one_is_chosen_and_the_other_is_named() {
    let mut breach = opened();
    breach.run("start my-playbook --no-walk --title Second --as Tom").ok();
    assert_eq!(
        breach.run("").ok().stdout,
        "  2 incidents are open, and none is in use.

    breach use 2026-11-20-k7f3   Odd mails
    breach use 2026-11-20-m2q9   Second
"
    );
    assert_eq!(
        breach.run("use m2q9").ok().stdout,
        "  In use: 2026-11-20-m2q9  Second\n"
    );
    let shown = breach.run("").ok().stdout;
    assert_eq!(shown.lines().last(), Some("  Also open, not in use: 2026-11-20-k7f3"));
    assert_eq!(
        breach.run("list").ok().stdout,
        "  Incidents                                          Fri 20 Nov 23:43 (London)

     Incident          State   Title       Last entry
  *  2026-11-20-m2q9   open    Second      Fri 23:43
     2026-11-20-k7f3   open    Odd mails   Fri 23:43

  * in use: commands speak of it when none is named
"
    );
    assert_eq!(
        breach.run("use --none").ok().stdout,
        "  No incident is in use. With exactly one open, that one is meant.\n"
    );
    assert_eq!(breach.run("status").code, 2);
}

#[test]
fn status_is_the_board_or_json() {
    let mut breach = opened();
    let shown = breach.run("status").ok().quiet().stdout;
    // How many cannot be told yet changes with the rules.
    let told: String = shown
        .split_inclusive('\n')
        .filter(|line| !line.ends_with(" more cannot be told yet: breach deadline list\n"))
        .collect();
    assert_eq!(
        told,
        "  k7f3  Odd mails                                    Fri 20 Nov 23:43 (London)
  No commander yet

  Deadlines                                                    counsel decides
    none is running yet

  Now
    1  Decide whether this is real   nobody yet   aim Sat 00:13

  0 done    0 not needed    2 later                           breach step list
"
    );
    let found = json(&breach.run("status --json").ok());
    assert_eq!(found["format"], "breach.status/1");
    assert_eq!(found["items"][0]["incident"], "2026-11-20-k7f3");
    assert_eq!(found["items"].as_array().map(Vec::len), Some(1));
}

#[test]
fn without_a_terminal_nothing_is_watched_or_asked_and_nothing_is_written() {
    let mut breach = opened();
    breach.no_terminal();
    let said = ["status --watch", "contacts call 1", "profile edit"].map(|command| {
        let ran = breach.run(command).exits(6);
        (ran.stdout, ran.stderr.lines().next().map(str::to_owned))
    });
    let expected = [
        "error: there is no terminal to draw on again and again",
        "error: there is no terminal to ask at; nothing was written",
        "error: there is no terminal to open an editor at",
    ];
    assert_eq!(said, expected.map(|line| (String::new(), Some(line.to_owned()))));
    assert_eq!(breach.lines().len(), 2);
}

#[test]
fn the_brief_is_read_from_the_record() {
    let mut breach = opened();
    assert_eq!(
        breach.run("brief").ok().quiet().stdout,
        "  Read this aloud. About 15 seconds.

  It is Friday, 23:43. Incident k7f3: Odd mails.
  NEXT      Decide whether this is real.
  DO NOT    Switch off, restart or log in to machines that may be affected.
"
    );
    assert_eq!(json(&breach.run("brief --json").ok())["format"], "breach.brief/1");
}

#[test]
fn a_call_is_logged_with_the_number_that_was_called() {
    let mut breach = opened();
    breach.run("contacts call 2 --outcome \"case 88213\"").ok();
    breach.types(["they ring back at seven"]);
    breach.run("contacts call 1 --at 23:42").ok();
    breach.run("contacts call \"Dana Weiss\" --outcome voicemail").ok();
    assert_eq!(
        breach.told()[2..],
        [
            "call with Acquirer hotline (+44 20 7946 0100): case 88213",
            "call with Ana Ruiz, Technical lead (+44 20 7946 0188): they ring back at seven",
            "call with Dana Weiss: voicemail",
        ]
    );
}

#[test]
fn a_call_that_says_nothing_or_names_nobody_is_not_logged() {
    let mut breach = opened();
    assert_eq!(
        breach.run("contacts call 1 --outcome \" \"").exits(2).stderr,
        "error: an empty `--outcome` says nothing; nothing was logged\nhint: say what came of it, even `no answer`\n"
    );
    assert_eq!(
        breach.run("contacts call 9 --outcome x").exits(2).stderr,
        "error: `9` is not in the list, which has 2 contacts; nothing was logged\n\
         hint: `breach contacts` shows the list; a name works too\n"
    );
    assert_eq!(breach.run("contacts call 1 --outcome x --at tomorrow").code, 3);
    assert_eq!(breach.lines().len(), 2);
}

#[test]
fn a_broken_profile_keeps_back_nothing_else() {
    let mut breach = opened();
    breach.profile("format: 1\nme: [Tom\n");
    let ran = breach.run("contacts").ok();
    assert_eq!(
        ran.stderr.lines().next(),
        Some("warning: numbers of the profile are missing: `$DIR/config/breach/profile.yaml` has 1 mistake")
    );
    assert_eq!(ran.stdout.lines().nth(2), Some("    No numbers are on file."));
    breach.run("status").ok().quiet();
    assert_eq!(breach.run("profile check").code, 3);
    breach.profile("format: 1\nme: [Tom]\ncontracts: {}\n");
    assert_eq!(
        breach.run("status").ok().stderr,
        "breach: contracts of the profile may be missing: `$DIR/config/breach/profile.yaml` has 1 mistake\n  \
         `breach profile check` shows where\n"
    );
    breach.run("start my-playbook --no-walk --title Second --as Tom").ok();
}

#[test]
fn an_edited_profile_is_kept_only_without_mistakes() {
    let mut breach = machine();
    let kept =
        |breach: &Breach| std::fs::read_to_string(breach.folder().join("config/breach/profile.yaml")).expect("a file");
    breach.does([
        Event::Edit("format: 1\nmee: Ana\n".to_owned()),
        Event::Line("yes".to_owned()),
        Event::Edit("format: 1\nme: Ana\n".to_owned()),
    ]);
    let ran = breach.run("contacts edit").ok();
    assert_eq!(kept(&breach), "format: 1\nme: Ana\n");
    assert_eq!(
        ran.stderr,
        "error: `$DIR/config/breach/profile.yaml` has 1 mistake

 --> $DIR/config/breach/profile.yaml:2:1
  |
2 | mee: Ana
  | ^^^ a profile has no field `mee`; did you mean `me`?
hint: `breach profile edit` opens it; nothing else waits for it
"
    );
}

#[test]
fn a_profile_given_up_with_mistakes_is_gone_on_with_later() {
    let mut breach = machine();
    let place = |breach: &Breach, name: &str| breach.folder().join("config/breach").join(name);
    breach.does([
        Event::Edit("format: 1\nmee: Ana\n".to_owned()),
        Event::Line("no".to_owned()),
    ]);
    let ran = breach.run("profile edit").exits(3);
    assert_eq!(
        ran.stderr.lines().rev().take(2).collect::<Vec<_>>(),
        [
            "hint: what you typed is kept in `$DIR/config/breach/profile.unfinished.yaml`; \
             `breach profile edit` goes on with it",
            "error: the profile is as it was",
        ]
    );
    assert_eq!(
        std::fs::read_to_string(place(&breach, "profile.yaml")).expect("a file"),
        PROFILE
    );
    breach.does([Event::Edit("format: 1\nme: Ana\n".to_owned())]);
    breach.run("profile edit").ok();
    assert_eq!(
        std::fs::read_to_string(place(&breach, "profile.yaml")).expect("a file"),
        "format: 1\nme: Ana\n"
    );
    assert!(!place(&breach, "profile.unfinished.yaml").exists());
}

#[test]
fn a_new_profile_is_private_and_never_overwrites() {
    use std::os::unix::fs::PermissionsExt;
    let mut breach = Breach::new();
    let config = breach.folder().join("config");
    breach.env("XDG_CONFIG_HOME", config.to_str().expect("a path in UTF-8"));
    breach.run("profile new").ok();
    let mode = |path: &str| {
        std::fs::metadata(config.join(path))
            .expect("a file")
            .permissions()
            .mode()
            & 0o777
    };
    assert_eq!((mode("breach"), mode("breach/profile.yaml")), (0o700, 0o600));
    breach.run("profile check").ok();
    assert_eq!(
        breach.run("profile new").exits(1).stderr,
        "error: `$DIR/config/breach/profile.yaml` was not written: it is there already\n\
         hint: `breach profile edit` changes the one that is there\n"
    );
}

const DUTIES: &str = include_str!("../../src/profile/duties.yaml");

#[test]
fn what_the_profile_says_about_duties_is_shown() {
    let mut breach = Breach::new();
    breach.profile(DUTIES);
    let shown = breach.run("profile").ok().stdout;
    let (_, shown) = shown.split_once("\n\n").expect("a headline");
    assert_eq!(
        shown,
        "    Organisation     not said
    Me               not said
    Zone             not said
    Sectors          not said
    Places           not said
    Established in   Germany, US-CA
    Regulated as     ftc-financial-institution
    Card brands      visa, mastercard
    Insured          yes
    Contract duties  none
    Sold through     not said
    Paid through     not said
    Accounts         not said
    Letterhead       not said
    Contracts        Acme Bank: 24 hours after suspicion
                     Big Customer plc (tell The privacy office of Big Customer):
                     2 business days after awareness
                     Safe Insurance: no limit in the contract; counts from
                     discovery
    Contacts         2   breach contacts
"
    );
    assert_eq!(
        breach.run("profile check").ok().stdout,
        "  $DIR/config/breach/profile.yaml has no mistakes.\n"
    );
    let contract = &json(&breach.run("profile --json").ok())["items"][0]["contracts"][0];
    assert_eq!(
        contract,
        &serde_json::json!({
            "id": "acme-bank",
            "rule": "acquirer-notice",
            "with": "Acme Bank",
            "kind": "acquirer",
            "tell": null,
            "within": "24 hours",
            "after": "suspicion",
            "when": null,
            "clause": "Merchant agreement 12.3",
            "checked": "2026-10",
            "contact": "acquirer",
            "replaces": "acquirer-notice",
            "calendar": null,
            "note": "By phone, then by mail.",
        })
    );
}

#[test]
fn names_that_do_not_exist_are_for_the_check_and_hold_up_nothing_else() {
    let mut breach = Breach::new();
    breach.profile(
        "format: 1\nregulated-as: [hippa-covered-entity]\ncontracts:\n  acme: {with: Acme Bank, kind: acquirer, \
         within: 24 hours, after: suspicion, clause: \"12.3\", checked: 2026-10, replaces: aquirer-notice}\n",
    );
    assert_eq!(
        breach.run("profile check").exits(3).stderr,
        "error: `$DIR/config/breach/profile.yaml` has 2 mistakes

 --> $DIR/config/breach/profile.yaml:2:16
  |
2 | regulated-as: [hippa-covered-entity]
  |                ^^^^^^^^^^^^^^^^^^^^ unknown answer `hippa-covered-entity`
  = did you mean `hipaa-covered-entity`?

 --> $DIR/config/breach/profile.yaml:4:123
  |
4 | ...checked: 2026-10, replaces: aquirer-notice}
  |                                ^^^^^^^^^^^^^^
  = no rule `aquirer-notice`
  = did you mean `acquirer-notice`?
hint: `breach profile edit` opens it; nothing else waits for it
"
    );
    let ran = breach
        .run("--as Tom start payment-provider-breach --no-walk --at 23:40")
        .ok();
    assert_eq!(
        ran.stderr,
        "\n  logged #0 to #2  Fri 23:43  k7f3 opened; your answers are saved\n"
    );
}

#[test]
fn what_the_profile_knows_is_taken_with_enter() {
    let mut breach = Breach::new();
    breach.playbook("shop", SHOP).profile(DUTIES);
    breach.types([
        "Tom Becker",
        "a mail",
        "23:40",
        "go on",
        "1",
        "done",
        "",
        "",
        "",
        "",
        "/leave",
    ]);
    let ran = breach.run("start shop").ok();
    let asked = ran.screen_after("  3 answers can follow.");
    let (asked, _) = asked.split_once("  logged #11").expect("what follows for the insurer");
    assert_eq!(
        asked,
        "  /later leaves one open, `back` the rest.

  Where are you?
    a row a line: place. A paste from a spreadsheet, --from file.csv, none, or
    unknown
    on file: Germany, US-CA; Enter takes it
  k7f3  Fri 23:43   no deadline running yet
  > 
  logged #7  Fri 23:43  Where are you? Row 1: place: Germany
  logged #8  Fri 23:43  Where are you? Row 2: place: US-CA
  Next row, or Enter to end.
  > 

  Which card brands?
    numbers or words from the list, with commas, none, or unknown
    on file: visa, mastercard; Enter takes it
   1  visa
   2  mastercard
   3  american-express
   4  discover
   5  jcb
   6  unionpay
   7  other
  k7f3  Fri 23:43   perhaps Sat 23:40: European Union: Coordinator CSIRT and EN…
  > 
  logged #9  Fri 23:43  Which card brands? visa and mastercard

  Is there insurance that may cover this?
    yes / no / unknown
    on file: yes; Enter takes it
  k7f3  Fri 23:43   perhaps Sat 23:40: European Union: Coordinator CSIRT and EN…
  > 
  logged #10  Fri 23:43  Is there insurance that may cover this? yes
"
    );
}

#[test]
fn the_keys_of_profile_and_playbook_json_stay() {
    let mut breach = machine();
    assert_eq!(
        json(&breach.run("profile --json").ok()),
        serde_json::json!({"format": "breach.profile/1", "items": [{
            "file": "$DIR/config/breach/profile.yaml",
            "organisation": null,
            "me": "Tom Becker",
            "zone": null,
            "contacts": [
                {"id": "technical-lead", "title": "Technical lead", "name": "Ana Ruiz",
                 "number": "+44 20 7946 0188", "note": null},
                {"id": "acquirer", "title": "Acquirer", "name": "Acquirer hotline",
                 "number": "+44 20 7946 0100", "note": null},
            ],
            "sectors": [],
            "places": [],
            "established-in": [],
            "regulated-as": [],
            "card-brands": [],
            "insured": null,
            "contract-duties": [],
            "contracts": [],
            "payment-channels": [],
            "payment-providers": [],
            "accounts": [],
            "letterhead": null,
        }]})
    );
    let listed = json(&breach.run("playbook list --json").ok());
    assert_eq!(listed["format"], "breach.playbooks/1");
    assert_eq!(
        listed["items"][0],
        serde_json::json!({
            "id": "my-playbook",
            "file": "$DIR/config/breach/playbooks/my-playbook.yaml",
            "built_in": false,
            "title": "What this playbook is called",
            "summary": "One sentence that says what has happened when somebody needs it.",
            "steps": 3,
            "mistakes": 0,
        })
    );
    let shown = json(&breach.run("playbook show my-playbook --json").ok());
    assert_eq!(
        (&shown["format"], &shown["items"][0]["id"]),
        (&"breach.playbook/1".into(), &"my-playbook".into())
    );
}

#[test]
fn a_check_shows_every_mistake_of_every_file() {
    let mut breach = machine();
    breach.playbook(
        "broken",
        &PLAYBOOK
            .replace("my-playbook", "broken")
            .replace("owner: technical-lead", "owner: tech-lead"),
    );
    let ran = breach.run("playbook check my-playbook broken").exits(3);
    assert_eq!(
        ran.stdout,
        "  my-playbook has no mistakes: What this playbook is called, 3 steps\n"
    );
    assert_eq!(
        ran.stderr,
        "error: `$DIR/config/breach/playbooks/broken.yaml` has 1 mistake

  --> $DIR/config/breach/playbooks/broken.yaml:41:12
   |
41 |     owner: tech-lead
   |            ^^^^^^^^^ no role `tech-lead`; did you mean `technical-lead`?
"
    );
    let found = json(&breach.run("playbook check broken --json").exits(3));
    assert_eq!(
        (&found["format"], &found["items"][0]["line"]),
        (&"breach.playbook-check/1".into(), &41.into())
    );
}

#[test]
fn a_playbook_of_ones_own_has_no_mistakes_and_overwrites_nothing() {
    let mut breach = machine();
    assert_eq!(
        breach.run("playbook new mine --from my-playbook --whole").ok().stdout,
        "  Written: $DIR/config/breach/playbooks/mine.yaml\n  \
         breach playbook check $DIR/config/breach/playbooks/mine.yaml   after each change\n"
    );
    breach.run("playbook check mine").ok();
    assert_eq!(
        breach.run("playbook new mine").exits(1).stderr,
        "error: `$DIR/config/breach/playbooks/mine.yaml` exists; nothing was written\n\
         hint: name another file with `-o FILE`\n"
    );
    breach.run("playbook new other -o other.yaml").ok();
    assert!(breach.folder().join("other.yaml").exists());
    assert_eq!(breach.run("playbook new Bad_Id").code, 3);
}

#[test]
fn schemas_and_completions_are_printed_as_they_are() {
    let mut breach = Breach::new();
    for kind in ["playbook", "step", "facts", "answers", "case-facts"] {
        let schema: serde_json::Value = json(&breach.run(&format!("playbook schema {kind}")).ok());
        assert_eq!(schema["type"], "object", "{kind}");
    }
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = breach.run(&format!("completions {shell}")).ok().stdout;
        assert!(script.contains("COMPLETE"), "{script}");
    }
    assert_eq!(breach.run("completions tcsh").code, 2);
}

#[test]
fn manual_pages_go_into_a_folder_that_is_there() {
    let mut breach = Breach::new();
    breach.file("pages/readme", "");
    breach.run("man pages").ok();
    assert!(breach.folder().join("pages/breach-playbook-check.1").exists());
    assert_eq!(
        breach.run("man nowhere").exits(1).stderr,
        "error: `$DIR/nowhere/breach.1` could not be written: no such file or folder\n\
         hint: name a folder for them: `breach man FOLDER`\n"
    );
    assert_eq!(
        breach.run("man pages").exits(1).stderr,
        "error: `$DIR/pages/breach.1` exists; nothing was written\n\
         hint: name a folder for them: `breach man FOLDER`\n\
         hint: `--force` replaces it\n"
    );
    breach.run("man pages --force").ok();
}

#[test]
fn the_stamp_of_a_line_is_that_of_its_entry() {
    let breach = opened();
    for line in breach.lines() {
        let entry = entry(&line);
        assert_eq!(Entry::stamp(line.as_bytes()), Some((entry.seq, entry.at)));
    }
    let broken: [&[u8]; 4] = [
        b"",
        b"{\"seq\":",
        b"{\"seq\":1,\"at\":\"yesterday\"",
        b"{\"seq\":-1,\"at\":\"2026-11-20T23:43:01Z\"",
    ];
    assert_eq!(broken.map(Entry::stamp), [None; 4]);
}

#[test]
fn a_list_speaks_of_the_last_entry() {
    let mut breach = opened();
    breach.run("contacts call 1 --outcome x").ok();
    let last = breach.entries().pop().expect("an entry");
    let listed = json(&breach.run("list --json").ok());
    assert_eq!(listed["items"][0]["last_entry"], last.seq);
    assert_eq!(
        listed["items"][0]["last_at"],
        last.at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
    );
}
