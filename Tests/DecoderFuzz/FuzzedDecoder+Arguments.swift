package import TestSupport

extension FuzzedDecoder {
    /// The decoder of a mutation's arguments, which comes with the mutation's name: an input is the name, a line feed and
    /// the arguments.
    ///
    /// - Parameter arbitrary: Gives a mutation, as its name and its arguments.
    package static func arguments<Mutation: Equatable & Sendable>(
        of type: Mutation.Type, _ name: String,
        arbitrary: (inout SeededGenerator) -> (name: String, arguments: [UInt8]),
        decode: @escaping @Sendable (_ name: String, _ arguments: [UInt8]) throws -> Mutation,
        encode: @escaping @Sendable (Mutation) -> [UInt8]
    ) -> FuzzedDecoder {
        var generator = SeededGenerator(seed: 1)
        let samples = (0..<200).map { _ in
            let (name, arguments) = arbitrary(&generator)
            return Array(name.utf8) + [separator] + arguments
        }
        return FuzzedDecoder(name, .json, samples: samples) { input in
            let parts = input.split(separator: separator, maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(decoding: parts[0], as: UTF8.self)
            let mutation = try decode(name, parts.count == 1 ? [] : Array(parts[1]))
            let encoded = encode(mutation)
            let again: Mutation
            do {
                again = try decode(name, encoded)
            } catch {
                throw BrokenPromise("\(mutation) is written as \(text(encoded)), which is refused: \(error)")
            }
            guard again == mutation || mutation != mutation, encode(again) == encoded else {
                throw BrokenPromise("\(mutation) is written as \(text(encoded)), which is read as \(again)")
            }
        }
    }

    private static var separator: UInt8 { UInt8(ascii: "\n") }
}
