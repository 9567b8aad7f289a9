"""How much memory `predict` needs for recordings of hours, beside the samples themselves.

Each length is one process: python tests/benchmarks/memory.py [MODEL] [MINUTES ...]

Without MODEL, small networks with random weights stand for Whisper, wav2vec 2.0 and CNN14.
"""

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

MINUTES = (10, 40)
MOST = 5.0
"""Bytes by which a process may grow for one more byte of float32 samples. Measured for Whisper: 3.7
to 3.9; decoded blocks, the whole wave and the batch lie side by side for a moment."""
NETWORKS = {
    "whisper": {"model_type": "whisper", "d_model": 32, "encoder_layers": 2,
                "encoder_attention_heads": 2, "encoder_ffn_dim": 64},
    "wav2vec2": {"model_type": "wav2vec2", "hidden_size": 32, "num_hidden_layers": 2,
                 "num_attention_heads": 2, "intermediate_size": 64, "conv_dim": [32] * 7},
    "cnn14": {"model_type": "cnn14", "width": 4, "classes": 0},
}  # fmt: skip


def main(words: list[str]) -> None:
    given = words[0] if words and not words[0].isdigit() else None
    minutes = [int(word) for word in words[given is not None :]] or list(MINUTES)
    with tempfile.TemporaryDirectory() as folder:
        files = [_noise(Path(folder, f"{m}.wav"), m) for m in minutes]
        models = {given: given} if given else _saved(Path(folder))
        for name, model in models.items():
            peaks = [_peak(model, file) for file in files]
            for m, peak in zip(minutes, peaks, strict=True):
                print(f"{name}: {m} min, {_megabytes(m):.0f} MB of samples: {peak:.0f} MB at most")
            if len(minutes) > 1:
                grown = peaks[-1] - peaks[0]
                ratio = grown / (_megabytes(minutes[-1]) - _megabytes(minutes[0]))
                print(f"{name}: grows by {ratio:.2f} bytes for each byte of samples")
                if not given and ratio > MOST:
                    sys.exit(f"{name}: {ratio:.2f} is more than {MOST}")


def _megabytes(minutes: int) -> float:
    return minutes * 60 * 16_000 * 4 / 1e6


def _noise(path: Path, minutes: int) -> Path:
    import numpy as np
    import soundfile

    draw = np.random.default_rng(0)
    with soundfile.SoundFile(path, "w", 16_000, 1) as file:
        for _ in range(minutes):
            file.write(draw.normal(0, 0.1, 60 * 16_000).astype("float32"))
    return path


def _saved(folder: Path) -> dict[str, str]:
    from ser_evals.modeling.remote.configuration_ser import SerConfig
    from ser_evals.modeling.remote.feature_extraction_ser import SerFeatureExtractor
    from ser_evals.modeling.remote.modeling_ser import SerForAudioClassification

    for name, described in NETWORKS.items():
        rate = {"frames_per_second": 5.0, "context": "clip"}
        config = SerConfig(backbone_config=described, num_labels=4, **rate)
        model = SerForAudioClassification(config)
        model.save_pretrained(folder / name)
        SerFeatureExtractor(shortest=model.backbone.shortest).save_pretrained(folder / name)
    return {name: str(folder / name) for name in NETWORKS}


def _peak(model: str, file: Path) -> float:
    """Return the most memory in MB that a process of its own holds for one file."""
    done = subprocess.run([sys.executable, __file__, "--one", model, str(file)],
                          capture_output=True, text=True, check=True)  # fmt: skip
    return float(done.stdout.split()[-1])


def _one(model: str, file: str) -> None:
    import ser_evals

    (row,) = ser_evals.predict(model, file, device="cpu")
    assert row.error is None, row.error
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        _one(*sys.argv[2:])
    else:
        main(sys.argv[1:])
