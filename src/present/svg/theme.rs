//! The colors of pages and pictures, in light and in dark. Two hues, blue and orange, that color-blind eyes tell
//! apart; on `paper` and `ground` every color of text has a contrast of at least 4.5 to 1.

/// A color by name, in light and in dark.
pub const COLORS: [(&str, &str, &str); 12] = [
    ("paper", "#ffffff", "#12161d"),
    ("ground", "#f5f7f9", "#1a202a"),
    ("ink", "#18202c", "#e9edf3"),
    ("soft", "#545f70", "#a9b3c2"),
    ("line", "#d8dee6", "#343e4c"),
    ("accent", "#1b5a9c", "#7fb5ee"),
    ("wash", "#e8f0f9", "#1b2a3d"),
    ("band", "#b4cce6", "#34557a"),
    ("warm", "#b04a12", "#ee9f6c"),
    ("warmwash", "#fbede4", "#38261b"),
    ("shade", "#eef1f5", "#222a36"),
    ("onaccent", "#ffffff", "#0e1a28"),
];

/// The colors as variables of a page.
#[must_use]
pub fn variables() -> String {
    let list = |dark: bool| -> String {
        let colors = COLORS.iter();
        let one = |(name, light, night): &(&str, &str, &str)| {
            format!("--{name}:{};", if dark { night } else { light })
        };
        colors.map(one).collect()
    };
    format!(
        ":root{{color-scheme:light dark;{}}}@media (prefers-color-scheme:dark){{@media screen{{:root{{{}}}}}}}",
        list(false),
        list(true)
    )
}

/// A style sheet with the colors in place of the variables, for readers that know no variables.
#[must_use]
pub fn resolved(style: &str) -> String {
    let with = |dark: bool| {
        COLORS
            .iter()
            .fold(style.to_owned(), |style, (name, light, night)| {
                style.replace(&format!("var(--{name})"), if dark { night } else { light })
            })
    };
    format!(
        "{}@media (prefers-color-scheme:dark){{{}}}",
        with(false),
        with(true)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The relative luminance of a color, by WCAG 2.
    fn luminance(color: &str) -> f64 {
        let part = |at: usize| {
            let value = u8::from_str_radix(&color[at..at + 2], 16).expect("a hexadecimal number");
            let value = f64::from(value) / 255.0;
            if value <= 0.040_45 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    #[test]
    fn text_can_be_read_in_light_and_in_dark() {
        let color = |name: &str, dark: bool| {
            let found = COLORS.iter().find(|(known, ..)| *known == name);
            let (_, light, night) = found.expect("a color");
            luminance(if dark { night } else { light })
        };
        for dark in [false, true] {
            let pairs = ["ink", "soft", "accent", "warm"]
                .into_iter()
                .flat_map(|text| {
                    ["paper", "ground", "wash", "warmwash", "shade"].map(|under| (text, under))
                })
                .chain([
                    ("onaccent", "accent"),
                    ("onaccent", "warm"),
                    ("ink", "band"),
                ]);
            for (text, under) in pairs {
                let (a, b) = (color(text, dark), color(under, dark));
                let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
                assert!(
                    contrast >= 4.5,
                    "{text} on {under}, dark {dark}: {contrast:.2}"
                );
            }
        }
    }

    #[test]
    fn no_variable_is_left() {
        let style = resolved(super::super::STYLE);
        assert!(!style.contains("var("), "{style}");
    }
}
