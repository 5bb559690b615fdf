using System.Globalization;

namespace KafkaChaos.Reports;

/// <summary>Text that others wrote (logs, errors, file names), made harmless for a terminal, and numbers and times that read the same in every culture.</summary>
internal static class Printable
{
    /// <summary>One line: breaks and tabs become spaces, every other control character <c>�</c>.</summary>
    public static string Line(string text) => Replace(text.TrimEnd().ReplaceLineEndings("\n"), keepBreaks: false);

    /// <summary>As <see cref="Line"/>, with its line breaks.</summary>
    public static string Lines(string text) => Replace(text.TrimEnd().ReplaceLineEndings("\n"), keepBreaks: true);

    /// <summary>A moment on the run's clock, such as <c>+12.345 s</c>.</summary>
    public static string Moment(TimeSpan at) => at.TotalSeconds.ToString("+0.000;-0.000", CultureInfo.InvariantCulture) + " s";

    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Count(long number, string one) => $"{Count(number)} {one}{(number == 1 ? "" : "s")}";

    private static string Replace(string text, bool keepBreaks) =>
        text.All(letter => !IsHarmful(letter)) ? text : string.Create(text.Length, (text, keepBreaks), static (span, from) =>
        {
            for (var place = 0; place < span.Length; place++)
            {
                var letter = from.text[place];
                span[place] = letter switch
                {
                    '\n' when from.keepBreaks => '\n',
                    '\n' or '\t' => ' ',
                    _ when IsHarmful(letter) => '\uFFFD',
                    _ => letter,
                };
            }
        });

    // Escape sequences move the cursor; bidirectional overrides show words in another order than they are in.
    private static bool IsHarmful(char letter) => char.IsControl(letter) || letter is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
