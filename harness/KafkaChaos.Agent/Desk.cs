namespace KafkaChaos.Agents;

/// <summary>Does what it is asked to the nodes of one run, and knows what it has to undo.</summary>
/// <param name="run">The run's id: nothing of another is touched.</param>
/// <param name="hierarchy">Where control groups are.</param>
/// <param name="disks">Where the files behind the nodes' disks are.</param>
/// <param name="time">The kernel's monotonic clock.</param>
internal sealed class Desk(string run, FreezerHierarchy hierarchy, string disks, TimeProvider time)
{
    /// <summary>Name of a group, below the run's, that is frozen and thawed while the agent starts.</summary>
    internal const string Scratch = "warm-up";

    // One of each, so that a node that loses power hears and says nothing.
    private static readonly string[] Nothing = ["-j DROP"];

    private readonly Freezer _freezer = new(hierarchy, time);
    private readonly PacketRules _rules = new(hierarchy);
    private readonly KernelCounts _counts = new(hierarchy);
    private readonly Delays _delays = new(hierarchy, new(hierarchy));
    private readonly Rates _rates = new(hierarchy);
    private readonly Disks _disks = new(hierarchy, disks);
    private readonly Lock _gate = new();

    /// <summary>Says that the agent listens, once the runtime has compiled what a fault will need.</summary>
    public AgentAnswer Greet()
    {
        WarmUp();
        return Answer(new AgentRequest.Kill([], []));
    }

    public AgentAnswer Answer(AgentRequest request)
    {
        var commands = new List<string>();
        var began = time.GetTimestamp();
        lock (_gate)
        {
            try
            {
                Require(request);
                return Do(request, new AgentAnswer(request.Id, null, began, 0, commands)) is var done && done.Done == 0 ? done with { Done = time.GetTimestamp() } : done;
            }
            catch (Exception refused) when (Cause(refused) is IOException or UnauthorizedAccessException or InvalidOperationException)
            {
                return new(request.Id, Cause(refused).Message, began, time.GetTimestamp(), commands);
            }
        }
    }

    /// <summary>Thaws all that is frozen still, and lets go of packets and disks. Rules end with the sandboxes.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _freezer.Leave();
            _delays.Leave();
            _disks.Leave();
        }
    }

    private AgentAnswer Do(AgentRequest request, AgentAnswer answer)
    {
        var commands = (List<string>)answer.Commands;
        switch (request)
        {
            case AgentRequest.Freeze freeze:
                var paused = _freezer.Freeze(freeze.Covers, freeze.Groups, commands);
                return answer with { Began = paused.Asked, Done = paused.Reached };
            case AgentRequest.Thaw thaw:
                return answer with { Done = _freezer.Thaw(thaw.Groups, commands) };
            case AgentRequest.Kill kill:
                var (stopped, deaths) = _freezer.Kill(kill.Covers, kill.Groups, () => { }, commands);
                return answer with { Began = stopped.Asked, Done = stopped.Reached, Deaths = deaths };
            case AgentRequest.PowerOff off:
                return PowerOff(off, answer, commands);
            case AgentRequest.MakeDisks make:
                return answer with { Devices = make.Disks.AsParallel().ToDictionary(order => order.Name, order => _disks.Make(order, commands)) };
            case AgentRequest.WipeDisk wipe:
                var (old, made) = _disks.Wipe(wipe.Disk, commands);
                return answer with { FileSystemBefore = old, FileSystemAfter = made };
            case AgentRequest.FillDisk fill:
                var (taken, unfilled, left) = _disks.Fill(fill.Disk, fill.Group, commands);
                return answer with { Filled = taken, RoomBefore = unfilled, RoomAfter = left };
            case AgentRequest.EmptyDisk empty:
                var (full, room) = _disks.Empty(empty.Disk, empty.Group, commands);
                return answer with { RoomBefore = full, RoomAfter = room };
            case AgentRequest.SetRules set:
                Parallel.ForEach(set.Sandboxes, one => _rules.Set(set.Name, one, set.Last, commands));
                return answer;
            case AgentRequest.DropRules drop:
                Parallel.ForEach(drop.Sandboxes, one => _rules.Drop(drop.Name, one, commands));
                return answer;
            case AgentRequest.DelayPackets delay:
                Parallel.ForEach(delay.Sandboxes, one => _delays.Open(one, delay, commands));
                return answer;
            case AgentRequest.ReleasePackets release:
                Parallel.ForEach(release.Sandboxes, one => _delays.Close(release.Name, one, commands));
                return answer;
            case AgentRequest.LimitRates limit:
                Parallel.ForEach(limit.Sandboxes, one => _rates.Set(limit.Class, one, limit.BytesPerSecond, commands));
                return answer;
            case AgentRequest.FreeRates free:
                Parallel.ForEach(free.Sandboxes, one => _rates.Drop(free.Class, one, commands));
                return answer;
            case AgentRequest.CountLimited count:
                return answer with { Limited = count.Sandboxes.ToDictionary(one => one, one => _rates.Count(count.Class, one, commands)) };
            case AgentRequest.CountPackets count:
                return answer with { Met = count.Sandboxes.ToDictionary(one => one, one => Met(count.Name, one, commands)) };
            case AgentRequest.CountSent count:
                return answer with { Sent = Sent(count.Sandboxes, commands) };
            case AgentRequest.FindRemains find:
                return answer with { Remains = find.Sandboxes.ToDictionary(one => one, one => Remains(one, commands)) };
            default:
                throw new InvalidOperationException($"{request} is not known");
        }
    }

    private PacketsMet Met(string name, string sandbox, List<string> commands)
    {
        var (dropped, queued) = _rules.Count(name, sandbox, commands);
        var undelayed = _delays.Undelayed(name, sandbox, queued, commands);
        return new(dropped, queued - undelayed, undelayed);
    }

    private Dictionary<string, FramesSent> Sent(IEnumerable<string> sandboxes, List<string> commands) =>
        sandboxes.Select(one => (Sandbox: one, Sent: _counts.Sent(one, commands))).Where(one => one.Sent is not null).ToDictionary(one => one.Sandbox, one => one.Sent!);

    private IReadOnlyList<string> Remains(string sandbox, List<string> commands) =>
    [
        .. _rules.Remains(sandbox, AgentRequest.PowerOff.Rules, commands),
        .. _rates.Remains(sandbox, commands),
        .. _counts.Queued(sandbox, commands).Keys.Select(number => $"packet queue {number}"),
    ];

    private AgentAnswer PowerOff(AgentRequest.PowerOff off, AgentAnswer answer, List<string> commands)
    {
        var running = off.Nodes.Where(node => hierarchy.Has(node.Group)).ToList();
        // Opened while they run: what is done while all stands still is short.
        var mounted = running.ToDictionary(node => node.Disk, node => _disks.Reach(node.Disk, node.Group));
        var (silenced, shut, sent) = (0L, new Dictionary<string, long>(), new Dictionary<string, FramesSent>());
        try
        {
            var (stopped, deaths) = _freezer.Kill(
                [.. off.Covers.Where(hierarchy.Has)],
                [.. running.Select(node => node.Group)],
                () =>
                {
                    // Disks first: what the kernel writes back meanwhile would be saved.
                    foreach (var (disk, reached) in mounted)
                    {
                        if (reached is not null)
                        {
                            _disks.ShutDown(disk, reached, commands);
                            shut[disk] = time.GetTimestamp();
                        }
                    }

                    Parallel.ForEach(off.Nodes, node =>
                    {
                        _rules.Set(AgentRequest.PowerOff.Rules, new(node.Sandbox, Nothing, Nothing), last: false, commands);
                        // What waits for its turn on the line is behind these rules.
                        _rates.Empty(node.Sandbox, commands);
                    });
                    silenced = time.GetTimestamp();
                    // Before anybody dies, whose end the kernel would tell.
                    sent = Sent(off.Nodes.Select(node => node.Sandbox), commands);
                },
                commands);
            return answer with { Began = stopped.Asked, Done = stopped.Reached, Deaths = deaths, Silenced = silenced, Shut = shut, Sent = sent };
        }
        finally
        {
            foreach (var reached in mounted.Values)
            {
                reached?.Dispose();
            }
        }
    }

    private void Require(AgentRequest request)
    {
        foreach (var group in request.Concerns())
        {
            var parts = group.Split('/', StringSplitOptions.RemoveEmptyEntries);
            var own = parts.Length > 1 && (parts[0] == $"kafkachaos-{run}" || (parts[0] == "kafkachaos.slice" && parts[1] == $"kafkachaos-{run}.slice"));
            if (!own || parts.Contains(".."))
            {
                throw new InvalidOperationException($"{group} is no control group of run {run}");
            }

            // A node without power, or without room on its disk, may have no process any more.
            if (request is not (AgentRequest.PowerOff or AgentRequest.EmptyDisk) && !hierarchy.Has(group))
            {
                throw new InvalidOperationException($"{group} is not there");
            }
        }
    }

    // What was done in parallel fails together; the first is as good as any.
    private static Exception Cause(Exception refused) => refused is AggregateException { InnerExceptions: [var first, ..] } ? Cause(first) : refused;

    // The first freeze of a program takes ten times as long as its second, and would be the one that counts.
    private void WarmUp()
    {
        var scratch = Path.Combine(hierarchy.Folder, $"kafkachaos-{run}", Scratch);
        try
        {
            Directory.CreateDirectory(scratch);
            string[] groups = [$"kafkachaos-{run}/{Scratch}"];
            for (var round = 0; round < 30; round++)
            {
                Answer(new AgentRequest.Freeze(groups, groups));
                Answer(new AgentRequest.Kill(groups, groups));
                // The first thread that is not held ends it: of a sandbox, where there is no node yet.
                _ = hierarchy.IsHeld($"kafkachaos-{run}");
            }

            hierarchy.Machine.Hold(Environment.ProcessId)?.Dispose();
            hierarchy.Machine.AnyDead([], TimeSpan.Zero);
            Parallel.ForEach(Enumerable.Range(0, 4), _ => hierarchy.Machine.Run(null, "nsenter", ["--version"]));
            Directory.Delete(scratch);
        }
        // Where groups are systemd's, this one is not to be made; the first fault is slower then.
        catch (Exception refused) when (Cause(refused) is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
        }
    }
}
