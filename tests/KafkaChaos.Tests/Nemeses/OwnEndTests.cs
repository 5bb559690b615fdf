using KafkaChaos.Nemeses;
using NUnit.Framework;

namespace KafkaChaos.Tests.Nemeses;

/// <summary>Only an end that can be nobody else's is held against a node.</summary>
public sealed class OwnEndTests
{
    [TestCase(1, "java.io.IOException: No snapshot found, but there are log entries. Something is broken!", 1)]
    [TestCase(10, "ERROR Unexpected exception, exiting abnormally", 10)]
    [TestCase(0, "ERROR Unexpected exception, exiting abnormally", null)]
    [TestCase(125, "", null)]
    [TestCase(127, "", null)]
    [TestCase(137, "", null)]
    [TestCase(143, "", null)]
    [TestCase(1, "java.io.IOException: No space left on device", null)]
    [TestCase(3, "Terminating due to java.lang.OutOfMemoryError: Java heap space", null)]
    [TestCase(1, "There is insufficient memory for the Java Runtime Environment to continue.", null)]
    [TestCase(1, "java.net.BindException: Address already in use (Bind failed)", null)]
    public void AnEndIsTheNodesOwnWhereNothingSpeaksOfTheMachine(long code, string line, long? own) =>
        Assert.That(OwnEnd.Code(code, ["INFO starting", line, "INFO exiting"]), Is.EqualTo(own));
}
