import Testing

/// One after the other: `RuledSchema` has one definition at a time.
@Suite("Read permissions", .serialized) enum PermissionTests {}
