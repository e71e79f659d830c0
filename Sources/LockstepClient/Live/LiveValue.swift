import Lockstep
import Observation

/// What is read from the replica for an interface, and kept up to date as long as the object lives: the part that
/// `LiveQuery` and `LiveQueries` share.
@MainActor @Observable
final class LiveValue<Schema: SyncSchema, Value: Sendable> {
    private struct Reading {
        var value: Value?
        var error: ClientError?
    }

    @ObservationIgnored private let replica: Replica<Schema>

    /// What is asked. Setting it reads the other answer at once, if anybody has looked.
    @ObservationIgnored var source: LiveSource<Value> {
        didSet {
            number += 1
            registration = nil
            guard reading != nil else { return }
            let first = begin()
            tell(value: first.value)
            tell(error: first.error)
        }
    }

    /// What is told; nil until somebody looks.
    @ObservationIgnored private var reading: Reading?
    @ObservationIgnored private var registration: LiveRegistration?

    /// Of the source. What was read for another one is dropped.
    @ObservationIgnored private var number = 0

    /// The number of the source that is being read.
    @ObservationIgnored private var numberBeingRead: Int?

    init(_ replica: Replica<Schema>, _ source: LiveSource<Value>) {
        self.replica = replica
        self.source = source
    }

    /// Nil only if it could not be read, and then `error` says why.
    var value: Value? {
        access(keyPath: \.value)
        return current.value
    }

    var error: ClientError? {
        access(keyPath: \.error)
        return current.error
    }
}

// MARK: - Reading

extension LiveValue {
    private var current: Reading {
        if let reading { return reading }
        let first = begin()
        reading = first
        return first
    }

    /// Registers for the source, and reads it.
    private func begin() -> Reading {
        let number = number
        let registration = replica.register(source.interest) { [weak self] in
            Task { await self?.follow(number) }
        }
        self.registration = registration
        do {
            _ = try registration.takeTouch()
            return Reading(value: try replica.readNow { try source.read($0, registration) })
        } catch {
            return Reading(error: ClientError(reading: error))
        }
    }

    /// Reads the source with a number until it is up to date.
    private func follow(_ number: Int) async {
        guard numberBeingRead != number else { return }
        numberBeingRead = number
        defer { if numberBeingRead == number { numberBeingRead = nil } }
        do {
            while number == self.number, let registration, try registration.takeTouch() {
                let value = try await replica.readLive { [source] in try source.read($0, registration) }
                guard number == self.number else { return }
                tell(value: value)
                tell(error: nil)
            }
        } catch {
            // What was read last stays: it is old, and better than nothing.
            if number == self.number { tell(error: ClientError(reading: error)) }
        }
    }

    private func tell(value: Value?) {
        switch (reading?.value, value) {
        case (nil, nil): return
        case (let last?, let value?) where source.isSame(last, value): return
        default: withMutation(keyPath: \.value) { reading?.value = value }
        }
    }

    private func tell(error: ClientError?) {
        guard error?.code != reading?.error?.code else { return }
        withMutation(keyPath: \.error) { reading?.error = error }
    }
}
