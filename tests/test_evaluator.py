"""The evaluator of `evaluate`, on a tiny model and on callables that answer like a pipeline."""

import io

import numpy as np
import pytest
import soundfile
import transformers
from datasets import Audio, ClassLabel, Dataset, Features, Value

import ser_evals
from ser_evals import SerEvalsError

CLASSES = ["anger", "fear", "neutral"]
TRUE = [0, 1, 2, 0]
RATES = [16_000, 8_000, 16_000, 44_100]


def wave(index: int) -> np.ndarray:
    time = np.arange(RATES[index] // 4) / RATES[index]
    return (0.1 * np.sin(2 * np.pi * (200 + 100 * index) * time)).astype(np.float32)


def encoded(index: int) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, wave(index), RATES[index], format="WAV")
    return file.getvalue()


def dataset(label: object = None) -> Dataset:
    """Four clips of a quarter of a second, of several rates, not decoded."""
    label = label or ClassLabel(names=CLASSES)
    clips = [{"bytes": encoded(i), "path": f"{i}.wav"} for i in range(4)]
    labels = [CLASSES[i] for i in TRUE] if label == Value("string") else TRUE
    data = Dataset.from_dict({"audio": clips, "label": labels})
    # a cast, since the feature would encode with torchcodec
    return data.cast(Features({"audio": Audio(decode=False), "label": label}))


class Pipe:
    """Answers like a pipeline, with the labels it is told, and keeps what it was given."""

    def __init__(self, *labels: str) -> None:
        self.labels = labels

    def __call__(self, clips):
        self.clips = list(clips)
        return [[{"label": "x", "score": 0.1}, {"label": b, "score": 0.9}] for b in self.labels]


def compute(pipe, data, **options):
    options = {"input_column": "audio", "metric": "uar", **options}
    return ser_evals.evaluator("audio-classification").compute(
        model_or_pipeline=pipe, data=data, **options
    )


@pytest.fixture(scope="module")
def model():
    config = transformers.Wav2Vec2Config(
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        conv_dim=(8, 8),
        conv_stride=(5, 4),
        conv_kernel=(10, 8),
        num_conv_pos_embeddings=4,
        num_conv_pos_embedding_groups=2,
        classifier_proj_size=8,
        id2label=dict(enumerate(CLASSES)),
        label2id={name: i for i, name in enumerate(CLASSES)},
    )
    return transformers.Wav2Vec2ForSequenceClassification(config).eval()


def test_a_model_and_its_pipeline_score_alike(model, tmp_path):
    extractor = transformers.Wav2Vec2FeatureExtractor()
    pipe = transformers.pipeline("audio-classification", model=model, feature_extractor=extractor)
    piped = compute(pipe, dataset())
    modelled = compute(model, dataset(), feature_extractor=extractor)
    assert piped["uar"] == modelled["uar"]
    assert {"total_time_in_seconds", "samples_per_second", "latency_in_seconds"} <= piped.keys()
    model.save_pretrained(tmp_path)
    extractor.save_pretrained(tmp_path)
    assert compute(str(tmp_path), dataset())["uar"] == piped["uar"]
    expected = [max(pipe(wave(i)), key=lambda s: s["score"])["label"] for i in (0, 2)]
    found = compute(pipe, dataset().select([0, 2]), metric="accuracy")["accuracy"]
    assert found == np.mean(
        [name == CLASSES[TRUE[i]] for name, i in zip(expected, (0, 2), strict=True)]
    )


def test_a_model_from_nowhere_needs_its_feature_extractor(model):
    with pytest.raises(SerEvalsError, match="give its feature_extractor="):
        compute(model, dataset())


def test_clips_are_decoded_and_resampled():
    pipe = Pipe("anger", "fear", "neutral", "fear")
    assert compute(pipe, dataset())["uar"] == pytest.approx((0.5 + 1 + 1) / 3)
    assert [len(clip) for clip in pipe.clips] == [4000] * 4
    np.testing.assert_allclose(pipe.clips[0], wave(0), atol=1e-4)


def test_columns_of_paths_and_of_arrays(tmp_path):
    paths = [str(tmp_path / f"{i}.wav") for i in range(4)]
    for i, path in enumerate(paths):
        soundfile.write(path, wave(i), RATES[i])
    arrays = [{"array": wave(i), "sampling_rate": RATES[i]} for i in range(4)]
    labels = [CLASSES[i] for i in TRUE]
    for clips in (paths, arrays, [wave(i)[:4000] for i in range(4)]):
        pipe = Pipe(*labels)
        data = Dataset.from_dict({"audio": clips, "label": labels})
        assert compute(pipe, data)["uar"] == 1.0
        assert pipe.clips[0].dtype == np.float32


def test_an_audio_column_needs_no_torchcodec():
    data = dataset().cast_column("audio", Audio(sampling_rate=8_000))
    assert compute(Pipe("anger", "fear", "neutral", "anger"), data)["uar"] == 1.0


@pytest.mark.parametrize(
    ("label", "said", "mapping"),
    [
        (None, ("anger", "fear", "neutral", "anger"), None),
        (Value("string"), ("anger", "fear", "neutral", "anger"), None),
        (None, ("ang", "fea", "neu", "ang"), {"ang": 0, "fea": 1, "neu": 2}),
        (None, ("ang", "fea", "neu", "ang"), {"ang": "anger", "fea": "fear", "neu": "neutral"}),
        (Value("int64"), ("ang", "fea", "neu", "ang"), {"ang": 0, "fea": 1, "neu": 2}),
        (Value("int64"), (0, 1, 2, 0), None),
    ],
)
def test_labels_meet(label, said, mapping):
    assert compute(Pipe(*said), dataset(label), label_mapping=mapping)["uar"] == 1.0


@pytest.mark.parametrize("label", [None, Value("int64")])
def test_a_model_explains_its_labels(model, label):
    pipe = Pipe("LABEL_0", "LABEL_1", "LABEL_2", "LABEL_0")
    config = transformers.Wav2Vec2Config(num_labels=3)
    pipe.model = type("Model", (), {"config": config})
    assert compute(pipe, dataset(label))["uar"] == 1.0


def test_labels_that_have_nothing_in_common():
    with pytest.raises(SerEvalsError, match="nothing in common: give label_mapping="):
        compute(Pipe("a", "b", "c", "d"), dataset())
    with pytest.raises(SerEvalsError, match="label_mapping has no 'b', only"):
        compute(Pipe("a", "b", "a", "a"), dataset(), label_mapping={"a": 0})


@pytest.mark.parametrize("metric", [None, "uar", "ser-evals/uar", "weighted_accuracy", "macro_f1"])
def test_metrics_by_name_need_no_hub(metric):
    scores = compute(Pipe("anger", "fear", "neutral", "anger"), dataset(), metric=metric)
    assert scores[(metric or "uar").removeprefix("ser-evals/")] == 1.0


def test_bootstrapping_as_evaluate_does():
    pipe = Pipe("anger", "fear", "neutral", "fear")
    options = {"metric": "macro_f1", "strategy": "bootstrap", "n_resamples": 20}
    scores = compute(pipe, dataset(), **options)["macro_f1"]
    assert {"score", "confidence_interval", "standard_error"} <= scores.keys()


def test_mistakes_are_named():
    with pytest.raises(SerEvalsError, match="unknown task 'audio-clasification': did you mean"):
        ser_evals.evaluator("audio-clasification")
    with pytest.raises(SerEvalsError, match="expected a model, the name of one, a pipeline"):
        compute(None, dataset())
    with pytest.raises(ValueError, match="Invalid `input_column` file"):
        compute(Pipe(), dataset(), input_column="file")
