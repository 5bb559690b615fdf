namespace KafkaChaos.Scenarios;

/// <summary>Checks that physical domains hold every zone exactly once.</summary>
internal static class Domains
{
    internal static Reader<IReadOnlyList<Named<IReadOnlyList<Placed<string>>>>> Reader { get; } =
        new NamedReader<IReadOnlyList<Placed<string>>>("the zones in each domain", Words.Name, new NamesReader("a zone or a list of zones"));

    /// <summary>The domain of each zone that is in one.</summary>
    /// <param name="domains">As read; null where left out.</param>
    /// <param name="zones">As read.</param>
    /// <param name="key">The path of the domains.</param>
    /// <param name="problems">Gets what is wrong.</param>
    internal static IReadOnlyDictionary<string, string> OfZones(
        IReadOnlyList<Named<IReadOnlyList<Placed<string>>>>? domains,
        IReadOnlyList<Named<ZoneNodes>> zones,
        string key,
        Problems problems)
    {
        var found = new Dictionary<string, string>();
        var known = zones.Select(zone => zone.Name.Value).ToList();
        foreach (var (domain, zone) in (domains ?? []).SelectMany(domain => (domain.Value?.Value ?? []).Select(zone => (domain.Name.Value, zone))))
        {
            if (!known.Contains(zone.Value))
            {
                problems.Error(zone.At, $"{key}.{domain}", "unknown zone", zone.Value, known);
            }
            else if (!found.TryAdd(zone.Value, domain))
            {
                problems.Error(zone.At, $"{key}.{domain}", $"a zone is in one domain, and this one is in {found[zone.Value]}", zone.Value);
            }
        }

        var complete = domains is not null && domains.All(domain => domain.Value is not null);
        foreach (var zone in zones.Where(zone => complete && !found.ContainsKey(zone.Name.Value)))
        {
            problems.Error(zone.Name.At, $"{key}", "this zone is in no domain; where domains are given, each zone is in one", zone.Name.Value);
        }

        return found;
    }
}
