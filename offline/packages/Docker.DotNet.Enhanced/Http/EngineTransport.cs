using System.Net.Sockets;
using Docker.DotNet.Handler.Abstractions;
using KafkaChaos.Offline;

namespace Docker.DotNet.Http;

/// <summary>How to reach the engine of an endpoint. HTTP proxies are not used.</summary>
internal sealed class EngineTransport
{
    private readonly string? _socketPath;

    public EngineTransport(ResolvedClientOptions options)
    {
        var endpoint = options.Endpoint;
        if (options.AuthProvider.TlsEnabled)
        {
            throw Refusal.Of($"The Docker endpoint {endpoint} with TLS", "Docker.DotNet.Enhanced");
        }

        switch (endpoint.Scheme)
        {
            case "unix":
                _socketPath = endpoint.LocalPath;
                BaseAddress = new Uri("http://localhost/");
                break;
            case "tcp" or "http":
                BaseAddress = new UriBuilder("http", endpoint.Host, endpoint.Port > 0 ? endpoint.Port : 2375).Uri;
                break;
            default:
                throw Refusal.Of($"The Docker endpoint {endpoint} (unix://, tcp:// and http:// are)", "Docker.DotNet.Enhanced");
        }
    }

    public Uri BaseAddress { get; }

    public SocketsHttpHandler CreateHandler()
    {
        var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false };
        if (_socketPath is not null)
        {
            handler.ConnectCallback = (_, cancellationToken) => ConnectAsync(_socketPath, cancellationToken);
        }

        return handler;
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException absent)
        {
            socket.Dispose();
            throw new IOException($"No Docker engine answers on the Unix socket {path}: {absent.Message}", absent);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
