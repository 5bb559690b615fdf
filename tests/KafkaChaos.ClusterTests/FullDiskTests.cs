using KafkaChaos.Checking;
using KafkaChaos.Histories;
using NUnit.Framework;

namespace KafkaChaos.ClusterTests;

/// <summary>A run whose own disk fills up while it goes on.</summary>
public sealed class FullDiskTests : ClusterTest
{
    [Test]
    public async Task ARunWhoseHistoryCannotBeWrittenSaysSoAndLeavesNothing()
    {
        Assume.That(Environment.IsPrivilegedProcess, "a file system of its own can only be mounted by root");
        var disk = Directory.CreateDirectory(Path.Combine(Runs, "disk")).FullName;
        // As much as a run wants to see; of memory it takes only what is written.
        await MountAsync("-t", "tmpfs", "-o", "size=1g", "tmpfs", disk);
        try
        {
            using var tool = ToolProcess.Start("run", ZooKeeperOnly, "--runs", disk);
            await tool.PrintedAsync("load");
            var run = (await tool.TraceAsync(Engine))!.Run;
            var used = new DriveInfo(disk) is var drive ? drive.TotalSize - drive.TotalFreeSpace : 0;
            await MountAsync("-o", $"remount,size={used + (64 * 1024)}", disk);

            Assert.That(await tool.ExitAsync(), Is.EqualTo(3), tool.Output);
            Assert.That(tool.Output, Does.Contain("The run could not be recorded").And.Contain("No space left on device").And.Match($"where: +{disk}").And.Match("do: .*--runs"));
            await NothingIsLeftAsync(run);
            // What is there can be read, and is that of a run that came to no end.
            var history = await HistoryReader.ReadAsync(Path.Combine(Directory.GetDirectories(disk).Single(), "history.jsonl"), CancellationToken.None);
            Assert.That(history.Of<RunEnded>(), Is.Empty);
            var (code, output) = await ToolProcess.RunAsync("check", Directory.GetDirectories(disk).Single());
            Assert.That(code, Is.EqualTo(2), output);
        }
        finally
        {
            var (code, output) = await Command.TryAsync("", "/", "umount", disk);
            Assert.That(code, Is.Zero, output);
        }
    }

    private static async Task MountAsync(params string[] arguments)
    {
        var (code, output) = await Command.TryAsync("", "/", "mount", arguments);
        Assert.That(code, Is.Zero, output);
    }
}
