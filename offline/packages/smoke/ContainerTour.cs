using System.Text;
using Docker.DotNet;
using Docker.DotNet.Models;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;
using DotNet.Testcontainers.Networks;

namespace KafkaChaos.Offline.Smoke;

/// <summary>What KafkaChaos does through Testcontainers: a network with a subnet, a container with a fixed address, files, exec, logs.</summary>
internal sealed class ContainerTour(IDockerClient client, string image, string run)
{
    // Runs at the same time must not overlap: one of 256 networks, by the run's random name.
    private readonly string _network = "10.213." + Convert.ToByte(run[^2..], 16);
    private string _controlGroup = string.Empty;

    private string Address => _network + ".10";

    public async Task GoAsync(CancellationToken cancellationToken)
    {
        var info = await client.System.GetSystemInfoAsync(cancellationToken);
        _controlGroup = info.CgroupDriver == "systemd" ? run.Replace("-", string.Empty, StringComparison.Ordinal) + "-east-a.slice" : $"/{run}/east/a";
        await using var network = await CreateNetworkAsync(cancellationToken);
        await using var container = BuildContainer(network);
        await container.StartAsync(cancellationToken);
        Report.Check("the container runs", container.State == TestcontainersStates.Running, container.State);
        Report.Check("it has the fixed address", container.IpAddress == Address, container.IpAddress);

        await InspectAsync(container, cancellationToken);
        await ExecAsync(container, cancellationToken);
        await LogsAsync(container, cancellationToken);

        await container.PauseAsync(cancellationToken);
        Report.Check("pause", container.State == TestcontainersStates.Paused, container.State);
        await container.UnpauseAsync(cancellationToken);
        await container.StopAsync(cancellationToken);
        var exitCode = await container.GetExitCodeAsync(cancellationToken);
        Report.Check("stop", container.State == TestcontainersStates.Exited, $"exit code {exitCode}");
    }

    private async Task<INetwork> CreateNetworkAsync(CancellationToken cancellationToken)
    {
        var network = new NetworkBuilder()
            .WithName(run)
            .WithLabel("kafkachaos.standin", run)
            .WithCreateParameterModifier(parameters => parameters.IPAM = new IPAM
            {
                Driver = "default",
                Config = [new IPAMConfig { Subnet = _network + ".0/24", Gateway = _network + ".1" }],
            })
            .Build();
        await network.CreateAsync(cancellationToken);
        var seen = await client.Networks.InspectNetworkAsync(run, cancellationToken);
        Report.Check("a network with a subnet", seen.IPAM.Config[0].Subnet == _network + ".0/24", $"{seen.Name} {seen.Driver} {seen.IPAM.Config[0].Subnet}");
        return network;
    }

    private IContainer BuildContainer(INetwork network) => new ContainerBuilder(image)
        .WithName(run + "-a")
        .WithHostname("kafka-a-1")
        .WithNetwork(network)
        .WithNetworkAliases("alias-a")
        .WithLabel("kafkachaos.standin", run)
        .WithExtraHost("kafka-b-1", _network + ".11")
        .WithEnvironment("GREETING", "hällo")
        .WithEntrypoint("sh")
        .WithCommand("-c", "cat /etc/given.txt; echo to-stderr >&2; trap 'exit 3' TERM; while true; do sleep 0.1; done")
        .WithPortBinding(7777, true)
        .WithTmpfsMount("/scratch")
        .WithResourceMapping(Encoding.UTF8.GetBytes("given before start\n"), "/etc/given.txt", uid: 7, gid: 8)
        .WithCreateParameterModifier(parameters =>
        {
            var host = parameters.HostConfig ??= new HostConfig();
            host.CgroupParent = _controlGroup;
            host.Memory = 64 << 20;
            host.CapAdd = ["NET_ADMIN"];
            foreach (var endpoint in parameters.NetworkingConfig!.EndpointsConfig!.Values)
            {
                endpoint.IPAMConfig = new EndpointIPAMConfig { IPv4Address = Address };
            }
        })
        .Build();

    private async Task InspectAsync(IContainer container, CancellationToken cancellationToken)
    {
        var seen = await client.Containers.InspectContainerAsync(container.Id, cancellationToken);
        Report.Check("name", seen.Name == "/" + run + "-a", seen.Name);
        Report.Check("label", seen.Config!.Labels!["kafkachaos.standin"] == run, seen.Config!.Labels!["kafkachaos.standin"]);
        Report.Check("extra hosts", seen.HostConfig!.ExtraHosts!.Contains($"kafka-b-1:{_network}.11"), string.Join(' ', seen.HostConfig!.ExtraHosts));
        Report.Check("control group parent", seen.HostConfig!.CgroupParent == _controlGroup, seen.HostConfig!.CgroupParent);
        Report.Check("memory limit", seen.HostConfig!.Memory == 64 << 20, seen.HostConfig!.Memory);
        Report.Check("address on the network", seen.NetworkSettings!.Networks[run].IPAddress == Address, seen.NetworkSettings!.Networks[run].IPAddress);
        Report.Check("a published port", container.GetMappedPublicPort(7777) > 0, container.GetMappedPublicPort(7777) > 0);
    }

    private static async Task ExecAsync(IContainer container, CancellationToken cancellationToken)
    {
        var result = await container.ExecAsync(["sh", "-c", "hostname; echo $GREETING; echo oops >&2; exit 5"], cancellationToken);
        Report.Check("exec: exit code, both streams apart", result is { ExitCode: 5, Stdout: "kafka-a-1\nhällo\n", Stderr: "oops\n" }, $"{result.ExitCode} {result.Stdout}{result.Stderr}".ReplaceLineEndings(" "));

        var large = new byte[3_000_001];
        new Random(1).NextBytes(large);
        await container.CopyAsync(large, "/tmp/large.bin", ct: cancellationToken);
        var back = await container.ReadFileAsync("/tmp/large.bin", cancellationToken);
        Report.Check("3 MB into the running container and back", back.AsSpan().SequenceEqual(large), $"{back.Length} bytes");

        var longName = "/tmp/" + new string('n', 180) + ".txt";
        await container.CopyAsync("long name"u8.ToArray(), longName, ct: cancellationToken);
        var named = await container.ReadFileAsync(longName, cancellationToken);
        Report.Check("a file name longer than a tar header's field", Encoding.UTF8.GetString(named) == "long name", named.Length);

        var owner = await container.ExecAsync(["stat", "-c", "%u:%g %a", "/etc/given.txt"], cancellationToken);
        Report.Check("owner and mode of a copied file", owner.Stdout == "7:8 644\n", owner.Stdout.TrimEnd());
    }

    private static async Task LogsAsync(IContainer container, CancellationToken cancellationToken)
    {
        var logs = await container.GetLogsAsync(timestampsEnabled: false, ct: cancellationToken);
        Report.Check("logs, and the file copied before the start", logs is ("given before start\n", "to-stderr\n"), logs.ToString().ReplaceLineEndings(" "));
    }
}
