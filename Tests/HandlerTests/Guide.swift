import Foundation
import Lockstep
import LockstepClient
import LockstepSQLiteStore
import LockstepServer

/// The code of `docs/handlers.md`, as an app would have it.
struct Guide {
    let path: String
    let mail: MailService
    let configuration = ServerConfiguration()

    func server() throws -> SyncServer<Mailroom, SQLiteStore<Mailroom>> {
        let server = try SyncServer(
            Mailroom.self, store: .sqlite(path),
            handlers: Mailroom.Handlers(
                invite: { arguments, delivery in
                    try await mail.send(to: arguments.email, idempotencyKey: delivery.token)
                },
                inviteColleague: { arguments, context, transaction in
                    try checkSeats(context.actor, transaction)
                    try transaction.apply(.useSeat(userId: context.actor))
                },
                tidyUp: { arguments, context, transaction in
                    for invitation in try transaction.read(.openInvitations)
                    where !arguments.domains.contains(where: invitation.email.hasSuffix) {
                        try transaction.apply(.withdraw(id: invitation.id))
                    }
                }))
        return server
    }

    private func checkSeats(_ user: String, _ transaction: any HandlerTransaction<Mailroom>) throws {
        let seats = try transaction.read(.seats(userId: user)) ?? 0
        if seats == 0 {
            throw MutationRejection("noSeatLeft", "Your plan has no seat left.")
        }
    }

    func deliver(_ email: String) throws {
        guard email.contains(".") else { throw DeliveryAbandoned("\(email) cannot be delivered to.") }
    }

    func lookAfter(_ server: SyncServer<Mailroom, SQLiteStore<Mailroom>>) async throws {
        for entry in try await server.abandonedDeliveries() {
            tell("\(entry.mutation.name) \(entry.version): \(entry.failure ?? "")")
            try await server.retryDelivery(entry.version)
        }
    }

    func job(_ server: SyncServer<Mailroom, SQLiteStore<Mailroom>>) async throws {
        try await server.mutate(.tidyUp(domains: ["@example.org"]), as: "cron")
    }

    func importPlans(
        _ server: SyncServer<Mailroom, SQLiteStore<Mailroom>>, _ plans: [(user: String, seats: Int)]
    ) async throws {
        do {
            try await server.mutate(plans.map { .buySeats(userId: $0.user, seats: $0.seats) }, as: "billing")
        } catch let error as BatchRejection {
            tell("The plan of \(plans[error.index].user) was refused: \(error.rejection.message)")
        }
    }

    func explain(_ rejection: Rejection) {
        switch Mailroom.RejectionCode(rejection) {
        case .noPlan: tell("Buy a plan first.")
        case .unrecognized("noSeatLeft"): tell("Buy another seat.")
        case .constraint:
            switch (rejection.constraint?.kind, rejection.constraint?.name) {
            case (.unique, "invitation.email"): tell("They are invited already.")
            case (.check, "email_has_an_at"): tell("That is no address.")
            default: tell(rejection.message)
            }
        default: tell(rejection.message)
        }
    }

    func canAccept(_ client: SyncClient<Mailroom>, _ id: UUID) async throws -> Bool {
        let isEnabled = try await client.allows(.accept(id: id)) ?? true
        return isEnabled
    }

    private func tell(_ text: String) {
        mail.tell(text)
    }
}
