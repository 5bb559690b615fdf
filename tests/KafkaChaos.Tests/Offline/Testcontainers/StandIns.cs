using System.Runtime.InteropServices;
using Mono.Cecil;

namespace KafkaChaos.Tests.Offline.Testcontainers;

/// <summary>The compiled stand-ins of offline/packages, and what an assembly asks of them that they do not have.</summary>
internal sealed class StandIns : IDisposable
{
    private readonly Dictionary<string, AssemblyDefinition> _assemblies = [];
    private readonly Resolver _resolver;

    public StandIns(string folder)
    {
        _resolver = new Resolver(_assemblies);
        foreach (var file in Directory.GetFiles(folder, "*.dll"))
        {
            var assembly = Read(file);
            _assemblies.Add(assembly.Name.Name, assembly);
        }
    }

    public IReadOnlyDictionary<string, AssemblyDefinition> Assemblies => _assemblies;

    /// <returns>One line for each assembly, type and member that the stand-ins lack or hide, in order; and how many were looked up.</returns>
    public (IReadOnlyList<string> Unresolved, int Total) Resolve(string file)
    {
        using var user = Read(file);
        var module = user.MainModule;
        var assemblies = module.AssemblyReferences.Where(a => _assemblies.ContainsKey(a.Name)).ToArray();
        var types = module.GetTypeReferences().Where(IsOurs).ToArray();
        var members = module.GetMemberReferences().Where(m => IsOurs(m.DeclaringType)).ToArray();
        var unresolved = assemblies.Select(Identity).Concat(types.Select(Problem)).Concat(members.Select(Problem)).OfType<string>().Order(StringComparer.Ordinal);
        return (unresolved.ToArray(), assemblies.Length + types.Length + members.Length);
    }

    public void Dispose()
    {
        foreach (var assembly in _assemblies.Values)
        {
            assembly.Dispose();
        }

        _resolver.Dispose();
    }

    private AssemblyDefinition Read(string file) => AssemblyDefinition.ReadAssembly(file, new ReaderParameters { AssemblyResolver = _resolver });

    private bool IsOurs(TypeReference type) => type.GetElementType().Scope is AssemblyNameReference assembly && _assemblies.ContainsKey(assembly.Name);

    // The compiler refuses another public key, the runtime a lower version.
    private string? Identity(AssemblyNameReference wanted)
    {
        var seen = _assemblies[wanted.Name].Name;
        return seen.Version >= wanted.Version && seen.PublicKeyToken.SequenceEqual(wanted.PublicKeyToken) ? null : $"assembly {wanted.FullName}: the stand-in is {seen.FullName}";
    }

    private static string? Problem(TypeReference type) => type.Resolve() switch
    {
        null => $"type {type.FullName}: missing",
        var found when !IsVisible(found) => $"type {type.FullName}: not public",
        var found when found.IsValueType != type.IsValueType && type.IsValueType => $"type {type.FullName}: not a value type",
        _ => null,
    };

    private static string? Problem(MemberReference member) => (IMemberDefinition?)Definition(member) switch
    {
        null => $"member {member.FullName}: missing",
        MethodDefinition { IsPublic: false, IsFamily: false, IsFamilyOrAssembly: false } => $"member {member.FullName}: not visible",
        FieldDefinition { IsPublic: false, IsFamily: false, IsFamilyOrAssembly: false } => $"member {member.FullName}: not visible",
        MethodDefinition method when method.IsStatic == ((MethodReference)member).HasThis => $"member {member.FullName}: static and instance confused",
        _ => null,
    };

    private static IMemberDefinition? Definition(MemberReference member)
    {
        if (member.DeclaringType.Resolve() is null)
        {
            return null;
        }

        return member is MethodReference method ? method.Resolve() : ((FieldReference)member).Resolve();
    }

    private static bool IsVisible(TypeDefinition type) => type.IsPublic || (type.IsNestedPublic && IsVisible(type.DeclaringType));

    // The stand-ins, and the runtime's own assemblies for what they derive from; never the real packages.
    private sealed class Resolver : DefaultAssemblyResolver
    {
        private readonly Dictionary<string, AssemblyDefinition> _own;

        public Resolver(Dictionary<string, AssemblyDefinition> own)
        {
            _own = own;
            foreach (var folder in GetSearchDirectories())
            {
                RemoveSearchDirectory(folder);
            }

            AddSearchDirectory(RuntimeEnvironment.GetRuntimeDirectory());
        }

        public override AssemblyDefinition Resolve(AssemblyNameReference name) => _own.GetValueOrDefault(name.Name) ?? base.Resolve(name);
    }
}
