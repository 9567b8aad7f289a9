"""Clips of EmoDB's lengths and networks with random weights, made once for all contestants."""

import os
from pathlib import Path

import numpy as np
import soundfile

RATE = 16_000
SHORTEST, MEDIAN, SPREAD, LONGEST = 1.2, 2.6, 0.36, 9.0
"""Of EmoDB's 535 clips in seconds; the spread is that of the logarithm."""
SMALL = dict(hidden_size=384, num_hidden_layers=6, num_attention_heads=6, intermediate_size=1536)
LAYER = dict(feat_extract_norm="layer", do_stable_layer_norm=True, conv_bias=True)
NETWORKS = {
    "wav2vec2-group": "wav2vec 2.0 with group norm (as base), 16M",
    "wav2vec2-layer": "wav2vec 2.0 with layer norm (as XLS-R), 16M",
    "whisper-tiny": "Whisper encoder (as tiny), 8M",
}


def clips(folder: Path, count: int, data_dir: Path | None) -> list[Path]:
    """Return files at 16 kHz: every so many-th of EmoDB's, otherwise synthetic speech.

    Args:
        folder: where synthetic clips are written.
        count: number of clips.
        data_dir: folder that holds `emodb`, if there is one.
    """
    real = sorted((data_dir or folder).glob("emodb/wav/*.wav"))
    if len(real) >= count:
        return [real[len(real) * i // count] for i in range(count)]
    from ser_evals.synthesis import generate

    wavs = sorted(generate(folder, speakers=2, takes=2).glob("*.wav"))
    speech = np.concatenate([soundfile.read(path, dtype="float32")[0] for path in wavs])
    generator, made = np.random.default_rng(0), []
    seconds = np.exp(generator.normal(np.log(MEDIAN), SPREAD, count)).clip(SHORTEST, LONGEST)
    for number, length in enumerate((seconds * RATE).astype(int)):
        start = generator.integers(len(speech) - length)
        made.append(folder / f"{number}.wav")
        soundfile.write(made[-1], speech[start : start + length], RATE)
    return made


def upsampled(folder: Path, paths: list[Path]) -> list[Path]:
    """Write the clips anew at 48 kHz."""
    import soxr

    folder.mkdir()
    for path in paths:
        wave, rate = soundfile.read(path, dtype="float32")
        soundfile.write(folder / path.name, soxr.resample(wave, rate, 3 * RATE), 3 * RATE)
    return [folder / path.name for path in paths]


def networks(folder: Path) -> None:
    """Save checkpoints with random weights as `<folder>/openai/<name>`.

    One of the contestants puts "openai/" before the name of a Whisper model.
    """
    import torch
    import transformers

    os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
    transformers.utils.logging.disable_progress_bar()
    torch.manual_seed(0)
    for name, options in (("wav2vec2-group", {}), ("wav2vec2-layer", LAYER)):
        model = transformers.Wav2Vec2Model(transformers.Wav2Vec2Config(**SMALL, **options))
        extractor = transformers.Wav2Vec2FeatureExtractor(
            do_normalize=True, return_attention_mask=name.endswith("layer")
        )
        model.save_pretrained(folder / "openai" / name)
        extractor.save_pretrained(folder / "openai" / name)
    # A small vocabulary: only the encoder matters here.
    special = dict(pad_token_id=0, bos_token_id=0, eos_token_id=0, decoder_start_token_id=1)
    model = transformers.WhisperModel(transformers.WhisperConfig(vocab_size=99, **special))
    model.save_pretrained(folder / "openai/whisper-tiny")
    tokenizer = transformers.WhisperTokenizer(vocab={"<|endoftext|>": 0, "a": 1}, merges=[])
    extractor = transformers.WhisperFeatureExtractor()
    extractor.save_pretrained(folder / "openai/whisper-tiny")
    transformers.WhisperProcessor(extractor, tokenizer).save_pretrained(
        folder / "openai/whisper-tiny"
    )
