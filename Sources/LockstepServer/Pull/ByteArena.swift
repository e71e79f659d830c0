/// Bytes that are appended to, without a check for each append: room is asked for once for several.
///
/// A class, since it owns its memory. Not `Sendable`: whoever has it holds a lock, or is alone.
final class ByteArena {
    private(set) var count = 0
    private var capacity: Int
    private var start: UnsafeMutablePointer<UInt8>

    init(capacity: Int = 4_096) {
        self.capacity = capacity
        start = .allocate(capacity: capacity)
    }

    deinit {
        start.deallocate()
    }

    /// Makes room for so many more bytes.
    func reserve(_ bytes: Int) {
        guard count + bytes > capacity else { return }
        let larger = max(capacity * 2, count + bytes)
        let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        moved.update(from: start, count: count)
        start.deallocate()
        start = moved
        capacity = larger
    }

    // MARK: Appending; the room must have been reserved

    func append(_ byte: UInt8) {
        start[count] = byte
        count += 1
    }

    func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress else { return }
        (start + count).update(from: source, count: bytes.count)
        count += bytes.count
    }

    func append(_ bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { append($0) }
    }

    func append(_ literal: StaticString) {
        append(UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }

    // MARK: Reading and dropping

    /// A JSON array of the elements in a range of bytes, each of which follows a comma.
    func array(_ range: Range<Int>) -> [UInt8] {
        let size = max(range.count - 1, 0)
        return [UInt8](unsafeUninitializedCapacity: size + 2) { buffer, count in
            buffer[0] = UInt8(ascii: "[")
            if size > 0, let target = buffer.baseAddress {
                (target + 1).update(from: start + range.lowerBound + 1, count: size)
            }
            buffer[size + 1] = UInt8(ascii: "]")
            count = size + 2
        }
    }

    func dropFirst(_ bytes: Int) {
        start.update(from: start + bytes, count: count - bytes)
        count -= bytes
    }
}
