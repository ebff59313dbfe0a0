//! Every complete profile of a small set with the recommendation that it gets: what more statements, or
//! fewer, or others would lead to is read off.

use super::complete::evaluate;
use super::world::World;
use crate::generate::model::{Model, Statement, Value};
use crate::generate::unknown;

/// For each fact some of its values, by their places in [`Table::values`].
pub(crate) type Allowed = Vec<Vec<usize>>;

pub(crate) struct Table {
    /// For each fact every value that is told apart from the others, `n/a` included.
    pub(crate) values: Vec<Vec<Value>>,
    /// What each complete profile gets; the value of the last fact runs fastest.
    recommendations: Vec<usize>,
}

impl Table {
    pub(crate) fn new(model: &Model) -> Self {
        let world = World::new(model, &unknown(model));
        let recommended = |values: &[Value]| model.rules[evaluate(model, values).rule].recommend;
        let completions = world.completions();
        Self {
            recommendations: completions
                .iter()
                .map(|(values, _)| recommended(values))
                .collect(),
            values: world
                .allowed
                .into_iter()
                .map(|values| values.into_iter().map(|(value, _)| value).collect())
                .collect(),
        }
    }

    /// How many complete profiles there are.
    pub(crate) fn len(&self) -> usize {
        self.recommendations.len()
    }

    /// Every value of every fact.
    pub(crate) fn all(&self) -> Allowed {
        let places = |values: &Vec<Value>| (0..values.len()).collect();
        self.values.iter().map(places).collect()
    }

    /// What a profile leaves.
    pub(crate) fn left(&self, model: &Model, profile: &[Statement]) -> Allowed {
        let world = World::new(model, profile);
        let places = |fact: usize| {
            let place = |value: &Value| self.values[fact].iter().position(|other| other == value);
            let left = world.allowed[fact].iter();
            left.map(|(value, _)| place(value).expect("one of all"))
                .collect()
        };
        (0..self.values.len()).map(places).collect()
    }

    /// The one recommendation that every completion gets; none where they differ.
    pub(crate) fn only(&self, allowed: &[Vec<usize>]) -> Option<usize> {
        let mut only = None;
        let same = self.each(allowed, 0, 0, &mut |recommendation| {
            *only.get_or_insert(recommendation) == recommendation
        });
        only.filter(|_| same)
    }

    /// Whether some completion gets a recommendation.
    pub(crate) fn reaches(&self, allowed: &[Vec<usize>], wanted: usize) -> bool {
        !self.each(allowed, 0, 0, &mut |recommendation| {
            recommendation != wanted
        })
    }

    /// Visits completions until one returns false; whether none did.
    fn each(
        &self,
        allowed: &[Vec<usize>],
        fact: usize,
        before: usize,
        visit: &mut impl FnMut(usize) -> bool,
    ) -> bool {
        let Some(places) = allowed.get(fact) else {
            return visit(self.recommendations[before]);
        };
        let at = |place: &usize| before * self.values[fact].len() + place;
        places
            .iter()
            .all(|place| self.each(allowed, fact + 1, at(place), visit))
    }
}
