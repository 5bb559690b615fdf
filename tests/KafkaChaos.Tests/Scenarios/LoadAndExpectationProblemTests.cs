using NUnit.Framework;

namespace KafkaChaos.Tests.Scenarios;

public sealed class LoadAndExpectationProblemTests
{
    [TestCase("§{ acks: all }", "load.rate", "missing; expected a rate such as 200/s")]
    [TestCase("{ rate: §200 }", "load.rate", "has no unit; one of /s")]
    [TestCase("{ rate: §0/s }", "load.rate", "above 0/s and at most 100000/s")]
    [TestCase("{ rate: §100001/s }", "load.rate", "at most 100000/s", "given 100001/s")]
    [TestCase("{ rate: 1/s, acks: §2 }", "load.acks", "allowed: all, leader, none, 1, 0")]
    [TestCase("{ rate: 1/s, acks: 1, idempotence: §true }", "load.idempotence", "needs acks: all")]
    [TestCase("{ rate: 1/s, idempotence: §yes }", "load.idempotence", "allowed: true, false")]
    [TestCase("{ rate: 1/s, record: §31B }", "load.record", "from 32B to 1000000B")]
    [TestCase("{ rate: 1/s, record: §1MiB }", "load.record", "from 32B to 1000000B", "given 1MiB")]
    [TestCase("{ rate: 1/s, record: §100 }", "load.record", "has no unit")]
    [TestCase("§fast", "load", "expected a map of rate, acks, idempotence, record", "given fast")]
    public void AMistakeInTheLoadIsShown(string load, string key, params string[] words) =>
        Sample.HasOneProblem(Sample.With(Sample.Load, $"load: {load}"), key, words);

    [TestCase("{ quorum: §survive }", "expect.quorum", "did you mean survives?", "allowed: survives, lost")]
    [TestCase("{ quorum: §[] }", "expect.quorum", "expected one of survives, lost, or a map of survives, elected-within")]
    [TestCase("{ quorum: { survives: false, elected-within: §5s } }", "expect.quorum.elected-within", "a lost quorum elects nobody")]
    [TestCase("{ leaders: { elected-within: §10 } }", "expect.leaders.elected-within", "has no unit; one of ms, s, m, h")]
    [TestCase("{ leaders: { §lost: 0 } }", "expect.leaders.lost", "unknown key")]
    [TestCase("{ producer: { lost: §-1 } }", "expect.producer.lost", "a whole number from 0")]
    [TestCase("{ producer: { unavailable-at-most: §61m } }", "expect.producer.unavailable-at-most", "at most 1h")]
    [TestCase("{ producer: { lost: §[1] } }", "expect.producer.lost", "expected a whole number from 0", "or a map of at-most, at-least, exactly")]
    [TestCase("{ producer: { lost: §{} } }", "expect.producer.lost", "exactly one of at-most, at-least, exactly must stand here")]
    [TestCase("{ producer: { lost: { at-most: 1, §exactly: 1 } } }", "expect.producer.lost.exactly", "only one of at-most, at-least, exactly")]
    [TestCase("{ producer: { duplicated: { at-least: §0 } } }", "expect.producer.duplicated.at-least", "a whole number from 1")]
    [TestCase("{ producer: { reordered: { exactly: §-1 } } }", "expect.producer.reordered.exactly", "a whole number from 0")]
    [TestCase("{ producer: { unavailable-at-least: §0s } }", "expect.producer.unavailable-at-least", "at least nothing always holds")]
    [TestCase("{ producer: { unavailable-at-least: §5s, unavailable-at-most: 4s } }", "expect.producer.unavailable-at-least", "above unavailable-at-most")]
    [TestCase("{ recovered-within: §-1s }", "expect.recovered-within", "must not be negative")]
    public void AMistakeInAnExpectationIsShown(string expect, string key, params string[] words) =>
        Sample.HasOneProblem(Sample.With(Sample.Expect, $"expect: {expect}"), key, words);

    [Test]
    public void AKeyWithoutAValueIsShown() =>
        Sample.HasOneProblem(Sample.With(Sample.Expect, "expect:§"), "expect", "has no value; expected a map of quorum");
}
