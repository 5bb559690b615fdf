using KafkaChaos.Clusters;
using NUnit.Framework;

namespace KafkaChaos.ClusterTests;

/// <summary>The engine of all cluster tests.</summary>
[SetUpFixture]
public sealed class Shared
{
    internal static DockerEngine Engine { get; private set; } = null!;

    [OneTimeSetUp]
    public static async Task Connect() => Engine = await DockerEngine.ConnectAsync(CancellationToken.None);

    [OneTimeTearDown]
    public static void Disconnect() => Engine.Dispose();
}
