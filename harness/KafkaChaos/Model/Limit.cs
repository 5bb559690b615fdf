namespace KafkaChaos.Model;

/// <summary>How a measured value is compared with its bound.</summary>
public enum Comparison
{
    AtMost,
    AtLeast,
    Exactly,
}

/// <summary>An operator and a bound.</summary>
public sealed record Limit<T>(Comparison Comparison, T Bound)
    where T : struct, IComparable<T>
{
    public bool Allows(T measured) => Comparison switch
    {
        Comparison.AtMost => measured.CompareTo(Bound) <= 0,
        Comparison.AtLeast => measured.CompareTo(Bound) >= 0,
        _ => measured.CompareTo(Bound) == 0,
    };
}

/// <summary>Limits in few words.</summary>
public static class Limit
{
    public static Limit<T> AtMost<T>(T bound)
        where T : struct, IComparable<T> => new(Comparison.AtMost, bound);
}
