using System.Runtime.InteropServices;
using System.Text.Json;
using KafkaChaos.Agents;

// KafkaChaos.Agent RUN: obeys JSON lines on standard input, for the nodes of that run alone. When its input ends,
// however that comes, it thaws what it froze, lets go of the disks, and ends.
var hierarchy = FreezerHierarchy.Find(new Machine(), FreezerHierarchy.Root);
// The kernel shows the file behind a loop device as its maker saw it: by the run's name in it, the device is known from outside.
var desk = new Desk(args[0], hierarchy, $"/kafkachaos-{args[0]}-disks", TimeProvider.System);
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
