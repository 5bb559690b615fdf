using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace KafkaChaos.Clusters;

/// <summary>Where the Docker engine answers, and which version of its API it speaks.</summary>
/// <param name="Address">A <c>unix://</c> or <c>tcp://</c> address.</param>
/// <param name="ApiVersion">The newest that the engine speaks.</param>
public sealed record DockerEndpoint(Uri Address, Version ApiVersion)
{
    /// <summary>Docker Engine 20.10.</summary>
    public static Version OldestApi { get; } = new(1, 41);

    /// <summary>The newest API that the client library speaks by itself; older engines are spoken to in their own version.</summary>
    private static Version ClientApi { get; } = new(1, 44);

    private const string WrongScheme = "addresses are not supported; unix:// and tcp:// are";

    private static TimeSpan PingTimeout { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Finds the engine as the docker command does: <c>DOCKER_HOST</c>, the context, the default sockets.</summary>
    /// <remarks>Fixes address and version in this process's environment, so that Testcontainers speaks to the same engine in a version that it knows.</remarks>
    /// <exception cref="EnvironmentException">None answers, or it is too old.</exception>
    public static async Task<DockerEndpoint> FindAsync(CancellationToken token)
    {
        var failures = new List<string>();
        foreach (var text in Candidates())
        {
            try
            {
                var address = new Uri(text);
                var endpoint = new DockerEndpoint(address, await PingAsync(address, token));
                return endpoint.ApiVersion >= OldestApi ? endpoint.Fix() : throw TooOld(endpoint);
            }
            catch (Exception problem) when (problem is HttpRequestException or SocketException or IOException or UriFormatException or TaskCanceledException && !token.IsCancellationRequested)
            {
                failures.Add($"{text}: {Innermost(problem).Message}");
            }
        }

        throw new EnvironmentException(
            "No Docker engine answers.",
            string.Join(", ", Candidates()),
            string.Join("; ", failures),
            $"an engine with API {OldestApi} or newer (Docker Engine 20.10)",
            failures.Any(one => one.Contains(WrongScheme, StringComparison.Ordinal))
                ? "set DOCKER_HOST to the unix:// socket of an engine on this machine, or choose such a context"
                : failures.Any(one => one.Contains("Permission denied", StringComparison.OrdinalIgnoreCase))
                ? "run as a member of the socket's group (usually: sudo usermod -aG docker $USER, then log in again), or as root"
                : "start Docker (systemctl start docker), install it (Debian, Ubuntu: apt-get install docker.io), or set DOCKER_HOST");
    }

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } host)
        {
            return [host];
        }

        return ContextAddress() is { } context
            ? [context]
            : ["unix:///var/run/docker.sock", .. RootlessSocket()];
    }

    private static IEnumerable<string> RootlessSocket() =>
        Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } folder ? [$"unix://{folder}/docker.sock"] : [];

    private static string? ContextAddress()
    {
        var folder = Environment.GetEnvironmentVariable("DOCKER_CONFIG")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker");
        var name = Environment.GetEnvironmentVariable("DOCKER_CONTEXT") ?? Text(Path.Combine(folder, "config.json"), "currentContext");
        if (name is null or "" or "default")
        {
            return null;
        }

        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        return Text(Path.Combine(folder, "contexts", "meta", digest, "meta.json"), "Endpoints", "docker", "Host");
    }

    private static string? Text(string path, params string[] keys)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using var json = Parse(path);
        var at = json.RootElement;
        foreach (var key in keys)
        {
            if (!at.TryGetProperty(key, out at))
            {
                return null;
            }
        }

        return at.GetString();
    }

    private static JsonDocument Parse(string path)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(path));
        }
        catch (JsonException broken)
        {
            throw new EnvironmentException("Docker's configuration cannot be read.", path, broken.Message, "JSON", "mend or remove that file, or set DOCKER_HOST", broken);
        }
    }

    private static async Task<Version> PingAsync(Uri address, CancellationToken token)
    {
        using var handler = new SocketsHttpHandler { ConnectCallback = (_, cancelled) => ConnectAsync(address, cancelled), UseProxy = false };
        using var client = new HttpClient(handler) { Timeout = PingTimeout };
        using var answer = await client.GetAsync(new Uri("http://docker/_ping"), token);
        answer.EnsureSuccessStatusCode();
        return answer.Headers.TryGetValues("Api-Version", out var versions)
            ? Version.Parse(versions.First())
            : throw new HttpRequestException("it answers, but not as a Docker engine: no Api-Version");
    }

    private static async ValueTask<Stream> ConnectAsync(Uri address, CancellationToken token)
    {
        EndPoint end = address.Scheme switch
        {
            "unix" => new UnixDomainSocketEndPoint(address.AbsolutePath),
            "tcp" or "http" => new DnsEndPoint(address.Host, address.Port > 0 ? address.Port : 2375),
            _ => throw new HttpRequestException($"{address.Scheme}:// {WrongScheme}"),
        };
        var socket = end is DnsEndPoint ? new Socket(SocketType.Stream, ProtocolType.Tcp) : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(end, token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private DockerEndpoint Fix()
    {
        Environment.SetEnvironmentVariable("DOCKER_HOST", Address.OriginalString);
        if (ApiVersion < ClientApi && Environment.GetEnvironmentVariable("DOCKER_API_VERSION") is null)
        {
            Environment.SetEnvironmentVariable("DOCKER_API_VERSION", ApiVersion.ToString());
        }

        return this;
    }

    private static EnvironmentException TooOld(DockerEndpoint endpoint) => new(
        "The Docker engine is too old.",
        endpoint.Address.ToString(),
        $"API {endpoint.ApiVersion}",
        $"API {OldestApi} or newer (Docker Engine 20.10)",
        "upgrade Docker");

    private static Exception Innermost(Exception problem) => problem.InnerException is null ? problem : Innermost(problem.InnerException);
}
