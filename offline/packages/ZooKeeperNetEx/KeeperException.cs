namespace org.apache.zookeeper;

/// <summary>A request was not done, or (connection loss) its fate is not known; which of them says the nested class.</summary>
public abstract class KeeperException : Exception
{
    private readonly Code code;
    private readonly string? path;

    private KeeperException(Code code, string? path = null, string? reason = null)
        : base($"KeeperErrorCode = {code}{(path is null ? "" : $" for {path}")}{(reason is null ? "" : $": {reason}")}")
    {
        this.code = code;
        this.path = path;
    }

    public enum Code
    {
        OK = 0,
        RUNTIMEINCONSISTENCY = -2,
        DATAINCONSISTENCY = -3,
        CONNECTIONLOSS = -4,
        MARSHALLINGERROR = -5,
        UNIMPLEMENTED = -6,
        OPERATIONTIMEOUT = -7,
        BADARGUMENTS = -8,
        NONODE = -101,
        NOAUTH = -102,
        BADVERSION = -103,
        NOCHILDRENFOREPHEMERALS = -108,
        NODEEXISTS = -110,
        NOTEMPTY = -111,
        SESSIONEXPIRED = -112,
        INVALIDCALLBACK = -113,
        INVALIDACL = -114,
        AUTHFAILED = -115,
        SESSIONMOVED = -118,
        NOTREADONLY = -119,
    }

    public Code getCode() => code;

    /// <summary>The path that the request named; null where it named none.</summary>
    public string? getPath() => path;

    /// <summary>The exception for a server's error code.</summary>
    internal static Exception Create(int code, string? path) => (Code)code switch
    {
        Code.RUNTIMEINCONSISTENCY => new RuntimeInconsistencyException(),
        Code.DATAINCONSISTENCY => new DataInconsistencyException(),
        Code.CONNECTIONLOSS => new ConnectionLossException(path, "the server says so"),
        Code.MARSHALLINGERROR => new MarshallingErrorException(),
        Code.UNIMPLEMENTED => new UnimplementedException(),
        Code.OPERATIONTIMEOUT => new OperationTimeoutException(),
        Code.BADARGUMENTS => new BadArgumentsException(path),
        Code.NONODE => new NoNodeException(path),
        Code.NOAUTH => new NoAuthException(),
        Code.BADVERSION => new BadVersionException(path),
        Code.NOCHILDRENFOREPHEMERALS => new NoChildrenForEphemeralsException(path),
        Code.NODEEXISTS => new NodeExistsException(path),
        Code.NOTEMPTY => new NotEmptyException(path),
        Code.SESSIONEXPIRED => new SessionExpiredException(path, "the server says so"),
        Code.INVALIDCALLBACK => new InvalidCallbackException(),
        Code.INVALIDACL => new InvalidACLException(path),
        Code.AUTHFAILED => new AuthFailedException(),
        Code.SESSIONMOVED => new SessionMovedException(),
        Code.NOTREADONLY => new NotReadOnlyException(),
        _ => StandIn.NotSupported(
            $"ZooKeeper's error {code}{(path is null ? "" : $" for {path}")}",
            "it is newer than the client's protocol (3.4) and has no exception there; look it up in the server's KeeperException.Code"),
    };

    public class AuthFailedException() : KeeperException(Code.AUTHFAILED);

    public class BadArgumentsException(string? path) : KeeperException(Code.BADARGUMENTS, path);

    public class BadVersionException(string? path) : KeeperException(Code.BADVERSION, path);

    /// <summary>The connection was lost before the answer: a change may have been made or not.</summary>
    public class ConnectionLossException : KeeperException
    {
        public ConnectionLossException()
            : base(Code.CONNECTIONLOSS)
        {
        }

        internal ConnectionLossException(string? path, string reason)
            : base(Code.CONNECTIONLOSS, path, reason)
        {
        }
    }

    public class DataInconsistencyException() : KeeperException(Code.DATAINCONSISTENCY);

    public class InvalidACLException(string? path = null) : KeeperException(Code.INVALIDACL, path);

    public class InvalidCallbackException() : KeeperException(Code.INVALIDCALLBACK);

    public class MarshallingErrorException() : KeeperException(Code.MARSHALLINGERROR);

    public class NoAuthException() : KeeperException(Code.NOAUTH);

    public class NoChildrenForEphemeralsException(string? path) : KeeperException(Code.NOCHILDRENFOREPHEMERALS, path);

    public class NodeExistsException(string? path) : KeeperException(Code.NODEEXISTS, path);

    public class NoNodeException(string? path) : KeeperException(Code.NONODE, path);

    public class NotEmptyException(string? path) : KeeperException(Code.NOTEMPTY, path);

    public class NotReadOnlyException() : KeeperException(Code.NOTREADONLY);

    public class OperationTimeoutException() : KeeperException(Code.OPERATIONTIMEOUT);

    public class RuntimeInconsistencyException() : KeeperException(Code.RUNTIMEINCONSISTENCY);

    /// <summary>The session is over (expired, or closed by this client): a new client is needed.</summary>
    public class SessionExpiredException : KeeperException
    {
        public SessionExpiredException()
            : base(Code.SESSIONEXPIRED)
        {
        }

        internal SessionExpiredException(string? path, string reason)
            : base(Code.SESSIONEXPIRED, path, reason)
        {
        }
    }

    public class SessionMovedException() : KeeperException(Code.SESSIONMOVED);

    public class UnimplementedException() : KeeperException(Code.UNIMPLEMENTED);
}
