using org.apache.jute;
using org.apache.zookeeper.proto;
using static org.apache.zookeeper.Watcher.Event;

namespace org.apache.zookeeper.session;

/// <summary>
/// A session with the ensemble: keeps a connection to one of its servers, moves to another where that is lost, and ends when it is
/// closed or the ensemble has expired it. Requests made while there is no connection wait for the outcome of the attempt.
/// </summary>
internal sealed class Session
{
    private const int PasswordLength = 16;

    private readonly ConnectString target;
    private readonly ServerRing ring;
    private readonly WatchTable watches;
    private readonly EventQueue events = new();
    private readonly CancellationTokenSource closing = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private readonly Queue<Request> waiting = new();
    private readonly int requestedTimeoutMs;
    private readonly Task running;

    private volatile ConnectResponse granted;
    private volatile ZooKeeper.States state = ZooKeeper.States.CONNECTING;
    private Connection? connection;
    private long lastZxid;
    private int xid;
    private bool everConnected;
    private Task? closed;
    private string lastFailure = "no connection yet";

    public Session(ConnectString target, int timeoutMs, WatchTable watches, long sessionId, byte[]? password)
    {
        this.target = target;
        this.watches = watches;
        granted = new ConnectResponse(0, sessionId, password ?? new byte[PasswordLength]);
        requestedTimeoutMs = timeoutMs;
        ring = new ServerRing(target.Servers);
        running = Task.Run(RunAsync);
    }

    public ZooKeeper.States State => state;

    /// <summary>The session as the ensemble granted it last; id and timeout are 0 until the first connection.</summary>
    public ConnectResponse Granted => granted;

    private TimeSpan Timeout => TimeSpan.FromMilliseconds(granted.TimeoutMs > 0 ? granted.TimeoutMs : requestedTimeoutMs);

    /// <summary>Ends with the answer, or with a <see cref="KeeperException"/>.</summary>
    public Task<JuteReader> SubmitAsync(Request request)
    {
        lock (gate)
        {
            Submit(request);
        }

        return request.Reply;
    }

    /// <summary>Ends the session on the server, where it can be reached within the session's timeout, and here in any case.</summary>
    public Task CloseAsync()
    {
        lock (gate)
        {
            return closed ??= CloseOnceAsync();
        }
    }

    public override string ToString()
    {
        lock (gate)
        {
            return $"State:{state} Timeout:{granted.TimeoutMs} sessionid:0x{granted.SessionId:x} server:{connection?.Server.ToString() ?? "none"} lastZxid:0x{lastZxid:x}";
        }
    }

    private async Task CloseOnceAsync()
    {
        var request = new Request(OpCode.CloseSession, null, static _ => { });
        Submit(request);
        await closing.CancelAsync();
        try
        {
            await request.Reply.WaitAsync(Timeout);
        }
        catch (Exception gone) when (gone is KeeperException or TimeoutException)
        {
            // The session then ends on the server with its timeout.
        }

        await stopping.CancelAsync();
        await running;
    }

    private void Submit(Request request)
    {
        if (state == ZooKeeper.States.CLOSED)
        {
            request.FailWithSessionExpired(lastFailure);
        }
        else if (closing.IsCancellationRequested)
        {
            request.FailWithConnectionLoss("the client is being closed");
        }
        else if (connection is null)
        {
            waiting.Enqueue(request);
        }
        else
        {
            xid = Xid.After(xid);
            connection.Send(request, xid);
        }
    }

    private async Task RunAsync()
    {
        try
        {
            while (!closing.IsCancellationRequested && State != ZooKeeper.States.CLOSED)
            {
                await ConnectAndServeAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // Closed by the caller.
        }
        finally
        {
            End();
        }
    }

    private async Task ConnectAndServeAsync()
    {
        if (everConnected)
        {
            // So that the clients of a lost server do not all arrive at the next one at once.
            await Task.Delay(Random.Shared.Next(1000), closing.Token);
        }

        var server = await ring.NextAsync(closing.Token);
        try
        {
            var request = new ConnectRequest(lastZxid, requestedTimeoutMs, granted.SessionId, granted.Password);
            using var opened = await Connection.OpenAsync(server, request, Timeout / ring.Count, stopping.Token);
            if (opened.Session.Expired)
            {
                Expire(server);
                return;
            }

            Establish(opened);
            await opened.RunAsync(Notified, seen => lastZxid = seen, stopping.Token);
        }
        catch (Exception lost) when (lost is not OperationCanceledException)
        {
            // Whatever it was, a failure of the network or a fault here: the session lives on, and every exception carries the reason.
            Lose($"{server}: {lost.Message}");
        }
    }

    private void Establish(Connection opened)
    {
        ring.Connected();
        lock (gate)
        {
            everConnected = true;
            granted = opened.Session;
            state = ZooKeeper.States.CONNECTED;
            events.SessionChanged(KeeperState.SyncConnected, watches.Everybody());
            foreach (var frame in watches.ToSetWatches(lastZxid).ToFrames())
            {
                opened.Send(frame);
            }

            connection = opened;
            while (waiting.TryDequeue(out var request))
            {
                xid = Xid.After(xid);
                opened.Send(request, xid);
            }
        }
    }

    private void Notified(Notification notification) =>
        events.NodeChanged(notification.Type, target.Chroot.ToClient(notification.Path), watches.Take(notification));

    private void Lose(string reason)
    {
        IReadOnlyList<Request> failed;
        lock (gate)
        {
            lastFailure = reason;
            state = ZooKeeper.States.CONNECTING;
            failed = TakeOutstanding();
        }

        foreach (var request in failed)
        {
            request.FailWithConnectionLoss(reason);
        }

        if (!closing.IsCancellationRequested)
        {
            events.SessionChanged(KeeperState.Disconnected, watches.Everybody());
        }
    }

    private void Expire(Server server)
    {
        IReadOnlyList<Request> failed;
        lock (gate)
        {
            lastFailure = $"{server}: session 0x{granted.SessionId:x} has expired";
            state = ZooKeeper.States.CLOSED;
            failed = TakeOutstanding();
        }

        foreach (var request in failed)
        {
            request.FailWithSessionExpired(lastFailure);
        }

        events.SessionChanged(KeeperState.Expired, watches.Everybody());
    }

    private void End()
    {
        IReadOnlyList<Request> failed;
        lock (gate)
        {
            lastFailure = state == ZooKeeper.States.CLOSED ? lastFailure : "the client was closed";
            state = ZooKeeper.States.CLOSED;
            failed = TakeOutstanding();
        }

        foreach (var request in failed)
        {
            request.FailWithConnectionLoss(lastFailure);
        }

        events.Complete();
    }

    private List<Request> TakeOutstanding()
    {
        List<Request> outstanding = [.. connection?.TakeUnanswered() ?? [], .. waiting];
        waiting.Clear();
        connection = null;
        return outstanding;
    }
}
