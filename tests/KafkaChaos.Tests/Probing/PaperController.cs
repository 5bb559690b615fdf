using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using KafkaChaos.Clusters;
using KafkaChaos.Probing;

namespace KafkaChaos.Tests.Probing;

/// <summary>A KRaft controller that is none: on a loopback port it answers fetches of a log as its state says.</summary>
internal sealed class PaperController : IDisposable
{
    private const short Fetch = 1;

    private readonly TcpListener _listener;

    /// <param name="id">Its own.</param>
    /// <param name="log">Of its cluster.</param>
    /// <param name="address">To be found at on the port of controllers; null for a free port.</param>
    public PaperController(int id, PaperLog? log = null, string? address = null)
    {
        (Id, Log) = (id, log ?? new());
        _listener = address is null ? new(IPAddress.Loopback, 0) : new(IPAddress.Parse(address), NodeConfiguration.ControllerPort);
        _listener.Start();
        _ = AcceptAllAsync();
    }

    public int Id { get; }

    public PaperLog Log { get; set; }

    public string Endpoint => $"{_listener.LocalEndpoint}";

    /// <summary>That it knows of; -1 for none.</summary>
    public int Leader { get; set; } = -1;

    public int Epoch { get; set; } = 1;

    /// <summary>It names itself still and leads no more.</summary>
    public bool Resigned { get; set; }

    public bool Silent { get; set; }

    /// <summary>A new leader that does not know yet what is committed.</summary>
    public bool KnowsCommitted { get; set; } = true;

    /// <summary>Where the snapshot ends in which its log begins; null where it begins at 0.</summary>
    public long? Snapshot { get; set; }

    /// <summary>What was read of its log is not what it has.</summary>
    public bool Diverges { get; set; }

    /// <summary>Batches in one answer.</summary>
    public int Most { get; set; } = int.MaxValue;

    /// <summary>To whatever else is asked, behind the header.</summary>
    public byte[] Other { get; set; } = [];

    /// <summary>Connections made to it.</summary>
    public int Connections { get; private set; }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAllAsync()
    {
        try
        {
            while (true)
            {
                _ = AnswerAllAsync(await _listener.AcceptTcpClientAsync());
                Connections++;
            }
        }
        catch (Exception closed) when (closed is ObjectDisposedException or SocketException)
        {
        }
    }

    private async Task AnswerAllAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                var size = new byte[4];
                while (true)
                {
                    await client.GetStream().ReadExactlyAsync(size);
                    var request = new byte[BinaryPrimitives.ReadInt32BigEndian(size)];
                    await client.GetStream().ReadExactlyAsync(request);
                    if (!Silent)
                    {
                        await client.GetStream().WriteAsync(Answer(new(request, "request")));
                    }
                }
            }
        }
        // Who asked did not wait for the answer.
        catch (Exception gone) when (gone is IOException or SocketException)
        {
        }
    }

    private byte[] Answer(KafkaReader request)
    {
        var (api, _, number) = (request.Int16(), request.Int16(), request.Int32());
        request.Skip(request.Int16()); // client id
        request.Tagged();
        var body = api == Fetch ? AnswerFetch(request) : Other;
        return new KafkaWriter().Int32(body.Length + 5).Int32(number).Untagged().Bytes(body).Written.ToArray();
    }

    private byte[] AnswerFetch(KafkaReader request)
    {
        request.Skip(25); // replica, waits and sizes, isolation, session
        Assert(request.Count() == 1 && request.Uuid() == new Guid("00000000-0000-0000-0000-000000000001") && request.Count() == 1 && request.Int32() == 0);
        var (epoch, offset) = (request.Int32(), request.Int64());
        var error = (short)(epoch < Epoch ? 74 : epoch > Epoch ? 76 : Leader != Id || Resigned ? 6 : 0);
        var answer = error != 0 || Snapshot > offset
            ? PaperLog.Answer(error, Leader, Epoch, -1, [], error == 0 ? Snapshot : null)
            : Diverges && offset > 0 ? PaperLog.Diverging(Leader, Epoch, Log.HighWatermark)
            : PaperLog.Answer(0, Leader, Epoch, KnowsCommitted ? Log.HighWatermark : -1, Log.From(offset, Most));
        return answer.Written.ToArray();
    }

    private static void Assert(bool asked) => NUnit.Framework.Assert.That(asked, "partition 0 of the metadata topic, and nothing else, was to be asked for");
}
