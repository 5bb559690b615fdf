using System.Globalization;
using NUnit.Framework;

namespace KafkaChaos.Tests.Offline.Launcher;

/// <summary>What the launcher does for a verb that needs an engine.</summary>
[TestFixture]
internal sealed class DockerTests
{
    private const string Refuse = "if [ \"${DOCKER_HOST:-}\" = unix:///dev/null ]; then exit 3; fi; echo 'the tool ran'; exit 2";

    private PlayedMachine _machine = null!;

    [SetUp]
    public void MakeMachine() => _machine = new PlayedMachine();

    [TearDown]
    public void RemoveMachine() => _machine.Dispose();

    [TestCase("debian", "sudo apt-get install --no-install-recommends docker.io iptables ca-certificates; or run this as root, which does that")]
    [TestCase("fedora", "install and start it: https://docs.docker.com/engine/install/")]
    public async Task Without_an_engine_a_user_is_told_what_to_install(string distribution, string remedy)
    {
        _machine.Is(distribution);
        _machine.HasPackages();
        _machine.IsTool(Refuse);
        var ended = await _machine.RunAsync("run");
        Assert.That(ended.Code, Is.EqualTo(3), ended.Errors);
        Assert.That(ended.Errors, Does.Contain("no Docker engine answers").And.Contain("Failed to connect").And.Contain("do:       " + remedy));
        Assert.That(_machine.Calls, Has.None.StartsWith("apt-get"));
    }

    [Test]
    public async Task Who_may_not_use_the_socket_is_told_so_and_nothing_is_installed()
    {
        _machine.IsRoot();
        _machine.HasPackages();
        _machine.HasDocker("Got permission denied while trying to connect to the Docker daemon socket");
        _machine.IsTool(Refuse);
        var ended = await _machine.RunAsync("run");
        Assert.That(ended.Code, Is.EqualTo(3), ended.Errors);
        Assert.That(ended.Errors, Does.Contain("no permission to use Docker").And.Contain("Got permission denied").And.Contain("usermod -aG docker root"));
        Assert.That(_machine.Calls, Has.None.StartsWith("apt-get"));
    }

    [Test]
    public async Task Root_on_Debian_gets_Docker_installed_and_started_and_the_daemon_holds_nothing_of_the_caller()
    {
        _machine.IsRoot();
        _machine.HasPackages();
        _machine.IsTool(Refuse);
        // A caller with a descriptor of its own, as a CI system's pipe is.
        var ended = await PlayedMachine.EndAsync(_machine.Start("bash", "-c", "exec 7>>\"$0\"; exec \"$@\"", _machine.At("of-the-caller"), _machine.At("checkout/kafkachaos"), "run"));
        Assert.That((ended.Code, ended.Output), Is.EqualTo((2, "the tool ran\n")), ended.Errors);
        Assert.That(_machine.Calls, Has.One.Match("^apt-get install .*--no-install-recommends docker.io iptables ca-certificates$"));

        var daemon = File.ReadAllText(_machine.At("dockerd")).Trim();
        var open = Directory.GetFiles($"/proc/{daemon}/fd").ToDictionary(path => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture), path => new FileInfo(path).LinkTarget);
        var log = _machine.At("log", "kafkachaos-dockerd.log");
        Assert.That(open, Is.EquivalentTo(new Dictionary<int, string> { [0] = "/dev/null", [1] = log, [2] = log }));
        Assert.That(new DirectoryInfo($"/proc/{daemon}/cwd").LinkTarget, Is.EqualTo("/"));
        var session = File.ReadAllText($"/proc/{daemon}/stat").Split(") ")[1].Split(' ')[3];
        Assert.That(session, Is.EqualTo(daemon), "it must lead a session of its own");
    }

    [Test]
    public async Task Where_an_engine_answers_the_tool_is_started_once_and_at_once()
    {
        _machine.HasDocker("no engine");
        await File.WriteAllTextAsync(_machine.At("engine"), "");
        await _machine.RunAsync("--help");
        var before = _machine.Calls.Count;
        var ended = await _machine.RunAsync("run", "x.yaml");
        Assert.That((ended.Code, ended.Output, ended.Errors), Is.EqualTo((0, "the tool ran\n", "")));
        Assert.That(_machine.Calls.Skip(before).ToList(), Has.Count.EqualTo(2).And.Some.StartsWith("docker version").And.Some.Match("^dotnet .*KafkaChaos.Tool.dll run x.yaml$"));
    }

    [TestCase("steps: [ { after: 1s, kil: { zone: a } } ]\n", "run", "x.yaml")]
    [TestCase(null, "run", "x.yaml")]
    [TestCase(null, "bench", "start", "x.yaml")]
    [TestCase(null, "bench", "faults", "--rounds", "0")]
    [TestCase(null, "run", "x.yaml", "y.yaml")]
    public async Task Bad_input_is_refused_in_the_tools_own_words_before_Docker_is_installed(string? scenario, params string[] arguments)
    {
        if (scenario is not null)
        {
            await File.WriteAllTextAsync(_machine.At("x.yaml"), scenario);
        }

        _machine.IsRoot();
        _machine.HasPackages();
        _machine.HasTheTool();
        await _machine.RunAsync("--help");
        var ended = await _machine.RunAsync(arguments);
        var tool = await PlayedMachine.EndAsync(_machine.Start("bash", ["-c", "export KAFKACHAOS_HOME=$PWD/checkout; . ./dotnet-tool", "bash", .. arguments]));
        Assert.That(tool.Code, Is.EqualTo(64), tool.Errors);
        Assert.That(ended, Is.EqualTo(tool));
        Assert.That(_machine.Calls, Has.None.StartsWith("apt-get").And.None.StartsWith("dockerd"));
    }

    [Test]
    public async Task An_unknown_verb_is_refused_without_Docker()
    {
        _machine.HasTheTool();
        var ended = await _machine.RunAsync("frobnicate");
        Assert.That(ended.Code, Is.EqualTo(64), ended.Errors);
        Assert.That(ended.Errors, Does.Contain("frobnicate").And.Not.Contain("Docker"));
    }
}
