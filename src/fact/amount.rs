//! Numbers, amounts of money and lengths of time as people type them.

use rust_decimal::Decimal;

use super::value::IsoDuration;

/// Reads a number: `4000`, `4 000`, `1,234,567`, `12.5`, `12,5`.
pub fn read_number(text: &str) -> Result<Decimal, String> {
    let text = text.trim();
    let compact: String = text
        .chars()
        .filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’' | '_'))
        .collect();
    let wrong = || format!("`{text}` is not a number; write it in digits, like `4000` or `12.5`");
    let digits = compact.strip_prefix(['-', '+']).unwrap_or(&compact);
    if !digits.starts_with(|c: char| c.is_ascii_digit()) || !digits.ends_with(|c: char| c.is_ascii_digit()) {
        return Err(wrong());
    }
    let (commas, dots) = (digits.matches(',').count(), digits.matches('.').count());
    let decimal_sign = match (commas, dots) {
        (0, 0) => None,
        (1, 0) | (0, 1) => {
            let sign = if commas == 1 { ',' } else { '.' };
            let (whole, rest) = digits.split_once(sign).ok_or_else(wrong)?;
            if rest.len() == 3 && whole.len() <= 3 && !whole.starts_with('0') {
                return Err(format!(
                    "`{text}` can be read in two ways; write `{whole}{rest}`, or `{whole}.{rest}0` if it is a fraction"
                ));
            }
            Some(sign)
        }
        (_, 0) | (0, _) => None,
        _ if digits.rfind(',') > digits.rfind('.') => Some(','),
        _ => Some('.'),
    };
    let (whole, fraction) = match decimal_sign {
        Some(sign) => digits.rsplit_once(sign).ok_or_else(wrong)?,
        None => (digits, ""),
    };
    let mut groups = whole.split([',', '.']);
    let first = groups.next().unwrap_or_default();
    let grouped = groups.clone().count() > 0;
    let fine = (!grouped || (1..=3).contains(&first.len()))
        && groups.all(|group| group.len() == 3)
        && !(whole.contains(',') && whole.contains('.'))
        && decimal_sign.is_none_or(|sign| !whole.contains(sign));
    if !fine {
        return Err(wrong());
    }
    let sign = if compact.starts_with('-') { "-" } else { "" };
    let point = if fraction.is_empty() { "" } else { "." };
    let plain = format!("{sign}{}{point}{fraction}", whole.replace([',', '.'], ""));
    Decimal::from_str_exact(&plain).map_err(|_| wrong())
}

/// Reads an amount with its currency: `EUR 1200.50` or `1200.50 EUR`, also `€1200.50` and `£ 500`.
pub fn read_money(text: &str) -> Result<(Decimal, String), String> {
    let text = text.trim();
    let wrong = || format!("`{text}` is not an amount of money; write it with its currency, like `EUR 1200.50`");
    let is_currency = |word: &str| word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    for (sign, currency) in [('€', "EUR"), ('£', "GBP")] {
        if let Some(amount) = text.strip_prefix(sign).or_else(|| text.strip_suffix(sign)) {
            return Ok((read_number(amount)?, currency.to_owned()));
        }
    }
    let leading = text.split_at_checked(3).filter(|(word, _)| is_currency(word));
    let trailing = text
        .len()
        .checked_sub(3)
        .and_then(|at| text.split_at_checked(at))
        .filter(|(_, word)| is_currency(word))
        .map(|(amount, word)| (word, amount));
    let (currency, amount) = leading.or(trailing).ok_or_else(wrong)?;
    if !amount.contains(|c: char| c.is_ascii_digit()) {
        return Err(wrong());
    }
    Ok((read_number(amount)?, currency.to_ascii_uppercase()))
}

/// Reads a length of time: `2 hours`, `1 h 30 min`, `3 days`, `PT90M`.
pub fn read_duration(text: &str) -> Result<IsoDuration, String> {
    let text = text.trim();
    let wrong = || format!("`{text}` is not a length of time; write it like `90 min`, `2 hours` or `3 days`");
    if let Some(length) = IsoDuration::parse(&text.to_ascii_uppercase()) {
        return Ok(length);
    }
    let mut length = IsoDuration { days: 0, seconds: 0 };
    let lower = text.to_lowercase().replace(',', " ").replace(" and ", " ");
    let mut rest = lower.trim();
    if rest.is_empty() {
        return Err(wrong());
    }
    while !rest.is_empty() {
        let (digits, after) = rest.split_at(rest.bytes().take_while(u8::is_ascii_digit).count());
        let after = after.trim_start();
        let (unit, next) = after.split_at(after.bytes().take_while(u8::is_ascii_alphabetic).count());
        let count: u32 = match digits {
            "" => return Err(wrong()),
            digits => digits.parse().map_err(|_| wrong())?,
        };
        let (days, seconds) = match unit {
            "w" | "week" | "weeks" => (count.checked_mul(7), Some(0)),
            "d" | "day" | "days" => (Some(count), Some(0)),
            "h" | "hr" | "hrs" | "hour" | "hours" => (Some(0), count.checked_mul(3600)),
            "m" | "min" | "mins" | "minute" | "minutes" => (Some(0), count.checked_mul(60)),
            "s" | "sec" | "secs" | "second" | "seconds" => (Some(0), Some(count)),
            "month" | "months" | "year" | "years" => {
                return Err(format!(
                    "`{text}` has no fixed length; write it in days or weeks, such as `30 days`"
                ));
            }
            _ => return Err(wrong()),
        };
        let sum = |held: u32, more: Option<u32>| more.and_then(|more| held.checked_add(more)).ok_or_else(wrong);
        length.days = sum(length.days, days)?;
        length.seconds = sum(length.seconds, seconds)?;
        rest = next.trim_start();
    }
    Ok(length)
}
