//! Scales: how a criterion turns facts into points. Whatever its form in the file, a scale becomes a
//! table over the cells of the facts it reads, so that reading it is one look-up.

use super::text::Str;
use serde::{Deserialize, Serialize};

/// One row of a criterion's scale.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Attribute {
    /// The predicate in short, `no`, `below 3`, `case 2`.
    pub label: Str,
    /// 0–100.
    pub points: u8,
    /// What it says about the customer, one sentence.
    pub reason: Option<Str>,
    /// Advice, by number in the set.
    pub advice: Vec<u16>,
}

/// A variable in a table's index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Read {
    /// The variable, by its number in the set.
    pub variable: u16,
    /// What one step of its cell adds to the index.
    pub stride: u32,
}

/// A look-up over the cells of some variables.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// The variables, ascending.
    pub reads: Vec<Read>,
    /// An entry for each combination of cells.
    #[serde(with = "bytes")]
    pub entries: Vec<u8>,
}

/// The most combinations of cells that one criterion may read.
pub const MAX_COMBINATIONS: usize = 1 << 16;

impl Table {
    /// The entry for complete cells.
    #[must_use]
    pub fn at(&self, cells: &[u8]) -> u8 {
        let index: u32 = self
            .reads
            .iter()
            .map(|read| read.stride * u32::from(cells[usize::from(read.variable)]))
            .sum();
        self.entries[index as usize]
    }
}

/// The entry of a table where the criterion does not apply.
pub const NOT_APPLICABLE: u8 = u8::MAX;

/// How facts become points.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Scale {
    /// Points by a table over the facts of the scale and of `applies_when` together.
    Table {
        /// Which attribute holds, or [`NOT_APPLICABLE`].
        attributes: Table,
        /// Its points, or [`NOT_APPLICABLE`]; the same index as `attributes`.
        #[serde(with = "bytes")]
        points: Vec<u8>,
    },
    /// The share of the listed options of a set fact that hold: 100·k/n, rounded half away from zero.
    Share {
        /// The variables of the listed options.
        variables: Vec<u16>,
        /// 1 where the criterion applies; reads none of `variables`.
        applies: Table,
    },
}

/// 100·k/n, rounded half away from zero; n > 0.
#[must_use]
pub fn share_points(k: usize, n: usize) -> u8 {
    u8::try_from((200 * k + n) / (2 * n)).unwrap_or(100)
}

impl Scale {
    /// The points for complete cells; `None` where the criterion does not apply.
    #[must_use]
    pub fn points(&self, cells: &[u8]) -> Option<u8> {
        match self {
            Self::Table { attributes, points } => {
                let index: u32 = attributes
                    .reads
                    .iter()
                    .map(|read| read.stride * u32::from(cells[usize::from(read.variable)]))
                    .sum();
                let points = points[index as usize];
                (points != NOT_APPLICABLE).then_some(points)
            }
            Self::Share { variables, applies } => {
                let held = || {
                    variables
                        .iter()
                        .filter(|&&variable| cells[usize::from(variable)] == 1)
                        .count()
                };
                (applies.at(cells) == 1).then(|| share_points(held(), variables.len()))
            }
        }
    }

    /// Every variable that the points or their applying depend on, ascending.
    #[must_use]
    pub fn variables(&self) -> Vec<u16> {
        match self {
            Self::Table { attributes, .. } => {
                attributes.reads.iter().map(|read| read.variable).collect()
            }
            Self::Share { variables, applies } => {
                let mut all = variables.clone();
                all.extend(applies.reads.iter().map(|read| read.variable));
                all.sort_unstable();
                all
            }
        }
    }
}

/// Byte tables in the compiled set as one run of bytes: start-up reads thousands of entries.
mod bytes {
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(bytes)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<u8>, D::Error> {
        <&[u8]>::deserialize(deserializer).map(<[u8]>::to_vec)
    }
}

#[cfg(test)]
mod tests {
    use super::share_points;

    #[test]
    fn shares_round_half_away_from_zero() {
        let points: Vec<u8> = (0..=8).map(|k| share_points(k, 8)).collect();
        assert_eq!(points, [0, 13, 25, 38, 50, 63, 75, 88, 100]);
        assert_eq!(share_points(1, 7), 14);
    }
}
