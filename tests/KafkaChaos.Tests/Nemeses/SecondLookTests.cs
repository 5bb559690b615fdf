using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Nemeses;
using NUnit.Framework;

namespace KafkaChaos.Tests.Nemeses;

public sealed class SecondLookTests
{
    private static readonly string[] Went = ["kafka-a-1", "zookeeper-a-1"];

    [TestCase("zookeeper-a-1,kafka-a-1", true)]
    [TestCase("kafka-b-1,zookeeper-b-1", false)]
    [TestCase("kafka-a-1", false)]
    public async Task TheHistorySaysWhetherTheTargetIsStillTheSame(string now, bool held) =>
        Assert.That(await TakenAsync(_ => Task.FromResult<(IReadOnlyList<string>, string)>((now.Split(','), "controller is it"))), Is.EqualTo((2, (bool?)held, "controller is it")));

    [Test]
    public async Task ARoleThatNobodyHoldsIsUnknown() =>
        Assert.That(await TakenAsync(_ => throw new FaultException("no ensemble member leads now")), Is.EqualTo((2, (bool?)null, "no ensemble member leads now")));

    [Test]
    public async Task ALookThatIsNotAnsweredIsUnknown() =>
        Assert.That((await TakenAsync(_ => new TaskCompletionSource<(IReadOnlyList<string>, string)>().Task)).Held, Is.Null);

    [Test]
    public void ACancelledLookSaysNothing()
    {
        using var over = new CancellationTokenSource();
        over.Cancel();
        Assert.That(() => TakenAsync(_ => throw new FaultException("cancelled"), over.Token), Throws.InstanceOf<FaultException>());
    }

    [TestCase(Fault.Kill, true)]
    [TestCase(Fault.Isolate, true)]
    [TestCase(Fault.Stop, false)]
    [TestCase(Fault.Restart, false)]
    public void ANodeThatShutsDownGivesItsRolesAwayItself(Fault fault, bool tells)
    {
        Assert.That(SecondLook.Tells(fault, new Target.ZoneOf(new Target.HolderOf(Role.Controller))), Is.EqualTo(tells));
        Assert.That(SecondLook.Tells(fault, new Target.ZoneOf(new Target.Nodes(["kafka-a-1"]))), Is.False);
    }

    private static async Task<(int Step, bool? Held, string Seen)> TakenAsync(Func<CancellationToken, Task<(IReadOnlyList<string>, string)>> look, CancellationToken token = default)
    {
        var path = Path.Combine(Path.GetTempPath(), $"look-{Guid.NewGuid():N}.jsonl");
        try
        {
            await using var recorder = new Recorder(path);
            await new SecondLook(recorder).TakeAsync(2, Went, look, token);
            var one = recorder.Snapshot().Of<RoleChecked>().Single();
            return (one.Step, one.Held, one.Seen);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
