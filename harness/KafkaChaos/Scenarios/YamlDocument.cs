using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KafkaChaos.Scenarios;

/// <summary>Parses one YAML document into parts with places, within limits that no honest scenario reaches.</summary>
internal sealed class YamlDocument
{
    private const int DeepestNesting = 32;
    private const int MostParts = 50_000;

    private readonly Dictionary<string, YamlNode> anchored = [];
    private readonly Stack<Position> openBrackets = [];
    private readonly string file;
    private readonly Parser parser;
    private readonly Problems problems;
    private readonly Scanner scanner;

    private YamlDocument(string text, string file, Problems problems)
    {
        this.file = file;
        this.problems = problems;
        scanner = new Scanner(new StringReader(text));
        parser = new Parser(scanner);
    }

    /// <summary>The document's root, or null where no document can be made out; then a problem says why.</summary>
    internal static YamlNode? Parse(string text, string file, Problems problems)
    {
        if (FirstUnprintable(text) is { } index)
        {
            var before = text.AsSpan(0, index);
            var at = new Position(file, before.Count('\n') + 1, index - before.LastIndexOf('\n'));
            problems.Error(at, "", "a character that is not text; remove it", $"U+{(int)text[index]:X4}");
            return null;
        }

        var document = new YamlDocument(text, file, problems);
        try
        {
            return document.Root();
        }
        catch (UnreadableYamlException refused)
        {
            problems.Error(refused.At, "", refused.Message);
        }
        catch (YamlException broken)
        {
            // Some errors come with the beginning of the whole document: where the scanner stands is nearer.
            var mark = broken.Start.Index == 0 ? document.scanner.CurrentPosition : broken.Start;
            problems.Error(Place(file, mark), "", $"not YAML: {Lower(broken.Message)}{document.Unclosed()}");
        }
        catch (Exception surprise) when (surprise is InvalidOperationException or ArgumentException or ArithmeticException or FormatException or IndexOutOfRangeException)
        {
            // YamlDotNet 18.1.0 answers some malformed text so, for instance a bracket that is never closed.
            problems.Error(Place(file, document.scanner.CurrentPosition), "", $"not YAML: the parser gave up here{document.Unclosed()}");
        }

        return null;
    }

    // YAML's printable characters. YamlDotNet would take a NUL for the end of the text and drop the rest without a word.
    private static int? FirstUnprintable(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var pair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (pair)
            {
                i++;
            }
            else if ((char.IsControl(text[i]) && text[i] is not ('\t' or '\n' or '\r' or '\u0085')) || char.IsSurrogate(text[i]) || text[i] >= '\uFFFE')
            {
                return i;
            }
        }

        return null;
    }

    // The outermost: the parser looks ahead, so inner brackets may be open here although they are closed in the file.
    private string Unclosed() =>
        openBrackets.Count > 0 ? $"; the bracket in line {openBrackets.Last().Line}, column {openBrackets.Last().Column} is still open there" : "";

    private static string Lower(string message) => message.Length == 0 ? "the parser gives no reason" : char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.');

    private static Position Place(string file, Mark mark) =>
        new(file, (int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));

    private Position Here() => Place(file, parser.Current!.Start);

    private YamlNode Root()
    {
        parser.Consume<StreamStart>();
        if (parser.Accept<StreamEnd>(out _))
        {
            throw new UnreadableYamlException(Position.Whole(file), "the file says nothing; a scenario begins with question:");
        }

        parser.Consume<DocumentStart>();
        var root = Node(1);
        parser.Consume<DocumentEnd>();
        if (parser.Accept<DocumentStart>(out _))
        {
            problems.Error(Here(), "", "a second document begins here; one file holds one");
        }

        return root;
    }

    private YamlNode Node(int depth)
    {
        if (depth > DeepestNesting)
        {
            throw new UnreadableYamlException(Here(), $"nested deeper than {DeepestNesting} levels");
        }

        var at = Here();
        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            return Aliased(alias, at);
        }

        // YamlDotNet ends some malformed flow maps after a key.
        var anchor = parser.Current is NodeEvent begun
            ? RefuseTag(begun, at)
            : throw new UnreadableYamlException(at, "not YAML: a value is missing here");
        YamlNode node = parser.Accept<SequenceStart>(out _) ? List(at, depth)
            : parser.Accept<MappingStart>(out _) ? Map(at, depth)
            : Scalar(at);
        if (!anchor.IsEmpty)
        {
            anchored[anchor.Value] = node;
        }

        return node;
    }

    private YamlNode Aliased(AnchorAlias alias, Position at)
    {
        if (anchored.TryGetValue(alias.Value.Value, out var node))
        {
            return node;
        }

        throw new UnreadableYamlException(at, $"no anchor &{alias.Value.Value} stands complete above this alias");
    }

    private AnchorName RefuseTag(NodeEvent node, Position at)
    {
        if (!node.Tag.IsEmpty)
        {
            problems.Error(at, "", "tags are not read, and never name a type; remove it", node.Tag.Value);
        }

        return node.Anchor;
    }

    private YamlScalar Scalar(Position at)
    {
        var scalar = parser.Consume<Scalar>();
        return new YamlScalar(at, scalar.Value, scalar.Style == ScalarStyle.Plain);
    }

    private YamlList List(Position at, int depth)
    {
        var flow = parser.Consume<SequenceStart>().Style == SequenceStyle.Flow;
        Open(flow, at);
        var weight = 1;
        var items = new List<YamlNode>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            var item = Node(depth + 1);
            weight = Heavier(weight, item, at);
            items.Add(item);
        }

        Close(flow);
        return new YamlList(at, weight, items);
    }

    private YamlMap Map(Position at, int depth)
    {
        var flow = parser.Consume<MappingStart>().Style == MappingStyle.Flow;
        Open(flow, at);
        var weight = 1;
        var entries = new YamlEntries(problems);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = Node(depth + 1);
            var value = Node(depth + 1);
            weight = Heavier(weight + 1, value, at);
            entries.Add(key, value);
        }

        Close(flow);
        return new YamlMap(at, weight, entries.Merged());
    }

    // Kept only for the message on a syntax error: what is still open then was never closed.
    private void Open(bool flow, Position at)
    {
        if (flow)
        {
            openBrackets.Push(at);
        }
    }

    private void Close(bool flow)
    {
        if (flow)
        {
            openBrackets.Pop();
        }
    }

    // Aliases are shared, not copied; but every reader walks each repetition, so each counts.
    private static int Heavier(int weight, YamlNode part, Position at) => weight + part.Weight <= MostParts
        ? weight + part.Weight
        : throw new UnreadableYamlException(at, $"more than {MostParts} parts, aliases counted each time; they must not multiply");

    private sealed class UnreadableYamlException(Position at, string message) : Exception(message)
    {
        internal Position At => at;
    }
}
