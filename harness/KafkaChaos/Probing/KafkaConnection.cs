using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;

namespace KafkaChaos.Probing;

/// <summary>One connection to a node's port; one request at a time, in Kafka's flexible protocol.</summary>
/// <param name="endpoint">Whose.</param>
/// <param name="patience">How long an answer may take, the making of the connection included; null for a second.</param>
internal sealed class KafkaConnection(string endpoint, TimeSpan? patience = null) : IDisposable
{
    // A controller sends 8 MiB at most.
    private const int LongestAnswer = 16 << 20;

    private readonly TcpClient _client = new() { NoDelay = true };
    private int _asked;

    public string Endpoint => endpoint;

    private static TimeSpan AnswerTimeout { get; } = TimeSpan.FromSeconds(1);

    /// <returns>The answer behind its header; null where there is none in time, and then the connection is of no more use.</returns>
    /// <exception cref="InvalidDataException">What answers does not speak Kafka's protocol.</exception>
    public async Task<KafkaReader?> AskAsync(short api, short version, KafkaWriter body, CancellationToken token)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(patience ?? AnswerTimeout);
        try
        {
            if (!_client.Connected)
            {
                var colon = endpoint.LastIndexOf(':');
                await _client.ConnectAsync(endpoint[..colon], int.Parse(endpoint.AsSpan(colon + 1), CultureInfo.InvariantCulture), limit.Token);
            }

            await _client.GetStream().WriteAsync(Request(api, version, ++_asked, body), limit.Token);
            return Answer(await ReadAsync(limit.Token));
        }
        // A client whose connection failed once is not connected any more, and cannot be connected again.
        catch (Exception silent) when (silent is SocketException or IOException or InvalidOperationException or OperationCanceledException && !token.IsCancellationRequested)
        {
            return null;
        }
    }

    public void Dispose() => _client.Dispose();

    private static byte[] Request(short api, short version, int number, KafkaWriter body)
    {
        // The header's client id is in the old form, for releases before the flexible one read it, too.
        var header = new KafkaWriter().Int16(api).Int16(version).Int32(number).Int16(10).Bytes("kafkachaos"u8).Untagged();
        return new KafkaWriter().Int32(header.Written.Length + body.Written.Length).Bytes(header.Written).Bytes(body.Written).Written.ToArray();
    }

    private async Task<byte[]> ReadAsync(CancellationToken token)
    {
        var stream = _client.GetStream();
        var size = new byte[4];
        await stream.ReadExactlyAsync(size, token);
        var length = BinaryPrimitives.ReadInt32BigEndian(size);
        if (length is < 0 or > LongestAnswer)
        {
            throw new KafkaReader(size, $"answer of {endpoint}").Malformed($"an answer of {length} bytes");
        }

        var answer = new byte[length];
        await stream.ReadExactlyAsync(answer, token);
        return answer;
    }

    private KafkaReader Answer(byte[] bytes)
    {
        var answer = new KafkaReader(bytes, $"answer of {endpoint}");
        var number = answer.Int32();
        if (number != _asked)
        {
            throw answer.Malformed($"an answer to request {number} where {_asked} was asked");
        }

        answer.Tagged();
        return answer;
    }
}
