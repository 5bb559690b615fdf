using System.Net.Sockets;

namespace KafkaChaos.Probing;

/// <summary>Asks one ensemble member one question on its client port.</summary>
internal static class FourLetterWord
{
    private static TimeSpan AnswerTimeout { get; } = TimeSpan.FromSeconds(1);

    /// <returns>The answer; null where the member does not answer.</returns>
    public static async Task<string?> AskAsync(string endpoint, string word, CancellationToken token)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(AnswerTimeout);
        try
        {
            var colon = endpoint.LastIndexOf(':');
            using var client = new TcpClient();
            await client.ConnectAsync(endpoint[..colon], int.Parse(endpoint.AsSpan(colon + 1), System.Globalization.CultureInfo.InvariantCulture), limit.Token);
            await using var stream = client.GetStream();
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(word), limit.Token);
            using var reader = new StreamReader(stream);
            var answer = await reader.ReadToEndAsync(limit.Token);
            return answer.Length > 0 ? answer : null;
        }
        catch (Exception silent) when (silent is SocketException or IOException or OperationCanceledException && !token.IsCancellationRequested)
        {
            return null;
        }
    }
}
