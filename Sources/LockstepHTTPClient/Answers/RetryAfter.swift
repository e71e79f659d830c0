/// The header Retry-After (RFC 9110, section 10.2.3).
enum RetryAfter {
    /// The longest wait that a server is believed.
    static let maximum = Duration.seconds(86_400)

    /// How long to wait; nil if the value is neither seconds nor a date. A date that has passed is no wait.
    ///
    /// - Parameter now: When the answer was made, in seconds since 1970.
    static func duration(_ value: String, since now: Int64) -> Duration? {
        let digits = value.utf8.drop { $0 == 0x20 || $0 == 0x09 }.prefix { (0x30...0x39).contains($0) }
        let rest = value.utf8[digits.endIndex...]
        if !digits.isEmpty, rest.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) {
            // Only digits: what does not fit is more than the maximum.
            return Int64(String(decoding: digits, as: UTF8.self)).map { min(.seconds($0), maximum) } ?? maximum
        }
        return HTTPDate.secondsSince1970(value).map { min(.seconds(max(0, $0 - now)), maximum) }
    }
}
