//! How numbers are written. Scores always show one decimal.

use crate::say;
use std::fmt::Display;

/// A score in tenths, `62.5`.
#[must_use]
pub fn score(tenths: u16) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// Appends a score in tenths, `62.5`.
pub fn push_score(tenths: u16, text: &mut Vec<u8>) {
    // From behind, in as much room as the largest takes.
    let mut shown = *b"0000.0";
    let digit = |number: u16| b"0123456789"[usize::from(number % 10)];
    let mut begin = shown.len() - 1;
    shown[begin] = digit(tenths);
    begin -= 1;
    let mut whole = tenths / 10;
    loop {
        begin -= 1;
        shown[begin] = digit(whole);
        whole /= 10;
        if whole == 0 {
            break;
        }
    }
    text.extend_from_slice(&shown[begin..]);
}

/// A score in tenths as the number that JSON shows.
#[must_use]
pub fn points(tenths: u16) -> f64 {
    f64::from(tenths) / 10.0
}

/// A number rounded half away from zero to some decimals, as JSON shows it.
#[must_use]
pub fn rounded(value: f64, decimals: i32) -> f64 {
    let scale = 10_f64.powi(decimals);
    (value * scale).round() / scale
}

/// A number of percent with its sign, as the language sets it.
#[must_use]
pub fn of_hundred(number: impl Display) -> String {
    say!("{number} %", number)
}

/// A figure of the JSON, which has four decimals at most, with fewer: half away from zero as it reads there, whatever a
/// float makes of its last digit.
#[must_use]
pub fn shorter(figure: f64, decimals: usize) -> String {
    let nearest = rounded(figure, 4);
    let away = nearest + 1e-9_f64.copysign(nearest);
    let text = format!("{away:.decimals$}");
    // Nothing is less than nothing.
    let is_zero = !text.contains(|sign: char| ('1'..='9').contains(&sign));
    text.strip_prefix('-')
        .filter(|_| is_zero)
        .map_or_else(|| text.clone(), str::to_owned)
}

/// A part of a whole as a percentage with one decimal; 100 % only where it is all.
#[must_use]
pub fn percent_finer(part: f64) -> String {
    of_hundred(of_a_whole(part, 1))
}

/// A part of a whole as a percentage without decimals; 100 % only where it is all.
#[must_use]
pub fn percent(part: f64) -> String {
    of_hundred(of_a_whole(part, 0))
}

fn of_a_whole(part: f64, decimals: usize) -> String {
    let nearly_all = if decimals == 0 { 99.0 } else { 99.9 };
    // As the JSON has it.
    let percent = rounded(part, 4) * 100.0;
    // A sum of parts may miss the whole by what a float cannot hold.
    let missing = part < 1.0 - 1e-9;
    shorter(
        if missing {
            percent.min(nearly_all)
        } else {
            percent
        },
        decimals,
    )
}

/// A share in percent; what is possible is never 0 %, what is not certain never 100 %.
#[must_use]
pub fn share(part: f64) -> String {
    if part < 0.01 {
        of_hundred("<1")
    } else {
        percent(part)
    }
}

/// A share in percent with one decimal; what is possible is never 0.0 %, what is not certain never 100.0 %.
#[must_use]
pub fn share_finer(part: f64) -> String {
    if part < 0.0005 {
        of_hundred("<0.1")
    } else {
        percent_finer(part)
    }
}

/// A stated number: whole numbers without decimals.
#[must_use]
pub fn plain(value: f64) -> String {
    format!("{value}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_pushed_as_they_are_shown() {
        for tenths in (0..=1000).chain([1001, 9999, 10_000, u16::MAX]) {
            let mut text = Vec::new();
            push_score(tenths, &mut text);
            assert_eq!(text, score(tenths).as_bytes());
        }
    }

    #[test]
    fn scores_show_one_decimal() {
        assert_eq!(
            (score(0), score(625), score(1000)),
            ("0.0".into(), "62.5".into(), "100.0".into())
        );
    }

    #[test]
    fn figures_with_fewer_decimals_are_rounded_as_they_read() {
        assert_eq!(
            [6.25, 6.35, 0.05, -6.25, -0.04].map(|cost| shorter(cost, 1)),
            ["6.3", "6.4", "0.1", "-6.3", "0.0"]
        );
        assert_eq!(
            [0.125, 0.335].map(|bits| shorter(bits, 2)),
            ["0.13", "0.34"]
        );
        assert_eq!(
            (percent(0.285), share(0.145)),
            ("29 %".into(), "15 %".into())
        );
        // The JSON has 0.1235 for it.
        assert_eq!(percent_finer(20.0 / 162.0), "12.4 %");
        assert_eq!(
            [0.1225, 0.0005, 0.0004, 0.9999].map(share_finer),
            ["12.3 %", "0.1 %", "<0.1 %", "99.9 %"]
        );
    }

    #[test]
    fn all_is_only_shown_for_all() {
        assert_eq!(
            (percent(0.998), percent(1.0), percent(0.004)),
            ("99 %".into(), "100 %".into(), "0 %".into())
        );
        assert_eq!(percent_finer(0.1 + 0.2 + 0.7), "100.0 %");
        assert!((rounded(0.123_46, 4) - 0.1235).abs() < 1e-12);
    }
}
