using System.Globalization;
using KafkaChaos.Clusters;
using NUnit.Framework;

namespace KafkaChaos.Tests.Offline.Launcher;

/// <summary>How the launcher builds, and what it does about packages that a registry lacks.</summary>
[TestFixture]
internal sealed class BuildTests
{
    private PlayedMachine _machine = null!;

    [SetUp]
    public void MakeMachine() => _machine = new PlayedMachine();

    [TearDown]
    public void RemoveMachine() => _machine.Dispose();

    [TestCase("NU1101: Unable to find package ZooKeeperNetEx. No packages exist with this id in source(s): registry")]
    [TestCase("NU1102: Unable to find package ZooKeeperNetEx with version (>= 3.4.12.4)")]
    [TestCase("NU1103: Unable to find a stable package ZooKeeperNetEx with version (>= 3.4.12.4)")]
    public async Task What_the_registry_lacks_is_packed_and_the_build_is_done_again(string lack)
    {
        _machine.Builds($$"""
            if [ ! -e "$machine/checkout/.kafkachaos/feed/ZooKeeperNetEx.1.0.0.1.nupkg" ]; then echo "a.csproj : error {{lack}} [x.sln]"; exit 1; fi
            {{File.ReadAllText(_machine.At("dotnet-build"))}}
            """);
        _machine.Home = "nowhere";
        var ended = await _machine.RunAsync("--help");
        Assert.That((ended.Code, ended.Output), Is.EqualTo((0, "the tool ran\n")), ended.Errors);
        Assert.That(ended.Errors, Does.Contain("the registry lacks ZooKeeperNetEx").And.Contain("packing substitutes: ZooKeeperNetEx"));
        Assert.That(Steps(), Is.EqualTo("build, pack ZooKeeperNetEx, build"));
        Assert.That(_machine.Calls, Has.One.EqualTo($"home {_machine.At("checkout/.kafkachaos/home")}"), "to pack without a home is to fail");
    }

    [TestCase("NU1101: Unable to find package Other. No packages exist with this id in source(s): registry", "see dotnet nuget list source")]
    [TestCase("CS1002: ; expected", "build.log")]
    public async Task Another_error_is_shown_and_ends_it(string error, string hint)
    {
        _machine.Builds($"echo 'a.csproj : error {error} [x.sln]'; exit 1");
        var ended = await _machine.RunAsync("--help");
        Assert.That((ended.Code, ended.Output), Is.EqualTo((3, "")));
        Assert.That(ended.Errors, Does.Contain("the solution does not build").And.Contain(error).And.Contain(hint));
        Assert.That(Steps(), Is.EqualTo("build"));
    }

    [Test]
    public async Task A_substitute_that_does_not_help_is_packed_once()
    {
        _machine.Builds("echo 'a.csproj : error NU1101: Unable to find package ZooKeeperNetEx. No packages exist'; exit 1");
        var ended = await _machine.RunAsync("--help");
        Assert.That(ended.Code, Is.EqualTo(3));
        Assert.That(ended.Errors, Does.Contain("the solution does not build").And.Contain("NU1101"));
        Assert.That(Steps(), Is.EqualTo("build, pack ZooKeeperNetEx, build"));
    }

    [Test]
    public async Task What_is_built_is_not_built_again_until_it_changes()
    {
        await _machine.RunAsync("--help");
        await _machine.RunAsync("--help");
        Assert.That(Steps(), Is.EqualTo("build"));
        await File.WriteAllTextAsync(_machine.At("checkout/harness/New.cs"), "// new");
        await _machine.RunAsync("--help");
        Assert.That(Steps(), Is.EqualTo("build, build"));
    }

    [Test]
    public async Task A_SIGTERM_to_the_launcher_ends_the_build_too()
    {
        _machine.Builds("echo $$ >\"$machine/building\"; exec sleep infinity");
        await _machine.PipeAsync("building");
        var launcher = _machine.Start(_machine.At("checkout/kafkachaos"), "--help");
        var build = int.Parse(await _machine.HearAsync("building"), CultureInfo.InvariantCulture);
        Signals.Terminate(launcher);
        var ended = await PlayedMachine.EndAsync(launcher);
        Assert.That(ended.Code, Is.EqualTo(130), ended.Errors);
        Assert.That(ended.Errors, Does.EndWith("interrupted\n"));
        Assert.That(Directory.Exists($"/proc/{build}"), Is.False);
    }

    private string Steps() => string.Join(", ", _machine.Calls
        .Where(call => call.StartsWith("dotnet build", StringComparison.Ordinal) || call.StartsWith("pack", StringComparison.Ordinal))
        .Select(call => call.StartsWith("dotnet build", StringComparison.Ordinal) ? "build" : call));
}
