using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Docker.DotNet.Http;

internal static class QueryString
{
    /// <summary>The query of every property with <see cref="QueryAttribute"/> that is neither null nor empty, with its question mark; empty if there is none.</summary>
    public static string Of(object? parameters)
    {
        var pairs = parameters?.GetType().GetProperties()
            .Select(property => (Query: property.GetCustomAttribute<QueryAttribute>(), Value: property.GetValue(parameters)))
            .Where(property => property.Query is not null)
            .SelectMany(property => Texts(property.Value, property.Query!.Json).Select(text => property.Query.Name + "=" + Uri.EscapeDataString(text)))
            .ToArray();
        return pairs is { Length: > 0 } ? "?" + string.Join('&', pairs) : string.Empty;
    }

    private static IEnumerable<string> Texts(object? value, bool json) => value switch
    {
        null or "" or ICollection { Count: 0 } => [],
        string text => [text],
        bool flag => [flag ? "1" : "0"],
        IFormattable number => [number.ToString(null, CultureInfo.InvariantCulture)],
        IList<string> list when !json => list,
        _ => [JsonSerializer.Serialize(value)],
    };
}
