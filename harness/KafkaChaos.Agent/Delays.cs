namespace KafkaChaos.Agents;

/// <summary>The packet queues of the sandboxes, each by the name of the fault that it belongs to.</summary>
/// <param name="hierarchy">Where the sandboxes' groups are.</param>
internal sealed class Delays(FreezerHierarchy hierarchy)
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

    /// <summary>Whether every queue of that name still holds packets; where its program failed they pass, and nothing is slow.</summary>
    /// <exception cref="InvalidOperationException">One does not.</exception>
    public void Require(string name, IReadOnlyList<string> sandboxes)
    {
        foreach (var sandbox in sandboxes)
        {
            if (_queues.TryGetValue((name, sandbox), out var open) && open.Queue.Failure is { } failure)
            {
                throw new InvalidOperationException($"the packet queue {name} of {sandbox} holds nothing any more: {failure}");
            }
        }
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
