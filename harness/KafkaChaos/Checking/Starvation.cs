using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>Why a time beyond its bound is in doubt.</summary>
/// <param name="Starved">For how long of it something on the machine waited.</param>
/// <param name="Words">The same in words, to follow a "but".</param>
internal sealed record Excuse(TimeSpan Starved, string Words)
{
    /// <summary>The name of its figure.</summary>
    public const string Name = "starved";

    public Figure Figure => Say.Figure(Name, Starved);

    /// <summary>The longest, of a finding that is in doubt for several; empty for another.</summary>
    public static IEnumerable<Figure> FiguresOf(Verdict verdict, IReadOnlyList<Excuse> excuses) =>
        verdict == Verdict.Inconclusive && excuses.MaxBy(one => one.Starved) is { } longest ? [longest.Figure] : [];

    /// <summary>A finding that failed for a time beyond its bound: in doubt where there is an excuse.</summary>
    public static Finding Weigh(Finding finding, Excuse? excuse) => finding.Verdict == Verdict.Passed || excuse is null ? finding : finding with
    {
        Verdict = Verdict.Inconclusive,
        Statement = $"{finding.Statement}; but {excuse.Words}",
        Figures = [.. finding.Figures, excuse.Figure],
    };
}

/// <summary>
/// How long something on the machine waited for a processor or a disk. Nodes that share a machine share its delays, which
/// nodes on machines of their own do not have: an outage that without them would have kept to its bound refutes nothing.
/// </summary>
/// <remarks>
/// By Linux's pressure stall information (Documentation/accounting/psi.rst), of which "some" is the share of time in which at
/// least one task waited. What happens in turn, as an election does, is delayed by no more than that.
/// </remarks>
internal sealed class Starvation
{
    // Samples come twice a second; of a hole in them nothing is known.
    private static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(2);

    private readonly List<(TimeSpan From, TimeSpan To, double Share)> _steps = [];
    private readonly List<TimeSpan> _undos;

    public Starvation(History history)
    {
        var samples = history.Of<MachinePressure>().ToList();
        foreach (var (one, next) in samples.Zip(samples.Skip(1)))
        {
            if (next.At > one.At && next.At - one.At <= LongestStep)
            {
                _steps.Add((one.At, next.At, Math.Clamp((next.Cpu - one.Cpu + (next.Io - one.Io)) / (next.At - one.At), 0, 1)));
            }
        }

        _undos = [.. history.Of<FaultRequested>().Where(one => one.Fault.IsUndo()).Select(one => one.At)];
    }

    /// <summary>Whether anything was measured in a stretch: not every kernel does, and not every history has it.</summary>
    public bool IsKnown(TimeSpan from, TimeSpan to) => _steps.Exists(step => step.From < to && step.To > from);

    /// <summary>At most the time itself; of a part between two samples in proportion, and nothing where none were taken.</summary>
    public TimeSpan Of(TimeSpan from, TimeSpan to) => _steps
        .Where(step => step.From < to && step.To > from)
        .Aggregate(TimeSpan.Zero, (sum, step) => sum + (((step.To < to ? step.To : to) - (step.From > from ? step.From : from)) * step.Share));

    /// <summary>The excuse of a time that ended with what was waited for; null where it keeps to the bound, or would be beyond it on an idle machine, too.</summary>
    /// <param name="from">From when it counts.</param>
    /// <param name="to">When what was waited for came.</param>
    /// <param name="bound">The longest that it may take.</param>
    public Excuse? ExcuseOf(TimeSpan from, TimeSpan to, TimeSpan bound)
    {
        // What came only after an undo may have waited for that, which a busy machine does not delay.
        var since = _undos.Where(undo => undo > from && undo < to).DefaultIfEmpty(from).Max();
        var starved = Of(since, to);
        return to - from > bound && to - from - starved <= bound
            ? new(starved, $"something on the machine waited for a processor or a disk for {Say.Seconds(starved)} of these {Say.Seconds(to - from)}")
            : null;
    }

    /// <summary>The same for a time that is known to lie in a bracket: one that is only perhaps beyond is in doubt anyway.</summary>
    public Excuse? ExcuseOf(TimeSpan from, Bracket took, TimeSpan bound) => ExcuseOf(from, from + (took.Least > bound ? took.Least : took.Most), bound);
}
