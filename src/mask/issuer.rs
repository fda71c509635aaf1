//! Which numbers card schemes issue: how they begin and how long they are.

/// Whether a scheme issues numbers that begin and end like this, by their first six digits and their length.
pub(super) fn is_issued(digits: &[u8]) -> bool {
    let beginning = digits
        .iter()
        .take(6)
        .fold(0, |number, digit| number * 10 + u32::from(*digit));
    digits.len() >= 13
        && SCHEMES
            .iter()
            .any(|(from, to, lengths)| (*from..=*to).contains(&beginning) && lengths.contains(&digits.len()))
}

const ONLY_16: &[usize] = &[16];
const FROM_16: &[usize] = &[16, 17, 18, 19];
const FROM_14: &[usize] = &[14, 15, 16, 17, 18, 19];
const FROM_13: &[usize] = &[13, 14, 15, 16, 17, 18, 19];

/// Of the first six digits: from, to, and the lengths.
const SCHEMES: &[(u32, u32, &[usize])] = &[
    // UATP.
    (100_000, 199_999, &[15]),
    // Mir, Mastercard.
    (220_000, 220_499, FROM_16),
    (222_100, 272_099, ONLY_16),
    // Diners Club; JCB; RuPay; American Express.
    (300_000, 305_999, FROM_14),
    (309_500, 309_599, FROM_14),
    (340_000, 349_999, &[15]),
    (352_800, 358_999, FROM_16),
    (353_000, 353_999, FROM_16),
    (356_000, 356_999, FROM_16),
    (360_000, 369_999, FROM_14),
    (370_000, 379_999, &[15]),
    (380_000, 399_999, FROM_14),
    // Visa.
    (400_000, 499_999, &[13, 16, 18, 19]),
    // Maestro: in any length where it is known to, else as long as they are in use.
    (501_800, 501_899, FROM_13),
    (502_000, 502_099, FROM_13),
    (503_800, 503_899, FROM_13),
    (500_000, 509_999, FROM_16),
    // Mastercard.
    (510_000, 559_999, ONLY_16),
    (560_000, 589_999, FROM_16),
    (589_300, 589_399, FROM_13),
    // Discover, UnionPay, Maestro, RuPay, Hipercard, Elo, Troy, Verve.
    (600_000, 699_999, FROM_16),
    (630_400, 630_499, FROM_13),
    (675_900, 675_999, FROM_13),
    (676_100, 676_399, FROM_13),
    // UnionPay, RuPay; Troy.
    (810_000, 829_999, FROM_16),
    (979_200, 979_299, ONLY_16),
];
