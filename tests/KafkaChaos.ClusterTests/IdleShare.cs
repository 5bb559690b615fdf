using System.Globalization;

namespace KafkaChaos.ClusterTests;

/// <summary>How much of this machine's processors nobody used lately, by the kernel's account. One thread looks at a time.</summary>
internal sealed class IdleShare
{
    // As long as the start of a cluster.
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    // Who looks less often than that has not watched the window.
    private static readonly TimeSpan Blink = TimeSpan.FromSeconds(1);

    private readonly List<Sample> _samples = [];

    /// <summary>Of all cores together, 0 to 1, over the last five seconds; zero where it was not looked at for so long.</summary>
    public double Look()
    {
        var now = Sample.Take();
        if (_samples.Count > 0 && now.At - _samples[^1].At > Blink)
        {
            _samples.Clear();
        }

        _samples.Add(now);

        // The first that stays is the last from before the window.
        _samples.RemoveRange(0, Math.Max(0, _samples.FindLastIndex(sample => now.At - sample.At >= Window)));
        var first = _samples[0];
        return now.At - first.At < Window || now.Total == first.Total ? 0 : (double)(now.Idle - first.Idle) / (now.Total - first.Total);
    }

    /// <param name="Idle">Ticks, with those of waits for a disk.</param>
    /// <param name="Total">Ticks of all kinds.</param>
    private sealed record Sample(TimeSpan At, long Idle, long Total)
    {
        // user nice system idle iowait irq softirq steal, of all cores (proc_stat(5)).
        public static Sample Take()
        {
            var ticks = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToList();
            return new Sample(TimeSpan.FromMilliseconds(Environment.TickCount64), ticks[3] + ticks[4], ticks.Sum());
        }
    }
}
