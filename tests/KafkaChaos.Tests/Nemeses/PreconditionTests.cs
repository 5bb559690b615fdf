using KafkaChaos.Model;
using KafkaChaos.Nemeses;
using NUnit.Framework;

namespace KafkaChaos.Tests.Nemeses;

public sealed class PreconditionTests
{
    [TestCase(Fault.Kill, true, false, true)]
    [TestCase(Fault.Kill, true, true, true)]
    [TestCase(Fault.Stop, true, false, false)]
    [TestCase(Fault.Pause, true, false, false)]
    [TestCase(Fault.Resume, true, true, false)]
    [TestCase(Fault.Start, false, false, false)]
    public void WhatCanBiteIsLetThrough(Fault fault, bool running, bool paused, bool agent) =>
        Assert.That(Preconditions.Objection(fault, running, paused, agent), Is.Null);

    [TestCase(Fault.Kill, false, false, true, "does not run")]
    [TestCase(Fault.Kill, true, true, false, "without the agent")]
    [TestCase(Fault.Stop, false, false, true, "does not run")]
    [TestCase(Fault.Stop, true, true, true, "paused")]
    [TestCase(Fault.Pause, false, false, true, "does not run")]
    [TestCase(Fault.Pause, true, true, true, "paused already")]
    [TestCase(Fault.Resume, true, false, true, "not paused")]
    [TestCase(Fault.Start, true, false, true, "runs already")]
    [TestCase(Fault.Start, true, true, true, "resume it")]
    public void WhatCannotBiteIsRefusedWithItsReason(Fault fault, bool running, bool paused, bool agent, string reason) =>
        Assert.That(Preconditions.Objection(fault, running, paused, agent), Does.Contain(reason));
}
