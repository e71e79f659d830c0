import LockstepSchema

/// The struct of a bulk parameter's elements.
struct BulkRowCode {
    private let row: BulkRow
    private let root: Root

    init(_ row: BulkRow, in root: Root) {
        self.row = row
        self.root = root
    }

    var code: SwiftCode {
        let properties: [SwiftCode] = row.fields.map { field in
            """
            /// `\(raw: field.column)`, \(raw: RowStructCode.facts(about: field.type)).
            \(root.access)var \(field.name): \(root.spelling(field.type, in: .inside))
            """
        }
        return """
            /// A row of `\(raw: row.table)` in a list of them: an element of a bulk parameter.
            \(root.access)struct \(row.name): \(root.runtime("BulkRow")) {
                \(blocks: properties + [memberwiseInitializer, decoding, encoding, arbitrary])
            }
            """
    }

    private var memberwiseInitializer: SwiftCode {
        let locals = LocalNames(own: ["self"], fields: row.fields.map(\.name))
        let parameters: [SwiftCode] = row.fields.map { field in
            let local = locals[field.name]
            let label: SwiftCode = "\(label: field.name)"
            let type = root.spelling(field.type, in: .inside)
            return local == field.name ? "\(label): \(type)" : "\(label) \(local): \(type)"
        }
        return """
            /// Makes a row from its values.
            \(.list("\(root.access)init(", parameters, ") {", .likeParameters))
                \(lines: row.fields.map { "self.\($0.name) = \(locals[$0.name])" })
            }
            """
    }

    // MARK: JSON

    private var decoding: SwiftCode {
        let names = LocalNames(own: ["json", "key", "self"], fields: row.fields.map(\.name))
        let variables: [SwiftCode] = row.fields.map {
            "var \(names[$0.name]): \(root.spelling($0.type, in: .inside))?"
        }
        let members: [SwiftCode] = row.fields.map { field in
            let variable = names[field.name]
            let key = SwiftLiteral.singleLine(field.column)
            return "case \(key) where \(variable) == nil: \(variable) = try \(constructible(field.type))(from: &json)"
        }
        let keys = row.fields.map { SwiftLiteral.singleLine($0.column) }
        let assignments: [SwiftCode] = row.fields.map { field in
            "self.\(field.name) = try \(names[field.name]).required(\(SwiftLiteral.singleLine(field.column)))"
        }
        return """
            /// Reads a row from a JSON object whose members have the names of the columns.
            ///
            /// - Throws: `JSONError` naming the member that is missing, unknown, there twice or of another type.
            \(root.access)init(from json: inout \(root.runtime("JSONReader"))) throws {
                \(lines: variables)
                try json.beginObject()
                while let key = try json.nextKey() {
                    switch key {
                    \(lines: members)
                    \(.matching(keys, "throw json.duplicate(key)"))
                    default: throw json.unknown(key)
                    }
                }
                \(lines: assignments)
            }
            """
    }

    /// The type in a form that an initialiser's call can follow.
    private func constructible(_ type: ValueType) -> SwiftCode {
        var wrapped = type
        wrapped.isOptional = false
        let spelling = root.spelling(wrapped, in: .inside)
        return type.isOptional ? "\(root.runtime("Optional"))<\(spelling)>" : spelling
    }

    private var encoding: SwiftCode {
        let writer = root.runtime("JSONWriter")
        return """
            /// Writes the row as a JSON object, as mutations carry it.
            \(root.access)func encode(to json: inout \(writer)) {
                json.object { json in
                    \(lines: members { "\(Self.property($0.name)).encode(to: &json)" })
                }
            }

            /// Writes the row as a JSON object, with values as the columns of `\(raw: row.table)` store them.
            \(root.access)func encodeElement(to json: inout \(writer)) {
                json.object { json in
                    \(lines: members { field in
                        let stored = StoredForm.bound(Self.property(field.name), field.type, depth: field.type.isOptional ? 1 : 0)
                        return "\(stored).encodeElement(to: &json)"
                    })
                }
            }
            """
    }

    /// The property where a function that has `json` reads it.
    private static func property(_ name: SwiftIdentifier) -> SwiftCode {
        ["json", "self"].contains(name.name) ? "self.\(name)" : "\(name)"
    }

    private func members(_ encode: (BulkRow.Field) -> SwiftCode) -> [SwiftCode] {
        row.fields.map { field in
            """
            json.key(\(SwiftLiteral.singleLine(field.column)))
            \(encode(field))
            """
        }
    }

    // MARK: Arbitrary values

    private var arbitrary: SwiftCode {
        let arguments: [SwiftCode] = row.fields.map { "\(callLabel: $0.name): .arbitrary(using: &generator)" }
        let generator = root.runtime("RandomNumberGenerator")
        return """
            /// A row with values as tests need them: of the right types, and often the same ones.
            \(root.access)static func arbitrary(using generator: inout some \(generator)) -> Self {
                \(.list("Self(", arguments, ")", .eachElement))
            }
            """
    }
}
