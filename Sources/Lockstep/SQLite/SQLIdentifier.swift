/// Names in SQL that is composed at run time.
package enum SQLIdentifier {
    /// A name as SQL has it, whatever characters it has (https://www.sqlite.org/lang_keywords.html).
    package static func quoted(_ name: String) -> String {
        "\"\(name.replacing("\"", with: "\"\""))\""
    }
}
