//! Markdown: the report for people, readable as plain text and inert when it is rendered.
//!
//! Everything that came from outside passes through [`inline`], so that it can become no markup, link, image, HTML or
//! hidden character.

mod duty;

use std::fmt::Write;

use chrono::{DateTime, FixedOffset, TimeDelta};

use super::edition::Edition;
use super::json::access_word;
use super::limits::{DOES_NOT_PROVE, PROVES, WORDING};
use super::recorded::Tail;
use super::report::{Content, Fact, Report, Row, Shown, Verdict};
use crate::incident::event::Listed;
use crate::incident::{Access, ClockFault};
use crate::text::{count, count_of, visible_line};

/// How many faults are written out.
const LISTED: usize = 100;

/// The report.
pub(super) fn bytes(report: &Report) -> Vec<u8> {
    let mut page = Page {
        text: String::new(),
        mark: if report.heading.drill { " (DRILL)" } else { "" },
    };
    page.heading(report);
    page.proof(report);
    page.facts(report);
    page.steps(report);
    page.duties(&report.duties);
    page.people(report);
    page.timeline(report);
    page.limits();
    page.text.into_bytes()
}

/// A part of the timeline: its title, what is said when it is empty, and which entries belong to it.
type Part = (&'static str, &'static str, Listed);

struct Page {
    text: String,
    /// Stands behind every heading of a drill.
    mark: &'static str,
}

impl Page {
    fn line(&mut self, line: impl AsRef<str>) {
        self.text.push_str(line.as_ref());
        self.text.push('\n');
    }

    fn section(&mut self, title: &str) {
        let mark = self.mark;
        self.line(format!("\n## {title}{mark}\n"));
    }

    fn heading(&mut self, report: &Report) {
        let heading = &report.heading;
        let mark = self.mark;
        self.line(format!("# Incident {}: report{mark}\n", inline(&heading.incident)));
        match report.proof.verdict {
            Verdict::Broken => self.line(
                "**BROKEN RECORD. At least one entry is not as it was written. See \"The record\" before relying on any \
                 of this.**\n",
            ),
            Verdict::Torn => {
                self.line("**The record ends torn: a fragment follows its last whole entry. See \"The record\".**\n");
            }
            Verdict::Whole => {}
        }
        if let Some(draft) = heading.other_draft {
            self.line(format!(
                "**{draft} Its links were checked; its entries stand here as they were written.**\n"
            ));
        }
        if heading.drill {
            self.line("**DRILL. This is an exercise. Nothing in it happened.**\n");
        }
        match heading.edition {
            Edition::Full => self.line(
                "**Full edition: it holds privileged and restricted entries. Ask counsel before giving it to anybody.**\n",
            ),
            Edition::Counsel => {
                self.line("**Counsel's edition: it holds privileged entries. It is for counsel only.**\n");
            }
            Edition::Default => {}
        }
        let title = heading
            .title
            .as_deref()
            .map_or_else(|| "left out of this edition".to_owned(), inline);
        self.item("What it is called", &title);
        if let Some(at) = heading.opened_at {
            self.item("Opened", &moment(at));
        }
        match &heading.closed {
            None => self.item("Closed", "no"),
            Some(closed) => {
                let why = if closed.why.is_empty() {
                    String::new()
                } else {
                    format!(": {}", inline(&closed.why))
                };
                self.item(
                    "Closed",
                    &format!(
                        "{}, as {}{why} (#{})",
                        moment(closed.at),
                        inline(&closed.how),
                        closed.seq
                    ),
                );
            }
        }
        let zone = heading.zone;
        self.item(
            "Times",
            &format!("{}, with the offset from UTC that held then", inline(zone.name())),
        );
        self.item(
            "Edition",
            &format!("{}; {}", heading.edition.name(), left_out_words(report)),
        );
        self.item("Recorded with", &inline(&heading.program));
        self.line(format!("\n{WORDING}"));
    }

    fn item(&mut self, name: &str, value: &str) {
        self.line(format!("- {name}: {value}"));
    }

    fn proof(&mut self, report: &Report) {
        let proof = &report.proof;
        self.section("The record");
        let verdict = match (proof.verdict, &proof.tail) {
            (Verdict::Broken, _) => format!(
                "**BROKEN: {} not fit**",
                count_of(proof.fault_count, "thing does", "things do")
            ),
            (Verdict::Torn, _) => "whole up to its last entry, with a torn end".to_owned(),
            (Verdict::Whole, Tail::Unfinished) => "whole; an entry was being written at that moment".to_owned(),
            (Verdict::Whole, Tail::Nothing | Tail::Torn { .. }) => {
                "whole: every entry follows from the one before".to_owned()
            }
        };
        self.item("Checked", &verdict);
        self.item("Entries", &format!("{}, {} bytes", proof.entries, proof.bytes));
        self.item("Check code", &format!("`{}`", inline(&proof.check_code.to_string())));
        self.item("Head (SHA-256 of the last line)", &format!("`{}`", proof.head));
        if let Tail::Torn { bytes, sha256 } = &proof.tail {
            self.item("Torn end", &format!("{bytes} bytes, SHA-256 `{}`", inline(sha256)));
        }
        if !proof.faults.is_empty() {
            self.line("\nWhat does not fit:\n");
            for fault in proof.faults.iter().take(LISTED) {
                self.line(format!(
                    "- #{} (shows at line {}): {}",
                    fault.entry,
                    fault.line,
                    inline(&fault.what)
                ));
            }
            if proof.fault_count > LISTED {
                self.line(format!("- and {} more", proof.fault_count - LISTED));
            }
        }
        if !proof.clock_faults.is_empty() {
            self.line("\nWhere the machine's clock left its course:\n");
            for (entry, fault) in &proof.clock_faults {
                self.line(format!("- #{entry}: {}", clock_words(*fault)));
            }
        }
    }

    fn facts(&mut self, report: &Report) {
        self.section("What is known");
        self.line("Each question as it was asked, with the answer that held in the end, under the step that asked it.");
        if report.known.is_empty() {
            self.line("\nNothing was recorded as known.");
        }
        let mut steps: Vec<&str> = Vec::new();
        for fact in &report.known {
            if !steps.contains(&fact.step.as_str()) {
                steps.push(&fact.step);
            }
        }
        for step in steps {
            let title = match step {
                "" => "First report, and answers outside any step".to_owned(),
                step => inline(step),
            };
            self.line(format!("\n### {title}\n"));
            for fact in report.known.iter().filter(|fact| fact.step == step) {
                self.fact(fact);
            }
        }
        self.section("What is not known");
        if report.not_known.is_empty() && report.open_questions.is_empty() {
            self.line("Nothing was recorded as unknown, and no required question is open.");
            return;
        }
        for fact in &report.not_known {
            self.fact(fact);
        }
        for question in &report.open_questions {
            self.line(format!("- {} *not answered*", inline(question)));
        }
    }

    fn fact(&mut self, fact: &Fact) {
        let entries: Vec<String> = fact.entries.iter().map(|seq| format!("#{seq}")).collect();
        let source = match fact.source.is_empty() {
            true => String::new(),
            false => format!(", {}", inline(&fact.source)),
        };
        let answer = match fact.answer.is_empty() {
            true => String::new(),
            false => format!("**{}** ", inline(&fact.answer)),
        };
        self.line(format!(
            "- {} {answer}({}{source})",
            inline(&fact.asked),
            entries.join(", ")
        ));
        for row in &fact.rows {
            self.line(format!("  - {}", inline(row)));
        }
        for (seq, before) in &fact.before {
            self.line(format!("  - before: {} (#{seq})", inline(before)));
        }
    }

    fn steps(&mut self, report: &Report) {
        self.section("Steps");
        if report.steps.is_empty() {
            self.line("Nothing was reported on any step.");
        }
        for step in &report.steps {
            self.line(format!(
                "- {}: **{}** ({}, {}, #{})",
                inline(&step.title),
                inline(&step.outcome),
                inline(&step.who),
                moment(step.at),
                step.seq
            ));
            for remark in &step.remarks {
                self.line(format!("  - {}", inline(remark)));
            }
        }
    }

    /// Parts of the timeline that readers look for.
    fn people(&mut self, report: &Report) {
        let parts: [Part; 4] = [
            ("Decisions out of the usual order", "None.", Listed::OutOfOrder),
            ("Who held which role", "Nobody took a role.", Listed::Roles),
            (
                "Calls",
                "No call was logged as a call. What was said by phone is in the timeline as told by phone.",
                Listed::Calls,
            ),
            ("Corrections", "Nothing was corrected.", Listed::Corrections),
        ];
        for (title, none, wanted) in parts {
            self.section(title);
            let mut found = false;
            for row in &report.rows {
                let Content::Shown(shown) = &row.content else { continue };
                if shown.listed == Some(wanted) {
                    found = true;
                    self.line(format!(
                        "- {}: {} ({}, #{})",
                        when(shown),
                        inline(&shown.what),
                        inline(shown.who()),
                        row.seq
                    ));
                }
            }
            if !found {
                self.line(none);
            }
        }
    }

    fn timeline(&mut self, report: &Report) {
        self.section("Timeline");
        self.line("In the order in which it was written down.\n");
        for row in &report.rows {
            self.row(row);
        }
    }

    fn row(&mut self, row: &Row) {
        let seq = row.seq;
        let shown = match &row.content {
            Content::Shown(shown) => shown,
            Content::LeftOut(access) => {
                return self.line(format!("- #{seq} *left out of this edition: {}*", access_word(*access)));
            }
            Content::LeftOutUnsound => {
                return self.line(format!(
                    "- #{seq} *left out of this edition: this line is not as it was written*"
                ));
            }
            Content::LeftOutUnread => {
                return self.line(format!(
                    "- #{seq} *left out of this edition: its draft is not read here*"
                ));
            }
            Content::Unread(bytes) => {
                return self.line(format!("- #{seq} {}", inline(&String::from_utf8_lossy(bytes))));
            }
            Content::Unsound(bytes) => {
                let text = inline(&String::from_utf8_lossy(bytes));
                return self.line(format!("- #{seq} **this line is not as it was written:** {text}"));
            }
        };
        let mut marks = String::new();
        if let Some(access) = shown.access {
            let _ = write!(marks, " **{}**", access_word(access));
        }
        if let Some(by) = shown.corrected_by {
            let _ = write!(marks, " **corrected by #{by}**");
        }
        let drill = if self.mark.is_empty() { "" } else { " DRILL" };
        self.line(format!("- #{seq}{drill} {}{marks}", moment(shown.written)));
        self.line(format!("  {}", inline(&shown.what)));
        self.line(format!("  *{}*", told_words(shown)));
    }

    fn limits(&mut self) {
        self.section("What this record can prove, and what it cannot");
        for sentence in PROVES {
            self.line(format!("- {sentence}"));
        }
        self.line("\nIt cannot prove more than that:\n");
        for sentence in DOES_NOT_PROVE {
            self.line(format!("- {sentence}"));
        }
    }
}

/// When it happened if somebody said so, else when it was written down, which is said.
fn when(shown: &Shown) -> String {
    match shown
        .happened
        .and_then(|happened| Some((happened.at?, happened.precision)))
    {
        Some((at, "exact")) => moment(at),
        Some((at, _)) => format!("about {}", moment(at)),
        None => format!("written {}", moment(shown.written)),
    }
}

/// Who did, said and typed it, when it happened, and what is odd about its times.
fn told_words(shown: &Shown) -> String {
    let mut parts = Vec::new();
    if let Some(happened) = shown.happened {
        parts.push(match (happened.at, happened.precision) {
            (Some(at), "exact") => format!("happened {}", moment(at)),
            (Some(at), _) => format!("happened about {}", moment(at)),
            (None, _) => "nobody knows when it happened".to_owned(),
        });
    }
    if let Some(late) = shown.late {
        parts.push(format!("written down {} later", length(late)));
    }
    if let Some(actor) = &shown.actor {
        parts.push(format!("by {}", inline(actor)));
    }
    if let (Some(by), Some(channel)) = (&shown.told_by, &shown.channel) {
        parts.push(format!("told by {}, {}", inline(by), inline(channel)));
    }
    let role = shown
        .role
        .as_ref()
        .map_or_else(String::new, |role| format!(" ({})", inline(role)));
    let via = match shown.via {
        "terminal" => "at the prompts",
        "script" => "by an answers file",
        _ => "by a command",
    };
    parts.push(format!(
        "typed by {}{role}, login {}, {via}",
        inline(&shown.typed_by),
        inline(&shown.place)
    ));
    if let Some(fault) = shown.clock {
        parts.push(clock_words(fault).to_owned());
    }
    parts.join("; ")
}

fn clock_words(fault: ClockFault) -> &'static str {
    match fault {
        ClockFault::Back => "the clock was back by more than five seconds",
        ClockFault::Jump => "the clock was ahead by more than five seconds",
    }
}

fn left_out_words(report: &Report) -> String {
    let left = &report.left_out;
    let parts: Vec<String> = [
        (left.count(Access::Privileged), "privileged entry", "privileged entries"),
        (left.count(Access::Restricted), "restricted entry", "restricted entries"),
        (
            left.unsound,
            "line that is not as it was written",
            "lines that are not as they were written",
        ),
        (left.unread, "line of another draft", "lines of another draft"),
    ]
    .into_iter()
    .filter(|(number, ..)| *number > 0)
    .map(|(number, one, many)| count_of(number, one, many))
    .collect();
    match parts.is_empty() {
        true => "nothing is left out".to_owned(),
        false => format!("left out: {}", crate::text::list_plain(&parts, "and")),
    }
}

/// `Sat 21 Nov 2026 00:06 +00:00`.
fn moment(at: DateTime<FixedOffset>) -> String {
    at.format("%a %-d %b %Y %H:%M %:z").to_string()
}

fn length(length: TimeDelta) -> String {
    let minutes = usize::try_from(length.num_minutes()).unwrap_or(0);
    match (minutes / 1440, minutes / 60 % 24, minutes % 60) {
        (0, 0, minutes) => count(minutes, "minute"),
        (0, hours, 0) => count(hours, "hour"),
        (0, hours, minutes) => format!("{} {}", count(hours, "hour"), count(minutes, "minute")),
        (days, 0, _) => count(days, "day"),
        (days, hours, _) => format!("{} {}", count(days, "day"), count(hours, "hour")),
    }
}

/// Text from outside as text: on one line, control and bidirectional characters visible, nothing of it markup, HTML, a
/// link or an image.
fn inline(text: &str) -> String {
    let lines: Vec<&str> = text
        .split(['\n', '\r'])
        .filter(|line| !line.trim().is_empty())
        .collect();
    let shown = visible_line(&lines.join(" / ")).into_owned();
    let mut escaped = String::with_capacity(shown.len() + 8);
    for (at, character) in shown.char_indices() {
        let rest = &shown[at + character.len_utf8()..];
        let before = &shown[..at];
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => {
                escaped.push('\\');
                escaped.push(character);
            }
            // Some renderers make links of bare addresses.
            ':' if rest.starts_with("//") => escaped.push_str("\\:"),
            '.' if before.to_ascii_lowercase().ends_with("www") => escaped.push_str("\\."),
            // Only at the beginning can these be a heading, a list or a rule.
            '#' | '+' | '-' | '=' if before.is_empty() => {
                escaped.push('\\');
                escaped.push(character);
            }
            '.' | ')' if !before.is_empty() && before.bytes().all(|byte| byte.is_ascii_digit()) => {
                escaped.push('\\');
                escaped.push(character);
            }
            character => escaped.push(character),
        }
    }
    escaped
}
