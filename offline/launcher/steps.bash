# shellcheck shell=bash
# How a step of the set-up is run, told and ended. Sourced by ../../kafkachaos.

say() { printf 'kafkachaos: %s\n' "$*" >&2; }

# problem <what> <line>...: says what, where, seen, expected and what to do; the caller ends the program.
problem() {
  say "$1"
  shift
  [ $# = 0 ] || printf '  %s\n' "$@" >&2
}

# seen <log> [lines] [pattern of lines to leave out]: the last lines of a log, as one "seen:" item.
seen() { printf 'seen:     %s' "$(grep -v -e "${3:-^$}" "$1" | tail -n "${2:-12}" | sed '2,$s/^/            /')"; }

# The leader of the process group that runs now.
running=
interrupted() {
  trap - INT TERM HUP
  if [ -n "$running" ]; then
    echo interrupted >&2
    kill -TERM -- "-$running" 2>/dev/null || true
    wait "$running" 2>/dev/null || true
  fi
  exit "$1"
}
trap 'interrupted 130' INT TERM
trap 'interrupted 129' HUP

# attended <command>...: runs it without input and in a process group of its own, so that a signal to the launcher alone ends
# all of it. No descriptor of ours but 0, 1 and 2 is left to it: a build server or a daemon would keep a lock or the caller's pipe.
attended() {
  local code=0
  set -m
  detached "$@" </dev/null &
  running=$!
  set +m
  wait "$running" || code=$?
  running=
  return $code
}

# step <text> <log> <command>...: attended, one line with the elapsed time; the command's output goes to the log.
# $if_failed, if set, is called for words that say more than "failed".
if_failed=
step() {
  local text=$1 log=$2 code=0 start=$SECONDS
  shift 2
  mkdir -p "$(dirname "$log")"
  : >"$log"
  printf 'kafkachaos: %s ... ' "$text" >&2
  attended into "$log" "$@" || code=$?
  if [ $code = 0 ]; then
    echo "$((SECONDS - start)) s" >&2
  else
    echo "$(${if_failed:-echo failed}) ($((SECONDS - start)) s)" >&2
  fi
  return $code
}

into() {
  exec >>"$1" 2>&1
  shift
  "$@"
}

# To be started with &: without any descriptor above 2, and a signal ends it only after the program that it waits for. A subshell
# in that child would leave the child itself without the trap, to be ended before the program.
detached() {
  trap 'exit 143' TERM
  for descriptor in "/proc/$BASHPID/fd"/*; do
    descriptor=${descriptor##*/}
    case $descriptor in
      [0-2] | \* | 255) ;; # 255 is the script itself, which bash closes when it starts a program
      *) eval "exec $descriptor>&-" ;;
    esac
  done
  "$@"
}

# one_at_a_time <name>: holds the lock until unlock; concurrent launchers of this checkout wait for each other.
one_at_a_time() {
  { mkdir -p "$state" && : >>"$state/$1.lock"; } 2>/dev/null || {
    problem 'the checkout cannot be written to' "where:    $state, as $(id -un)" 'do:       give this user the checkout, or clone your own'
    exit 3
  }
  exec 9>"$state/$1.lock"
  command -v flock >/dev/null || return 0
  if ! flock --nonblock 9; then
    say "waiting for another launcher of this checkout ($1)"
    flock 9
  fi
}
unlock() { exec 9>&-; }
