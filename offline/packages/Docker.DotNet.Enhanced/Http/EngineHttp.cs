using System.Net;
using System.Text.Json;
using Docker.DotNet.Handler.Abstractions;
using Docker.DotNet.Json;

namespace Docker.DotNet.Http;

/// <summary>Sends requests to one engine over pooled connections, and hijacked ones over a connection of their own.</summary>
internal sealed class EngineHttp : IDisposable
{
    private readonly ResolvedClientOptions _options;
    private readonly EngineTransport _transport;
    private readonly HttpClient _bounded;
    private readonly HttpClient _streaming;

    public EngineHttp(ResolvedClientOptions options)
    {
        _options = options;
        _transport = new EngineTransport(options);
        var handler = options.AuthProvider.ConfigureHandler(_transport.CreateHandler());
        _bounded = new HttpClient(handler, disposeHandler: true) { Timeout = options.Timeout };
        _streaming = new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <exception cref="DockerApiException">The engine refused.</exception>
    /// <exception cref="HttpRequestException">The engine did not answer.</exception>
    public async Task<HttpResponseMessage> SendAsync(EngineRequest request, CancellationToken cancellationToken)
    {
        using var message = MessageOf(request);
        var response = request.Streams
            ? await _streaming.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false)
            : await _bounded.SendAsync(message, cancellationToken).ConfigureAwait(false);
        await RefuseFailureAsync(request, response, cancellationToken).ConfigureAwait(false);
        return response;
    }

    /// <returns>False if the engine answered that there was nothing to do (304).</returns>
    public async Task<bool> DoAsync(EngineRequest request, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return response.StatusCode != HttpStatusCode.NotModified;
    }

    public async Task<T> GetAsync<T>(EngineRequest request, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        return await JsonSerializer.DeserializeAsync<T>(body, EngineJson.Options, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidDataException($"The engine answered {request.Method} {request.Path} with null.");
    }

    /// <summary>The body, which owns the response.</summary>
    public async Task<Stream> OpenAsync(EngineRequest request, CancellationToken cancellationToken)
    {
        var response = await SendAsync(request with { Streams = true }, cancellationToken).ConfigureAwait(false);
        return await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reports each JSON value of the body as it comes, until the body ends.</summary>
    public async Task FollowAsync<T>(EngineRequest request, IProgress<T> progress, CancellationToken cancellationToken)
    {
        await using var body = await OpenAsync(request, cancellationToken).ConfigureAwait(false);
        await foreach (var value in JsonSerializer.DeserializeAsyncEnumerable<T>(body, topLevelValues: true, EngineJson.Options, cancellationToken).ConfigureAwait(false))
        {
            if (value is not null)
            {
                progress.Report(value);
            }
        }
    }

    /// <summary>Turns the request's connection into a two-way stream of bytes.</summary>
    public async Task<WriteClosableStream> HijackAsync(EngineRequest request, CancellationToken cancellationToken)
    {
        var connection = new HijackedConnection(_transport.CreateHandler());
        try
        {
            using var client = new HttpClient(_options.AuthProvider.ConfigureHandler(connection.Handler), disposeHandler: false) { Timeout = _options.Timeout };
            using var message = MessageOf(request);
            message.Headers.Connection.Add("Upgrade");
            message.Headers.Upgrade.ParseAdd("tcp");
            var response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            await RefuseFailureAsync(request, response, cancellationToken).ConfigureAwait(false);
            return await connection.OpenAsync(response, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _streaming.Dispose();
        _bounded.Dispose();
    }

    private static async Task RefuseFailureAsync(EngineRequest request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode || response.StatusCode is HttpStatusCode.NotModified or HttpStatusCode.SwitchingProtocols)
        {
            return;
        }

        using (response)
        {
            var body = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            throw response.StatusCode == HttpStatusCode.NotFound ? request.NotFound(response.StatusCode, body) : new DockerApiException(response.StatusCode, body);
        }
    }

    private HttpRequestMessage MessageOf(EngineRequest request)
    {
        var version = _options.ApiVersion is { } api ? $"v{api.ToString(2)}/" : string.Empty;
        var message = new HttpRequestMessage(request.Method, new Uri(_transport.BaseAddress, version + request.Path + QueryString.Of(request.Query))) { Content = request.Content };
        foreach (var (name, value) in _options.Headers.Concat(request.Headers))
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }
}
