namespace KafkaChaos.Planning;

/// <summary>What of a placement is in one zone.</summary>
public sealed record ZoneShare(string Zone, string Domain, int Voters, int Brokers);

/// <summary>What the loss of one domain or zone does to a placement.</summary>
/// <param name="Lost">Its name.</param>
/// <param name="Quorum">Whether a majority of the voters lives.</param>
/// <param name="Writable">Whether every topic goes on being written with <c>acks=all</c>: the quorum lives, and enough replicas with the in-sync set full before.</param>
/// <param name="PowerSafe">Whether no acknowledged record can be lost by its power loss, whatever the in-sync set was.</param>
/// <param name="PowerSafeInSync">The same with every in-sync set full before.</param>
/// <param name="Because">One sentence for the quorum, one for the writes, one for the power loss.</param>
public sealed record LossAnswer(string Lost, bool Quorum, bool Writable, bool PowerSafe, bool PowerSafeInSync, IReadOnlyList<string> Because);

/// <summary>One way to place voters and brokers.</summary>
/// <param name="Shares">Every zone, in the question's order.</param>
/// <param name="Alike">How many placements differ from it only by the names of zones in a domain, or of domains of equal shape; itself included.</param>
/// <param name="Domains">Every domain's loss.</param>
/// <param name="Zones">Every zone's loss.</param>
public sealed record Placement(IReadOnlyList<ZoneShare> Shares, long Alike, IReadOnlyList<LossAnswer> Domains, IReadOnlyList<LossAnswer> Zones);

/// <summary>The best placements.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Considered">How many placements were judged, those included that differ only by names.</param>
/// <param name="Best">Best first.</param>
/// <param name="Notes">What holds for all placements, one sentence each.</param>
/// <param name="WithWitness">The same with a voter in a third place; null where there are not two domains.</param>
public sealed record Advice(AdviceQuestion Question, double Considered, IReadOnlyList<Placement> Best, IReadOnlyList<string> Notes, Advice? WithWitness);
