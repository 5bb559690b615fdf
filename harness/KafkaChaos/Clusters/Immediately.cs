namespace KafkaChaos.Clusters;

/// <summary>Hears of progress on the thread that reports it: <see cref="Progress{T}"/> posts it to another, and may be late.</summary>
internal sealed class Immediately<T>(Action<T> hear) : IProgress<T>
{
    public void Report(T value) => hear(value);
}
