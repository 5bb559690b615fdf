using System.Text;
using System.Text.RegularExpressions;
using KafkaChaos.Scenarios;
using NUnit.Framework;

namespace KafkaChaos.Tests.Scenarios;

public sealed partial class FuzzTests
{
    private const int Mutations = 3_000;

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ":", ": ", ",", "-", "- ", "? ", "|", ">", "&a ", "*a", "<<: *a", "!!int ", "!", "#", "'", "\"", "\\", "%", "@", "`", "\t", "\n", "\n\n",
        "  ", "---\n", "...\n", "~", "null", "true", "0", "-1", "99999999999999999999", "1e9", "10s", "§", "é", "\0", "\u0085", "\ufeff", "\ud83d", "kafka: 1", "zone: a",
        "same-as: outage", "only: kafka", "zone-of: ", "role: controller", "start: ", "kill: ", "after: 1s", "topology: .", "random: zone",
        "is: combined", "groups: ", "weights: { kafka-a-1: 0 }", "placement: [[kafka-a-1]]", "nodes: { x: { is: observer } }", "heap: 9GiB", "metadata: kraft", "racks: false", "999",
        "repeat: 3", "repeat: 1000", "steps: ", "when: ", "within: 1s", "leader-of: orders/0", "toward: ", "to: 9999.9999.9999", "1%", "10Mbit/s", "producers: ", "consumers: ",
    ];

    /// <summary>One seed that never changes, and one that is new each time; a failure prints it.</summary>
    [TestCase(20261122)]
    [TestCase(null)]
    public void AMutatedScenarioIsAScenarioOrHasProblemsWithPlaces(int? given)
    {
        var seed = given ?? Environment.TickCount;
        var random = new Random(seed);
        var spent = TimeSpan.Zero;
        var scenarios = 0;
        for (var i = 0; i < Mutations; i++)
        {
            var text = Mutated(random, Corpus.Texts[random.Next(Corpus.Texts.Count)]);
            try
            {
                // Processor time: a busy machine must not make a slow reader of a quick one.
                var before = Environment.CpuUsage.TotalTime;
                var result = ScenarioReader.ReadText(text, "fuzz.yaml");
                spent += Environment.CpuUsage.TotalTime - before;
                var errors = result.Problems.Where(problem => problem.Severity == Severity.Error).ToList();
                Assert.That(result.Scenario is null, Is.EqualTo(errors.Count > 0), "a scenario exactly where there is no error");
                Assert.That(result.Problems, Has.All.Matches<Problem>(problem => HasPlace(problem!, text)));
                Assert.That(result.Problems.Select(problem => problem.ToString()), Has.None.Contains("\n"));
                scenarios += result.Scenario is null ? 0 : 1;
            }
            catch (Exception surprise)
            {
                Assert.Fail($"seed {seed}, mutation {i}: {surprise}\n---\n{text}");
            }
        }

        TestContext.Out.WriteLine($"seed {seed}: {scenarios} of {Mutations} are still scenarios; {spent.TotalMilliseconds / Mutations:0.00} ms each");
    }

    private static bool HasPlace(Problem problem, string text) =>
        (problem.Line == 0 && problem.Column == 0)
        || (problem.Line >= 1 && problem.Column >= 1 && problem.Line <= text.Count(letter => letter is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029') + 2);

    private static string Mutated(Random random, string right)
    {
        var text = new StringBuilder(right);
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(text.Length);
            var length = Math.Min(random.Next(1, 12), text.Length - at);
            switch (random.Next(8))
            {
                case 0:
                    text.Remove(at, length);
                    break;
                case 1:
                    text.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 2:
                    text.Insert(random.Next(text.Length), text.ToString(at, length));
                    break;
                case 3:
                    text[at] = (char)random.Next(32, 127);
                    break;
                case 4 or 5 or 6:
                    SwapWord(text, random);
                    break;
                default:
                    DoubleOrDropLine(text, random);
                    break;
            }
        }

        return text.ToString();
    }

    // Leaves the YAML whole, so that it is the reader that must cope.
    private static void SwapWord(StringBuilder text, Random random)
    {
        var words = Word().Matches(text.ToString());
        if (words.Count > 0)
        {
            var (from, to) = (words[random.Next(words.Count)], words[random.Next(words.Count)]);
            text.Remove(to.Index, to.Length).Insert(to.Index, from.Value);
        }
    }

    [GeneratedRegex("[A-Za-z0-9./-]+")]
    private static partial Regex Word();

    private static void DoubleOrDropLine(StringBuilder text, Random random)
    {
        var lines = text.ToString().Split('\n').ToList();
        var line = random.Next(lines.Count);
        if (random.Next(2) == 0)
        {
            lines.Insert(random.Next(lines.Count), lines[line]);
        }
        else if (lines.Count > 1)
        {
            lines.RemoveAt(line);
        }

        text.Clear().AppendJoin('\n', lines);
    }
}
