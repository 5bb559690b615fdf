using KafkaChaos.Model;
using KafkaChaos.Planning;
using NUnit.Framework;

namespace KafkaChaos.Tests.Planning;

/// <summary>What holds for every topology, tried on many random ones.</summary>
public sealed class PlanPropertyTests
{
    private const int Topologies = 1_500;
    private const int LossesOfEach = 12;

    [Test]
    public void LosingMoreNeverSurvivesMore() => Each((topology, acks, random) =>
    {
        var table = new LossTable(topology, acks);
        var all = Shuffled(topology.Nodes.Select(node => node.Name), random);
        int[]? before = null;
        for (var lost = 0; lost <= all.Count; lost++)
        {
            var row = Row(table, [.. all.Take(lost)]);
            if (before is not null)
            {
                for (var column = 0; column < before.Length; column++)
                {
                    if (row.Badness[column] < before[column])
                    {
                        Assert.Fail($"column {column}: {row.Verdicts()} after losing {all[lost - 1]} too, of {string.Join(' ', all)}");
                    }
                }
            }

            before = row.Badness;
        }
    });

    [Test]
    public void OtherNamesAndAnotherOrderChangeNothing() => Each((topology, acks, random) =>
    {
        var zones = Renamed(topology.Zones.Select(zone => zone.Name), random);
        var nodes = Renamed(topology.Nodes.Select(node => node.Name), random);
        var other = topology with
        {
            Zones = Shuffled(topology.Zones.Select(zone => new Zone(zones[zone.Name], "not " + zone.Domain)), random),
            Nodes = Shuffled(topology.Nodes.Select(node => node with { Name = nodes[node.Name], Zone = zones[node.Zone] }), random),
            ZooKeeper = topology.ZooKeeper! with
            {
                Groups = [.. topology.ZooKeeper.Groups.Select(group => new VoterGroup("not " + group.Name, [.. group.Members.Select(name => nodes[name])]))],
                Weights = topology.ZooKeeper.Weights.ToDictionary(one => nodes[one.Key], one => one.Value),
            },
            Topics = [.. topology.Topics.Select(topic => topic with { Placement = topic.Placement?.Select(row => (IReadOnlyList<string>)[.. row.Select(name => nodes[name])]).ToList() })],
        };
        var (here, there) = (new LossTable(topology, acks), new LossTable(other, acks));
        foreach (var lost in Losses(topology, random))
        {
            var (one, same) = (Row(here, lost), Row(there, [.. lost.Select(name => nodes[name])]));
            Assert.That(same.Verdicts(), Is.EqualTo(one.Verdicts()));
        }
    });

    [Test]
    public void AnObserverNeverChangesTheQuorum() => Each((topology, acks, random) =>
    {
        var more = topology with { Nodes = [.. topology.Nodes, new Node("observer", NodeKind.ZooKeeper, 900, topology.Zones[0].Name) { Role = NodeRole.Observer }] };
        foreach (var lost in Losses(topology, random).Where(_ => topology.Voters.Any()))
        {
            Assert.That(Quorum.Survives(more, lost), Is.EqualTo(Quorum.Survives(topology, lost)));
            Assert.That(Quorum.Survives(more, [.. lost, "observer"]), Is.EqualTo(Quorum.Survives(topology, lost)));
            Assert.That(Row(new LossTable(more, acks), lost).Quorum?.Answer, Is.EqualTo(Row(new LossTable(topology, acks), lost).Quorum?.Answer));
        }
    });

    [Test]
    public void PredictionsNeverPromiseMoreThanAPlan() => Each((topology, acks, random) =>
    {
        var table = new LossTable(topology, acks);
        foreach (var lost in Losses(topology, random))
        {
            var prediction = Planner.Predict(topology, acks, lost, []);
            var row = Row(table, lost);
            Assert.That(prediction.QuorumSurvives, Is.EqualTo(row.Quorum is null or { Answer: Answer.Yes }));
            foreach (var cells in row.Topics)
            {
                foreach (var topic in prediction.Topics.Where(topic => cells.Topics.Contains(topic.Topic) && prediction.QuorumSurvives && row.Quorum is not null))
                {
                    Assert.That((topic.Led, topic.Writable), Is.EqualTo((cells.Readable.Answer == Answer.Yes, cells.Writable.Answer == Answer.Yes)));
                }
            }
        }
    });

    private static void Each(Action<Topology, Acks, Random> holds)
    {
        for (var seed = 1; seed <= Topologies; seed++)
        {
            var random = new Random(seed);
            var topology = Topology(random);
            try
            {
                holds(topology, (Acks)random.Next(3), random);
            }
            catch (AssertionException problem)
            {
                throw new AssertionException($"seed {seed}: {problem.Message}", problem);
            }
        }
    }

    private static Topology Topology(Random random)
    {
        var zones = string.Join(' ', Enumerable.Range(0, random.Next(1, 6)).Select(zone => $"z{zone}=d{random.Next(3)}:{random.Next(3)}/{random.Next(4)}"));
        var topology = Sketch.Of(zones);
        if (random.Next(4) == 0)
        {
            topology = topology with
            {
                Nodes = [.. topology.Brokers.Select(node => node with { Role = (NodeRole)random.Next((int)NodeRole.Broker, (int)NodeRole.Combined + 1) })],
                Kafka = topology.Kafka! with { Metadata = MetadataMode.KRaft },
            };
        }

        var brokers = topology.Brokers.Select(broker => broker.Name).ToList();
        var topics = new List<TopicLayout>();
        for (var topic = 0; brokers.Count > 0 && topic < random.Next(1, 3); topic++)
        {
            var replication = random.Next(1, Math.Min(5, brokers.Count) + 1);
            topics.Add(Sketch.Topic(replication, random.Next(1, replication + 1), $"topic-{topic}") with
            {
                Placement = random.Next(3) == 0 ? [.. Enumerable.Range(0, 6).Select(_ => (IReadOnlyList<string>)[.. Shuffled(brokers, random).Take(replication)])] : null,
            });
        }

        var voters = topology.Voters.Select(voter => voter.Name).ToList();
        var grouped = voters.Count > 0 && random.Next(3) == 0;
        topology = topology with
        {
            Topics = topics,
            ZooKeeper = new ZooKeeperSoftware("3.9.4", random.Next(3) == 0 ? new Dictionary<string, string> { ["oraclePath"] = "/oracle" } : Sketch.None)
            {
                Groups = grouped ? [.. voters.GroupBy(_ => random.Next(3)).Select(group => new VoterGroup($"g{group.Key}", [.. group]))] : [],
                Weights = grouped ? voters.ToDictionary(voter => voter, _ => random.Next(3)) : new Dictionary<string, int>(),
            },
        };
        topology = topology.With(
            ("unclean.leader.election.enable", random.Next(4) == 0 ? "true" : "false"),
            ("log.flush.interval.messages", random.Next(4) == 0 ? "1" : "10000"),
            ("offsets.topic.replication.factor", random.Next(1, 4).ToString()));
        return random.Next(3) == 0 ? topology.WithoutRacks() : topology;
    }

    private static PlanRow Row(LossTable table, IReadOnlyList<string> lost) => table.Row(LossKind.Single, Unit.Node, "loss", lost, 1);

    private static IEnumerable<List<string>> Losses(Topology topology, Random random) =>
        Enumerable.Range(0, LossesOfEach).Select(_ => topology.Nodes.Select(node => node.Name).Where(_ => random.Next(3) == 0).ToList());

    private static Dictionary<string, string> Renamed(IEnumerable<string> names, Random random)
    {
        var all = names.ToList();
        return all.Zip(Shuffled(Enumerable.Range(0, all.Count), random)).ToDictionary(pair => pair.First, pair => $"n{pair.Second}");
    }

    private static List<T> Shuffled<T>(IEnumerable<T> items, Random random)
    {
        var all = items.ToArray();
        random.Shuffle(all);
        return [.. all];
    }
}
