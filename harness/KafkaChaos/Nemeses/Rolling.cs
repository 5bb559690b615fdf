using System.Globalization;
using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;

namespace KafkaChaos.Nemeses;

/// <summary>Faults that stop nodes and start them again within one step, all at once or some at a time: restart, wipe, upgrade, downgrade.</summary>
/// <param name="faults">Stop, start and wipe.</param>
/// <param name="conditions">Looks once whether the cluster is whole.</param>
/// <param name="patience">How long it may take to be.</param>
/// <param name="recorder">Gets what is done.</param>
internal sealed class Rolling(Faults faults, Func<Condition, CancellationToken, Task<Look>> conditions, Func<TimeSpan> patience, Recorder recorder)
{
    private readonly FailureRecord _failures = new(recorder);

    private static readonly Condition[] Whole = [new Condition.QuorumWhole(), new Condition.FullInSync()];

    /// <exception cref="FaultException">A node is in no state for it, or did not stop.</exception>
    /// <exception cref="WaitException">The cluster was not whole in time for the next nodes.</exception>
    /// <exception cref="EnvironmentException">A node does not serve again.</exception>
    public async Task ApplyAsync(int step, Fault fault, FaultOptions.Replacement? options, IReadOnlyList<ClusterNode> nodes, CancellationToken token)
    {
        await faults.RequireAsync(step, fault, null, nodes, token);
        var batches = Batches(nodes, options?.Rolling ?? Model.Rolling.No).ToList();
        foreach (var (batch, place) in batches.Select((batch, place) => (batch, place)))
        {
            var sent = recorder.Now;
            await PartAsync(step, Fault.Stop, batch, fault, token);
            var wiped = fault == Fault.Wipe ? await faults.WipeAsync(step, batch, token) : null;

            var before = batch.ToDictionary(node => node, node => node.Image.Software);
            if (options?.To is { } to)
            {
                foreach (var node in batch)
                {
                    node.Replace(faults.Images[to]);
                }
            }

            await PartAsync(step, Fault.Start, batch, fault, token);
            foreach (var node in batch)
            {
                var between = fault == Fault.Wipe ? "its disk made new, " : fault.Replaces() ? $"{before[node]} replaced by {node.Image.Software}, " : "";
                recorder.Record(new FaultApplied(step, fault, node.Name, sent, recorder.Now, recorder.Now, $"stopped, {between}serves again")
                {
                    At = recorder.Now,
                    FileSystemBefore = wiped?[node].Before,
                    FileSystemAfter = wiped?[node].After,
                });
            }

            if (options is { WaitForInSync: true } && place < batches.Count - 1)
            {
                await _failures.RecordingAsync(step, fault, [.. batches.Skip(place + 1).SelectMany(later => later).Select(node => node.Name)], () => WholeAsync(step, token));
            }
        }
    }

    private async Task PartAsync(int step, Fault part, IReadOnlyList<ClusterNode> nodes, Fault whole, CancellationToken token)
    {
        recorder.Record(new FaultRequested(step, part, [.. nodes.Select(node => node.Name)], $"part of a {whole.ToString().ToLowerInvariant()}", faults.Method(part)) { At = recorder.Now });
        await faults.ApplyAsync(step, part, null, nodes, null, token);
    }

    private async Task WholeAsync(int step, CancellationToken token)
    {
        foreach (var condition in Whole)
        {
            await Wait.UntilAsync(string.Create(CultureInfo.InvariantCulture, $"the cluster to be whole between the nodes of step {step + 1}"), patience(), cancelled => conditions(condition, cancelled), token);
        }
    }

    private static IEnumerable<IReadOnlyList<ClusterNode>> Batches(IReadOnlyList<ClusterNode> nodes, Model.Rolling rolling) => rolling switch
    {
        Model.Rolling.NodeByNode => nodes.Select(node => (IReadOnlyList<ClusterNode>)[node]),
        Model.Rolling.ZoneByZone => nodes.GroupBy(node => node.Node.Zone).Select(zone => (IReadOnlyList<ClusterNode>)[.. zone]),
        _ => [nodes],
    };
}
