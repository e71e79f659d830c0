/// A decoder that says nothing about what is wrong said no.
struct Refused: Error {}

/// The value of a decoder that gives nil for what it refuses.
func accepted<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw Refused() }
    return value
}
