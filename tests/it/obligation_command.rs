//! `breach obligation` on rules of one's own: listing, showing, checking and copying them.

use crate::harness::Breach;

/// A place that no built-in rule speaks of.
const PLACES: &str = "format: 1\nplaces:\n  ZZ-OURS: {name: Our island, only-rules: true}\n";

const RULES: &str = r#"# What our contracts say.
format: 1
jurisdiction: ZZ-OURS
law: Master agreement, section 9
binds: us
by: [processor]
not-by: [occ-bank]
reach: anywhere
confidence: mixed
source: our lawyer, by mail
as-of: 2026-01
content: what happened, and what we do about it
encryption: "yes: data that nobody can read"
risk: none
rules:
  our-customer:
    tell: The customer
    recipient: contract
    trigger: any breach of customer data
    when: our_case
    unless:
      - {when: encrypted == 'yes' and not key_exposed, because: nobody can read it}
    people: {at-least: 10, at-most: 500, of: everybody, or-unknown: true, or: our_case and serious_harm}
    clock:
      within: 5 business days
      after: awareness
      cap: {within: 30 days, after: discovery}
      relative: before-individuals
      count-event-day: true
      calendar: us-federal
      noon-of-next-working-day: {not-by: [fdic-bank]}
      police-delay: 7 business days
      expected: {within: 24 hours, source: their last audit}
    deadline: five business days, and thirty days at most
    monitoring: one year for those who ask
    card-number: only with its code
    status: contract
    note: The agreement is being renewed.
  our-customer-report:
    with: our-customer
    tell: The customer, again
    recipient: contract
    trigger: the first notice
    clock: {within: 1 month, after: initial_notice_sent, notice: our-customer}
    deadline: a month after the first notice
    kind: duty
    status: pending
    from: 2027-01-01
"#;

const DEFINITIONS: &str =
    "format: 1\ndefinitions:\n  our_case: {title: a case for our contracts, when: card_suspected or serious_harm}\n";

/// A machine with rules of its own.
fn with_rules(rules: &str) -> Breach {
    let mut breach = Breach::new();
    breach.file("config/breach/obligations/ours.yaml", rules);
    breach.file("config/breach/obligations/places.yaml", PLACES);
    breach.file("config/breach/obligations/definitions.yaml", DEFINITIONS);
    breach.profile("format: 1\n").no_terminal();
    breach
}

#[test]
fn rules_of_ones_own_are_listed_and_shown_with_everything_they_say() {
    let mut breach = with_rules(RULES);
    let shown = breach.session([
        "obligation list --jurisdiction zz-ours",
        "obligation show our-customer",
        "obligation show our-customer-report",
        "obligation show our-custmer",
        "obligation list --jurisdiction ZZ-OUR",
        "obligation list --jurisdiction Q",
    ]);
    assert_eq!(
        shown,
        r#"$ breach obligation list --jurisdiction zz-ours
  Who must be told: Our island                                         2 rules

    our-customer          The customer          5 business days, yours
    our-customer-report   The customer, again   1 month, pending, yours

  Counsel decides whether a rule binds you, and what follows from it.

  breach obligation show ID                     read one, with its source
  breach obligation list --jurisdiction US-CA   one place only
  breach obligation copy ID                     make it your own
$ breach obligation show our-customer
  our-customer                                                      Our island

  To be told: The customer
  Counsel decides whether it binds you, and what follows from it.
  It rests on a contract.
  Note: The agreement is being renewed.

  Who and when
  Law            Master agreement, section 9
  Place          Our island (ZZ-OURS)
  Recipient      a party of a contract
  Binds          us
  Bound by       processor
  Does not bind  bank under the OCC
  Reach          anywhere; what binds says enough
  Set off by     any breach of customer data
  When           our_case
  Unless         nobody can read it: encrypted == 'yes' and not key_exposed
  People         10 to 500 affected people anywhere; a number that nobody knows
                 yet too; any number if our_case and serious_harm

  Time
  Time limit     five business days, and thirty days at most
  Counted        5 business days, from awareness
  And            30 days from discovery, whichever is earlier
  And            before the notices to people
  Counting       the day of the event is day 1; business days of the calendar
                 us-federal; a weekend or holiday moves it to noon of the next
                 working day, but not for: bank under the FDIC
  Police delay   moves it to 7 business days after the end of the delay
  Expected       24 hours (an aim; their last audit)

  What it asks for
  Content        what happened, and what we do about it
  Encryption     yes: data that nobody can read
  Low risk       none
  Offer          one year for those who ask
  Card number    only with its code

  Where it comes from
  Source         our lawyer, by mail
  As of          2026-01
  Confidence     mixed: part of it is in a source that was read; the source says
                 which
  Rule           yours: $DIR/config/breach/obligations/ours.yaml

  What its conditions mean
  our_case: a case for our contracts
    card_suspected or serious_harm
$ breach obligation show our-customer-report
  our-customer-report                                               Our island

  To be told: The customer, again
  Counsel decides whether it binds you, and what follows from it.
  It is not law yet (2027-01-01 at the earliest), and never applies.

  Who and when
  Law            Master agreement, section 9
  Place          Our island (ZZ-OURS)
  Recipient      a party of a contract
  Binds          us
  Bound by       processor
  Does not bind  bank under the OCC
  Reach          anywhere; what binds says enough
  Set off by     the first notice
  Only with      our-customer

  Time
  Time limit     a month after the first notice
  Counted        1 month, from the initial notification of our-customer
  Police delay   changes nothing

  What it asks for
  Content        what happened, and what we do about it
  Encryption     yes: data that nobody can read
  Low risk       none
  Offer          none

  Where it comes from
  Source         our lawyer, by mail
  As of          2026-01
  Confidence     mixed: part of it is in a source that was read; the source says
                 which
  Rule           yours: $DIR/config/breach/obligations/ours.yaml
$ breach obligation show our-custmer
error: no obligation is called `our-custmer`
hint: did you mean `our-customer`? `breach obligation list` shows all
exit 2
$ breach obligation list --jurisdiction ZZ-OUR
error: no rule counts in `ZZ-OUR`
hint: did you mean `ZZ-OURS`?
exit 2
$ breach obligation list --jurisdiction Q
error: no rule counts in `Q`
hint: write a place such as US-CA, Germany, EU or CONTRACT; no rule does not mean no duty
exit 2
"#
    );
}

#[test]
fn programs_read_rules_as_json() {
    let mut breach = with_rules(RULES);
    let shown = breach.session([
        "obligation list --jurisdiction ZZ-OURS --json",
        "obligation show our-customer-report --json",
    ]);
    assert_eq!(
        shown,
        r#"$ breach obligation list --jurisdiction ZZ-OURS --json
{
  "format": "breach.obligations/1",
  "items": [
    {
      "after": "awareness",
      "as_of": "2026-01",
      "confidence": "mixed",
      "decides": "counsel",
      "id": "our-customer",
      "jurisdiction": [
        "ZZ-OURS"
      ],
      "kind": "duty",
      "law": "Master agreement, section 9",
      "origin": {
        "built_in": false,
        "file": "$DIR/config/breach/obligations/ours.yaml",
        "replaces_built_in": false
      },
      "recipient": "contract",
      "status": "contract",
      "tell": "The customer",
      "within": "5 business days"
    },
    {
      "after": "initial_notice_sent",
      "as_of": "2026-01",
      "confidence": "mixed",
      "decides": "counsel",
      "id": "our-customer-report",
      "jurisdiction": [
        "ZZ-OURS"
      ],
      "kind": "duty",
      "law": "Master agreement, section 9",
      "origin": {
        "built_in": false,
        "file": "$DIR/config/breach/obligations/ours.yaml",
        "replaces_built_in": false
      },
      "recipient": "contract",
      "status": "pending",
      "tell": "The customer, again",
      "within": "1 month"
    }
  ]
}
$ breach obligation show our-customer-report --json
{
  "format": "breach.obligation/1",
  "items": [
    {
      "as-of": "2026-01",
      "binds": "us",
      "by": [
        "processor"
      ],
      "clock": {
        "after": "initial_notice_sent",
        "notice": "our-customer",
        "police-delay": "stays",
        "within": "1 month"
      },
      "confidence": "mixed",
      "content": "what happened, and what we do about it",
      "deadline": "a month after the first notice",
      "decides": "counsel",
      "encryption": "yes: data that nobody can read",
      "from": "2027-01-01",
      "id": "our-customer-report",
      "jurisdiction": [
        "ZZ-OURS"
      ],
      "kind": "duty",
      "law": "Master agreement, section 9",
      "monitoring": "none",
      "not-by": [
        "occ-bank"
      ],
      "origin": {
        "built_in": false,
        "file": "$DIR/config/breach/obligations/ours.yaml",
        "replaces_built_in": false
      },
      "reach": "anywhere",
      "recipient": "contract",
      "risk": "none",
      "source": "our lawyer, by mail",
      "status": "pending",
      "tell": "The customer, again",
      "trigger": "the first notice",
      "with": "our-customer"
    }
  ]
}
"#
    );
}

#[test]
fn rules_of_ones_own_are_checked() {
    let mut breach = with_rules(RULES);
    breach.file(
        "config/breach/obligations/more.yaml",
        "format: 1\nrules: {}\ncolour: red\n",
    );
    breach.file(
        "elsewhere.yaml",
        RULES.replace("our_case", "our_cas").replace("awareness", "awarenes"),
    );
    let shown = breach.session([
        "obligation check",
        "obligation check config/breach/obligations/ours.yaml",
        "obligation check elsewhere.yaml",
        "obligation check more.yaml elsewhere.yaml --json",
    ]);
    assert_eq!(
        shown,
        r#"$ breach obligation check
  $DIR/config/breach/obligations/definitions.yaml has no mistakes: 1 definition
  $DIR/config/breach/obligations/ours.yaml has no mistakes: 2 rules
  $DIR/config/breach/obligations/places.yaml has no mistakes: 1 place
error: `$DIR/config/breach/obligations/more.yaml` has 1 mistake

 --> $DIR/config/breach/obligations/more.yaml:3:1
  |
3 | colour: red
  | ^^^^^^ a rule file has no field `colour`
exit 3
$ breach obligation check config/breach/obligations/ours.yaml
  config/breach/obligations/ours.yaml has no mistakes: 2 rules
$ breach obligation check elsewhere.yaml
error: `elsewhere.yaml` has 3 mistakes

  --> elsewhere.yaml:20:11
   |
20 |     when: our_cas
   |           ^^^^^^^ no fact and no definition `our_cas`
   = did you mean `our_case`?

  --> elsewhere.yaml:23:79
   |
23 | ...erybody, or-unknown: true, or: our_cas and serious_harm}
   |                                   ^^^^^^^
   = no fact and no definition `our_cas`
   = did you mean `our_case`?

  --> elsewhere.yaml:26:14
   |
26 |       after: awarenes
   |              ^^^^^^^^ no clock starts at `awarenes`
   = did you mean `awareness`?
exit 3
$ breach obligation check more.yaml elsewhere.yaml --json
{
  "format": "breach.obligation-check/1",
  "items": [
    {
      "code": "unreadable",
      "column": 0,
      "file": "more.yaml",
      "line": 0,
      "message": "is not there",
      "severity": "error",
      "span": {
        "end": 0,
        "start": 0
      }
    },
    {
      "code": "unknown-fact",
      "column": 11,
      "file": "elsewhere.yaml",
      "help": "did you mean `our_case`?",
      "line": 20,
      "message": "no fact and no definition `our_cas`",
      "severity": "error",
      "span": {
        "end": 445,
        "start": 438
      }
    },
    {
      "code": "unknown-fact",
      "column": 79,
      "file": "elsewhere.yaml",
      "help": "did you mean `our_case`?",
      "line": 23,
      "message": "no fact and no definition `our_cas`",
      "severity": "error",
      "span": {
        "end": 627,
        "start": 620
      }
    },
    {
      "code": "unknown-start",
      "column": 14,
      "file": "elsewhere.yaml",
      "help": "did you mean `awareness`?",
      "line": 26,
      "message": "no clock starts at `awarenes`",
      "severity": "error",
      "span": {
        "end": 708,
        "start": 700
      }
    }
  ]
}
exit 3
"#
    );
}

#[test]
fn rules_with_mistakes_are_left_out_and_it_is_said() {
    let mut breach = with_rules(&RULES.replace("awareness", "awarenes"));
    let shown = breach.session(["obligation list --jurisdiction NZ", "obligation show our-customer"]);
    assert_eq!(
        shown,
        r#"$ breach obligation list --jurisdiction NZ
  Who must be told: New Zealand                                        2 rules

    nz-opc           Office of the Privacy Commissioner           no fixed limit
                     (NotifyUs)
    nz-individuals   Affected individuals (or public notice)      no fixed limit

  Counsel decides whether a rule binds you, and what follows from it.

  breach obligation show ID                     read one, with its source
  breach obligation list --jurisdiction US-CA   one place only
  breach obligation copy ID                     make it your own
breach: your own obligations are not used, the built-in ones are: `$DIR/config/breach/obligations/ours.yaml` has 1 mistake
  `breach obligation check` shows where
$ breach obligation show our-customer
breach: your own obligations are not used, the built-in ones are: `$DIR/config/breach/obligations/ours.yaml` has 1 mistake
  `breach obligation check` shows where
error: no obligation is called `our-customer`
hint: `breach obligation list` shows all
exit 2
"#
    );
}

#[test]
fn a_built_in_rule_is_copied_once_and_counts_from_then_on() {
    let mut breach = Breach::new();
    breach.profile("format: 1\n").no_terminal();
    let shown = breach.session([
        "obligation check",
        "obligation copy nz-opc",
        "obligation copy nz-opc",
        "obligation check",
        "obligation list --jurisdiction NZ",
        "obligation copy us-ca-ag --output -",
        "obligation copy us-ca-ag --output mine.yaml",
        "obligation copy us-ca-ag --output mine.yaml",
        "obligation copy us-ca-agg",
    ]);
    assert_eq!(
        shown,
        r#"$ breach obligation check
  There are no rules of your own in $DIR/config/breach/obligations
  breach obligation copy ID   makes a built-in rule your own
$ breach obligation copy nz-opc
  Written: $DIR/config/breach/obligations/nz-opc.yaml
  From now on it counts in place of the built-in rule.
  breach obligation check   after each change
$ breach obligation copy nz-opc
error: `$DIR/config/breach/obligations/nz-opc.yaml` exists; nothing was written
hint: name another file with `-o FILE`
exit 1
$ breach obligation check
  $DIR/config/breach/obligations/nz-opc.yaml has no mistakes: 1 rule
$ breach obligation list --jurisdiction NZ
  Who must be told: New Zealand                                        2 rules

    nz-opc           Office of the Privacy Commissioner    no fixed limit, yours
                     (NotifyUs)
    nz-individuals   Affected individuals (or public       no fixed limit
                     notice)

  Counsel decides whether a rule binds you, and what follows from it.

  breach obligation show ID                     read one, with its source
  breach obligation list --jurisdiction US-CA   one place only
  breach obligation copy ID                     make it your own
$ breach obligation copy us-ca-ag --output -
# A copy of the built-in rule us-ca-ag, which this one replaces. Edit it; `breach obligation check` after each
# change. Remove this file to go back to the built-in one.
format: 1
jurisdiction: US-CA
law: Cal. Civ. Code 1798.82 (SB 446, effective 1 Jan 2026)
binds: any person doing business with residents' data
encryption: "yes: encrypted or redacted data, unless the key was taken too"
confidence: confirmed

rules:

  us-ca-ag:
    tell: Attorney General (sample notice online)
    recipient: regulator
    law: Cal. Civ. Code 1798.82(f)
    with: us-ca-individuals
    trigger: More than 500 residents
    people: {at-least: 501}
    clock: {within: 15 days, after: individual_notice_sent}
    deadline: 15 calendar days after notifying affected consumers
    content: one sample notice without personal data
    risk: as individuals
    source: dataprotectionreport.com on SB 446; Daily Journal; Mintz Matrix (2026-01-23)
    as-of: 2026-01
$ breach obligation copy us-ca-ag --output mine.yaml
  Written: $DIR/mine.yaml
  breach obligation check mine.yaml   after each change
$ breach obligation copy us-ca-ag --output mine.yaml
error: `$DIR/mine.yaml` exists; nothing was written
hint: name another file with `-o FILE`
hint: `--force` replaces it
exit 1
$ breach obligation copy us-ca-agg
error: no obligation is called `us-ca-agg`
hint: did you mean `us-ca-ag`? `breach obligation list` shows all
exit 2
"#
    );
}

#[test]
fn the_facts_that_rules_read_are_listed_with_what_they_take() {
    let mut breach = Breach::new();
    let told = breach.no_terminal().run("obligation facts --json").ok();
    let whole: serde_json::Value = serde_json::from_str(&told.stdout).expect("JSON");
    let items = whole["items"].as_array().expect("a list");
    let named = |name: &str| {
        let found = items.iter().find(|item| item["fact"] == name);
        found.unwrap_or_else(|| panic!("{name} is not listed")).clone()
    };
    assert_eq!(
        named("org_role"),
        serde_json::json!({
            "fact": "org_role",
            "type": "select",
            "ask": "Is the affected data yours, or do you hold it for others?",
            "hint": null,
            "options": ["ours", "held-for-others", "both"],
            "columns": null,
        })
    );
    assert_eq!(
        named("established_in")["columns"],
        serde_json::json!([{"name": "place", "type": "text", "options": null}])
    );
    // Each is a fact that can be answered, and those that nothing reads are left out.
    let book = breach::obligation::library::builtin();
    assert!(
        items
            .iter()
            .all(|item| book.fact(item["fact"].as_str().expect("a name")).is_some())
    );
    assert!(!items.iter().any(|item| item["fact"] == "impact_money"));
    let shown = breach.run("obligation facts").ok().stdout;
    assert!(
        shown.contains("\n  org_role  (select)\n    Is the affected data yours"),
        "{shown}"
    );
    assert!(
        shown.contains("\n      hipaa-covered-entity: HIPAA covered entity\n"),
        "{shown}"
    );
}
