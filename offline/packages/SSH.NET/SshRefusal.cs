using KafkaChaos.Offline;

namespace Renci.SshNet;

internal static class SshRefusal
{
    public static NotSupportedException Of(string what) => Refusal.Of(what + " (Testcontainers does so to expose host ports to containers)", "SSH.NET");
}
