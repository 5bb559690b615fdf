using System.Text;
using System.Text.Json;
using KafkaChaos.Histories;
using KafkaChaos.Tests.Checking;
using NUnit.Framework;

namespace KafkaChaos.Tests.Histories;

/// <summary>What is written by hand is what the serializer would have written.</summary>
public sealed class LineWriterTests
{
    [Test]
    public void EveryLineIsTheSerializersOwn()
    {
        var random = new Random(20261129);
        var (log, writer) = (new EventLog(), new LineWriter());
        for (var number = 0; number < 10_000; number++)
        {
            Same(log, writer, RandomRecords.Next(random));
        }
    }

    [Test]
    public void EveryKindOfEventIsTheSerializersOwn()
    {
        var (log, writer) = (new EventLog(), new LineWriter());
        foreach (var one in new Story().Transact().Consume().Events)
        {
            Same(log, writer, one);
        }
    }

    [Test]
    public void NamesWithoutEndAreWrittenToo()
    {
        var (log, writer) = (new EventLog(), new LineWriter());
        for (var number = 0; number < 3_000; number++)
        {
            Same(log, writer, new ReadRecord($"topic-{number}", 0, 0, null, null) { At = default });
        }
    }

    private static void Same(EventLog log, LineWriter writer, HistoryEvent one)
    {
        var origin = log.Add(one);
        if (one is SendOperation send)
        {
            writer.Add(RecordOrigin.Of(send), RecordFields.Of(send), origin);
        }
        else
        {
            writer.Add(one, origin);
        }

        Assert.That(Encoding.UTF8.GetString(writer.Take().Span), Is.EqualTo(JsonSerializer.Serialize(one, HistoryFormat.Options) + "\n"));
    }
}
