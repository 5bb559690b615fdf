using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Tool.Benchmarks;

/// <summary>What a run's observers and its probe record beside the records, in the numbers of a real run: zone b is killed and started again some times, and every partition has a leader elsewhere meanwhile.</summary>
internal static class SyntheticCluster
{
    public const int Kills = 10;
    public const int Partitions = 12;
    public const string Topic = "orders";

    // As many a second, through one session across all members and one to each.
    private const int Writes = 10;

    private static readonly string[] Victims = ["zookeeper-b-1", "kafka-b-1"];
    private static readonly string[] Members = ["zookeeper-a-1", "zookeeper-b-1", "zookeeper-c-1"];

    public static IReadOnlyList<Step> Steps { get; } =
    [
        .. Enumerable.Range(0, Kills).SelectMany(number => new[]
        {
            new Step($"outage-{number}", TimeSpan.FromSeconds(1), Fault.Kill, new Target.Zones(["b"])),
            new Step(null, TimeSpan.FromSeconds(1), Fault.Start, new Target.SameAs($"outage-{number}")),
        }),
    ];

    /// <summary>Before the load.</summary>
    public static IEnumerable<HistoryEvent> Before(TimeSpan at)
    {
        foreach (var member in Members)
        {
            yield return new MemberRole(member, at, member == Victims[0] ? MemberMode.Leader : MemberMode.Follower, 1) { At = at };
        }

        yield return new ControllerSeen(at, 2, 1) { At = at };
        for (var broker = 1; broker <= 3; broker++)
        {
            yield return new BrokerRegistration(broker, at, true, broker) { At = at };
        }

        for (var partition = 0; partition < Partitions; partition++)
        {
            yield return new ReplicaAssignment(Topic, partition, [1, 2, 3]) { At = at };
            yield return State(partition, at, 1 + (partition % 3), 0, [1, 2, 3], 1);
        }
    }

    /// <summary>What comes once a second.</summary>
    /// <param name="second">Of the load, from 0.</param>
    /// <param name="seconds">Of all of it.</param>
    /// <param name="at">When.</param>
    public static IEnumerable<HistoryEvent> During(int second, int seconds, TimeSpan at)
    {
        yield return new HarnessLag(TimeSpan.FromMilliseconds(1)) { At = at, ClockDrift = TimeSpan.Zero };
        foreach (var observer in Members.Append(Observers.Znodes))
        {
            yield return new ObserverLooked(observer) { At = at };
        }

        foreach (var session in Members.Prepend(null))
        {
            for (var write = 0; write < Writes; write++)
            {
                yield return new QuorumWrite((second * Writes) + write, at - TimeSpan.FromMilliseconds(2), Outcome.Ok, (second * Writes) + write + 1, null) { At = at, Session = session };
            }
        }

        var period = Math.Max(3, seconds / Kills);
        var (number, moment) = (second / period, second % period);

        // None whose end the load does not see.
        var isOne = number < Kills && (number + 1) * period <= seconds;
        if (isOne && moment == period / 3)
        {
            foreach (var one in Kill(number, at))
            {
                yield return one;
            }
        }
        else if (isOne && moment == period * 2 / 3)
        {
            foreach (var one in Start(number, at))
            {
                yield return one;
            }
        }
    }

    /// <summary>When the run is over.</summary>
    public static IEnumerable<HistoryEvent> After(TimeSpan at) => Members.Append(Observers.Znodes).Append(Observers.Engine).Select(observer => new ObserverEnded(observer, at, "the run was over") { At = at });

    private static IEnumerable<HistoryEvent> Kill(int number, TimeSpan at)
    {
        yield return new FaultRequested(2 * number, Fault.Kill, Victims, "zone b", "the agent") { At = at };
        foreach (var node in Victims)
        {
            yield return new NodeProcess(node, ProcessChange.Exited, "exit code 137") { At = at };
            yield return new FaultApplied(2 * number, Fault.Kill, node, at, at, at, "exit code 137") { At = at };
        }

        yield return new MemberRole(Victims[0], at, MemberMode.Silent, null) { At = at };
        yield return new MemberRole(Members[2], at, MemberMode.Leader, number + 2) { At = at };
        yield return new BrokerRegistration(2, at, false, null) { At = at };
        yield return new ControllerSeen(at, 3, number + 2) { At = at };
        for (var partition = 0; partition < Partitions; partition++)
        {
            yield return State(partition, at, partition % 3 == 1 ? 3 : 1 + (partition % 3), (2 * number) + 1, [1, 3], number + 2);
        }
    }

    private static IEnumerable<HistoryEvent> Start(int number, TimeSpan at)
    {
        yield return new FaultRequested((2 * number) + 1, Fault.Start, Victims, "same as before", "supervised start") { At = at };
        foreach (var node in Victims)
        {
            yield return new NodeProcess(node, ProcessChange.Started, "running") { At = at };
            yield return new FaultApplied((2 * number) + 1, Fault.Start, node, at, at, at, "serves") { At = at };
        }

        yield return new MemberRole(Victims[0], at, MemberMode.Follower, number + 2) { At = at };
        yield return new BrokerRegistration(2, at, true, 100 + number) { At = at };
        for (var partition = 0; partition < Partitions; partition++)
        {
            yield return State(partition, at, 1 + (partition % 3), (2 * number) + 2, [1, 2, 3], number + 2);
        }
    }

    private static PartitionState State(int partition, TimeSpan at, int leader, int epoch, IReadOnlyList<int> inSync, int controller) =>
        new(Topic, partition, at, leader, epoch, inSync, controller) { At = at };
}
