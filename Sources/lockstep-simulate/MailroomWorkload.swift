import Foundation
import Lockstep
import LockstepServer
import LockstepTesting
import MailroomSchema

extension SimulationWorkload where Schema == Mailroom {
    /// Mutations with handlers of every kind. Mails fail now and then, and some for good.
    static let mailroom = SimulationWorkload(
        Mailroom.self, actors: ["ann@a.org", "bob@b.org", "billing", "cron"],
        edits: [
            "UPDATE plan SET seats = seats + 1",
            "DELETE FROM invitation WHERE rowid % 3 = abs(random()) % 3",
            "UPDATE invitation SET accepted = 1 - accepted WHERE rowid % 4 = abs(random()) % 4",
        ],
        codes: ["noPlan", "notAccepted", "tooMany"],
        handlers: Mailroom.Handlers(
            invite: { _, delivery in
                // What a mail server says of an address does not change.
                let address = delivery.token.uuid.15
                if address % 16 == 0 { throw DeliveryAbandoned("There is no such address.") }
                if delivery.attempt <= address % 4 { throw MailServerDown() }
            },
            inviteColleague: { arguments, context, transaction in
                guard try transaction.read(.invitations).count < 12 else {
                    throw MutationRejection("tooMany", "There are too many invitations.")
                }
                try transaction.apply(.useSeat(userId: context.actor))
            },
            tidyUp: { arguments, context, transaction in
                for invitation in try transaction.read(.openInvitations)
                where !arguments.domains.contains(where: invitation.email.hasSuffix) {
                    try transaction.apply(.withdraw(id: invitation.id))
                }
            })
    ) { actor, generator in
        let number = UInt8.random(in: 1...20, using: &generator)
        let id = UUID(uuid: (1, 0x95, 0, 0, 0, 0, 0x70, 4, 0x80, 0, 0, 0, 0, 0, 0, number))
        let domain = ["a.org", "b.org", "c.org"][Int(number) % 3]
        let email = number.isMultiple(of: 5) ? "bob@b.org" : "somebody\(number)@\(domain)"
        if actor == "cron" { return .tidyUp(domains: [domain]) }
        if actor == "billing" { return .buySeats(userId: "ann@a.org", seats: Int.random(in: 0...3, using: &generator)) }
        switch Int.random(in: 0..<10, using: &generator) {
        case 0...3: return .invite(id: id, email: email)
        case 4...6: return .inviteColleague(id: id, email: email)
        case 7: return .accept(id: id)
        case 8: return .withdraw(id: id)
        default: return .arbitrary(using: &generator)
        }
    }
}

/// What a mail server throws that is to be tried again later.
private struct MailServerDown: Error {}
