using KafkaChaos.Agents;
using KafkaChaos.Clusters;
using KafkaChaos.Tests.Nemeses;
using NUnit.Framework;

namespace KafkaChaos.Tests.Agents;

/// <summary>Which lines go to an agent, and what becomes of its answers.</summary>
public sealed class AgentTests
{
    private PaperEngine _engine = null!;
    private PaperAgent _paper = null!;
    private Agent _agent = null!;

    private static AgentRequest Thaw => new AgentRequest.Thaw(["/zone/a"]);

    [SetUp]
    public void LayOut()
    {
        _engine = new PaperEngine();
        _engine.Run("a");
        _paper = new PaperAgent(_engine);
        _agent = new Agent(_paper) { AnswerDeadline = TimeSpan.FromSeconds(1) };
    }

    [TearDown]
    public async Task Remove()
    {
        await _agent.DisposeAsync();
        await _paper.DisposeAsync();
        _engine.Dispose();
    }

    [Test]
    public async Task RequestsAreNumberedFromOneAndGoOutOneAtATime()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _agent.DoAsync(Thaw, CancellationToken.None)));
        Assert.That(_paper.Ids, Is.EqualTo(Enumerable.Range(1, 20)));
        Assert.That(answers.Select(answer => answer.Id), Is.EquivalentTo(_paper.Ids));
    }

    [Test]
    public async Task AnAnswerThatNobodyWaitedForAnyMoreIsNotTakenForTheNext()
    {
        _paper.Silent = true;
        var silent = await Assert.ThrowsAsync<EnvironmentException>(() => _agent.DoAsync(Thaw, CancellationToken.None));
        Assert.That((silent!.What, silent.Seen), Is.EqualTo(("The agent could not do its work (thaw).", "no answer within 1 s")));
        _paper.Silent = false;
        _paper.Say(new AgentAnswer(1, "late", 1, 1, []));
        Assert.That((await _agent.DoAsync(Thaw, CancellationToken.None)).Id, Is.EqualTo(2));
    }

    [Test]
    public async Task AWaitThatIsCancelledIsNoSilence()
    {
        _paper.Silent = true;
        using var cancelled = new CancellationTokenSource();
        var asked = _agent.DoAsync(Thaw, cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.CatchAsync<OperationCanceledException>(() => asked);
        _paper.Silent = false;
        Assert.That((await _agent.DoAsync(Thaw, CancellationToken.None)).Error, Is.Null, "the next request has its turn");
    }

    [Test]
    public async Task WhatItRefusesIsToldInItsWordsWithWhatWasAsked()
    {
        _paper.Refuse("drop-rules", "/sandboxes/a has no rules of the name cut1");
        var refused = await Assert.ThrowsAsync<EnvironmentException>(() => _agent.DoAsync(new AgentRequest.DropRules("cut1", ["/sandboxes/a"]), CancellationToken.None));
        Assert.That((refused!.What, refused.Seen), Is.EqualTo(("The agent could not do its work (drop-rules).", "/sandboxes/a has no rules of the name cut1")));
    }

    [Test]
    public async Task OneThatSaysThatItListensIsKept()
    {
        _paper.Say(new AgentAnswer(0, null, 1, 2, []));
        await _agent.ListenAsync(CancellationToken.None);
        Assert.That(_paper.Ended, Is.False);
    }

    [TestCase("no freezer of control groups", "no freezer of control groups")]
    [TestCase(null, "no answer within 1 s")]
    public async Task OneThatCannotWorkOrIsSilentAtItsStartIsEnded(string? error, string seen)
    {
        if (error is not null)
        {
            _paper.Say(new AgentAnswer(0, error, 1, 2, []));
        }

        var refused = await Assert.ThrowsAsync<EnvironmentException>(() => _agent.ListenAsync(CancellationToken.None));
        Assert.That((refused!.What, refused.Seen), Is.EqualTo(("The agent could not do its work (start).", seen)));
        Assert.That(_paper.Ended, Is.True);
    }
}
