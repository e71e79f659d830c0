import Foundation
import Lockstep

extension ReplicaWriter {
    /// Makes the file an empty database. The transaction is the last of this writer's.
    func dropEverything() throws {
        recorder.isRecording = false
        change.rows = .everything
        change.pending = true
        change.rejections = true
        change.isEmptied = true
        try connection.dropEverything()
    }

    /// Makes another actor's replica this writer's actor's, with what is pending in it, under a new client id.
    ///
    /// The rows go: the actor may not be allowed to see them. So do the mutations with an outcome, which a restored
    /// server would be sent again as this actor's. Tokens stay: what the server has from the former actor is not run twice.
    func takeOver(as client: UUID) throws {
        var state = try state()
        change.rows = .everything
        try connection.run("UPDATE lockstep_replica SET actor = ?1 WHERE id = 1") { try $0.bind(actor, at: 1) }
        try connection.run("DELETE FROM lockstep_acknowledged")
        // It was made of what the former actor may see.
        try connection.run("DELETE FROM lockstep_snapshot")
        try connection.run("UPDATE lockstep_pending SET is_held = 0, was_applied = 0 WHERE is_held OR was_applied")
        state.cursor = nil
        try fork(&state, as: client)
        recorder.isRecording = false
        try fillingDerivedTables {
            try connection.withoutEnforcement {
                try forgetBase()
                for table in tables { try table.clear.run() }
            }
        }
        recorder.isRecording = true
        // A key may be the actor.
        try connection.forgetKeysOfPending()
        try replayPending()
    }
}
