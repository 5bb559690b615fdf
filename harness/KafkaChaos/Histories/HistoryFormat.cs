using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace KafkaChaos.Histories;

/// <summary>JSON as histories and verdicts are written: camel case, kebab-case names of values, times in whole nanoseconds.</summary>
public static class HistoryFormat
{
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Rounded down to the 100 nanoseconds of the clock, so that what is negative stays so.</summary>
    internal static TimeSpan Time(long nanoseconds) =>
        TimeSpan.FromTicks((nanoseconds / TimeSpan.NanosecondsPerTick) - (nanoseconds % TimeSpan.NanosecondsPerTick < 0 ? 1 : 0));

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            AllowDuplicateProperties = false,
            AllowOutOfOrderMetadataProperties = true,
            RespectRequiredConstructorParameters = true,
            RespectNullableAnnotations = true,
            NumberHandling = JsonNumberHandling.Strict,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { AllowAbsentNulls } },
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        options.Converters.Add(new NanosecondsConverter());
        options.MakeReadOnly();
        return options;
    }

    // What may be null is left out on writing, so it must not be asked for on reading.
    private static void AllowAbsentNulls(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            property.IsRequired &= !property.IsGetNullable;
        }
    }

    private sealed class NanosecondsConverter : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Time(reader.GetInt64());

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(value.Ticks * TimeSpan.NanosecondsPerTick);
    }
}
