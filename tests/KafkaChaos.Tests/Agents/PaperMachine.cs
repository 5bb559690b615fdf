using System.Globalization;
using KafkaChaos.Agents;

namespace KafkaChaos.Tests.Agents;

/// <summary>Writes down what the agent does, in order and in the words of the history, and does none of it but the writing of files below a folder.</summary>
/// <param name="root">Left out of what is written down.</param>
internal sealed class PaperMachine(string root) : IMachine
{
    private readonly List<string> _done = [];
    private readonly List<PaperProcess> _killed = [];
    private readonly Dictionary<string, Queue<string>> _answers = [];
    private string? _refused;
    private string? _lost;
    private (string Group, int Requests) _stuck = ("", 0);
    private int _loops;
    private bool _full;

    /// <summary>What was done since <see cref="Forget"/>. What leaves no trace is in brackets.</summary>
    public IReadOnlyList<string> Done
    {
        get
        {
            lock (_done)
            {
                return [.. _done];
            }
        }
    }

    /// <summary>How many packets the packet queues were not told of.</summary>
    public long QueueMissed { get; set; }

    /// <summary>Why the packet queues hold nothing any more; null while they do.</summary>
    public string? QueueFailure { get; set; }

    public void Forget()
    {
        lock (_done)
        {
            _done.Clear();
        }
    }

    /// <summary>Has everything fail from now on whose words hold these.</summary>
    public void Refuse(string words) => _refused = words;

    /// <summary>Has the kernel refuse it as where a file goes away meanwhile.</summary>
    public void Lose(string words) => _lost = words;

    /// <summary>Has programs whose command lines, and files whose paths, hold these words say something, each time the next, and the last from then on.</summary>
    public void Say(string words, params string[] said) => _answers[words] = new(said);

    /// <summary>Has a group of version 1 go on freezing without an end, for so many requests.</summary>
    public void Stick(string group, int requests) => _stuck = (group, requests);

    public void Write(string path, string word)
    {
        Do($"echo {word} >{path}");
        var stuck = word == "FROZEN" && _stuck.Requests > 0 && path.EndsWith($"{_stuck.Group}/freezer.state", StringComparison.Ordinal);
        _stuck.Requests -= stuck ? 1 : 0;
        File.WriteAllText(path, stuck ? "FREEZING" : word);
        if (Path.GetFileName(path) == "cgroup.freeze")
        {
            File.WriteAllText(Path.Combine(Path.GetDirectoryName(path)!, "cgroup.events"), $"populated 1\nfrozen {word}\n");
        }
    }

    public string Run(string? input, string program, IReadOnlyList<string> arguments)
    {
        var line = Shell.Line(program, arguments, input);
        Do(line);
        return Answer(line) ?? "";
    }

    public string? Read(string path)
    {
        Do($"cat {path}");
        return Answer(path);
    }

    public IProcessHandle? Hold(int process) => new PaperProcess(this, process);

    public IReadOnlyList<IProcessHandle> AnyDead(IReadOnlyList<IProcessHandle> processes, TimeSpan most) => [.. processes.Intersect(_killed)];

    public ILoopDevice Attach(string file)
    {
        var device = new PaperLoop(this, Interlocked.Increment(ref _loops));
        Do($"losetup {device.Path} {file} # detached by the kernel at its last close");
        return device;
    }

    public IFileSystem Reach(string path, int loop)
    {
        Do($"[open {path} on loop{loop}]");
        return new PaperFileSystem(this, path, loop);
    }

    public IPacketQueue Delay(int process, ushort number, TimeSpan delay, TimeSpan jitter, int seed)
    {
        Do(string.Create(CultureInfo.InvariantCulture, $"hold the packets of queue {number} in /proc/{process}/ns/net for {delay.TotalNanoseconds} ns, jitter {jitter.TotalNanoseconds} ns"));
        return new PaperQueue(this, number);
    }

    /// <summary>As in <see cref="Done"/>: without the folder.</summary>
    public string Short(string words) => words.Replace(root, "", StringComparison.Ordinal);

    private string? Answer(string asked) =>
        _answers.FirstOrDefault(answer => asked.Contains(answer.Key, StringComparison.Ordinal)).Value is not { } said ? null : said.Count > 1 ? said.Dequeue() : said.Peek();

    private void Do(string what)
    {
        var words = Short(what);
        lock (_done)
        {
            _done.Add(words);
        }

        if (_refused is not null && words.Contains(_refused, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{words}: refused");
        }

        if (_lost is not null && words.Contains(_lost, StringComparison.Ordinal))
        {
            throw new IOException("No such device");
        }
    }

    private sealed record PaperProcess(PaperMachine Machine, int Process) : IProcessHandle
    {
        public void SendKill()
        {
            Machine.Do($"kill -KILL {Process}");
            Machine._killed.Add(this);
        }

        public void Dispose()
        {
        }
    }

    private sealed record PaperLoop(PaperMachine Machine, int Number) : ILoopDevice
    {
        public string Path => $"/dev/loop{Number}";

        public void Dispose() => Machine.Do($"[close {Path}]");
    }

    // Of a disk of two blocks, of which a full one has none.
    private sealed record PaperFileSystem(PaperMachine Machine, string Path, int Loop) : IFileSystem
    {
        public long Room => Machine._full ? 0 : 8192;

        public void ShutDown() => Machine.Do($"ioctl EXT4_IOC_SHUTDOWN NOLOGFLUSH /dev/loop{Loop}");

        public long Fill(string file)
        {
            Machine.Do($"fill {Path}/{file}");
            Machine._full = true;
            return 8192;
        }

        public void Remove(string file)
        {
            Machine.Do($"rm {Path}/{file}");
            Machine._full = false;
        }

        public void Flush(string file) => Machine.Do($"sync {Path}/{file}");

        public void Dispose() => Machine.Do($"[close {Path}]");
    }

    private sealed record PaperQueue(PaperMachine Machine, ushort Number) : IPacketQueue
    {
        public string? Failure => Machine.QueueFailure;

        public long Missed => Machine.QueueMissed;

        public void Dispose() => Machine.Do($"let the packets of queue {Number} go on");
    }
}
