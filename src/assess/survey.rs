//! What a row of a table shows of one profile: figures, what is possible, and what to ask first, without reasons.

use super::bounded::{Bounded, bounded};
use super::outlook::{Outlook, Possible, Prospects, outlook, prospects};
use super::point::{MISSING, Point};
use super::range::Score;
use super::scales::Scales;
use super::{Assessment, fact_weights, figures, reason, worst_dimension};
use crate::rubric::RubricSet;
use crate::rubric::condition::Truth;

/// How much of a profile somebody looks at: each says all that those before it say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// Nothing that is computed.
    Names,
    /// Ranges, states and the bound of what is possible.
    Bounds,
    /// Estimates, and how much is known.
    Figures,
    /// What is possible and how likely.
    Prospects,
    /// The rule that carries it, and what to ask first.
    Questions,
}

/// What came out of one profile, as deep as somebody looked. Reusable under the set that it was made for: [`survey`]
/// overwrites it and keeps its room.
#[derive(Clone)]
pub struct Survey {
    /// Each dimension, in tenths; estimates from [`Depth::Figures`] on.
    pub dimensions: Vec<Score>,
    /// Each rubric, in tenths, gates applied.
    pub rubrics: Vec<Score>,
    /// Each gate: tripped, clear or open.
    pub gates: Vec<Truth>,
    /// The recommendations that three-valued evaluation leaves, by number, in the order of the rules.
    pub bound: Vec<u16>,
    /// Each rubric's worst dimension by estimate; from [`Depth::Figures`] on.
    pub worst: Vec<Option<u16>>,
    /// The part of effective weight whose facts are known, 0–1; from [`Depth::Figures`] on.
    pub coverage: f64,
    /// What is possible; from [`Depth::Prospects`] on.
    pub prospects: Option<Prospects>,
    /// The rule that carries most of what leads, by number; with [`Depth::Questions`].
    pub rule: Option<u16>,
    /// The fact that it tells most to know, by number; with [`Depth::Questions`], none where nothing can
    /// change the recommendation.
    pub question: Option<u16>,
    scales: Scales,
    point: Point,
    cells: Vec<u8>,
    bounds: Bounded,
}

impl Survey {
    /// Room for what comes out under a set.
    #[must_use]
    pub fn new(set: &RubricSet) -> Self {
        Self {
            dimensions: Vec::new(),
            rubrics: Vec::new(),
            gates: Vec::new(),
            bound: Vec::new(),
            worst: Vec::new(),
            coverage: 0.0,
            prospects: None,
            rule: None,
            question: None,
            scales: Scales::new(set),
            point: Point::new(set),
            cells: Vec::new(),
            bounds: Bounded::default(),
        }
    }

    /// The leading recommendation, by number; from [`Depth::Prospects`] on.
    #[must_use]
    pub fn leading(&self) -> Option<u16> {
        let possible = &self.prospects.as_ref()?.possible;
        possible.first().map(|first| first.recommendation)
    }

    /// Whether only one recommendation is possible; from [`Depth::Prospects`] on.
    #[must_use]
    pub fn settled(&self) -> bool {
        let prospects = self.prospects.as_ref();
        prospects.is_some_and(|found| found.possible.len() == 1)
    }

    /// The same as from [`survey`] with [`Depth::Questions`], of what has been assessed already.
    pub fn take(&mut self, set: &RubricSet, cells: &[u64], assessment: &Assessment) {
        bounded(set, cells, &mut self.bounds);
        self.bound.clone_from(&self.bounds.possible);
        self.dimensions.clone_from(&assessment.dimensions);
        self.rubrics.clone_from(&assessment.rubrics);
        self.gates.clone_from(&assessment.gates);
        self.worst.clone_from(&assessment.worst_dimensions);
        self.coverage = assessment.coverage;
        self.look_ahead(&assessment.outlook);
    }

    fn look_ahead(&mut self, outlook: &Outlook) {
        self.rule = Some(outlook.rule);
        self.question = outlook.questions.first().map(|question| question.fact);
        self.prospects = Some(outlook.prospects());
    }
}

/// Looks at the cells that a profile leaves, as deep as is asked for, under the set that `found` was made for.
pub fn survey(set: &RubricSet, cells: &[u64], depth: Depth, found: &mut Survey) {
    found.prospects = None;
    found.rule = None;
    found.question = None;
    if depth == Depth::Names {
        return;
    }
    if cells.iter().all(|cells| cells.is_power_of_two()) {
        complete(set, cells, depth, found);
        return;
    }
    bounded(set, cells, &mut found.bounds);
    found.bound.clone_from(&found.bounds.possible);
    if depth == Depth::Bounds {
        found.dimensions.clear();
        found
            .dimensions
            .extend_from_slice(found.bounds.dimensions());
        found.rubrics.clear();
        found.rubrics.extend_from_slice(found.bounds.rubrics());
        found.gates.clone_from(&found.bounds.gates);
        return;
    }
    let figures = figures(set, cells);
    let costs = reason::costs(set, &figures.criteria, &figures.dimensions);
    found.coverage = reason::coverage(set, cells, &figures.criteria, &costs, |_| true);
    found.dimensions = figures.dimensions;
    found.rubrics = figures.rubrics;
    found.gates = figures.gates;
    find_worst(set, found);
    match depth {
        Depth::Questions => found.look_ahead(&outlook(set, cells, &fact_weights(set, &costs))),
        Depth::Prospects => found.prospects = Some(prospects(set, cells)),
        Depth::Names | Depth::Bounds | Depth::Figures => {}
    }
}

/// Everything follows from one point where nothing is unknown.
fn complete(set: &RubricSet, cells: &[u64], depth: Depth, found: &mut Survey) {
    let cell = |cells: &u64| u8::try_from(cells.trailing_zeros()).unwrap_or(0);
    found.cells.clear();
    found.cells.extend(cells.iter().map(cell));
    found.scales.evaluate(set, &found.cells, &mut found.point);
    let score = |&tenths: &u16| {
        let exists = tenths != MISSING;
        let shown = if exists { tenths } else { 0 };
        Score {
            exists: if exists { Truth::True } else { Truth::False },
            low: shown,
            high: shown,
            estimate: exists.then_some(tenths),
        }
    };
    found.dimensions.clear();
    found
        .dimensions
        .extend(found.point.dimensions.iter().map(score));
    found.rubrics.clear();
    found.rubrics.extend(found.point.rubrics.iter().map(score));
    let state = |&tripped: &bool| if tripped { Truth::True } else { Truth::False };
    found.gates.clear();
    found.gates.extend(found.point.gates.iter().map(state));
    let recommendation = set.rules[usize::from(found.point.rule)].recommend;
    found.bound.clear();
    found.bound.push(recommendation);
    if depth >= Depth::Figures {
        found.coverage = 1.0;
        find_worst(set, found);
    }
    if depth >= Depth::Prospects {
        found.rule = Some(found.point.rule);
        found.prospects = Some(Prospects {
            possible: vec![Possible {
                recommendation,
                share: 1.0,
                witness: None,
            }],
            exact: true,
            share_error: 0.0,
        });
    }
}

fn find_worst(set: &RubricSet, found: &mut Survey) {
    let worst = |number| worst_dimension(set, number, &found.dimensions);
    found.worst.clear();
    found.worst.extend((0..set.rubrics.len()).map(worst));
}
