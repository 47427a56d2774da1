//! Unique Pupil Numbers: normal form and check letter.
//!
//! Source: the weights and alphabet of `reference` on UPNs (DfE), see
//! `docs/definitions` in the packs' notes; letters I, O and S are never used.

/// The 23 letters of the check alphabet; a letter's value is its position.
const ALPHABET: &[u8; 23] = b"ABCDEFGHJKLMNPQRTUVWXYZ";

/// The number in normal form: no blanks, upper case.
pub fn normal(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect()
}

/// Whether a normalised UPN has the right shape and check letter. A temporary
/// UPN ends in a letter, which counts with its value in the alphabet.
pub fn is_valid(upn: &str) -> bool {
    let bytes = upn.as_bytes();
    if bytes.len() != 13 {
        return false;
    }
    let mut sum = 0;
    for (index, &byte) in bytes.iter().enumerate().skip(1) {
        let value = match byte {
            b'0'..=b'9' => usize::from(byte - b'0'),
            _ if index == 12 => match ALPHABET.iter().position(|&letter| letter == byte) {
                Some(value) => value,
                None => return false,
            },
            _ => return false,
        };
        sum += value * (index + 1);
    }
    ALPHABET[sum % 23] == bytes[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Worked vectors of the public implementations named in the field's reference.
    #[test]
    fn check_letters() {
        for valid in ["R201100018042", "T20110001804V", "B801200005001", "A123456789012", "P207000016049"] {
            assert!(is_valid(valid), "{valid}");
        }
        for wrong in ["Q207000016049", "R201100018043", "R20110001804", "I201100018042", "", "T20110001804I"] {
            assert!(!is_valid(wrong), "{wrong}");
        }
        assert_eq!(normal(" r2011 0001 8042 "), "R201100018042");
    }
}
