//! The bytes of a file that somebody named: never those of a pipe, a socket or a device, for which one could wait for ever, and
//! never more than a limit, however fast the file grows while it is read.

use std::fs::File;
use std::io::{Error, ErrorKind, Read, Result};
use std::path::Path;

/// Reads a file of at most so many bytes.
///
/// # Errors
/// Where it cannot be read, is no file, or is larger ([`ErrorKind::FileTooLarge`]); each says so in words.
pub fn regular(path: &Path, most: u64) -> Result<Vec<u8>> {
    let about = std::fs::metadata(path)?;
    if !about.is_file() {
        let what = if about.is_dir() { "a folder" } else { "a pipe or a device" };
        return Err(Error::new(ErrorKind::InvalidInput, format!("it is {what}, not a file")));
    }
    let too_large = || Error::new(ErrorKind::FileTooLarge, format!("it has more than {most} bytes"));
    if about.len() > most {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or_default());
    File::open(path)?.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most { Err(too_large()) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_file_within_the_limit_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, "12345").unwrap();
        assert_eq!(regular(&path, 5).unwrap(), b"12345");
        assert_eq!(regular(&path, 4).unwrap_err().kind(), ErrorKind::FileTooLarge);
        assert_eq!(regular(folder.path(), 5).unwrap_err().to_string(), "it is a folder, not a file");
        assert_eq!(regular(&folder.path().join("b"), 5).unwrap_err().kind(), ErrorKind::NotFound);
        #[cfg(unix)]
        {
            let zero = regular(Path::new("/dev/zero"), 5).unwrap_err();
            assert_eq!(zero.to_string(), "it is a pipe or a device, not a file");
        }
    }
}
