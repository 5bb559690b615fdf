using System.Net.NetworkInformation;
using System.Net.Sockets;
using Docker.DotNet;
using Docker.DotNet.Models;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Networks;
using Microsoft.Extensions.Logging.Abstractions;
using Polly;
using Polly.Retry;

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

    private static ResiliencePipeline Changing { get; } = new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<ArgumentException>().Handle<NetworkInformationException>(),
            MaxRetryAttempts = 20,
            Delay = TimeSpan.FromMilliseconds(50),
        })
        .Build();

    public INetwork Network { get; }

    private string Prefix { get; }

    public string Gateway => $"{Prefix}.1";

    /// <summary>The fixed address of the node at that place in the topology.</summary>
    public string Address(int place) => $"{Prefix}.{place + FirstAddress}";

    /// <exception cref="EnvironmentException">No free subnet was found.</exception>
    public static Task<RunNetwork> CreateAsync(RunIdentity run, IReadOnlyDictionary<string, string> labels, CancellationToken token) =>
        CreateAsync(run, labels, Prefixes().Take(Tries), token);

    /// <param name="prefixes">The first three numbers of each subnet that is tried, in that order.</param>
    internal static async Task<RunNetwork> CreateAsync(RunIdentity run, IReadOnlyDictionary<string, string> labels, IEnumerable<string> prefixes, CancellationToken token)
    {
        var refusals = new List<string>();
        foreach (var prefix in prefixes)
        {
            var network = new NetworkBuilder()
                .WithName(run.Name)
                .WithLogger(NullLogger.Instance)
                .WithLabel(labels)
                .WithCleanUp(false)
                .WithCreateParameterModifier(parameters =>
                {
                    parameters.IPAM = new IPAM { Driver = "default", Config = [new IPAMConfig { Subnet = $"{prefix}.0/24", Gateway = $"{prefix}.1" }] };
                    // The rules of faults are IPv4's, and an engine may be set up to give its networks both.
                    parameters.EnableIPv6 = false;
                })
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

    /// <summary>What a look at the machine's interfaces says, taken again where one of them came or went meanwhile, as those of other runs do: the runtime then fails.</summary>
    internal static T Settled<T>(Func<T> look) => Changing.Execute(look);

    private static List<string> Addresses() =>
    [
        .. NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(one => one.GetIPProperties().UnicastAddresses)
            .Where(one => one.Address.AddressFamily == AddressFamily.InterNetwork)
            .Select(one => one.Address.ToString()),
    ];

    private static IEnumerable<string> Prefixes()
    {
        var taken = Settled(Addresses);
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
