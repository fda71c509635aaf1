//! The field table of an answers file, format 1: which fields each part has, what they look like, what they are for.

use crate::schema::shape::{Record, Shape, Slip, Special, may, must, record};
use crate::text::did_you_mean;

const TEXT: Shape = Shape::Blank(&Shape::Text);

pub(crate) const ANSWERS: Record = record! { "an answers file":
    must("answers", &Shape::Format, "The format of this file: 1."),
    must("as", &Shape::Record(&WRITER), "Who wrote it."),
    may("title", &TEXT, "What the incident is called."),
    may("opening", &Shape::Blank(&Shape::Record(&OPENING)), "Answers to the questions at the start."),
    may("roles", &Shape::Blank(&Shape::Map(&Shape::Text, &TEXT)), "Who takes which role, by its id."),
    may("steps", &Shape::Blank(&Shape::List(&Shape::Record(&ITEM))),
        "What is said of each step, or of duties alone, in order."),
    may("close", &Shape::Record(&CLOSE), "How the incident ended."),
};

const WRITER: Record = record! { "`as`":
    must("name", &Shape::Text, "The person."),
    may("role", &TEXT, "Their role, by its id."),
};

const OPENING: Record = record! { "`opening`":
    may("situation", &TEXT, "What is happening."),
    may("reported_words", &TEXT, "The words in which it was reported."),
    may("first_read_at", &TEXT, "When the first word of it was read."),
};

const ITEM: Record = record! { "an item of `steps`":
    may("step", &TEXT, "The id of the step; left out where only notices are told."),
    may("pass", &Shape::Number(&PASS), "Which pass of a step that repeats; the next, if left out."),
    may("at", &TEXT, "When it happened."),
    may("who", &TEXT, "Who did it, or said so."),
    may("channel", &TEXT, "How they said so, such as `phone`."),
    may("facts", &Shape::Blank(&Shape::Map(&Shape::Text, &Shape::Answer)),
        "Answers, by the name of the question or fact."),
    may("gates", &Shape::Blank(&Shape::Map(&Shape::Text, &GATE)), "What became of what holds the step, by gate."),
    may("override", &Shape::Either(&Shape::Text, &Shape::Record(&OVERRIDE)),
        "Why the step went ahead in spite of a gate."),
    may("outcome", &OUTCOME, "What became of the step."),
    may("notices", &Shape::Blank(&Shape::Map(&Shape::Text, &Shape::OneOf(&[&MADE, &NOT_REQUIRED, &DECLINED]))),
        "What became of duties to tell somebody, by their id."),
    may("notes", &Shape::Blank(&Shape::Several(&TEXT)), "Notes to write down with it, as they would be typed."),
};

const PASS: Special = Special {
    expected: || "a number from 1".to_owned(),
    check: |text| match text.parse::<u32>() {
        Ok(1..) => Ok(()),
        _ => Err(Slip {
            code: "wrong-type",
            message: "a pass is a number from 1".to_owned(),
            help: Some("leave it out for the pass that is next".to_owned()),
        }),
    },
};

const GATE: Shape = Shape::Either(&Shape::Special(&AGREED), &Shape::OneOf(&[&APPROVED, &SENT_BACK]));

const AGREED: Special = Special {
    expected: || "`agreed`".to_owned(),
    check: |text| {
        if text.eq_ignore_ascii_case("agreed") {
            return Ok(());
        }
        Err(Slip {
            code: "wrong-type",
            message: "this is not what becomes of a gate".to_owned(),
            help: Some("write `agreed`, `{approved-by: NAME}` or `{sent-back: WHY, by: NAME}`".to_owned()),
        })
    },
};

const APPROVED: Record = record! { "an approval":
    must("approved-by", &Shape::Text, "Who approved."),
    may("at", &TEXT, "When."),
    may("channel", &TEXT, "How they said so."),
};

const SENT_BACK: Record = record! { "a gate that was sent back":
    must("sent-back", &Shape::Text, "Why it was not approved."),
    must("by", &Shape::Text, "Who sent it back."),
    may("at", &TEXT, "When."),
    may("channel", &TEXT, "How they said so."),
};

const OVERRIDE: Record = record! { "`override`":
    must("why", &Shape::Text, "Why."),
    may("by", &TEXT, "The commander, if not who did the step."),
    may("at", &TEXT, "When."),
    may("channel", &TEXT, "How they said so."),
};

const OUTCOME: Shape = Shape::Either(
    &Shape::Special(&OUTCOME_WORD),
    &Shape::OneOf(&[&WAITING, &NOT_NEEDED, &WILL_NOT_DO, &LATER]),
);

const OUTCOME_WORD: Special = Special {
    expected: || "done, started or later".to_owned(),
    check: |text| {
        let slip = |code, message, help| Err(Slip { code, message, help });
        let also_says = |wants: &str| {
            let help = format!("write `{{{text}: {}}}`", wants.to_uppercase());
            slip("missing-field", format!("`{text}` also says {wants}"), Some(help))
        };
        match text {
            "done" | "started" | "later" => Ok(()),
            "waiting" => also_says("on whom"),
            "not-needed" | "will-not-do" => also_says("why"),
            other => {
                const WORDS: [&str; 6] = ["done", "started", "later", "waiting", "not-needed", "will-not-do"];
                let help = match did_you_mean(other, WORDS) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "write done, started, later, {waiting: ON WHOM}, {not-needed: WHY} or {will-not-do: WHY}"
                        .to_owned(),
                };
                slip("bad-outcome", format!("unknown outcome `{other}`"), Some(help))
            }
        }
    },
};

const WAITING: Record = record! { "a step that waits":
    must("waiting", &Shape::Either(&Shape::Text, &Shape::Record(&WAITING_FOR)), "On whom it waits."),
    may("until", &TEXT, "Until when."),
};

const WAITING_FOR: Record = record! { "`waiting`":
    must("on", &Shape::Text, "On whom it waits."),
    may("until", &TEXT, "Until when."),
};

const LATER: Record = record! { "a step for later":
    must("later", &TEXT, "Why, if that is known."),
    may("until", &TEXT, "Until when."),
};

const NOT_NEEDED: Record = record! { "a step that is not needed":
    must("not-needed", &Shape::Text, "Why."),
};

const WILL_NOT_DO: Record = record! { "a step that will not be done":
    must("will-not-do", &Shape::Text, "Why."),
};

const MADE: Record = record! { "a notice that was made":
    must("channel", &Shape::Text, "How they were told."),
    may("at", &TEXT, "When; the `at` of the item, if left out."),
    may("who", &TEXT, "Who told them; the `who` of the item, if left out."),
    may("to", &TEXT, "To whom it was said."),
    may("reference", &TEXT, "Their reference for it."),
};

const NOT_REQUIRED: Record = record! { "a notice that is not required":
    must("not-required", &Shape::Text, "Why."),
    may("at", &TEXT, "When that was decided."),
    may("who", &TEXT, "Who decided it."),
};

const DECLINED: Record = record! { "a notice that was declined":
    must("declined", &Shape::Text, "Why."),
    must("revisit", &Shape::Text, "When it is looked at again."),
    may("at", &TEXT, "When that was decided."),
    may("who", &TEXT, "Who decided it."),
};

const CLOSE: Record = record! { "`close`":
    must("how", &Shape::Word(&["handled", "ruled-out", "joined"]), "How it ended."),
    must("why", &Shape::Text, "Why."),
    may("second", &TEXT, "Who agrees that it is ruled out."),
    may("to", &TEXT, "The incident that goes on with a joined one."),
    may("open-because", &TEXT, "Why steps and questions stay open."),
    may("left-by", &TEXT, "Who leaves open what decides whom to tell."),
};
