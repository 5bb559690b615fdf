namespace KafkaChaos.Agents;

/// <summary>The packet queues of the sandboxes, each by the name of the fault that it belongs to.</summary>
/// <param name="hierarchy">Where the sandboxes' groups are.</param>
/// <param name="counts">Says what came to them.</param>
internal sealed class Delays(FreezerHierarchy hierarchy, KernelCounts counts)
{
    private readonly Dictionary<(string Name, string Sandbox), (IPacketQueue Queue, ushort Number)> _queues = [];

    /// <exception cref="InvalidOperationException">The kernel has no packet queue, or that one is taken.</exception>
    public void Open(string sandbox, AgentRequest.DelayPackets order, List<string> commands)
    {
        var process = hierarchy.HolderOf(sandbox);
        var queue = hierarchy.Machine.Delay(process, order.Queue, TimeSpan.FromMicroseconds(order.Delay / 1e3), TimeSpan.FromMicroseconds(order.Jitter / 1e3), order.Seed);
        lock (_queues)
        {
            _queues[(order.Name, sandbox)] = (queue, order.Queue);
            commands.Add($"hold the packets of queue {order.Queue} in /proc/{process}/ns/net for {order.Delay} ns, jitter {order.Jitter} ns");
        }
    }

    public void Close(string name, string sandbox, List<string> commands)
    {
        (IPacketQueue Queue, ushort Number) open;
        lock (_queues)
        {
            if (!_queues.Remove((name, sandbox), out open))
            {
                throw new InvalidOperationException($"{sandbox} has no packet queue of the name {name}");
            }

            commands.Add($"let the packets of queue {open.Number} go on");
        }

        open.Queue.Dispose();
    }

    /// <summary>How many packets that a rule had sent into the queue went on at once.</summary>
    /// <param name="name">Of the queue; it need not be there.</param>
    /// <param name="sandbox">Whose.</param>
    /// <param name="sent">How many the rules had sent into it, as they said just before.</param>
    /// <param name="commands">Gets what was read.</param>
    /// <exception cref="InvalidOperationException">It holds nothing any more: packets pass, and nothing is slow.</exception>
    public long Undelayed(string name, string sandbox, long sent, List<string> commands)
    {
        if (!_queues.TryGetValue((name, sandbox), out var open))
        {
            return 0;
        }

        var failure = open.Queue.Failure;
        if (failure is null && counts.Queued(sandbox, commands).TryGetValue(open.Number, out var came))
        {
            // More may have come meanwhile than the rules had said.
            return Math.Max(0, sent - came) + open.Queue.Missed;
        }

        throw new InvalidOperationException($"the packet queue {name} of {sandbox} holds nothing any more: {failure ?? "the kernel knows of none"}");
    }

    public void Leave()
    {
        foreach (var (queue, _) in _queues.Values)
        {
            queue.Dispose();
        }

        _queues.Clear();
    }
}
