import LockstepSQL

extension Array {
    /// The elements that begin in a range, of an array that is sorted by where its elements begin.
    func within(_ range: Range<Int>, by span: (Element) -> SourceSpan) -> ArraySlice<Element> {
        let first = firstIndex(beginningFrom: range.lowerBound, by: span)
        return self[first..<Swift.max(first, firstIndex(beginningFrom: range.upperBound, by: span))]
    }

    private func firstIndex(beginningFrom offset: Int, by span: (Element) -> SourceSpan) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if span(self[middle]).start < offset { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
