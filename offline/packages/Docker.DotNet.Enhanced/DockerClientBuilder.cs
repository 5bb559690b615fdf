using Docker.DotNet.Handler.Abstractions;
using Docker.DotNet.NPipe;
using KafkaChaos.Offline;

namespace Docker.DotNet;

public class DockerClientBuilder
{
    private readonly Dictionary<string, string> _headers = [];
    private Version? _apiVersion;
    private Uri? _endpoint;
    private IAuthProvider _authProvider = NoopAuthProvider.Instance;
    private TimeSpan? _timeout;

    /// <summary>Null leaves the version out of requests: the engine then answers in its own newest one.</summary>
    public DockerClientBuilder WithApiVersion(Version? version)
    {
        _apiVersion = version;
        return this;
    }

    /// <summary><c>unix:///path</c>, <c>tcp://host:port</c> or <c>http://host:port</c>. Default: that of <c>DOCKER_HOST</c>, else <c>unix:///var/run/docker.sock</c>.</summary>
    public DockerClientBuilder WithEndpoint(Uri endpoint)
    {
        _endpoint = endpoint;
        return this;
    }

    public DockerClientBuilder WithAuthProvider(IAuthProvider? authProvider)
    {
        _authProvider = authProvider ?? NoopAuthProvider.Instance;
        return this;
    }

    public DockerClientBuilder WithHeaders(IReadOnlyDictionary<string, string> headers)
    {
        foreach (var (name, value) in headers)
        {
            _headers[name] = value;
        }

        return this;
    }

    public DockerClientBuilder WithTimeout(TimeSpan timeout)
    {
        _timeout = timeout;
        return this;
    }

    public DockerClientBuilder<NPipeTransportOptions> WithTransportOptions(NPipeTransportOptions transportOptions)
        => throw Refusal.Of("A Docker endpoint on a Windows named pipe", "Docker.DotNet.Enhanced.NPipe");

    public virtual DockerClient Build()
    {
        var options = new ResolvedClientOptions
        {
            ApiVersion = _apiVersion,
            Endpoint = _endpoint ?? DefaultEndpoint.Find(),
            AuthProvider = _authProvider,
            Headers = _headers,
        };
        return new DockerClient(_timeout is { } timeout ? options with { Timeout = timeout } : options);
    }
}
