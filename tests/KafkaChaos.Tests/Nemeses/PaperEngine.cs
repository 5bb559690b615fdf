using System.Text;
using System.Text.Json;
using Docker.DotNet;
using Docker.DotNet.Models;
using KafkaChaos.Clusters;

namespace KafkaChaos.Tests.Nemeses;

/// <summary>An engine that is none, behind a port of its own: it keeps the state of containers, captures every call that would change something, and refuses those that a test says.</summary>
internal sealed class PaperEngine : IDisposable
{
    private readonly PaperPort _port;
    private readonly Dictionary<string, PaperContainer> _containers = [];
    private readonly Dictionary<string, (int Status, string Message)> _refusals = [];
    private readonly List<string> _calls = [];
    private readonly Lock _lock = new();

    public PaperEngine()
    {
        _port = new PaperPort(async (method, call, body) =>
        {
            var (status, answer) = await AnswerAsync(method, Unversioned(call), body);
            return (status, answer as byte[] ?? (answer is null ? [] : JsonSerializer.SerializeToUtf8Bytes(answer)));
        });
        Engine = new DockerEngine(new DockerEndpoint(Address, DockerEndpoint.OldestApi), new DockerClientBuilder().WithEndpoint(Address).Build(), new SystemInfoResponse { CgroupDriver = "cgroupfs" });
    }

    public Uri Address => _port.Address;

    public DockerEngine Engine { get; }

    /// <summary>In their order, without the calls that only look: method, path with query, and <see cref="Created"/> for what a container or network is made of.</summary>
    public IReadOnlyList<string> Calls
    {
        get
        {
            lock (_lock)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>Bodies of the containers and networks that were created, by name.</summary>
    public Dictionary<string, JsonElement> Created { get; } = [];

    public PaperContainer this[string container]
    {
        get
        {
            lock (_lock)
            {
                return _containers[container];
            }
        }
    }

    /// <summary>A container that runs.</summary>
    public void Run(string container)
    {
        lock (_lock)
        {
            (_containers[container] = new()).Start();
        }
    }

    /// <summary>Somebody else removes a container.</summary>
    public void Remove(string container)
    {
        lock (_lock)
        {
            _containers.Remove(container);
        }
    }

    /// <param name="call">Such as <c>POST /containers/a/kill</c>: without its query.</param>
    /// <param name="status">What it is answered with from now on.</param>
    /// <param name="message">What the engine says.</param>
    public void Refuse(string call, int status, string message) => _refusals[call] = (status, message);

    /// <summary>Notes something between the calls.</summary>
    public void Note(string text)
    {
        lock (_lock)
        {
            _calls.Add(text);
        }
    }

    public void Dispose()
    {
        Engine.Dispose();
        _port.Dispose();
    }

    private static string Unversioned(string call) => call.StartsWith("/v1.", StringComparison.Ordinal) ? call[call.IndexOf('/', 1)..] : call;

    private async Task<(int Status, object? Answer)> AnswerAsync(string method, string call, string body)
    {
        var (path, query) = call.IndexOf('?', StringComparison.Ordinal) is var mark and >= 0 ? (call[..mark], call[(mark + 1)..]) : (call, "");
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var container = default(PaperContainer);
        lock (_lock)
        {
            if (method != "GET" && parts[^1] != "wait")
            {
                _calls.Add($"{method} {call}");
            }

            if (_refusals.TryGetValue($"{method} {path}", out var refusal))
            {
                return (refusal.Status, new { message = refusal.Message });
            }

            if (parts is ["networks", "create"])
            {
                var made = JsonDocument.Parse(body).RootElement;
                var network = made.GetProperty("Name").GetString()!;
                Created[network] = made;
                return (201, new { Id = network });
            }

            if (parts[0] != "containers")
            {
                return (200, new { Id = parts[^1], OSType = "linux", ApiVersion = "1.41", ServerVersion = "paper", OperatingSystem = "paper" });
            }

            if (parts[1] == "create")
            {
                var name = query.Split('&').Single(one => one.StartsWith("name=", StringComparison.Ordinal))["name=".Length..];
                (_containers[name], Created[name]) = (new(), JsonDocument.Parse(body).RootElement);
                return (201, new { Id = name, Warnings = Array.Empty<string>() });
            }

            if (!_containers.TryGetValue(parts[1], out container))
            {
                return (404, new { message = $"No such container: {parts[1]}" });
            }
        }

        if (parts[^1] == "wait")
        {
            await container.Ended;
        }

        lock (_lock)
        {
            return Do(parts[^1], parts[1], container);
        }
    }

    private static (int Status, object? Answer) Do(string what, string name, PaperContainer container)
    {
        switch (what)
        {
            case "json":
                return (200, new
                {
                    Id = name,
                    Name = $"/{name}",
                    Config = new { Tty = false },
                    State = new { container.Running, container.Paused, container.ExitCode, StartedAt = container.Started, FinishedAt = container.Finished, Status = container.Running ? "running" : "exited" },
                    NetworkSettings = new { Networks = new { }, Ports = new { } },
                });
            case "logs":
                var text = Encoding.UTF8.GetBytes(container.Log);
                return (200, (byte[])[1, 0, 0, 0, 0, 0, (byte)(text.Length >> 8), (byte)text.Length, .. text]);
            case "wait":
                return (200, new { StatusCode = container.ExitCode });
            case "start":
                container.Start();
                break;
            case "stop":
                container.End(container.StopsWith);
                break;
            case "kill":
                container.End(137);
                break;
            case "pause":
                container.Pause(true);
                break;
            case "unpause" when !container.Paused:
                return (500, new { message = $"Container {name} is not paused" });
            case "unpause":
                container.Pause(false);
                break;
            default:
                return (501, new { message = $"{what} is not known here" });
        }

        return (204, null);
    }
}
