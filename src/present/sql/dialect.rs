//! Where the engines' SQL differs: quoting, whole division, patterns, and what keeps stages apart.

use std::borrow::Cow;

/// An engine whose SQL can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// `DuckDB`, 1.0 or later.
    DuckDb,
    /// Apache Spark, 3.4 or later.
    Spark,
    /// `PostgreSQL`, 12 or later.
    Postgres,
}

impl Dialect {
    /// The engine's name, for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::DuckDb => "DuckDB",
            Self::Spark => "Apache Spark",
            Self::Postgres => "PostgreSQL",
        }
    }

    /// The most bytes that a name can have; longer ones would be cut without a word.
    #[must_use]
    pub fn longest_name(self) -> usize {
        match self {
            Self::DuckDb | Self::Spark => usize::MAX,
            Self::Postgres => 63,
        }
    }

    /// The most columns of one stage.
    #[must_use]
    pub fn most_columns(self) -> usize {
        match self {
            Self::DuckDb | Self::Spark => usize::MAX,
            // The engine's own limit is 1,664.
            Self::Postgres => 1_600,
        }
    }

    /// A quoted name.
    #[must_use]
    pub fn name_of(self, name: &str) -> String {
        match self {
            Self::DuckDb | Self::Postgres => format!("\"{}\"", name.replace('"', "\"\"")),
            Self::Spark => format!("`{}`", name.replace('`', "``")),
        }
    }

    /// A name of our own that the engine leaves as it is. Spark replaces `${…}` wherever it stands, and nothing within
    /// its quotes keeps it from that.
    #[must_use]
    pub fn left_alone(self, name: &str) -> Cow<'_, str> {
        match self {
            Self::DuckDb | Self::Postgres => name.into(),
            Self::Spark => name.replace("${", "$ {").into(),
        }
    }

    /// A text literal.
    #[must_use]
    pub fn text(self, text: &str) -> String {
        match self {
            Self::DuckDb | Self::Postgres => format!("'{}'", text.replace('\'', "''")),
            Self::Spark => {
                let mut literal = String::from("'");
                for c in text.chars() {
                    match c {
                        '\'' => literal.push_str("\\'"),
                        '\\' => literal.push_str("\\\\"),
                        '\n' => literal.push_str("\\n"),
                        '\r' => literal.push_str("\\r"),
                        // Spark replaces ${…} even within literals.
                        '$' => literal.push_str("\\u0024"),
                        _ => literal.push(c),
                    }
                }
                literal.push('\'');
                literal
            }
        }
    }

    /// A value of any type as text.
    #[must_use]
    pub fn as_text(self, value: &str) -> String {
        match self {
            Self::DuckDb | Self::Postgres => format!("CAST({value} AS VARCHAR)"),
            Self::Spark => format!("CAST({value} AS STRING)"),
        }
    }

    /// A text of which it is certain that it is a number, as one of 64 bits.
    #[must_use]
    pub fn as_number(self, text: &str) -> String {
        match self {
            Self::DuckDb => format!("TRY_CAST({text} AS DOUBLE)"),
            Self::Spark => format!("CAST({text} AS DOUBLE)"),
            Self::Postgres => format!("CAST({text} AS DOUBLE PRECISION)"),
        }
    }

    /// The quotient of whole numbers that are not negative, rounded down.
    #[must_use]
    pub fn quotient(self, dividend: &str, divisor: &str) -> String {
        let sign = match self {
            Self::DuckDb => "//",
            Self::Spark => "DIV",
            Self::Postgres => "/",
        };
        format!("({dividend}) {sign} {divisor}")
    }

    /// Whether the whole of a text fits a pattern without backslashes.
    #[must_use]
    pub fn fits(self, text: &str, pattern: &str) -> String {
        match self {
            Self::DuckDb => format!("regexp_full_match({text}, '{pattern}')"),
            Self::Spark => format!("{text} RLIKE '^({pattern})$'"),
            Self::Postgres => format!("{text} ~ '^({pattern})$'"),
        }
    }

    /// What stands between a stage's name and its query. `PostgreSQL` would put the expressions of one stage
    /// into the next again and again.
    #[must_use]
    pub fn stage(self) -> &'static str {
        match self {
            Self::DuckDb | Self::Spark => "AS",
            Self::Postgres => "AS MATERIALIZED",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Dialect;

    #[test]
    fn what_is_quoted_cannot_end_its_quotes() {
        for (dialect, text, literal) in [
            (Dialect::DuckDb, "it's", "'it''s'"),
            (Dialect::DuckDb, "a\\'", "'a\\'''"),
            (Dialect::Postgres, "'; DROP", "'''; DROP'"),
            (Dialect::Spark, "it's", "'it\\'s'"),
            (Dialect::Spark, "a\\", "'a\\\\'"),
            (Dialect::Spark, "${x}\n", "'\\u0024{x}\\n'"),
        ] {
            assert_eq!(dialect.text(text), literal);
        }
        assert_eq!(Dialect::DuckDb.name_of("a\"b`c"), "\"a\"\"b`c\"");
        assert_eq!(Dialect::Postgres.name_of("a\"b"), "\"a\"\"b\"");
        assert_eq!(Dialect::Spark.name_of("a\"b`c"), "`a\"b``c`");
    }
}
