using System.Globalization;
using KafkaChaos.Histories;

namespace KafkaChaos.Observing;

/// <summary>Records how long something on this machine, which is the engine's, waited for a processor or a disk.</summary>
/// <remarks>By <c>/proc/pressure</c>, which any user may read. Kernels before 4.20, and those that leave it out or off, say nothing: then nothing is recorded.</remarks>
public sealed class PressureSampler(Recorder recorder)
{
    private static TimeSpan Interval { get; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Records a sample twice a second until cancelled.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            do
            {
                if (Waited("cpu") is { } cpu && Waited("io") is { } io)
                {
                    recorder.Record(new MachinePressure(cpu, io) { At = recorder.Now });
                }
            }
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }

    private static TimeSpan? Waited(string resource)
    {
        try
        {
            return Parse(File.ReadAllText($"/proc/pressure/{resource}"));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <param name="text">Lines such as <c>some avg10=26.64 avg60=22.44 avg300=6.78 total=22765369</c>; the total is in microseconds.</param>
    /// <returns>How long some task waited since the machine started; null where the text does not say.</returns>
    internal static TimeSpan? Parse(string text) =>
        text.Split('\n').FirstOrDefault(line => line.StartsWith("some ", StringComparison.Ordinal))?.Split("total=") is [_, var total]
            && long.TryParse(total, NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
            ? TimeSpan.FromMicroseconds(microseconds)
            : null;
}
