/// What a file held when it was last synced, and what was done to it since.
///
/// After a power cut a journalling file system has kept some beginning of what was done to files' existence and sizes,
/// and of the bytes any sectors of 512. A sector is written or not: `SQLITE_IOCAP_POWERSAFE_OVERWRITE`, which SQLite
/// assumes, says that the bytes beside those written do not change.
struct FileHistory: Sendable {
    private enum Change: Sendable {
        case creation
        case deletion
        case truncation(size: Int)
        case write(bytes: [UInt8], offset: Int)

        var isWrite: Bool { if case .write = self { true } else { false } }
        var isEntry: Bool {
            switch self {
            case .creation, .deletion: true
            case .truncation, .write: false
            }
        }
    }

    private static let sectorSize = 512

    /// Nil if there is no such file.
    private var synced: [UInt8]?
    private var changes: [Change] = []

    /// - Parameter content: What the file holds, all of it synced.
    init(content: [UInt8]?) {
        synced = content
    }

    mutating func create() { changes.append(.creation) }
    mutating func delete() { changes.append(.deletion) }
    mutating func truncate(to size: Int) { changes.append(.truncation(size: size)) }
    mutating func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        changes.append(.write(bytes: Array(bytes), offset: offset))
    }

    /// True if the file was made since it was last synced.
    var isNew: Bool { changes.contains { $0.isEntry } }

    mutating func sync() {
        for change in changes { Self.apply(change, to: &synced) }
        changes = []
    }

    /// Makes the file's existence durable, or its absence, and not its bytes: its folder was synced.
    mutating func syncEntry() {
        guard let last = changes.lastIndex(where: \.isEntry) else { return }
        if case .deletion = changes[last] {
            synced = nil
            changes.removeSubrange(...last)
        } else {
            synced = synced ?? []
            changes.removeAll { $0.isEntry }
        }
    }

    // MARK: Power cuts

    private enum Survival: CaseIterable {
        case none, all, beginning, sectors
    }

    /// What is left after a power cut.
    func afterPowerCut(using generator: inout some RandomNumberGenerator) -> [UInt8]? {
        var content = synced
        let survival = Survival.allCases.randomElement(using: &generator) ?? .none
        let metadata = changes.count { !$0.isWrite }
        var keptMetadata = Int.random(in: 0...metadata, using: &generator)
        var keptWrites = Int.random(in: 0...(changes.count - metadata), using: &generator)
        for change in changes {
            guard change.isWrite else {
                guard keptMetadata > 0 else { continue }
                keptMetadata -= 1
                Self.apply(change, to: &content)
                continue
            }
            keptWrites -= 1
            switch survival {
            case .none: break
            case .all: Self.apply(change, to: &content)
            case .beginning: if keptWrites >= 0 { Self.apply(change, to: &content) }
            case .sectors: Self.apply(write: change, to: &content) { _ in Bool.random(using: &generator) }
            }
        }
        return content
    }

    private static func apply(_ change: Change, to content: inout [UInt8]?) {
        switch change {
        case .creation: content = content ?? []
        case .deletion: content = nil
        // `ftruncate` may make a file longer, too.
        case .truncation(let size): content?.resize(to: size)
        // What was written into a file that is not there went with it.
        case .write(let bytes, let offset): content?.write(bytes[...], at: offset)
        }
    }

    /// - Parameter survives: Asked for each sector.
    private static func apply(write change: Change, to content: inout [UInt8]?, survives: (Int) -> Bool) {
        guard case .write(let bytes, let offset) = change else { return }
        var position = 0
        while position < bytes.count {
            let sector = (offset + position) / sectorSize
            let end = min((sector + 1) * sectorSize - offset, bytes.count)
            if survives(sector) { content?.write(bytes[position..<end], at: offset + position) }
            position = end
        }
    }
}

extension [UInt8] {
    fileprivate mutating func write(_ bytes: ArraySlice<UInt8>, at offset: Int) {
        guard offset < count else {
            resize(to: offset)
            return append(contentsOf: bytes)
        }
        let overlap = Swift.min(count - offset, bytes.count)
        withUnsafeMutableBytes { target in
            bytes.prefix(overlap).withUnsafeBytes {
                UnsafeMutableRawBufferPointer(rebasing: target[offset...]).copyMemory(from: $0)
            }
        }
        append(contentsOf: bytes.dropFirst(overlap))
    }

    fileprivate mutating func resize(to size: Int) {
        guard count < size else { return removeLast(count - size) }
        let missing = size - count
        // Not a collection of zeros, which would be appended one by one.
        append(
            contentsOf: [UInt8](unsafeUninitializedCapacity: missing) { buffer, initialized in
                buffer.initialize(repeating: 0)
                initialized = missing
            })
    }
}
