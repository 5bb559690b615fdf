using System.Globalization;
using KafkaChaos.Histories;

namespace KafkaChaos.Probing;

/// <summary>What an ensemble member says of itself.</summary>
/// <param name="Mode">See <see cref="MemberMode"/>.</param>
/// <param name="Epoch">The leader epoch of its last transaction; null where it does not serve.</param>
public sealed record MemberStatus(MemberMode Mode, long? Epoch)
{
    /// <summary>By <c>srvr</c>: <c>ruok</c> answers without a quorum, too.</summary>
    public static async Task<MemberStatus> AskAsync(string endpoint, CancellationToken token) =>
        Parse(await FourLetterWord.AskAsync(endpoint, "srvr", token));

    /// <summary>Voters that are in step with the leader, itself left out; null where the member does not lead.</summary>
    /// <remarks>By <c>mntr</c>: <c>zk_quorum_size</c> there is the configured size, not the live one.</remarks>
    public static async Task<int?> SyncedFollowersAsync(string endpoint, CancellationToken token) =>
        Value(await FourLetterWord.AskAsync(endpoint, "mntr", token), "zk_synced_followers\t") is { } text
            ? (int)double.Parse(text, CultureInfo.InvariantCulture)
            : null;

    internal static MemberStatus Parse(string? answer)
    {
        var mode = answer is null ? MemberMode.Silent : Value(answer, "Mode: ") switch
        {
            "leader" => MemberMode.Leader,
            "follower" => MemberMode.Follower,
            "observer" => MemberMode.Observer,
            "standalone" => MemberMode.Standalone,
            _ => MemberMode.NotServing,
        };
        return new(mode, Value(answer, "Zxid: 0x") is { } zxid ? long.Parse(zxid, NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> 32 : null);
    }

    private static string? Value(string? answer, string key) => answer?
        .Split('\n')
        .FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?[key.Length..]
        .Trim();
}
