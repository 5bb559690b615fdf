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

    /// <summary>Says that the agent listens, once the runtime has compiled what a fault will need.</summary>
    public AgentAnswer Greet()
    {
        WarmUp();
        return Answer(new AgentRequest(0, AgentAct.Kill, [], []));
    }

    // The first freeze of a program takes ten times as long as its second, and would be the one that counts.
    private void WarmUp()
    {
        var scratch = Path.Combine(hierarchy.Folder, $"kafkachaos-{run}", "warm-up");
        try
        {
            Directory.CreateDirectory(scratch);
            string[] groups = [$"kafkachaos-{run}/warm-up"];
            for (var round = 0; round < 30; round++)
            {
                Answer(new AgentRequest(0, AgentAct.Freeze, groups, groups));
                Answer(new AgentRequest(0, AgentAct.Kill, groups, groups));
            }

            ProcessHandle.Open(Environment.ProcessId)?.Dispose();
            ProcessHandle.AnyDead([], TimeSpan.Zero);
            Directory.Delete(scratch);
        }
        // Where groups are systemd's, this one is not to be made; the first fault is slower then.
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
        }
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
                var (done, deaths) = (0L, (IReadOnlyList<ProcessDeath>)[]);
                switch (request.Act)
                {
                    case AgentAct.Freeze:
                        done = Freeze(request, commands);
                        break;
                    case AgentAct.Thaw:
                        done = Thaw(request.Groups, commands);
                        break;
                    case AgentAct.Kill:
                        (done, deaths) = Kill(request, commands);
                        break;
                }

                return new(request.Id, null, began, done, deaths, commands);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or InvalidOperationException)
            {
                return new(request.Id, refused.Message, began, Stopwatch.GetTimestamp(), [], commands);
            }
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
            var stopped = Stop(request.Covers, commands);
            // Each node for itself, so that one of them can be killed or thawed while the others stay.
            Ask(request.Groups.Except(request.Covers), frozen: true, commands);
            _frozen.UnionWith(request.Groups);
            return stopped;
        }
        finally
        {
            Ask(request.Covers.Except(_frozen), frozen: false, commands);
        }
    }

    private long Thaw(IReadOnlyList<string> groups, List<string> commands)
    {
        Ask(groups, frozen: false, commands);
        Await(groups, frozen: false);
        _frozen.ExceptWith(groups);
        return Stopwatch.GetTimestamp();
    }

    private (long Stopped, IReadOnlyList<ProcessDeath> Deaths) Kill(AgentRequest request, List<string> commands)
    {
        var stopped = 0L;
        var living = new Dictionary<ProcessHandle, string>();
        try
        {
            stopped = Stop(request.Covers, commands);
            foreach (var group in request.Groups)
            {
                foreach (var process in hierarchy.ProcessesOf(group).Select(ProcessHandle.Open).OfType<ProcessHandle>())
                {
                    process.SendKill();
                    commands.Add($"kill -KILL {process.Process}");
                    living[process] = group;
                }
            }
        }
        finally
        {
            // Those of an earlier pause first: then all of them run, and so die, with the thawing of what covers them.
            Ask(request.Groups.Where(_frozen.Contains).Except(request.Covers), frozen: false, commands);
            Ask(request.Covers, frozen: false, commands);
            _frozen.ExceptWith(request.Groups);
        }

        return (stopped, Deaths(living));
    }

    private static List<ProcessDeath> Deaths(Dictionary<ProcessHandle, string> living)
    {
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

    private long Stop(IReadOnlyList<string> covers, List<string> commands)
    {
        Ask(covers, frozen: true, commands);
        Await(covers, frozen: true);
        return Stopwatch.GetTimestamp();
    }

    private void Ask(IEnumerable<string> groups, bool frozen, List<string> commands)
    {
        foreach (var group in groups.ToList())
        {
            commands.Add(hierarchy.Ask(group, frozen));
        }
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
