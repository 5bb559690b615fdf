using KafkaChaos.Histories;
using KafkaChaos.Model;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace KafkaChaos.Reports;

/// <summary>A run as a panel: where it stands, zones and nodes, steps, and the last notable changes.</summary>
internal sealed class LivePanel(Scenario scenario)
{
    private const int LastChanges = 5;
    private static readonly Padding Gap = new(0, 0, 2, 0);
    private readonly Story _story = new(scenario);
    private readonly Queue<Told> _last = new();

    public void Add(HistoryEvent one)
    {
        foreach (var told in _story.Add(one))
        {
            _last.Enqueue(told);
            if (_last.Count > LastChanges)
            {
                _last.Dequeue();
            }
        }
    }

    public void Add(Acknowledgement one) => _story.Add(one);

    public IRenderable Draw(TimeSpan now) => new Panel(new Rows(
    [
        new Text(Printable.Line(scenario.Question), new Style(decoration: Decoration.Bold)),
        new Text($"{Phase()}  {Printable.Moment(now)}  {StatusLine.Of(_story, StatusLine.Meter(_story).LastSecond(now))}"),
        Text.Empty,
        Grid(),
        Text.Empty,
        .. Enumerable.Range(0, scenario.Steps.Count).Select(StepRow),
        Text.Empty,
        .. _last.Select(told => new Text($"{Printable.Moment(told.At),12}  {told.Text}", new Style(Color.Grey))),
    ]))
    { Border = BoxBorder.Rounded, Expand = true };

    private string Phase() => _story.Phase is { } phase ? StepWords.Of(phase) : "preparing";

    private Table Grid()
    {
        var topology = scenario.Topology;
        var table = new Table { Border = TableBorder.None, ShowHeaders = true };
        table.AddColumn(new TableColumn(Text.Empty) { NoWrap = true, Padding = Gap });
        foreach (var zone in topology.Zones)
        {
            table.AddColumn(new TableColumn(new Text(zone.Domain == zone.Name ? $"zone {zone.Name}" : $"zone {zone.Name} ({zone.Domain})", new Style(decoration: Decoration.Underline))) { Padding = Gap });
        }

        foreach (var kind in topology.Nodes.Select(node => node.Kind).Distinct().Order())
        {
            table.AddRow([new Text(kind.ToString()), .. topology.Zones.Select(zone => Cell(zone, kind))]);
        }

        return table;
    }

    private IRenderable Cell(Zone zone, NodeKind kind)
    {
        var nodes = scenario.Topology.Nodes.Where(node => node.Zone == zone.Name && node.Kind == kind).Select(node =>
        {
            var stand = _story.Nodes.Of(node);
            return new Text($"{node.Name} {stand.Word}", StyleOf(stand.Health));
        }).ToList();
        return nodes.Count == 0 ? new Text("-", new Style(Color.Grey)) : new Rows(nodes);
    }

    private Text StepRow(int index)
    {
        var step = scenario.Steps[index];
        var name = $"step {index + 1}  ";
        if (_story.Steps.RequestOf(index) is { } request)
        {
            return _story.Steps.IsDone(index)
                ? new Text($"{name}done  {StepWords.Of(step.Fault)} {string.Join(", ", request.Nodes)}", new Style(Color.Green))
                : new Text($"{name}now   {StepWords.Of(step.Fault)} {string.Join(", ", request.Nodes)}", new Style(Color.Yellow));
        }

        var after = step.When is { } awaited
            ? $"when {StepWords.Of(awaited.Condition)}"
            : FormattableString.Invariant($"{step.After.TotalSeconds:0.###} s after {(index == 0 ? "the start of the load" : $"step {index}")}");
        return index == _story.Steps.Taken
            ? new Text($"{name}next  {StepWords.Of(step)}, {after}")
            : new Text($"{name}then  {StepWords.Of(step)}, {after}", new Style(Color.Grey));
    }

    private static Style StyleOf(NodeHealth health) => health switch
    {
        NodeHealth.Leading => new Style(Color.Green, decoration: Decoration.Bold),
        NodeHealth.Serving => new Style(Color.Green),
        NodeHealth.Starting => new Style(Color.Yellow),
        NodeHealth.Down => new Style(Color.Red, decoration: Decoration.Bold),
        _ => new Style(Color.Grey),
    };
}
