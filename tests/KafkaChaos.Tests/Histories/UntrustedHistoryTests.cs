using System.Text;
using KafkaChaos.Histories;
using NUnit.Framework;

namespace KafkaChaos.Tests.Histories;

/// <summary>What is never right is refused, and what is next to it is read.</summary>
public sealed class UntrustedHistoryTests
{
    private const string Start = """{"type":"run-started","run":"r","scenario":"s","utc":"2026-01-01T00:00:00Z","tool":"t","at":0}""";
    private const string Send = """{"type":"send","producer":"p","topic":"t","partition":0,"sequence":0,"scheduled":100,"invoked":200,"outcome":"ok","offset":0,"at":300}""";
    private const string Read = """{"type":"read","topic":"t","partition":0,"offset":0,"producer":"p","sequence":0,"at":400}""";
    private const string End = """{"type":"read-ended","topic":"t","partition":0,"began":300,"startOffset":0,"endOffset":1,"position":1,"endAfter":1,"at":400}""";

    private const string ReplicaLog = """{"type":"replica-log","node":"n","topic":"t","partition":0,"records":1,"holds":[{"producer":"p","first":0,"last":0}],"start":0,"at":400}""";
    private const string Consumed = """{"type":"consumed","consumer":"c","topic":"t","partition":0,"offset":0,"producer":"p","sequence":0,"at":400}""";
    private const string Transaction = """{"type":"transaction-ended","producer":"p","transaction":0,"end":"commit","invoked":300,"outcome":"ok","at":400}""";

    private string _path = "";

    [SetUp]
    public void Name() => _path = Path.Combine(Path.GetTempPath(), $"history-{Guid.NewGuid():N}.jsonl");

    [TearDown]
    public void Remove() => File.Delete(_path);

    [Test]
    public async Task ALastLineWithoutALineFeedIsRefusedThoughItIsAWholeEvent()
    {
        Assert.That(await RefusedAsync($"{Start}\n{Send}"), Does.Contain(":2: ").And.Contain("cut off"));
        Assert.That(await ReadAsync($"{Start}\n{Send}\n"), Has.Count.EqualTo(2));
    }

    [TestCase("")]
    [TestCase(" \t")]
    [TestCase("\r")]
    public async Task AnEmptyLineIsRefusedAtTheEndAsInTheMiddle(string empty)
    {
        Assert.That(await RefusedAsync($"{Start}\n{empty}\n{Send}\n"), Does.Contain(":2: ").And.Contain("empty"));
        Assert.That(await RefusedAsync($"{Start}\n{Send}\n{empty}\n"), Does.Contain(":3: ").And.Contain("empty"));
    }

    [TestCase("", "linger.ms")]
    [TestCase("5x", "linger.ms")]
    [TestCase("two", "tickTime")]
    public async Task ASettingThatBoundsAnOutageIsANumber(string value, string name)
    {
        Assert.That(await RefusedAsync($"{Start}\n{Described(name, value)}\n"), Does.Contain(":2: ").And.Contain($"seen setting {name} \"{value}\", expected a number"));
        Assert.That(await ReadAsync($"{Start}\n{Described(name, "5")}\n"), Has.Count.EqualTo(2));
        Assert.That(await ReadAsync($"{Start}\n{Described("compression.type", value)}\n"), Has.Count.EqualTo(2));
    }

    [TestCase("tickTime", "NaN")]
    [TestCase("tickTime", "Infinity")]
    [TestCase("tickTime", "1e300")]
    [TestCase("tickTime", "-5")]
    [TestCase("syncLimit", "86400000")]
    [TestCase("maxSessionTimeout", "-2")]
    [TestCase("zookeeper.session.timeout.ms", "NaN")]
    [TestCase("offsets.topic.num.partitions", "-1")]
    [TestCase("linger.ms", "86400001")]
    public async Task ASettingThatBoundsAnOutageIsOfASizeThatATimeCanHave(string name, string value) =>
        Assert.That(await RefusedAsync($"{Start}\n{Described(name, value)}\n"), Does.Contain(":2: ").And.Contain($"seen setting {name} \"{value}\", expected a number from "));

    [TestCase("tickTime", "86400000")]
    [TestCase("maxSessionTimeout", "-1")]
    [TestCase("log.retention.ms", "-1")]
    [TestCase("log.flush.interval.ms", "9223372036854775807")]
    public async Task ASettingThatIsNextToThoseIsRead(string name, string value) =>
        Assert.That(await ReadAsync($"{Start}\n{Described(name, value)}\n"), Has.Count.EqualTo(2));

    [Test]
    public async Task LinesMayEndInACarriageReturnToo() =>
        Assert.That(await ReadAsync($"{Start}\r\n{Send}\r\n"), Has.Count.EqualTo(2));

    [Test]
    public async Task AByteThatIsNoUtf8IsRefusedAndOneThatIsIsRead()
    {
        foreach (var line in new[] { Send.Replace("\"p\"", "\"é\"", StringComparison.Ordinal), Read.Replace("\"p\"", "\"é\"", StringComparison.Ordinal) })
        {
            Assert.That(await ReadAsync($"{Start}\n{line}\n"), Has.Count.EqualTo(2));
            Assert.That(await RefusedAsync(Encoding.Latin1.GetBytes($"{Start}\n{line}\n")), Does.Contain(":2: "));
        }
    }

    [Test]
    public async Task ARunThatStartsTwiceOrNotFirstIsRefused()
    {
        Assert.That(await RefusedAsync($"{Start}\n{Send}\n{Start}\n"), Does.Contain(":3: ").And.Contain("second start"));
        Assert.That(await RefusedAsync($"{Send}\n{Start}\n"), Does.Contain(":1: ").And.Contain("run-started"));
    }

    [TestCase("at", -1, 300, "0 or more")]
    [TestCase("at", 199, 200, "invoked at or before at")]
    [TestCase("invoked", 99, 100, "scheduled at or before invoked")]
    [TestCase("invoked", 400, 300, "invoked at or before at")]
    [TestCase("scheduled", -1, 0, "scheduled -100, expected 0 or more")]
    [TestCase("scheduled", 300, 200, "scheduled at or before invoked")]
    [TestCase("sequence", -1, 7, "sequence -1, expected 0 or more")]
    [TestCase("partition", -1, 7, "partition -1, expected 0 or more")]
    [TestCase("partition", 3_000_000_000, 2_000_000_000, "not an event")]
    [TestCase("offset", -1, 7, "offset -1, expected 0 or more")]
    public Task ASendThatCannotBeIsRefused(string field, long wrong, long right, string said) => OneFieldAsync(Send, field, wrong, right, said);

    [TestCase("at", -1, 0, "0 or more")]
    [TestCase("offset", -1, 7, "offset -1, expected 0 or more")]
    [TestCase("partition", -1, 7, "partition -1, expected 0 or more")]
    public Task AReadThatCannotBeIsRefused(string field, long wrong, long right, string said) => OneFieldAsync(Read, field, wrong, right, said);

    [TestCase("at", -1, 0, "0 or more")]
    [TestCase("offset", -1, 7, "offset -1, expected 0 or more")]
    [TestCase("partition", -1, 7, "partition -1, expected 0 or more")]
    public Task AHandOverThatCannotBeIsRefused(string field, long wrong, long right, string said) => OneFieldAsync(Consumed, field, wrong, right, said);

    [TestCase("transaction", -1, 7, "transaction -1, expected 0 or more")]
    [TestCase("invoked", 500, 400, "invoked at or before at")]
    public Task AnEndOfATransactionThatCannotBeIsRefused(string field, long wrong, long right, string said) => OneFieldAsync(Transaction, field, wrong, right, said);

    [Test]
    public Task ASendInATransactionThatCannotBeIsRefused() => OneFieldAsync(Send.Replace("\"at\"", "\"transaction\":0,\"at\"", StringComparison.Ordinal), "transaction", -1, 7, "transaction -1, expected 0 or more");

    [Test]
    public async Task AnAssignmentOfWhatCannotBeIsRefused()
    {
        const string Assigned = """{"type":"assignment","consumer":"c","change":"assigned","partitions":[{"topic":"t","partition":0},{"topic":"t","partition":1}],"at":5}""";
        Assert.That(await ReadAsync($"{Start}\n{Assigned}\n"), Has.Count.EqualTo(2));
        Assert.That(await RefusedAsync($"{Start}\n{Assigned.Replace("1}", "-1}", StringComparison.Ordinal)}\n"), Does.Contain("partition -1"));
    }

    [TestCase("began", 500, 400, "began at or before at")]
    [TestCase("startOffset", -1, 1, "startOffset -1")]
    [TestCase("startOffset", 2, 1, "the end at or after the start")]
    [TestCase("position", -1, 0, "position -1")]
    [TestCase("endAfter", -1, 0, "endAfter -1")]
    public Task AnEndOfAReadThatCannotBeIsRefused(string field, long wrong, long right, string said) => OneFieldAsync(End, field, wrong, right, said);

    [TestCase("partition", -1, 0, "partition -1")]
    [TestCase("start", -1, 0, "start -1")]
    public Task ALogOfAReplicaThatCannotBeIsRefused(string field, long wrong, long right, string said) => OneFieldAsync(ReplicaLog, field, wrong, right, said);

    [TestCase("""{"type":"quorum-write","sequence":0,"invoked":200,"outcome":"ok","version":1,"at":300}""", "invoked", 400)]
    [TestCase("""{"type":"fault-applied","step":0,"fault":"kill","node":"n","sent":200,"seen":300,"effect":250,"proof":"p","at":300}""", "sent", 400)]
    [TestCase("""{"type":"member-role","node":"n","since":200,"mode":"silent","at":300}""", "since", 400)]
    [TestCase("""{"type":"broker-registration","broker":1,"since":200,"registered":false,"at":300}""", "since", 400)]
    [TestCase("""{"type":"controller","since":200,"broker":1,"epoch":1,"at":300}""", "since", 400)]
    [TestCase("""{"type":"partition-state","topic":"t","partition":0,"since":200,"leader":1,"leaderEpoch":0,"inSync":[1],"controllerEpoch":1,"at":300}""", "since", 400)]
    public Task WhatBeganAfterItWasSeenIsRefused(string line, string field, long wrong) => OneFieldAsync(line, field, wrong, 300, "at or before");

    [Test]
    public async Task AReadOfHalfAValueIsRefusedAndOneOfNoneIsRead()
    {
        var nobodys = Read.Replace("\"producer\":\"p\",\"sequence\":0,", "", StringComparison.Ordinal);
        Assert.That(await ReadAsync($"{Start}\n{nobodys}\n"), Has.Count.EqualTo(2));
        Assert.That(await RefusedAsync($"{Start}\n{Read.Replace("\"producer\":\"p\",", "", StringComparison.Ordinal)}\n"), Does.Contain("sequence without producer"));
        Assert.That(await RefusedAsync($"{Start}\n{Read.Replace("\"sequence\":0,", "", StringComparison.Ordinal)}\n"), Does.Contain("producer without sequence"));
    }

    [Test]
    public async Task AnOffsetWithoutAnAcknowledgementIsRefusedAndAnAcknowledgementWithoutAnOffsetIsRead()
    {
        Assert.That(await RefusedAsync($"{Start}\n{Send.Replace("\"ok\"", "\"unknown\"", StringComparison.Ordinal)}\n"), Does.Contain("expected no offset"));
        Assert.That(await ReadAsync($"{Start}\n{Send.Replace("\"offset\":0,", "", StringComparison.Ordinal)}\n"), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task AFieldThatComesTwiceIsRefused()
    {
        foreach (var line in new[] { Send, Read, End })
        {
            Assert.That(await RefusedAsync($"{Start}\n{line.Replace("\"at\"", "\"topic\":\"t\",\"at\"", StringComparison.Ordinal)}\n"), Does.Contain(":2: "));
        }
    }

    [Test]
    public async Task TimesOfTheEngineAndOfLogsMayBeEarlierThanTheLineBeforeAndThanTheRun()
    {
        var log = """{"type":"log-line","node":"n","sign":"leader-serves","text":"x","at":-5}""";
        var process = """{"type":"node-process","node":"n","change":"exited","detail":"x","at":-5}""";
        Assert.That(await ReadAsync($"{Start}\n{Send}\n{log}\n{process}\n"), Has.Count.EqualTo(4));
        Assert.That(await RefusedAsync($"{Start}\n{"""{"type":"harness-lag","lag":0,"at":-5}"""}\n"), Does.Contain("0 or more"));
    }

    [TestCase("{\"type\":\"partition-state\",\"topic\":\"t\",\"partition\":0,\"since\":1,\"leader\":1,\"leaderEpoch\":0,\"inSync\":[1],\"controllerEpoch\":1,\"at\":TIME}")]
    [TestCase("{\"type\":\"consumed\",\"consumer\":\"c\",\"topic\":\"t\",\"partition\":0,\"offset\":0,\"at\":TIME}")]
    [TestCase("{\"type\":\"phase\",\"phase\":\"load\",\"at\":TIME}")]
    public async Task ALineOfAnEarlierTimeThanOneBeforeItIsRefusedWhateverStandsBetween(string line)
    {
        string At(int time) => line.Replace("TIME", $"{time}", StringComparison.Ordinal);
        var process = """{"type":"node-process","node":"n","change":"exited","detail":"x","at":100}""";
        Assert.That(await RefusedAsync($"{Start}\n{At(4_500)}\n{process}\n{At(4_400)}\n"), Does.Contain(":4: seen at 4400 behind a line of 4500"));
        Assert.That(await ReadAsync($"{Start}\n{At(4_400)}\n{process}\n{At(4_400)}\n{At(4_500)}\n"), Has.Count.EqualTo(5));
    }

    [Test]
    public async Task ALineMayBeLongerThanTheBufferAndNotWithoutEnd()
    {
        var text = new string('x', 1_000_000);
        Assert.That(await ReadAsync($"{Start}\n{Send.Replace("\"p\"", $"\"{text}\"", StringComparison.Ordinal)}\n{Read}\n"), Has.Count.EqualTo(3));
        Assert.That(await RefusedAsync($"{Start}\n{new string('x', HistoryReader.LongestLine)}\n"), Does.Contain(":2: the line has more than"));
    }

    [Test]
    public async Task HowALineIsWrittenDoesNotMatter()
    {
        foreach (var line in new[] { Send, Read, Consumed, Send.Replace("\"at\"", "\"transaction\":3,\"at\"", StringComparison.Ordinal) })
        {
            var expected = (await ReadAsync($"{Start}\n{line}\n"))[1];
            var type = line[1..line.IndexOf(',', StringComparison.Ordinal)];
            string[] others =
            [
                $"{{{line[(type.Length + 2)..^1]},{type}}}",
                $" {line.Replace(":", " : ", StringComparison.Ordinal).Replace(",", " , ", StringComparison.Ordinal)} ",
                line.Replace("\"p\"", "\"\\u0070\"", StringComparison.Ordinal),
                line.Replace("\"topic\"", "\"t\\u006fpic\"", StringComparison.Ordinal),
            ];
            foreach (var other in others)
            {
                Assert.That((await ReadAsync($"{Start}\n{other}\n"))[1], Is.EqualTo(expected), other);
            }
        }
    }

    private async Task OneFieldAsync(string line, string field, long wrong, long right, string said)
    {
        string With(long value)
        {
            var from = line.IndexOf($"\"{field}\":", StringComparison.Ordinal) + field.Length + 3;
            return $"{line[..from]}{value}{line[line.IndexOfAny([',', '}'], from)..]}";
        }

        Assert.That(await RefusedAsync($"{Start}\n{With(wrong)}\n"), Does.Contain(":2: ").And.Contain(said));
        Assert.That(await ReadAsync($"{Start}\n{With(right)}\n"), Has.Count.EqualTo(2));
    }

    private async Task<List<HistoryEvent>> ReadAsync(string text)
    {
        await File.WriteAllTextAsync(_path, text);
        return [.. (await HistoryReader.ReadAsync(_path, CancellationToken.None)).Events];
    }

    private Task<string> RefusedAsync(string text) => RefusedAsync(Encoding.UTF8.GetBytes(text));

    private static string Described(string name, string value) => $"{{\"type\":\"cluster\",\"software\":{{}},\"zooKeeper\":{{}},\"kafka\":{{}},\"producer\":{{\"{name}\":\"{value}\"}},\"at\":1}}";

    private async Task<string> RefusedAsync(byte[] bytes)
    {
        await File.WriteAllBytesAsync(_path, bytes);
        try
        {
            await HistoryReader.ReadAsync(_path, CancellationToken.None);
        }
        catch (HistoryFormatException refused)
        {
            return refused.Message;
        }

        throw new AssertionException("the history was read");
    }
}
