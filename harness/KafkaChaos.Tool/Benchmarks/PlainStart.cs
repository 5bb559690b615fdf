using System.Diagnostics;
using KafkaChaos.Clusters;
using KafkaChaos.Model;

namespace KafkaChaos.Tool.Benchmarks;

/// <summary>The same nodes as a person would start them: <c>docker run</c> one after another, without waits, with stock JVM flags.</summary>
internal static class PlainStart
{
    // What bin/kafka-server-start.sh and bin/kafka-run-class.sh of Kafka 3.9 set where nothing is said: heap, performance, log of collections, management.
    private static readonly string[] KafkaFlags =
    [
        "-Xmx1G", "-Xms1G",
        "-server", "-XX:+UseG1GC", "-XX:MaxGCPauseMillis=20", "-XX:InitiatingHeapOccupancyPercent=35", "-XX:+ExplicitGCInvokesConcurrent", "-Djava.awt.headless=true",
        "-Xlog:gc*:file=/tmp/kafkaServer-gc.log:time,tags:filecount=10,filesize=100M",
        "-Dcom.sun.management.jmxremote=true", "-Dcom.sun.management.jmxremote.authenticate=false", "-Dcom.sun.management.jmxremote.ssl=false",
    ];

    // The same of bin/zkEnv.sh and bin/zkServer.sh of ZooKeeper 3.9.
    private static readonly string[] ZooKeeperFlags =
    [
        "-Xmx1000m", "-XX:+HeapDumpOnOutOfMemoryError", "-XX:OnOutOfMemoryError=kill -9 %p",
        "-Dcom.sun.management.jmxremote", "-Dcom.sun.management.jmxremote.local.only=false",
    ];

    public static async Task<Cluster> LaunchAsync(
        DockerEngine engine, Topology topology, IReadOnlyDictionary<Release, NodeImage> images, RunIdentity run, RunLock held, string folder, CancellationToken token)
    {
        var launched = DateTimeOffset.UtcNow;
        var prefix = $"10.{Random.Shared.Next(128, 256)}.{Random.Shared.Next(0, 256)}";
        string[] labels = [.. run.Labels(held).SelectMany(label => new[] { "--label", $"{label.Key}={label.Value}" })];
        await DockerAsync(["network", "create", .. labels, "--subnet", $"{prefix}.0/24", run.Name], token);
        var addresses = topology.Nodes.Select((node, place) => (node.Name, Address: $"{prefix}.{place + 10}")).ToDictionary(one => one.Name, one => one.Address);
        var nodes = new List<ClusterNode>();
        foreach (var node in topology.Nodes)
        {
            var image = images[topology.ReleaseOf(node)];
            var configuration = NodeConfiguration.Of(node, topology, image, addresses[node.Name]);
            var id = await DockerAsync(
                ["run", "--detach", .. labels, "--name", $"{run.Name}-{node.Name}", "--hostname", node.Name, "--network", run.Name, "--ip", addresses[node.Name],
                    .. addresses.SelectMany(host => new[] { "--add-host", $"{host.Key}:{host.Value}" }),
                    "--user", "0:0", "--volume", $"{configuration.WriteTo(Path.Combine(folder, node.Name))}:{NodeConfiguration.Folder}", "--entrypoint", "java", image.Reference,
                    .. image.ClassPath, .. node.Kind == NodeKind.Kafka ? KafkaFlags : ZooKeeperFlags,
                    .. configuration.Command.Where(argument => argument.StartsWith("-D", StringComparison.Ordinal)), .. configuration.Command.TakeLast(2)],
                token);
            nodes.Add(new ClusterNode(engine, node, addresses[node.Name], id, image, (_, _) => throw new InvalidOperationException("nodes of the baseline are never replaced"), "docker", "docker"));
        }

        return new Cluster(engine, run, launched, topology, nodes, clients: "");
    }

    private static async Task<string> DockerAsync(IReadOnlyList<string> arguments, CancellationToken token)
    {
        var start = new ProcessStartInfo("docker", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var docker = Process.Start(start)!;
        var errors = docker.StandardError.ReadToEndAsync(token);
        var output = await docker.StandardOutput.ReadToEndAsync(token);
        await docker.WaitForExitAsync(token);
        return docker.ExitCode == 0 ? output.Trim() : throw new EnvironmentException(
            "The docker command failed.", $"docker {string.Join(' ', arguments)}", await errors, "exit code 0", "the baseline needs the docker command line beside the engine");
    }
}
