extension Sequence<Diagnostic> {
    /// By path, then by place in the file; those of one place keep their order.
    public var sortedByPlace: [Diagnostic] {
        enumerated().sorted { first, second in
            let left = first.element.place
            let right = second.element.place
            return (left.source.path, left.span.start, first.offset) < (
                right.source.path, right.span.start, second.offset
            )
        }.map(\.element)
    }
}
