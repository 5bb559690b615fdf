namespace KafkaChaos.Agents;

/// <summary>Freezes, thaws and kills the processes of control groups, and knows which it has to thaw.</summary>
/// <param name="hierarchy">Where the groups are.</param>
/// <param name="time">The kernel's monotonic clock.</param>
internal sealed class Freezer(FreezerHierarchy hierarchy, TimeProvider time)
{
    private const int Attempts = 12;

    // The kernel freezes in milliseconds, except for a process that waits for a disk, and for one that a frozen one keeps waiting:
    // the second is helped by being let go soon, the first by being given time.
    private static readonly TimeSpan FirstDeadline = TimeSpan.FromMilliseconds(8);
    private static readonly TimeSpan LongestDeadline = TimeSpan.FromMilliseconds(500);

    // Looking at each thread takes some 20 us; nearly always all are frozen before.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(1);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMicroseconds(50);

    private static readonly TimeSpan ThawDeadline = TimeSpan.FromSeconds(5);

    // A thread that is to end does so when it runs next; nothing shows that all have.
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(4);

    // Freeing a Java process's memory takes about 45 ms of CPU; many may die on one core.
    private static readonly TimeSpan DeathDeadline = TimeSpan.FromSeconds(10);

    private readonly HashSet<string> _frozen = [];

    public Standstill Freeze(IReadOnlyList<string> covers, IReadOnlyList<string> groups, List<string> commands)
    {
        try
        {
            var stopped = Stop(covers, held: false, commands);
            // Each node for itself, so that one of them can be killed or thawed while the others stay.
            Ask(groups.Except(covers), frozen: true, commands);
            _frozen.UnionWith(groups);
            return stopped;
        }
        finally
        {
            Ask(covers.Except(_frozen), frozen: false, commands);
        }
    }

    /// <returns>When every process was seen to run again.</returns>
    public long Thaw(IReadOnlyList<string> groups, List<string> commands)
    {
        Ask(groups, frozen: false, commands);
        if (Await(groups, frozen: false, ThawDeadline) is { } late)
        {
            throw new InvalidOperationException($"{late} was not thawed after {ThawDeadline.TotalSeconds} s");
        }

        _frozen.ExceptWith(groups);
        return time.GetTimestamp();
    }

    /// <remarks>A thread that waits in the kernel counts as stopped (<see cref="FreezerHierarchy.IsHeld"/>): it dies before it is let go.</remarks>
    /// <param name="covers">Stopped together.</param>
    /// <param name="groups">Whose processes die.</param>
    /// <param name="before">Done while every process stands still, before the first of them dies.</param>
    /// <param name="commands">Gets what is done.</param>
    public (Standstill Stopped, IReadOnlyList<ProcessDeath> Deaths) Kill(IReadOnlyList<string> covers, IReadOnlyList<string> groups, Action before, List<string> commands)
    {
        using var precedence = new Precedence(hierarchy, covers, commands);
        Standstill stopped;
        var living = new Dictionary<IProcessHandle, string>();
        try
        {
            stopped = Stop(covers, held: true, commands);
            before();
            foreach (var group in groups)
            {
                foreach (var process in hierarchy.ProcessesOf(group).Select(hierarchy.Machine.Hold).OfType<IProcessHandle>())
                {
                    process.SendKill();
                    commands.Add($"kill -KILL {process.Process}");
                    living[process] = group;
                }
            }

            precedence.GiveWay();
        }
        finally
        {
            // Those of an earlier pause first: then all of them run, and so die, with the thawing of what covers them.
            Ask(groups.Where(_frozen.Contains).Except(covers), frozen: false, commands);
            Ask(covers, frozen: false, commands);
            _frozen.ExceptWith(groups);
        }

        precedence.Take();
        return (stopped, Deaths(living));
    }

    /// <summary>Thaws all that is frozen still.</summary>
    public void Leave()
    {
        foreach (var group in _frozen.Where(hierarchy.Has))
        {
            hierarchy.Ask(group, frozen: false);
        }

        _frozen.Clear();
    }

    private List<ProcessDeath> Deaths(Dictionary<IProcessHandle, string> living)
    {
        var deaths = new List<ProcessDeath>();
        while (living.Count > 0)
        {
            var dead = hierarchy.Machine.AnyDead([.. living.Keys], DeathDeadline);
            if (dead.Count == 0)
            {
                throw new InvalidOperationException($"processes {string.Join(", ", living.Keys.Select(one => one.Process))} were sent SIGKILL and live after {DeathDeadline.TotalSeconds} s");
            }

            var at = time.GetTimestamp();
            foreach (var process in dead)
            {
                deaths.Add(new(living[process], process.Process, at));
                living.Remove(process);
                process.Dispose();
            }
        }

        return deaths;
    }

    // A process that loads another program (execve) first waits for the ends of its other threads. Where one of those is frozen
    // already (control groups of version 1), neither ends: only letting go of both does help.
    private Standstill Stop(IReadOnlyList<string> covers, bool held, List<string> commands)
    {
        long? asked = null;
        for (var attempt = 1; ; attempt++)
        {
            string? late;
            using (var precedence = new Precedence(hierarchy, covers, commands))
            {
                precedence.GiveWay();
                asked ??= time.GetTimestamp();
                Ask(covers, frozen: true, commands);
                precedence.Take();
                late = Await(covers, frozen: true, DeadlineOf(attempt), held);
                if (late is null)
                {
                    return new(asked.Value, time.GetTimestamp());
                }
            }

            if (attempt == Attempts)
            {
                throw new InvalidOperationException(
                    $"{late} was not frozen in {Attempts} attempts of up to {LongestDeadline.TotalMilliseconds} ms, after each of which it was let go: a process of it waits for a disk, or starts programs without end");
            }

            Ask(covers.Except(_frozen), frozen: false, commands);
            Thread.Sleep(Breath);
        }
    }

    private static TimeSpan DeadlineOf(int attempt)
    {
        var deadline = FirstDeadline * Math.Pow(2, attempt - 1);
        return deadline < LongestDeadline ? deadline : LongestDeadline;
    }

    private void Ask(IEnumerable<string> groups, bool frozen, List<string> commands)
    {
        foreach (var group in groups.ToList())
        {
            commands.Add(hierarchy.Ask(group, frozen));
        }
    }

    // The first that was not so in time; null where all were, or no thread of them comes back to its program where that is enough.
    private string? Await(IReadOnlyList<string> groups, bool frozen, TimeSpan most, bool held = false)
    {
        var began = time.GetTimestamp();
        while (groups.FirstOrDefault(group => !hierarchy.Is(group, frozen)) is { } late)
        {
            var waited = time.GetElapsedTime(began);
            if (held && waited > Patience && groups.All(hierarchy.IsHeld))
            {
                return null;
            }

            if (waited > most)
            {
                return late;
            }

            // The processes need the core to come to their stop. Only who sleeps leaves it to them: to yield is to step back behind
            // others of one's own control group, of which there are none.
            Nap.Take(BetweenLooks);
        }

        return null;
    }
}
