using System.ComponentModel;
using System.Diagnostics;

namespace KafkaChaos.Agents;

/// <summary>The machine itself.</summary>
internal sealed class Machine : IMachine
{
    public void Write(string path, string word) => File.WriteAllText(path, word);

    public string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public string Run(string? input, string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0
                ? output
                : throw new InvalidOperationException($"{Shell.Line(program, arguments)} ended with {process.ExitCode}: {(errors.Result + output).Trim().ReplaceLineEndings(" ")}");
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException($"{Shell.Line(program, arguments)} could not be run: {missing.Message}", missing);
        }
    }

    public IProcessHandle? Hold(int process) => ProcessHandle.Open(process);

    public IReadOnlyList<IProcessHandle> AnyDead(IReadOnlyList<IProcessHandle> processes, TimeSpan most) => ProcessHandle.AnyDead([.. processes.Cast<ProcessHandle>()], most);

    public ILoopDevice Attach(string file) => LoopDevice.Attach(file);

    public IFileSystem Reach(string path, int loop) => FileSystem.Open(path, loop);

    public IPacketQueue Delay(int process, ushort number, TimeSpan delay, TimeSpan jitter, int seed) => PacketQueue.Open(process, number, delay, jitter, seed);
}
