using KafkaChaos.Agents;
using NUnit.Framework;

namespace KafkaChaos.Tests.Agents;

/// <summary>Messages against bytes put together by hand from the kernel's headers; a machine of little-endian numbers.</summary>
public sealed class PacketQueueTests
{
    private static readonly byte[] PacketOfId5 =
    [
        0x20, 0, 0, 0, 0x00, 0x03, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // nlmsghdr: 32 bytes, NFNL_SUBSYS_QUEUE << 8 | NFQNL_MSG_PACKET
        0x02, 0, 0x00, 0x07, // nfgenmsg: AF_INET, version 0, queue 7
        0x0B, 0, 0x01, 0, 0, 0, 0, 0x05, 0x08, 0x00, 0x01, 0, // NFQA_PACKET_HDR of 7 bytes: id 5, IP, hook INPUT; padded
    ];

    [Test]
    public void ABindNamesTheQueueAndWantsAnAnswer() => Assert.That(QueueMessages.Bind(7), Is.EqualTo((byte[])
    [
        0x1C, 0, 0, 0, 0x02, 0x03, 0x05, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0x00, 0x07,
        0x08, 0, 0x01, 0, 0x01, 0, 0, 0, // NFQA_CFG_CMD: bind
    ]));

    [Test]
    public void AConfigurationCopiesNoPayload() => Assert.That(QueueMessages.Configure(7, 256), Is.EqualTo((byte[])
    [
        0x38, 0, 0, 0, 0x02, 0x03, 0x05, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0x00, 0x07,
        0x09, 0, 0x02, 0, 0, 0, 0, 0, 0x01, 0, 0, 0, // NFQA_CFG_PARAMS: range 0, NFQNL_COPY_META; padded
        0x08, 0, 0x03, 0, 0, 0, 0x01, 0x00, // NFQA_CFG_QUEUE_MAXLEN
        0x08, 0, 0x04, 0, 0, 0, 0, 0x05, // NFQA_CFG_MASK: fail open, segments
        0x08, 0, 0x05, 0, 0, 0, 0, 0x05, // NFQA_CFG_FLAGS
    ]));

    [Test]
    public void AVerdictAcceptsAllUpToAnId()
    {
        var message = new byte[QueueMessages.AcceptBytes];
        QueueMessages.WriteAccept(message, 7, 0x01020304);
        Assert.That(message, Is.EqualTo((byte[])
        [
            0x20, 0, 0, 0, 0x03, 0x03, 0x01, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0x00, 0x07,
            0x0C, 0, 0x02, 0, 0, 0, 0, 0x01, 0x01, 0x02, 0x03, 0x04, // NFQA_VERDICT_HDR: NF_ACCEPT, id
        ]));
    }

    [Test]
    public void SeveralMessagesOfOneBufferAreRead()
    {
        byte[] acknowledged = [0x14, 0, 0, 0, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        byte[] refused = [.. acknowledged[..16], 0xFF, 0xFF, 0xFF, 0xFF];
        ReadOnlySpan<byte> buffer = (byte[])[.. PacketOfId5, .. acknowledged, .. refused];
        var seen = new List<(uint?, int?)>();
        while (QueueMessages.TryRead(ref buffer, out var id, out var error))
        {
            seen.Add((id, error));
        }

        Assert.That(seen, Is.EqualTo(new (uint?, int?)[] { (5, null), (null, 0), (null, 1) }));
        Assert.That(buffer.IsEmpty);
    }

    [Test]
    public void WhatIsCutOffAnywhereIsNoPacketAndNoHarm()
    {
        for (var length = 0; length < PacketOfId5.Length; length++)
        {
            ReadOnlySpan<byte> buffer = PacketOfId5.AsSpan(0, length);
            Assert.That(QueueMessages.TryRead(ref buffer, out _, out _), Is.False);
            var lying = PacketOfId5[..length];
            if (length >= 16)
            {
                lying[0] = (byte)length;
                buffer = lying;
                Assert.That(QueueMessages.TryRead(ref buffer, out var id, out _));
                Assert.That(id, Is.Null.Or.EqualTo(5));
            }
        }
    }

    [Test]
    public void PacketsGoOnInTheirOrderWithinTheJitter()
    {
        var schedule = new PacketSchedule(delay: 1000, jitter: 300, new Random(1));
        for (var packet = 0u; packet < 1000; packet++)
        {
            schedule.Add(packet, now: packet * 10);
        }

        for (var packet = 0u; packet < 1000; packet++)
        {
            var due = schedule.Next!.Value;
            Assert.That(due, Is.InRange((packet * 10) + 700, (packet * 10) + 1300));
            Assert.That(schedule.Take(due - 1), Is.Null);
            // Several may have the same time: those behind a late one.
            packet = schedule.Take(due)!.Value;
        }

        Assert.That(schedule.Waiting, Is.Zero);
    }

    [Test]
    public void PacketsThatItIsNotToldOfAreMissed()
    {
        var schedule = new PacketSchedule(1000, 0, new Random(1));
        foreach (var (id, missed) in new[] { (1u, 0), (2u, 0), (5u, 2), (6u, 2) })
        {
            schedule.Add(id, now: 0);
            Assert.That(schedule.Missed, Is.EqualTo(missed));
        }
    }

    [Test]
    public void TheFirstPacketsCanBeMissedToo()
    {
        var schedule = new PacketSchedule(1000, 0, new Random(1));
        schedule.Add(4, now: 0);
        Assert.That(schedule.Missed, Is.EqualTo(3));
    }

    [Test]
    public void WithoutJitterEachWaitsAsLong()
    {
        var schedule = new PacketSchedule(1000, 0, new Random(1));
        schedule.Add(1, 5);
        schedule.Add(2, 7);
        Assert.That((schedule.Take(1004), schedule.Next, schedule.Take(1007), schedule.Next), Is.EqualTo(((uint?)null, (long?)1005, (uint?)2, (long?)null)));
    }
}
