import Foundation
import Lockstep
import TestSupport
import Testing

@Suite("Generated mutations as JSON")
struct MutationArgumentsTests {
    private func decode(_ name: String, _ json: String) throws -> Workshop.Mutation {
        try JSONReader.read(Array(json.utf8)) { try Workshop.Mutation(name: name, arguments: &$0) }
    }

    @Test("Arbitrary mutations are read back as they were written, and written the same again")
    func roundTrip() throws {
        var generator = SeededGenerator(seed: 1)
        var names: Set<String> = []
        for _ in 0..<2_000 {
            let mutation = Workshop.Mutation.arbitrary(using: &generator)
            names.insert(mutation.name)
            let json = mutation.encodedArguments
            let read = try JSONReader.read(json) { try Workshop.Mutation(name: mutation.name, arguments: &$0) }
            #expect(read == mutation)
            #expect(read.encodedArguments == json)
        }
        #expect(names == Set(Workshop.Mutation.descriptions.map(\.name)))
    }

    @Test("The same seed gives the same mutations")
    func determinism() {
        var first = SeededGenerator(seed: 7)
        var second = SeededGenerator(seed: 7)
        for _ in 0..<100 {
            #expect(Workshop.Mutation.arbitrary(using: &first) == Workshop.Mutation.arbitrary(using: &second))
        }
    }

    @Test("Arguments are written in the order of the definition, a kept one is left out, a null is there")
    func form() {
        let id = UUID(uuid: (1, 2, 3, 4, 5, 6, 0x70, 8, 0x80, 10, 11, 12, 13, 14, 15, 0xab))
        let edit = Workshop.Mutation.editMachine(
            id: id, serviced: .set(Date(millisecondsSince1970: 5)), price: .set(nil), state: .set(.in))
        #expect(
            String(decoding: edit.encodedArguments, as: UTF8.self)
                == #"{"id":"01020304-0506-7008-800a-0b0c0d0e0fab","serviced":5,"price":null,"state":"in"}"#)
        let make = Workshop.Mutation.makePart(machineId: id, number: 3, note: nil)
        #expect(
            String(decoding: make.encodedArguments, as: UTF8.self)
                == #"{"machineId":"01020304-0506-7008-800a-0b0c0d0e0fab","number":3,"note":null}"#)
        #expect(String(decoding: Workshop.Mutation.clear.encodedArguments, as: UTF8.self) == "{}")
    }

    @Test(
        "What is wrong with an argument is an error that names it",
        arguments: [
            ("makePart", #"{"machineId":7,"number":3,"note":null}"#, "`machineId` must be a string"),
            ("makePart", #"{"machineId":"x","number":3,"note":null}"#, "`machineId` must be a UUID"),
            (
                "makePart", #"{"machineId":"01020304-0506-7008-800a-0b0c0d0e0fab","number":"3","note":null}"#,
                "`number` must be a number"
            ),
            (
                "makePart", #"{"machineId":"01020304-0506-7008-800a-0b0c0d0e0fab","number":3.5,"note":null}"#,
                "`number` must be an integer"
            ),
            (
                "makePart", #"{"machineId":"01020304-0506-7008-800a-0b0c0d0e0fab","number":3}"#, "`note` is missing"
            ),
            ("makePart", "{}", "`machineId` is missing"),
            ("makePart", #"{"number":3,"number":4}"#, "`number` is there twice"),
            ("makePart", #"{"note":null,"note":null}"#, "`note` is there twice"),
            ("makePart", #"{"colour":"red"}"#, "`colour` is unknown"),
            ("editMachine", #"{"name":"a","name":"b"}"#, "`name` is there twice"),
            ("editMachine", #"{"name":null}"#, "`name` must be a string"),
            ("editMachine", #"{"name":"a"}"#, "`id` is missing"),
            ("clear", #"{"all":true}"#, "`all` is unknown"),
            ("scrapMachines", #"{"times":[1,"2"]}"#, "`times` must be a number"),
            ("scrapMachines", #"{"times":null}"#, "`times` must be an array"),
        ])
    func strictness(name: String, json: String, message: String) throws {
        let error = #expect(throws: JSONError.self) { try decode(name, json) }
        #expect(error?.description == message)
    }

    @Test("A mutation of another schema is unknown")
    func unknown() throws {
        #expect(throws: UnknownMutation(name: "burn")) { try decode("burn", "{}") }
    }

    @Test("Most arbitrary mutations can be applied, and what fails fails for its values")
    func constraints() throws {
        let database = try TestDatabase(Workshop.migrations.map(\.sql).joined(separator: ";\n"))
        var generator = SeededGenerator(seed: 3)
        var applied = 0
        for number in 0..<1_000 {
            let mutation = Workshop.Mutation.arbitrary(using: &generator)
            let context = MutationContext(actor: "ann\(number)", now: Int64(number), committedAt: Int64(number))
            do {
                try mutation.apply(to: database.connection, in: context)
                applied += 1
            } catch let error as SQLiteError {
                #expect(error.isPermanent)
            }
        }
        #expect(applied > 500)
    }
}
