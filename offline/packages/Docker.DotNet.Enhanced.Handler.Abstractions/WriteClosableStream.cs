namespace Docker.DotNet.Handler.Abstractions;

/// <summary>A two-way stream of which the writing half can be closed first.</summary>
public abstract class WriteClosableStream : Stream
{
    public abstract bool CanCloseWrite { get; }

    public abstract void CloseWrite();
}
