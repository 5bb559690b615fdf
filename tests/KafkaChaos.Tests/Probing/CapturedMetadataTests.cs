using FsCheck;
using FsCheck.Fluent;
using KafkaChaos.Probing;
using NUnit.Framework;

namespace KafkaChaos.Tests.Probing;

/// <summary>
/// On a fetch's answer of real clusters, with a topic created and one removed, and the only controller killed and started again; in 3.9.2 a
/// second broker was killed, too. What is expected was read off the output of kafka-dump-log for the same log.
/// </summary>
public sealed class CapturedMetadataTests
{
    private static readonly string[] Told392 =
    [
        "1: controller 1/1",
        "7: controller 1/1, broker 1/6 fenced",
        "8: controller 1/1, broker 1/6",
        "12: controller 1/1, broker 1/6, orders/0 1/0 in sync 1 by 1, orders/1 1/0 in sync 1 by 1",
        "14: controller 1/1, broker 1/6, gone/0 1/0 in sync 1 by 1, orders/0 1/0 in sync 1 by 1, orders/1 1/0 in sync 1 by 1",
        "16: controller 1/1, broker 1/6, orders/0 1/0 in sync 1 by 1, orders/1 1/0 in sync 1 by 1",
        "17: controller 1/2, broker 1/6, orders/0 1/0 in sync 1 by 1, orders/1 1/0 in sync 1 by 1",
        "19: controller 1/2, broker 1/18 fenced, orders/0 1/0 in sync 1 by 1, orders/1 1/0 in sync 1 by 1",
        "20: controller 1/2, broker 1/18, orders/0 1/0 in sync 1 by 1, orders/1 1/0 in sync 1 by 1",
        "32: controller 1/2, broker 1/18, broker 2/31 fenced, orders/0 1/0 in sync 1 by 1, orders/1 1/0 in sync 1 by 1",
        "33: controller 1/2, broker 1/18, broker 2/31, orders/0 1/0 in sync 1 by 1, orders/1 1/0 in sync 1 by 1",
        "46: controller 1/2, broker 1/18, broker 2/31, orders/0 1/0 in sync 1 by 1, orders/1 1/0 in sync 1 by 1, wide/0 2/0 in sync 2 1 by 2, wide/1 1/0 in sync 1 2 by 2",
        "49: controller 1/2, broker 1/18, broker 2/31 fenced, orders/0 1/0 in sync 1 by 1, orders/1 1/0 in sync 1 by 1, wide/0 1/1 in sync 1 by 2, wide/1 1/0 in sync 1 by 2",
    ];

    private static readonly string[] Told431 =
    [
        "1: controller 1/1",
        "12: controller 1/1, broker 1/11 fenced",
        "14: controller 1/1, broker 1/11",
        "21: controller 1/1, broker 1/11, orders/0 1/0 in sync 1 by 1, orders/1 1/0 in sync 1 by 1",
        "23: controller 1/1, broker 1/11, gone/0 1/0 in sync 1 by 1, orders/0 1/0 in sync 1 by 1, orders/1 1/0 in sync 1 by 1",
        "25: controller 1/1, broker 1/11, orders/0 1/0 in sync 1 by 1, orders/1 1/0 in sync 1 by 1",
        "26: controller 1/2, broker 1/11, orders/0 1/0 in sync 1 by 1, orders/1 1/0 in sync 1 by 1",
        "30: controller 1/2, broker 1/27 fenced, orders/0 -1/1 in sync  by 2, orders/1 -1/1 in sync  by 2",
        "34: controller 1/2, broker 1/27, orders/0 1/2 in sync 1 by 2, orders/1 1/2 in sync 1 by 2",
    ];

    [Test]
    public void KafkasLogBeforeRelease4IsReadAsKafkaReadsIt() => Assert.That(Told(Captured("3.9.2"), out _), Is.EqualTo(Told392));

    [Test]
    public void KafkasLogOfRelease4IsReadAsKafkaReadsIt() => Assert.That(Told(Captured("4.3.1"), out _), Is.EqualTo(Told431));

    [Test]
    public void ABrokerIsRegisteredWhenItsControllerSays()
    {
        Told(Captured("3.9.2"), out var image);
        Assert.That(image.Brokers[1].Registered, Is.EqualTo(DateTimeOffset.FromUnixTimeMilliseconds(1796077716195)));
        Assert.That(image.Partition("wide", 0)!.Replicas, Is.EqualTo((int[])[2, 1]));
    }

    [TestCase("3.9.2")]
    [TestCase("4.3.1")]
    public void ADamagedAnswerIsReadOrRefused(string release)
    {
        var whole = Captured(release);
        Check.QuickThrowOnFailure(Prop.ForAll(
            Gen.Choose(0, whole.Length - 1).ToArbitrary(),
            Gen.Choose(0, 255).ToArbitrary(),
            (place, value) => Either([.. whole[..place], (byte)value, .. whole[(place + 1)..]]) && Either(whole[..place])));
    }

    private static bool Either(byte[] answer)
    {
        try
        {
            Told(answer, out _);
        }
        catch (InvalidDataException)
        {
        }

        return true;
    }

    private static byte[] Captured(string release) => Convert.FromBase64String(
        File.ReadAllText(Path.Combine(Repository.Root, "tests", "KafkaChaos.Tests", "Probing", "Captured", $"fetch-{release}.base64")));

    private static List<string> Told(byte[] answer, out MetadataImage image)
    {
        var replay = new MetadataReplay();
        var told = new List<string>();
        foreach (var batch in QuorumFetch.Parse(new(answer, "answer")).Records is { } records ? RecordBatch.ReadAll(records) : [])
        {
            if (replay.Apply(batch))
            {
                told.Add(Text(replay.Image));
            }
        }

        image = replay.Image;
        return told;
    }

    private static string Text(MetadataImage image) => $"{image.Offset}: " + string.Join(", ",
    [
        $"controller {image.Leader}/{image.Epoch}",
        .. image.Brokers.OrderBy(one => one.Key).Select(one => $"broker {one.Key}/{one.Value.Epoch}{(one.Value.Fenced ? " fenced" : "")}"),
        .. from topic in image.Topics.OrderBy(one => one.Key, StringComparer.Ordinal)
           from one in topic.Value.Partitions.OrderBy(one => one.Key)
           select $"{topic.Key}/{one.Key} {one.Value.Leader}/{one.Value.LeaderEpoch} in sync {string.Join(' ', one.Value.InSync)} by {one.Value.ControllerEpoch}",
    ]);
}
