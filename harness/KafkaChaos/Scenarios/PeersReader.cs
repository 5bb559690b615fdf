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
            return node is YamlMap ? Refuse(node, key, reading) : Word.Read(node, key, reading);
        }

        var all = default(Peers);
        foreach (var one in List.Read(node, key, reading)?.Value ?? [])
        {
            if ((all & one.Value) == one.Value)
            {
                reading.Problems.Error(one.At, key, "named twice", one.Node.Said);
            }

            all |= one.Value;
        }

        return all == default ? null : new Placed<Peers>(all, node);
    }
}
