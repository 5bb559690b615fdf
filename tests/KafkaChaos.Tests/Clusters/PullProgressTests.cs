using Docker.DotNet.Models;
using KafkaChaos.Clusters;
using NUnit.Framework;

namespace KafkaChaos.Tests.Clusters;

public sealed class PullProgressTests
{
    private const long Mebibyte = 1024 * 1024;

    [Test]
    public void LayersAndBytesAreToldOnceInAnInterval()
    {
        var progress = new PullProgress("zookeeper:3.9.4", TimeSpan.FromSeconds(5));
        Assert.That(
            (string?[])[
                Hear(progress, 6, "3.9.4", "Pulling from library/zookeeper"),
                Hear(progress, 6, "a", "Pulling fs layer"),
                Hear(progress, 7, "b", "Already exists"),
                Hear(progress, 8, "a", "Downloading", 3 * Mebibyte),
                Hear(progress, 11, "a", "Downloading", 7 * Mebibyte),
                Hear(progress, 12, "a", "Extracting", Mebibyte),
                Hear(progress, 16, "a", "Pull complete"),
                Hear(progress, 30, null, "Status: Downloaded newer image for zookeeper:3.9.4"),
            ],
            Is.EqualTo((string?[])[
                null,
                "image zookeeper:3.9.4: 0 of 1 layers, 0 MiB after 6 s",
                null,
                null,
                "image zookeeper:3.9.4: 1 of 2 layers, 7 MiB after 11 s",
                null,
                "image zookeeper:3.9.4: 2 of 2 layers, 7 MiB after 16 s",
                "image zookeeper:3.9.4: 2 of 2 layers, 7 MiB after 30 s",
            ]));
    }

    private static string? Hear(PullProgress progress, int second, string? id, string status, long bytes = 0) =>
        progress.Hear(new JSONMessage { ID = id, Status = status, Progress = new JSONProgress { Current = bytes } }, TimeSpan.FromSeconds(second));
}
