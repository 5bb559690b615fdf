namespace Docker.DotNet.NPipe;

/// <summary>Only carried to the client builder, which refuses named pipes.</summary>
public sealed record NPipeTransportOptions
{
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromMilliseconds(100);
}
