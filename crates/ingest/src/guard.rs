//! Reading with limits: no more than so many bytes, no bombs.

use std::io::{self, Read};

use crate::{Limits, ProblemKind};

/// A packed stream that stops when it gives far more than went in.
pub(crate) struct Guard<R> {
    inner: R,
    given: u64,
    most: u64,
    stop: ProblemKind,
}

/// Below this size nothing is a bomb.
const HARMLESS: u64 = 4 << 20;

impl<R: Read> Guard<R> {
    /// Guards what `packed` bytes unpack to.
    pub(crate) fn new(inner: R, packed: u64, limits: &Limits) -> Guard<R> {
        let by_ratio = packed.saturating_mul(limits.ratio).max(HARMLESS);
        let (most, stop) = if by_ratio < limits.archive_bytes {
            (by_ratio, ProblemKind::Bomb(limits.ratio))
        } else {
            (limits.archive_bytes, ProblemKind::TooLarge { bytes: limits.archive_bytes, limit: limits.archive_bytes })
        };
        Guard { inner, given: 0, most, stop }
    }
}

impl<R: Read> Read for Guard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.given += read as u64;
        if self.given > self.most { Err(io::Error::other(self.stop.clone())) } else { Ok(read) }
    }
}

/// All bytes of a stream, if they are not more than `limit`.
pub(crate) fn read_all(stream: impl Read, limit: u64) -> Result<Vec<u8>, ProblemKind> {
    let mut bytes = Vec::new();
    stream.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(problem)?;
    if bytes.len() as u64 > limit {
        return Err(ProblemKind::TooLarge { bytes: bytes.len() as u64, limit });
    }
    Ok(bytes)
}

/// What is wrong when a stream can't be read.
pub(crate) fn problem(error: io::Error) -> ProblemKind {
    match error.downcast::<ProblemKind>() {
        Ok(kind) => kind,
        Err(error) => match error.kind() {
            io::ErrorKind::UnexpectedEof => ProblemKind::Damaged("it breaks off; nothing of it was kept".to_owned()),
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::Other => {
                ProblemKind::Damaged(error.to_string())
            }
            io::ErrorKind::NotFound => ProblemKind::Unreadable("there is no such file or folder".to_owned()),
            kind @ io::ErrorKind::PermissionDenied => ProblemKind::Unreadable(kind.to_string()),
            _ => ProblemKind::Unreadable(error.to_string()),
        },
    }
}
