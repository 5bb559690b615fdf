using System.Net;
using Docker.DotNet;
using KafkaChaos.Clusters;
using NUnit.Framework;

namespace KafkaChaos.Tests.Clusters;

public sealed class EngineFailureTests
{
    [TestCase("{\"message\":\"manifest unknown\"}\n", "manifest unknown")]
    [TestCase("<html>bad gateway</html>", "<html>bad gateway</html>")]
    [TestCase("[\"other\"]", "[\"other\"]")]
    [TestCase("{\"error\":1}", "{\"error\":1}")]
    [TestCase("", "")]
    public void TheEnginesWordsAreShownWithoutTheJsonAroundThem(string body, string words) =>
        Assert.That(EngineFailure.Said(new DockerApiException(HttpStatusCode.NotFound, body)), Is.EqualTo(words));
}
