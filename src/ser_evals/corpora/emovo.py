"""EMOVO, acted emotional speech in Italian (Costantini et al., LREC 2014)."""

from ser_evals.corpora import Citation, Corpus, Sample, Utterance, from_filenames

# The letters are those of the Italian words: disgusto, gioia, paura, rabbia, sorpresa, tristezza.
LETTERS = {"dis": "disgust", "gio": "joy", "neu": "neutral", "pau": "fear", "rab": "anger"}
LETTERS |= {"sor": "surprise", "tri": "sadness"}
TEXTS = {
    "b1": "Gli operai si alzano presto",
    "b2": "I vigili sono muniti di pistola",
    "b3": "La cascata fa molto rumore",
    "l1": "L'autunno prossimo Tony partirà per la Spagna nella prima metà di ottobre",
    "l2": "Ora prendo la felpa di là ed esco per fare una passeggiata",
    "l3": "Un attimo dopo s'è incamminato ... ed è inciampato",
    "l4": "Vorrei il numero telefonico del Signor Piatti",
    "n1": "La casa forte vuole col pane",
    "n2": "La forza trova il passo e l'aglio rosso",
    "n3": "Il gatto sta scorrendo nella pera",
    "n4": "Insalata pastasciutta coscia d'agnello limoncello",
    "n5": "Uno quarantatré dieci mille cinquantasette venti",
    "d1": "Sabato sera cosa farà?",
    "d2": "Porti con te quella cosa?",
}

corpus = Corpus(
    name="emovo", title="EMOVO", languages=("it",), elicitation="acted",
    licence="none stated", redistributable="labels",
    homepage="http://voice.fub.it/activities/corpora/emovo/index.html",
    obtain="http://voice.fub.it/activities/corpora/emovo/index.html; where that does not answer, "
    "the copy that https://github.com/felixbur/nkululeko names in data/emovo/README.md",
    citation=Citation(
        "costantini2014emovo", "G. Costantini and I. Iaderola and A. Paoloni and M. Todisco",
        "EMOVO Corpus: an Italian Emotional Speech Database", "LREC", 2014,
        "https://aclanthology.org/L14-1478",
    ),
    utterances=588, speakers=6, sampling_rate=48_000,
    counts=dict(anger=84, disgust=84, fear=84, joy=84, neutral=84, sadness=84, surprise=84),
    labels={
        "anger": "anger", "disgust": "disgust", "fear": "fear", "joy": "happiness",
        "neutral": "neutral", "sadness": "sadness", "surprise": "surprise",
    },
    read=from_filenames(
        r"(?P<label>[a-z]{3})-(?P<speaker>[fm]\d)-(?P<sentence>[a-z]\d)", labels=LETTERS,
        derive={
            "sex": lambda f: "female" if f["speaker"][0] == "f" else "male",
            "text": lambda f: TEXTS.get(f["sentence"]),
        },
    ),
    sample=Sample(
        files={"f2/gio-f2-b2.wav": ""},
        utterances=(Utterance(
            "gio-f2-b2", "f2/gio-f2-b2.wav", "joy", speaker="f2", sex="female", sentence="b2",
            text=TEXTS["b2"],
        ),),
    ),
    problems=("five of the 14 sentences (n1 to n5) make no sense, on purpose",),
    unverified=("the licence: one list calls it CC BY-NC-SA 4.0, the publication names none",),
    sources=(
        "http://lrec-conf.org/proceedings/lrec2014/summaries/591.html",
        "https://github.com/emo-box/EmoBox", "https://github.com/felixbur/nkululeko",
        "https://github.com/Strong-AI-Lab/emotion",
    ),
)  # fmt: skip
