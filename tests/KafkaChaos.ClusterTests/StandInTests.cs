using System.Diagnostics;
using KafkaChaos.Clusters;
using KafkaChaos.Model;
using NUnit.Framework;

namespace KafkaChaos.ClusterTests;

/// <summary>Testcontainers on the stand-ins of offline/packages, whatever the registry at hand serves.</summary>
public sealed class StandInTests : ClusterTest
{
    [Test]
    public async Task TestcontainersWorksOnTheStandIns()
    {
        var image = await new ImageSource(Engine, ToolProcess.Home, TestContext.Out.WriteLine).GetAsync(NodeKind.ZooKeeper, "3.9.4", ImageFlavour.Any, CancellationToken.None);
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var smoke = Path.Combine(ToolProcess.Home, "offline", "packages", "smoke", "bin", configuration, "net10.0", "smoke.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [smoke, image.Reference]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, output + await errors);
        Assert.That(output, Does.Contain("done: everything worked"));
    }
}
