//! A change of one place in the values of a rubric set's files.

use crate::rubric::load::File;
use crate::value::{Node, Value};

/// A place in a file's values: the number of the entry or item on each level.
pub type Path = Vec<usize>;

/// Another value at one place of one file.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// The file, by its number among those of the set.
    pub file: usize,
    /// The place.
    pub path: Path,
    /// The value that stands there instead.
    pub node: Node<'static>,
}

impl Edit {
    /// Exchanges the value at the place for the edit's own; done twice it changes nothing. Whether the place
    /// is there.
    pub fn exchange(&mut self, files: &mut [File<'_>]) -> bool {
        let Some(place) = files
            .get_mut(self.file)
            .and_then(|file| at(&mut file.root, &self.path))
        else {
            return false;
        };
        let before = place.owned();
        *place = std::mem::replace(&mut self.node, before);
        true
    }
}

fn at<'n, 'a>(node: &'n mut Node<'a>, path: &[usize]) -> Option<&'n mut Node<'a>> {
    let Some((step, rest)) = path.split_first() else {
        return Some(node);
    };
    let next = match &mut node.value {
        Value::List(items) => items.get_mut(*step)?,
        Value::Map(entries) => &mut entries.get_mut(*step)?.1,
        Value::Scalar { .. } => return None,
    };
    at(next, rest)
}
