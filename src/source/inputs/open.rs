//! Opens an input and unpacks it: what begins as gzip or zstd does is read through, whatever it is called.

use crate::finding::Finding;
use crate::say;
use crate::source::files;
use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use std::io::{self, BufRead, BufReader, Read};

const GZIP: &[u8] = &[0x1f, 0x8b];
const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];
const BUFFER: usize = 64 * 1024;

/// Whether text begins as packed data does.
pub(super) fn is_packed(begin: &[u8]) -> bool {
    begin.starts_with(GZIP) || begin.starts_with(ZSTD)
}

/// A stream of an input's text, without the byte order mark that may begin it.
///
/// # Errors
/// A finding if it cannot be opened, or its first bytes cannot be read.
pub(super) fn open(path: &str) -> Result<Box<dyn BufRead + Send>, Box<Finding>> {
    let failed = |error: io::Error| files::unreadable(path, &error);
    let mut stream = BufReader::with_capacity(BUFFER, files::open(path)?);
    let begin = stream.fill_buf().map_err(failed)?;
    let mut stream: Box<dyn BufRead + Send> = if begin.starts_with(GZIP) {
        Box::new(BufReader::with_capacity(
            BUFFER,
            MultiGzDecoder::new(stream),
        ))
    } else if begin.starts_with(ZSTD) {
        Box::new(BufReader::with_capacity(BUFFER, Frames::new(stream)))
    } else {
        Box::new(stream)
    };
    if stream
        .fill_buf()
        .map_err(failed)?
        .starts_with("\u{FEFF}".as_bytes())
    {
        stream.consume('\u{FEFF}'.len_utf8());
    }
    Ok(stream)
}

/// Zstandard frames one behind the other (RFC 8878, 3.1): the decoder itself reads only one.
struct Frames<R> {
    packed: R,
    decoder: FrameDecoder,
    inside: bool,
    /// Why nothing comes after what is unpacked already.
    cut: Option<io::Error>,
}

/// An empty last block with room for a checksum (RFC 8878, 3.1.1.2): until the last block the decoder keeps
/// back what later ones may repeat.
const LAST: &[u8] = &[1, 0, 0, 0, 0, 0, 0];

impl<R: BufRead> Frames<R> {
    fn new(packed: R) -> Self {
        Self {
            packed,
            decoder: FrameDecoder::new(),
            inside: false,
            cut: None,
        }
    }

    /// Begins the next frame, past those that hold no data; whether there is one.
    fn begin(&mut self) -> io::Result<bool> {
        while !self.packed.fill_buf()?.is_empty() {
            match self.decoder.init(&mut self.packed) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    let length = u64::from(length);
                    let skipped =
                        io::copy(&mut self.packed.by_ref().take(length), &mut io::sink())?;
                    if skipped < length {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                }
                Err(_) => return Err(damaged()),
            }
        }
        Ok(false)
    }

    /// Unpacks the next block. Where the data is cut off, what came before is still handed out.
    fn go_on(&mut self) -> io::Result<()> {
        let one = BlockDecodingStrategy::UptoBlocks(1);
        if self.decoder.decode_blocks(&mut self.packed, one).is_ok() {
            return Ok(());
        }
        let is_cut = self.packed.fill_buf()?.is_empty();
        let one = BlockDecodingStrategy::UptoBlocks(1);
        if !is_cut || self.decoder.decode_blocks(LAST, one).is_err() {
            return Err(damaged());
        }
        self.cut = Some(damaged());
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        self.inside = false;
        let written = self.decoder.get_checksum_from_data();
        if written.is_some() && written != self.decoder.get_calculated_checksum() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                say!("the zstd checksum does not match"),
            ));
        }
        Ok(())
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.inside {
                self.inside = self.begin()?;
                if !self.inside {
                    return Ok(0);
                }
            }
            let read = self.decoder.read(into)?;
            if read > 0 || into.is_empty() {
                return Ok(read);
            }
            if let Some(error) = self.cut.take() {
                return Err(error);
            }
            if self.decoder.is_finished() {
                self.end()?;
            } else {
                self.go_on()?;
            }
        }
    }
}

fn damaged() -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        say!("damaged or cut off zstd data"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    fn frame(text: &str) -> Vec<u8> {
        compress_to_vec(text.as_bytes(), CompressionLevel::Fastest)
    }

    fn unpacked(packed: &[u8]) -> io::Result<String> {
        let mut text = String::new();
        Frames::new(packed).read_to_string(&mut text).map(|_| text)
    }

    #[test]
    fn frames_follow_each_other_and_may_be_skipped() {
        let long = "甲乙丙 ".repeat(100_000);
        let skippable = [&[0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0][..], b"abc"].concat();
        let packed = [frame("one\n"), skippable, frame(&long)].concat();
        assert_eq!(unpacked(&packed).expect("whole"), format!("one\n{long}"));
    }

    #[test]
    fn what_is_cut_off_or_damaged_is_an_error() {
        let packed = frame(&"a profile ".repeat(1000));
        for cut in [5, packed.len() / 2, packed.len() - 1] {
            assert!(unpacked(&packed[..cut]).is_err(), "{cut} bytes");
        }
    }

    #[test]
    fn what_stands_before_a_cut_comes_first() {
        let text: String = (0..60_000).map(|number| format!("{number} ")).collect();
        let packed = frame(&text);
        let mut read = Vec::new();
        let cut = Frames::new(&packed[..packed.len() * 9 / 10]).read_to_end(&mut read);
        assert!(cut.is_err() && read.len() > text.len() / 2 && read.len() < text.len());
        assert_eq!(read, text.as_bytes()[..read.len()]);
    }
}
