//! The short way through a plain YAML profile: its events are told as facts, and no tree is built.

use super::json_plain::Part;
use crate::limits::limits;
use crate::value::FactSink;
use granit_parser::{Event, Parser, ScalarStyle, StrInput};
use std::borrow::Cow;

/// Tells a sink the facts of the one document of a text; `None` where it is not plain enough, whatever the
/// reason is.
pub fn tell(text: &str, sink: &mut impl FactSink) -> Option<()> {
    let depth = limits().depth;
    let options = granit_parser::options! {
        emit_comments: false,
        strict_indentation: true,
        flow_nesting_limit: depth,
        block_nesting_limit: depth
    };
    let mut events = Events(Parser::new_from_str_with_options(text, options));
    loop {
        match events.next()? {
            Event::DocumentStart(..) => break,
            Event::StreamEnd => return None,
            _ => {}
        }
    }
    let Event::MappingStart(_, 0, None) = events.next()? else {
        return None;
    };
    while let Some(key) = events.key()? {
        sink.section(&key)?;
        events.section(sink)?;
    }
    loop {
        match events.next()? {
            Event::StreamEnd => return Some(()),
            Event::DocumentStart(..) => return None,
            _ => {}
        }
    }
}

struct Events<'a>(Parser<'a, StrInput<'a>>);

impl<'a> Events<'a> {
    #[inline]
    fn next(&mut self) -> Option<Event<'a>> {
        match self.0.next_event() {
            Some(Ok((event, _))) => Some(event),
            Some(Err(_)) => None,
            None => Some(Event::StreamEnd),
        }
    }

    /// The next key of a map; none at its end.
    #[inline]
    fn key(&mut self) -> Option<Option<Cow<'a, str>>> {
        match self.next()? {
            Event::Scalar(key, _, 0, None) => Some(Some(key)),
            Event::MappingEnd => Some(None),
            _ => None,
        }
    }

    fn section(&mut self, sink: &mut impl FactSink) -> Option<()> {
        match self.next()? {
            Event::MappingStart(_, 0, None) => {}
            Event::Scalar(text, ScalarStyle::Plain, 0, None) => {
                return crate::value::is_null(&text).then_some(());
            }
            _ => return None,
        }
        while let Some(key) = self.key()? {
            sink.fact(&key)?;
            match self.next()? {
                Event::MappingStart(_, 0, None) => {
                    sink.details()?;
                    self.details(sink)?;
                }
                event => self.value(event, sink)?,
            }
        }
        Some(())
    }

    /// A value, or a list of some.
    #[inline]
    fn value(&mut self, event: Event<'a>, sink: &mut impl FactSink) -> Option<()> {
        match event {
            Event::Scalar(text, style, 0, None) => sink.scalar(&text, style == ScalarStyle::Plain),
            Event::SequenceStart(_, 0, None) => {
                sink.list()?;
                loop {
                    match self.next()? {
                        Event::Scalar(text, style, 0, None) => {
                            sink.item(&text, style == ScalarStyle::Plain)?;
                        }
                        Event::SequenceEnd => return Some(()),
                        _ => return None,
                    }
                }
            }
            _ => None,
        }
    }

    /// `{ value: …, note: … }`.
    fn details(&mut self, sink: &mut impl FactSink) -> Option<()> {
        let mut seen = 0;
        while let Some(key) = self.key()? {
            let part = Part::named(&key).filter(|part| seen & part.bit() == 0)?;
            seen |= part.bit();
            let event = self.next()?;
            match (part, event) {
                (Part::Value, event) => self.value(event, sink)?,
                (Part::Aside(key), Event::Scalar(text, style, 0, None)) => {
                    sink.aside(key, &text, style == ScalarStyle::Plain)?;
                }
                (Part::Aside(_), _) => return None,
            }
        }
        Some(())
    }
}
