//! What the difference of two rubric sets does to one profile: what comes of it under each, and which
//! changes by themselves give it another recommendation.

use super::change::Change;
use super::hybrid::{Hybrids, Origin, Unit};
use super::pairs::{Pair, Pairs};
use super::subset::smallest;
use crate::assess::range::Score;
use crate::assess::{Glance, glance, outlook};
use crate::finding::{Finding, SourceText};
use crate::profile::{Answers, Options, Renames, resolve};
use crate::rubric::RubricSet;
use crate::rubric::number::narrow;
use crate::value::Node;
use std::borrow::Cow;

/// Two rubric sets under which profiles are looked at.
pub struct Impact<'a, 'f> {
    old: &'a RubricSet,
    new: &'a RubricSet,
    pairs: &'a Pairs,
    hybrids: Hybrids<'f>,
    /// The new number of each old recommendation.
    same: Vec<Option<u16>>,
}

/// What becomes of a profile.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// `profile.id`.
    pub id: Option<String>,
    /// The company's name.
    pub name: Option<String>,
    /// Under the old set, or every error.
    pub before: Result<Seen, Vec<Finding>>,
    /// Under the new set, its renames followed.
    pub after: Result<Seen, Vec<Finding>>,
    /// Both together.
    pub fate: Fate,
    /// Whether something else is possible than before.
    pub otherwise_open: bool,
}

/// Which of six things happened to a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FateKind {
    /// The leading recommendation is another.
    Flipped,
    /// It is the same; scores, ranges, shares or what else is possible are not.
    Moved,
    /// Nothing moved; shares may differ by as much as sampling them does.
    Same,
    /// Only the old set can read it.
    NoLongerResolves,
    /// Only the new set can read it.
    NewlyResolves,
    /// Neither can.
    ResolvesUnderNeither,
}

impl FateKind {
    /// All of them, as they are listed.
    pub const ALL: [Self; 6] = [
        Self::Flipped,
        Self::Moved,
        Self::Same,
        Self::NoLongerResolves,
        Self::NewlyResolves,
        Self::ResolvesUnderNeither,
    ];

    /// The name in every format.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Flipped => "flipped",
            Self::Moved => "moved",
            Self::Same => "same",
            Self::NoLongerResolves => "no-longer-resolves",
            Self::NewlyResolves => "newly-resolves",
            Self::ResolvesUnderNeither => "resolves-under-neither",
        }
    }
}

/// What happened to a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fate {
    /// Which of six things.
    pub kind: FateKind,
    /// What gave it another recommendation; none where it has the same, or where not even all changes
    /// together do: then two lead alike within the error of sampled shares.
    pub cause: Option<Cause>,
}

/// Changes that give a profile the recommendation of the new set, all else as in the old one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cause {
    /// The changes, each with what it needs. None where new names alone do it, since they give sampled
    /// shares another order.
    pub units: Vec<Unit>,
    /// Whether it is proved that no part of them does it; else none can be left out alone.
    pub minimal: bool,
}

/// What a set says of a profile, by number in the set.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// Each dimension, in tenths.
    pub dimensions: Vec<Score>,
    /// Each rubric, in tenths.
    pub rubrics: Vec<Score>,
    /// The possible recommendations with their shares; the first one leads.
    pub possible: Vec<(u16, f64)>,
    /// Whether `possible` is exact.
    pub exact: bool,
    /// The standard error of a share, at most.
    pub share_error: f64,
}

impl Seen {
    fn new(glance: Glance) -> Self {
        let prospects = glance.prospects;
        let possible = prospects.possible.iter();
        Self {
            dimensions: glance.dimensions,
            rubrics: glance.rubrics,
            possible: possible
                .map(|one| (one.recommendation, one.share))
                .collect(),
            exact: prospects.exact,
            share_error: prospects.share_error,
        }
    }

    /// The leading recommendation, by number.
    #[must_use]
    pub fn leading(&self) -> u16 {
        self.possible.first().map_or(0, |(leading, _)| *leading)
    }

    /// Whether only one recommendation is possible.
    #[must_use]
    pub fn settled(&self) -> bool {
        self.possible.len() == 1
    }
}

impl<'a, 'f> Impact<'a, 'f> {
    /// Prepares to look at profiles. `changes` is the list of all changes.
    #[must_use]
    pub fn new(
        old: Origin<'a, 'f>,
        new: Origin<'a, 'f>,
        pairs: &'a Pairs,
        changes: &[Change],
    ) -> Self {
        let mut same = vec![None; old.set.recommendations.len()];
        for pair in &pairs.recommendations {
            if let Some((a, b)) = pair.old.zip(pair.new) {
                same[a] = u16::try_from(b).ok();
            }
        }
        Self {
            hybrids: Hybrids::new(old, new, pairs, changes),
            old: old.set,
            new: new.set,
            pairs,
            same,
        }
    }

    /// The old set.
    #[must_use]
    pub fn old(&self) -> &'a RubricSet {
        self.old
    }

    /// The new set.
    #[must_use]
    pub fn new_set(&self) -> &'a RubricSet {
        self.new
    }

    /// Which part is which.
    #[must_use]
    pub fn pairs(&self) -> &'a Pairs {
        self.pairs
    }

    /// Every set between the two.
    #[must_use]
    pub fn hybrids(&self) -> &Hybrids<'f> {
        &self.hybrids
    }

    /// The new number of an old recommendation, if the new set has it.
    #[must_use]
    pub fn recommendation(&self, old: u16) -> Option<u16> {
        self.same.get(usize::from(old)).copied().flatten()
    }

    /// Looks at one profile, given its document or why there is none.
    ///
    /// A profile that says that it is written for the new set's version is read by that as it stands, and by
    /// the old set with the old names. Of the others, what the old set can read is taken to be written for it:
    /// the new set reads it with the renames followed. Anything else it reads as it stands, and only if it
    /// cannot, with the renames.
    #[must_use]
    pub fn verdict(
        &self,
        source: &SourceText<'_>,
        document: Result<&Node<'_>, Vec<Finding>>,
    ) -> Verdict {
        let root = match document {
            Ok(root) => root,
            Err(findings) => {
                return Verdict {
                    id: None,
                    name: None,
                    before: Err(findings.clone()),
                    after: Err(findings),
                    fate: Fate {
                        kind: FateKind::ResolvesUnderNeither,
                        cause: None,
                    },
                    otherwise_open: false,
                };
            }
        };
        let renames: &Renames = self.hybrids.renames();
        let (for_old, renamed) = if renames.is_empty() {
            (Cow::Borrowed(root), Cow::Borrowed(root))
        } else if self.is_for_new(root) {
            let before = renames.reversed().renamed(root);
            (Cow::Owned(before), Cow::Borrowed(root))
        } else {
            (Cow::Borrowed(root), Cow::Owned(renames.renamed(root)))
        };
        let read = |set: &RubricSet,
                    root: &Node<'_>|
         -> Result<(Seen, Option<String>, Option<String>), Vec<Finding>> {
            let (answers, _) = resolve(set, source, root, Options::default())?;
            let id = answers.about.id.as_deref().map(str::to_owned);
            let name = answers.name(set).map(str::to_owned);
            Ok((Seen::new(glance(set, &answers.cells)), id, name))
        };
        let before = read(self.old, &for_old);
        let after = match &before {
            Ok(known) if self.old.digest == self.new.digest && renames.is_empty() => {
                Ok(known.clone())
            }
            Ok(_) => read(self.new, &renamed),
            Err(_) => read(self.new, root)
                .or_else(|findings| read(self.new, &renamed).map_err(|_| findings)),
        };
        let either = before.as_ref().or(after.as_ref());
        let (id, name) = either.map_or((None, None), |(_, id, name)| (id.clone(), name.clone()));
        let before = before.map(|(seen, _, _)| seen);
        let after = after.map(|(seen, _, _)| seen);
        let kind = self.kind(&before, &after);
        let cause = match (&after, kind) {
            (Ok(after), FateKind::Flipped) => self.cause(source, &renamed, after.leading()),
            _ => None,
        };
        let both = before.as_ref().ok().zip(after.as_ref().ok());
        Verdict {
            otherwise_open: both.is_some_and(|(before, after)| !self.open_alike(before, after)),
            id,
            name,
            before,
            after,
            fate: Fate { kind, cause },
        }
    }

    /// Whether a profile says that it is written for the new version, and not for the old one.
    fn is_for_new(&self, root: &Node<'_>) -> bool {
        let stated = root.get("profile").and_then(|about| about.get("rubrics"));
        let name = |set: &RubricSet| set.name_and_version();
        let is = |set: &RubricSet| stated.and_then(Node::text) == Some(&*name(set));
        is(self.new) && !is(self.old)
    }

    fn kind(
        &self,
        before: &Result<Seen, Vec<Finding>>,
        after: &Result<Seen, Vec<Finding>>,
    ) -> FateKind {
        match (before, after) {
            (Ok(before), Ok(after)) => {
                if self.recommendation(before.leading()) != Some(after.leading()) {
                    FateKind::Flipped
                } else if self.moved(before, after) {
                    FateKind::Moved
                } else {
                    FateKind::Same
                }
            }
            (Ok(_), Err(_)) => FateKind::NoLongerResolves,
            (Err(_), Ok(_)) => FateKind::NewlyResolves,
            (Err(_), Err(_)) => FateKind::ResolvesUnderNeither,
        }
    }

    /// Whether the same recommendations are possible.
    fn open_alike(&self, before: &Seen, after: &Seen) -> bool {
        let there = |(old, _): &(u16, f64)| {
            let now = self.recommendation(*old);
            after.possible.iter().any(|(new, _)| now == Some(*new))
        };
        before.possible.len() == after.possible.len() && before.possible.iter().all(there)
    }

    fn moved(&self, before: &Seen, after: &Seen) -> bool {
        let differ = |pairs: &[Pair], was: &[Score], is: &[Score]| {
            let both = pairs.iter().filter_map(|pair| pair.old.zip(pair.new));
            both.into_iter().any(|(a, b)| was[a] != is[b])
        };
        if differ(&self.pairs.rubrics, &before.rubrics, &after.rubrics)
            || differ(
                &self.pairs.dimensions,
                &before.dimensions,
                &after.dimensions,
            )
            || !self.open_alike(before, after)
        {
            return true;
        }
        // What comes of counting is exact but for the last bits of a fraction.
        let error = 1e-9 + 2.0 * (before.share_error + after.share_error);
        let same = |(old, share): &(u16, f64)| {
            let now = self.recommendation(*old);
            let other = after.possible.iter().find(|(new, _)| now == Some(*new));
            other.is_some_and(|(_, other)| (share - other).abs() <= error)
        };
        !before.possible.iter().all(same)
    }

    /// The fewest changes after which the profile gets what the new set recommends: one, if one does it,
    /// else some of which none can be left out.
    fn cause(&self, source: &SourceText<'_>, renamed: &Node<'_>, target: u16) -> Option<Cause> {
        let target = &self.new.recommendations[usize::from(target)].id;
        let leads = |set: &RubricSet, answers: &Answers<'_>| {
            let mut all = set.recommendations.iter();
            let own = all.position(|own| own.id == *target).map(narrow);
            own.is_some_and(|own| outlook::leads(set, &answers.cells, own))
        };
        let does = |units: &[usize]| {
            let made = self.hybrids.set(units);
            let Some(set) = made.as_ref() else {
                return false;
            };
            let read = resolve(set, source, renamed, Options::default());
            read.is_ok_and(|(answers, _)| leads(set, &answers))
        };
        // What needs more comes later, and is left out earlier.
        let mut all: Vec<usize> = (0..self.hybrids.units().len()).collect();
        let needed = |unit: &usize| self.hybrids.units()[*unit].with.len();
        all.sort_by_key(needed);
        // Without other names the old set itself is what no change gives.
        let found = if !self.hybrids.renames().is_empty() && does(&[]) {
            Vec::new()
        } else if let Some(one) = all.iter().find(|one| does(&[**one])) {
            vec![*one]
        } else if does(&all) {
            all.reverse();
            smallest(all, does).0
        } else {
            return None;
        };
        // What a change needs may do it without the change.
        let mut opened = self.hybrids.opened(&found);
        opened.sort_by_key(|unit| (std::cmp::Reverse(needed(unit)), *unit));
        let (mut units, minimal) = smallest(opened, does);
        units.sort_unstable();
        let unit = |place: usize| self.hybrids.units()[place].clone();
        Some(Cause {
            units: units.into_iter().map(unit).collect(),
            minimal,
        })
    }
}
