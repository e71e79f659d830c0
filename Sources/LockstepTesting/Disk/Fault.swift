/// What goes wrong at one operation of a `FaultDisk`.
package enum Fault: String, Hashable, Sendable, CaseIterable {
    /// The operation fails, once.
    case failure

    /// The operation fails, and every one after it until `FaultDisk.repair()`.
    case brokenDisk

    /// A write finds no space, once; another operation fails.
    case fullOnce

    /// From the operation on there is no space, until `FaultDisk.repair()`: no file grows, and none is made.
    case fullDisk

    /// A write leaves only its beginning in the file, and fails; another operation fails.
    case tornWrite

    /// The process dies before the operation; what was written stays written.
    case exit

    /// The power goes while the operation is under way; what was not synced is kept or lost by chance.
    case powerCut

    /// The faults after which the process goes on.
    package static let survivable: [Fault] = [failure, brokenDisk, fullOnce, fullDisk, tornWrite]

    /// The faults after which `FaultDisk.restart()` begins another process.
    package static let fatal: [Fault] = [exit, powerCut]
}

/// A fault at the `point`-th of some operations, from 1.
package struct FaultPlan: Hashable, Sendable {
    package let fault: Fault
    package let point: Int
    package let operations: Set<FileOperation>

    package init(_ fault: Fault, at point: Int, of operations: Set<FileOperation> = FileOperation.all) {
        self.fault = fault
        self.point = point
        self.operations = operations
    }
}
