using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Checking;

/// <summary>What a slowness was to do to packets, it did: each of its parts met some, and next to none of those that were to be delayed went on at once.</summary>
internal static class SlowEvidence
{
    // A queue that now and then has no room still delays the flow; one that lets more pass delays some other than was asked for.
    private const double MostUndelayed = 0.01;

    /// <param name="trial">With the step's options.</param>
    /// <param name="timeline">Says whose process ran.</param>
    /// <param name="applied">Of the step, one a node.</param>
    public static IEnumerable<string> Doubts(Trial trial, Timeline timeline, IReadOnlyList<FaultApplied> applied)
    {
        if (trial.Scenario.Steps[applied[0].Step].Options is not FaultOptions.Slowness slowness)
        {
            yield break;
        }

        var running = applied.Where(one => timeline.IsUp(one.Node, one.Sent)).ToList();
        foreach (var (asked, done, count) in new (bool, string, Func<FaultApplied, long?>)[]
        {
            (slowness.Loss is not null, "lost", one => one.Lost),
            (slowness.Delays, "delayed", one => one.Delayed),
            (slowness.BytesPerSecond is not null, "limited", one => one.Limited),
        })
        {
            foreach (var one in applied.Where(one => asked && count(one) is null))
            {
                yield return $"how many packets of {one.Node} were {done} was not counted";
            }

            // Nodes need not talk to each one of those that the step is toward; somebody does.
            var without = running.Where(one => asked && count(one) == 0).ToList();
            foreach (var one in slowness.Toward is null || without.Count == running.Count ? without : [])
            {
                yield return $"no packet of {one.Node} was seen to be {done}";
            }
        }

        foreach (var one in slowness.Delays ? applied : [])
        {
            // When the packets of the whole fault were counted.
            var last = trial.History.Of<FaultApplied>().FirstOrDefault(other => other.Fault == Fault.Heal && other.Node == one.Node && other.At > one.At) ?? one;
            if (last.Undelayed is not { } undelayed || last.Delayed is not { } delayed)
            {
                yield return $"how many packets of {one.Node} were to be delayed and went on at once was not counted";
            }
            else if (undelayed > MostUndelayed * (delayed + undelayed))
            {
                yield return FormattableString.Invariant($"of {delayed + undelayed} packets of {one.Node} that were to be delayed {undelayed} went on at once, allowed at most {MostUndelayed:0 %}");
            }
        }
    }
}
