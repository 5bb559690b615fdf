using System.Runtime.InteropServices;
using System.Text.Json;
using KafkaChaos.Agents;

// KafkaChaos.Agent RUN: obeys JSON lines on standard input, for the nodes of that run alone. When its input ends,
// however that comes, it thaws what it froze, lets go of the disks, and ends.
var hierarchy = FreezerHierarchy.Find(new Machine(), FreezerHierarchy.Root);
var desk = new Desk(args[0], hierarchy, "/disks", TimeProvider.System);
using var ended = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => desk.Leave());
try
{
    Say(desk.Greet());
    while (await Console.In.ReadLineAsync() is { } line)
    {
        Say(desk.Answer(JsonSerializer.Deserialize<AgentRequest>(line, JsonSerializerOptions.Web)!));
    }
}
finally
{
    desk.Leave();
}

static void Say(AgentAnswer answer) => Console.Out.WriteLine(JsonSerializer.Serialize(answer, JsonSerializerOptions.Web));
