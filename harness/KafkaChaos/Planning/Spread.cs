using KafkaChaos.Model;

namespace KafkaChaos.Planning;

/// <summary>How many replicas of one partition stand in what is lost.</summary>
/// <param name="Most">Of the partition that is hit hardest, in the worst placement that Kafka may choose.</param>
/// <param name="Least">Of the partition that is hit hardest, in any placement; <see cref="Most"/> where the placement is known.</param>
/// <param name="Every">Of every partition, in any placement.</param>
public readonly record struct Hit(int Most, int Least, int Every);

/// <summary>Where Kafka may place the replicas of a partition.</summary>
/// <remarks>With racks, by <see cref="RackSpread"/>; without, any brokers may hold them. Domains are nothing that Kafka knows.</remarks>
internal sealed class Spread
{
    private readonly Dictionary<string, int> _brokers = new(StringComparer.Ordinal);
    private readonly int[] _rackOf;
    private readonly int[] _sizes;
    private readonly bool _racks;
    private readonly Dictionary<TopicClass, Rows> _rows = new(ReferenceEqualityComparer.Instance);

    public Spread(Topology topology)
    {
        var brokers = topology.Brokers.ToList();
        var zones = brokers.Select(broker => broker.Zone).Distinct().ToList();
        foreach (var broker in brokers)
        {
            _brokers[broker.Name] = _brokers.Count;
        }

        _rackOf = [.. brokers.Select(broker => zones.IndexOf(broker.Zone))];
        _sizes = [.. zones.Select(zone => brokers.Count(broker => broker.Zone == zone))];
        _racks = topology.Kafka?.Racks ?? true;
    }

    public int Brokers => _rackOf.Length;

    /// <summary>Whether chance decides, so that a probability can be stated.</summary>
    public bool IsByChance(TopicClass topic) => !_racks && topic.Placed is null;

    /// <summary>The indexes of the brokers among what is lost.</summary>
    public IReadOnlyList<int> Dead(IEnumerable<string> lost)
    {
        var dead = new List<int>();
        foreach (var name in lost)
        {
            if (_brokers.TryGetValue(name, out var broker))
            {
                dead.Add(broker);
            }
        }

        return dead;
    }

    public Hit Hit(TopicClass topic, IReadOnlyList<int> dead)
    {
        if (topic.Placed is { } placed)
        {
            if (!_rows.TryGetValue(topic, out var rows))
            {
                _rows[topic] = rows = new Rows(placed, _brokers);
            }

            return rows.Hit(dead);
        }

        var replicas = topic.Replication;
        if (!_racks)
        {
            var least = Math.Max(0, replicas - (Brokers - dead.Count));
            return new(Math.Min(replicas, dead.Count), least, least);
        }

        var gone = new int[_sizes.Length];
        foreach (var broker in dead)
        {
            gone[_rackOf[broker]]++;
        }

        var (most, certain) = RackSpread.On(_sizes, gone, replicas);
        return new(most, certain, certain);
    }

    /// <summary>Explicit placements, found by broker so that a small loss touches few of them.</summary>
    private sealed class Rows
    {
        private readonly int[][] _of;
        private readonly int[] _hit;

        public Rows(IReadOnlyList<IReadOnlyList<string>> placed, Dictionary<string, int> brokers)
        {
            var of = Enumerable.Range(0, brokers.Count).Select(_ => new List<int>()).ToList();
            for (var row = 0; row < placed.Count; row++)
            {
                foreach (var name in placed[row])
                {
                    of[brokers[name]].Add(row);
                }
            }

            _of = [.. of.Select(rows => rows.ToArray())];
            _hit = new int[placed.Count];
        }

        public Hit Hit(IReadOnlyList<int> dead)
        {
            var (most, touched) = (0, 0);
            foreach (var broker in dead)
            {
                foreach (var row in _of[broker])
                {
                    var hit = ++_hit[row];
                    touched += hit == 1 ? 1 : 0;
                    most = hit > most ? hit : most;
                }
            }

            var every = touched == _hit.Length && touched > 0 ? _hit.Min() : 0;
            foreach (var broker in dead)
            {
                foreach (var row in _of[broker])
                {
                    _hit[row] = 0;
                }
            }

            return new(most, most, every);
        }
    }
}
