using KafkaChaos.Checking;
using KafkaChaos.Model;
using NUnit.Framework;

namespace KafkaChaos.Tests.Checking;

public sealed class LimitTests
{
    [TestCase(Comparison.AtMost, 2, false, Verdict.Passed)]
    [TestCase(Comparison.AtMost, 3, false, Verdict.Failed)]
    [TestCase(Comparison.AtMost, 3, true, Verdict.Failed)]
    [TestCase(Comparison.AtMost, 2, true, Verdict.Inconclusive)]
    [TestCase(Comparison.AtLeast, 2, false, Verdict.Passed)]
    [TestCase(Comparison.AtLeast, 1, false, Verdict.Failed)]
    [TestCase(Comparison.AtLeast, 1, true, Verdict.Inconclusive)]
    [TestCase(Comparison.Exactly, 2, false, Verdict.Passed)]
    [TestCase(Comparison.Exactly, 1, false, Verdict.Failed)]
    [TestCase(Comparison.Exactly, 1, true, Verdict.Inconclusive)]
    [TestCase(Comparison.Exactly, 3, true, Verdict.Failed)]
    public void ACountIsHeldToItsLimitAndADoubtIsNeverAPass(Comparison comparison, long count, bool inDoubt, Verdict verdict) =>
        Assert.That(Say.Verdict(new Limit<long>(comparison, 2), count, inDoubt), Is.EqualTo(verdict));
}
