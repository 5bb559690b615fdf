# shellcheck shell=bash
# Builds the solution once; packs substitutes for packages that no registry at hand serves. Sourced by ../../kafkachaos.

solution=$KAFKACHAOS_HOME/KafkaChaos.sln
stamp=$state/built

# What the build is made of, by content, so that a checkout that only touches files does not build again.
fingerprint() {
  cd "$KAFKACHAOS_HOME" || return
  {
    find harness tests offline/packages \( -name bin -o -name obj -o -name TestResults \) -prune -o -type f -print0
    find . -maxdepth 1 -type f \( -name '*.props' -o -name '*.targets' -o -name '*.sln' -o -name .editorconfig \
      -o -iname nuget.config -o -name global.json \) -print0
  } | LC_ALL=C sort -z | xargs -0 cksum | cksum
}

is_built() { [ -f "$tool" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(fingerprint)" ]; }

build() {
  find_dotnet
  if is_built; then return; fi
  one_at_a_time build
  if ! is_built; then
    need_sdk
    local made_of
    made_of=$(fingerprint)
    build_solution || exit 3
    printf '%s' "$made_of" >"$stamp"
  fi
  unlock
}

find_dotnet() {
  local folder
  if command -v dotnet >/dev/null; then return; fi
  for folder in "${DOTNET_ROOT:-}" "${HOME:-}/.dotnet" /usr/share/dotnet /usr/lib/dotnet; do
    if [ -x "$folder/dotnet" ]; then
      PATH=$folder:$PATH
      return
    fi
  done
  problem 'the .NET SDK is missing' 'where:    dotnet, in PATH' "expected: SDK $(sdk_wanted) (global.json)" "$(sdk_remedy)"
  exit 3
}

sdk_wanted() { sed -n 's/.*"version": *"\([^"]*\)".*/\1 or a later 10.0/p' "$KAFKACHAOS_HOME/global.json"; }
sdk_remedy() { echo 'do:       install it from https://dotnet.microsoft.com/download/dotnet/10.0 (or your distribution: dotnet-sdk-10.0)'; }

need_sdk() {
  local said
  if said=$(cd "$KAFKACHAOS_HOME" && quiet_dotnet --version 2>&1); then return; fi
  problem 'no .NET SDK that builds this' "where:    $(command -v dotnet)" \
    "seen:     SDKs: $(dotnet --list-sdks 2>/dev/null | paste -sd ';' | sed 's/^$/none, only a runtime/'); dotnet --version says:" \
    "$(grep -v '^$' <<<"$said" | head -n 6 | sed 's/^/            /')" "expected: SDK $(sdk_wanted) (global.json)" "$(sdk_remedy)"
  exit 3
}

quiet_dotnet() { for_dotnet dotnet "$@"; }

# for_dotnet <command>...: the environment in which dotnet is started, by whatever. No build server stays behind: it would outlive
# us and hold the checkout. Where there is no home, .kafkachaos is it. Invariant: a machine without ICU is enough.
for_dotnet() {
  if [ ! -w "${HOME:-/nonexistent}" ]; then
    mkdir -p "$state/home"
    export HOME=$state/home
  fi
  DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 \
    DOTNET_GENERATE_ASPNET_CERTIFICATE=false DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1 "$@"
}

compile() { cd "$KAFKACHAOS_HOME" && quiet_dotnet build "$solution" -c Release -v:m -p:UseSharedCompilation=false; }
pack() { for_dotnet "$KAFKACHAOS_HOME/offline/packages/pack" "$@"; }

build_solution() {
  local log=$state/log/build.log tried=' ' missing id
  # A substitute that is in use is packed anew when its source changed: restore would go on with the old one.
  missing=$(packed_substitutes)
  while :; do
    if [ -n "$missing" ]; then
      # shellcheck disable=SC2086 # a list of ids
      step "packing substitutes: $missing" "$state/log/pack.log" pack $missing || {
        problem 'a substitute package cannot be made' "where:    offline/packages/pack $missing" "$(seen "$state/log/pack.log" 20)" \
          "do:       see all of it in $state/log/pack.log"
        return 1
      }
      tried+="$missing "
    fi
    if if_failed=why_not_built step 'building KafkaChaos.sln' "$log" compile; then return; fi
    missing=
    for id in $(missing_packages "$log"); do
      case $tried in *" $id "*) ;; *) missing+="${missing:+ }$id" ;; esac
    done
    if [ -z "$missing" ]; then
      build_failed "$log"
      return 1
    fi
  done
}

why_not_built() {
  local lacks
  lacks=$(missing_packages "$log" | paste -sd ' ')
  if [ -n "$lacks" ]; then echo "the registry lacks $lacks"; else echo failed; fi
}

packed_substitutes() {
  local folder id found=
  for folder in "$KAFKACHAOS_HOME"/offline/packages/*/; do
    id=$(basename "$folder")
    if compgen -G "$state/feed/$id.[0-9]*.nupkg" >/dev/null; then found+="${found:+ }$id"; fi
  done
  printf '%s' "$found"
}

# The ids that no source serves (NU1101: none, NU1102: not this version, NU1103: only prereleases) and that have a substitute.
missing_packages() {
  local id
  grep -Eo 'NU110[123]: Unable to find (a stable )?package [^ ]+' "$1" | sed 's/.* //; s/\.$//' | sort -u | while read -r id; do
    if [ -f "$KAFKACHAOS_HOME/offline/packages/$id/$id.csproj" ]; then echo "$id"; fi
  done
}

build_failed() {
  local errors hint=''
  errors=$(grep -E ': error [A-Z]+[0-9]+: ' "$1" | sed "s/ \\[[^]]*\\]\$//; s|^.*: error NU|error NU|; s|$KAFKACHAOS_HOME/||g" | sort -u | head -n 12)
  if grep -Eq 'error NU(1301|110[123])' "$1"; then
    hint='; a package source does not answer, or lacks a package that has no substitute: see dotnet nuget list source'
  fi
  problem 'the solution does not build' 'where:    dotnet build KafkaChaos.sln -c Release' \
    "seen:     $(sed '2,$s/^/            /' <<<"${errors:-$(tail -n 12 "$1")}")" "do:       see all of it in $1$hint"
}
