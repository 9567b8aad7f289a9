"""A prepared corpus on a Hub: pushed, tagged, and loaded with and without this package."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from datasets import Audio
from loopback import Hub, serve

from ser_evals import load_corpus
from ser_evals.corpora import get_corpus
from ser_evals.sharing import _prepare, prepare
from ser_evals.synthesis import generate

NAME = "ser-evals/synthetic"
SIGNED = "ser-evals/synthetic_other"

PUSH = """
import json, sys
from huggingface_hub import create_repo, create_tag, upload_folder
for name, folder, tag in json.loads(sys.argv[1]):
    create_repo(name, repo_type="dataset", exist_ok=True)
    upload_folder(
        repo_id=name, repo_type="dataset", folder_path=folder, delete_patterns="*.parquet"
    )
    create_tag(name, tag=tag, repo_type="dataset")
"""

BLOCK = """
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "ser_evals":
            raise ModuleNotFoundError(name)
import sys
sys.meta_path.insert(0, Blocked())
import datasets
"""

LOAD = """
import base64, json, sys
{imports}
from datasets import Audio, get_dataset_config_names, load_dataset

name, signed, folder = sys.argv[1:]

def rows(found):
    found = found.cast_column("audio", Audio(decode=False))
    return [{{**row, "audio": encoded(row["audio"])}} for row in found]

def encoded(audio):
    sound = audio["bytes"] if audio["bytes"] is not None else open(audio["path"], "rb").read()
    return [base64.b64encode(sound).decode(), audio["path"].rsplit("/", 1)[-1]]

def error(*words, **options):
    try:
        load_dataset(*words, **options)
    except Exception as error:
        return [type(error).__name__, str(error)]

latest = load_dataset(name)
found = {{
    "splits": list(latest),
    "rows": rows(latest["train"]),
    "streamed": rows(load_dataset(name, split="train", streaming=True)),
    "native": rows(load_dataset(name, name="native", split="train")),
    "names": load_dataset(name, name="native", split="train").features["emotion"].names,
    "older": rows(load_dataset(name, revision="v1", split="train")),
    "older_streamed": rows(load_dataset(name, revision="v1", split="train", streaming=True)),
    "configs": get_dataset_config_names(name),
    "unknown": error("ser-evals/unheard_of"),
    "unknown_revision": error(name, revision="v9"),
    "unknown_config": error(name, "seven"),
    "signed": error(signed),
}}
if "ser_evals" in sys.modules:
    found["local"] = rows(load_dataset(name, data_dir=folder, split="train"))
print(json.dumps(found))
"""


def python(code: str, environment: dict[str, str], *words: str) -> str:
    command = [sys.executable, "-c", code, *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, env=environment)
    assert done.returncode == 0, done.stderr
    return done.stdout


@dataclass(frozen=True)
class Published:
    """Two releases of a corpus on a Hub, and the copies they were made of."""

    hub: Hub
    home: Path
    older: Path
    newer: Path


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    root = tmp_path_factory.mktemp("hub")
    older = generate(root / "older", speakers=2, takes=1)
    newer = generate(root / "newer", speakers=2, takes=2)
    other = generate(root / "other", name="synthetic_other", speakers=1, takes=1)
    signed = replace(get_corpus("synthetic_other"), redistributable="nothing", licence="signed")
    prepare("synthetic", data_dir=older, output=root / "v1")
    prepare("synthetic", data_dir=newer, output=root / "v2")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_prepare, "get_corpus", lambda name: signed)
        prepare("synthetic_other", data_dir=other, output=root / "signed")
    with serve() as hub:
        releases = [(NAME, "v1", "v1"), (NAME, "v2", "v2"), (SIGNED, "signed", "v1")]
        jobs = json.dumps([(name, str(root / folder), tag) for name, folder, tag in releases])
        python(PUSH, hub.environment(root / "home"), jobs)
        yield Published(hub, root / "home", older, newer)


def expected(folder: Path, taxonomy: str = "ser_evals") -> list[dict]:
    found = load_corpus("synthetic", data_dir=folder, taxonomy=taxonomy)
    rows = found.cast_column("audio", Audio(decode=False)).to_list()
    return [{**row, "audio": Path(row["audio"]["path"]).name} for row in rows]


def named(rows: list[dict]) -> list[dict]:
    return [{**row, "audio": row["audio"][1]} for row in rows]


def test_what_was_pushed(published: Published) -> None:
    repository = published.hub.repository("datasets", NAME)
    assert list(repository.tags) == ["v1", "v2"]
    assert sorted(repository.commits[-1].files) == [
        ".gitattributes",
        ".ser_evals.json",
        "README.md",
        "eval.yaml",
        "native/train-00000-of-00001.parquet",
        "ser_evals/train-00000-of-00001.parquet",
    ]
    facts = repository.facts(repository.commits[-1])
    assert facts["cardData"]["license"] == "apache-2.0"
    held = published.hub.repository("datasets", SIGNED).commits[-1].files
    assert sorted(held) == [".gitattributes", ".ser_evals.json", "README.md", "eval.yaml"]


@pytest.mark.parametrize(
    "imports",
    [BLOCK, "import ser_evals, datasets", "import datasets, ser_evals"],
    ids=["without the package", "package first", "datasets first"],
)
def test_loading(imports: str, published: Published, tmp_path: Path) -> None:
    environment = published.hub.environment(tmp_path)
    words = (NAME, SIGNED, str(published.newer))
    found = json.loads(python(LOAD.format(imports=imports), environment, *words))
    assert found["splits"] == ["train"]
    assert found["configs"] == ["ser_evals", "ser_evals_2024", "native"]
    assert found["names"] == list(get_corpus("synthetic").own_labels)
    assert named(found["rows"]) == expected(published.newer)
    assert found["rows"] == found["streamed"] == found.get("local", found["rows"])
    assert named(found["native"]) == expected(published.newer, "native")
    assert named(found["older"]) == expected(published.older)
    assert found["older"] == found["older_streamed"]
    assert ("local" in found) == (imports != BLOCK)
    missing = "Dataset 'ser-evals/unheard_of' doesn't exist on the Hub or cannot be accessed"
    assert found["unknown"][0] == "DatasetNotFoundError" and missing in found["unknown"][1]
    assert "v9" in found["unknown_revision"][1]
    assert "'ser_evals', 'ser_evals_2024', 'native'" in found["unknown_config"][1]
    assert found["signed"][0] == "DataFilesNotFoundError"
    assert f"No (supported) data files found in {SIGNED}" in found["signed"][1]
