using System.Text;

namespace KafkaChaos.Scenarios;

/// <summary>The text of one file, as it was read.</summary>
/// <param name="Path">As it was asked for.</param>
/// <param name="Text">Without a byte order mark.</param>
public sealed record SourceFile(string Path, string Text)
{
    private const int MostBytes = 1024 * 1024;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The file's text, or null; then a problem at <paramref name="asked"/> says why.</summary>
    internal static SourceFile? Open(string path, Position asked, string key, Problems problems)
    {
        try
        {
            if (Directory.Exists(path))
            {
                problems.Error(asked, key, "is a folder; give a file", path);
                return null;
            }

            using var file = File.OpenRead(path);
            var bytes = new byte[MostBytes + 1];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (length > MostBytes)
            {
                problems.Error(asked, key, "larger than 1 MiB; no scenario is", path);
                return null;
            }

            return new SourceFile(path, Utf8.GetString(bytes, 0, length).TrimStart('\uFEFF'));
        }
        catch (DecoderFallbackException broken)
        {
            problems.Error(asked, key, $"not UTF-8 at byte {broken.Index}; save it as UTF-8", path);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            problems.Error(asked, key, "there is no such file", path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problems.Error(asked, key, $"cannot be read: {refused.Message}", path);
        }

        return null;
    }
}
