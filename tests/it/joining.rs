//! Playbooks that come into a running incident: a second one, an edited one, one instead of another; and what the
//! differences between two look like.

use crate::harness::{Breach, Ran};

const SHOP_PAGE: &str = include_str!("../data/playbooks/joining/shop-page.yaml");
const LETTERS: &str = include_str!("../data/playbooks/joining/letters.yaml");

/// Commands and all that they show, and the entries that they left.
struct ReportedBy {
    breach: Breach,
    screen: String,
}

impl ReportedBy {
    /// An incident about the shop's page, in which something was done and something is known.
    fn at_work() -> Self {
        let mut breach = Breach::new();
        breach.playbook("shop-page", SHOP_PAGE).playbook("letters", LETTERS);
        breach.no_terminal();
        for command in [
            "--as Tom start shop-page --no-walk --at 23:40",
            "step done look-at-page",
            "fact set card_suspected yes",
            "step done ask-hoster",
            "step started block-address",
        ] {
            breach.run(command).ok();
        }
        ReportedBy {
            breach,
            screen: String::new(),
        }
    }

    #[track_caller]
    fn plays<'a>(&mut self, command: &str, lines: impl IntoIterator<Item = &'a str>, code: u8) -> Ran {
        self.breach.types(lines);
        let ran = self.breach.run(command).exits(code);
        let code = if code == 0 {
            String::new()
        } else {
            format!("exit code {code}\n")
        };
        self.screen
            .push_str(&format!("$ breach {command}\n{}{code}\n", ran.screen));
        ran
    }

    /// Runs without anybody to ask.
    #[track_caller]
    fn runs(&mut self, command: &str, code: u8) -> Ran {
        self.breach.no_terminal();
        self.plays(command, [], code)
    }

    /// Compares everything shown, and the record below it, with a file; what came instead is put into the folder of
    /// build results.
    #[track_caller]
    fn is_file(&self, name: &str) {
        let screen = without_hashes(&self.screen);
        let actual = format!("{screen}The record\n{}\n", self.breach.told().join("\n"));
        let expected = std::fs::read_to_string(format!("{}/tests/data/joining/{name}", env!("CARGO_MANIFEST_DIR")))
            .unwrap_or_default();
        if actual != expected {
            let path = format!("{}/{name}", env!("CARGO_TARGET_TMPDIR"));
            std::fs::write(&path, actual).expect("the folder of build results can be written to");
            panic!("tests/data/joining/{name} is not what was shown; see {path}");
        }
    }
}

/// The text with every hash and check code blotted out: they change with each word of a playbook.
fn without_hashes(text: &str) -> String {
    let is_code = |word: &str| word.len() > 24 && word.starts_with("k7f3-");
    let is_hash = |word: &str| word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    text.split_inclusive(char::is_whitespace)
        .map(|word| match word.trim_end() {
            bare if is_code(bare) || is_hash(bare) => word.replace(bare, "…"),
            _ => word.to_owned(),
        })
        .collect()
}

fn edited(edits: &[(&str, &str)]) -> String {
    let mut text = SHOP_PAGE.to_owned();
    for (from, to) in edits {
        assert!(text.contains(from), "`{from}` is in shop-page.yaml");
        text = text.replace(from, to);
    }
    text
}

/// Two steps less, one of them done and one begun; another condition, and a reason that says more.
fn without_hoster() -> String {
    let at = SHOP_PAGE.find("  - step: ask-hoster").expect("a step");
    let end = SHOP_PAGE.find("learn:").expect("a list");
    edited(&[
        (&SHOP_PAGE[at..end], ""),
        ("Every hour costs cards.", "Every minute costs cards."),
        ("when: card_suspected", "when: not card_suspected"),
    ])
}

#[test]
fn a_second_playbook_joins_and_shared_steps_are_done_once() {
    let mut told = ReportedBy::at_work();
    told.breach.terminal();
    told.plays("playbook add letters", ["no"], 0);
    told.plays("playbook add letters", ["yes", "1", "voicemail", "", "go on"], 0);
    told.plays("playbook add letters", [], 5);
    told.plays("resume", ["write-letter", "done", "/leave"], 0);
    told.plays("step list --all", [], 0);
    told.is_file("add.txt");
}

#[test]
fn without_a_terminal_it_joins_at_once() {
    let mut told = ReportedBy::at_work();
    let ran = told.runs("playbook add letters", 0);
    assert_eq!(ran.stderr, "");
    told.runs("playbook add letter", 3);
    told.is_file("add-no-terminal.txt");
}

#[test]
fn letters_to_customers_join_a_payment_provider_breach_and_ask_only_what_is_not_known() {
    let mut told = ReportedBy::at_work();
    told.breach = Breach::new();
    told.breach.no_terminal();
    for command in [
        "--as Tom start payment-provider-breach --no-walk --at 23:40",
        "step done open-incident-record",
        "step done scope-data-people",
        "fact set persons_total ~4000",
        "fact set discovered_at 23:00",
        "fact set contained_at unknown",
    ] {
        told.breach.run(command).ok();
    }
    told.breach.terminal();
    told.plays("playbook add customer-notification", ["yes", "go on"], 0);
    let ran = told.plays(
        "resume",
        [
            "check-safe-to-announce",
            "agreed",
            "done",
            "no",
            "unknown",
            "2",
            "/leave",
        ],
        0,
    );
    assert!(!ran.screen.contains("Since when has it been stopped"), "{}", ran.screen);
    let listed = told.breach.run("step list --all --json").ok();
    let listed: serde_json::Value = serde_json::from_str(&listed.stdout).expect("JSON");
    let ids: Vec<&str> = listed["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|item| item["step"].as_str().expect("an id"))
        .collect();
    let once: std::collections::BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), once.len(), "each step stands there once: {ids:?}");
    told.is_file("customers.txt");
}

#[test]
fn letters_to_customers_stand_alone_too() {
    let mut breach = Breach::new();
    breach.types([
        "1",
        "Tom Becker",
        "Provider: 4000 customers",
        "23:40",
        "go on",
        "/leave",
    ]);
    breach.run("start customer-notification").exits(0);
}

#[test]
fn names_that_mean_two_things_are_refused_and_nothing_is_written() {
    let mut told = ReportedBy::at_work();
    let before = told.breach.lines();
    let other = LETTERS
        .replace("title: Look at the page from outside", "title: Look at the shop's page")
        .replace("page_off_at", "letters_out_at")
        .replace(
            "facts:\n",
            "facts:\n  page_off_at: {type: text, ask: How did the page go off?}\n",
        )
        .replace(
            "    ask: {letters_out_at: required}\n",
            "    ask: {letters_out_at: required, page_off_at: optional}\n",
        );
    told.breach.playbook("letters", &other);
    told.runs("playbook add letters", 5);
    told.breach
        .playbook("letters", &other.replace("playbook: letters", "playbook: letters_"));
    told.runs("playbook add letters", 3);
    assert_eq!(told.breach.lines(), before);
    told.is_file("clash.txt");
}

#[test]
fn an_answer_keeps_its_type_through_an_edit() {
    let mut told = ReportedBy::at_work();
    told.breach.run("fact set page_off_at 23:41").ok();
    told.breach.playbook(
        "shop-page",
        &edited(&[("page_off_at: {type: date-time", "page_off_at: {type: text")]),
    );
    told.runs("playbook adopt shop-page --why \"a test\" --difference-read", 5);
    told.is_file("clash-answer.txt");
}

#[test]
fn an_edited_playbook_takes_over_and_what_was_done_stays() {
    let mut told = ReportedBy::at_work();
    told.breach.playbook("shop-page", &without_hoster());
    told.runs("playbook adopt shop-page --why \"the hoster is not needed\"", 6);
    told.breach.terminal();
    told.plays("playbook adopt shop-page --why \"the hoster is not needed\"", ["no"], 0);
    told.plays("playbook adopt shop-page", ["yes", "the hoster is not needed"], 0);
    told.plays("playbook adopt shop-page", [], 0);
    told.plays("step list", [], 0);
    told.plays("step list --all", [], 0);
    told.plays("status", [], 0);
    told.plays("log", [], 0);
    told.plays("brief", [], 0);
    told.plays("step done block-address", [], 0);
    told.plays("step reopen ask-hoster --why \"they called back\"", [], 0);
    told.plays("", [], 0);
    told.plays("step not-needed ask-hoster --why \"they sent everything\"", [], 0);
    told.plays("step done write-down", [], 0);
    told.plays("close --why \"it is over\"", [], 5);
    told.plays("notice made acquirer-notice --channel phone --to \"duty desk\"", [], 0);
    told.plays("close --why \"it is over\"", [], 0);
    told.breach.run("-i k7f3 export").ok();
    told.breach.run("-i k7f3 verify").ok();
    told.is_file("adopt.txt");
    let entries = told.breach.entries();
    let breach::incident::Event::StepRuledOut(ruled_out) = &entries[9].event else {
        panic!("{:?}", entries[9]);
    };
    assert_eq!(ruled_out.because, 8, "the edit caused it, not the answer from before");
    let adopted = &entries[8];
    let breach::incident::Event::PlaybookAdopted(adopted) = &adopted.event else {
        panic!("{adopted:?}");
    };
    assert_eq!(
        adopted.difference,
        "  Take the page off (take-page-off)
    why
      - Every hour costs cards.
      + Every minute costs cards.
    when
      - card_suspected
      + not card_suspected

  Ask the hoster for logs (ask-hoster)
    left out; it was in contain, after \"Take the page off\"

  Block the address (block-address)
    left out; it was in contain, after \"Ask the hoster for logs\"
"
    );
}

#[test]
fn a_broken_edit_shows_every_mistake_and_changes_nothing() {
    let mut told = ReportedBy::at_work();
    let before = told.breach.lines();
    told.breach.playbook(
        "shop-page",
        &edited(&[
            ("owner: scribe", "owner: scrib"),
            ("when: card_suspected", "when: card_suspectd"),
        ]),
    );
    told.runs("playbook adopt shop-page --why \"a test\" --difference-read", 3);
    assert_eq!(told.breach.lines(), before);
    told.is_file("adopt-broken.txt");
}

#[test]
fn what_is_not_followed_is_swapped() {
    let mut told = ReportedBy::at_work();
    told.runs("playbook adopt letters --why \"a test\" --difference-read", 2);
    told.runs("playbook swap shop-pages letters --why \"a test\"", 2);
    told.runs("playbook swap shop-page shop-page --why \"a test\"", 2);
    told.runs("playbook swap shop-page letters", 6);
    told.runs("playbook swap shop-page letters --why \"only letters are left\"", 0);
    told.runs("step list --all", 0);
    told.is_file("swap.txt");
}

#[test]
fn what_is_followed_already_takes_no_other_place() {
    let mut told = ReportedBy::at_work();
    told.breach.run("playbook add letters").ok();
    let before = told.breach.lines();
    let ran = told.runs("playbook swap shop-page letters --why \"a test\"", 5);
    assert_eq!(
        ran.screen,
        "error: playbook `letters` is followed already; nothing was changed
hint: an edited text of it comes in with `breach playbook adopt FILE --why TEXT`
"
    );
    assert_eq!(told.breach.lines(), before);
}

#[test]
fn an_edited_copy_of_another_name_takes_its_place() {
    let mut told = ReportedBy::at_work();
    told.breach.playbook(
        "our-page",
        &without_hoster().replace("playbook: shop-page", "playbook: our-page"),
    );
    told.runs(
        "playbook adopt our-page --instead-of shop-page --why \"ours is better\" --difference-read",
        0,
    );
    told.is_file("adopt-instead.txt");
}

#[test]
fn card_numbers_in_a_reason_are_masked() {
    let mut told = ReportedBy::at_work();
    told.breach.playbook("shop-page", &without_hoster());
    told.runs(
        "playbook adopt shop-page --why \"card 4111 1111 1111 1111\" --difference-read",
        0,
    );
    told.runs("playbook swap shop-page letters --why \"card 4111 1111 1111 1111\"", 0);
    let record = told.breach.lines().join("\n");
    assert!(!record.contains("4111 1111 1111 1111"), "{record}");
}

#[test]
fn differences_are_shown_by_step_and_field() {
    let mut told = ReportedBy::at_work();
    told.breach.playbook(
        "our-page",
        &without_hoster().replace("playbook: shop-page", "playbook: our-page"),
    );
    told.runs("playbook diff our-page shop-page", 0);
    told.runs("playbook diff our-page shop-page --json", 0);
    told.runs("playbook diff shop-page shop-page", 0);
    told.runs("playbook diff shop-page shop-page --json", 0);
    told.runs("playbook diff shop-pag shop-page", 3);
    told.is_file("diff.txt");
}

#[test]
fn a_fresh_copy_is_no_different() {
    let mut breach = Breach::new();
    breach.playbook("shop-page", SHOP_PAGE);
    breach.run("playbook new ours --from card-data-breach --whole").ok();
    let ran = breach.run("playbook diff ours card-data-breach").ok().quiet();
    assert_eq!(ran.stdout, "  ours, compared with card-data-breach: no differences\n");
}

#[test]
fn a_playbook_is_shown_for_reading_and_for_paper() {
    let mut breach = Breach::new();
    breach.playbook("small", include_str!("../../src/playbook/difference/base.yaml"));
    breach.profile(
        r#"format: 1
roles:
  technical-lead: {name: Ana Ruiz, number: "+44 20 7946 0188", deputy: Tom Becker}
contacts:
  bank: {name: Bank hotline, number: "+44 20 7946 0100", note: ask for the duty officer}
"#,
    );
    let markdown = breach.run("playbook show small --format markdown").ok().quiet();
    assert_eq!(markdown.stdout, include_str!("../../src/playbook/document/small.md"));
    let paper = breach.run("playbook show small --format print").ok().quiet();
    assert_eq!(paper.stdout, include_str!("../../src/screens/paper/small.txt"));
    breach.profile("format: 2\n");
    let paper = breach.run("playbook show small --format print").ok();
    assert!(
        paper.stderr.starts_with("warning: the profile is not used: "),
        "{}",
        paper.stderr
    );
    breach.run("playbook show small --format print --json").exits(2);
}

/// An argument of one command that is called like an option of every command takes its value away.
#[test]
fn arguments_of_playbook_commands_are_not_called_like_options_of_every_command() {
    use clap::CommandFactory;
    let cli = breach::commands::Cli::command();
    let playbook = cli.find_subcommand("playbook").expect("a command");
    let everywhere: Vec<&str> = cli.get_arguments().map(|argument| argument.get_id().as_str()).collect();
    let both: Vec<&str> = playbook
        .get_subcommands()
        .flat_map(clap::Command::get_arguments)
        .map(|argument| argument.get_id().as_str())
        .filter(|id| everywhere.contains(id))
        .collect();
    assert_eq!(both, Vec::<&str>::new());
}
