using KafkaChaos.Planning;

namespace KafkaChaos.Reports;

/// <summary>The cells and sentences of an advice, for its console table and its Markdown table alike.</summary>
internal static class AdviceWords
{
    public static string Title(Advice advice)
    {
        var asked = advice.Question;
        var witness = asked.Witnesses.Count > 0 ? ", with a witness in a third place" : "";
        return FormattableString.Invariant($"{asked.Voters} voters and {asked.Brokers} brokers over {asked.Zones.Count} zones{witness}; replication {asked.Replication}, min.insync.replicas {asked.MinInsync}; best {advice.Best.Count} of {advice.Considered:N0} placements");
    }

    public static IEnumerable<string> Columns(Advice advice) =>
    [
        "",
        .. advice.Question.Zones.Select(zone => zone.Name == zone.Domain ? zone.Name : $"{zone.Name} ({zone.Domain})"),
        "quorum lives",
        "writes go on",
        "records safe",
        "zones",
        "alike",
    ];

    public const string Legend = "quorum lives, writes go on: the domains of which any one may be lost; records safe: the domains whose power loss loses no acknowledged record, whatever the in-sync sets; zones: of which any one may be lost; alike: placements that differ only by names.";

    public static IEnumerable<string> Cells(Placement placement, int rank) =>
    [
        $"{rank}",
        .. placement.Shares.Select(Share),
        Names(placement.Domains, loss => loss.Quorum),
        Names(placement.Domains, loss => loss.Writable),
        Names(placement.Domains, loss => loss.PowerSafe),
        $"{placement.Zones.Count(loss => loss.Writable)} of {placement.Zones.Count}",
        $"{placement.Alike}",
    ];

    /// <summary>What the placement cannot survive and why, a sentence for each domain and aspect.</summary>
    public static IEnumerable<string> Failings(Placement placement) =>
        from loss in placement.Domains
        let failing = new[] { (loss.Quorum, loss.Because[0]), (loss.Writable, loss.Because[1]), (loss.PowerSafe, loss.Because[2]) }
            .Where(one => !one.Item1).Select(one => one.Item2).ToList()
        where failing.Count > 0
        select $"{loss.Lost} lost: {string.Join("; ", failing)}";

    private static string Share(ZoneShare share) => (share.Voters, share.Brokers) switch
    {
        (0, 0) => "-",
        (var voters, 0) => Voters(voters),
        (0, var brokers) => Brokers(brokers),
        var (voters, brokers) => $"{Voters(voters)}, {Brokers(brokers)}",
    };

    private static string Voters(int count) => count == 1 ? "1 voter" : $"{count} voters";

    private static string Brokers(int count) => count == 1 ? "1 broker" : $"{count} brokers";

    private static string Names(IReadOnlyList<LossAnswer> losses, Func<LossAnswer, bool> holds)
    {
        var names = losses.Where(holds).Select(loss => loss.Lost).ToList();
        return names.Count == 0 ? "none" : names.Count == losses.Count ? $"any ({string.Join(", ", names)})" : string.Join(", ", names);
    }
}
