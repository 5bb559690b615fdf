using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>Refuses undos whose target is sought anew, and so need not be what the fault went to.</summary>
internal static class Aims
{
    /// <summary>Why a target does not fit a fault; null where it does.</summary>
    internal static string? Objection(Fault fault, Target target) => (fault, target) switch
    {
        (Fault.Start or Fault.PowerOn or Fault.Resume, Target.HolderOf or Target.LeaderOf) =>
            "who holds a role is running; name what the fault went to, such as same-as: <step>",
        (Fault.Start or Fault.PowerOn or Fault.Resume or Fault.Heal or Fault.Empty, _) when IsRandom(target) =>
            "chosen anew, it would go elsewhere; name what the fault went to, such as same-as: <step>",
        _ => null,
    };

    private static bool IsRandom(Target target) => target switch
    {
        Target.Random => true,
        Target.ZoneOf zone => IsRandom(zone.Inner),
        Target.DomainOf domain => IsRandom(domain.Inner),
        _ => false,
    };
}
