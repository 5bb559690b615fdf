namespace KafkaChaos.Histories;

/// <summary>All that one run tried and saw, in the order in which it was recorded.</summary>
public sealed class History(IReadOnlyList<HistoryEvent> events)
{
    private readonly ILookup<Type, HistoryEvent> _byType = events.ToLookup(one => one.GetType());

    public IReadOnlyList<HistoryEvent> Events { get; } = events;

    /// <summary>The events of one kind, in order.</summary>
    public IEnumerable<T> Of<T>()
        where T : HistoryEvent => _byType[typeof(T)].Cast<T>();

    /// <summary>When a phase began; null where the run did not come so far.</summary>
    public TimeSpan? Began(Phase phase) => Of<PhaseBegan>().FirstOrDefault(one => one.Phase == phase)?.At;
}
