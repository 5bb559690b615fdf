using KafkaChaos.Histories;

namespace KafkaChaos.Checking;

/// <summary>Acknowledged records, counted by what the final read and the disks say of each.</summary>
internal sealed class DiskTally
{
    private long _lost;
    private long _nowhere;

    /// <summary>Found, and in the log.</summary>
    public long Agreed { get; private set; }

    /// <summary>Lost, and on no replica's disk.</summary>
    public long OnNone { get; private set; }

    /// <summary>Lost, and only on disks of replicas that do not lead.</summary>
    public long OnSome { get; private set; }

    /// <summary>Lost, and in the log that the final read went through.</summary>
    public long Unread { get; private set; }

    /// <summary>Found, and not in the log that the final read went through.</summary>
    public long Claimed { get; private set; }

    /// <summary>The disks that were read do not tell.</summary>
    public long Unknown { get; private set; }

    /// <summary>Found, and not to be looked for: no disk of the partition was read, or the log's beginning was removed since.</summary>
    public long Aside { get; private set; }

    /// <summary>The disks that would have to be read to tell what is unknown.</summary>
    public List<string> Unlooked { get; } = [];

    /// <summary>Records of which the final read and the disks say different things.</summary>
    public List<Flaw> Contradicted { get; } = [];

    /// <summary>Lost records that stand somewhere all the same.</summary>
    public List<Evidence> Stray { get; } = [];

    public IEnumerable<Figure> Figures =>
    [
        new("compared", Agreed + OnNone + OnSome + Unread + Claimed, "records"),
        new("lost", _lost, "records"),
        new("on no replica", OnNone + _nowhere, "records"),
        new("on some", OnSome, "records"),
        new("in the log, unread", Unread, "records"),
        new("read, not in the log", Claimed, "records"),
        new("not known", Unknown, "records"),
        new("not compared", Aside, "records"),
    ];

    /// <param name="log">A partition whose final read proves what it did not find.</param>
    /// <param name="disks">Those of its replicas.</param>
    public void Add(PartitionLog log, PartitionDisks disks)
    {
        var before = Unknown;
        foreach (var session in log.Sessions)
        {
            foreach (var record in session.Records.Where(record => record.Outcome == Outcome.Ok))
            {
                var (holders, leads) = disks.Look(session.Producer, record.Sequence);
                if (record.Found is { } offset)
                {
                    AddFound(log, session, record, disks, offset, holders, leads);
                }
                else
                {
                    AddLost(log, session, record, disks, holders, leads);
                }
            }
        }

        if (Unknown > before)
        {
            Unlooked.Add($"{log.Name} on {Say.List(disks.Unread)}");
        }
    }

    private void AddFound(PartitionLog log, ProducerSession session, SentRecord record, PartitionDisks disks, long offset, int holders, bool? leads)
    {
        if (leads == true || (leads is null && holders > 0))
        {
            Agreed++;
        }
        else if (disks.Read == 0 || offset < disks.Start)
        {
            Aside++;
        }
        else if (leads is null)
        {
            Unknown++;
        }
        else
        {
            Claimed++;
            _nowhere += holders == 0 && disks.Unread.Count == 0 ? 1 : 0;
            Show(log, session, record, $"was read at offset {offset}, and {(holders == 0 ? "no disk that was read holds it" : $"of the disks only {Say.List(disks.HoldersOf(session.Producer, record.Sequence))} holds it, which does not lead")}");
        }
    }

    private void AddLost(PartitionLog log, ProducerSession session, SentRecord record, PartitionDisks disks, int holders, bool? leads)
    {
        _lost++;
        if (leads == true)
        {
            Unread++;
            Show(log, session, record, $"was not read, and stands on the disks of {Say.List(disks.HoldersOf(session.Producer, record.Sequence))}");
        }
        else if (holders > 0 && (leads == false || holders < disks.Read))
        {
            OnSome++;
            if (Stray.Count < Finding.MostEvidence)
            {
                Stray.Add(new(record.At, $"log segments of {Say.List(disks.HoldersOf(session.Producer, record.Sequence))}", $"{log.Name} {session.Producer} #{record.Sequence} stands there"));
            }
        }
        else if (holders == 0 && disks.Unread.Count == 0)
        {
            OnNone++;
        }
        else
        {
            Unknown++;
        }
    }

    private void Show(PartitionLog log, ProducerSession session, SentRecord record, string what)
    {
        if (Contradicted.Count < Finding.MostEvidence)
        {
            Contradicted.Add(new(record.At, $"{log.Name} {session.Producer} #{record.Sequence} {what}", log.MarkOf(session, record.Sequence)));
        }
    }
}
