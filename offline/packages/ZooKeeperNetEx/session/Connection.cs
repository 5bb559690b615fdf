using System.Net.Sockets;
using System.Threading.Channels;
using org.apache.jute;
using org.apache.zookeeper.proto;

namespace org.apache.zookeeper.session;

/// <summary>One TCP connection to one server, after its handshake: sends requests, hands their answers back in order, pings.</summary>
internal sealed class Connection : IDisposable
{
    private static readonly TimeSpan LongestPingInterval = TimeSpan.FromSeconds(10);

    private readonly Socket socket;
    private readonly NetworkStream stream;
    private readonly Channel<byte[]> outgoing = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Queue<Request> unanswered = new();
    private readonly Lock gate = new();
    private long lastSent = Environment.TickCount64;

    private Connection(Server server, Socket socket, NetworkStream stream, ConnectResponse session)
    {
        Server = server;
        this.socket = socket;
        this.stream = stream;
        Session = session;
    }

    public Server Server { get; }

    /// <summary>What the server granted.</summary>
    public ConnectResponse Session { get; }

    /// <summary>Two thirds of the session's timeout without a word from the server, and the connection is given up.</summary>
    private TimeSpan ReadTimeout => TimeSpan.FromMilliseconds(Session.TimeoutMs * 2.0 / 3);

    private TimeSpan PingInterval => TimeSpan.FromMilliseconds(Math.Min(Session.TimeoutMs / 3.0, LongestPingInterval.TotalMilliseconds));

    /// <summary>Connects and shakes hands. Throws <see cref="SocketException"/>, <see cref="IOException"/> or <see cref="TimeoutException"/>.</summary>
    public static async Task<Connection> OpenAsync(Server server, ConnectRequest request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(server.Host, server.Port, deadline.Token);
            var stream = new NetworkStream(socket, ownsSocket: true);
            await stream.WriteAsync(request.ToFrame(), deadline.Token);
            var response = ConnectResponse.Read(await Frame.ReadAsync(stream, deadline.Token));
            return new Connection(server, socket, stream, response);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new TimeoutException($"no session within {timeout.TotalMilliseconds:0} ms");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Queues a request behind those sent before.</summary>
    public void Send(Request request, int xid)
    {
        lock (gate)
        {
            unanswered.Enqueue(request);
            outgoing.Writer.TryWrite(request.Number(xid));
        }
    }

    /// <summary>Queues a frame whose answer nobody waits for.</summary>
    public void Send(byte[] frame) => outgoing.Writer.TryWrite(frame);

    /// <summary>Serves until the connection is lost; always ends with an exception, which says why.</summary>
    public async Task RunAsync(Action<Notification> notified, Action<long> sawZxid, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] loops = [ReadAsync(notified, sawZxid, ending.Token), WriteAsync(ending.Token), PingAsync(ending.Token)];
        var ended = await Task.WhenAny(loops);
        await ending.CancelAsync();
        await Task.WhenAll(loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ended;
    }

    /// <summary>The requests whose fate is not known, once nothing reads any more.</summary>
    public IReadOnlyList<Request> TakeUnanswered()
    {
        lock (gate)
        {
            Request[] left = [.. unanswered];
            unanswered.Clear();
            return left;
        }
    }

    public void Dispose()
    {
        stream.Dispose();
        socket.Dispose();
    }

    private async Task ReadAsync(Action<Notification> notified, Action<long> sawZxid, CancellationToken cancellationToken)
    {
        // Not disposed here: that would take the stream from the loop that writes.
        var buffered = new BufferedStream(stream, 16 * 1024);
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        while (true)
        {
            silence.CancelAfter(ReadTimeout);
            JuteReader content;
            try
            {
                content = await Frame.ReadAsync(buffered, silence.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException($"no word from the server for {ReadTimeout.TotalMilliseconds:0} ms");
            }

            Receive(ReplyHeader.Read(content), content, notified, sawZxid);
        }
    }

    private void Receive(ReplyHeader header, JuteReader content, Action<Notification> notified, Action<long> sawZxid)
    {
        switch (header.Xid)
        {
            case Xid.Ping:
                return;
            case Xid.Notification:
                notified(Notification.Read(content));
                return;
            case Xid.SetWatches when header.Error != 0:
                throw new IOException($"the server refused to set the watches again (error {header.Error})");
            case Xid.SetWatches:
                return;
        }

        Request? request;
        lock (gate)
        {
            if (!unanswered.TryPeek(out request) || request.Xid != header.Xid)
            {
                throw new IOException($"the server answered request {header.Xid}, expected was {request?.Xid.ToString() ?? "none"}");
            }

            unanswered.Dequeue();
        }

        if (header.Zxid > 0)
        {
            sawZxid(header.Zxid);
        }

        request.Complete(header.Error, content);
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        using var batch = new MemoryStream();
        while (await outgoing.Reader.WaitToReadAsync(cancellationToken))
        {
            batch.SetLength(0);
            while (batch.Length < 64 * 1024 && outgoing.Reader.TryRead(out var frame))
            {
                batch.Write(frame);
            }

            await stream.WriteAsync(batch.GetBuffer().AsMemory(0, (int)batch.Length), cancellationToken);
            Volatile.Write(ref lastSent, Environment.TickCount64);
        }
    }

    /// <summary>A ping after each third of the session's timeout in which nothing was sent.</summary>
    private async Task PingAsync(CancellationToken cancellationToken)
    {
        var writer = new JuteWriter();
        writer.WriteInt(Xid.Ping);
        writer.WriteInt((int)OpCode.Ping);
        var ping = writer.ToFrame();
        while (true)
        {
            var left = PingInterval - TimeSpan.FromMilliseconds(Environment.TickCount64 - Volatile.Read(ref lastSent));
            if (left <= TimeSpan.Zero)
            {
                Send(ping);
                left = PingInterval;
            }

            await Task.Delay(left, cancellationToken);
        }
    }
}
