using KafkaChaos.Histories;

namespace KafkaChaos.Checking;

/// <summary>The clients of one kind with their settings, for a verdict to say what it holds for.</summary>
internal static class ClientEvidence
{
    public static IEnumerable<Evidence> Of(History history, ClientKind kind) =>
        history.Of<ClientStarted>().Where(client => client.Kind == kind).Select(client => new Evidence(
            client.At, $"settings of {client.Client}", string.Join(' ', client.Settings.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key}={one.Value}"))));
}
