# shellcheck shell=bash
# ./kafkachaos test [--fast|--all] [arguments of dotnet test]: the fast tests, then the cluster tests on real containers. The
# last line is the sum, alone: "N passed, N failed", and ", N skipped" if any were. Sourced by ../../kafkachaos.

results=$state/test-results
passed=0 failed=0 skipped=0

run_tests() {
  local cluster=yes filtered='' engine='' argument
  trap 'sum $?' EXIT
  case ${1:-} in
    --fast) cluster=''; shift ;;
    --all) export KAFKACHAOS_TESTS=all; shift ;;
  esac
  for argument in "$@"; do
    case $argument in --filter | --filter=* | --test-case-filter*) filtered=yes ;; esac
  done
  build
  rm -rf "$results"
  if [ -n "$cluster" ] && { engine_answers || get_engine; }; then
    engine=yes
    [ -n "$filtered" ] || make_base_ahead
  fi
  run_project KafkaChaos.Tests "$filtered" "$@"
  await_base
  if [ -n "$engine" ]; then
    run_project KafkaChaos.ClusterTests "$filtered" "$@"
  elif [ -n "$cluster" ]; then
    count_failure 'KafkaChaos.ClusterTests: not run, for they need containers (see above)'
  fi
  if [ $((passed + failed)) = 0 ]; then count_failure 'no test ran at all'; fi
  if [ "$failed" != 0 ]; then exit 1; fi
  exit 0
}

# The agent's image needs the base, whatever the others come from, and it is a minute's download: it is made beside the fast tests.
# Where it cannot be, the first cluster test tries again and says why.
base=
make_base_ahead() {
  mkdir -p "$state/log"
  set -m
  detached into "$state/log/base-image.log" "$KAFKACHAOS_HOME/offline/images/build" base </dev/null &
  base=$!
  set +m
}

await_base() {
  [ -n "$base" ] || return 0
  wait "$base" || true
  base=
}

# At the end, whatever the end is: a build that fails or an interruption is a failure, too.
sum() {
  [ -z "$base" ] || kill -TERM -- "-$base" 2>/dev/null || true
  await_base
  if [ "$1" != 0 ] && [ "$failed" = 0 ]; then count_failure 'the tests did not come to their end'; fi
  echo "$passed passed, $failed failed$([ "$skipped" = 0 ] || echo ", $skipped skipped")"
  exit "$1"
}

count_failure() {
  say "$1: counted as 1 failed"
  failed=$((failed + 1))
}

test_project() { cd "$KAFKACHAOS_HOME" && quiet_dotnet test "$@"; }

# run_project <name> <filtered> <arguments of dotnet test>...
run_project() {
  local name=$1 filtered=$2 code=0 before=$failed total
  shift 2
  attended test_project "tests/$name/$name.csproj" --no-build -c Release \
    --results-directory "$results" --logger "trx;LogFileName=$name.trx" --logger 'console;verbosity=normal' "$@" || code=$?
  if ! read_counts "$results/$name.trx"; then
    if [ -n "$filtered" ] && [ $code = 0 ]; then return; fi # nothing matched
    count_failure "$name: its runner left no result (exit code $code)"
  elif [ $code != 0 ] && [ "$failed" = "$before" ]; then
    count_failure "$name: its runner ended with exit code $code and told of no failed test"
  elif [ "$total" = 0 ] && [ -z "$filtered" ]; then
    count_failure "$name: not one test ran"
  fi
}

# Adds the counts of a TRX file and sets $total. What ran and neither passed nor failed (aborted, timed out) failed.
read_counts() {
  local counters executed ok
  counters=$(grep -o '<Counters [^>]*>' "$1" 2>/dev/null | tail -n 1) || return 1
  total=$(counter total) executed=$(counter executed) ok=$(counter passed)
  passed=$((passed + ok))
  failed=$((failed + executed - ok))
  skipped=$((skipped + total - executed))
}
counter() { sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<<"$counters"; }
