using System.Text;
using System.Text.Json;
using KafkaChaos.Histories;
using KafkaChaos.Tests.Checking;
using NUnit.Framework;

namespace KafkaChaos.Tests.Histories;

/// <summary>What is written by hand is what the serializer would have written.</summary>
public sealed class LineWriterTests
{
    private static readonly string[] Names = ["p", "orders.2", "a \"quoted\"\\ name", "é\n\u0001", "<&'>", ""];

    [Test]
    public void EveryLineIsTheSerializersOwn()
    {
        var random = new Random(20261129);
        var writer = new LineWriter();
        for (var number = 0; number < 10_000; number++)
        {
            Same(writer, RandomEvent(random));
        }
    }

    [Test]
    public void EveryKindOfEventIsTheSerializersOwn()
    {
        var writer = new LineWriter();
        foreach (var one in new Story().Transact().Consume().Events)
        {
            Same(writer, one);
        }
    }

    [Test]
    public void NamesWithoutEndAreWrittenToo()
    {
        var writer = new LineWriter();
        for (var number = 0; number < 3_000; number++)
        {
            Same(writer, new ReadRecord($"topic-{number}", 0, 0, null, null) { At = default });
        }
    }

    [Test]
    public void ALogKeepsTheOrderOverItsPages()
    {
        var (random, log, writer) = (new Random(1), new EventLog(), new LineWriter());
        var events = Enumerable.Range(0, 10_000).Select(_ => RandomEvent(random)).ToList();
        events.ForEach(log.Add);
        Assert.That(Enumerable.Range(0, log.Count).Select(place => log[place]), Is.EqualTo(events));
        Assert.That((log.From(4_095).Length, log.From(4_096).Length, log.From(9_998).Length, log.From(10_000).Length), Is.EqualTo((1, 4_096, 2, 0)));
        writer.Add(log.From(5_000).Span[..2]);
        Assert.That(Encoding.UTF8.GetString(writer.Written.Span), Is.EqualTo(string.Concat(events.Skip(5_000).Take(2).Select(one => JsonSerializer.Serialize(one, HistoryFormat.Options) + "\n"))));
    }

    private static void Same(LineWriter writer, HistoryEvent one)
    {
        var log = new EventLog();
        log.Add(one);
        Assert.That(log[0], Is.EqualTo(one));
        writer.Clear();
        writer.Add(log.From(0).Span);
        Assert.That(Encoding.UTF8.GetString(writer.Written.Span), Is.EqualTo(JsonSerializer.Serialize(one, HistoryFormat.Options) + "\n"));
    }

    private static HistoryEvent RandomEvent(Random random)
    {
        var (producer, sequence) = random.Next(3) == 0 ? ((string?)null, (long?)null) : (Name(random), Number(random));
        return random.Next(3) switch
        {
            0 => new ReadRecord(Name(random), random.Next(), Number(random), producer, sequence) { At = Time(random) },
            1 => new ConsumedRecord(Name(random), Name(random), random.Next(), Number(random), producer, sequence) { At = Time(random) },
            _ => new SendOperation(Name(random), Name(random), random.Next(), Number(random), Time(random), Time(random), (Outcome)random.Next(3), random.Next(2) == 0 ? null : Number(random), random.Next(2) == 0 ? null : Name(random))
            {
                At = Time(random),
                Transaction = random.Next(2) == 0 ? null : Number(random),
            },
        };
    }

    private static string Name(Random random) => Names[random.Next(Names.Length)];

    private static long Number(Random random) => random.NextInt64() >> random.Next(63);

    private static TimeSpan Time(Random random) => TimeSpan.FromTicks(random.NextInt64(long.MaxValue / 100) >> random.Next(50));
}
