using System.Text.Json.Serialization;

namespace KafkaChaos.Histories;

/// <summary>One line of a history: an operation, a fault or an observation.</summary>
/// <remarks>All times are on the run's one monotonic clock, from its start; in JSON they are whole nanoseconds.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(RunStarted), "run-started")]
[JsonDerivedType(typeof(RunEnded), "run-ended")]
[JsonDerivedType(typeof(PhaseBegan), "phase")]
[JsonDerivedType(typeof(ClusterDescribed), "cluster")]
[JsonDerivedType(typeof(ClientStarted), "client")]
[JsonDerivedType(typeof(SendOperation), "send")]
[JsonDerivedType(typeof(TransactionEnded), "transaction-ended")]
[JsonDerivedType(typeof(ProducerFailed), "producer-failed")]
[JsonDerivedType(typeof(AssignmentChanged), "assignment")]
[JsonDerivedType(typeof(ConsumedRecord), "consumed")]
[JsonDerivedType(typeof(ConsumerFailed), "consumer-failed")]
[JsonDerivedType(typeof(ReadRecord), "read")]
[JsonDerivedType(typeof(ReadEnded), "read-ended")]
[JsonDerivedType(typeof(QuorumWrite), "quorum-write")]
[JsonDerivedType(typeof(QuorumRead), "quorum-read")]
[JsonDerivedType(typeof(SessionRead), "session-read")]
[JsonDerivedType(typeof(SessionExpired), "session-expired")]
[JsonDerivedType(typeof(FaultRequested), "fault-requested")]
[JsonDerivedType(typeof(FaultApplied), "fault-applied")]
[JsonDerivedType(typeof(FaultFailed), "fault-failed")]
[JsonDerivedType(typeof(RoleChecked), "role-checked")]
[JsonDerivedType(typeof(AgentActed), "agent-acted")]
[JsonDerivedType(typeof(AgentMissing), "agent-missing")]
[JsonDerivedType(typeof(MemberRole), "member-role")]
[JsonDerivedType(typeof(BrokerRegistration), "broker-registration")]
[JsonDerivedType(typeof(ControllerSeen), "controller")]
[JsonDerivedType(typeof(PartitionState), "partition-state")]
[JsonDerivedType(typeof(ReplicaAssignment), "replica-assignment")]
[JsonDerivedType(typeof(ReplicaLog), "replica-log")]
[JsonDerivedType(typeof(NodeProcess), "node-process")]
[JsonDerivedType(typeof(LogLine), "log-line")]
[JsonDerivedType(typeof(ObserverLooked), "observer-looked")]
[JsonDerivedType(typeof(ObserverEnded), "observer-ended")]
[JsonDerivedType(typeof(HarnessLag), "harness-lag")]
[JsonDerivedType(typeof(MachinePressure), "machine-pressure")]
[JsonDerivedType(typeof(LeftoverAudit), "leftovers")]
public abstract record HistoryEvent
{
    /// <summary>When it was recorded as true: an operation's completion, an observation's moment.</summary>
    public required TimeSpan At { get; init; }
}
