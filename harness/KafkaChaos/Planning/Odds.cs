using System.Globalization;

namespace KafkaChaos.Planning;

/// <summary>The chance that a placement by chance puts replicas of a partition into what is lost.</summary>
public static class Odds
{
    /// <summary>That at least so many of a partition's replicas are lost (hypergeometric).</summary>
    /// <param name="brokers">All of them; at least <paramref name="replicas"/>.</param>
    /// <param name="lost">How many of them are lost.</param>
    /// <param name="replicas">Of the partition, on brokers of their own.</param>
    /// <param name="atLeast">How many of them.</param>
    /// <returns>0 to 1.</returns>
    public static double Of(int brokers, int lost, int replicas, int atLeast)
    {
        var sum = 0.0;
        for (var hit = Math.Max(0, atLeast); hit <= Math.Min(lost, replicas); hit++)
        {
            if (replicas - hit <= brokers - lost)
            {
                sum += Math.Exp(Choose(lost, hit) + Choose(brokers - lost, replicas - hit) - Choose(brokers, replicas));
            }
        }

        return Math.Clamp(sum, 0, 1);
    }

    /// <summary>That it happens to at least one of several partitions that are placed independently.</summary>
    public static double OfAny(double one, int partitions) => 1 - Math.Pow(1 - one, partitions);

    /// <summary>Such as <c>42 %</c>; what is not certain is never shown as 0 % or 100 %.</summary>
    internal static string Percent(double chance) => chance switch
    {
        <= 0 => "0 %",
        < 0.001 => "less than 0.1 %",
        >= 1 => "100 %",
        > 0.999 => "more than 99.9 %",
        _ => (100 * chance).ToString("0.#", CultureInfo.InvariantCulture) + " %",
    };

    // As a logarithm: 300 over 150 is no number.
    private static double Choose(int all, int some)
    {
        var sum = 0.0;
        for (var one = 1; one <= some; one++)
        {
            sum += Math.Log(all - some + one) - Math.Log(one);
        }

        return sum;
    }
}
