using System.Net.NetworkInformation;
using System.Net.Sockets;
using Docker.DotNet;
using Docker.DotNet.Models;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Networks;
using Microsoft.Extensions.Logging.Abstractions;

namespace KafkaChaos.Clusters;

/// <summary>One bridge network a run, with a subnet of its own, so that every node has a fixed address.</summary>
internal sealed class RunNetwork
{
    /// <summary>Addresses for nodes: from .10 to .254.</summary>
    public const int MostNodes = 245;

    private const int FirstAddress = 10;
    private const int Tries = 32;

    private RunNetwork(INetwork network, string prefix)
    {
        Network = network;
        Prefix = prefix;
    }

    public INetwork Network { get; }

    private string Prefix { get; }

    public string Gateway => $"{Prefix}.1";

    /// <summary>The fixed address of the node at that place in the topology.</summary>
    public string Address(int place) => $"{Prefix}.{place + FirstAddress}";

    /// <exception cref="EnvironmentException">No free subnet was found.</exception>
    public static async Task<RunNetwork> CreateAsync(RunIdentity run, IReadOnlyDictionary<string, string> labels, CancellationToken token)
    {
        var refusals = new List<string>();
        foreach (var prefix in Prefixes().Take(Tries))
        {
            var network = new NetworkBuilder()
                .WithName(run.Name)
                .WithLogger(NullLogger.Instance)
                .WithLabel(labels)
                .WithCleanUp(false)
                .WithCreateParameterModifier(parameters => parameters.IPAM = new IPAM { Driver = "default", Config = [new IPAMConfig { Subnet = $"{prefix}.0/24", Gateway = $"{prefix}.1" }] })
                .Build();
            try
            {
                // Not to be cancelled half way: the engine would make it all the same, after the clean-up had looked.
                await network.CreateAsync(CancellationToken.None);
                token.ThrowIfCancellationRequested();
                return new RunNetwork(network, prefix);
            }
            catch (DockerApiException refused) when (refused.ResponseBody?.Contains("overlap", StringComparison.OrdinalIgnoreCase) == true)
            {
                refusals.Add($"{prefix}.0/24");
            }
        }

        throw new EnvironmentException(
            "No free subnet for the run's network.",
            run.Name,
            $"the engine refused {string.Join(", ", refusals)} as overlapping",
            "a free /24 in 10.128.0.0/9",
            "remove networks that nobody uses: docker network prune");
    }

    private static IEnumerable<string> Prefixes()
    {
        var taken = NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(one => one.GetIPProperties().UnicastAddresses)
            .Where(one => one.Address.AddressFamily == AddressFamily.InterNetwork)
            .Select(one => one.Address.ToString())
            .ToList();
        while (true)
        {
            var prefix = $"10.{Random.Shared.Next(128, 256)}.{Random.Shared.Next(0, 256)}";
            if (!taken.Any(address => address.StartsWith(prefix + ".", StringComparison.Ordinal)))
            {
                yield return prefix;
            }
        }
    }
}
