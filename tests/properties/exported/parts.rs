//! A statement in its stages, and a stage in its columns.

use super::tokens::Token;

/// A statement in its parts.
pub(super) struct Parts<'t> {
    /// The words of each stage, and of the query behind them.
    pub(super) stages: Vec<&'t [Token]>,
    /// What stands before them, and behind the last.
    pub(super) head: &'t [Token],
}

/// Takes a statement apart: what stands between the outermost parentheses behind `WITH` are the stages.
pub(super) fn parts(tokens: &[Token]) -> Option<Parts<'_>> {
    let with = tokens.iter().position(|token| token.is("WITH"))?;
    let (head, rest) = tokens.split_at(with);
    let (mut stages, mut depth, mut begin) = (Vec::new(), 0_usize, 0);
    for (place, token) in rest.iter().enumerate() {
        match token {
            Token::Sign('(') => {
                depth += 1;
                begin = if depth == 1 { place + 1 } else { begin };
            }
            Token::Sign(')') => {
                depth = depth.checked_sub(1)?;
                if depth == 0 && rest[begin].is("SELECT") {
                    stages.push(&rest[begin..place]);
                    begin = place + 1;
                } else if depth == 0 {
                    // What the last query calls is no stage.
                    continue;
                }
            }
            _ => {}
        }
    }
    let last = rest.iter().rposition(|token| token.is("SELECT"))?;
    stages.push(&rest[last..]);
    (depth == 0).then_some(Parts { stages, head })
}

/// The columns of a query: what each is called, and the names that it reads.
pub(super) fn selected(query: &[Token]) -> Vec<(Option<String>, Vec<String>)> {
    let end = query
        .iter()
        .rposition(|token| token.is("FROM"))
        .unwrap_or(query.len());
    let mut depth = 0;
    let columns = query[1..end].split(|token| {
        match token {
            Token::Sign('(') => depth += 1,
            Token::Sign(')') => depth -= 1,
            _ => {}
        }
        depth == 0 && *token == Token::Sign(',')
    });
    let column = |tokens: &[Token]| {
        let (called, value) = match tokens {
            [value @ .., of, Token::Name(name)] if of.is("AS") => (Some(name.clone()), value),
            value => (None, value),
        };
        let names = value.iter().filter_map(|token| match token {
            Token::Name(name) => Some(name.clone()),
            _ => None,
        });
        (called, names.collect())
    };
    columns.map(column).collect()
}
