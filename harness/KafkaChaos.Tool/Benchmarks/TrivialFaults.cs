using System.Diagnostics;
using Docker.DotNet.Models;
using KafkaChaos.Agents;
using KafkaChaos.Clusters;
using KafkaChaos.Model;

namespace KafkaChaos.Tool.Benchmarks;

/// <summary>Every fault and its undo on a node of one shell, by the same requests to the agent and the engine as in a run, timed from the first of them to the effect.</summary>
internal static class TrivialFaults
{
    private const string Rules = "bench";
    private const ushort Queue = 1;
    private const long Delay = 20_000_000;

    private static readonly string[] DropAll = ["-j DROP"];
    private static readonly string[] DelayAll = [$"-j NFQUEUE --queue-num {Queue} --queue-bypass"];

    public static async Task<ILookup<Fault, TimeSpan>> MeasureAsync(DockerEngine engine, int rounds, CancellationToken token)
    {
        await using var zone = await TrivialNodes.StartAsync(engine, await TrivialNodes.ImageAsync(engine, token), 1, 64L << 20, TrivialNodes.Waits, token);
        var (agent, node, containers) = (zone.Agent, zone.Nodes[0], engine.Client.Containers);
        string[] group = [node.Group], sandbox = [node.Sandbox];
        var acts = new (Fault Fault, Func<Task<long>> Act)[]
        {
            (Fault.Pause, () => AskAsync(new AgentRequest.Freeze(group, group))),
            (Fault.Resume, () => AskAsync(new AgentRequest.Thaw(group))),
            (Fault.Isolate, () => AskAsync(new AgentRequest.SetRules(Rules, [new(node.Sandbox, DropAll, DropAll)], Last: false))),
            (Fault.Heal, () => AskAsync(new AgentRequest.DropRules(Rules, sandbox))),
            (Fault.Slow, () => AskAsync(new AgentRequest.DelayPackets(Rules, Queue, Delay, 0, 1, sandbox), new AgentRequest.SetRules(Rules, [new(node.Sandbox, DelayAll, [])], Last: true))),
            (Fault.Heal, () => AskAsync(new AgentRequest.DropRules(Rules, sandbox), new AgentRequest.ReleasePackets(Rules, sandbox))),
            (Fault.FillDisk, () => AskAsync(new AgentRequest.FillDisk(node.Name, node.Group))),
            (Fault.Empty, () => AskAsync(new AgentRequest.EmptyDisk(node.Name, node.Group))),
            (Fault.Kill, () => AskAsync(new AgentRequest.Kill(group, group))),
            (Fault.Start, StartAsync),
            (Fault.Stop, StopAsync),
            (Fault.Start, StartAsync),
            (Fault.Restart, async () => { await StopAsync(); return await StartAsync(); }),
            (Fault.Wipe, async () => { await StopAsync(); await AskAsync(new AgentRequest.WipeDisk(node.Name)); return await StartAsync(); }),
            (Fault.PowerOff, () => AskAsync(new AgentRequest.PowerOff(group, [new(node.Group, node.Sandbox, node.Name)]))),
            (Fault.PowerOn, async () => { await AskAsync(new AgentRequest.DropRules(AgentRequest.PowerOff.Rules, sandbox)); return await StartAsync(); }),
        };
        var times = new List<(Fault Fault, TimeSpan Took)>();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (fault, act) in acts)
            {
                var due = Stopwatch.GetTimestamp();
                times.Add((fault, Stopwatch.GetElapsedTime(due, await act())));
                if (fault is Fault.Kill or Fault.PowerOff)
                {
                    // The engine hears of the end a little later, and starts nothing before.
                    await containers.WaitContainerAsync(node.Container, token);
                }
            }
        }

        return times.ToLookup(one => one.Fault, one => one.Took);

        async Task<long> AskAsync(params AgentRequest[] requests)
        {
            var done = 0L;
            foreach (var request in requests)
            {
                done = (await agent.DoAsync(request, token)).Done;
            }

            return done;
        }

        async Task<long> StartAsync()
        {
            await containers.StartContainerAsync(node.Container, new ContainerStartParameters(), token);
            return Stopwatch.GetTimestamp();
        }

        async Task<long> StopAsync()
        {
            await containers.StopContainerAsync(node.Container, new ContainerStopParameters(), token);
            return Stopwatch.GetTimestamp();
        }
    }
}
