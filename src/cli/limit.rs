//! `--limit NAME=VALUE`: what an input may ask of time and memory, for those who mean it.

use crate::finding::{did_you_mean, quoted, ticked};
use crate::limits::{ALL, Limit, Limits, UNITS, set};
use crate::say;

/// A limit and what it is set to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting {
    limit: &'static Limit,
    value: usize,
}

/// Reads `NAME=VALUE`.
pub(super) fn setting(written: &str) -> Result<Setting, String> {
    let (name, value) = written.split_once('=').unwrap_or((written, ""));
    let names = || ALL.iter().map(|limit| limit.name);
    let Some(limit) = ALL.iter().find(|limit| limit.name == name) else {
        let hint = did_you_mean(name, names())
            .unwrap_or_else(|| say!("the limits are {names}", names = ticked(names())));
        let name = quoted(name);
        return Err(say!("no limit is called {name}; {hint}", name, hint));
    };
    let number = if limit.bytes {
        in_bytes(value)
    } else {
        value.parse().ok()
    };
    let Some(value) = number else {
        let name = limit.name;
        return Err(if limit.bytes {
            say!(
                "`{name}` is a number of bytes, such as `{name}=32MiB`; units are KiB, MiB and GiB",
                name
            )
        } else {
            say!(
                "`{name}` is a whole number, such as `{name}={default}`",
                name,
                default = limit.of(&Limits::DEFAULT)
            )
        });
    };
    // Here only whether it fits is asked; it is set with the others.
    match limit.set(&mut Limits::default(), value) {
        Some(()) => Ok(Setting { limit, value }),
        None => Err(say!(
            "`{name}` can be {least} to {most}",
            name = limit.name,
            least = limit.written(limit.least),
            most = limit.written(limit.most)
        )),
    }
}

/// A number of bytes with or without a unit.
fn in_bytes(written: &str) -> Option<usize> {
    let digits = written.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = &written[digits.len()..];
    let known = |(name, _): &&(&str, usize)| name.eq_ignore_ascii_case(unit);
    let factor = match unit {
        "" => 1,
        _ => UNITS.iter().find(known)?.1,
    };
    digits.trim_end().parse::<usize>().ok()?.checked_mul(factor)
}

/// Makes the limits those that were asked for, the last where one is named twice.
pub(super) fn apply<'s>(settings: impl IntoIterator<Item = &'s Setting>) {
    let mut limits = Limits::default();
    for setting in settings {
        let _ = setting.limit.set(&mut limits, setting.value);
    }
    // This is the only place that sets them.
    let _ = set(limits);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_or_explained() {
        for (written, name, value) in [
            ("document=32MiB", "document", 32 << 20),
            ("document=32 mib", "document", 32 << 20),
            ("file=1GiB", "file", 1 << 30),
            ("text=2048", "text", 2048),
            ("text=2048B", "text", 2048),
            ("depth=64", "depth", 64),
        ] {
            let read = setting(written).expect(written);
            assert_eq!((read.limit.name, read.value), (name, value), "{written}");
        }
        for (written, said) in [
            ("dept=3", "did you mean `depth`?"),
            ("x=3", "the limits are `file`"),
            ("", "no limit is called ``"),
            ("depth", "a whole number, such as `depth=32`"),
            ("depth=3MiB", "a whole number"),
            ("depth=-3", "a whole number"),
            ("depth=129", "`depth` can be 4 to 128"),
            ("document=1.5MiB", "a number of bytes"),
            ("document=3MB", "units are KiB, MiB and GiB"),
            ("document=99999999999999999999", "a number of bytes"),
            ("document=17179869184GiB", "a number of bytes"),
            ("document=2GiB", "`document` can be 1 KiB to 1 GiB"),
        ] {
            let error = setting(written).expect_err(written);
            assert!(error.contains(said), "{written}: {error}");
        }
    }
}
