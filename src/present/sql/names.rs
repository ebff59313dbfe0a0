//! What the columns of the stages are called: ids, with a word behind where an id has several.
//!
//! A name that the engine would take for another's, or cut, gets a number.

use super::dialect::Dialect;
use crate::rubric::RubricSet;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

pub(super) struct Names<'n> {
    set: &'n RubricSet,
    dialect: Dialect,
    given: RefCell<Given>,
}

/// The names that were given so far.
#[derive(Default)]
struct Given {
    /// By what each stands for.
    names: BTreeMap<String, String>,
    /// In lowercase: engines take `A` and `a` for one name.
    taken: BTreeSet<String>,
}

impl<'n> Names<'n> {
    pub(super) fn new(set: &'n RubricSet, dialect: Dialect) -> Self {
        Self {
            set,
            dialect,
            given: RefCell::default(),
        }
    }

    /// The quoted name of a column by what it stands for.
    pub(super) fn of(&self, wanted: &str) -> String {
        let mut given = self.given.borrow_mut();
        if let Some(name) = given.names.get(wanted) {
            return self.dialect.name_of(name);
        }
        let stands_for = wanted.to_owned();
        let wanted = &*self.dialect.left_alone(wanted);
        let mut name = wanted.to_owned();
        let mut number = 1;
        while name.len() > self.dialect.longest_name() || !given.taken.insert(name.to_lowercase()) {
            number += 1;
            let tail = format!("~{number}");
            let room = self.dialect.longest_name().saturating_sub(tail.len());
            let mut ends = (0..=wanted.len().min(room)).rev();
            let end = ends.find(|&end| wanted.is_char_boundary(end));
            name = format!("{}{tail}", &wanted[..end.unwrap_or(0)]);
        }
        let quoted = self.dialect.name_of(&name);
        given.names.insert(stands_for, name);
        quoted
    }

    /// The column of a fact, or of an option of a set.
    pub(super) fn variable(&self, variable: u16) -> String {
        let variable = &self.set.variables[usize::from(variable)];
        let fact = &self.set.facts[usize::from(variable.fact)];
        let option = variable.option.map(usize::from);
        match option.and_then(|option| fact.options.get(option)) {
            Some(option) => self.of(&format!("{} includes {}", fact.id, option.id)),
            None => self.of(&fact.id),
        }
    }

    /// Whether a fact that is a number is `n/a`: a column of its own.
    pub(super) fn not_applicable(&self, fact: u16) -> String {
        self.of(&format!("{} is n/a", self.set.facts[usize::from(fact)].id))
    }
}

#[cfg(test)]
mod tests {
    use super::Names;
    use crate::present::sql::Dialect;
    use crate::source::shipped;

    #[test]
    fn names_that_an_engine_would_cut_or_mix_up_get_a_number() {
        let set = shipped::rubric_set();
        let names = Names::new(&set, Dialect::Postgres);
        assert_eq!(names.of("Case"), "\"Case\"");
        assert_eq!(names.of("case"), "\"case~2\"");
        assert_eq!(names.of("Case"), "\"Case\"");
        let long = "é".repeat(40);
        let (low, high) = (
            names.of(&format!("{long} low")),
            names.of(&format!("{long} high")),
        );
        assert!(low != high && low.ends_with("~2\"") && high.ends_with("~3\""));
        assert!(low.len() <= 65 && high.len() <= 65);
        let names = Names::new(&set, Dialect::DuckDb);
        assert_eq!(names.of(&long), format!("\"{long}\""));
        // Spark would put the user's home in its place.
        let home = "s.t includes ${env:HOME}";
        assert_eq!(names.of(home), format!("\"{home}\""));
        let names = Names::new(&set, Dialect::Spark);
        assert_eq!(names.of(home), "`s.t includes $ {env:HOME}`");
        assert_eq!(
            names.of("s.t includes $ {env:HOME}"),
            "`s.t includes $ {env:HOME}~2`"
        );
    }
}
