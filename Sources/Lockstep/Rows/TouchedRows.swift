import Foundation

/// The rows that a transaction touched, by table and key: a hash table over one buffer of key bytes, since the recorder
/// looks a row up for every change.
struct TouchedRows {
    struct Touch {
        let table: Int
        let key: Range<Int>
        let keyHash: UInt64

        /// Hashes of the row's values when the transaction and when the mutation first touched it, and as it is; 0 if
        /// there is no such row.
        var before: UInt64
        var beforeMutation: UInt64
        var current: UInt64

        /// The mutation that `beforeMutation` belongs to.
        var mutation = 0

        /// The batch of mutations that touched it last.
        var batch = 0

        /// The image epoch in which the row's image was taken, and the mutation that took it.
        var imageEpoch = 0
        var imageMutation = 0

        /// A bit for every column that was written with another value; columns from 63 on share the last bit.
        var columns: UInt64 = 0
    }

    private(set) var keys: [UInt8] = []
    var touches: [Touch] = []
    private var slots: [Int32] = Array(repeating: -1, count: 64)

    mutating func removeAll() {
        guard !touches.isEmpty else { return }
        keys.removeAll(keepingCapacity: true)
        touches.removeAll(keepingCapacity: true)
        if slots.count > 1 << 14 {
            slots = Array(repeating: -1, count: 64)
        } else {
            for index in slots.indices { slots[index] = -1 }
        }
    }

    /// The index of a row's touch, made by `make` at its first.
    mutating func index(
        table: Int, key: [UInt8], keyHash: UInt64, orMake make: (Range<Int>) -> Touch
    ) -> Int {
        let slot = slot(table: table, key: key, keyHash: keyHash)
        if slots[slot] >= 0 { return Int(slots[slot]) }
        let start = keys.count
        keys.append(contentsOf: key)
        touches.append(make(start..<keys.count))
        slots[slot] = Int32(touches.count - 1)
        if touches.count * 2 > slots.count { grow() }
        return touches.count - 1
    }

    func contains(table: Int, key: [UInt8], keyHash: UInt64) -> Bool {
        slots[slot(table: table, key: key, keyHash: keyHash)] >= 0
    }

    /// Where a row's index is, or would be.
    private func slot(table: Int, key: [UInt8], keyHash: UInt64) -> Int {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: keyHash) & mask
        while slots[slot] >= 0 {
            let index = Int(slots[slot])
            if touches[index].keyHash == keyHash, touches[index].table == table, isKey(key, of: index) { break }
            slot = (slot + 1) & mask
        }
        return slot
    }

    func key(of touch: Touch) -> RowKey {
        RowKey(bytes: Array(keys[touch.key]))
    }

    func withKey<Result>(of touch: Touch, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try keys.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[touch.key])) }
    }

    private func isKey(_ key: [UInt8], of index: Int) -> Bool {
        let range = touches[index].key
        guard range.count == key.count else { return false }
        return key.withUnsafeBytes { key in
            keys.withUnsafeBytes { keys in
                key.isEmpty || memcmp(keys.baseAddress! + range.lowerBound, key.baseAddress!, key.count) == 0
            }
        }
    }

    private mutating func grow() {
        slots = Array(repeating: -1, count: slots.count * 2)
        let mask = slots.count - 1
        for (index, touch) in touches.enumerated() {
            var slot = Int(truncatingIfNeeded: touch.keyHash) & mask
            while slots[slot] >= 0 { slot = (slot + 1) & mask }
            slots[slot] = Int32(index)
        }
    }
}
