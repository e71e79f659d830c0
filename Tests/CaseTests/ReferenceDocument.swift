/// A Markdown page with code blocks.
struct ReferenceDocument {
    struct Block {
        /// The words behind the opening fence, without a path.
        let language: String
        let path: String?
        let isAlone: Bool

        /// With the line break of its last line.
        let text: String

        /// Its lines in the page, without the fences.
        let lines: Range<Int>
    }

    struct Section {
        let title: String
        var blocks: [Int] = []
        var isWaiting = false
    }

    private(set) var blocks: [Block] = []
    private(set) var sections: [Section] = []
    private let lines: [String]
    private var replacements: [Int: String] = [:]

    init(_ text: String) {
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var index = 0
        while index < lines.count {
            let line = lines[index]
            if line.hasPrefix("## ") {
                sections.append(Section(title: String(line.dropFirst(3))))
            } else if line.hasPrefix("<!-- waits for:"), !sections.isEmpty {
                sections[sections.count - 1].isWaiting = true
            } else if line.hasPrefix("```") {
                let end = lines[(index + 1)...].firstIndex(of: "```") ?? lines.count
                if !sections.isEmpty { sections[sections.count - 1].blocks.append(blocks.count) }
                blocks.append(Self.block(line.dropFirst(3), lines, (index + 1)..<end))
                index = end
            }
            index += 1
        }
    }

    private static func block(_ head: Substring, _ lines: [String], _ range: Range<Int>) -> Block {
        let words = head.split(separator: " ").map(String.init)
        let path = words.dropFirst().first { $0.contains(".") }
        return Block(
            language: words.prefix(while: { $0 != path }).joined(separator: " "), path: path,
            isAlone: words.last == "alone", text: lines[range].map { $0 + "\n" }.joined(), lines: range)
    }

    mutating func replace(_ block: Int, by text: String) {
        replacements[block] = text
    }

    /// The page with what was replaced.
    var text: String {
        var result = lines
        for (index, text) in replacements.sorted(by: { $0.key > $1.key }) {
            let new = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
            result.replaceSubrange(blocks[index].lines, with: new)
        }
        return result.joined(separator: "\n")
    }
}
