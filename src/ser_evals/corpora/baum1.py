"""BAUM-1: acted and spontaneous clips of Turkish speakers (Zhalehpour et al., IEEE TAC 2017)."""

import itertools
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from ser_evals.corpora import Citation, Corpus, Sample, Utterance, find_files, with_audio
from ser_evals.errors import SerEvalsError

TABLES = ("Annotations_BAUM1a.xlsx", "Annotations_BAUM1s.xlsx")
LABELS = {
    "anger": "anger",
    "boredom": "other",
    "bothered": "other",
    "concentrating": "other",
    "contempt": "other",
    "disgust": "disgust",
    "fear": "fear",
    "happiness": "happiness",
    "interest": "other",
    "neutral": "neutral",
    "sadness": "sadness",
    "surprise": "surprise",
    "thinking": "other",
    "unsure": "other",
}
# As the tables spell them here and there; the numbers beside them differ between the tables.
SPELT = {"intrest": "interest", "contepmt": "contempt", "sadnes": "sadness"}


def read(root: Path) -> Iterator[Utterance]:
    """Read the two tables of annotations; a clip is found by its name, in any folder."""
    clips = find_files(root, "*.mp4|*.avi|*.wav")
    paths = {PurePosixPath(path).stem.upper(): path for path in clips}
    for name in TABLES:
        tables = find_files(root, f"{name}|*/{name}")
        if not tables:
            raise FileNotFoundError(name)
        yield from with_audio(root, _utterances(root / tables[0], paths), tables[0])


def _utterances(table: Path, paths: dict[str, str]) -> Iterator[Utterance]:
    """Yield the rows of a table; its columns' heads are not documented, hence none is named."""
    for cells in _rows(table):
        for clip, label in itertools.pairwise(cells):
            if re.fullmatch(r"[Ss]\d{3}_\d{3}", clip):
                clip, label = clip.upper(), label.lower()
                path = paths.get(clip, f"{clip}.mp4")
                yield Utterance(clip, path, SPELT.get(label, label), speaker=clip[:4])


def _rows(path: Path) -> list[list[str]]:
    import zipfile

    import openpyxl

    try:
        sheet = openpyxl.load_workbook(path, read_only=True, data_only=True).worksheets[0]
        rows = list(sheet.iter_rows(values_only=True))
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise SerEvalsError(f"{path} is no workbook ({error}); get it again") from error
    return [["" if cell is None else str(cell).strip() for cell in row] for row in rows]


HEAD = "No\tSubject\tGender\tClip\tEmotion\tCode\n"

corpus = Corpus(
    name="baum1", title="BAUM-1", languages=("tr",), elicitation="elicited",
    licence="end-user licence agreement, academic use", redistributable="nothing",
    homepage="http://baum1.bahcesehir.edu.tr",
    obtain="sign the end-user licence agreement of BAUM-1 (EULA_BAUM1) and send it to its authors "
    "(Ç. Eroğlu Erdem), who give access; unpack BAUM1a, BAUM1s and both Annotations_BAUM1*.xlsx",
    citation=Citation(
        "zhalehpour2017baum1", "S. Zhalehpour and O. Onder and Z. Akhtar and C. E. Erdem",
        "BAUM-1: A Spontaneous Audio-Visual Face Database of Affective and Mental States",
        "IEEE Transactions on Affective Computing", 2017, "10.1109/TAFFC.2016.2553038",
        kind="article",
    ),
    utterances=1398, speakers=30,
    labels=LABELS,
    read=read,
    sample=Sample(
        files={
            "Annotations_BAUM1a.xlsx": HEAD + "1\t1\tF\tS001_004\tIntrest\t6\n",
            "Annotations_BAUM1s.xlsx": HEAD + "1\t4\tM\tS004_041\tsurprise\t11\n",
            "BAUM1a_MP4_all/s001/S001_004.mp4": "", "BAUM1s_MP4 - All/s004/S004_041.mp4": "",
        },
        utterances=(
            Utterance("S001_004", "BAUM1a_MP4_all/s001/S001_004.mp4", "interest", speaker="S001"),
            Utterance("S004_041", "BAUM1s_MP4 - All/s004/S004_041.mp4", "surprise", speaker="S004"),
        ),
    ),
    problems=(
        "BAUM-1a is acted, BAUM-1s spontaneous: the clips are numbered through, the folders differ",
        "there is no speaker S005: the publication counts 31 speakers",
        "S015_007: word and number of its label differ in the table; the word is read",
        "some clips have no row in the tables and are not read",
    ),
    unverified=(
        "licence and procedure: the homepage was not reached",
        "utterances: from the published runs of SER Evals 2024, and no counts per label",
        "heads of the tables' columns, and which speakers are female",
    ),
    sources=(
        "https://github.com/michen00/multilingual_speech_valence_classification_datasets",
        "https://discovery.researcher.life/article/baum1-a-spontaneous-audiovisual-face-database-of-affective-and-mental-states/1f3f37539c4d3cdeae5903448078fed5",
    ),
)  # fmt: skip
