//! What an input may ask of time and memory: every limit on what comes from outside, in one place.
//!
//! The limits of the model itself (cells of a fact, parts of a set) stand where the model does.

use std::sync::OnceLock;

/// The limits of one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The largest file that is read as a whole, in bytes: of a rubric set, a map, a profile of a command that
    /// takes one. Places are kept in 32 bits.
    pub file: usize,
    /// The largest document or row of a profile, in bytes.
    pub document: usize,
    /// The deepest nesting of lists and maps; a profile needs four levels. Readers call themselves for each.
    pub depth: usize,
    /// The most values of a document, its keys counted and its aliases written out.
    pub values: usize,
    /// The most facts that one profile states.
    pub facts: usize,
    /// The longest text, in bytes: a value, a note, a key.
    pub text: usize,
    /// The most findings about one document or rubric set that are told one by one; the rest is counted.
    pub findings: usize,
}

impl Limits {
    /// What holds where nobody says otherwise.
    pub const DEFAULT: Self = Self {
        file: 64 << 20,
        document: 16 << 20,
        depth: 32,
        values: 100_000,
        facts: 10_000,
        text: 1 << 20,
        findings: 100,
    };
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// One of the limits, as it is named and what it may be set to.
#[derive(Debug)]
pub struct Limit {
    /// Its name on the command line.
    pub name: &'static str,
    /// Whether it counts bytes.
    pub bytes: bool,
    /// The least that it can be set to.
    pub least: usize,
    /// The most that it can be set to, such that neither a stack nor a place overflows.
    pub most: usize,
    read: fn(&Limits) -> usize,
    write: fn(&mut Limits) -> &mut usize,
}

macro_rules! limits {
    ($($name:ident: $bytes:literal, $least:expr, $most:expr;)*) => {
        /// Every limit.
        pub const ALL: &[Limit] = &[$(Limit {
            name: stringify!($name),
            bytes: $bytes,
            least: $least,
            most: $most,
            read: |limits| limits.$name,
            write: |limits| &mut limits.$name,
        },)*];
    };
}

limits! {
    file: true, 1 << 10, 1 << 30;
    document: true, 1 << 10, 1 << 30;
    depth: false, 4, 128;
    values: false, 100, 10_000_000;
    facts: false, 1, 1_000_000;
    text: true, 1 << 10, 1 << 30;
    findings: false, 1, 100_000;
}

impl Limit {
    /// Its value.
    #[must_use]
    pub fn of(&self, limits: &Limits) -> usize {
        (self.read)(limits)
    }

    /// Sets it; `None` where it cannot be so small or so large.
    #[must_use]
    pub fn set(&self, limits: &mut Limits, value: usize) -> Option<()> {
        *(self.write)(limits) = (self.least..=self.most).contains(&value).then_some(value)?;
        Some(())
    }

    /// A value of it as one writes it.
    #[must_use]
    pub fn written(&self, value: usize) -> String {
        if self.bytes {
            bytes(value)
        } else {
            value.to_string()
        }
    }
}

/// The units of bytes, largest first.
pub const UNITS: [(&str, usize); 4] = [
    ("GiB", 1 << 30),
    ("MiB", 1 << 20),
    ("KiB", 1 << 10),
    ("B", 1),
];

/// A number of bytes in the largest unit of which it is a whole number.
#[must_use]
pub fn bytes(value: usize) -> String {
    let fits = |(_, unit): &&(&str, usize)| value > 0 && value.is_multiple_of(*unit);
    match UNITS.iter().find(fits) {
        Some((name, unit)) => format!("{} {name}", value / unit),
        None => format!("{value} B"),
    }
}

static CURRENT: OnceLock<Limits> = OnceLock::new();

/// The limits of this process.
#[must_use]
pub fn limits() -> &'static Limits {
    CURRENT.get().unwrap_or(&Limits::DEFAULT)
}

/// Sets the limits of this process, once, before anything is read. Whether they hold from now on.
pub fn set(limits: Limits) -> bool {
    CURRENT.set(limits).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_lie_within_their_bounds() {
        for limit in ALL {
            let mut limits = Limits::DEFAULT;
            let default = limit.of(&limits);
            assert_eq!(limit.set(&mut limits, default), Some(()), "{}", limit.name);
            assert_eq!(limit.set(&mut limits, limit.least - 1), None);
            assert_eq!(limit.set(&mut limits, limit.most + 1), None);
            assert_eq!(limits, Limits::DEFAULT);
            assert_eq!(limit.set(&mut limits, limit.most), Some(()));
            assert_eq!(limit.of(&limits), limit.most);
        }
    }

    #[test]
    fn bytes_are_written_in_whole_units() {
        for (value, written) in [
            (0, "0 B"),
            (1023, "1023 B"),
            (64 << 20, "64 MiB"),
            (1 << 30, "1 GiB"),
            ((1 << 20) + (1 << 10), "1025 KiB"),
        ] {
            assert_eq!(bytes(value), written);
        }
    }
}
