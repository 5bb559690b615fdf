using System.Reflection;
using System.Runtime.InteropServices;
using KafkaChaos.Clusters;
using KafkaChaos.Model;

namespace KafkaChaos.Runs;

/// <summary>On what a run was made: versions and machine.</summary>
/// <param name="Tool">Version of KafkaChaos.</param>
/// <param name="Engine">Version of the Docker engine.</param>
/// <param name="Api">Version of its API.</param>
/// <param name="ControlGroups">Version and driver.</param>
/// <param name="Kernel">Of this machine, which the containers share.</param>
/// <param name="OperatingSystem">Of this machine.</param>
/// <param name="Runtime">.NET.</param>
/// <param name="Cores">That this program may use.</param>
/// <param name="MemoryBytes">Of this machine.</param>
/// <param name="Client">Version of librdkafka.</param>
/// <param name="Images">By software, such as <c>Kafka 3.9.2</c>, the image that it came from.</param>
public sealed record RunEnvironment(
    string Tool,
    string Engine,
    string Api,
    string ControlGroups,
    string Kernel,
    string OperatingSystem,
    string Runtime,
    int Cores,
    long MemoryBytes,
    string Client,
    IReadOnlyDictionary<string, string> Images)
{
    public static string ToolVersion { get; } =
        typeof(RunEnvironment).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    public static RunEnvironment Of(DockerEngine engine, IReadOnlyDictionary<Release, NodeImage> images) => new(
        ToolVersion,
        engine.Info.ServerVersion,
        engine.Endpoint.ApiVersion.ToString(),
        $"v{engine.Info.CgroupVersion}, {engine.Info.CgroupDriver}",
        engine.Info.KernelVersion,
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        System.Environment.ProcessorCount,
        engine.Info.MemTotal,
        Confluent.Kafka.Library.VersionString,
        images.Values.DistinctBy(image => image.Software).ToDictionary(image => image.Software, image => image.Reference));
}
