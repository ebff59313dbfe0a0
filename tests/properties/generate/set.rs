//! A rubric set from a recipe.

use super::model::{
    Bound, Condition, Criterion, Dimension, Fact, Gate, Kind, Model, Number, Of, Prior, Rubric,
    Rule, Scale, Test,
};
use super::{Draw, Recipe, Style};

// The ids are in an order of their own, and some begin like others: sorting by parts and by whole
// ids is not the same, since `-` comes before `/`, and `.` before `_`.
const FACTS: [&str; 7] = ["s.b", "s_x.a", "s.a", "t.c", "s1.k", "s.a_b", "a.z"];
const RUBRICS: [&str; 3] = ["r", "r-x", "q"];
const DIMENSIONS: [&str; 3] = ["a", "a-b", "a1"];
const CRITERIA: [&str; 9] = ["k", "k-2", "b", "z9", "k2", "a", "m", "n-0", "n"];
const GATES: [&str; 4] = ["stop", "halt", "stop-2", "all"];
const RECOMMENDATIONS: [&str; 4] = ["wait", "start", "ask", "go-big"];
const OPTIONS: [&str; 4] = ["no", "yes", "some", "all"];

/// A rubric set from a recipe.
pub(super) fn model(recipe: &Recipe, style: Style) -> Model {
    let mut builder = Builder {
        model: empty(),
        apart: (style == Style::Apart).then(|| vec![0; recipe.rubrics.len()]),
    };
    for (number, bytes) in recipe.facts.iter().enumerate() {
        let fact = fact(number, &mut Draw::new(bytes), style == Style::Small);
        builder.model.facts.push(fact);
    }
    for (number, bytes) in recipe.rubrics.iter().enumerate() {
        builder.rubric(number, &mut Draw::new(bytes));
    }
    let dimensions = builder.model.dimensions.len();
    for number in 0..recipe.criteria.len().max(dimensions) {
        builder.criterion(
            number,
            &mut Draw::new(recipe.criteria.get(number).map_or(&[], Vec::as_slice)),
        );
    }
    for (number, bytes) in recipe.gates.iter().enumerate() {
        builder.gate(number, &mut Draw::new(bytes));
    }
    for bytes in &recipe.rules {
        let draw = &mut Draw::new(bytes);
        let recommend = draw.below(RECOMMENDATIONS.len());
        let when = Some(if style == Style::Small && draw.one_in(2) {
            builder.demanding(draw)
        } else {
            builder.condition(draw, Reader::Rule)
        });
        builder.model.rules.push(Rule { recommend, when });
    }
    builder.model.rules.push(Rule {
        recommend: recipe.rules.len() % RECOMMENDATIONS.len(),
        when: None,
    });
    builder.model
}

fn empty() -> Model {
    Model {
        facts: Vec::new(),
        rubrics: Vec::new(),
        dimensions: Vec::new(),
        criteria: Vec::new(),
        gates: Vec::new(),
        recommendations: RECOMMENDATIONS.to_vec(),
        rules: Vec::new(),
        worded: false,
    }
}

/// A fact; a small one has two or three values, as far as that can be said before anything reads it.
fn fact(number: usize, draw: &mut Draw<'_>, small: bool) -> Fact {
    let options = |count: usize| OPTIONS[..count].to_vec();
    // The first fact can always be read: a text cannot.
    let kind = match draw.below(if number == 0 { 10 } else { 11 }) {
        0..=2 => Kind::Bool,
        3..=5 => Kind::Choice(options(draw.between(2, if small { 3 } else { 4 }))),
        kind @ 6..=8 => Kind::Number(numeric(draw, kind < 8, small)),
        9 => Kind::Set(options(draw.between(1, if small { 2 } else { 3 }))),
        _ => Kind::Text,
    };
    let readable = !matches!(kind, Kind::Text);
    let allow_na = draw.one_in(4) && readable && !matches!(kind, Kind::Set(_));
    let order = draw
        .pick(&[None, Some("rising"), Some("falling"), Some("none")])
        .filter(|_| readable);
    let prior = if draw.one_in(2) && readable {
        prior(draw, &kind, allow_na)
    } else {
        None
    };
    let effort = draw.pick(&[None, Some(1), Some(2), Some(1), Some(3), Some(5), None]);
    Fact {
        id: FACTS[number],
        kind,
        order,
        allow_na,
        prior,
        effort,
    }
}

fn numeric(draw: &mut Draw<'_>, whole: bool, small: bool) -> Number {
    let least = draw.pick(&[0, -8, 4]);
    let most = least + 4 * i64::try_from(draw.between(2, 7)).expect("small");
    let bounds = (!draw.one_in(4)).then_some((least, most));
    let mut number = Number {
        whole,
        bounds,
        ends: Vec::new(),
    };
    // Thresholds in halves; those that separate nothing are errors.
    let samples = number.samples();
    let admitted = |end: &Bound| samples.iter().filter(|&&sample| end.admits(sample)).count();
    for _ in 0..draw.between(1, if small { 1 } else { 3 }) {
        let threshold = least + 2 * i64::try_from(draw.below(14)).expect("small");
        let end = if draw.one_in(2) {
            Bound::AtMost(threshold)
        } else {
            Bound::Below(threshold)
        };
        number.ends.push(end);
    }
    number.ends.push(Bound::Below(least + 4));
    number
        .ends
        .retain(|end| (1..samples.len()).contains(&admitted(end)));
    number.ends.sort_by_key(admitted);
    number.ends.dedup_by_key(|end| admitted(end));
    number
}

fn prior(draw: &mut Draw<'_>, kind: &Kind, allow_na: bool) -> Option<Prior> {
    let part = |draw: &mut Draw<'_>| i128::try_from(draw.below(5)).expect("small");
    let parts = |draw: &mut Draw<'_>, count: usize| -> Vec<i128> {
        let mut parts: Vec<i128> = (0..count).map(|_| part(draw)).collect();
        // All zero is an error.
        parts[count - 1] += i128::from(parts.iter().sum::<i128>() == 0);
        parts
    };
    match kind {
        Kind::Bool | Kind::Choice(_) | Kind::Set(_) => {
            let parts = parts(
                draw,
                if let Kind::Choice(options) = kind {
                    options.len()
                } else {
                    2
                },
            );
            Some(Prior::Parts(
                parts,
                (allow_na && draw.one_in(2)).then(|| part(draw)),
            ))
        }
        Kind::Number(number) => {
            let ends = chosen_ends(draw, number);
            let parts = parts(draw, ends.len());
            Some(Prior::Bands(ends.into_iter().zip(parts).collect()))
        }
        Kind::Text => None,
    }
}

/// Some of the ends of a number's bands, then the open one.
fn chosen_ends(draw: &mut Draw<'_>, number: &Number) -> Vec<Option<Bound>> {
    let chosen = draw.some_of(number.ends.len());
    chosen
        .into_iter()
        .map(|end| Some(number.ends[end]))
        .chain([None])
        .collect()
}

/// Who reads a condition, and so what it may test.
#[derive(Clone, Copy)]
enum Reader {
    /// A criterion of this rubric: facts.
    Criterion(usize),
    /// A gate of this rubric: also dimension scores, and the gates before it.
    Gate(usize),
    /// A rule: everything.
    Rule,
}

struct Builder {
    model: Model,
    /// For each rubric how many facts it has read, where it shall read them in turn.
    apart: Option<Vec<usize>>,
}

impl Builder {
    fn rubric(&mut self, number: usize, draw: &mut Draw<'_>) {
        let (better, worst) = (!draw.one_in(2), draw.one_in(3));
        for id in &DIMENSIONS[..draw.between(1, 3)] {
            self.model.dimensions.push(Dimension {
                id,
                rubric: number,
                weight: weight(draw),
            });
        }
        self.model.rubrics.push(Rubric {
            id: RUBRICS[number],
            better,
            worst,
            ratings: ratings(draw),
            internal: false,
        });
    }

    fn criterion(&mut self, number: usize, draw: &mut Draw<'_>) {
        // Each dimension has at least one.
        let dimensions = self.model.dimensions.len();
        let dimension = if number < dimensions {
            number
        } else {
            draw.below(dimensions)
        };
        let reader = Reader::Criterion(self.model.dimensions[dimension].rubric);
        let weight = weight(draw);
        let scale = self.scale(draw, reader);
        // Some depend on the same thing as another criterion.
        let shared = |builder: &Self, draw: &mut Draw<'_>| {
            let mut earlier = builder.model.criteria.iter();
            earlier
                .find_map(|criterion| criterion.applies_when.clone())
                .filter(|_| builder.apart.is_none() && draw.one_in(2))
        };
        let applies_when = draw.one_in(3).then(|| {
            let shared = shared(self, draw);
            shared.unwrap_or_else(|| self.condition(draw, reader))
        });
        // The crate refuses a share that depends on the options that it counts.
        let applies_when = applies_when.filter(|when| !counts_what_it_tests(&scale, when));
        self.model.criteria.push(Criterion {
            id: CRITERIA[number],
            dimension,
            weight,
            applies_when,
            scale,
        });
    }

    fn scale(&mut self, draw: &mut Draw<'_>, reader: Reader) -> Scale {
        if draw.one_in(4) {
            let mut cases = Vec::new();
            for _ in 0..draw.between(1, 2) {
                let when = self.condition(draw, reader);
                cases.push((Some(when), points(draw)));
            }
            cases.push((None, points(draw)));
            return Scale::Cases(cases);
        }
        let fact = self.fact(draw, reader);
        match &self.model.facts[fact].kind {
            Kind::Bool => Scale::Points(fact, vec![points(draw), points(draw)]),
            Kind::Choice(options) => {
                Scale::Points(fact, options.iter().map(|_| points(draw)).collect())
            }
            Kind::Number(number) => {
                let ends = chosen_ends(draw, number);
                Scale::Bands(
                    fact,
                    ends.into_iter().map(|end| (end, points(draw))).collect(),
                )
            }
            Kind::Set(options) => {
                let mut listed = draw.some_of(options.len());
                if listed.is_empty() {
                    listed.push(0);
                }
                Scale::Share(fact, listed)
            }
            Kind::Text => unreachable!("texts are not read"),
        }
    }

    fn gate(&mut self, number: usize, draw: &mut Draw<'_>) {
        let rubric = draw.below(self.model.rubrics.len());
        let cap = (!draw.one_in(4)).then(|| points(draw));
        let when = self.condition(draw, Reader::Gate(rubric));
        self.model.gates.push(Gate {
            id: GATES[number],
            rubric,
            when,
            cap,
        });
    }

    /// A fact that can be read.
    fn fact(&mut self, draw: &mut Draw<'_>, reader: Reader) -> usize {
        let facts = &self.model.facts;
        let readable: Vec<usize> = (0..facts.len())
            .filter(|&number| !matches!(facts[number].kind, Kind::Text))
            .collect();
        match (&mut self.apart, reader) {
            (Some(read), Reader::Criterion(rubric) | Reader::Gate(rubric)) => {
                read[rubric] += 1;
                readable[read[rubric] % readable.len()]
            }
            (Some(_), Reader::Rule) | (None, _) => draw.pick(&readable),
        }
    }

    fn condition(&mut self, draw: &mut Draw<'_>, reader: Reader) -> Condition {
        match draw.below(8) {
            4 => Condition::All(vec![self.literal(draw, reader), self.literal(draw, reader)]),
            5 => Condition::Any(vec![self.literal(draw, reader), self.literal(draw, reader)]),
            6 => Condition::Not(Box::new(Condition::All(vec![
                self.literal(draw, reader),
                self.literal(draw, reader),
            ]))),
            7 => {
                let inner =
                    Condition::All(vec![self.literal(draw, reader), self.literal(draw, reader)]);
                Condition::Any(vec![self.literal(draw, reader), inner])
            }
            _ => self.literal(draw, reader),
        }
    }

    /// What takes several facts to come true.
    fn demanding(&mut self, draw: &mut Draw<'_>) -> Condition {
        let mut parts = vec![self.test(draw, Reader::Rule)];
        for fact in draw.some_of(self.model.facts.len()) {
            let kind = &self.model.facts[fact].kind;
            if !matches!(kind, Kind::Text) {
                parts.push(Condition::Fact(fact, fact_test(draw, kind)));
            }
        }
        Condition::All(parts)
    }

    /// A test, or the opposite of one.
    fn literal(&mut self, draw: &mut Draw<'_>, reader: Reader) -> Condition {
        let test = self.test(draw, reader);
        if draw.one_in(4) {
            Condition::Not(Box::new(test))
        } else {
            test
        }
    }

    fn test(&mut self, draw: &mut Draw<'_>, reader: Reader) -> Condition {
        let (rubrics, dimensions, gates) = (
            self.model.rubrics.len(),
            self.model.dimensions.len(),
            self.model.gates.len(),
        );
        let of = match (reader, draw.below(8)) {
            (Reader::Criterion(_), _) | (_, 0..=2) => None,
            (Reader::Gate(_) | Reader::Rule, 3..=4) => {
                if gates > 0 {
                    return Condition::Gate(draw.below(gates));
                }
                None
            }
            (Reader::Rule, 5) => Some(Of::Rubric(draw.below(rubrics))),
            (Reader::Rule, 6) => Some(Of::Worst(draw.below(rubrics))),
            (Reader::Gate(_) | Reader::Rule, _) => Some(Of::Dimension(draw.below(dimensions))),
        };
        match of {
            Some(of) => Condition::Score(of, score_bounds(draw)),
            None => {
                let fact = self.fact(draw, reader);
                Condition::Fact(fact, fact_test(draw, &self.model.facts[fact].kind))
            }
        }
    }
}

fn counts_what_it_tests(scale: &Scale, when: &Condition) -> bool {
    let Scale::Share(counted, options) = scale else {
        return false;
    };
    when.atoms().into_iter().any(|atom| match atom {
        Condition::Fact(fact, Test::Includes(option)) => {
            fact == counted && options.contains(option)
        }
        _ => false,
    })
}

/// Where ratings begin; none one time in 64.
fn ratings(draw: &mut Draw<'_>) -> Vec<i64> {
    const FROM: [i64; 6] = [10, 40, 50, 60, 99, 100];
    let chosen = draw.some_of(FROM.len());
    let lowest = chosen.first().map(|_| 0);
    let higher = chosen.into_iter().map(|place| FROM[place]);
    lowest.into_iter().chain(higher).collect()
}

/// Mostly small, so that weights tie; sometimes far apart.
fn weight(draw: &mut Draw<'_>) -> i64 {
    draw.pick(&[1, 2, 3, 1, 2, 5, 7, 1000])
}

/// 0–100, round numbers often, so that scores meet thresholds.
fn points(draw: &mut Draw<'_>) -> i64 {
    let byte = i64::try_from(draw.below(256)).expect("a byte");
    if byte % 2 == 0 {
        byte / 2 % 11 * 10
    } else {
        byte / 2 % 101
    }
}

fn fact_test(draw: &mut Draw<'_>, kind: &Kind) -> Test {
    match kind {
        Kind::Bool => Test::Is(draw.below(2) == 0),
        Kind::Choice(options) => {
            let mut wanted = draw.some_of(options.len());
            if wanted.is_empty() {
                wanted.push(0);
            }
            Test::In(wanted)
        }
        Kind::Set(options) => Test::Includes(draw.below(options.len())),
        Kind::Number(number) => Test::Number(number_bounds(draw, number)),
        Kind::Text => unreachable!("texts are not tested"),
    }
}

fn number_bounds(draw: &mut Draw<'_>, number: &Number) -> Vec<Bound> {
    let from = |end: Bound| match end {
        Bound::Below(threshold) => Bound::AtLeast(threshold),
        Bound::AtMost(threshold) => Bound::Above(threshold),
        other => other,
    };
    let first = draw.below(number.ends.len());
    let end = number.ends[first];
    match draw.below(8) {
        0..=2 => vec![end],
        3..=4 => vec![from(end)],
        5..=6 => match number.ends.get(first + 1) {
            Some(&next) => vec![from(end), next],
            None => vec![from(end)],
        },
        _ => match end {
            Bound::Below(threshold) | Bound::AtMost(threshold)
                if number.samples().contains(&threshold) =>
            {
                vec![Bound::Is(threshold)]
            }
            _ => vec![end],
        },
    }
}

/// Bounds in hundredths that some score passes.
fn score_bounds(draw: &mut Draw<'_>) -> Vec<Bound> {
    let threshold =
        500 * i64::try_from(draw.below(21)).expect("small") + draw.pick(&[0, 0, 5, 10, 255]);
    let threshold = threshold.min(10_000);
    let bounds = match draw.below(6) {
        0 | 1 => vec![Bound::AtLeast(threshold)],
        2 => vec![Bound::AtMost(threshold)],
        3 => vec![Bound::Below(threshold)],
        4 => vec![Bound::Above(threshold)],
        _ => vec![
            Bound::AtLeast(threshold),
            Bound::Below((threshold + 2000).min(10_000)),
        ],
    };
    let some = (0..=1000).any(|tenths| bounds.iter().all(|bound| bound.admits(10 * tenths)));
    if some {
        bounds
    } else {
        vec![Bound::AtMost(threshold)]
    }
}
