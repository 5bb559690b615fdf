using KafkaChaos.Model;

namespace KafkaChaos.Scenarios;

/// <summary>Reads whom an isolated node no longer reaches: one word, or a list of words.</summary>
internal sealed class PeersReader() : EitherReader<Peers>(Word, List)
{
    private static readonly Reader<Peers> Word = Words.Choice(("all", Peers.All), ("peers", Peers.Nodes), ("zookeeper", Peers.ZooKeeper), ("clients", Peers.Clients));

    private static readonly ListReader<Peers> List = new("these", Word);

    internal override Placed<Peers>? Read(YamlNode node, string key, Reading reading)
    {
        if (node is not YamlList)
        {
            return node is YamlMap ? Refuse(node, key, reading) : There(Word.Read(node, key, reading), key, reading);
        }

        var all = default(Peers);
        foreach (var one in List.Read(node, key, reading)?.Value ?? [])
        {
            There(one, key, reading);
            if ((all & one.Value) == one.Value)
            {
                reading.Problems.Error(one.At, key, "named twice", one.Node.Said);
            }

            all |= one.Value;
        }

        return all == default ? null : new Placed<Peers>(all, node);
    }

    // To be cut off from what is not there would break nothing.
    private static Placed<Peers>? There(Placed<Peers>? one, string key, Reading reading)
    {
        if (one is { Value: Peers.ZooKeeper } && reading.Places is { Complete: true } places && places.CountOf(NodeKind.ZooKeeper) == 0)
        {
            reading.Problems.Error(one.At, key, "the topology has no ZooKeeper; KRaft's controllers are peers", one.Node.Said);
        }

        return one;
    }
}
