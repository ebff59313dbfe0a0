//! Lists and counts in the language that the program speaks.

use super::{Language, spoken};

/// "a", "a and b", "a, b and c".
#[must_use]
pub fn list<T: AsRef<str>>(items: &[T]) -> String {
    joined(items, " and ", "和")
}

/// "a", "a or b", "a, b or c".
#[must_use]
pub fn list_or<T: AsRef<str>>(items: &[T]) -> String {
    joined(items, " or ", "或")
}

fn joined<T: AsRef<str>>(items: &[T], english: &str, chinese: &str) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    let [most @ .., last] = items.as_slice() else {
        return String::new();
    };
    let Some(before) = most.last() else {
        return (*last).to_owned();
    };
    match spoken() {
        Language::English => format!("{}{english}{last}", most.join(", ")),
        Language::Simplified | Language::Traditional => {
            // Between Chinese and Latin words stands a space.
            let gap = |c: Option<char>| {
                if c.is_some_and(|c| c.is_ascii()) {
                    " "
                } else {
                    ""
                }
            };
            let (left, right) = (gap(before.chars().next_back()), gap(last.chars().next()));
            format!("{}{left}{chinese}{right}{last}", most.join("、"))
        }
    }
}

/// Several items without a last word between them: "a, b, c".
#[must_use]
pub fn commas<T: AsRef<str>>(items: &[T]) -> String {
    spaced(items, ", ", "、")
}

/// Parts of a sentence, one behind the other: "a, b, c".
#[must_use]
pub fn clauses<T: AsRef<str>>(items: &[T]) -> String {
    spaced(items, ", ", "，")
}

/// Longer parts, which may have commas themselves: "a; b; c".
#[must_use]
pub fn semicolons<T: AsRef<str>>(items: &[T]) -> String {
    spaced(items, "; ", "；")
}

/// Sentences, one behind the other; those without words are left out. Behind a full-width stop there is no
/// space, behind that of a set's English text there is one.
#[must_use]
pub fn sentences<T: AsRef<str>>(texts: &[T]) -> String {
    let english = matches!(spoken(), Language::English);
    let mut all = String::new();
    for text in texts.iter().map(AsRef::as_ref) {
        let spaced = english || all.ends_with(|c: char| c.is_ascii());
        if spaced && !all.is_empty() && !text.is_empty() {
            all.push(' ');
        }
        all.push_str(text);
    }
    all
}

/// What stands between two pieces of text of which the first ends with a stop or a colon: full-width ones have their own
/// room.
#[must_use]
pub fn gap() -> &'static str {
    match spoken() {
        Language::English => " ",
        Language::Simplified | Language::Traditional => "",
    }
}

fn spaced<T: AsRef<str>>(items: &[T], english: &str, chinese: &str) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    items.join(match spoken() {
        Language::English => english,
        Language::Simplified | Language::Traditional => chinese,
    })
}

/// A number in words with its unit: in Chinese there is no space before a Chinese unit.
#[must_use]
pub fn with_unit(number: &str, unit: &str) -> String {
    let english = matches!(spoken(), Language::English);
    let joined = !english && unit.starts_with(|c: char| !c.is_ascii());
    format!("{number}{}{unit}", if joined { "" } else { " " })
}

/// "1 profile", "2 profiles". The catalogues hold the words under `{n} profiles`.
#[must_use]
pub fn count(n: usize, one: &str, many: &str) -> String {
    let english = if n == 1 { one } else { many };
    match super::find(&format!("{{n}} {many}")) {
        Some(text) => super::say::fill(text, &[("n", &n)]),
        None => format!("{n} {english}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_and_lists_read_well() {
        assert_eq!(count(1, "profile", "profiles"), "1 profile");
        assert_eq!(count(0, "profile", "profiles"), "0 profiles");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
        assert_eq!(list_or(&["a", "b"]), "a or b");
        assert_eq!(list::<&str>(&[]), "");
        assert_eq!(with_unit("4", "月"), "4 月");
        assert_eq!(sentences(&["A.", "", "B."]), "A. B.");
        assert_eq!(
            semicolons(&[clauses(&["a", "b"]), commas(&["c", "d"])]),
            "a, b; c, d"
        );
    }
}
