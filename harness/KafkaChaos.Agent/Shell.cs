namespace KafkaChaos.Agents;

/// <summary>Runs other programs, and keeps what it ran.</summary>
internal static class Shell
{
    /// <param name="machine">Where it is run.</param>
    /// <param name="commands">Gets the command line, and what was given to it on its standard input.</param>
    /// <param name="input">Null for none.</param>
    /// <returns>What it said on its standard output.</returns>
    /// <exception cref="InvalidOperationException">As <see cref="IMachine.Run"/>.</exception>
    public static string Run(this IMachine machine, List<string> commands, string? input, string program, params string[] arguments)
    {
        lock (commands)
        {
            commands.Add(Line(program, arguments, input));
        }

        return machine.Run(input, program, arguments);
    }

    /// <summary>Reads a file of the kernel.</summary>
    /// <param name="machine">Where it is.</param>
    /// <param name="commands">Gets what was read.</param>
    /// <returns>Null where there is none.</returns>
    public static string? Read(this IMachine machine, List<string> commands, string path)
    {
        lock (commands)
        {
            commands.Add($"cat {path}");
        }

        return machine.Read(path);
    }

    /// <summary>As one would type it.</summary>
    public static string Line(string program, IReadOnlyList<string> arguments, string? input = null) =>
        $"{program} {string.Join(' ', arguments)}{(input is null ? "" : $" <<<'{input.TrimEnd()}'")}";
}
