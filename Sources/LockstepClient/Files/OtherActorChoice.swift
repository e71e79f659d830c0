/// What becomes of a replica that is found to be another actor's when it is opened.
public enum OtherActorChoice: Sendable {
    /// Opening throws `ClientError` with code `.otherActor`, whose `replica` says what is at stake.
    case fail

    /// The replica is emptied and begun anew for the actor, if that loses nothing (`ReplicaSummary.isSettled`); else
    /// opening throws `.otherActor`.
    case replaceIfSettled

    /// The replica is emptied and begun anew for the actor, whatever is pending in it. First `receive` is given what is
    /// lost, if there is any; if it throws, nothing is changed, and opening throws its error.
    case replace(_ receive: @Sendable (ExportedMutations) throws -> Void)

    /// What the former actor has pending becomes the actor's: for a guest who signs in. The mutations are pushed as the
    /// new actor's, in their order, and the server decides on each; one that it already has from the former actor is not
    /// run again. They are replayed on an empty base until the first pull brings the new actor's rows. Rejections and the
    /// tables that only clients have are kept too.
    case handOver
}
