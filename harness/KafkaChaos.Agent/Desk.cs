using System.Diagnostics;

namespace KafkaChaos.Agents;

/// <summary>Does what it is asked to the control groups of one run, and knows what it has to undo.</summary>
/// <param name="run">The run's id: groups of no other are touched.</param>
/// <param name="hierarchy">Where the groups are.</param>
internal sealed class Desk(string run, FreezerHierarchy hierarchy)
{
    // The kernel freezes in milliseconds, except for a process that waits for a disk.
    private static readonly TimeSpan FreezeDeadline = TimeSpan.FromSeconds(5);

    // Freeing a Java process's memory takes about 45 ms of CPU; many may die on one core.
    private static readonly TimeSpan DeathDeadline = TimeSpan.FromSeconds(10);

    private readonly HashSet<string> _frozen = [];
    private readonly Lock _gate = new();

    /// <summary>Says that the agent listens. Also has the runtime compile what a fault will need.</summary>
    public AgentAnswer Greet()
    {
        ProcessHandle.Open(Environment.ProcessId)?.Dispose();
        return Answer(new AgentRequest(0, AgentAct.Kill, [], []));
    }

    public AgentAnswer Answer(AgentRequest request)
    {
        var commands = new List<string>();
        var began = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            try
            {
                Require(request);
                return request.Act switch
                {
                    AgentAct.Freeze => Done(Freeze(request, commands), []),
                    AgentAct.Thaw => Done(Thaw(request.Groups, commands), []),
                    AgentAct.Kill => Kill(),
                    _ => throw new InvalidOperationException($"{request.Act} is not known"),
                };
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or InvalidOperationException)
            {
                return new(request.Id, refused.Message, began, Stopwatch.GetTimestamp(), [], commands);
            }
        }

        AgentAnswer Done(long at, IReadOnlyList<ProcessDeath> deaths) => new(request.Id, null, began, at, deaths, commands);

        AgentAnswer Kill()
        {
            var stopped = Freeze(request, commands);
            return Done(stopped, End(request.Groups, commands));
        }
    }

    /// <summary>Thaws all that is frozen still.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            foreach (var group in _frozen.Where(hierarchy.Has))
            {
                hierarchy.Ask(group, frozen: false);
            }

            _frozen.Clear();
        }
    }

    private void Require(AgentRequest request)
    {
        foreach (var group in request.Covers.Concat(request.Groups))
        {
            var parts = group.Split('/', StringSplitOptions.RemoveEmptyEntries);
            var own = parts.Length > 1 && (parts[0] == $"kafkachaos-{run}" || (parts[0] == "kafkachaos.slice" && parts[1] == $"kafkachaos-{run}.slice"));
            if (!own || parts.Contains(".."))
            {
                throw new InvalidOperationException($"{group} is no control group of run {run}");
            }

            if (!hierarchy.Has(group))
            {
                throw new InvalidOperationException($"{group} is not there");
            }
        }
    }

    private long Freeze(AgentRequest request, List<string> commands)
    {
        try
        {
            foreach (var group in request.Covers)
            {
                commands.Add(hierarchy.Ask(group, frozen: true));
            }

            Await(request.Covers, frozen: true);
            var stopped = Stopwatch.GetTimestamp();
            // Each node for itself, so that one of them can be killed or thawed while the others stay.
            foreach (var group in request.Groups.Except(request.Covers))
            {
                commands.Add(hierarchy.Ask(group, frozen: true));
            }

            _frozen.UnionWith(request.Groups);
            return stopped;
        }
        finally
        {
            foreach (var cover in request.Covers.Except(_frozen))
            {
                commands.Add(hierarchy.Ask(cover, frozen: false));
            }
        }
    }

    private long Thaw(IReadOnlyList<string> groups, List<string> commands)
    {
        foreach (var group in groups)
        {
            commands.Add(hierarchy.Ask(group, frozen: false));
        }

        Await(groups, frozen: false);
        _frozen.ExceptWith(groups);
        return Stopwatch.GetTimestamp();
    }

    private List<ProcessDeath> End(IReadOnlyList<string> groups, List<string> commands)
    {
        var living = groups.SelectMany(group => hierarchy.ProcessesOf(group).Select(process => (Group: group, Handle: ProcessHandle.Open(process))))
            .Where(one => one.Handle is not null)
            .ToDictionary(one => one.Handle!, one => one.Group);
        foreach (var process in living.Keys)
        {
            process.SendKill();
            commands.Add($"kill -KILL {process.Process}");
        }

        Thaw(groups, commands);
        var deaths = new List<ProcessDeath>();
        while (living.Count > 0)
        {
            var dead = ProcessHandle.AnyDead([.. living.Keys], DeathDeadline);
            if (dead.Count == 0)
            {
                throw new InvalidOperationException($"processes {string.Join(", ", living.Keys.Select(one => one.Process))} were sent SIGKILL and live after {DeathDeadline.TotalSeconds} s");
            }

            var at = Stopwatch.GetTimestamp();
            foreach (var process in dead)
            {
                deaths.Add(new(living[process], process.Process, at));
                living.Remove(process);
                process.Dispose();
            }
        }

        return deaths;
    }

    private void Await(IReadOnlyList<string> groups, bool frozen)
    {
        var began = Stopwatch.GetTimestamp();
        while (groups.FirstOrDefault(group => !hierarchy.Is(group, frozen)) is { } late)
        {
            if (Stopwatch.GetElapsedTime(began) > FreezeDeadline)
            {
                throw new InvalidOperationException($"{late} was not {(frozen ? "frozen" : "thawed")} after {FreezeDeadline.TotalSeconds} s");
            }

            // The processes need the core to come to their stop.
            Thread.Yield();
        }
    }
}
