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
    /// Which one of the shares it is, or [`NO_SHARE`]: its points then only say whether it applies.
    share: u32,
    /// Where its reads begin and end.
    reads: (u32, u32),
    /// Where its points begin.
    points: u32,
}

const NO_SHARE: u32 = u32::MAX;

/// How much there is so far: all tables of a set together are smaller than that.
fn count<T>(of: &[T]) -> u32 {
    u32::try_from(of.len()).unwrap_or(u32::MAX)
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
            let (reads, points) = (count(&all.reads), count(&all.points));
            let share = match &criterion.scale {
                Scale::Table {
                    attributes,
                    points: own,
                } => {
                    all.reads.extend(&attributes.reads);
                    all.points.extend(own);
                    NO_SHARE
                }
                Scale::Share { variables, applies } => {
                    all.reads.extend(&applies.reads);
                    let entry = |&applies: &u8| if applies == 1 { 0 } else { NOT_APPLICABLE };
                    all.points.extend(applies.entries.iter().map(entry));
                    all.shares.push(variables.clone());
                    count(&all.shares) - 1
                }
            };
            all.rows.push(Row {
                weight: criterion.weight,
                share,
                reads: (reads, count(&all.reads)),
                points,
            });
        }
        all
    }

    /// What [`evaluate`](super::point::evaluate) says of a complete profile of the set.
    pub(super) fn evaluate(&self, set: &RubricSet, cells: &[u8], point: &mut Point) {
        evaluate_by(set, cells, |number| self.points(number, cells), point);
    }

    /// A criterion's weight and points; no weight where it does not apply. Nobody can foretell whether it does, so
    /// nothing branches on it.
    #[inline]
    fn points(&self, number: usize, cells: &[u8]) -> (u32, u8) {
        let row = &self.rows[number];
        let step = |read: &Read| read.stride * u32::from(cells[usize::from(read.variable)]);
        let reads = row.reads.0 as usize..row.reads.1 as usize;
        let index: u32 = self.reads[reads].iter().map(step).sum();
        let points = self.points[(row.points + index) as usize];
        let weight = row.weight * u32::from(points != NOT_APPLICABLE);
        match row.share {
            NO_SHARE => (weight, points),
            share => (weight, self.share(share as usize, cells)),
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
