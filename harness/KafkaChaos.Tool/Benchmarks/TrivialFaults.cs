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
    private const ushort Number = 1;
    private const long Delay = 20_000_000;
    private const long BytesPerSecond = 125_000;

    private static readonly string[] DropAll = ["-j DROP"];
    private static readonly string[] DelayAll = [$"-j NFQUEUE --queue-num {Number} --queue-bypass"];
    private static readonly string[] LoseSome = ["-m statistic --mode random --probability 0.2 -j DROP"];

    public static async Task<ILookup<LatencyRow, TimeSpan>> MeasureAsync(DockerEngine engine, int rounds, CancellationToken token)
    {
        var (image, other) = (await TrivialNodes.ImageAsync(engine, token), await TrivialNodes.ImageAsync(engine, token, TrivialNodes.Other));
        await using var zone = await TrivialNodes.StartAsync(engine, image, 1, 64L << 20, TrivialNodes.Waits, token);
        var (agent, node, containers) = (zone.Agent, zone.Nodes[0], engine.Client.Containers);
        string[] group = [node.Group], sandbox = [node.Sandbox];
        var acts = new (LatencyRow Row, Func<Task<long>> Act)[]
        {
            (new(Fault.Pause), () => AskAsync(new AgentRequest.Freeze(group, group))),
            (new(Fault.Resume), () => AskAsync(new AgentRequest.Thaw(group))),
            (new(Fault.Isolate), () => AskAsync(new AgentRequest.SetRules(Rules, [new(node.Sandbox, DropAll, DropAll)], Last: false))),
            (new(Fault.Heal), () => AskAsync(new AgentRequest.DropRules(Rules, sandbox))),
            (new(Fault.Slow, "delay"), () => AskAsync(new AgentRequest.DelayPackets(Rules, Number, Delay, 0, 1, sandbox), new AgentRequest.SetRules(Rules, [new(node.Sandbox, DelayAll, [])], Last: true))),
            (new(Fault.Heal), () => AskAsync(new AgentRequest.DropRules(Rules, sandbox), new AgentRequest.ReleasePackets(Rules, sandbox))),
            (new(Fault.Slow, "loss"), () => AskAsync(new AgentRequest.SetRules(Rules, [new(node.Sandbox, LoseSome, [])], Last: true))),
            (new(Fault.Heal), () => AskAsync(new AgentRequest.DropRules(Rules, sandbox))),
            (new(Fault.Slow, "rate"), () => AskAsync(new AgentRequest.LimitRates(Number, BytesPerSecond, [new(node.Sandbox, null, [])]))),
            (new(Fault.Heal), () => AskAsync(new AgentRequest.FreeRates(Number, sandbox))),
            (new(Fault.FillDisk), () => AskAsync(new AgentRequest.FillDisk(node.Name, node.Group))),
            (new(Fault.Empty), () => AskAsync(new AgentRequest.EmptyDisk(node.Name, node.Group))),
            (new(Fault.Kill), () => AskAsync(new AgentRequest.Kill(group, group))),
            (new(Fault.Start), StartAsync),
            (new(Fault.Stop), StopAsync),
            (new(Fault.Start), StartAsync),
            (new(Fault.Restart), async () => { await StopAsync(); return await StartAsync(); }),
            (new(Fault.Wipe), async () => { await StopAsync(); await AskAsync(new AgentRequest.WipeDisk(node.Name)); return await StartAsync(); }),
            (new(Fault.Downgrade), () => ReplaceAsync(other)),
            (new(Fault.Upgrade), () => ReplaceAsync(image)),
            (new(Fault.PowerOff), () => AskAsync(new AgentRequest.PowerOff(group, [new(node.Group, node.Sandbox, node.Name)]))),
            (new(Fault.PowerOn), async () => { await AskAsync(new AgentRequest.DropRules(AgentRequest.PowerOff.Rules, sandbox)); return await StartAsync(); }),
        };
        var times = new List<(LatencyRow Row, TimeSpan Took)>();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (row, act) in acts)
            {
                var (due, before) = (Stopwatch.GetTimestamp(), node.Container);
                times.Add((row, Stopwatch.GetElapsedTime(due, await act())));
                if (node.Container != before)
                {
                    // A run keeps it for its log.
                    await containers.RemoveContainerAsync(before, new ContainerRemoveParameters(), token);
                }

                if (row.Fault is Fault.Kill or Fault.PowerOff)
                {
                    // The engine hears of the end a little later, and starts nothing before.
                    await containers.WaitContainerAsync(node.Container, token);
                }
            }
        }

        return times.ToLookup(one => one.Row, one => one.Took);

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

        async Task<long> ReplaceAsync(string by)
        {
            await StopAsync();
            node = await zone.ReplaceAsync(node, by, token);
            group = [node.Group];
            return Stopwatch.GetTimestamp();
        }

        async Task<long> StopAsync()
        {
            await containers.StopContainerAsync(node.Container, new ContainerStopParameters(), token);
            return Stopwatch.GetTimestamp();
        }
    }
}
