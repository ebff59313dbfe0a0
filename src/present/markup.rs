//! Markup that is well-formed by construction: what is opened is closed, and every text is escaped. What it
//! writes is read alike as HTML and as XML.

use super::text::clean;
use super::xml::escaped;

/// Names and values of attributes.
pub type Attributes<'t> = &'t [(&'t str, &'t str)];

/// Markup on its way.
#[derive(Debug, Default)]
pub struct Markup {
    text: String,
}

impl Markup {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An element with what `content` writes.
    pub fn within(
        &mut self,
        tag: &str,
        attributes: Attributes<'_>,
        content: impl FnOnce(&mut Self),
    ) {
        self.start(tag, attributes);
        self.text.push('>');
        content(self);
        self.text.push_str("</");
        self.text.push_str(tag);
        self.text.push('>');
    }

    /// An element with a text.
    pub fn element(&mut self, tag: &str, attributes: Attributes<'_>, text: &str) {
        self.within(tag, attributes, |markup| markup.say(text));
    }

    /// An element that holds nothing, of those that HTML closes by themselves or that belong to SVG.
    pub fn empty(&mut self, tag: &str, attributes: Attributes<'_>) {
        self.start(tag, attributes);
        self.text.push_str("/>");
    }

    fn start(&mut self, tag: &str, attributes: Attributes<'_>) {
        self.text.push('<');
        self.text.push_str(tag);
        for (name, value) in attributes {
            self.text.push(' ');
            self.text.push_str(name);
            self.text.push_str("=\"");
            self.say(value);
            self.text.push('"');
        }
    }

    /// A text from wherever, on one line; what is no visible character is shown as what it is.
    pub fn say(&mut self, text: &str) {
        self.text.push_str(&escaped(&clean(text)));
    }

    /// A figure for people, with its place in the JSON and its value there.
    pub fn figure(&mut self, place: &str, value: f64, shown: &str) {
        let value = value.to_string();
        self.element("data", &[("value", &value), ("data-json", place)], shown);
    }

    /// Markup that was written before.
    pub fn append(&mut self, other: &Self) {
        self.text.push_str(&other.text);
    }

    /// Text of our own that holds no markup sign: a style sheet, a script, the document type.
    pub fn own(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// What was written.
    #[must_use]
    pub fn finish(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_text_is_text() {
        let mut markup = Markup::new();
        markup.element("b", &[("title", "\"'><script>")], "</b>&\u{202e}\n<i>\u{0}");
        assert_eq!(
            markup.finish(),
            "<b title=\"&quot;&apos;&gt;&lt;script&gt;\">&lt;/b&gt;&amp;\\u{202e} &lt;i&gt;\\u{0}</b>"
        );
    }

    #[test]
    fn elements_nest() {
        let mut markup = Markup::new();
        markup.within("p", &[], |markup| {
            markup.say("a");
            markup.empty("br", &[]);
            markup.figure("/coverage", 0.5, "50 %");
        });
        assert_eq!(
            markup.finish(),
            "<p>a<br/><data value=\"0.5\" data-json=\"/coverage\">50 %</data></p>"
        );
    }
}
