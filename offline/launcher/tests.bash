# shellcheck shell=bash
# ./kafkachaos test [--fast|--all] [arguments of dotnet test]: the fast tests, then the cluster tests on real containers. The
# last line is the sum, alone: "N passed, N failed", and ", N skipped" if any were. Sourced by ../../kafkachaos.

results=$state/test-results
passed=0 failed=0 skipped=0

run_tests() {
  local cluster=yes filtered='' argument
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
  run_project KafkaChaos.Tests "$filtered" "$@"
  if [ -n "$cluster" ]; then
    if engine_answers || get_engine; then
      run_project KafkaChaos.ClusterTests "$filtered" "$@"
    else
      count_failure 'KafkaChaos.ClusterTests: not run, for they need containers (see above)'
    fi
  fi
  if [ $((passed + failed)) = 0 ]; then count_failure 'no test ran at all'; fi
  if [ "$failed" != 0 ]; then exit 1; fi
  exit 0
}

# At the end, whatever the end is: a build that fails or an interruption is a failure, too.
sum() {
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
