using KafkaChaos.Clusters;
using KafkaChaos.Model;
using NUnit.Framework;

namespace KafkaChaos.Tests.Clusters;

/// <summary>What is said where there is no image and none can be made.</summary>
public sealed class ImageRemedyTests
{
    [TestCase("3.6.0", ImageFlavour.Any, "there is no official image of Kafka 3.6.0 in any registry, they begin with 3.7.0: ask for a later version; or set KAFKACHAOS_DIST to a folder with kafka-3.6.0/libs")]
    [TestCase("3.6.0", ImageFlavour.Official, "there is no official image of Kafka 3.6.0 in any registry, they begin with 3.7.0: ask for a later version; or leave image out")]
    [TestCase("3.6.0", ImageFlavour.Built, "set KAFKACHAOS_DIST to a folder with kafka-3.6.0/libs")]
    [TestCase("3.7.0", ImageFlavour.Any, "name a registry that has it in TESTCONTAINERS_HUB_IMAGE_NAME_PREFIX; or set KAFKACHAOS_DIST to a folder with kafka-3.7.0/libs")]
    [TestCase("3.9.2", ImageFlavour.Official, "name a registry that has it in TESTCONTAINERS_HUB_IMAGE_NAME_PREFIX; or leave image out")]
    public void WhatToDoWithoutAnImageOfKafkaNamesTheVersionAndPromisesNoImageThatWasNeverPublished(string version, ImageFlavour flavour, string remedy)
    {
        var (official, built) = ImageSource.Ways(ImageMirror.Public, NodeKind.Kafka, version, flavour);
        Assert.That(ImageSource.Remedy(ImageMirror.Public, NodeKind.Kafka, version, official, built), Does.StartWith(remedy));
    }
}
