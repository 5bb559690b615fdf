using System.Net;
using Docker.DotNet;
using KafkaChaos.Clusters;
using KafkaChaos.Histories;
using KafkaChaos.Model;
using KafkaChaos.Nemeses;
using NUnit.Framework;

namespace KafkaChaos.Tests.Nemeses;

public sealed class FailureRecordTests
{
    private static IEnumerable<TestCaseData> Failures =>
    [
        new TestCaseData(new EnvironmentException("The engine could not start a.", "a", "it cannot be mounted", "", ""), "The engine could not start a. it cannot be mounted").SetArgDisplayNames("environment"),
        new TestCaseData(new FaultException("not seen to bite"), "not seen to bite").SetArgDisplayNames("fault"),
        new TestCaseData(new WaitException("a to serve", TimeSpan.FromSeconds(2), "silence"), "waited 2 s for a to serve; last seen: silence").SetArgDisplayNames("wait"),
        new TestCaseData(new DockerApiException(HttpStatusCode.InternalServerError, """{"message":"no such device"}"""), "The Docker engine failed. 500 no such device").SetArgDisplayNames("engine"),
        new TestCaseData(new TimeoutException("too late"), "The Docker engine failed. too late").SetArgDisplayNames("time-out"),
    ];

    [TestCaseSource(nameof(Failures))]
    public async Task AFaultThatFailsIsInTheHistory(Exception failed, string reason) =>
        Assert.That((await FailuresOf(_ => throw failed)).Select(one => (one.Step, one.Fault, one.Node, one.Reason)), Is.EqualTo(new[] { (3, Fault.PowerOn, "a", reason), (3, Fault.PowerOn, "b", reason) }));

    [Test]
    public async Task WhatIsKnownOfANodeIsNotSaidOverAgain()
    {
        var failures = await FailuresOf(recorder =>
        {
            recorder.Record(new FaultApplied(3, Fault.PowerOn, "a", TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, "serves") { At = TimeSpan.Zero });
            recorder.Record(new FaultFailed(3, Fault.PowerOn, "b", "its own reason") { At = TimeSpan.Zero });
            throw new FaultException("all the same");
        });
        Assert.That(failures.Select(one => (one.Node, one.Reason)), Is.EqualTo(new[] { ("b", "its own reason") }));
    }

    [Test]
    public async Task WhatHappenedInAnotherStepOrByAnotherFaultIsNotKnownOfThisOne()
    {
        var failures = await FailuresOf(recorder =>
        {
            recorder.Record(new FaultApplied(2, Fault.PowerOn, "a", TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, "serves") { At = TimeSpan.Zero });
            recorder.Record(new FaultApplied(3, Fault.Stop, "b", TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, "stopped") { At = TimeSpan.Zero });
            throw new FaultException("not this time");
        });
        Assert.That(failures.Select(one => (one.Node, one.Reason)), Is.EqualTo(new[] { ("a", "not this time"), ("b", "not this time") }));
    }

    [Test]
    public async Task ACancelledRunIsNoFailureOfItsFault() => Assert.That(await FailuresOf(_ => throw new OperationCanceledException()), Is.Empty);

    private static async Task<IReadOnlyList<FaultFailed>> FailuresOf(Action<Recorder> act)
    {
        var path = Path.Combine(Path.GetTempPath(), $"failures-{Guid.NewGuid():N}.jsonl");
        try
        {
            await using var recorder = new Recorder(path);
            Assert.That(
                () => new FailureRecord(recorder).RecordingAsync(3, Fault.PowerOn, ["a", "b"], () =>
                {
                    act(recorder);
                    return Task.CompletedTask;
                }),
                Throws.Exception);
            return [.. recorder.Snapshot().Of<FaultFailed>()];
        }
        finally
        {
            File.Delete(path);
        }
    }
}
