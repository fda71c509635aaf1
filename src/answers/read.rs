//! From YAML to a [`Form`], noting every mistake in its shape: unknown and missing fields, wrong types.

use std::ops::Range;

use crate::incident::event::Ending;
use crate::schema::diagnostic::Diagnostic;
use crate::schema::yaml::{Content, Key, Node};
use crate::text::{did_you_mean, list};

use super::form::{
    AttributionForm, Close, Form, GateSaid, Item, NoticeKind, NoticeSaid, Opening, OutcomeKind, OutcomeSaid,
    Overriding, Said, Writer,
};

/// Reads the tree of an answers file.
pub(super) fn form(file: &str, text: &str, root: &Node) -> (Form, Vec<Diagnostic>) {
    let mut reader = Reader {
        file,
        text,
        found: Vec::new(),
    };
    let form = reader.form(root);
    (form, reader.found)
}

/// Notes a mistake for every key that stands twice, and leaves the later one out.
pub(super) fn unique_by<'n, T>(fields: &'n [(Key, T)], twice: &mut dyn FnMut(&Key)) -> Vec<(&'n Key, &'n T)> {
    let mut kept: Vec<(&Key, &T)> = Vec::new();
    for (key, value) in fields {
        if kept.iter().any(|(other, _)| other.text == key.text) {
            twice(key);
        } else {
            kept.push((key, value));
        }
    }
    kept
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    found: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn form(&mut self, root: &Node) -> Form {
        let mut form = Form::default();
        let known = ["answers", "as", "title", "opening", "roles", "steps", "close"];
        let fields = self.fields(root, &known, "an answers file");
        let has = |name: &str| fields.iter().any(|(key, _)| key.text == name);
        let missing: Vec<(&str, &str)> = [
            ("answers", "`answers: 1` says that this is an answers file"),
            ("as", "`as` says who wrote it"),
        ]
        .into_iter()
        .filter(|(name, _)| !has(name))
        .collect();
        for (key, node) in fields {
            match key.text.as_str() {
                "answers" => self.format(node),
                "as" => form.writer = self.writer(node),
                "title" => form.title = self.said(key, node),
                "opening" => form.opening = self.opening(node),
                "roles" => form.roles = self.roles(node),
                "steps" => form.items = self.items(node),
                _ => form.close = self.close(key, node),
            }
        }
        for (name, why) in missing {
            let help = match name {
                "answers" => "write `answers: 1` in the first line",
                _ => "add `as: {name: NAME, role: ROLE}`",
            };
            self.add("missing-field", 0..0, why.to_owned(), Some(help.to_owned()));
        }
        form
    }

    fn format(&mut self, node: &Node) {
        let is_known = matches!(&node.content, Content::Text { text, .. } if text == "1");
        if !is_known {
            self.add(
                "wrong-format",
                node.at.clone(),
                "this breach reads answers files of format 1".to_owned(),
                Some("write `answers: 1`".to_owned()),
            );
        }
    }

    fn writer(&mut self, node: &Node) -> Option<Writer> {
        let (mut name, mut role) = (None, None);
        let found_before = self.found.len();
        for (key, node) in self.fields(node, &["name", "role"], "`as`") {
            match key.text.as_str() {
                "name" => name = self.said(key, node),
                _ => role = self.said(key, node),
            }
        }
        match name {
            Some(name) => Some(Writer { name: name.value, role }),
            None => {
                if self.found.len() == found_before {
                    self.missing(node, "`as` has no name", "add `name: …`");
                }
                None
            }
        }
    }

    fn opening(&mut self, node: &Node) -> Opening {
        let mut opening = Opening::default();
        for (key, node) in self.fields(node, &["situation", "reported_words", "first_read_at"], "`opening`") {
            let said = self.said(key, node);
            match key.text.as_str() {
                "situation" => opening.situation = said,
                "reported_words" => opening.reported_words = said,
                _ => opening.first_read_at = said,
            }
        }
        opening
    }

    fn roles(&mut self, node: &Node) -> Vec<(Key, Said)> {
        let Some(fields) = self.mapping(node, "`roles` names a person for each role", "write `ROLE: NAME` lines")
        else {
            return Vec::new();
        };
        let mut roles = Vec::new();
        for (key, node) in fields {
            if let Some(name) = self.said(key, node) {
                roles.push((key.clone(), name));
            }
        }
        roles
    }

    fn items(&mut self, node: &Node) -> Vec<Item> {
        match &node.content {
            Content::List(nodes) => {
                let mut items = Vec::new();
                for node in nodes {
                    items.extend(self.item(node));
                }
                items
            }
            Content::Empty => Vec::new(),
            _ => {
                self.add(
                    "wrong-type",
                    node.at.clone(),
                    "`steps` is a list".to_owned(),
                    Some("begin each with `- step: …`".to_owned()),
                );
                Vec::new()
            }
        }
    }

    fn item(&mut self, node: &Node) -> Option<Item> {
        const KNOWN: [&str; 11] = [
            "step", "pass", "at", "who", "channel", "facts", "gates", "override", "notices", "notes", "outcome",
        ];
        const OF_STEPS: [&str; 5] = ["pass", "facts", "gates", "override", "outcome"];
        let mut step = None;
        let (mut pass, mut attribution) = (None, AttributionForm::default());
        let (mut gates, mut overriding, mut outcome) = (Vec::new(), None, None);
        let (mut facts, mut notices, mut notes) = (Vec::new(), Vec::new(), Vec::new());
        let found_before = self.found.len();
        let fields = self.fields(node, &KNOWN, "an item of `steps`");
        let has = |names: &[&str]| fields.iter().any(|(key, _)| names.contains(&key.text.as_str()));
        let names_step = has(&["step"]) || has(&["notices"]) && !has(&OF_STEPS);
        for (key, node) in fields {
            match key.text.as_str() {
                "step" => step = self.said(key, node),
                "pass" => pass = self.pass(node),
                "at" => attribution.at = self.said(key, node),
                "who" => attribution.who = self.said(key, node),
                "channel" => attribution.channel = self.said(key, node),
                "facts" => facts = self.facts(node),
                "gates" => gates = self.gates(node),
                "override" => overriding = self.overriding(key, node),
                "notices" => notices = self.notices(node),
                "notes" => notes = self.notes(key, node),
                _ => outcome = self.outcome(node),
            }
        }
        if !names_step && (self.found.len() == found_before || matches!(node.content, Content::Map(_))) {
            self.missing(node, "this item names no step", "add `step: STEP`");
        }
        self.channel_needs_who(&attribution);
        if step.is_none() && (notices.is_empty() || !names_step) {
            return None;
        }
        Some(Item {
            step,
            pass,
            attribution,
            gates,
            overriding,
            outcome,
            facts,
            notices,
            notes,
        })
    }

    fn channel_needs_who(&mut self, attribution: &AttributionForm) {
        if let (Some(channel), None) = (&attribution.channel, &attribution.who) {
            self.add(
                "missing-field",
                channel.at.clone(),
                "a channel says how somebody told you, and nobody is named".to_owned(),
                Some("add `who: NAME`".to_owned()),
            );
        }
    }

    fn pass(&mut self, node: &Node) -> Option<u32> {
        let number = match &node.content {
            Content::Text { text, plain: true } => text.parse().ok().filter(|number| *number > 0),
            _ => None,
        };
        if number.is_none() {
            self.add(
                "wrong-type",
                node.at.clone(),
                "a pass is a number from 1".to_owned(),
                Some("leave it out for the pass that is next".to_owned()),
            );
        }
        number
    }

    fn facts(&mut self, node: &Node) -> Vec<(Key, Node)> {
        let fields = self.mapping(
            node,
            "`facts` holds an answer for each question",
            "write `QUESTION: ANSWER` lines",
        );
        let fields = fields.unwrap_or_default();
        fields
            .into_iter()
            .map(|(key, node)| (key.clone(), node.clone()))
            .collect()
    }

    fn notices(&mut self, node: &Node) -> Vec<(Key, NoticeSaid)> {
        let fields = self.mapping(
            node,
            "`notices` says what became of each duty to tell somebody",
            "write `ID: {channel: HOW}` lines",
        );
        let mut notices = Vec::new();
        for (key, node) in fields.unwrap_or_default() {
            if let Some(said) = self.notice(node) {
                notices.push((key.clone(), said));
            }
        }
        notices
    }

    fn notice(&mut self, node: &Node) -> Option<NoticeSaid> {
        const HELP: &str =
            "write `{at: TIME, channel: HOW}`, `{not-required: WHY}` or `{declined: WHY, revisit: TIME}`";
        let known = [
            "at",
            "who",
            "channel",
            "to",
            "reference",
            "not-required",
            "declined",
            "revisit",
        ];
        let found_before = self.found.len();
        let (mut channel, mut to, mut reference) = (None, None, None);
        let (mut not_required, mut declined, mut revisit) = (None, None, None);
        let mut attribution = AttributionForm::default();
        if !matches!(node.content, Content::Map(_)) {
            let message = "this is not what becomes of a duty".to_owned();
            self.add("wrong-type", node.at.clone(), message, Some(HELP.to_owned()));
            return None;
        }
        for (key, node) in self.fields(node, &known, "a notice") {
            let said = self.said(key, node);
            match key.text.as_str() {
                "at" => attribution.at = said,
                "who" => attribution.who = said,
                "channel" => channel = said,
                "to" => to = said,
                "reference" => reference = said,
                "not-required" => not_required = said,
                "declined" => declined = said,
                _ => revisit = said,
            }
        }
        let what = match (channel, to, reference, not_required, declined, revisit) {
            (Some(channel), to, reference, None, None, None) => NoticeKind::Made { channel, to, reference },
            (None, None, None, Some(why), None, None) => NoticeKind::NotRequired(why),
            (None, None, None, None, Some(why), Some(revisit)) => NoticeKind::Declined { why, revisit },
            _ => {
                if self.found.len() == found_before {
                    let message = "a notice was made in some way, is not required, or was declined".to_owned();
                    self.add("bad-notice", node.at.clone(), message, Some(HELP.to_owned()));
                }
                return None;
            }
        };
        Some(NoticeSaid { attribution, what })
    }

    fn notes(&mut self, key: &Key, node: &Node) -> Vec<Said> {
        match &node.content {
            Content::List(nodes) => {
                let mut notes = Vec::new();
                for node in nodes {
                    notes.extend(self.said(key, node));
                }
                notes
            }
            Content::Empty => Vec::new(),
            _ => self.said(key, node).into_iter().collect(),
        }
    }

    fn gates(&mut self, node: &Node) -> Vec<(Key, GateSaid)> {
        let Some(fields) = self.mapping(
            node,
            "`gates` says what became of each gate",
            "write `GATE: agreed` lines",
        ) else {
            return Vec::new();
        };
        let mut gates = Vec::new();
        for (key, node) in fields {
            if let Some(said) = self.gate(node) {
                gates.push((key.clone(), said));
            }
        }
        gates
    }

    fn gate(&mut self, node: &Node) -> Option<GateSaid> {
        const HELP: &str = "write `agreed`, `{approved-by: NAME}` or `{sent-back: WHY, by: NAME}`";
        match &node.content {
            Content::Text { text, .. } if text.trim().eq_ignore_ascii_case("agreed") => {
                Some(GateSaid::Agreed(node.at.clone()))
            }
            Content::Map(_) => {
                let (mut approved_by, mut sent_back, mut by) = (None, None, None);
                let mut attribution = AttributionForm::default();
                let known = ["approved-by", "sent-back", "by", "at", "channel"];
                let found_before = self.found.len();
                for (key, node) in self.fields(node, &known, "a gate") {
                    let said = self.said(key, node);
                    match key.text.as_str() {
                        "approved-by" => approved_by = said,
                        "sent-back" => sent_back = said,
                        "by" => by = said,
                        "at" => attribution.at = said,
                        _ => attribution.channel = said,
                    }
                }
                match (approved_by, sent_back, by) {
                    (Some(who), None, None) => Some(GateSaid::Approved(
                        node.at.clone(),
                        AttributionForm {
                            who: Some(who),
                            ..attribution
                        },
                    )),
                    (None, Some(why), Some(who)) => Some(GateSaid::SentBack(
                        node.at.clone(),
                        why,
                        AttributionForm {
                            who: Some(who),
                            ..attribution
                        },
                    )),
                    _ => {
                        if self.found.len() == found_before {
                            let message = "a gate was approved, or sent back by somebody".to_owned();
                            self.add("wrong-type", node.at.clone(), message, Some(HELP.to_owned()));
                        }
                        None
                    }
                }
            }
            _ => {
                let message = "this is not what becomes of a gate".to_owned();
                self.add("wrong-type", node.at.clone(), message, Some(HELP.to_owned()));
                None
            }
        }
    }

    fn overriding(&mut self, key: &Key, node: &Node) -> Option<Overriding> {
        if !matches!(node.content, Content::Map(_)) {
            let why = self.needed(key, node, "write why it went ahead")?;
            return Some(Overriding { why, attribution: None });
        }
        let mut why = None;
        let mut attribution = AttributionForm::default();
        for (key, node) in self.fields(node, &["why", "by", "at", "channel"], "`override`") {
            let said = self.said(key, node);
            match key.text.as_str() {
                "why" => why = said,
                "by" => attribution.who = said,
                "at" => attribution.at = said,
                _ => attribution.channel = said,
            }
        }
        self.channel_needs_who(&attribution);
        if why.is_none() {
            self.missing(node, "`override` gives no reason", "add `why: …`");
        }
        Some(Overriding {
            why: why?,
            attribution: Some(attribution),
        })
    }

    fn outcome(&mut self, node: &Node) -> Option<OutcomeSaid> {
        const WORDS: [&str; 6] = ["done", "started", "later", "waiting", "not-needed", "will-not-do"];
        const HELP: &str = "write done, started, later, {waiting: ON WHOM}, {not-needed: WHY} or {will-not-do: WHY}";
        let (what, until) = match &node.content {
            Content::Text { text, .. } => match text.trim() {
                "done" => (OutcomeKind::Done, None),
                "started" => (OutcomeKind::Started, None),
                "later" => (OutcomeKind::Later(None), None),
                word @ ("waiting" | "not-needed" | "will-not-do") => {
                    let wants = if word == "waiting" { "on whom" } else { "why" };
                    self.add(
                        "missing-field",
                        node.at.clone(),
                        format!("`{word}` also says {wants}"),
                        Some(format!("write `{{{word}: {}}}`", wants.to_uppercase())),
                    );
                    return None;
                }
                other => {
                    let help = did_you_mean(other, WORDS).map(|near| format!("did you mean `{near}`?"));
                    self.add(
                        "bad-outcome",
                        node.at.clone(),
                        format!("unknown outcome `{other}`"),
                        Some(help.unwrap_or_else(|| HELP.to_owned())),
                    );
                    return None;
                }
            },
            Content::Map(_) => {
                let mut until = None;
                let mut whats = Vec::new();
                let known = ["waiting", "not-needed", "will-not-do", "later", "until"];
                let found_before = self.found.len();
                for (key, node) in self.fields(node, &known, "an outcome") {
                    match key.text.as_str() {
                        "until" => until = self.said(key, node),
                        // `{waiting: {on: WHO, until: TIME}}` says the same as `{waiting: WHO, until: TIME}`.
                        "waiting" if matches!(node.content, Content::Map(_)) => {
                            let mut on = None;
                            for (key, node) in self.fields(node, &["on", "until"], "`waiting`") {
                                match key.text.as_str() {
                                    "on" => on = self.needed(key, node, "say on whom it waits"),
                                    _ => until = self.said(key, node),
                                }
                            }
                            whats.extend(on.map(|on| OutcomeKind::Waiting(on.value)));
                        }
                        "later" => whats.push(OutcomeKind::Later(self.said(key, node).map(|why| why.value))),
                        word => {
                            let wants = if word == "waiting" {
                                "say on whom it waits"
                            } else {
                                "say why"
                            };
                            let said = self.needed(key, node, wants).map(|said| said.value);
                            whats.extend(said.map(|said| match word {
                                "waiting" => OutcomeKind::Waiting(said),
                                "not-needed" => OutcomeKind::NotNeeded(said),
                                _ => OutcomeKind::WillNotDo(said),
                            }));
                        }
                    }
                }
                let can_wait = matches!(whats.as_slice(), [OutcomeKind::Waiting(_) | OutcomeKind::Later(_)]);
                match whats.len() {
                    1 if until.is_none() || can_wait => (whats.remove(0), until),
                    _ => {
                        if self.found.len() == found_before {
                            let message = "this is not one outcome".to_owned();
                            self.add("bad-outcome", node.at.clone(), message, Some(HELP.to_owned()));
                        }
                        return None;
                    }
                }
            }
            _ => {
                let message = "this is not an outcome".to_owned();
                self.add("bad-outcome", node.at.clone(), message, Some(HELP.to_owned()));
                return None;
            }
        };
        Some(OutcomeSaid {
            at: node.at.clone(),
            what,
            until,
        })
    }

    fn close(&mut self, key: &Key, node: &Node) -> Option<Close> {
        let (mut how, mut why, mut second, mut to) = (None, None, None, None);
        let found_before = self.found.len();
        for (key, node) in self.fields(node, &["how", "why", "second", "to"], "`close`") {
            match key.text.as_str() {
                "how" => how = self.ending(key, node),
                "why" => why = self.said(key, node),
                "second" => second = self.said(key, node),
                _ => to = self.said(key, node),
            }
        }
        if self.found.len() > found_before {
            return None;
        }
        let lacks = match (how, &why, &second, &to) {
            (None, ..) => Some((
                "`close` does not say how it ended",
                "add `how: handled`, `ruled-out` or `joined`",
            )),
            (_, None, ..) => Some(("`close` gives no reason", "add `why: …`")),
            (Some(Ending::RuledOut), _, None, _) => {
                Some(("ruled out needs a second person who agrees", "add `second: NAME`"))
            }
            (Some(Ending::Joined), _, _, None) => {
                Some(("`close` does not say which incident this one joins", "add `to: ID`"))
            }
            _ => None,
        };
        if let Some((message, help)) = lacks {
            self.add(
                "missing-field",
                key.at.clone(),
                message.to_owned(),
                Some(help.to_owned()),
            );
            return None;
        }
        if let (Some(Ending::Handled | Ending::RuledOut), Some(to)) = (how, &to) {
            self.add(
                "bad-ending",
                to.at.clone(),
                "only `how: joined` goes on in another incident".to_owned(),
                Some("leave `to` out, or write `how: joined`".to_owned()),
            );
        }
        Some(Close {
            at: key.at.clone(),
            how: how?,
            why: why?.value,
            second,
            to,
        })
    }

    fn ending(&mut self, key: &Key, node: &Node) -> Option<Ending> {
        let said = self.needed(key, node, "write handled, ruled-out or joined")?;
        let known = ["handled", "ruled-out", "joined"];
        match said.value.as_str() {
            "handled" => Some(Ending::Handled),
            "ruled-out" => Some(Ending::RuledOut),
            "joined" => Some(Ending::Joined),
            other => {
                let help = match did_you_mean(other, known) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("write {}", list(&known, "or")),
                };
                self.add(
                    "bad-ending",
                    said.at,
                    format!("unknown way to end: `{other}`"),
                    Some(help),
                );
                None
            }
        }
    }

    /// The fields of a mapping, the unknown and doubled ones noted and left out.
    fn fields<'n>(&mut self, node: &'n Node, known: &[&str], what: &str) -> Vec<(&'n Key, &'n Node)> {
        let all_fields = || format!("its fields are {}", list(known, "and"));
        let Some(fields) = self.mapping(node, &format!("{what} has fields"), &all_fields()) else {
            return Vec::new();
        };
        let mut kept = Vec::new();
        for (key, node) in fields {
            if known.contains(&key.text.as_str()) {
                kept.push((key, node));
                continue;
            }
            let help = match did_you_mean(&key.text, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => all_fields(),
            };
            let message = format!("{what} has no field `{}`", key.text);
            self.add("unknown-field", key.at.clone(), message, Some(help));
        }
        kept
    }

    /// The entries of a mapping, doubled ones noted and left out; anything else is a mistake.
    fn mapping<'n>(&mut self, node: &'n Node, message: &str, help: &str) -> Option<Vec<(&'n Key, &'n Node)>> {
        match &node.content {
            Content::Map(fields) => Some(unique_by(fields, &mut |key| self.twice(key))),
            Content::Empty => Some(Vec::new()),
            _ => {
                self.add("wrong-type", node.at.clone(), message.to_owned(), Some(help.to_owned()));
                None
            }
        }
    }

    /// A text; a field that is there and empty counts as left out.
    fn said(&mut self, key: &Key, node: &Node) -> Option<Said> {
        match &node.content {
            Content::Empty => None,
            Content::Text { text, .. } if text.trim().is_empty() => None,
            Content::Text { text, .. } => Some(Said {
                value: text.trim().to_owned(),
                at: node.at.clone(),
            }),
            Content::List(_) | Content::Map(_) => {
                let message = format!("`{}` is text", key.text);
                let help = "put a text with `: ` or a comma in it into quotes".to_owned();
                self.add("wrong-type", node.at.clone(), message, Some(help));
                None
            }
        }
    }

    /// A text that has to be there.
    fn needed(&mut self, key: &Key, node: &Node, help: &str) -> Option<Said> {
        let found_before = self.found.len();
        let said = self.said(key, node);
        if said.is_none() && self.found.len() == found_before {
            let message = format!("`{}` is empty", key.text);
            self.add("missing-field", key.at.clone(), message, Some(help.to_owned()));
        }
        said
    }

    fn missing(&mut self, node: &Node, message: &str, help: &str) {
        self.add(
            "missing-field",
            node.at.clone(),
            message.to_owned(),
            Some(help.to_owned()),
        );
    }

    fn twice(&mut self, key: &Key) {
        self.add(
            "duplicate-key",
            key.at.clone(),
            format!("`{}` appears twice", key.text),
            Some("keep one of the two".to_owned()),
        );
    }

    fn add(&mut self, code: &'static str, at: Range<usize>, message: String, help: Option<String>) {
        let found = Diagnostic::at(code, self.file, self.text, at, message);
        self.found.push(Diagnostic { help, ..found });
    }
}
