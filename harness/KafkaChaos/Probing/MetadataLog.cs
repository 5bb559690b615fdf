namespace KafkaChaos.Probing;

/// <summary>A cluster's metadata as its KRaft quorum committed it, read off its log through whichever controller leads.</summary>
/// <param name="controllers">Node ids, and endpoints of the controller listeners.</param>
internal sealed class MetadataLog(IReadOnlyList<(int Id, string Endpoint)> controllers) : IDisposable
{
    private readonly MetadataReplay _replay = new();

    // To the one that led at the last look, with its epoch.
    private (KafkaConnection Connection, int Epoch)? _leader;
    private volatile MetadataImage _image = MetadataImage.Empty;

    /// <summary>As of the last look; any thread may read it.</summary>
    public MetadataImage Image => _image;

    /// <summary>Reads all that was committed since the look before. One look at a time.</summary>
    /// <param name="changed">Gets the image after each batch that changed a partition, a broker or the leader: no state in between is left out.</param>
    /// <param name="token">Ends it.</param>
    /// <returns>False where no controller answered that leads and knows what is committed.</returns>
    /// <exception cref="InvalidDataException">What answers does not speak Kafka's protocol.</exception>
    /// <exception cref="InvalidOperationException">The log does not have any more what comes next.</exception>
    public async Task<bool> LookAsync(Action<MetadataImage>? changed, CancellationToken token)
    {
        if (_leader is not null && await ReadAsync(changed, token))
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
            // Silent ones take their time, and the one that leads need not wait for them.
            await foreach (var told in Task.WhenEach(asked))
            {
                if (await told is { } found)
                {
                    leader = found;
                    break;
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
        var (mode, epoch) = await ControllerStatus.AskAsync(id, connection, token);
        // One that slept through the election of another still says that it leads.
        if (mode == Histories.MemberMode.Leader && epoch >= _image.Epoch)
        {
            return (connection, (int)epoch);
        }

        connection.Dispose();
        return null;
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
                throw new InvalidOperationException(
                    $"metadata log of {connection.Endpoint}: offset {offset}, epoch {_replay.Epoch} is not in it any more: {elsewhere}; " +
                    "expected the whole log, which a controller keeps for an hour and for 20 MB. Make the run shorter, or raise metadata.log.max.snapshot.interval.ms.");
            }

            if (answer is not { Error: 0, HighWatermark: >= 0, Records: { } records })
            {
                return false;
            }

            until ??= answer.HighWatermark;
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
        while (_image.Offset < until);
        return true;
    }
}
