namespace KafkaChaos.Scenarios;

/// <summary>A value that may be written in several ways.</summary>
internal interface IEither
{
    /// <summary>Each way that there is; no two accept the same value.</summary>
    IReadOnlyList<Reader> Choices { get; }
}

/// <summary>Reads a value that may be written in several ways; its shape tells which.</summary>
internal abstract class EitherReader<T>(params Reader[] choices) : Reader<T>, IEither
{
    public IReadOnlyList<Reader> Choices => choices;

    internal override string Expected => string.Join(", or ", choices.Select(choice => choice.Expected));
}
