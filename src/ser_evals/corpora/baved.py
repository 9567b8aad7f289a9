"""BAVED: Basic Arabic Vocal Emotions Dataset, seven words at three levels of emotion."""

from ser_evals.corpora import Citation, Corpus, Download, Sample, Utterance, from_filenames

LEVELS = {"0": "low", "1": "neutral", "2": "high"}
WORDS = ("اعجبني", "لم يعجبني", "هذا", "الفيلم", "رائع", "مقول", "سيئ")

# Speakers 46 and 53 are one person: all their recordings are the same bytes.
DUPLICATES = (
    ("17-m-23-3-2-930", "17-m-23-3-2-931"),
    ("4-m-20-1-0-398", "4-m-20-1-0-399"),
    ("46-m-20-0-0-156", "53-m-20-0-0-209"),
    ("46-m-20-0-1-157", "53-m-20-0-1-210"),
    ("46-m-20-0-2-158", "53-m-20-0-2-211"),
    ("46-m-20-1-0-412", "53-m-20-1-0-460"),
    ("46-m-20-1-1-413", "53-m-20-1-1-461"),
    ("46-m-20-1-2-414", "53-m-20-1-2-462"),
    ("46-m-20-2-0-715", "53-m-20-2-0-768"),
    ("46-m-20-2-1-716", "53-m-20-2-1-769"),
    ("46-m-20-2-2-717", "53-m-20-2-2-770"),
    ("46-m-20-3-0-952", "53-m-20-3-0-1019"),
    ("46-m-20-3-1-953", "53-m-20-3-1-1020"),
    ("46-m-20-3-2-954", "53-m-20-3-2-1021"),
    ("46-m-20-4-0-1239", "53-m-20-4-0-1308"),
    ("46-m-20-4-1-1240", "53-m-20-4-1-1309"),
    ("46-m-20-4-2-1241", "53-m-20-4-2-1310"),
    ("46-m-20-5-0-1492", "53-m-20-5-0-1552"),
    ("46-m-20-5-1-1493", "53-m-20-5-1-1553"),
    ("46-m-20-5-2-1494", "53-m-20-5-2-1554"),
    ("46-m-20-6-0-1727", "53-m-20-6-0-1794"),
    ("46-m-20-6-1-1728", "53-m-20-6-1-1795"),
    ("46-m-20-6-2-1729", "53-m-20-6-2-1796"),
    ("49-m-23-0-2-199", "49-m-23-0-2-200"),
    ("51-m-20-1-0-455", "51-m-20-1-0-456"),
    ("54-f-19-5-1-1408", "54-f-19-5-1-1409"),
    ("54-f-19-6-1-1644", "54-f-19-6-1-1645"),
)

corpus = Corpus(
    name="baved", title="BAVED", languages=("ar",), elicitation="acted",
    licence="none stated", redistributable="labels",
    homepage="https://github.com/40uf411/Basic-Arabic-Vocal-Emotions-Dataset",
    obtain="https://github.com/40uf411/Basic-Arabic-Vocal-Emotions-Dataset",
    downloads=(Download(
        "https://github.com/40uf411/Basic-Arabic-Vocal-Emotions-Dataset/archive/6e3d51261a15ec4d6f68ee082b1488147b706f2f.zip",
        strip=1,
    ),),
    citation=Citation(
        "aouf2019baved", "A. Aouf", "Basic Arabic Vocal Emotions Dataset (BAVED)", "", 2019,
        "https://github.com/40uf411/Basic-Arabic-Vocal-Emotions-Dataset",
    ),
    utterances=1935, speakers=60, sampling_rate=16_000,
    counts=dict(high=678, low=585, neutral=672),
    labels=None,
    native_labels=("high", "low", "neutral"),
    read=from_filenames(
        r"(?P<speaker>\d+)-(?P<sex>[mf])-\d+-(?P<sentence>[0-6])-(?P<label>\d)-\d+", labels=LEVELS,
        derive={
            "sex": lambda f: {"f": "female", "m": "male"}[f["sex"]],
            "text": lambda f: WORDS[int(f["sentence"])],
            "intensity": lambda f: LEVELS.get(f["label"]),
        },
    ),
    sample=Sample(
        files={"0/38-f-22-0-2-4.wav": ""},
        utterances=(Utterance(
            "38-f-22-0-2-4", "0/38-f-22-0-2-4.wav", "high", speaker="38", sex="female",
            sentence="0", text="اعجبني", intensity="high",
        ),),
    ),
    duplicates=DUPLICATES,
    problems=(
        "the labels are levels of expressed emotion, not emotions: high may be joy or anger",
        "the README says 61 speakers, the file names hold 60",
        "speakers 46 and 53 are one: their 21 recordings are the same bytes under both ids",
        "0/49-m-23-6-1-201.wav: its name says word 6, its folder word 0",
    ),
    sources=("https://github.com/40uf411/Basic-Arabic-Vocal-Emotions-Dataset",),
)  # fmt: skip
