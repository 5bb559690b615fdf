using System.Diagnostics;
using System.Text;
using KafkaChaos.Clusters;
using NUnit.Framework;

namespace KafkaChaos.Tests.Clusters;

/// <summary>The script that a node's container starts with, run by this machine's own shell in a folder of its own.</summary>
[Platform(Exclude = "Win")]
public sealed class EntrypointTests
{
    private const string Awkward = "it's \"quoted\" 'twice'\nC:\\new\\table %s %d\\n\n$HOME `id` $(id) !! # * ~\n\ttab, caf\u00e9\n\n";

    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("kafkachaos-entrypoint-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public async Task FilesArriveByteForByte()
    {
        await RunAsync(new() { ["/kafkachaos/server.properties"] = Awkward, ["/kafkachaos/data/myid"] = "2\n" });
        Assert.That(await File.ReadAllBytesAsync(Path.Combine(folder, "server.properties")), Is.EqualTo(Encoding.UTF8.GetBytes(Awkward)));
        Assert.That(await File.ReadAllBytesAsync(Path.Combine(folder, "data", "myid")), Is.EqualTo("2\n"u8.ToArray()));
    }

    [Test]
    public async Task WhatIsThereStaysAndWhatIsEmptyIsWritten()
    {
        Write("kept", "changed for a look");
        Write("empty", "");
        await RunAsync(new() { ["/kafkachaos/kept"] = "new", ["/kafkachaos/empty"] = "new" });
        Assert.That(await File.ReadAllTextAsync(Path.Combine(folder, "kept")), Is.EqualTo("changed for a look"));
        Assert.That(await File.ReadAllTextAsync(Path.Combine(folder, "empty")), Is.EqualTo("new"));
    }

    [Test]
    public async Task TheShellBecomesTheCommandWithItsArgumentsWhole() =>
        Assert.That(await RunAsync(new() { ["/kafkachaos/a"] = "a" }, "printf", "%s|", "two words", "it's", "*"), Is.EqualTo("two words|it's|*|"));

    [Test]
    public async Task APreparationRunsOnceAndBeforeTheCommand()
    {
        var first = new Preparation("/kafkachaos/mark", ["sh", "-c", "printf once >$0; printf 'prepared, it'\\''s '", "/kafkachaos/mark"]);
        Assert.That(await RunAsync([], first, "printf", "started"), Is.EqualTo("prepared, it's started"));
        Assert.That(await RunAsync([], first, "printf", "started"), Is.EqualTo("started"));
    }

    [Test]
    public void WhatAPreparationMadeIsBroughtToItsDisk() =>
        Assert.That(new Preparation("/kafkachaos/disk/data/meta.properties", ["format"]).Script, Is.EqualTo("[ -s '/kafkachaos/disk/data/meta.properties' ] || { 'format'; sync -f '/kafkachaos/disk/data'; }; "));

    [Test]
    public async Task APreparationThatFailsEndsTheStart()
    {
        using var shell = Start([], new Preparation("/kafkachaos/mark", ["false"]), ["printf", "started"]);
        var output = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        Assert.That((output, shell.ExitCode == 0), Is.EqualTo(("", false)));
    }

    [Test]
    public async Task AFileThatCannotBeWrittenEndsTheStart()
    {
        // A folder stands where the file should.
        Directory.CreateDirectory(Path.Combine(folder, "a", "b"));
        Write("blocked", "x");
        using var shell = Start(new() { ["/kafkachaos/blocked/zoo.cfg"] = "x" }, null, ["printf", "started"]);
        var output = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        Assert.That((output, shell.ExitCode == 0), Is.EqualTo(("", false)));
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);

    private Task<string> RunAsync(Dictionary<string, string> files, params string[] command) => RunAsync(files, null, command);

    private async Task<string> RunAsync(Dictionary<string, string> files, Preparation? first, params string[] command)
    {
        using var shell = Start(files, first, command.Length > 0 ? command : ["true"]);
        var errors = shell.StandardError.ReadToEndAsync();
        var output = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        Assert.That(shell.ExitCode, Is.Zero, await errors);
        return output;
    }

    private Process Start(Dictionary<string, string> files, Preparation? first, string[] command)
    {
        var entrypoint = new NodeConfiguration(files, command) { First = first }.Entrypoint;
        Assert.That(entrypoint[0], Is.EqualTo("sh"));
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in entrypoint.Skip(1))
        {
            start.ArgumentList.Add(argument.Replace("/kafkachaos/", $"{folder}/", StringComparison.Ordinal).Replace("'/kafkachaos'", $"'{folder}'", StringComparison.Ordinal));
        }

        return Process.Start(start)!;
    }
}
