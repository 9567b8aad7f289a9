"""Dataset cards and scripts: complete, valid on the Hub, and as the records have them."""

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from datasets.utils.metadata import MetadataConfigs
from huggingface_hub import DatasetCard, DatasetCardData

from ser_evals.corpora import Corpus, Download, Remap, Task, get_corpus, list_corpora
from ser_evals.sharing import card, scripts, write_scripts
from ser_evals.sharing._configs import Copy
from ser_evals.sharing._front_matter import LICENCES, licence

ROOT = Path(__file__).parents[1]
SCRIPTS = ROOT / "dataset_scripts"
WRITE = "python -m ser_evals.sharing"
UNESCAPED = re.compile(r"(?<!\\)\|")


@pytest.fixture(params=list_corpora())
def corpus(request: pytest.FixtureRequest) -> Corpus:
    return get_corpus(request.param)


def record(**facts: Any) -> Corpus:
    return replace(get_corpus("emodb"), **facts)


def metadata(corpus: Corpus) -> dict[str, Any]:
    return yaml.safe_load(card(corpus).split("---\n")[1])


def tables(text: str) -> list[list[str]]:
    """Return the rows of each table of a Markdown text."""
    blocks = re.findall(r"(?m)(?:^\|.*\n)+", text)
    return [block.splitlines() for block in blocks]


def test_front_matter(corpus: Corpus) -> None:
    facts = metadata(corpus)
    assert DatasetCard(card(corpus)).data.to_dict() == DatasetCardData(**facts).to_dict()
    assert facts["license"] in LICENCES.split() or (
        facts["license"] == "other" and re.fullmatch(r"[a-z0-9.-]+", facts["license_name"])
    )
    assert all(re.fullmatch(r"[a-z]{2,3}", language) for language in facts["language"])
    assert facts["task_categories"] == ["audio-classification"]
    assert facts["pretty_name"] == corpus.title
    configs = MetadataConfigs.from_dataset_card_data(DatasetCardData(**facts))
    if corpus.redistributable == "nothing":
        assert not configs and "configs" not in facts
    else:
        assert list(configs) == list(corpus.taxonomies)
        assert configs.get_default_config_name() == corpus.taxonomies[0]


def test_a_card_is_complete(corpus: Corpus) -> None:
    text = card(corpus)
    assert f"\n# {corpus.title}\n" in text
    assert corpus.citation.bibtex in text
    for label in corpus.own_labels:
        assert f"| `{label}` |".replace("`|", "`") in text or "|" in label
    for task in corpus.tasks:
        assert f"`{task}` (" in text
    for download in corpus.downloads:
        assert download.url in text and (download.checksum or "") in text
    for known in (*corpus.problems, *corpus.unverified):
        assert " ".join(known.split())[:20].replace("<", "&lt;") in text


def test_tables_are_not_broken(corpus: Corpus) -> None:
    found = tables(card(corpus))
    assert len(found) >= 2
    for rows in found:
        columns = {len(UNESCAPED.findall(row)) for row in rows}
        assert len(columns) == 1, rows
    assert "\n\n\n" not in card(corpus).split("```bibtex")[0]


@pytest.mark.parametrize("name", list_corpora())
def test_scripts_are_as_the_records_have_them(name: str) -> None:
    for place, content in scripts(name).items():
        path = SCRIPTS / place
        found = path.read_text(encoding="utf-8") if path.is_file() else None
        assert found == content, f"{path} is not as the record has it: run `{WRITE}`"


def test_every_script_belongs_to_a_corpus() -> None:
    known = {place for name in list_corpora() for place in scripts(name)}
    there = {
        path.relative_to(SCRIPTS).as_posix()
        for path in SCRIPTS.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.parent != SCRIPTS
    }
    assert not there - known, f"of no corpus, to be deleted: {sorted(there - known)}"


def test_scripts_can_be_written_again(tmp_path: Path) -> None:
    first = write_scripts(tmp_path)
    assert len(first) == 2 * len(list_corpora())
    assert write_scripts(tmp_path) == []
    first[0].write_text("changed", encoding="utf-8")
    command = [sys.executable, "-m", "ser_evals.sharing", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, f"{first[0]}\n"), done.stderr
    configuration = ["--config", str(ROOT / "pyproject.toml")]
    for check in (["check"], ["format", "--check"]):
        ruff = [sys.executable, "-m", "ruff", *check, *configuration, str(tmp_path)]
        done = subprocess.run(ruff, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stdout


def test_licences() -> None:
    assert licence(record(licence="CC-BY-NC-SA-4.0")) == {"license": "cc-by-nc-sa-4.0"}
    assert licence(record(licence="ODbL-1.0")) == {"license": "odbl"}
    assert licence(record(licence="ODbL-1.0 (contents: DbCL)")) == {"license": "odbl"}
    closed = licence(record(licence="CC-BY-4.0, by request", redistributable="nothing"))
    assert (closed["license"], closed["license_name"]) == ("other", "cc-by-4.0-by-request")
    assert licence(record(licence="GPL-3.0-or-later")) == {"license": "gpl-3.0"}
    assert licence(record(licence="none stated (ask the authors)", homepage="a book")) == {
        "license": "other",
        "license_name": "none-stated",
    }
    assert licence(record(licence="EULA; signed", homepage="https://a.b/c")) == {
        "license": "other",
        "license_name": "eula",
        "license_link": "https://a.b/c",
    }


def test_languages_with_regions() -> None:
    facts = metadata(record(languages=("en-US", "en-GB", "no")))
    assert facts["language"] == ["en", "no"]
    assert facts["language_bcp47"] == ["en-US", "en-GB", "no"]
    assert "language_bcp47" not in metadata(record(languages=("de", "fr")))


@pytest.mark.parametrize(
    ("utterances", "size"), [(999, ["n<1K"]), (1000, ["1K<n<10K"]), (None, None)]
)
def test_sizes(utterances: int | None, size: list[str] | None) -> None:
    assert metadata(record(utterances=utterances)).get("size_categories") == size


def test_splits_are_named_as_on_the_hub() -> None:
    changed = record(splits={"test": 1, "train": 5, "dev": 2}, utterances=8)
    files = metadata(changed)["configs"][0]["data_files"]
    assert files == [
        {"split": "train", "path": "ser_evals/train-*.parquet"},
        {"split": "validation", "path": "ser_evals/validation-*.parquet"},
        {"split": "test", "path": "ser_evals/test-*.parquet"},
    ]
    assert "| train | 5 |\n| validation | 2 |\n| test | 1 |" in card(changed)
    assert "unassigned" not in card(changed)


def test_what_is_in_no_official_split_stays_apart() -> None:
    changed = record(splits={"train": 5, "test": 1}, utterances=8)
    files = metadata(changed)["configs"][0]["data_files"]
    assert files[2] == {"split": "unassigned", "path": "ser_evals/unassigned-*.parquet"}
    assert "| test | 1 |\n| unassigned | 2 |" in card(changed)
    assert "do not train on those" in card(changed)


def test_splits_of_unknown_size() -> None:
    changed = record(splits={"train": None, "test": 3}, utterances=8)
    assert [f["split"] for f in metadata(changed)["configs"][0]["data_files"]] == ["train", "test"]
    assert "| train | not established |\n| test | 3 |" in card(changed)


def test_equal_maps_share_their_files() -> None:
    configs = metadata(get_corpus("synthetic"))["configs"]
    places = {config["config_name"]: config["data_files"][0]["path"] for config in configs}
    assert places["ser_evals_2024"] == places["ser_evals"] != places["native"]
    configs = metadata(get_corpus("emodb"))["configs"]
    assert len({config["data_files"][0]["path"] for config in configs}) == 3


def test_what_licences_withhold_is_said() -> None:
    labels = card(record(redistributable="labels"))
    assert "holds no recordings and no transcripts" in labels
    assert "| `audio` |" not in labels and "| `text` |" not in labels
    assert "Kept back: audio and text." in labels
    nothing = card(record(redistributable="nothing"))
    assert "nothing but this card\nand aggregate numbers is published" in nothing
    assert "## Columns" not in nothing and "From here" not in nothing
    assert 'load_dataset("ser-evals/emodb", data_dir=' in nothing


def test_labels_that_are_no_emotions() -> None:
    changed = record(labels=None, native_labels=("bark", "hiss"), counts={"bark": 7})
    text = card(changed)
    assert "| `bark` | 7 |\n| `hiss` |  |" in text and "are no emotions" in text
    assert [config["config_name"] for config in metadata(changed)["configs"]] == ["native"]


def test_tasks() -> None:
    own = Task(("high", "low"), {"anger": "high", "sadness": "low", "boredom": None}, "arousal")
    apart = Task(("yes", "no"), {"laughs": "yes", "is silent": "no"}, "laughter")
    text = card(record(tasks={"emodb_arousal": own, "emodb_laughter": apart}))
    assert (
        "| own label | utterances | `ser_evals` | `ser_evals_2024` | `emodb_arousal` | why" in text
    )
    assert "| `boredom` | 81 | other | sadness | dropped | a state of its own" in text
    assert "| `fear` | 69 | fear | fear | not in it |  |" in text
    assert "`emodb_laughter` was annotated apart" in text and "| `is silent` | no |" in text


def test_nothing_breaks_the_markdown() -> None:
    labels = {"a|b": Remap("anger", None, "either | or\n<both>"), "c": "fear"}
    nasty = record(
        labels=labels,
        counts={},
        licence="one | two\nthree <four>",
        broken={"x|y": "says | so"},
        duplicates=(("a|1", "a`2"),),
        problems=("uses <tags> and\nlines",),
        homepage="https://a.b/c|d",
        downloads=(Download("https://a.b/c%7Cd.zip", name="c|d.zip"),),
    )
    text = card(nasty)
    for rows in tables(text):
        assert len({len(UNESCAPED.findall(row)) for row in rows}) == 1, rows
    assert r"| `a\|b` |  | anger | dropped | either \| or &lt;both> |" in text
    assert "- uses &lt;tags> and lines\n" in text
    assert "- `a|1`, `` a`2 ``\n" in text
    assert "<https://a.b/c%7Cd>" in text


def test_the_copy_that_was_prepared_is_told() -> None:
    corpus = get_corpus("emodb")
    told = "**Prepared from a copy with 12 utterances; a full copy has 535.**"
    splits, digests = {}, {}
    for config in corpus.taxonomies:
        splits[config], digests[config] = ("train",), "0123"
    assert told in card(corpus, copy=Copy(12, splits, digests))
    whole = card(corpus, copy=Copy(535, splits, digests))
    assert whole.count(" (rows 0123)") == 3
    assert whole.replace(" (rows 0123)", "").split() == card(corpus).split()
