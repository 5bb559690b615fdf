using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace KafkaChaos.Tests.Nemeses;

/// <summary>A loopback port that answers HTTP requests, one on each connection.</summary>
internal sealed class PaperPort : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<string, string, string, Task<(int Status, byte[] Body)>> _answer;

    /// <param name="answer">Of method, path with query, and body.</param>
    public PaperPort(Func<string, string, string, Task<(int Status, byte[] Body)>> answer)
    {
        _answer = answer;
        _listener.Start();
        _ = AnswerAllAsync();
    }

    public Uri Address => new($"tcp://{_listener.LocalEndpoint}");

    public void Dispose() => _listener.Dispose();

    private async Task AnswerAllAsync()
    {
        try
        {
            while (true)
            {
                _ = AnswerAsync(await _listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception closed) when (closed is ObjectDisposedException or SocketException)
        {
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        try
        {
            using (client)
            using (var reader = new StreamReader(client.GetStream(), Encoding.Latin1))
            {
                if (await reader.ReadLineAsync() is not { } request)
                {
                    return;
                }

                var (status, body) = await _answer(request.Split(' ')[0], request.Split(' ')[1], await BodyAsync(reader));
                var length = status == 204 ? "" : $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n";
                await client.GetStream().WriteAsync((byte[])[.. Encoding.Latin1.GetBytes($"HTTP/1.1 {status} -\r\n{length}Connection: close\r\n\r\n"), .. body]);
            }
        }
        // Who asked did not wait for the answer.
        catch (Exception gone) when (gone is IOException or SocketException)
        {
        }
    }

    private static async Task<string> BodyAsync(StreamReader reader)
    {
        var (length, chunked, body) = (0, false, new StringBuilder());
        while (await reader.ReadLineAsync() is { Length: > 0 } header)
        {
            chunked |= header.Equals("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase);
            length = header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase) ? int.Parse(header.AsSpan("Content-Length:".Length), CultureInfo.InvariantCulture) : length;
        }

        do
        {
            length = chunked ? int.Parse(await reader.ReadLineAsync() ?? "0", NumberStyles.HexNumber, CultureInfo.InvariantCulture) : length;
            var part = new char[length];
            // Asked for nothing, a reader waits for something all the same.
            body.Append(part, 0, length > 0 ? await reader.ReadBlockAsync(part) : 0);
            if (chunked)
            {
                await reader.ReadLineAsync();
            }
        }
        while (chunked && length > 0);
        return Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(body.ToString()));
    }
}
