namespace KafkaChaos.Nemeses;

/// <summary>Packets of one node that met what faults laid on its network.</summary>
/// <param name="Dropped">By an isolation or a loss.</param>
/// <param name="Delayed">Held for a while.</param>
/// <param name="Undelayed">That were to be, and went on at once.</param>
/// <param name="Limited">That passed a limit.</param>
internal readonly record struct PacketCounts(long Dropped, long Delayed, long Undelayed, long Limited)
{
    /// <summary>Those that the faults did something to.</summary>
    public long All => Dropped + Delayed + Limited;

    public static PacketCounts operator +(PacketCounts one, PacketCounts other) =>
        new(one.Dropped + other.Dropped, one.Delayed + other.Delayed, one.Undelayed + other.Undelayed, one.Limited + other.Limited);

    /// <summary>In words: those that are some.</summary>
    public string Words(string dropped) => string.Join(", ", new[] { (Dropped, dropped), (Delayed, "delayed"), (Limited, "limited"), (Undelayed, "not delayed, as they should have been") }
        .Where(one => one.Item1 > 0).Select(one => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{one.Item1} packets {one.Item2}")));
}
