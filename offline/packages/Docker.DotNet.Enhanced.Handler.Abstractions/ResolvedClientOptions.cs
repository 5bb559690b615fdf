namespace Docker.DotNet.Handler.Abstractions;

public sealed record ResolvedClientOptions
{
    /// <summary>Null: requests carry no version, and the engine answers in its own newest one.</summary>
    public Version? ApiVersion { get; init; }

    public required Uri Endpoint { get; init; }

    public IAuthProvider AuthProvider { get; init; } = NoopAuthProvider.Instance;

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Of requests that the engine answers at once; streams, waits, stops and transfers have no time limit but the caller's token.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(100);
}
