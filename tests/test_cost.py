"""Parameters and multiply-adds of backbones, against published numbers and by hand."""

import pytest
import torch
import transformers

from ser_evals.backbones import get_backbone, list_backbones
from ser_evals.console import backbones as console
from ser_evals.errors import SerEvalsError
from ser_evals.modeling.cost import Cost, cost
from ser_evals.modeling.cost._counter import multiply_adds
from ser_evals.modeling.cost._networks import IMAGES
from ser_evals.modeling.remote.image_nets_ser import PlainNet
from ser_evals.modeling.remote.images_ser import MODELS

LARGE = {
    "hidden_size": 1024,
    "num_hidden_layers": 24,
    "num_attention_heads": 16,
    "intermediate_size": 4096,
    "do_stable_layer_norm": True,
    "feat_extract_norm": "layer",
    "conv_bias": True,
}
WHISPER = {"tiny": (384, 4), "base": (512, 6), "small": (768, 12), "large-v3": (1280, 32)}
# Millions of weights of the encoders, as their papers and cards have them.
PUBLISHED = {
    "wav2vec2-base": (transformers.Wav2Vec2Config, {}, 94.4),
    "wav2vec2-large": (transformers.Wav2Vec2Config, LARGE, 315.4),
    "hubert-base": (transformers.HubertConfig, {}, 94.4),
    "wavlm-base": (transformers.WavLMConfig, {}, 94.4),
    "data2vec-audio-base": (transformers.Data2VecAudioConfig, {}, 93.2),
    "w2v-bert-2.0": (transformers.Wav2Vec2BertConfig, {}, 580.5),
    "ast": (transformers.ASTConfig, {}, 86.2),
    "clap-htsat": (transformers.ClapConfig, {}, 27.5),
    "resnet50": (transformers.ResNetConfig, {}, 23.5),
}
# Recurrent networks take seconds, step by step: two of them are counted by hand below.
LOCAL = [
    name
    for name in list_backbones()
    if name in {*IMAGES, "cnn14", "ecapa", "crnn19"} or get_backbone(name).head == "mlp"
]


@pytest.fixture
def saved(tmp_path):
    """Write a configuration as a checkpoint's folder has it."""

    def save(config) -> str:
        config.save_pretrained(tmp_path / "model")
        return str(tmp_path / "model")

    return save


def whisper(size: str) -> transformers.WhisperConfig:
    dim, layers = WHISPER[size]
    return transformers.WhisperConfig(
        d_model=dim,
        encoder_layers=layers,
        encoder_attention_heads=dim // 64,
        encoder_ffn_dim=4 * dim,
        num_mel_bins=128 if size == "large-v3" else 80,
    )


@pytest.mark.parametrize(
    ("name", "billions"), [("alexnet", 0.714), ("vgg16", 15.470), ("resnet50", 4.089)]
)
def test_the_counter_on_images_of_224_pixels(name, billions):
    with torch.device("meta"):
        if name == "resnet50":
            config = transformers.ResNetConfig(num_labels=1000)
            net = transformers.ResNetForImageClassification(config).eval()
        else:
            net = PlainNet(name).eval()
        images = torch.empty(1, 3, 224, 224)
    assert multiply_adds(lambda: net(images)) / 1e9 == pytest.approx(billions, abs=6e-4)


def test_image_networks_go_by_the_names_of_records():
    assert set(IMAGES) <= set(list_backbones())
    assert sorted(IMAGES.values()) == sorted(MODELS)


@pytest.mark.parametrize("name", LOCAL)
def test_own_networks_need_no_download(name):
    found = cost(name)
    assert found.parameters > 0 and found.macs_per_second > 0 and found.seconds == 10


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("cnn14", 80_753_615),
        ("ecapa", 20_767_552),
        ("convnext-tiny", 28_589_128 - 769_000),
        ("swin-base", 87_768_224 - 1_025_000),
        ("vgg16", 138_357_544 - 4_097_000),
        ("resnet50", 25_557_032 - 2_049_000),
        ("is09", 29_060),
    ],
)
def test_published_numbers_of_weights(name, parameters):
    assert cost(name).parameters == parameters


def test_cnn14_by_hand():
    frames, bands, before, macs = 1_001, 64, 1, 2048 * 2048
    for block in range(6):
        channels = 64 << block
        macs += frames * bands * 9 * channels * (before + channels)
        frames, bands, before = frames // 2, bands // 2, channels
    assert cost("cnn14").macs_per_second == macs / 10


def test_crnn18_by_hand():
    # What an even kernel loses: one step of each of the last two blocks, and one of the first.
    convolutions = 159_999 * 64 * 8 + 15_998 * 128 * 64 * 6 + 1_998 * 256 * 128 * 6
    recurrent = 249 * 2 * 4 * 256 * 512
    assert cost("crnn18").macs_per_second == (convolutions + recurrent) / 10


def test_an_lstm_by_hand():
    dim, hidden, steps = 25, 32, 1_000
    macs = steps * 4 * hidden * (dim + 3 * hidden) + hidden * hidden + 4 * hidden
    assert cost("egemaps-lld").macs_per_second == macs / 10


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_sizes_of_checkpoints(name, saved):
    kind, options, millions = PUBLISHED[name]
    found = cost(saved(kind(**options)))
    assert found.parameters / 1e6 == pytest.approx(millions, abs=0.06)
    assert found.seconds == (10.24 if name == "ast" else 10)


def test_wav2vec2_by_hand_attention_included(saved):
    front = 31_999 * 512 * 10 + 512**2 * (3 * (15_999 + 7_999 + 3_999 + 1_999) + 2 * (999 + 499))
    between = 499 * 512 * 768 + 500 * 768 * 48 * 128
    layer = 499 * 12 * 768**2 + 2 * 499**2 * 768
    found = cost(saved(transformers.Wav2Vec2Config(add_adapter=True)))
    assert found.macs_per_second == (front + between + 12 * layer) / 10


@pytest.mark.parametrize(
    ("size", "millions"), [("tiny", 8.2), ("base", 20.6), ("small", 88.2), ("large-v3", 637.0)]
)
def test_whisper_by_hand_in_its_window(size, millions, saved):
    config = whisper(size)
    dim, layers = WHISPER[size]
    found = cost(saved(config))
    convolutions = 3 * dim * (3_000 * config.num_mel_bins + 1_500 * dim)
    macs = convolutions + layers * (12 * 1_500 * dim**2 + 2 * 1_500**2 * dim)
    assert found.parameters / 1e6 == pytest.approx(millions, abs=0.06)
    assert (found.macs_per_second, found.seconds) == (macs / 30, 30)


@pytest.mark.real_encoder
def test_a_real_whisper(whisper_dir):
    assert cost(whisper_dir) == Cost(8_208_384, 615_628_800, 30)


def test_a_folder_is_not_taken_for_the_record_of_its_name(tmp_path):
    transformers.ResNetConfig(depths=[1, 1, 1, 1]).save_pretrained(tmp_path / "resnet50")
    assert cost(tmp_path / "resnet50").parameters < cost("resnet50").parameters


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("mfcc", "mfcc is a feature set without a network: nothing to count"),
        ("wav2vec2-base", "config.json is neither in the local Hub cache nor to be had .* network"),
        ("wav2vec2-bas", "unknown backbone 'wav2vec2-bas'"),
    ],
)
def test_what_cannot_be_counted(name, message):
    with pytest.raises(SerEvalsError, match=message):
        cost(name)


def test_another_architecture_is_refused(saved):
    with pytest.raises(SerEvalsError, match="model: a 'bert' cannot be counted"):
        cost(saved(transformers.BertConfig()))


def test_show_prints_record_and_cost(capsys):
    console.show("CNN14")
    text = capsys.readouterr().out
    for words in ("panns", "CC-BY-4.0", "fifteen_years", "audioset", "80.8 M", "2 G (clip of 10 s"):
        assert words in text
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize("name", ["mfcc", "hubert-base", "emotion-whisper", "acme/unheard-of"])
def test_show_says_why_there_is_no_cost(name, capsys):
    console.show(name)
    text = " ".join(capsys.readouterr().out.split())
    assert "not counted: " in text and "licence" in text
    assert (get_backbone(name).revision or "") in text
    on_hub = get_backbone(name).engine == "transformers"
    assert (
        "fetched from the Hub once and kept; '--backbone FOLDER' needs no net" in text
    ) == on_hub


def test_list_fits_80_columns_with_nothing_cut(capsys):
    console.print_list()
    text = capsys.readouterr().out
    lines = text.splitlines()
    assert max(map(len, lines)) <= 80 and "…" not in text
    for name in list_backbones():
        (line,) = (line for line in lines if line.split()[:1] == [name])
        assert get_backbone(name).family in line
