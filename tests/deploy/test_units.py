"""What a municipality installs: units that are locked down, users that see what they need, a script."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from beredskab import env
from tests.sources import ROOT

SYSTEMD = ROOT / "deploy" / "systemd"
SERVICES = sorted(SYSTEMD.glob("*.service"))
MUST = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "RestrictSUIDSGID": "yes",
    "CapabilityBoundingSet": "",
    "SystemCallArchitectures": "native",
}
USERS = {
    "web": "beredskab",
    "worker": "beredskab-worker",
    "keys": "beredskab-keys",
    "backup": "beredskab-backup",
}


class Unit:
    """A unit file: every value of a key, because several lines may say one."""

    def __init__(self, path: Path) -> None:
        pairs = [line.split("=", 1) for line in path.read_text().splitlines() if re.match(r"\w+=", line)]
        self.pairs = [(key, value) for key, value in pairs]

    def all(self, key: str) -> list[str]:
        return [value for name, value in self.pairs if name == key]

    def one(self, key: str) -> str:
        (value,) = self.all(key)
        return value


def unit(name: str) -> Unit:
    return Unit(SYSTEMD / f"beredskab-{name}.service")


def loose(found: Unit) -> list[str]:
    return [key for key, value in MUST.items() if found.all(key) != [value]]


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
def test_every_unit_is_locked_down(path: Path) -> None:
    assert loose(Unit(path)) == []
    assert Unit(path).one("User").startswith("beredskab")


def test_a_unit_that_is_not_locked_down_is_noticed(tmp_path: Path) -> None:
    planted = tmp_path / "x.service"
    planted.write_text((SYSTEMD / "beredskab-web.service").read_text().replace("ProtectSystem=strict\n", ""))
    assert loose(Unit(planted)) == ["ProtectSystem"]


def test_each_part_has_a_user_of_its_own_and_only_the_agent_reaches_the_keys() -> None:
    assert {name: unit(name).one("User") for name in USERS} == USERS
    for name in ("web", "worker", "backup"):
        hidden = " ".join(unit(name).all("InaccessiblePaths"))
        assert "/var/lib/beredskab-keys" in hidden, name
        assert "/var/log/beredskab-keys" in hidden, name
    keys = dict(value.split("=", 1) for value in unit("keys").all("Environment"))
    assert keys["KEY_AGENT_USERS"].split(",") == [USERS["web"], USERS["worker"]]
    for name in ("web", "worker"):
        told = dict(value.split("=", 1) for value in unit(name).all("Environment"))
        assert told["KEY_AGENT_SOCKET"] == keys["KEY_AGENT_SOCKET"]
        assert not told["KEYS"].startswith(keys["KEYS"])
        assert unit(name).one("SupplementaryGroups") == unit("keys").one("Group")
    assert (unit("keys").one("StateDirectoryMode"), unit("keys").one("RuntimeDirectoryMode")) == (
        "0700",
        "0750",
    )


def test_no_part_is_given_a_role_that_it_does_not_need() -> None:
    roles = {
        path.stem: set(re.findall(r"^(DATABASE\w*_URL)=postgresql://(\w+):", path.read_text(), re.MULTILINE))
        for path in (ROOT / "deploy" / "env").glob("*.env")
    }
    app = ("DATABASE_URL", "app")
    clock, auditor = ("DATABASE_CLOCK_URL", "clock"), ("DATABASE_AUDITOR_URL", "auditor")
    owner = ("DATABASE_OWNER_URL", "owner")
    assert roles == {
        "portal": set(),
        "web": {app},
        "worker": {app, clock, auditor},
        "keys": {app},
        "backup": {("DATABASE_URL", "owner"), owner},
        "owner": {owner},
        "drill": {app, clock},
    }


def test_every_variable_of_the_templates_is_one_that_is_told() -> None:
    told = (ROOT / "docs" / "operations.md").read_text() + (ROOT / "beredskab" / "settings.py").read_text()
    for path in (ROOT / "deploy" / "env").glob("*.env"):
        for name in re.findall(r"^([A-Z_]+)=", path.read_text(), re.MULTILINE):
            assert name.removesuffix("_FILE") in told, (path.name, name)


def test_what_the_units_start_is_there() -> None:
    words = {path.stem.removeprefix("beredskab-"): Unit(path).one("ExecStart").split() for path in SERVICES}
    assert words["keys"][1:] == ["-m", "beredskab.vault.agent"]
    commands = {name: told[2] for name, told in words.items() if told[1] == "manage.py"}
    assert commands == {"worker": "work", "backup": "backup", "drill": "restore_drill"}
    everything = {path.stem for path in ROOT.glob("beredskab/*/management/commands/*.py")}
    assert set(commands.values()) <= everything
    assert "backup" in env.OWNER_COMMANDS
    assert (ROOT / "beredskab" / "vault" / "agent" / "__main__.py").is_file()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd on this machine")
def test_systemd_reads_every_unit_and_finds_it_tight(tmp_path: Path) -> None:
    """As the units lie, with a program in the place of ours: the paths of an installation are not here."""
    for path in SYSTEMD.glob("beredskab-*"):
        text = re.sub(r"ExecStart=\S+", "ExecStart=/bin/true", path.read_text())
        (tmp_path / path.name).write_text(text)
    units = sorted(map(str, tmp_path.iterdir()))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True, check=False
    )
    said = [line for line in done.stderr.splitlines() if "beredskab" in line and "install.md" not in line]
    assert (done.returncode, said) == (0, [])
    for one in (name for name in units if name.endswith(".service")):
        tight = subprocess.run(
            ["systemd-analyze", "security", "--offline=yes", "--threshold=25", "--no-pager", one],
            capture_output=True,
            text=True,
            check=False,
        )
        assert tight.returncode == 0, tight.stdout.splitlines()[-1:]


def test_the_script_installs_below_a_folder_twice_and_overwrites_no_variables(tmp_path: Path) -> None:
    def install() -> None:
        environment = {"PATH": os.environ["PATH"], "ROOT": str(tmp_path)}
        subprocess.run(
            ["sh", str(ROOT / "deploy" / "install.sh")], env=environment, check=True, capture_output=True
        )

    install()
    web = tmp_path / "etc" / "beredskab" / "web.env"
    assert (web.stat().st_mode & 0o777, web.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    web.write_text("DATABASE_URL=postgresql://app:mine@/beredskab\n")
    install()
    assert "mine" in web.read_text()
    installed = {path.name for path in (tmp_path / "etc" / "systemd" / "system").iterdir()}
    assert installed == {path.name for path in SYSTEMD.glob("beredskab-*")}
    assert (tmp_path / "opt" / "beredskab" / "manage.py").is_file()
    assert not (tmp_path / "opt" / "beredskab" / "var").exists()


def test_the_wrapper_names_what_it_cannot_do_and_gives_each_its_files() -> None:
    script = ROOT / "deploy" / "beredskab-manage"
    for words in ([], ["portal"], ["nobody", "check"]):
        done = subprocess.run(["sh", str(script), *words], capture_output=True, text=True, check=False)
        assert done.returncode == 2, words
        assert done.stderr
    text = script.read_text()
    ceremony = next(line for line in text.splitlines() if line.strip().startswith("keys)"))
    assert "agent=" not in ceremony
    assert "keys=/var/lib/beredskab-keys" in ceremony
    named = set(re.findall(r'files="([\w ]+)"', text))
    files = {path.stem for path in (ROOT / "deploy" / "env").glob("*.env")}
    assert {word for words in named for word in words.split()} <= files
    assert not any(
        "KEY_AGENT_SOCKET=" in (ROOT / "deploy" / "env" / f"{name}.env").read_text() for name in files
    )


def test_the_proxy_shows_the_numbers_when_the_portal_is_away_and_logs_no_address() -> None:
    conf = (ROOT / "deploy" / "nginx" / "beredskab.conf").read_text()
    assert conf.count("{") == conf.count("}")
    assert "access_log off;" in conf
    assert re.search(r"error_page 502 503 504 /unavailable\.html;", conf)
    assert "ssl_protocols TLSv1.2 TLSv1.3;" in conf
    assert re.search(r"location /sundhed/ \{[^}]*deny all;", conf)


def test_caddy_does_the_same() -> None:
    conf = (ROOT / "deploy" / "caddy" / "Caddyfile").read_text()
    assert conf.count("{") == conf.count("}")
    assert "exclude http.log" in conf  # faults are logged with their address otherwise
    assert not re.search(r"^\tlog\b(?! default)", conf, re.MULTILINE)
    assert re.search(r"root \* /var/lib/beredskab/static-emergency\s+rewrite \* /eksempel\.html", conf)
    assert re.search(r"@outside \{\s+path /sundhed/\*\s+not remote_ip", conf)


@pytest.mark.skipif(
    not (shutil.which("nginx") and shutil.which("openssl")), reason="no nginx on this machine"
)
def test_nginx_reads_its_file(tmp_path: Path) -> None:
    pair = ["-keyout", "privkey.pem", "-out", "fullchain.pem", "-days", "1", "-subj", "/CN=x"]
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *pair]
    subprocess.run(words, cwd=tmp_path, check=True, capture_output=True)
    conf = (ROOT / "deploy" / "nginx" / "beredskab.conf").read_text()
    for path in ("/etc/letsencrypt/live/beredskab.eksempel.example", "/var/log/nginx"):
        conf = conf.replace(path, str(tmp_path))
    (tmp_path / "site.conf").write_text(conf)
    around = f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ include {tmp_path}/site.conf; }}"
    (tmp_path / "nginx.conf").write_text(around)
    words = ["nginx", "-t", "-c", str(tmp_path / "nginx.conf")]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert "syntax is ok" in done.stderr, done.stderr
    assert "emerg" not in done.stderr.replace("bind() to", ""), done.stderr


@pytest.mark.skipif(shutil.which("caddy") is None, reason="no caddy on this machine")
def test_caddy_reads_its_file(tmp_path: Path) -> None:
    home = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    words = ["caddy", "validate", "--adapter", "caddyfile", "--config", "deploy/caddy/Caddyfile"]
    done = subprocess.run(words, cwd=ROOT, env=home, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_proxy_may_read_the_stand_in_page_and_its_looks_and_nothing_else() -> None:
    """It is another user: without a way through the folder it would show an error of its own."""
    lines = (SYSTEMD / "tmpfiles.conf").read_text().splitlines()
    modes = {path: mode for _d, path, mode, *_ in (one.split() for one in lines if one.startswith("d "))}
    others = {path: int(mode[-1]) for path, mode in modes.items() if mode[-1] != "0"}
    assert others == {
        "/var/lib/beredskab": 1,
        "/var/lib/beredskab/static-emergency": 5,
        "/var/lib/beredskab/static": 5,
    }
    assert '"directory_permissions_mode": 0o755' in (ROOT / "beredskab" / "settings.py").read_text()
