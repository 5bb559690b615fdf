using NUnit.Framework;
using org.apache.jute;

namespace KafkaChaos.Tests.Offline.ZooKeeperNetEx;

public sealed class FrameTests
{
    [Test]
    public async Task A_frame_that_arrives_byte_by_byte_is_put_together()
    {
        var reader = await Frame.ReadAsync(new Trickle([0, 0, 0, 4, 0, 0, 1, 0]), CancellationToken.None);
        Assert.That(reader.ReadInt(), Is.EqualTo(256));
    }

    [TestCase(new byte[] { })]
    [TestCase(new byte[] { 0, 0, 0 })]
    [TestCase(new byte[] { 0, 0, 0, 4, 1, 2 })]
    public void A_stream_that_ends_early_is_a_closed_connection(byte[] bytes) =>
        Assert.That(() => Frame.ReadAsync(new MemoryStream(bytes), CancellationToken.None), Throws.TypeOf<EndOfStreamException>());

    [TestCase("HTTP/1.1 400 Bad Request", 1213486160)]
    [TestCase("\u007f\u007f\u007f\u007f", 2139062143)]
    public void A_length_that_no_server_sends_is_refused(string text, int length) => Assert.That(
        () => Frame.ReadAsync(new MemoryStream(System.Text.Encoding.ASCII.GetBytes(text)), CancellationToken.None),
        Throws.TypeOf<IOException>().With.Message.Contains($"{length} bytes was announced"));

    /// <summary>A stream that gives one byte at a time.</summary>
    private sealed class Trickle(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(1, buffer.Length)], cancellationToken);
    }
}
