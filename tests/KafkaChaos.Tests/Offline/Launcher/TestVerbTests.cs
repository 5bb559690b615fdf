using System.Globalization;
using KafkaChaos.Clusters;
using NUnit.Framework;

namespace KafkaChaos.Tests.Offline.Launcher;

/// <summary><c>./kafkachaos test</c>: its last line and its exit code.</summary>
[TestFixture]
internal sealed class TestVerbTests
{
    // Leaves a result as the runner does, with the counts of fast-tests or cluster-tests.
    private const string Runner = """
        while [ $# -gt 0 ]; do
          case $1 in
            --results-directory) folder=$2; shift ;;
            trx*) file=${1#*=} ;;
          esac
          shift
        done
        mkdir -p "$folder"
        case $file in KafkaChaos.Tests*) which=fast ;; *) which=cluster ;; esac
        echo "the runner's own words on $which tests"
        . "$machine/$which"
        echo "<Counters total=\"$total\" executed=\"$executed\" passed=\"$passed\" failed=\"$((executed - passed))\" />" >"$folder/$file"
        [ "$passed" = "$executed" ]
        """;

    private PlayedMachine _machine = null!;

    [SetUp]
    public void MakeMachine()
    {
        _machine = new PlayedMachine();
        _machine.HasDocker("no engine");
        _machine.Tests(Runner);
        File.WriteAllText(_machine.At("engine"), "");
        Counts("fast", 5, 5, 5);
        Counts("cluster", 3, 3, 3);
    }

    [TearDown]
    public void RemoveMachine() => _machine.Dispose();

    [TestCase(5, 5, 5, 0, "8 passed, 0 failed")]
    [TestCase(5, 4, 4, 0, "7 passed, 0 failed, 1 skipped")]
    [TestCase(5, 5, 3, 1, "6 passed, 2 failed")]
    [TestCase(0, 0, 0, 1, "3 passed, 1 failed")]
    public async Task The_last_line_is_the_sum_of_both_and_nothing_else(int total, int executed, int passed, int code, string last)
    {
        Counts("fast", total, executed, passed);
        var ended = await _machine.RunAsync("test");
        Assert.That(ended.Code, Is.EqualTo(code), ended.Errors);
        Assert.That(ended.Output, Does.Contain("own words on fast tests\n").And.Contain("own words on cluster tests\n").And.EndWith($"\n{last}\n"));
    }

    [Test]
    public async Task The_fast_tests_need_no_engine()
    {
        File.Delete(_machine.At("engine"));
        var ended = await _machine.RunAsync("test", "--fast");
        Assert.That((ended.Code, ended.Output), Is.EqualTo((0, "the runner's own words on fast tests\n5 passed, 0 failed\n")), ended.Errors);
    }

    [Test]
    public async Task Without_an_engine_the_cluster_tests_have_failed()
    {
        File.Delete(_machine.At("engine"));
        var ended = await _machine.RunAsync("test");
        Assert.That((ended.Code, ended.Output), Is.EqualTo((1, "the runner's own words on fast tests\n5 passed, 1 failed\n")), ended.Errors);
        Assert.That(ended.Errors, Does.Contain("no Docker engine answers").And.Contain("KafkaChaos.ClusterTests: not run"));
    }

    [Test]
    public async Task A_runner_that_leaves_no_result_has_failed()
    {
        _machine.Tests("exit 1");
        var ended = await _machine.RunAsync("test", "--fast");
        Assert.That((ended.Code, ended.Output), Is.EqualTo((1, "0 passed, 1 failed\n")), ended.Errors);
    }

    [Test]
    public async Task A_build_that_fails_is_a_failure_in_the_last_line_too()
    {
        _machine.Builds("echo 'a.cs(1,1): error CS1002: ; expected [x.csproj]'; exit 1");
        var ended = await _machine.RunAsync("test");
        Assert.That((ended.Code, ended.Output), Is.EqualTo((3, "0 passed, 1 failed\n")), ended.Errors);
    }

    [Test]
    public async Task A_SIGTERM_to_the_launcher_alone_ends_the_tests_and_waits_for_their_end()
    {
        _machine.Tests("""
            trap 'touch "$machine/told"; exit 1' TERM
            echo $$ >"$machine/testing"
            read -r <>"$machine/nothing"
            """);
        await _machine.PipeAsync("testing");

        // A program that it waits for could miss the signal while it is being started.
        await _machine.PipeAsync("nothing");
        var launcher = _machine.Start(_machine.At("checkout/kafkachaos"), "test", "--fast");
        var tests = int.Parse(await _machine.HearAsync("testing"), CultureInfo.InvariantCulture);
        Signals.Terminate(launcher);
        var ended = await PlayedMachine.EndAsync(launcher);
        Assert.That((ended.Code, ended.Output), Is.EqualTo((130, "0 passed, 1 failed\n")), ended.Errors);
        Assert.That(File.Exists(_machine.At("told")), Is.True);
        Assert.That(Directory.Exists($"/proc/{tests}"), Is.False);
    }

    [Test]
    public async Task The_base_is_made_beside_the_fast_tests_and_is_there_before_the_cluster_tests()
    {
        await _machine.PipeAsync("begun");
        await _machine.PipeAsync("over");
        _machine.MakesImages("""
            echo "$1" >"$machine/begun"
            read -r <"$machine/over"
            touch "$machine/made"
            """);
        File.AppendAllText(_machine.At("fast"), """
            [ "$(cat "$machine/begun")" = base ] || passed=0
            echo >"$machine/over"
            """);
        File.AppendAllText(_machine.At("cluster"), """[ -e "$machine/made" ] || passed=0""");
        var ended = await _machine.RunAsync("test");
        Assert.That(ended.Output, Does.EndWith("\n8 passed, 0 failed\n"), ended.Errors);
    }

    [Test]
    public async Task A_SIGTERM_to_the_launcher_alone_ends_the_making_of_the_base_too()
    {
        await _machine.PipeAsync("making");
        await _machine.PipeAsync("testing");
        await _machine.PipeAsync("nothing");
        _machine.MakesImages("""
            trap 'touch "$machine/told"; exit 1' TERM
            echo $$ >"$machine/making"
            read -r <>"$machine/nothing"
            """);
        _machine.Tests("""
            echo >"$machine/testing"
            read -r <>"$machine/nothing"
            """);
        var launcher = _machine.Start(_machine.At("checkout/kafkachaos"), "test");
        var making = int.Parse(await _machine.HearAsync("making"), CultureInfo.InvariantCulture);
        await _machine.HearAsync("testing");
        Signals.Terminate(launcher);
        var ended = await PlayedMachine.EndAsync(launcher);
        Assert.That((ended.Code, ended.Output), Is.EqualTo((130, "0 passed, 1 failed\n")), ended.Errors);
        Assert.That(File.Exists(_machine.At("told")), Is.True);
        Assert.That(Directory.Exists($"/proc/{making}"), Is.False);
    }

    private void Counts(string which, int total, int executed, int passed) =>
        File.WriteAllText(_machine.At(which), $"total={total} executed={executed} passed={passed}\n");
}
