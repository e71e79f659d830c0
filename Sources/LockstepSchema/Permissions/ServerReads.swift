import LockstepSQL

/// What the server asks by itself may read the server's tables only.
enum ServerReads {
    /// - Parameter asker: `a condition`
    static func check(_ analyzer: StatementAnalyzer, of asker: String, at place: SourcePlace, reporter: Reporter) {
        for name in analyzer.reads.tables.sorted() {
            guard let table = analyzer.catalog[table: name], !table.side.isOnServer else { continue }
            reporter.error("\(asker) is asked on the server, which does not have `\(table.name)`", at: place)
        }
    }
}
