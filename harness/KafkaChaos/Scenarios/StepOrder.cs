using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>Follows what faults have left of each node from step to step, so that a fault or an undo that cannot bite is refused before the run.</summary>
internal sealed class StepOrder
{
    private readonly LastingState dead = new();
    private readonly LastingState off = new();
    private readonly LastingState frozen = new();
    private readonly LastingState full = new();
    private readonly LastingState cut = new();
    private readonly LastingState slowed = new();
    private bool doubtful;

    /// <summary>A step could not be read: from here on nothing is refused.</summary>
    internal void Doubt() => doubtful = true;

    /// <summary>Takes note of a step; the answer says why it cannot bite, or null.</summary>
    internal string? Take(Fault fault, FaultOptions? options, Reach? reach)
    {
        if (reach is null)
        {
            Doubt();
            return null;
        }

        var objection = doubtful ? null : Objection(fault, options, reach);
        Note(fault, options, reach);
        return objection;
    }

    private string? Objection(Fault fault, FaultOptions? options, Reach reach) => fault switch
    {
        Fault.Kill or Fault.Stop => AllDown(reach),
        Fault.Pause => AllDown(reach) ?? (frozen.Has(reach.Nodes) ? "all of this is paused since an earlier step, and nothing resumed it" : null),
        Fault.PowerOff => off.Has(reach.Nodes) ? "all of this is off since an earlier step, and nothing powered it on" : null,
        Fault.FillDisk => full.Has(reach.Nodes) ? "the disks of all of this are full since an earlier step, and nothing emptied them" : null,
        Fault.Isolate => cut.Has(reach.Nodes, options) ? "all of this is isolated at least so since an earlier step, and nothing healed it" : null,
        Fault.Slow => slowed.Has(reach.Nodes, options) ? "all of this is slow toward everybody since an earlier step, and nothing healed it" : null,
        Fault.Restart or Fault.Upgrade or Fault.Downgrade or Fault.Wipe => SomeDown(reach),
        Fault.Start => NotDone(reach, "killed or stopped", dead),
        Fault.PowerOn => NotDone(reach, "powered off", off),
        Fault.Resume => NotDone(reach, "paused", frozen),
        Fault.Empty => NotDone(reach, "filled the disk of", full),
        Fault.Heal => NotDone(reach, "isolated or slowed", cut, slowed),
        _ => null,
    };

    private void Note(Fault fault, FaultOptions? options, Reach reach)
    {
        switch (fault)
        {
            case Fault.Kill or Fault.Stop:
                dead.Enter(reach);
                frozen.Leave(reach);
                break;
            case Fault.PowerOff:
                off.Enter(reach);
                dead.Leave(reach);
                frozen.Leave(reach);
                break;
            case Fault.Pause:
                frozen.Enter(reach);
                break;
            case Fault.FillDisk:
                full.Enter(reach);
                break;
            case Fault.Isolate:
                cut.Enter(reach, options);
                break;
            case Fault.Slow:
                slowed.Enter(reach, options);
                break;
            case Fault.Wipe:
                full.Leave(reach);
                break;
            case Fault.Restart or Fault.Upgrade or Fault.Downgrade:
                frozen.Leave(reach);
                break;
            case Fault.Start:
                dead.Leave(reach);
                break;
            case Fault.PowerOn:
                off.Leave(reach);
                break;
            case Fault.Resume:
                frozen.Leave(reach);
                break;
            case Fault.Empty:
                full.Leave(reach);
                // It starts whatever process had ended.
                dead.Leave(reach);
                break;
            case Fault.Heal:
                cut.Leave(reach);
                slowed.Leave(reach);
                break;
        }
    }

    private string? AllDown(Reach reach) =>
        reach.Nodes.All(IsDown) ? "all of this is down since an earlier step, and nothing started it" : null;

    private string? SomeDown(Reach reach)
    {
        var down = reach.Nodes.Where(IsDown).Order(StringComparer.Ordinal).ToList();
        return down.Count > 0 && (reach.Exact || down.Count == reach.Nodes.Count)
            ? $"{string.Join(", ", down)} {(down.Count == 1 ? "is" : "are")} down since an earlier step; start first, or leave out"
            : null;
    }

    private bool IsDown(string node) => dead.Has(node) || off.Has(node);

    private static string? NotDone(Reach reach, string done, params LastingState[] states)
    {
        var without = reach.Nodes.Where(node => !states.Any(state => state.MayHave(node))).Order(StringComparer.Ordinal).ToList();
        return without.Count > 0 && (reach.Exact || without.Count == reach.Nodes.Count)
            ? $"no earlier step {done} {string.Join(", ", without)}"
            : null;
    }
}
