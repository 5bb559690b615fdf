using KafkaChaos.Checking;

namespace KafkaChaos.Tests.Checking;

/// <summary>One kind of anomaly to be planted in a story that went well.</summary>
/// <param name="Property">Whose checker must object.</param>
/// <param name="Verdict">How it must object.</param>
/// <param name="Plant">Spoils a story; gives what an example of the finding must say, where it is about one thing.</param>
internal sealed record Anomaly(string Property, Verdict Verdict, Func<Story, Random, string?> Plant)
{
    public Anomaly(string property, Verdict verdict, Action<Story, Random> plant)
        : this(property, verdict, (story, random) =>
        {
            plant(story, random);
            return null;
        })
    {
    }

    /// <summary>What may be in doubt by it.</summary>
    public string[] Follows { get; init; } = [];

    /// <summary>What else must fail by it.</summary>
    public string[] Brings { get; init; } = [];

    public static T Some<T>(IEnumerable<T> of, Random random)
    {
        var all = of.ToList();
        return all[random.Next(all.Count)];
    }
}
