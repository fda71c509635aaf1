//! Times of which no more is known than their day, their month or their year: kept as that, and shown as that.

use crate::harness::Breach;

/// Card data is suspected since then, and the acquirer's contract counts from it.
fn suspected_since(time: &str) -> Breach {
    let mut breach = carded();
    let facts = [
        &format!("suspected_at \"{time}\""),
        "contract_duties acquirer",
        "card_suspected yes",
    ];
    for fact in facts {
        breach.run(&format!("--as Tom fact set {fact}")).ok();
    }
    breach
}

fn carded() -> Breach {
    let mut breach = Breach::new();
    breach
        .run("--as Tom start card-data-breach --no-walk --at \"20 Nov 20:00\"")
        .ok();
    breach
}

#[test]
fn a_day_a_month_and_a_year_are_answers_and_no_hour_is_made_up() {
    let mut breach = carded();
    for (typed, value, words) in [
        (
            "12 Oct",
            "\"value\":\"2026-10-12\"",
            "Mon 12 Oct 2026, hour not written down",
        ),
        (
            "about 12 Oct",
            "\"value\":\"2026-10-12\",\"bound\":\"about\"",
            "about Mon 12 Oct 2026, hour not written down",
        ),
        (
            "October 2026",
            "\"value\":\"2026-10\"",
            "October 2026, day not written down",
        ),
        ("2019", "\"value\":\"2019\"", "2019, day not written down"),
        ("none", "\"none\":\"\"", "none"),
    ] {
        let ran = breach.run(&format!("--as Tom fact set window_from \"{typed}\"")).ok();
        let line = breach.lines().pop().expect("an entry");
        let answer: String = value.split(',').next().unwrap_or_default().to_owned();
        assert!(line.contains(&answer), "{typed}: {line}");
        let shown = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(shown.contains(words), "{typed}: {shown}");
    }
}

#[test]
fn a_note_of_a_day_is_of_that_day_and_of_no_hour() {
    let mut breach = carded();
    let ran = breach.run("--as Tom note \"the mail came\" --at \"12 Oct\"").ok();
    assert_eq!(
        ran.stdout,
        "  logged #3  Mon 12 Oct 2026  the mail came. Written down Fri 23:43 by Tom.\n"
    );
    let line = breach.lines().pop().expect("an entry");
    assert!(
        line.contains("\"occurred\":{\"at\":\"2026-10-12T00:00:00+01:00\",\"precision\":\"day\"}"),
        "{line}"
    );
    let log = breach.run("log").ok().stdout;
    assert!(log.contains("for Mon 12 Oct 2026") && !log.contains("00:00"), "{log}");
}

#[test]
fn hours_from_a_day_count_from_its_first_moment_and_the_law_may_allow_longer() {
    let mut breach = suspected_since("20 Nov");
    let list = breach.run("deadline list --json").ok().stdout;
    assert!(list.contains("\"due_at\": \"2026-11-21T00:00:00Z\""), "{list}");
    let shown = breach.run("deadline list").ok().stdout;
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        shown.contains("The hour was not written down; it counts from the beginning of that day."),
        "{shown}"
    );
}

#[test]
fn somebody_told_on_a_day_without_an_hour_is_never_late_on_that_day() {
    let mut breach = suspected_since("19 Nov 20:00");
    let ran = breach
        .run("--as Tom notice made acquirer-notice --channel phone --at \"20 Nov\"")
        .ok();
    assert!(
        ran.stdout
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .contains("told on Fri 20 Nov 2026, hour not written down, by phone"),
        "{}",
        ran.stdout
    );
    let shown = breach.run("deadline list --all").ok().stdout;
    assert!(
        shown.contains("told on Fri 20 Nov 2026, hour not written down") && !shown.contains("LATE"),
        "{shown}"
    );
    in_time_as_far_as_recorded(&mut breach);
}

/// Every list, file and report says the same of it, with when it was written down.
#[track_caller]
fn in_time_as_far_as_recorded(breach: &mut Breach) {
    const WORDS: &str = "in time as far as recorded; the hour was not written down; logged Friday 20 Nov 2026, 23:43";
    let folded = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let list = breach.run("deadline list --all").ok().stdout;
    assert!(folded(list).contains(WORDS));
    let json = breach.run("deadline list --all --json").ok().stdout;
    assert!(
        json.contains(&format!("\"in_time\": \"{WORDS}\"")) && !json.contains("\"late\": true"),
        "{json}"
    );
    let report = folded(breach.run("export --format markdown").ok().stdout);
    assert!(
        report.contains("In time: as far as recorded; the hour was not written down") && !report.contains("Late:"),
        "{report}"
    );
    let brief = breach.run("brief").ok().stdout;
    assert!(!brief.contains("00:00"), "{brief}");
}

/// A rough hour after the time it was due by is no late notice: the day is all that is certain.
#[test]
fn somebody_told_at_about_an_hour_is_judged_by_the_whole_day() {
    for about in ["about 21:00", "about 20:30", "about 15:00", "around 9 pm"] {
        let mut breach = suspected_since("19 Nov 20:00");
        breach
            .run(&format!(
                "--as Tom notice made acquirer-notice --channel phone --at \"{about}\""
            ))
            .ok();
        in_time_as_far_as_recorded(&mut breach);
    }
}

#[test]
fn nobody_is_told_and_nothing_is_due_before_anybody_knew() {
    let mut breach = suspected_since("20 Nov 20:00");
    let before = breach.lines();
    for command in [
        "notice made acquirer-notice --channel phone --at \"19 Nov 10:00\"",
        "notice made acquirer-notice --channel phone --at \"19 Nov\"",
        "obligation correct acquirer-notice --due \"1 Jan 1990 10:00\" --why x",
    ] {
        let ran = breach.run(&format!("--as Tom {command}")).exits(5);
        assert!(
            ran.stderr
                .contains("would be before anybody knew of it, Friday 20 Nov 2026, 20:00"),
            "{}",
            ran.stderr
        );
    }
    assert_eq!(breach.lines(), before);
}

#[test]
fn arrived_and_read_are_two_times_when_two_are_said() {
    let mut breach = Breach::new();
    breach.types(["1", "Tom", "a mail", "yesterday 19:02, 20 Nov 22:10", "/leave"]);
    let ran = breach.run("start").ok();
    assert!(
        ran.screen
            .contains("    Thursday 19 Nov 2026, 19:02 in London, yesterday\n    Friday 20 Nov 2026, 22:10 in London, an hour ago\n"),
        "{}",
        ran.screen
    );
    let told = breach.told().join("\n");
    assert!(
        told.contains("When did the message arrive, even if nobody had read it yet? Thu 19 Nov 2026 19:02")
            && told.contains("When did it reach you? Fri 20 Nov 2026 22:10"),
        "{told}"
    );
}

#[test]
fn a_time_of_another_clock_is_said_back_by_both() {
    let mut breach = Breach::new();
    breach.types(["1", "Tom", "a mail", "20 Nov 19:02 UTC+9", "read 22:10", "/leave"]);
    let ran = breach.run("--zone America/New_York start").ok();
    assert!(
        ran.screen
            .contains("    Friday 20 Nov 2026, 05:02 in New York, which is Fri 20 Nov 19:02 +09:00"),
        "{}",
        ran.screen
    );
}

/// A law or a letter says a day: it is due by the end of that day. Months and parts of a day still ask for the hour.
#[test]
fn a_due_time_takes_a_day_without_an_hour() {
    let mut breach = suspected_since("20 Nov 20:00");
    for (command, said) in [
        (
            "obligation correct acquirer-notice --due \"23 Nov\" --why x",
            "Monday 23 Nov 2026, 23:59",
        ),
        (
            "obligation extend acquirer-notice --until \"27 Nov\" --why x",
            "Friday 27 Nov 2026, 23:59",
        ),
        (
            "obligation correct acquirer-notice --due 2026-11-30 --why x",
            "Monday 30 Nov 2026, 23:59",
        ),
        (
            "notice declined acquirer-notice --revisit \"10 Dec\" --why x",
            "Thursday 10 Dec 2026, 23:59",
        ),
    ] {
        let ran = breach.run(&format!("--as Tom {command}")).ok();
        let shown = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(shown.contains(said), "{command}: {shown}");
    }
    for text in ["Dec", "tomorrow morning"] {
        let ran = breach
            .run(&format!(
                "--as Tom obligation correct acquirer-notice --due \"{text}\" --why x"
            ))
            .exits(3);
        assert!(ran.stderr.contains("says no time of day"), "{text}: {}", ran.stderr);
    }
}
