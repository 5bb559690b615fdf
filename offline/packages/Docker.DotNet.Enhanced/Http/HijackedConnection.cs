using System.Net;
using System.Net.Sockets;
using Docker.DotNet.Handler.Abstractions;

namespace Docker.DotNet.Http;

/// <summary>One connection that HTTP gives up after "101 Switching Protocols": what follows are a container's bytes.</summary>
internal sealed class HijackedConnection : IDisposable
{
    private NetworkStream? _socketStream;

    public HijackedConnection(SocketsHttpHandler handler)
    {
        Handler = handler;

        // HTTP's stream cannot be closed for writing alone; the socket below it can.
        handler.PlaintextStreamFilter = (context, _) =>
        {
            _socketStream = (NetworkStream)context.PlaintextStream;
            return ValueTask.FromResult(context.PlaintextStream);
        };
    }

    public SocketsHttpHandler Handler { get; }

    public async Task<WriteClosableStream> OpenAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode != HttpStatusCode.SwitchingProtocols || _socketStream is null)
        {
            throw new InvalidDataException(
                $"The engine answered an attach or exec with status {(int)response.StatusCode}, not with 101 (Switching Protocols). Is there a proxy in front of it that does not pass upgrades?");
        }

        return new HijackedStream(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), _socketStream.Socket, this);
    }

    public void Dispose()
    {
        Handler.Dispose();
        _socketStream?.Dispose();
    }
}
