using System.Net.NetworkInformation;
using Docker.DotNet.Models;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Configurations;
using KafkaChaos.Clusters;
using KafkaChaos.Tests.Nemeses;
using NUnit.Framework;

namespace KafkaChaos.Tests.Clusters;

/// <summary>Interfaces come and go while they are listed, and the runtime's list then fails. No node has an address that the rules of faults do not cover.</summary>
[NonParallelizable]
public sealed class RunNetworkTests
{
    [Test]
    public void TheMachinesInterfacesAreLookedAtAgainWhereOneWentMeanwhile()
    {
        var failures = new Queue<Exception>([new ArgumentException("An invalid IP address was specified."), new NetworkInformationException()]);
        Assert.That(RunNetwork.Settled(() => failures.TryDequeue(out var failure) ? throw failure : 7), Is.EqualTo(7));
        Assert.That(failures, Is.Empty);
    }

    [Test]
    public void WhatFailsForAnotherReasonIsNotTriedAgain()
    {
        var looks = 0;
        Assert.Throws<InvalidOperationException>(() => RunNetwork.Settled<int>(() => throw new InvalidOperationException($"{++looks}")));
        Assert.That(looks, Is.EqualTo(1));
    }

    [Test]
    public async Task ARunsNetworkIsAskedForWithoutIPv6WhateverTheEnginesDefault()
    {
        using var paper = new PaperEngine();
        TestcontainersSettings.ResourceReaperEnabled = false;
        TestcontainersSettings.OS = new Unix(new DockerEndpointAuthenticationConfiguration(paper.Address));
        await RunNetwork.CreateAsync(new RunIdentity("0badcafe", "owner"), new Dictionary<string, string>(), ["10.200.7"], CancellationToken.None);
        var body = paper.Created["kafkachaos-0badcafe"];
        Assert.That(body.GetProperty("EnableIPv6").GetBoolean(), Is.False);
        Assert.That(body.GetProperty("IPAM").GetProperty("Config")[0].GetProperty("Subnet").GetString(), Is.EqualTo("10.200.7.0/24"));
    }

    [TestCase(true, "1")]
    [TestCase(false, null, Description = "the switch is not there, and the engine could not start the sandbox")]
    public void ASandboxHasIPv6SwitchedOffWhereTheKernelHasIt(bool kernel, string? expected)
    {
        var parameters = new CreateContainerParameters();
        NodeContainers.Fix(parameters, "10.200.7.10", "/run/sandboxes", kernel);
        Assert.That(parameters.HostConfig!.Sysctls?["net.ipv6.conf.all.disable_ipv6"], Is.EqualTo(expected));
    }
}
