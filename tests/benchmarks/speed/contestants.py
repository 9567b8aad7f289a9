"""One contestant in a process of its own: `python contestants.py NAME NETWORK CLIPS.json`

It loads the network `openai/NETWORK` of the current folder, then encodes all clips, decoding
included, whenever a line arrives, and answers with the seconds that took: {"cpu", "wall"}. Only
the imports of one contestant happen, so that this file runs in anybody's environment.
"""

import configparser
import contextlib
import importlib.machinery
import json
import sys
import tempfile
import time
import types
from collections.abc import Callable
from pathlib import Path

import soundfile
import torch

RATE = 16_000
Job = Callable[[list[str]], object]


def plain(network: str, kind: torch.dtype = torch.float16) -> Job:
    """Loop over clips as in transformers' documentation: all hidden states, then halved."""
    import transformers

    folder = f"openai/{network}"
    extractor = transformers.AutoFeatureExtractor.from_pretrained(folder)
    model = transformers.AutoModel.from_pretrained(folder).eval()
    whisper = network.startswith("whisper")
    model, key = (model.encoder, "input_features") if whisper else (model, "input_values")

    @torch.inference_mode()
    def run(paths: list[str]) -> list[torch.Tensor]:
        kept = []
        for path in paths:
            wave, _ = soundfile.read(path, dtype="float32")
            inputs = extractor(wave, sampling_rate=RATE, return_tensors="pt")[key]
            output = model(inputs, output_hidden_states=True)
            states = torch.stack([*output.hidden_states[:-1], output.last_hidden_state], dim=2)[0]
            kept.append((states[: len(wave) // 320] if whisper else states).to(kind))
        return kept

    return run


def ours(network: str, context: str = "full", precision: str = "float32") -> Job:
    """Extract into a new cache on the disk: all layers, every frame."""
    from ser_evals.backbones import get_backbone
    from ser_evals.features import FrameCache, FrameOptions, extract
    from ser_evals.modeling.encoders import open_encoder

    backbone = get_backbone(Path("openai", network))
    encoder = open_encoder(backbone, context=context, precision=precision)
    options = FrameOptions(
        rate=None, layers="all", context=context, windows="all", precision=precision
    )

    def run(paths: list[str]) -> list[torch.Tensor]:
        with tempfile.TemporaryDirectory() as folder:
            cache = FrameCache(Path(folder), "speed", "random", options)
            extract([row(path) for path in paths], encoder, cache, options)
            return cache.frames(paths).clips

    return run


def row(path: str, digest: str | None = None) -> dict[str, object]:
    """Describe a file as an index of a corpus does."""
    audio = {"bytes": None, "path": path}
    return {
        "digest": digest or path,
        "duration": soundfile.info(path).duration,
        "audio": audio,
    }


def without_torchaudio() -> None:
    """Let torchaudio be imported: both packages do so, and nothing of it is called here.

    Its wheels load beside some builds of torch only.
    """
    module = types.ModuleType("torchaudio")
    module.__spec__ = importlib.machinery.ModuleSpec("torchaudio", None)
    sys.modules["torchaudio"] = module


def nkululeko(network: str) -> Job:
    """Call its feature sets: the last layer, averaged over time (over all 30 s of Whisper)."""
    without_torchaudio()
    import pandas
    from nkululeko.experiment_context import get_context
    from nkululeko.feat_extract.feats_wav2vec2 import Wav2vec2
    from nkululeko.feat_extract.feats_whisper import Whisper

    config = configparser.ConfigParser()
    config.read_dict(
        {
            "EXP": {"root": tempfile.mkdtemp(dir="."), "name": "speed"},
            "MODEL": {"device": "cpu"},
            "FEATS": {"wav2vec2.model": f"openai/{network}"},
            "DATA": {},
        }
    )
    get_context().config = config
    kind = Whisper if network.startswith("whisper") else Wav2vec2
    features = kind("speed", pandas.DataFrame(), network)
    features.init_model()

    def run(paths: list[str]) -> list:
        return [
            features.get_embeddings(soundfile.read(path, dtype="float32")[0], RATE, path)
            for path in paths
        ]

    return run


def mteb(network: str) -> Job:
    """Call its model wrappers: the last layer, averaged over the frames of the clip.

    Clip by clip: on a CPU 8 clips at once take it longer, and 32 are its default.
    """
    without_torchaudio()
    from mteb.models.model_implementations import wav2vec2_models, whisper_models
    from torch.utils.data import DataLoader

    whisper = network.startswith("whisper")
    kind = whisper_models.WhisperAudioWrapper if whisper else wav2vec2_models.Wav2Vec2AudioWrapper
    wrapper = kind(f"openai/{network}", revision="main", device="cpu")

    class Clips(torch.utils.data.Dataset):
        def __init__(self, paths: list[str]) -> None:
            self.paths = paths

        def __len__(self) -> int:
            return len(self.paths)

        def __getitem__(self, index: int) -> dict[str, object]:
            wave, rate = soundfile.read(self.paths[index], dtype="float32")
            return {"audio": {"array": wave, "sampling_rate": rate}}

    def run(paths: list[str]) -> object:
        loader = DataLoader(Clips(paths), batch_size=1)
        return wrapper.get_audio_embeddings(loader, show_progress_bar=False)

    return run


CONTESTANTS: dict[str, Callable[[str], Job]] = {
    "plain": plain,
    "float32": ours,
    "bfloat16": lambda network: ours(network, precision="bfloat16"),
    "clip": lambda network: ours(network, context="clip"),
    "clip-bfloat16": lambda network: ours(network, context="clip", precision="bfloat16"),
    "nkululeko": nkululeko,
    "mteb": mteb,
}


def main() -> None:
    """Answer every line on standard input with the times of one round."""
    name, network, clips = sys.argv[1:]
    torch.set_num_threads(1)
    with contextlib.redirect_stdout(sys.stderr):
        paths = json.loads(Path(clips).read_text())
        job = CONTESTANTS[name](network)
        job(paths[:1])
    print(json.dumps({"torch": torch.__version__}), flush=True)
    for _ in sys.stdin:
        cpu, wall = time.process_time(), time.perf_counter()
        with contextlib.redirect_stdout(sys.stderr):
            job(paths)
        took = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}
        print(json.dumps(took), flush=True)


if __name__ == "__main__":
    main()
