"""EmoDB, the Berlin Database of Emotional Speech (Burkhardt et al., Interspeech 2005)."""

from ser_evals.corpora import Citation, Corpus, Download, Remap, Sample, Utterance, from_filenames

MEN = ("03", "10", "11", "12", "15")
TEXTS = {
    "a01": "Der Lappen liegt auf dem Eisschrank.",
    "a02": "Das will sie am Mittwoch abgeben.",
    "a04": "Heute abend könnte ich es ihm sagen.",
    "a05": "Das schwarze Stück Papier befindet sich da oben neben dem Holzstück.",
    "a07": "In sieben Stunden wird es soweit sein.",
    "b01": "Was sind denn das für Tüten, die da unter dem Tisch stehen?",
    "b02": "Sie haben es gerade hochgetragen und jetzt gehen sie wieder runter.",
    "b03": "An den Wochenenden bin ich jetzt immer nach Hause gefahren und habe Agnes besucht.",
    "b09": "Ich will das eben wegbringen und dann mit Karl was trinken gehen.",
    "b10": "Die wird auf dem Platz sein, wo wir sie immer hinlegen.",
}
# The letters are those of the German words: Wut, Langeweile, Ekel, Angst, Freude, Trauer.
LETTERS = {"W": "anger", "L": "boredom", "E": "disgust", "A": "fear", "F": "happiness"}
LETTERS |= {"N": "neutral", "T": "sadness"}

corpus = Corpus(
    name="emodb", title="EmoDB", languages=("de",), elicitation="acted",
    licence="CC0-1.0", redistributable="audio",
    homepage="http://emodb.bilderbar.info",
    downloads=(Download("http://emodb.bilderbar.info/download/download.zip"),),
    citation=Citation(
        "burkhardt2005emodb",
        "F. Burkhardt and A. Paeschke and M. Rolfes and W. F. Sendlmeier and B. Weiss",
        "A database of German emotional speech", "Interspeech", 2005,
        "10.21437/Interspeech.2005-446",
    ),
    utterances=535, speakers=10, sampling_rate=16_000,
    counts=dict(anger=127, boredom=81, disgust=46, fear=69, happiness=71, neutral=79, sadness=62),
    labels={
        "anger": "anger", "disgust": "disgust", "fear": "fear", "happiness": "happiness",
        "neutral": "neutral", "sadness": "sadness",
        "boredom": Remap("other", "sadness", "a state of its own, none of the seven basic ones"),
    },
    read=from_filenames(
        r"(?P<speaker>\d\d)(?P<sentence>[ab]\d\d)(?P<label>[A-Z])[a-z]?", labels=LETTERS,
        derive={
            "sex": lambda f: "male" if f["speaker"] in MEN else "female",
            "text": lambda f: TEXTS.get(f["sentence"]),
        },
    ),
    sample=Sample(
        files={"wav/16b10Lb.wav": ""},
        utterances=(Utterance(
            "16b10Lb", "wav/16b10Lb.wav", "boredom", speaker="16", sex="female", sentence="b10",
            text="Die wird auf dem Platz sein, wo wir sie immer hinlegen.",
        ),),
    ),
    problems=(
        "copies resampled to 22.05 kHz and cut to 2 s go by the same file names",
        "the licence is the one of audEERING's release; the original page states none",
        "release 2.0 adds 281 utterances (816 in all)",
    ),
    sources=("https://github.com/audeering/datasets", "http://emodb.bilderbar.info"),
)  # fmt: skip
