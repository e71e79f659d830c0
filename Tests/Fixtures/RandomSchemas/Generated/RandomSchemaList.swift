// Written by `RandomSchemasTests` with `LOCKSTEP_UPDATE_GOLDENS=1`.

package import Lockstep

/// The schemas of this module.
package enum RandomSchemaList {
    /// Sorted by name.
    package static let all: [any ServerSchema.Type] = [
        Random05.self,
        Random10.self,
        Random13.self,
        Random24.self,
        Random27.self,
        Random43.self,
        Random78.self,
        Random81.self,
        Random88.self,
        Random89.self,
        Random91.self,
        Random99.self,
    ]
}
