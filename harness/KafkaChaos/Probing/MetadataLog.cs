using KafkaChaos.Clusters;

namespace KafkaChaos.Probing;

/// <summary>A cluster's metadata as its KRaft quorum committed it, read off its log through whichever controller leads.</summary>
/// <param name="controllers">Node ids, and endpoints of the controller listeners.</param>
/// <param name="time">Tells how long nothing was committed.</param>
internal sealed class MetadataLog(IReadOnlyList<(int Id, string Endpoint)> controllers, TimeProvider time) : IDisposable
{
    private MetadataReplay _replay = new();

    // To the one that led at the last look, with its epoch.
    private (KafkaConnection Connection, int Epoch)? _leader;
    private volatile MetadataImage _image = MetadataImage.Empty;

    // What was committed at the last look, and since when no more is.
    private (long Offset, long Since) _still = (-1, 0);

    // One that leads writes twice a second. One that was cut off and voted out answers on, and does not.
    private static TimeSpan LongestPause { get; } = TimeSpan.FromSeconds(1);

    private bool IsStill => time.GetElapsedTime(_still.Since) > LongestPause;

    /// <summary>As of the last look; any thread may read it.</summary>
    public MetadataImage Image => _image;

    /// <summary>Reads all that was committed since the look before. One look at a time.</summary>
    /// <param name="changed">Gets the image after each batch that changed a partition, a broker or the leader: no state in between is left out.</param>
    /// <param name="token">Ends it.</param>
    /// <returns>False where no controller answered that leads and knows what is committed.</returns>
    /// <exception cref="InvalidDataException">What answers does not speak Kafka's protocol.</exception>
    /// <exception cref="EnvironmentException">The log does not have any more what comes next.</exception>
    public async Task<bool> LookAsync(Action<MetadataImage>? changed, CancellationToken token)
    {
        if (_leader is not null && await ReadAsync(changed, token) && !IsStill)
        {
            return true;
        }

        Leave();
        _leader = await FindAsync(token);
        if (_leader is not null && await ReadAsync(changed, token))
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Dispose() => Leave();

    private void Leave()
    {
        _leader?.Connection.Dispose();
        _leader = null;
    }

    private async Task<(KafkaConnection Connection, int Epoch)?> FindAsync(CancellationToken token)
    {
        var asked = controllers.Select(one => AskAsync(one.Id, new(one.Endpoint), token)).ToList();
        var leader = default((KafkaConnection Connection, int Epoch)?);
        try
        {
            // Silent ones take their time, and the one that leads need not wait for them, unless it is in doubt which one that is.
            await foreach (var told in Task.WhenEach(asked))
            {
                if (await told is { } found && !(found.Epoch <= leader?.Epoch))
                {
                    leader = found;
                    if (!IsStill)
                    {
                        break;
                    }
                }
            }

            return leader;
        }
        finally
        {
            foreach (var other in asked)
            {
                _ = DisposeAsync(other, leader?.Connection);
            }
        }
    }

    private async Task<(KafkaConnection Connection, int Epoch)?> AskAsync(int id, KafkaConnection connection, CancellationToken token)
    {
        var kept = false;
        try
        {
            var told = await ControllerStatus.AskAsync(id, connection, token);
            // One that slept through the election of another still says that it leads.
            kept = told.Mode == Histories.MemberMode.Leader && told.Epoch >= _image.Epoch;
            return kept ? (connection, told.Epoch) : null;
        }
        finally
        {
            if (!kept)
            {
                connection.Dispose();
            }
        }
    }

    private static async Task DisposeAsync(Task<(KafkaConnection Connection, int Epoch)?> asked, KafkaConnection? kept)
    {
        try
        {
            if (await asked is { } found && found.Connection != kept)
            {
                found.Connection.Dispose();
            }
        }
        // Whoever awaited all of them has heard of it.
        catch (Exception told) when (told is OperationCanceledException or InvalidDataException)
        {
        }
    }

    private async Task<bool> ReadAsync(Action<MetadataImage>? changed, CancellationToken token)
    {
        var (connection, epoch) = _leader!.Value;
        var until = default(long?);
        do
        {
            var offset = _image.Offset;
            var answer = await QuorumFetch.AskAsync(connection, epoch, offset, _replay.Epoch, token);
            if (answer?.Elsewhere is { } elsewhere)
            {
                throw new EnvironmentException(
                    "The log of the controllers is not there any more where it is to be read on.",
                    $"metadata log of {connection.Endpoint}, offset {offset}, epoch {_replay.Epoch}",
                    elsewhere,
                    "what was committed since the look before",
                    "raise metadata.log.max.snapshot.interval.ms (an hour by default) in the scenario's settings");
            }

            // What was committed is gone: the log is another one, and is read from its beginning.
            if (answer is { Diverges: true } && offset > 0)
            {
                (_replay, _image, until) = (new(), MetadataImage.Empty, null);
                continue;
            }

            if (answer is not { Error: 0, HighWatermark: >= 0, Records: { } records })
            {
                return false;
            }

            until ??= answer.HighWatermark;
            _still = answer.HighWatermark == _still.Offset ? _still : (answer.HighWatermark, time.GetTimestamp());
            foreach (var batch in RecordBatch.ReadAll(records).TakeWhile(batch => batch.Next <= answer.HighWatermark).Where(batch => batch.Next > offset))
            {
                var tells = _replay.Apply(batch);
                _image = _replay.Image;
                if (tells)
                {
                    changed?.Invoke(_image);
                }
            }

            if (_image.Offset == offset && offset < until)
            {
                throw new InvalidDataException($"metadata log of {connection.Endpoint}: no whole batch at offset {offset}, where {until} is committed");
            }
        }
        while (until is null || _image.Offset < until);
        return true;
    }
}
