using KafkaChaos.Histories;
using KafkaChaos.Probing;
using NUnit.Framework;

namespace KafkaChaos.Tests.Probing;

public sealed class ControllerStatusTests
{
    private static readonly (int Id, long LogEnd)[] Voters = [(1, 105), (2, 100), (3, 101), (5, 99)];

    private static MemberStatus Silence { get; } = new(MemberMode.Silent, null);

    private static MemberStatus NoQuorum { get; } = new(MemberMode.NotServing, null);

    // What the only controller of a real 3.9.2 cluster answered in its second epoch to a fetch in epoch 0.
    private const string Fenced = "0000000000000000000002000000000000000000000000000000010200000000004affffffffffffffffffffffffffffffff000000000000000001ffffffff010101090000000100000002000000";

    [Test]
    public async Task OneThatLeadsInTheEpochThatItNamesIsTheLeader()
    {
        using var controller = new PaperController(3) { Leader = 3, Epoch = 7 };
        Assert.That(await Ask(controller), Is.EqualTo(new MemberStatus(MemberMode.Leader, 7)));
        Assert.That(controller.Connections, Is.EqualTo(1));
    }

    [TestCase(0.1, 7, MemberMode.Follower)]
    [TestCase(10, 7, MemberMode.NotServing, Description = "it is cut off, and names its last leader still")]
    [TestCase(null, 7, MemberMode.NotServing, Description = "it never came")]
    [TestCase(0.1, 8, MemberMode.NotServing, Description = "it follows who led before")]
    public async Task OneThatNamesAnotherFollowsWhereThatOneSaysSo(double? ago, int epoch, MemberMode mode)
    {
        using var leader = new PaperController(2) { Other = Quorum(0, 100, epoch, ago is { } seconds ? DateTimeOffset.UtcNow - TimeSpan.FromSeconds(seconds) : null) };
        using var controller = new PaperController(3) { Leader = 2, Epoch = 7 };
        Assert.That(await Ask(controller, leader), Is.EqualTo(new MemberStatus(mode, mode == MemberMode.Follower ? 7 : null)));
    }

    [Test]
    public async Task OneThatNamesAnotherThatIsSilentOrUnknownFollowsNobody()
    {
        using var leader = new PaperController(2) { Silent = true };
        using var controller = new PaperController(3) { Leader = 2, Epoch = 7 };
        Assert.That(await Ask(controller, leader), Is.EqualTo(NoQuorum));
        Assert.That(await Ask(controller), Is.EqualTo(NoQuorum));
    }

    [Test]
    public async Task OneThatKnowsOfNoLeaderDoesNotServe()
    {
        using var controller = new PaperController(3);
        Assert.That(await Ask(controller), Is.EqualTo(NoQuorum));
        controller.Epoch = 0;
        Assert.That(await Ask(controller), Is.EqualTo(NoQuorum));
    }

    [Test]
    public async Task OneThatResignedDoesNotServeThoughItNamesItself()
    {
        using var controller = new PaperController(3) { Leader = 3, Resigned = true };
        Assert.That(await Ask(controller), Is.EqualTo(NoQuorum));
    }

    [Test]
    public async Task OneThatDoesNotAnswerOrDoesNotListenIsSilent()
    {
        using var controller = new PaperController(3) { Silent = true };
        Assert.That(await Ask(controller), Is.EqualTo(Silence));
        controller.Dispose();
        Assert.That(await ControllerStatus.OfAsync(3, new Dictionary<int, string> { [3] = "127.0.0.1:1" }, Late, CancellationToken.None), Is.EqualTo(Silence));
    }

    [Test]
    public void ACancelledCallerIsNotSilence()
    {
        using var controller = new PaperController(3) { Silent = true };
        Assert.That(() => ControllerStatus.OfAsync(3, new Dictionary<int, string> { [3] = controller.Endpoint }, Late, new(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void ARealAnswerNamesTheLeader() => Assert.That(
        QuorumFetch.Parse(Bytes(Fenced)) with { Records = null },
        Is.EqualTo(new QuorumFetch(74, 1, 2, -1, false, null, null)));

    [TestCase(0, 100, 2)]
    [TestCase(0, 101, 1)]
    [TestCase(0, -1, 0)]
    [TestCase(6, 100, null)]
    public async Task VotersWithAllThatIsCommittedAreInStep(int error, long committed, int? synced)
    {
        using var controller = new PaperController(1) { Other = Quorum((short)error, committed) };
        Assert.That((await QuorumDescription.AskAsync(controller.Endpoint, CancellationToken.None))?.Synced, Is.EqualTo(synced));
    }

    [Test]
    public async Task WhereNobodyAnswersNobodyIsKnownToBeInStep()
    {
        using var controller = new PaperController(1) { Silent = true };
        Assert.That(await QuorumDescription.AskAsync(controller.Endpoint, CancellationToken.None), Is.Null);
    }

    // The leader is node 1; the observer, node 4, is ahead of all and does not count.
    private static byte[] Quorum(short error, long committed, int epoch = 5, DateTimeOffset? fetched = null)
    {
        var last = fetched?.ToUnixTimeMilliseconds() ?? -1;
        var to = new KafkaWriter().Int16(0).Count(1).Text("__cluster_metadata").Count(1).Int32(0).Int16(error).Int32(1).Int32(epoch).Int64(committed);
        to = Voters.Aggregate(to.Count(Voters.Length), (writer, voter) => writer.Int32(voter.Id).Int64(voter.LogEnd).Int64(last).Int64(-1).Untagged());
        return to.Count(1).Int32(4).Int64(105).Int64(-1).Int64(-1).Untagged().Untagged().Untagged().Untagged().Written.ToArray();
    }

    private static KafkaReader Bytes(string hex) => new(Convert.FromHexString(hex), "answer");

    private static TimeSpan Late { get; } = TimeSpan.FromSeconds(5);

    private static Task<MemberStatus> Ask(params PaperController[] controllers) =>
        ControllerStatus.OfAsync(controllers[0].Id, controllers.ToDictionary(one => one.Id, one => one.Endpoint), Late, CancellationToken.None);
}
