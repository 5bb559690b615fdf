using KafkaChaos.Probing;
using NUnit.Framework;

namespace KafkaChaos.Tests.Probing;

/// <summary>Who is asked to alter a setting, and what becomes of it.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MetadataWriterTests : IDisposable
{
    private const short NotController = 41;

    private readonly PaperController[] _controllers = [.. Enumerable.Range(1, 3).Select(id => new PaperController(id) { Other = Answer(NotController) })];
    private readonly MetadataWriter _writer;

    public MetadataWriterTests() => _writer = new([.. _controllers.Select(one => one.Endpoint)], TimeSpan.FromSeconds(1));

    public void Dispose()
    {
        _writer.Dispose();
        foreach (var controller in _controllers)
        {
            controller.Dispose();
        }
    }

    [Test]
    public async Task TheOneThatTakesItIsFoundAndAskedFirstFromThenOn()
    {
        _controllers[1].Other = Answer(0);
        Assert.That(await WriteAsync(), Is.Null);
        Assert.That(await WriteAsync(), Is.Null);
        Assert.That(_controllers.Select(one => one.Connections), Is.EqualTo((int[])[1, 1, 0]));

        // Another one leads.
        (_controllers[1].Other, _controllers[0].Other) = (Answer(NotController), Answer(0));
        Assert.That(await WriteAsync(), Is.Null);
    }

    [Test]
    public async Task WhereNobodyTakesItTheLastRefusalIsTold()
    {
        Assert.That(await WriteAsync(), Is.EqualTo($"{_controllers[2].Endpoint}: error 41, no leader"));
        Assert.That(_controllers.Select(one => one.Connections), Is.EqualTo((int[])[1, 1, 1]));
    }

    [Test]
    public async Task OneThatIsSilentIsPassedByAndIsNotTheFirstTheNextTime()
    {
        _controllers[0].Silent = true;
        Assert.That(await WriteAsync(), Does.StartWith(_controllers[2].Endpoint));
        _controllers[1].Other = Answer(0);
        Assert.That(await WriteAsync(), Is.Null);
        Assert.That(_controllers[0].Connections, Is.EqualTo(1));
    }

    [Test]
    public void AnAnswerThatIsNoneOfKafkasIsNoOutcome()
    {
        _controllers[0].Other = [1, 2, 3];
        Assert.That(WriteAsync, Throws.TypeOf<InvalidDataException>());
    }

    private Task<string?> WriteAsync() => _writer.AlterAsync("probe", "retention.ms", "7", CancellationToken.None);

    private static byte[] Answer(short error) => (error == 0 ? new KafkaWriter().Int32(0).Count(1).Int16(0).Unsigned(0) : new KafkaWriter().Int32(0).Count(1).Int16(error).Text("no leader"))
        .Int8(2).Text("probe").Untagged().Untagged().Written.ToArray();
}
