"""A corpus's reader on the folders of all others: refused, never read under wrong labels."""

from pathlib import Path

import pytest
from test_corpora import write_tree

from ser_evals.corpora import get_corpus, list_corpora
from ser_evals.errors import SerEvalsError

NAMES = list_corpora()


@pytest.fixture(scope="session")
def trees(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The sample trees of all corpora, by name."""
    root = tmp_path_factory.mktemp("samples")
    return {name: write_tree(get_corpus(name).sample.files, root / name) for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_folders_of_other_corpora_are_refused(name: str, trees: dict[str, Path]) -> None:
    record = get_corpus(name)
    for other, root in trees.items():
        if other == name or (record.synthetic and get_corpus(other).synthetic):
            continue
        with pytest.raises(SerEvalsError, match=f"^{name}: ") as error:
            pytest.fail(f"{name} reads {len(list(record.read(root)))} files of {other}")
        assert "\n" not in str(error.value)


@pytest.mark.real_corpora
@pytest.mark.parametrize("name", NAMES)
def test_real_folders_of_other_corpora_are_refused(name: str, corpora_dir: Path) -> None:
    for other in ("ased", "baved", "emodb", "nemo", "ravdess", "tess", "turev", "urdu"):
        if other != name:
            with pytest.raises(SerEvalsError, match=f"^{name}: "):
                list(get_corpus(name).read(corpora_dir / other))


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("ravdess", "03-01-04-02-03-01-02"),  # a third sentence
        ("ravdess", "03-01-04-02-02-03-02"),  # a third repetition
        ("ravdess", "03-01-04-02-02-01-25"),  # a 25th actor
        ("ravdess", "03-01-04-01-06-36-02-02"),
        ("banglaser", "03-01-06-01-02-01-02"),  # fearful, which is RAVDESS's
        ("banglaser", "01-01-03-01-02-01-02"),
        ("asvp_esd", "03-01-06-01-02-01-02"),
        ("kannada", "03-01-06-01-02-01-02"),
        ("kannada", "07-05-02-03"),
        ("kannada", "14-05-02"),
        ("indowave", "11-05-02-03"),
    ],
)
def test_a_name_beyond_the_documentation_is_refused(name: str, file: str, tmp_path: Path) -> None:
    """Also beside files of the corpus: such a folder is mixed, or another corpus's."""
    record = get_corpus(name)
    (tmp_path / f"{file}.wav").touch()
    with pytest.raises(SerEvalsError, match="nothing of that corpus in that folder"):
        list(record.read(tmp_path))
    write_tree(record.sample.files, tmp_path)
    with pytest.raises(SerEvalsError, match=f"'{file}.wav' in .*not named like a file of the"):
        list(record.read(tmp_path))
