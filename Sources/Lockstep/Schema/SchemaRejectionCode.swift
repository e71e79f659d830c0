/// The generated enum of the codes with which a server may refuse a schema's mutations, for an app to switch over.
///
/// It has a case for every code of Lockstep's and of the schema's, and `unrecognized` for one of a newer server.
public protocol SchemaRejectionCode: RawRepresentable, Hashable, Sendable where RawValue == String {
    init(rawValue: String)
}
