using KafkaChaos.Clusters;
using KafkaChaos.Model;
using NUnit.Framework;

namespace KafkaChaos.Tests.Clusters;

public sealed class ImageMirrorTests
{
    [TestCase(null, "apache/kafka:3.9.2")]
    [TestCase("", "apache/kafka:3.9.2")]
    [TestCase("127.0.0.1:5000", "127.0.0.1:5000/apache/kafka:3.9.2")]
    [TestCase("[::1]:5000", "[::1]:5000/apache/kafka:3.9.2")]
    [TestCase("registry.example.com/hub/", "registry.example.com/hub/apache/kafka:3.9.2")]
    public void AMirrorStandsBeforeTheOfficialName(string? text, string name) =>
        Assert.That(ImageMirror.Parse(text).Official(NodeKind.Kafka, "3.9.2").Reference, Is.EqualTo(name));

    [TestCase("https://registry.example.com")]
    [TestCase("registry.example.com:port")]
    [TestCase("registry.example.com/Hub")]
    [TestCase("registry.example.com\n")]
    [TestCase("/")]
    public void WhatCannotStandBeforeANameIsRefusedWithTheVariable(string text)
    {
        var refused = Assert.Throws<EnvironmentException>(() => ImageMirror.Parse(text));
        Assert.That(refused!.Where, Does.Contain(ImageMirror.Variable));
        Assert.That(refused.Seen, Does.Contain(text));
    }
}
