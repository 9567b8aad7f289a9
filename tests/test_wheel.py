"""What a user gets: the wheel has every file, and its command works far from the checkout."""

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "ser_evals"

pytestmark = pytest.mark.wheel


def run(*command: object, **options) -> str:
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, **options
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def dist(tmp_path_factory) -> Path:
    """A folder with the source distribution, and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT)
    return folder


@pytest.fixture(scope="module")
def installed(dist, tmp_path_factory) -> Path:
    """A folder into which the wheel is installed, without what it depends on."""
    folder = tmp_path_factory.mktemp("installed")
    (wheel,) = dist.glob("*.whl")
    pip = (sys.executable, "-m", "pip", "install", "--no-index", "--no-deps", "--no-compile")
    run(*pip, "--target", folder, wheel)
    return folder


def test_the_wheel_has_every_file_of_the_package(dist):
    (wheel,) = dist.glob("*.whl")
    expected = {
        path.relative_to(PACKAGE.parent).as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_file() and path.parent.name != "__pycache__"
    }
    spaces = ROOT / "metrics"
    expected |= {
        f"ser_evals/_spaces/{path.relative_to(spaces).as_posix()}" for path in spaces.glob("*/*.*")
    }
    found = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("ser_evals/")}
    assert found == expected


def test_the_source_distribution_has_no_large_file(dist):
    (archive,) = dist.glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        large = {member.name: member.size for member in tar if member.size > 1_000_000}
        names = {member.name.partition("/")[2] for member in tar}
    assert not large
    assert names >= {"pyproject.toml", "LICENSE", "README.md", "tests/conftest.py"}


def test_the_installed_demo_writes_a_report(installed, tmp_path):
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    output = tmp_path / "out"
    where = (sys.executable, "-c", "import ser_evals; print(ser_evals.__file__)")
    place = run(*where, cwd=tmp_path, env=environment)
    assert Path(place.strip()).is_relative_to(installed)
    command = installed / "bin" / "ser-evals"
    run(command, "demo", "--output", output, cwd=tmp_path, env=environment)
    assert (output / "report.html").is_file()
    assert (output / "scores.csv").is_file()
