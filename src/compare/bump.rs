//! Which part of the version a difference calls for, and whether the stated versions agree.

use super::change::{Change, Weighs};
use super::effect::{Recommendations, Scores};

/// A step of a semantic version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bump {
    /// Nothing changed.
    None,
    /// Texts and sources, or logic that is proved to do the same.
    Patch,
    /// Scores move, or there is something new to say, but every complete profile keeps its recommendation.
    Minor,
    /// Some recommendation changes, or what was right no longer is.
    Major,
}

impl Bump {
    /// The name in every format.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// The step that a difference calls for: at least this one, where something is not proved.
#[must_use]
pub fn called_for(changes: &[Change], recommendations: &Recommendations, scores: &Scores) -> Bump {
    let most = changes.iter().map(|change| change.weighs).max();
    let does = match (recommendations, scores) {
        (Recommendations::Differ(_), _) => Bump::Major,
        (Recommendations::Same, Scores::Same) => Bump::None,
        (Recommendations::Same | Recommendations::Unproved, _) => Bump::Minor,
    };
    let says = match most {
        None => Bump::None,
        Some(Weighs::Text | Weighs::Logic) => Bump::Patch,
        Some(Weighs::Shown) => Bump::Minor,
        Some(Weighs::Breaks) => Bump::Major,
    };
    does.max(says)
}

/// The step between two stated versions; none where the new one is not later.
#[must_use]
pub fn stated(old: &str, new: &str) -> Option<Bump> {
    let numbers = |version: &str| -> Vec<u64> {
        let core = version.split(['-', '+']).next().unwrap_or("");
        core.split('.')
            .map(|number| number.parse().unwrap_or(0))
            .collect()
    };
    let (old, new) = (numbers(old), numbers(new));
    if new < old {
        return None;
    }
    let first = old.iter().zip(&new).position(|(a, b)| a != b);
    Some(match first {
        Some(0) => Bump::Major,
        Some(1) => Bump::Minor,
        Some(_) => Bump::Patch,
        None => Bump::None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_their_numbers() {
        for (old, new, step) in [
            ("1.0.0", "1.0.0", Some(Bump::None)),
            ("1.9.3", "1.10.0", Some(Bump::Minor)),
            ("1.9.3", "2.0.0-rc.1", Some(Bump::Major)),
            ("1.0.0", "1.0.1+build", Some(Bump::Patch)),
            ("1.1.0", "1.0.9", None),
        ] {
            assert_eq!(stated(old, new), step, "{old} {new}");
        }
    }
}
