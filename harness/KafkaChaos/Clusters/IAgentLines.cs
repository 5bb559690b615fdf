namespace KafkaChaos.Clusters;

/// <summary>The lines to and from an agent; its input ends with them.</summary>
internal interface IAgentLines : IAsyncDisposable
{
    /// <exception cref="EnvironmentException">It ended.</exception>
    Task WriteLineAsync(string line, CancellationToken token);

    /// <returns>The next line that it says.</returns>
    /// <exception cref="EnvironmentException">It ended: with what it said on its standard error.</exception>
    Task<string> ReadLineAsync(CancellationToken token);
}
