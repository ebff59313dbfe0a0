//! The scales of all criteria close together in memory: who scores one complete profile after the other waits for
//! little else.

use super::point::{Point, evaluate_by};
use crate::rubric::RubricSet;
use crate::rubric::scale::{NOT_APPLICABLE, Read, Scale, share_points};

/// The scales of a set.
#[derive(Clone, Debug)]
pub(super) struct Scales {
    rows: Vec<Row>,
    /// What each criterion reads, one criterion behind the other.
    reads: Vec<Read>,
    /// Its points for every combination of that, likewise.
    points: Vec<u8>,
    /// For each share the variables of its options.
    shares: Vec<Vec<u16>>,
}

/// A criterion.
#[derive(Clone, Copy, Debug)]
struct Row {
    weight: u32,
    /// Which one of the shares it is, if it is one: its points then only say whether it applies.
    share: Option<usize>,
    /// Where its reads begin and end.
    reads: (usize, usize),
    /// Where its points begin.
    points: usize,
}

impl Scales {
    pub(super) fn new(set: &RubricSet) -> Self {
        let mut all = Self {
            rows: Vec::with_capacity(set.criteria.len()),
            reads: Vec::new(),
            points: Vec::new(),
            shares: Vec::new(),
        };
        for criterion in &set.criteria {
            let (reads, points) = (all.reads.len(), all.points.len());
            let share = match &criterion.scale {
                Scale::Table {
                    attributes,
                    points: own,
                } => {
                    all.reads.extend(&attributes.reads);
                    all.points.extend(own);
                    None
                }
                Scale::Share { variables, applies } => {
                    all.reads.extend(&applies.reads);
                    let entry = |&applies: &u8| if applies == 1 { 0 } else { NOT_APPLICABLE };
                    all.points.extend(applies.entries.iter().map(entry));
                    all.shares.push(variables.clone());
                    Some(all.shares.len() - 1)
                }
            };
            all.rows.push(Row {
                weight: criterion.weight,
                share,
                reads: (reads, all.reads.len()),
                points,
            });
        }
        all
    }

    /// What [`evaluate`](super::point::evaluate) says of a complete profile of the set.
    pub(super) fn evaluate(&self, set: &RubricSet, cells: &[u8], point: &mut Point) {
        evaluate_by(set, cells, |number| self.points(number, cells), point);
    }

    /// A criterion's weight and points; none where it does not apply.
    #[inline]
    fn points(&self, number: usize, cells: &[u8]) -> Option<(u32, u8)> {
        let row = &self.rows[number];
        let step = |read: &Read| read.stride * u32::from(cells[usize::from(read.variable)]);
        let index: u32 = self.reads[row.reads.0..row.reads.1].iter().map(step).sum();
        match (self.points[row.points + index as usize], row.share) {
            (NOT_APPLICABLE, _) => None,
            (_, Some(share)) => Some((row.weight, self.share(share, cells))),
            (points, None) => Some((row.weight, points)),
        }
    }

    fn share(&self, number: usize, cells: &[u8]) -> u8 {
        let options = &self.shares[number];
        let held = |option: &&u16| cells[usize::from(**option)] == 1;
        share_points(options.iter().filter(held).count(), options.len())
    }
}

#[cfg(test)]
mod tests {
    use super::Scales;
    use crate::assess::point::{Point, evaluate};
    use crate::assess::random::SplitMix64;
    use crate::source::shipped;

    #[test]
    fn the_figures_are_those_of_each_scale_by_itself() {
        let set = shipped::rubric_set();
        let scales = Scales::new(&set);
        assert!(!scales.shares.is_empty());
        let mut random = SplitMix64::new(5);
        let (mut found, mut expected) = (Point::new(&set), Point::new(&set));
        for _ in 0..500 {
            let cells: Vec<u8> = set
                .variables
                .iter()
                .map(|variable| u8::try_from(random.below(u32::from(variable.cells))))
                .collect::<Result<_, _>>()
                .expect("at most 64 cells");
            scales.evaluate(&set, &cells, &mut found);
            evaluate(&set, &cells, &mut expected);
            assert_eq!(found, expected);
        }
    }
}
