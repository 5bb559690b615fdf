using System.Runtime.InteropServices;

namespace KafkaChaos.Agents;

/// <summary>What the kernel said of the system call that this thread made last.</summary>
internal static class LastError
{
    /// <param name="what">Was not done.</param>
    public static InvalidOperationException Refusal(string what) => new($"{what}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
}
