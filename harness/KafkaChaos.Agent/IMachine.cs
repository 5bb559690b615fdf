namespace KafkaChaos.Agents;

/// <summary>All that the agent does to the machine that it runs on; what it only looks at, it reads itself.</summary>
internal interface IMachine
{
    /// <summary>Writes a word into a file of the kernel.</summary>
    void Write(string path, string word);

    /// <summary>Reads a file of the kernel.</summary>
    /// <returns>Null where there is none.</returns>
    string? Read(string path);

    /// <summary>Runs another program to its end.</summary>
    /// <param name="input">What is given to it on its standard input; null for none.</param>
    /// <param name="program">Its name.</param>
    /// <param name="arguments">In order.</param>
    /// <returns>What it said on its standard output.</returns>
    /// <exception cref="InvalidOperationException">It is not there, or ended with another code than 0: with what it said.</exception>
    string Run(string? input, string program, IReadOnlyList<string> arguments);

    /// <summary>Takes hold of a process; null where it is gone.</summary>
    IProcessHandle? Hold(int process);

    /// <summary>Waits until one of them is dead.</summary>
    /// <returns>Those that are; empty where none was in time.</returns>
    IReadOnlyList<IProcessHandle> AnyDead(IReadOnlyList<IProcessHandle> processes, TimeSpan most);

    /// <summary>Has the kernel treat a file as a disk.</summary>
    /// <exception cref="InvalidOperationException">The kernel has no free device, or refused the file.</exception>
    ILoopDevice Attach(string file);

    /// <summary>Opens a mounted file system.</summary>
    /// <param name="path">Where it is mounted, as this process reaches it.</param>
    /// <param name="loop">The number of the loop device that it must be on.</param>
    /// <exception cref="InvalidOperationException">It cannot be reached, or what is there is on another device: never is another file system touched.</exception>
    IFileSystem Reach(string path, int loop);

    /// <summary>Has packets wait that a rule sends into a queue.</summary>
    /// <param name="process">One in the network namespace.</param>
    /// <param name="number">Of the queue, as the rule names it.</param>
    /// <param name="delay">Of every packet.</param>
    /// <param name="jitter">See <see cref="PacketSchedule"/>.</param>
    /// <param name="seed">For the jitter.</param>
    /// <exception cref="InvalidOperationException">The kernel has no packet queue, or another program has that one.</exception>
    IPacketQueue Delay(int process, ushort number, TimeSpan delay, TimeSpan jitter, int seed);
}
