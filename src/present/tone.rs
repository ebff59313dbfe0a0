//! The colors of the terminal. Each is told from the others with any color vision, reads on a dark and on a
//! light ground alike, and never says what no word says.

use anstyle::{Ansi256Color, Style};

/// What is as it should be.
pub const GOOD: Style = tone(32);
/// What is not.
pub const BAD: Style = tone(166);
/// What is not decided.
pub const OPEN: Style = tone(133);
/// What stands out: what leads, what is at issue.
pub const LEAD: Style = tone(30);

const fn tone(number: u8) -> Style {
    Style::new().fg_color(Some(anstyle::Color::Ansi256(Ansi256Color(number))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use anstyle::Color;

    /// The relative luminance of a color of the 6 × 6 × 6 cube (WCAG 2.2, "relative luminance").
    fn luminance(style: Style) -> f64 {
        let Some(Color::Ansi256(Ansi256Color(number))) = style.get_fg_color() else {
            panic!("a color of the cube");
        };
        let place = number - 16;
        let part = |step: u8| {
            let level = if step == 0 { 0 } else { 55 + 40 * step };
            let part = f64::from(level) / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * part(place / 36) + 0.7152 * part(place / 6 % 6) + 0.0722 * part(place % 6)
    }

    /// At least 3:1 against black and against white, as WCAG 2.2, 1.4.11, wants it of graphics.
    #[test]
    fn every_color_stands_out_from_black_and_from_white() {
        for style in [GOOD, BAD, OPEN, LEAD] {
            let own = luminance(style);
            let (black, white) = ((own + 0.05) / 0.05, 1.05 / (own + 0.05));
            assert!(
                black >= 3.5 && white >= 3.5,
                "{style:?}: {black:.1} {white:.1}"
            );
        }
    }
}
