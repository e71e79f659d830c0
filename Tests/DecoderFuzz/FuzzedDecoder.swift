/// A decoder of bytes from outside, with inputs that it takes, and what must hold whatever it is given.
package struct FuzzedDecoder: Sendable, CustomStringConvertible {
    package let name: String
    let grammar: InputGrammar
    let samples: [[UInt8]]

    /// Inputs to try as they are, now and then, whether the decoder takes them or not.
    let probes: [[UInt8]]

    /// A decoder that works on a file takes as long as hundreds that work on text: it gets one input of so many.
    let cost: Int

    /// No input is refused.
    package let isTotal: Bool

    let check: @Sendable ([UInt8]) async throws -> Void

    /// - Parameters:
    ///   - samples: Inputs that the decoder takes.
    ///   - check: Decodes an input. What it throws refuses the input, but for a `BrokenPromise`.
    package init(
        _ name: String, _ grammar: InputGrammar, samples: [[UInt8]], probes: [[UInt8]] = [], cost: Int = 1,
        isTotal: Bool = false,
        check: @escaping @Sendable ([UInt8]) async throws -> Void
    ) {
        precondition(!samples.isEmpty, "There must be an input to begin with.")
        self.name = name
        self.grammar = grammar
        self.samples = samples
        self.probes = probes
        self.cost = cost
        self.isTotal = isTotal
        self.check = check
    }

    /// What decodes must encode, and decode again to an equal value.
    package init<Value: Equatable & Sendable>(
        _ name: String, _ grammar: InputGrammar, samples: [[UInt8]],
        decode: @escaping @Sendable ([UInt8]) throws -> Value, encode: @escaping @Sendable (Value) throws -> [UInt8]
    ) {
        self.init(name, grammar, samples: samples) { input in
            let value = try decode(input)
            let encoded = try encode(value)
            let again: Value
            do {
                again = try decode(encoded)
            } catch {
                throw BrokenPromise("\(value) is written as \(Self.text(encoded)), which is refused: \(error)")
            }
            // Of a value with a NaN in it nothing is equal but the bytes.
            guard again == value || value != value, try encode(again) == encoded else {
                throw BrokenPromise("\(value) is written as \(Self.text(encoded)), which is read as \(again)")
            }
        }
    }

    package var description: String { name }

    static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.prefix(2_000), as: UTF8.self).debugDescription
    }
}

/// What a decoder promises does not hold for an input.
package struct BrokenPromise: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
