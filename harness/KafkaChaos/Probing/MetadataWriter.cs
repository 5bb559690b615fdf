using System.Globalization;

namespace KafkaChaos.Probing;

/// <summary>Alters settings of a topic at whichever of KRaft's controllers leads.</summary>
/// <param name="controllers">Their endpoints.</param>
/// <param name="patience">How long one of them may take.</param>
internal sealed class MetadataWriter(IReadOnlyList<string> controllers, TimeSpan patience) : IDisposable
{
    private const short IncrementalAlterConfigs = 44;
    private const short Version = 1;
    private const sbyte Topic = 2;
    private const sbyte Set = 0;

    private KafkaConnection? _connection;
    private int _next;

    /// <summary>Asks the controller that did the last one, then each of the others in turn.</summary>
    /// <returns>Null where it is committed; else what was said last. It may be done all the same: a leader that lost its office does not know.</returns>
    /// <exception cref="InvalidDataException">What answers does not speak Kafka's protocol.</exception>
    public async Task<string?> AlterAsync(string topic, string setting, string value, CancellationToken token)
    {
        var said = "";
        for (var tried = 0; tried < controllers.Count; tried++)
        {
            _connection ??= new KafkaConnection(controllers[_next], patience);
            var answer = await _connection.AskAsync(IncrementalAlterConfigs, Version, Request(topic, setting, value), token);
            if (answer is not null && Refusal(answer) is var refusal)
            {
                if (refusal is null)
                {
                    return null;
                }

                said = $"{_connection.Endpoint}: {refusal}";
            }
            else
            {
                said = $"{_connection.Endpoint}: no answer";
            }

            Turn();
        }

        // The silence of one shall not come first the next time, too.
        Turn();
        return said;
    }

    public void Dispose() => _connection?.Dispose();

    private void Turn()
    {
        _connection?.Dispose();
        _connection = null;
        _next = (_next + 1) % controllers.Count;
    }

    // One resource with one setting, to be done and not only validated.
    private static KafkaWriter Request(string topic, string setting, string value) => new KafkaWriter()
        .Count(1).Int8(Topic).Text(topic).Count(1).Text(setting).Int8(Set).Text(value).Untagged().Untagged()
        .Int8(0).Untagged();

    private static string? Refusal(KafkaReader answer)
    {
        // How long the request was throttled.
        answer.Int32();
        var refusals = answer.Array(one =>
        {
            var (error, message) = (one.Int16(), one.Text());
            one.Int8();
            one.Text();
            one.Tagged();
            return error == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"error {error}{(message is null ? "" : $", {message}")}");
        });
        answer.Tagged();
        return refusals.Length == 1 ? refusals[0] : throw answer.Malformed($"{refusals.Length} results where one was asked for");
    }
}
