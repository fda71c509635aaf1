//! What the profile already knows about a question. It is offered, never taken silently.

use super::Profile;

/// What stands for an empty answer in a list of the profile.
const NONE: &str = "none";

/// What is said when the profile answers that there is none.
const NONE_SAID: &str = "none: the profile says so";

impl Profile {
    /// What could be answered to the question for this fact, as it would be typed: for a table a row a line.
    pub fn suggestion(&self, fact: &str) -> Option<String> {
        let letterhead = self.letterhead.as_ref();
        let words = match fact {
            "prepare_support.phone" => letterhead?.phone.clone()?,
            "prepare_support.mailbox" => letterhead?.email.clone()?,
            "website_faq.address" => letterhead?.web.clone()?,
            "sectors" => self.sectors.join(", "),
            "channel" => self.payment_channels.join(", "),
            "established_in" => self.established_in.join("\n"),
            "regulated_as" => answered(&self.regulated_as),
            "card_brands" => answered(&self.card_brands),
            "contract_duties" => answered(&self.contract_duties),
            "insured" => {
                if self.insured? {
                    "yes".to_owned()
                } else {
                    "no".to_owned()
                }
            }
            "gather_provider_signals.suspected_provider" => match self.payment_providers.as_slice() {
                [only] => only.clone(),
                _ => return None,
            },
            _ => return None,
        };
        (!words.is_empty()).then_some(words)
    }

    /// Whether Enter is enough to take what is on file for this fact: it says who we are, and nothing of what happened.
    pub fn is_about_us(fact: &str) -> bool {
        fact != "gather_provider_signals.suspected_provider"
    }

    /// What is on file for a column of a table: the accounts to be watched, or the payment providers.
    pub fn on_file(&self, column: &str) -> &[String] {
        match column {
            "account" => &self.accounts,
            "place" => &self.places,
            "vendor" | "provider" => &self.payment_providers,
            _ => &[],
        }
    }

    /// The field in which answers to this fact can be kept for the next time.
    pub fn field_of(fact: &str) -> Option<&'static str> {
        match fact {
            "sectors" => Some("sectors"),
            "channel" => Some("payment-channels"),
            "established_in" => Some("established-in"),
            "regulated_as" => Some("regulated-as"),
            "contract_duties" => Some("contract-duties"),
            _ => None,
        }
    }

    /// Whether the answers to this fact are missing from the profile.
    pub fn lacks(&self, fact: &str) -> bool {
        match fact {
            "sectors" => self.sectors.is_empty(),
            "channel" => self.payment_channels.is_empty(),
            "established_in" => self.established_in.is_empty(),
            "regulated_as" => self.regulated_as.is_empty(),
            "contract_duties" => self.contract_duties.is_empty(),
            _ => false,
        }
    }
}

/// A list as an answer.
fn answered(items: &[String]) -> String {
    match items {
        [only] if only == NONE => NONE_SAID.to_owned(),
        items => items.join(", "),
    }
}
