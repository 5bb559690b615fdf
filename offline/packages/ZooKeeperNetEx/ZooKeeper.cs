using org.apache.jute;
using org.apache.zookeeper.data;
using org.apache.zookeeper.proto;
using org.apache.zookeeper.session;

namespace org.apache.zookeeper;

/// <summary>A client of a ZooKeeper ensemble. Requests may be made at once; they fail with <see cref="KeeperException"/>.</summary>
public class ZooKeeper
{
    private readonly WatchTable watches;
    private readonly Chroot chroot;
    private readonly Session session;

    /// <param name="connectstring">Servers and, optionally, a root path: <c>a:2181,b:2181/kafka</c>.</param>
    /// <param name="sessionTimeout">Milliseconds asked for; the ensemble grants 2 to 20 ticks.</param>
    /// <param name="watcher">Is told of the session's state, and of znodes watched with <c>watch: true</c>.</param>
    /// <param name="canBeReadOnly">Not supported: must be false.</param>
    public ZooKeeper(string connectstring, int sessionTimeout, Watcher? watcher, bool canBeReadOnly = false)
        : this(connectstring, sessionTimeout, watcher, 0, null, canBeReadOnly)
    {
    }

    /// <summary>Takes over a session that another client has opened.</summary>
    public ZooKeeper(string connectstring, int sessionTimeout, Watcher? watcher, long sessionId, byte[]? sessionPasswd, bool canBeReadOnly = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sessionTimeout);
        if (canBeReadOnly)
        {
            throw StandIn.NotSupported("canBeReadOnly", "it only speaks to servers that are part of a quorum; leave it false");
        }

        var target = ConnectString.Parse(connectstring);
        chroot = target.Chroot;
        watches = new WatchTable(watcher);
        session = new Session(target, sessionTimeout, watches, sessionId, sessionPasswd);
    }

    public enum States
    {
        NOT_CONNECTED,
        CONNECTING,
        CONNECTED,
        CONNECTEDREADONLY,
        CLOSED,
        AUTH_FAILED,
    }

    public States getState() => session.State;

    /// <summary>0 until the first connection.</summary>
    public long getSessionId() => session.Granted.SessionId;

    public byte[] getSessionPasswd() => [.. session.Granted.Password];

    /// <summary>Milliseconds as the ensemble granted them; 0 until the first connection.</summary>
    public int getSessionTimeout() => session.Granted.TimeoutMs;

    /// <summary>Ends the session, and with it its ephemeral znodes.</summary>
    public Task closeAsync() => session.CloseAsync();

    /// <summary>Answers with the path, which has its number where the mode is sequential.</summary>
    public async Task<string> createAsync(string path, byte[]? data, List<ACL> acl, CreateMode createMode)
    {
        ArgumentNullException.ThrowIfNull(createMode);
        ZnodePath.Validate(path, createMode.isSequential());
        CheckAcl(acl, path);
        var reply = await Ask(OpCode.Create, path, to =>
        {
            to.WriteBuffer(data);
            to.WriteVector(acl, ACL.Write);
            to.WriteInt(createMode.toFlag());
        });
        return chroot.ToClient(reply.ReadString() ?? "");
    }

    /// <summary>Version -1 deletes whatever the version.</summary>
    public Task deleteAsync(string path, int version = -1)
    {
        ZnodePath.Validate(path);
        return Ask(OpCode.Delete, path, to => to.WriteInt(version));
    }

    /// <summary>Null where there is no such znode. The watch fires when it is created, changed or deleted.</summary>
    public async Task<Stat?> existsAsync(string path, Watcher? watcher)
    {
        ZnodePath.Validate(path);
        try
        {
            var reply = await Ask(OpCode.Exists, path, to => to.WriteBool(watcher is not null), Watching(path, watcher, WatchKind.Data, WatchKind.Exist));
            return new Stat(reply);
        }
        catch (KeeperException.NoNodeException)
        {
            return null;
        }
    }

    public Task<Stat?> existsAsync(string path, bool watch = false) => existsAsync(path, SessionWatcher(watch));

    public async Task<DataResult> getDataAsync(string path, Watcher? watcher)
    {
        ZnodePath.Validate(path);
        var reply = await Ask(OpCode.GetData, path, to => to.WriteBool(watcher is not null), Watching(path, watcher, WatchKind.Data));
        return new DataResult(reply.ReadBuffer(), new Stat(reply));
    }

    public Task<DataResult> getDataAsync(string path, bool watch = false) => getDataAsync(path, SessionWatcher(watch));

    /// <summary>Version -1 sets whatever the version.</summary>
    public async Task<Stat> setDataAsync(string path, byte[]? data, int version = -1)
    {
        ZnodePath.Validate(path);
        var reply = await Ask(OpCode.SetData, path, to =>
        {
            to.WriteBuffer(data);
            to.WriteInt(version);
        });
        return new Stat(reply);
    }

    public async Task<ACLResult> getACLAsync(string path)
    {
        ZnodePath.Validate(path);
        var reply = await Ask(OpCode.GetAcl, path, static _ => { });
        return new ACLResult(reply.ReadVector(ACL.Read), new Stat(reply));
    }

    /// <summary>Version -1 sets whatever the version of the access list.</summary>
    public async Task<Stat> setACLAsync(string path, List<ACL> acl, int aclVersion = -1)
    {
        ZnodePath.Validate(path);
        CheckAcl(acl, path);
        var reply = await Ask(OpCode.SetAcl, path, to =>
        {
            to.WriteVector(acl, ACL.Write);
            to.WriteInt(aclVersion);
        });
        return new Stat(reply);
    }

    public async Task<ChildrenResult> getChildrenAsync(string path, Watcher? watcher)
    {
        ZnodePath.Validate(path);
        var reply = await Ask(OpCode.GetChildren, path, to => to.WriteBool(watcher is not null), Watching(path, watcher, WatchKind.Children));
        return new ChildrenResult(reply.ReadVector(static from => from.ReadString() ?? ""), new Stat(reply));
    }

    public Task<ChildrenResult> getChildrenAsync(string path, bool watch = false) => getChildrenAsync(path, SessionWatcher(watch));

    /// <summary>The server has caught up with the leader when this ends: reads after it see all that was acknowledged before it.</summary>
    public Task sync(string path)
    {
        ZnodePath.Validate(path);
        return Ask(OpCode.Sync, path, static _ => { });
    }

    /// <summary>Not supported.</summary>
    public void addAuthInfo(string scheme, byte[] auth) =>
        throw StandIn.NotSupported($"addAuthInfo({scheme})", "it authenticates nobody; use ZooDefs.Ids.OPEN_ACL_UNSAFE");

    public override string ToString() => session.ToString();

    private static void CheckAcl(List<ACL> acl, string path)
    {
        if (acl is null || acl.Count == 0)
        {
            throw new KeeperException.InvalidACLException(path);
        }
    }

    private Task<JuteReader> Ask(OpCode operation, string path, Action<JuteWriter> afterPath, Action<int>? replied = null)
    {
        void Write(JuteWriter to)
        {
            to.WriteString(chroot.ToServer(path));
            afterPath(to);
        }

        return session.SubmitAsync(new Request(operation, path, Write, replied));
    }

    private Watcher? SessionWatcher(bool watch) => !watch
        ? null
        : watches.SessionWatcher ?? throw new InvalidOperationException("watch: true tells the watcher given to the client, and none was given: pass a watcher.");

    /// <summary>Registers the watch once the server has set it: on the znode where it is there, else on its creation where that can be watched.</summary>
    private Action<int>? Watching(string path, Watcher? watcher, WatchKind found, WatchKind? missing = null) => watcher is null
        ? null
        : error =>
        {
            var kind = error == 0 ? found : error == (int)KeeperException.Code.NONODE ? missing : null;
            if (kind is { } set)
            {
                watches.Add(set, chroot.ToServer(path), watcher);
            }
        };
}
