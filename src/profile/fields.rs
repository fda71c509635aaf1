//! The field table of a profile, format 1. Every field may be left empty: a response never waits for a profile.

use crate::obligation::CONTRACTS;
use crate::schema::shape::{FORMAT, LOOSE_ID, Record, Shape, Slip, Special, ZONE, may, must, record};

const TEXT: Shape = Shape::Blank(&Shape::Text);
const TEXTS: Shape = Shape::Blank(&Shape::Several(&TEXT));
const NUMBER: Shape = Shape::Blank(&Shape::Special(&PHONE));

const PHONE: Special = Special {
    expected: || "a number to call such as \"+44 20 7946 0100\"".to_owned(),
    check: |text| {
        if text.chars().filter(char::is_ascii_digit).count() >= 3 {
            return Ok(());
        }
        Err(Slip {
            code: "no-number",
            message: format!("`{text}` is not a telephone number"),
            help: Some("write it like \"+44 20 7946 0100\"".to_owned()),
        })
    },
};

pub(crate) const PROFILE: Record = record! { "a profile":
    FORMAT,
    may("organisation", &TEXT, "What the organisation is called."),
    may("me", &TEXT, "Who uses this login."),
    may("zone", &Shape::Blank(&Shape::Special(&ZONE)), "The zone to show times in; that of the computer, if left out."),
    may("roles", &Shape::Blank(&Shape::Map(&Shape::Special(&LOOSE_ID), &Shape::Record(&ROLE))),
        "Who holds which role when nobody said otherwise."),
    may("contacts", &Shape::Blank(&Shape::Map(&Shape::Special(&LOOSE_ID), &Shape::Record(&CONTACT))),
        "Numbers to call that do not depend on the company's systems."),
    may("sectors", &TEXTS, "Lines of business, in the words of the fact `sectors`."),
    may("places", &TEXTS, "Countries or states in which customers live."),
    may("established-in", &TEXTS,
        "Countries, and US states, in which the business is established; the main one first."),
    may("regulated-as", &TEXTS, "In the words of the fact `regulated_as`; `none` alone for nothing."),
    may("card-brands", &TEXTS, "Cards that are taken, in the words of the fact `card_brands`; `none` alone for none."),
    may("insured", &Shape::Blank(&Shape::YesNo), "Whether there is insurance that may cover an incident."),
    may("contract-duties", &TEXTS, "In the words of the fact `contract_duties`; `none` alone for none."),
    may("contracts", &Shape::Blank(&CONTRACTS), "Contracts that say by when somebody must be told, by id."),
    may("payment-channels", &TEXTS, "Ways of selling, in the words of the fact `channel`."),
    may("payment-providers", &TEXTS, "Who processes payments."),
    may("accounts", &TEXTS, "Accounts that money can leave from, to be watched."),
    may("letterhead", &Shape::Blank(&Shape::Record(&LETTERHEAD)), "What goes at the top of a letter."),
};

const ROLE: Record = record! { "a role":
    must("name", &Shape::Text, "The person."),
    may("number", &NUMBER, "Their number."),
    may("deputy", &TEXT, "Who stands in for them."),
    may("deputy-number", &NUMBER, "The deputy's number."),
    may("note", &TEXT, "A remark."),
};

const CONTACT: Record = record! { "a contact":
    must("name", &Shape::Text, "The person or desk."),
    may("number", &NUMBER, "The number."),
    may("note", &TEXT, "A remark."),
};

const LETTERHEAD: Record = record! { "the letterhead":
    may("name", &TEXT, "The name in full."),
    may("address", &TEXT, "The postal address."),
    may("phone", &TEXT, "A number for those who are written to."),
    may("email", &TEXT, "An address for those who are written to."),
    may("web", &TEXT, "A page that anybody can find without a link."),
};
