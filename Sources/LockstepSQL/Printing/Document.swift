/// A text that can be laid out on one line or on several: after Wadler, "A prettier printer", as a flat list, so that
/// nothing is recursive and everything is linear in the length of the text.
struct Document {
    enum Element {
        /// With a space before it unless a line begins with it.
        case text(String, hasSpace: Bool)
        /// A space, or a line break where its group does not fit on a line.
        case line
        /// Nothing, or a line break where its group does not fit on a line.
        case softLine
        /// A line break, unless a line begins here already.
        case hardLine
        /// One empty line.
        case emptyLine
        /// So many spaces where the group is broken, else one.
        case padding(Int)
        case begin(group: Int)
        case end(group: Int)
        case indent
        case dedent
        /// Comments at the end of the line, wherever that is; the second and further ones stand on lines of their own
        /// below the first.
        case suffix([String], isAligned: Bool)
        /// Between these two, comments at the ends of lines stand below each other.
        case beginAlignment
        case endAlignment
    }

    private(set) var elements: [Element] = []

    /// For each group, whether something in it makes it break.
    private(set) var isBroken: [Bool] = []
    private var open: [Int] = []

    mutating func append(_ element: Element) {
        elements.append(element)
    }

    mutating func beginGroup() {
        elements.append(.begin(group: isBroken.count))
        open.append(isBroken.count)
        isBroken.append(false)
    }

    mutating func endGroup() {
        let group = open.removeLast()
        elements.append(.end(group: group))
        if isBroken[group] { breakGroups() }
    }

    /// Breaks all groups that are open; those around a broken one break when it ends.
    mutating func breakGroups() {
        if let group = open.last { isBroken[group] = true }
    }

    /// What the elements from an index on read on one line.
    func flatText(from start: Int) -> String {
        var text = ""
        var isFirst = true
        for element in elements[start...] {
            switch element {
            case .text(let piece, let hasSpace):
                text += hasSpace && !isFirst ? " " + piece : piece
                isFirst = false
            case .line, .padding: text += " "
            default: break
            }
        }
        return text
    }

    /// Everything on one line.
    var flatText: String { flatText(from: 0) }
}
