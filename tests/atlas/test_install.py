import re
import socket
import sys
import tomllib

import pytest

from atlas import install
from atlas.refusal import StartRefused, interruptible


@pytest.mark.parametrize("version", [(2, 7), (3, 6), (3, 10)])
def test_a_python_before_3_11_is_named_too_old(version):
    with pytest.raises(StartRefused, match=rf"un Python {version[0]}\.{version[1]}\. .*PYTHON=python3.11"):
        install.check_python(version)


def test_this_python_will_do():
    install.check_python(sys.version_info[:2])
    install.check_venv_module()


def test_a_missing_venv_module_is_named_with_its_package(monkeypatch):
    monkeypatch.setattr(install.importlib.util, "find_spec", lambda name: None)

    with pytest.raises(
        StartRefused, match=r"Le module venv de Python manque .*apt-get install python3\.\d+-venv"
    ):
        install.check_venv_module()


def test_a_var_that_is_not_a_folder_is_refused(tmp_path):
    (tmp_path / "var").touch()

    with pytest.raises(StartRefused, match="var doit pouvoir être écrit"):
        install.check_writable(tmp_path / "var")


def test_a_var_that_can_be_written_is_left_as_it_was(tmp_path):
    install.check_writable(tmp_path / "var")

    assert list((tmp_path / "var").iterdir()) == []


def test_a_busy_port_is_named_with_another(unused_port):
    with (
        socket.create_server(("127.0.0.1", unused_port)),
        pytest.raises(StartRefused, match=rf"Le port {unused_port} est déjà pris .*PORT={unused_port + 1}"),
    ):
        install.claim("127.0.0.1", str(unused_port))


def test_a_free_port_stays_free(unused_port):
    install.claim("127.0.0.1", str(unused_port))
    install.claim("127.0.0.1", str(unused_port))


@pytest.mark.parametrize("port", ["", "abc", "0", "65536", "-1"])
def test_a_port_that_is_no_port_is_refused(port):
    with pytest.raises(StartRefused, match="n’est pas un numéro de port"):
        install.claim("127.0.0.1", port)


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(StartRefused, match="n’est pas une adresse d’ici"):
        install.claim("127.0.0.1.256", "8000")


def test_what_pip_could_not_do_ends_in_a_sentence():
    with pytest.raises(StartRefused, match="L’installation a échoué"):
        install.call([sys.executable, "-c", "raise SystemExit(1)"])


def test_what_is_installed_is_what_the_project_asks_for():
    project = tomllib.loads((install.ROOT / "pyproject.toml").read_text())
    wanted = {
        "requirements.txt": project["project"]["dependencies"],
        "requirements-dev.txt": project["project"]["dependencies"] + project["dependency-groups"]["dev"],
    }
    for name, asked in wanted.items():
        compiled = (install.ROOT / name).read_text()
        names = {re.split(r"[^\w-]", line)[0].lower() for line in asked}
        assert names <= set(re.findall(r"^([\w-]+)==", compiled, re.M)), f"run: make requirements ({name})"
        assert "://" not in compiled, "where packages come from is each machine's own affair"


def test_an_installation_that_is_interrupted_ends_quietly(capsys):
    with pytest.raises(SystemExit) as ended, interruptible():
        raise KeyboardInterrupt

    assert ended.value.code == 130
    assert capsys.readouterr().err == "\nPréparation interrompue : le prochain départ la reprendra.\n"


def test_an_environment_left_half_made_is_made_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(install, "ROOT", tmp_path)
    asked = []
    monkeypatch.setattr(install, "call", asked.append)
    (tmp_path / "requirements.txt").touch()
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    install.main("requirements.txt")
    pip = tmp_path / ".venv" / "lib" / "python3.11" / "site-packages" / "pip"
    pip.mkdir(parents=True)
    (pip / "__main__.py").touch()
    (tmp_path / ".venv" / "requirements.txt.sha256").unlink()
    install.main("requirements.txt")

    assert ["venv" in command for command in asked] == [True, False, False]
