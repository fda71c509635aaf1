//! What the profile already knows about a question. It is offered, never taken silently.

use super::Profile;

impl Profile {
    /// What could be answered to the question for this fact, as it would be typed.
    pub fn suggestion(&self, fact: &str) -> Option<String> {
        let letterhead = self.letterhead.as_ref();
        let words = match fact {
            "prepare_support.phone" => letterhead?.phone.clone()?,
            "prepare_support.mailbox" => letterhead?.email.clone()?,
            "website_faq.address" => letterhead?.web.clone()?,
            "sectors" => self.sectors.join(", "),
            "channel" => self.payment_channels.join(", "),
            "gather_provider_signals.suspected_provider" => match self.payment_providers.as_slice() {
                [only] => only.clone(),
                _ => return None,
            },
            _ => return None,
        };
        (!words.is_empty()).then_some(words)
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
            _ => None,
        }
    }

    /// Whether the answers to this fact are missing from the profile.
    pub fn lacks(&self, fact: &str) -> bool {
        match fact {
            "sectors" => self.sectors.is_empty(),
            "channel" => self.payment_channels.is_empty(),
            _ => false,
        }
    }
}
