/// True for ASCII letters, digits and `_`, of which a digit is not the first: what definitions, parameters and codes may be
/// called.
func isPlainName(_ word: some StringProtocol) -> Bool {
    guard let first = word.first, !first.isNumber else { return false }
    return word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
}
