using System.Buffers.Binary;
using org.apache.jute;
using org.apache.zookeeper.proto;

namespace org.apache.zookeeper.session;

/// <summary>One request on its way; <see cref="Reply"/> ends with the answer's content or with its exception.</summary>
internal sealed class Request
{
    private readonly TaskCompletionSource<JuteReader> reply = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] frame;
    private readonly string? path;
    private readonly Action<int>? replied;

    /// <param name="operation">What is asked.</param>
    /// <param name="path">The path that exceptions name.</param>
    /// <param name="content">Writes what comes after the header.</param>
    /// <param name="replied">Is called with the error code (0: none) before any later frame is read: the place to register a watch.</param>
    public Request(OpCode operation, string? path, Action<JuteWriter> content, Action<int>? replied = null)
    {
        var writer = new JuteWriter();
        writer.WriteInt(0); // the place of the number, which is given when it is sent
        writer.WriteInt((int)operation);
        content(writer);
        frame = writer.ToFrame();
        this.path = path;
        this.replied = replied;
    }

    public Task<JuteReader> Reply => reply.Task;

    public int Xid { get; private set; }

    /// <summary>The frame to send under this number.</summary>
    public byte[] Number(int xid)
    {
        Xid = xid;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(sizeof(int)), xid);
        return frame;
    }

    public void Complete(int error, JuteReader content)
    {
        replied?.Invoke(error);
        if (error == 0)
        {
            reply.TrySetResult(content);
        }
        else
        {
            reply.TrySetException(KeeperException.Create(error, path));
        }
    }

    public void FailWithConnectionLoss(string reason) => reply.TrySetException(new KeeperException.ConnectionLossException(path, reason));

    public void FailWithSessionExpired(string reason) => reply.TrySetException(new KeeperException.SessionExpiredException(path, reason));
}
