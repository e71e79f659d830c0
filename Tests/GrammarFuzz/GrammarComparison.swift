public import LockstepSQL

/// Compares the parser's verdict on texts with that of the linked SQLite.
///
/// SQLite stops at the first thing that is wrong. If that is not the syntax, and the parser found a syntax error, the two
/// cannot be compared: what SQLite would have said of the rest is unknown. Each text is tried in several databases until
/// one allows a comparison: with tables, a statement that names them is read to its end, and without, one that makes
/// them.
///
/// A syntax error that SQLite finds where the parser accepts is explained by a piece of syntax that is newer than the
/// linked SQLite, and that its error lies in. Anything else that is not the same is a disagreement.
public struct GrammarComparison {
    public enum Outcome: Hashable {
        case agreement
        case unknown
        case newerSyntax
        case disagreement
    }

    /// How many texts had each outcome.
    public private(set) var counts: [Outcome: Int] = [:]

    /// The texts on which the verdicts differ, with SQLite's answer; the first thousand.
    public private(set) var disagreements: [(text: [UInt8], answer: PreparingDatabase.Answer, verdict: SyntaxVerdict)] =
        []
    private let databases: [PreparingDatabase]

    /// The minor version of the linked SQLite 3.
    private let minorVersion: Int

    public init(_ databases: [PreparingDatabase], minorVersion: Int) {
        self.databases = databases
        self.minorVersion = minorVersion
    }

    public func count(_ outcome: Outcome) -> Int { counts[outcome, default: 0] }

    public mutating func compare(_ text: [UInt8]) {
        let verdict = Parser.verdict(on: SourceText(path: "fuzz.sql", bytes: text))
        var result = Outcome.unknown
        for (index, database) in databases.enumerated() where result == .unknown {
            let answer = database.answer(to: text)
            result = outcome(verdict, answer)
            // SQLite reads on where it knows the table of a CREATE TABLE IF NOT EXISTS already.
            if result == .disagreement, verdict.error != nil, !verdict.isSyntaxError, index + 1 < databases.count {
                result = .unknown
            }
            if result == .disagreement, disagreements.count < 1000 {
                disagreements.append((text, answer, verdict))
            }
        }
        counts[result, default: 0] += 1
    }

    private func outcome(_ verdict: SyntaxVerdict, _ answer: PreparingDatabase.Answer) -> Outcome {
        switch answer {
        case .prepared: verdict.error == nil ? .agreement : .disagreement
        case .otherError: verdict.isSyntaxError ? .unknown : .agreement
        case .syntaxError where verdict.isSyntaxError: .agreement
        case .syntaxError(_, let offset): isExplained(verdict, offset) ? .newerSyntax : .disagreement
        }
    }

    private func isExplained(_ verdict: SyntaxVerdict, _ offset: Int?) -> Bool {
        verdict.requirements.contains { requirement in
            guard requirement.minorVersion > minorVersion else { return false }
            guard let offset else { return true }
            return requirement.span.start <= offset && offset <= requirement.span.end
        }
    }
}
