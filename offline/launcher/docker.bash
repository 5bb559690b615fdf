# shellcheck shell=bash
# A Docker engine that answers: the one that is there, else (root on Debian or Ubuntu) installed and started. Sourced by
# ../../kafkachaos.

default_socket=/var/run/docker.sock

# Testcontainers, the docker command and offline/images must mean the same engine: what only the command's context knows, or
# the rootless socket, is put into DOCKER_HOST for all of them.
choose_engine() {
  [ -z "${DOCKER_HOST:-}" ] || return 0
  local host=
  if [ -n "${DOCKER_CONTEXT:-}" ] || grep -qs '"currentContext"' "${DOCKER_CONFIG:-${HOME:-}/.docker}/config.json"; then
    host=$(docker context inspect --format '{{.Endpoints.docker.Host}}' 2>/dev/null || true)
  elif [ ! -S "$default_socket" ] && [ -S "${XDG_RUNTIME_DIR:-/nonexistent}/docker.sock" ]; then
    host=unix://$XDG_RUNTIME_DIR/docker.sock
  fi
  case $host in '' | "unix://$default_socket") ;; *) export DOCKER_HOST=$host ;; esac
}

# Does an engine answer? What it or the client said is in $docker_said. The docker command is used if there is one; else
# curl; else a socket that exists is believed, and the tool finds out.
docker_said=
docker_answers() {
  local code=0
  ask_docker || code=$?
  docker_said=$(paste -sd ' ' <<<"$docker_said" | sed 's/^ *//')
  return $code
}
ask_docker() {
  local address=${DOCKER_HOST:-unix://$default_socket}
  if command -v docker >/dev/null; then
    docker_said=$(timeout 20 docker version --format '{{.Server.Version}}' 2>&1)
  elif [ "${address#unix://}" = "$address" ]; then
    docker_said='no docker command to ask it with'
  elif command -v curl >/dev/null; then
    docker_said=$(curl --silent --show-error --fail --max-time 20 --unix-socket "${address#unix://}" http://docker/_ping 2>&1)
  else
    docker_said="no socket ${address#unix://}"
    [ -S "${address#unix://}" ]
  fi
}

engine_answers() {
  choose_engine
  docker_answers
}

# After engine_answers said no: 0 when one answers now; else a message and 3.
get_engine() {
  case $docker_said in
    *'permission denied'* | *'Permission denied'*)
      problem 'no permission to use Docker' "where:    ${DOCKER_HOST:-$default_socket}, as $(id -un)" "seen:     $docker_said" \
        "do:       sudo usermod -aG docker $(id -un), then log in anew; or run as root"
      return 3
      ;;
  esac
  if [ -n "${DOCKER_HOST:-}" ] && [ "$DOCKER_HOST" != "unix://$default_socket" ]; then
    problem 'no Docker engine answers' "where:    $DOCKER_HOST (DOCKER_HOST or the Docker context)" "seen:     $docker_said" \
      'do:       start that engine; or unset DOCKER_HOST, and the default socket is used'
    return 3
  fi
  if [ "$(id -u)" != 0 ] || ! { is_debian || command -v dockerd >/dev/null; }; then
    no_docker
    return 3
  fi
  one_at_a_time docker
  local code=0
  if ! docker_answers; then { install_docker && start_docker; } || code=3; fi
  unlock
  return $code
}

docker_packages=(docker.io iptables ca-certificates)

no_docker() {
  local remedy='install and start it: https://docs.docker.com/engine/install/'
  if command -v dockerd >/dev/null; then
    remedy='start it: sudo systemctl start docker; or run this as root, which starts it'
  elif is_debian; then
    remedy="sudo apt-get install --no-install-recommends ${docker_packages[*]}; or run this as root, which does that"
  fi
  problem 'no Docker engine answers' "where:    $default_socket" "seen:     $docker_said" \
    'expected: Docker Engine 20.10 or later' "do:       $remedy"
}

is_debian() { (. /etc/os-release 2>/dev/null && case " ${ID:-} ${ID_LIKE:-} " in *' debian '* | *' ubuntu '*) ;; *) exit 1 ;; esac); }
has_cgroups() { mountpoint -q /sys/fs/cgroup; } # some init mounted them; else the package cgroupfs-mount does
has_systemd() { [ -d /run/systemd/system ]; }

install_docker() {
  local log=$state/log/docker-install.log packages=("${docker_packages[@]}")
  if command -v dockerd >/dev/null; then return; fi
  has_cgroups || packages+=(cgroupfs-mount)
  if step "installing ${packages[*]}" "$log" apt_install "${packages[@]}" && command -v dockerd >/dev/null; then return; fi
  problem 'Docker cannot be installed' "where:    apt-get install ${packages[*]}" "$(seen "$log")" \
    "do:       make apt-get work (mirror, proxy, disk), or install Docker Engine 20.10 or later by hand; log: $log"
  return 3
}

# In a session of its own, so that an interrupted launcher does not leave dpkg half done. Where systemd does not run, run level 1
# keeps the package's own script from starting a daemon: start_docker does it, detached from us.
apt_install() {
  has_systemd || export RUNLEVEL=1
  export DEBIAN_FRONTEND=noninteractive
  # shellcheck disable=SC2016 # expanded by the inner shell
  setsid --wait bash -c '
    install() { apt-get install -y -q --no-upgrade -o DPkg::Lock::Timeout=300 --no-install-recommends "$@"; }
    client() { if apt-cache show docker-cli >/dev/null 2>&1; then echo docker-cli; fi; } # a package of its own from Debian 13 on
    install "$@" $(client) || { apt-get update -q -o DPkg::Lock::Timeout=300 && install "$@" $(client); }' apt_install "$@"
}

daemon_log() { if [ -w /var/log ]; then echo /var/log/kafkachaos-dockerd.log; else echo "$state/log/dockerd.log"; fi; }

start_docker() {
  local log
  log=$(daemon_log)
  if has_systemd; then
    step 'starting Docker' "$state/log/docker-start.log" start_by_systemd && return
    problem 'Docker does not start' 'where:    systemctl start docker' "$(seen "$state/log/docker-start.log")" 'do:       journalctl -u docker'
    return 3
  fi
  if step 'starting Docker' "$state/log/docker-start.log" start_detached "$log"; then return; fi
  problem "Docker does not start: $(tail -n 1 "$state/log/docker-start.log")" "where:    dockerd, log $log" \
    "$(seen "$log" 6 level=info)" \
    'expected: an answer on its socket within 60 s' 'do:       read the log; containers may be impossible on this machine'
  return 3
}

start_by_systemd() { systemctl start docker && await_docker; }

# dockerd holds none of our descriptors (step left none above 2), nor our folder, session or terminal, and survives us. One that
# is starting already is waited for.
start_detached() {
  local process
  process=$(cat /var/run/docker.pid 2>/dev/null || true)
  if [ -n "$process" ] && [ "$(cat "/proc/$process/comm" 2>/dev/null)" = dockerd ]; then
    await_docker "$process"
    return
  fi
  if [ -e "$1" ]; then mv -f "$1" "$1.old"; fi
  has_cgroups || ! command -v cgroupfs-mount >/dev/null || cgroupfs-mount
  cd / || return
  setsid nohup dockerd </dev/null >"$1" 2>&1 &
  process=$!
  if await_docker $process; then return; fi
  kill "$process" 2>/dev/null || true
  return 1
}

# await_docker [process]: until it answers; a minute, or the end of that process, end the wait.
await_docker() {
  local deadline=$((SECONDS + 60))
  until docker_answers; do
    if [ -n "${1:-}" ] && ! kill -0 "$1" 2>/dev/null; then
      echo 'dockerd ended'
      return 1
    fi
    if ((SECONDS >= deadline)); then
      echo "no answer within 60 s ($docker_said)"
      return 1
    fi
    sleep 0.2
  done
}
