"""What someone does who has transformers and datasets, and has never heard of ser-evals.

    python examples/without_ser_evals.py '{"corpus": "ORG/emodb", "model": ..., "files": [...]}'

Prints what was found as a line of JSON. `hub_round_trip.py` runs it in an environment of its own.
"""

import importlib.util
import json
import sys

import soundfile
import torch
from datasets import Audio, load_dataset
from transformers import AutoFeatureExtractor, AutoModelForAudioClassification, pipeline

assert importlib.util.find_spec("ser_evals") is None, "ser-evals is installed here"
asked = json.loads(sys.argv[1])

corpus = load_dataset(asked["corpus"])
rows = {split: corpus[split].cast_column("audio", Audio(decode=False)) for split in corpus}
assert all(row["audio"]["bytes"] for row in rows[next(iter(rows))].select(range(2)))

extractor = AutoFeatureExtractor.from_pretrained(asked["model"], trust_remote_code=True)
model = AutoModelForAudioClassification.from_pretrained(asked["model"], trust_remote_code=True)
probabilities = []
for file in asked["files"]:
    wave, rate = soundfile.read(file, dtype="float32", always_2d=True)
    inputs = extractor(wave.mean(1), sampling_rate=rate, return_tensors="pt")
    with torch.no_grad():
        probabilities.append(model(**inputs).logits.softmax(-1)[0].tolist())

classify = pipeline("audio-classification", model=asked["model"], trust_remote_code=True)
labels = [classify(file, top_k=1)[0]["label"] for file in asked["files"]]

found = {
    "rows": sum(map(len, rows.values())),
    "classes": [model.config.id2label[i] for i in range(model.config.num_labels)],
    "probabilities": probabilities,
    "labels": labels,
}
print(json.dumps(found))
