using KafkaChaos.Model;

namespace KafkaChaos.Nemeses;

/// <summary>What a step laid on the networks of nodes.</summary>
/// <param name="Name">Of its rules and of its packet queue.</param>
/// <param name="Number">Of its packet queue and of its limit.</param>
/// <param name="Drops">Whether its rules drop or lose packets.</param>
/// <param name="Delays">Whether they send packets into a queue.</param>
/// <param name="Limits">Whether it has a limit.</param>
/// <param name="Toward">Whether it is of the packets between its nodes and some others alone, who need not talk.</param>
internal sealed record LaidFault(string Name, ushort Number, bool Drops, bool Delays, bool Limits, bool Toward)
{
    public bool Ruled => Drops || Delays;

    public static LaidFault Isolation(int step) => new($"cut{step + 1}", NumberOf(step), Drops: true, Delays: false, Limits: false, Toward: false);

    public static LaidFault Slowness(int step, FaultOptions.Slowness slowness) =>
        new($"slow{step + 1}", NumberOf(step), slowness.Loss is not null, slowness.Delays, slowness.BytesPerSecond is not null, slowness.Toward is not null);

    /// <summary>Whether each of its parts met a packet of one of the nodes.</summary>
    public bool Bit(IReadOnlyCollection<PacketCounts> nodes) =>
        (!Drops || nodes.Any(one => one.Dropped > 0)) && (!Delays || nodes.Any(one => one.Delayed > 0)) && (!Limits || nodes.Any(one => one.Limited > 0));

    private static ushort NumberOf(int step) => (ushort)(step + 1);
}
