/// Prints trees back to SQL.
///
/// SQLite prepares what is printed to the same bytecode as the text that was parsed, and gives the columns of the
/// result and of views the same names; a definition makes the same schema. The text is on one line, unless a string in
/// it is not, and in canonical form: keywords in upper case, parentheses and quotes where they are needed only, no
/// comments. Parsed again, it has the same tree but for spans.
///
/// A tree does not hold its whole text: numbers, for one, are printed as they were written. So every function takes the
/// file that the tree was parsed from.
public enum Printer {
    /// Without a semicolon at the end.
    ///
    /// - parameter keepsColumnNames: Whether a column without an alias, which SQLite names by its text, is given the
    ///   text that it had as its alias where its canonical text is another.
    public static func text(
        of statement: Statement, in source: SourceText, keepsColumnNames: Bool = true
    ) -> String {
        text(in: source) {
            $0.keepsColumnNames = keepsColumnNames
            $0.statement(statement)
        }
    }

    /// Without parentheses around it; the names of its columns are not kept.
    public static func text(of select: Select, in source: SourceText) -> String {
        text(in: source) { $0.select(select, isNamed: false) }
    }

    /// Without parentheses around it.
    public static func text(of expression: Expression, in source: SourceText) -> String {
        text(in: source) { $0.expression(expression) }
    }

    private static func text(in source: SourceText, _ content: (inout SQLWriter) -> Void) -> String {
        var writer = SQLWriter(source)
        content(&writer)
        return writer.document.flatText
    }
}
