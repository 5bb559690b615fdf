using System.Text.Json;
using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Reports;

/// <summary>Faults and targets in the words of a scenario.</summary>
internal static class StepWords
{
    /// <summary>Such as <c>kill the zone of the ZooKeeper leader</c>.</summary>
    public static string Of(Step step) => $"{Of(step.Fault)} {Of(step.Target)}";

    public static string Of(Fault fault) => JsonNamingPolicy.KebabCaseLower.ConvertName(fault.ToString());

    /// <summary>What a fault has done to a node.</summary>
    public static string Done(Fault fault) => fault switch
    {
        Fault.Kill => "was killed",
        Fault.Stop => "was stopped",
        Fault.Pause => "was frozen",
        Fault.Resume => "runs on and serves",
        Fault.Start => "was started again and serves",
        Fault.PowerOff => "lost power",
        Fault.PowerOn => "has power again and serves",
        Fault.Isolate => "is isolated",
        Fault.Slow => "is slow",
        Fault.Heal => "is healed",
        Fault.FillDisk => "has a full disk",
        Fault.Empty => "has room on its disk again",
        Fault.Wipe => "lost its data and serves",
        Fault.Restart => "was restarted and serves",
        _ => $"took the {Of(fault)}",
    };

    public static string Of(Condition condition) => condition switch
    {
        Condition.FullInSync => "every in-sync set is full",
        Condition.QuorumWhole => "every voter leads or follows",
        Condition.EveryNodeServes => "every node serves",
        Condition.Acknowledged records => FormattableString.Invariant($"{records.Records} records are acknowledged"),
        _ => condition.ToString(),
    };

    public static string Of(Phase phase) => phase switch
    {
        Phase.StartingCluster => "starting the cluster",
        Phase.WarmingUp => "warming up",
        Phase.Load => "load",
        Phase.Recovering => "recovering",
        Phase.FinalRead => "final read",
        Phase.CleaningUp => "cleaning up",
        _ => JsonNamingPolicy.KebabCaseLower.ConvertName(phase.ToString()),
    };

    private static string Of(Target target) => Where(target) + (target.Only is { } kind ? $", only {kind}" : "");

    private static string Where(Target target) => target switch
    {
        Target.Nodes nodes => string.Join(", ", nodes.Names),
        Target.Zones zones => $"zone {string.Join(", ", zones.Names)}",
        Target.Domains domains => $"domain {string.Join(", ", domains.Names)}",
        Target.HolderOf { Role: Role.ZooKeeperLeader } => "the ZooKeeper leader",
        Target.HolderOf { Role: Role.Controller } => "the controller",
        Target.LeaderOf leader => FormattableString.Invariant($"the leader of {leader.Topic}/{leader.Partition}"),
        Target.Random random => $"a random {random.Unit.ToString().ToLowerInvariant()}",
        Target.ZoneOf zone => $"the zone of {Of(zone.Inner)}",
        Target.DomainOf domain => $"the domain of {Of(domain.Inner)}",
        Target.SameAs same => $"the nodes of {same.Step}",
        _ => target.ToString(),
    };
}
