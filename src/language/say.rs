//! A text in the language that the program speaks.

use std::fmt::{Display, Write as _};

/// Says a text to a person: the English text, in which `{name}` stands for an argument, and the
/// arguments, `name` or `name = expression`. The catalogues hold its translations under the English
/// text; the arguments are the same in each.
#[macro_export]
macro_rules! say {
    ($english:literal $(,)?) => {
        $crate::language::say::alone($english, || ::std::format!($english))
    };
    ($english:literal, $($rest:tt)+) => {
        $crate::say_with!($english, [] $($rest)+)
    };
}

/// The arguments of [`say!`], one by one.
#[doc(hidden)]
#[macro_export]
macro_rules! say_with {
    ($english:literal, [$($done:tt)*] $name:ident = $value:expr $(, $($rest:tt)*)?) => {
        $crate::say_with!($english, [$($done)* ($name, $value)] $($($rest)*)?)
    };
    ($english:literal, [$($done:tt)*] $name:ident $(, $($rest:tt)*)?) => {
        $crate::say_with!($english, [$($done)* ($name, $name)] $($($rest)*)?)
    };
    ($english:literal, [$(($name:ident, $value:expr))*]) => {
        match $crate::language::find($english) {
            Some(text) => $crate::language::say::fill(text, &[$((stringify!($name), &$value)),*]),
            None => ::std::format!($english, $($name = $value),*),
        }
    };
}

/// A text without arguments.
pub fn alone(english: &str, plain: impl FnOnce() -> String) -> String {
    crate::language::find(english).map_or_else(plain, |text| fill(text, &[]))
}

/// The text with its arguments in place; a name without an argument stays as it is.
#[must_use]
pub fn fill(text: &str, arguments: &[(&str, &dyn Display)]) -> String {
    let mut filled = String::with_capacity(text.len() + 16 * arguments.len());
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        filled.push_str(&rest[..at]);
        let brace = &rest[at..=at];
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix(brace) {
            filled.push_str(brace);
            rest = after;
            continue;
        }
        let found = rest.split_once('}').and_then(|(name, after)| {
            let (_, value) = arguments.iter().find(|(known, _)| *known == name)?;
            Some((value, after))
        });
        if let Some((value, after)) = found {
            // Writing to a string cannot fail.
            let _ = write!(filled, "{value}");
            rest = after;
        } else {
            filled.push_str(brace);
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_stand_where_the_text_wants_them() {
        let arguments: [(&str, &dyn Display); 2] = [("one", &1), ("two", &"二{one}")];
        assert_eq!(fill("{two}，{one}", &arguments), "二{one}，1");
        assert_eq!(
            fill("{{one}} {one} }} {three}", &arguments),
            "{one} 1 } {three}"
        );
        assert_eq!(fill("{", &arguments), "{");
    }

    #[test]
    fn english_is_what_the_code_says() {
        let one = 3;
        assert_eq!(say!("{one} of {two}", one, two = "four"), "3 of four");
        assert_eq!(say!("a {{b}}"), "a {b}");
    }
}
