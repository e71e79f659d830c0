/// What tells two lists of rows apart, in words.
struct RowDifferenceText {
    let text: String

    /// - Returns: Nil if they are equal. Both are in one order.
    init?(expected: [RowContent], found: [RowContent]) {
        guard expected != found else { return nil }
        let (missing, extra) = (Set(expected).subtracting(found), Set(found).subtracting(expected))
        func list(_ rows: Set<RowContent>) -> String {
            rows.sorted().prefix(4).map { "‹\($0)›" }.joined(separator: " ") + (rows.count > 4 ? " …" : "")
        }
        text =
            "\(found.count) rows instead of \(expected.count); missing \(missing.count): \(list(missing)); "
            + "not expected \(extra.count): \(list(extra))"
    }
}
