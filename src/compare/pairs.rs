//! Which part of one rubric set is which of the other: by id, or by `renamed_from` of either side.

use crate::rubric::RubricSet;
use crate::rubric::text::Str;

/// A part by its number in each set; none where it is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// In the old set.
    pub old: Option<usize>,
    /// In the new set.
    pub new: Option<usize>,
}

impl Pair {
    /// The same with the sides exchanged.
    #[must_use]
    pub fn turned(self) -> Self {
        Self {
            old: self.new,
            new: self.old,
        }
    }
}

/// The parts of two sets: those of the new set in its order, then those that only the old one has.
#[derive(Clone, Debug)]
pub struct Pairs {
    /// The facts.
    pub facts: Vec<Pair>,
    /// The rubrics.
    pub rubrics: Vec<Pair>,
    /// The dimensions.
    pub dimensions: Vec<Pair>,
    /// The criteria.
    pub criteria: Vec<Pair>,
    /// The gates.
    pub gates: Vec<Pair>,
    /// The recommendations.
    pub recommendations: Vec<Pair>,
    /// The rules.
    pub rules: Vec<Pair>,
    /// The pieces of advice.
    pub advice: Vec<Pair>,
}

impl Pairs {
    /// Pairs the parts of two sets.
    #[must_use]
    pub fn new(old: &RubricSet, new: &RubricSet) -> Self {
        macro_rules! named {
            ($parts:ident) => {
                pairs(
                    &names(&old.$parts, |part| (&part.id, &part.renamed_from)),
                    &names(&new.$parts, |part| (&part.id, &part.renamed_from)),
                )
            };
        }
        macro_rules! by_id {
            ($parts:ident) => {
                pairs(
                    &names(&old.$parts, |part| (&part.id, &None)),
                    &names(&new.$parts, |part| (&part.id, &None)),
                )
            };
        }
        Self {
            facts: named!(facts),
            rubrics: by_id!(rubrics),
            dimensions: by_id!(dimensions),
            criteria: named!(criteria),
            gates: named!(gates),
            recommendations: named!(recommendations),
            rules: named!(rules),
            advice: by_id!(advice),
        }
    }
}

/// The options of two facts.
#[must_use]
pub fn options(old: &crate::rubric::fact::Fact, new: &crate::rubric::fact::Fact) -> Vec<Pair> {
    pairs(
        &names(&old.options, |option| (&option.id, &option.renamed_from)),
        &names(&new.options, |option| (&option.id, &option.renamed_from)),
    )
}

/// What a part is called, and what it was called before.
type Name<'n> = (&'n str, Option<&'n str>);

fn names<T>(parts: &[T], name: impl Fn(&T) -> (&Str, &Option<Str>)) -> Vec<Name<'_>> {
    let name = |part| {
        let (id, renamed_from) = name(part);
        (&**id, renamed_from.as_deref())
    };
    parts.iter().map(name).collect()
}

fn pairs(old: &[Name<'_>], new: &[Name<'_>]) -> Vec<Pair> {
    let mut to_old: Vec<Option<usize>> = vec![None; new.len()];
    for (earlier, later) in renames(old, new) {
        to_old[later] = Some(earlier);
    }
    for (later, earlier) in renames(new, old) {
        if to_old[later].is_none() && !to_old.contains(&Some(earlier)) {
            to_old[later] = Some(earlier);
        }
    }
    for (number, (id, _)) in new.iter().enumerate() {
        let same = old.iter().position(|(other, _)| other == id);
        if to_old[number].is_none() && same.is_some() && !to_old.contains(&same) {
            to_old[number] = same;
        }
    }
    let mut all: Vec<Pair> = Vec::new();
    for (number, old) in to_old.iter().enumerate() {
        all.push(Pair {
            old: *old,
            new: Some(number),
        });
    }
    let gone = (0..old.len()).filter(|number| !to_old.contains(&Some(*number)));
    all.extend(gone.map(|number| Pair {
        old: Some(number),
        new: None,
    }));
    all
}

/// The renames that the later names tell of, each earlier place with the later one. A name that both
/// sides use for what it always was is no rename, whatever an old note beside it says.
fn renames(earlier: &[Name<'_>], later: &[Name<'_>]) -> Vec<(usize, usize)> {
    let place = |names: &[Name<'_>], id: &str| names.iter().position(|(other, _)| *other == id);
    let leaves = |id: &str| later.iter().any(|(_, from)| *from == Some(id));
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (number, (id, from)) in later.iter().enumerate() {
        let Some(from) = *from else { continue };
        let Some(before) = place(earlier, from) else {
            continue;
        };
        // The earlier name is still in use, for the same thing.
        let stays = place(later, from).is_some_and(|other| {
            later[other]
                .1
                .is_none_or(|older| place(earlier, older).is_none())
        });
        // The later name was there before, and nothing else says that it went elsewhere.
        let was_there = place(earlier, id).is_some() && !leaves(id);
        let taken = found.iter().any(|(other, _)| *other == before);
        if !stays && !was_there && !taken {
            found.push((before, number));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(old: &[Name<'_>], new: &[Name<'_>]) -> Vec<String> {
        let id = |names: &[Name<'_>], place: Option<usize>| {
            place.map_or("-".to_owned(), |place| names[place].0.to_owned())
        };
        pairs(old, new)
            .iter()
            .map(|pair| format!("{}>{}", id(old, pair.old), id(new, pair.new)))
            .collect()
    }

    #[test]
    fn renames_are_read_from_either_side() {
        let plain = [("a", None), ("b", None)];
        let renamed = [("b", None), ("c", Some("a"))];
        assert_eq!(named(&plain, &renamed), ["b>b", "a>c"]);
        assert_eq!(named(&renamed, &plain), ["c>a", "b>b"]);
        // Two that change places along a chain.
        let chain = [("b", Some("a")), ("c", Some("b"))];
        assert_eq!(named(&plain, &chain), ["a>b", "b>c"]);
    }

    #[test]
    fn a_note_about_an_old_rename_does_no_harm() {
        let earlier = [("a", None), ("c", Some("a"))];
        let later = [("c", Some("a")), ("d", None)];
        assert_eq!(named(&earlier, &later), ["c>c", "->d", "a>-"]);
        assert_eq!(named(&[("x", None)], &[("y", None)]), ["->y", "x>-"]);
    }
}
