"""The page and the terminal's table, on a benchmark of the shape that a user really has."""

import hashlib
import re
import subprocess
import sys
from html.parser import HTMLParser

import pandas as pd
import pytest

from ser_evals.emotions import EMOTIONS
from ser_evals.errors import SerEvalsError
from ser_evals.reporting import RunSummary, render, table, write

CORPORA = ("aesdd", "cafe", "crema_d", "emodb", "ravdess", "tess")
CLASSES = tuple(emotion for emotion in EMOTIONS if emotion != "other")
NAN = float("nan")


def chaos(*key: object) -> float:
    """A number in [0, 1) that looks random and never changes."""
    return int(hashlib.sha1(repr(key).encode()).hexdigest()[:8], 16) / 2**32


def classes_of(corpus: str) -> tuple[str, ...]:
    return CLASSES[: 4 + int(chaos("classes", corpus) * 4)]


def rows(backbone: str, train: str, test: str, prior: str, classes: str, **change: object) -> list:
    inside = train == test
    scored = classes_of(test)
    if classes == "shared":
        scored = tuple(c for c in scored if any(c in classes_of(t) for t in train.split("+")))
    level = (0.55 if inside else 0.26) + 0.3 * chaos(backbone, train, test, prior)
    speakers = NAN if test == "tess" else 4 + int(chaos("speakers", test) * 80)
    warnings = []
    if test == "tess":
        warnings = (
            ["no speakers known in tess", "speaker-dependent"]
            if inside
            else ["tess: interval over utterances"]
        )
    if test == "aesdd":
        warnings.append("few speakers: 5 in aesdd")
    if (train, test) == ("crema_d", "ravdess"):
        warnings.append("leak: 12 recordings of ravdess are also in crema_d")
    common = {
        "backbone": backbone, "revision": hashlib.sha1(backbone.encode()).hexdigest(),
        "protocol": "ser_evals", "train": train, "test": test,
        "setting": "in_domain" if inside else "out_of_domain", "prior": prior, "classes": classes,
        "seeds": 3, "speakers": speakers, "utterances": 400 + int(chaos("n", test) * 7000),
        "mode": "frozen", "layer": "weighted", "context": "30s", "taxonomy": "ser_evals",
        "condition": "clean", "ci_unit": "utterance" if test == "tess" else "speaker",
        "warnings": "; ".join(warnings),
    }  # fmt: skip
    values = {"uar": level, "accuracy": level + 0.0316, "macro_f1": level - 0.0213}
    values |= {"weighted_f1": level + 0.0108}
    values |= {
        f"recall_{c}": min(1.0, level + 0.5 * chaos(train, test, c, prior) - 0.2) for c in scored
    }
    out = [
        common
        | {"metric": m, "value": v, "ci_low": max(0.0, v - 0.051), "ci_high": min(1.0, v + 0.047)}
        for m, v in values.items()
    ]
    out.append(common | {"metric": "uar_seed_sd", "value": 0.0123, "ci_low": NAN, "ci_high": NAN})
    return [row | change for row in out]


def benchmark(
    corpora: tuple[str, ...], backbones: tuple[str, ...], priors: tuple[str, ...]
) -> pd.DataFrame:
    found = []
    for backbone in backbones:
        for train in corpora:
            for test in corpora:
                if train == test:
                    found += rows(backbone, train, test, "none", "present")
                elif (train, test) != (corpora[1], corpora[-1]):
                    for prior in priors:
                        found += rows(backbone, train, test, prior, "shared")
                        found += rows(backbone, train, test, prior, "all")
    return pd.DataFrame(found)


def summary(backbone: str, train: str, test: str, **change: object) -> RunSummary:
    names = classes_of(test)
    counts = [
        [round(90 * chaos(train, a, b)) + (160 if a == b else 0) for b in names] for a in names
    ]
    corpora = {
        name: {
            "fingerprint": hashlib.sha1(name.encode()).hexdigest(), "title": f"The {name} corpus",
            "utterances": 400 + int(chaos("n", name) * 7000), "licence": "CC BY 4.0",
            "speakers": None if name == "tess" else 4 + int(chaos("speakers", name) * 80),
            "languages": ["el" if name == "aesdd" else "en"], "synthetic": False,
            "dropped": {"boredom": 81, "mixed": 7} if name == "emodb" else {},
            "unreadable": ["wav/03a01Wa.wav"] if name == "cafe" else [],
        }
        for name in (train, test)
    }  # fmt: skip
    inside = train == test
    record = {
        "status": "done", "started": f"2025-03-01T10:{int(chaos(train, test) * 60):02d}:00+00:00",
        "wall_s": 71.3 + chaos(train, test), "peak_memory_mb": 1890.4, "device": "NVIDIA H200",
        "versions": {"ser-evals": "0.1.0", "torch": "2.13.0", "transformers": "5.23.0"},
        "git": {"commit": hashlib.sha1(b"c").hexdigest(), "dirty": True},
        "config": {"protocol": "ser_evals", "train": [train], "test": [test], "epochs": 100,
                   "lr": 1e-4, "layer": "weighted", "seeds": [0, 1, 2]},
        "corpora": corpora,
        "backbone": {"name": backbone, "checkpoint": f"microsoft/{backbone}", "licence": "MIT",
                     "revision": hashlib.sha1(backbone.encode()).hexdigest(), "family": "wavlm"},
        "command": "ser-evals run --train all --test all --backbone wavlm-base-plus",
    }  # fmt: skip
    given = {
        "train": train, "test": test, "setting": "in_domain" if inside else "out_of_domain",
        "prior": "none" if inside else "source", "classes": names, "confusion": counts,
        "warnings": ("contamination: hubert-base was pretrained on ravdess",)
        if (backbone, test) == ("hubert-base", "ravdess") else (),
        "record": record,
    }  # fmt: skip
    return RunSummary(**(given | change))


BACKBONES = ("wavlm-base-plus", "hubert-base")
SCORES = benchmark(CORPORA, BACKBONES, ("source", "oracle"))
RUNS = [summary(b, a, c) for b in BACKBONES for a in CORPORA for c in CORPORA]
ONE = pd.DataFrame(rows("wavlm-base-plus", "emodb", "emodb", "none", "present"))


class Page(HTMLParser):
    """What a browser would load, link to and show."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.ids: list[str] = []
        self.open: list[str] = []
        self.shown = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.append((tag, dict(attrs)))
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in ("meta", "br", "wbr", "link", "img"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list) -> None:
        self.tags.append((tag, dict(attrs)))
        self.ids += [value for name, value in attrs if name == "id"]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        if "style" not in self.open[-1:]:
            self.shown += data


@pytest.fixture(scope="module")
def html() -> str:
    return render(SCORES, RUNS, title="Two backbones")


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return Page(html)


def test_every_score_is_on_the_page(page: Page) -> None:
    shown = set(re.findall(r"\d\.\d{3}", page.shown))
    for column in ("value", "ci_low", "ci_high"):
        assert {f"{value:.3f}" for value in SCORES[column].dropna()} <= shown


def test_page_is_well_formed_and_stands_alone(html: str, page: Page) -> None:
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    targets = [a[key] for _, a in page.tags for key in ("href", "src", "xlink:href") if key in a]
    assert targets and all(target.startswith("#") for target in targets)
    assert {target[1:] for target in targets} <= set(page.ids)
    assert not {"script", "link", "img", "iframe", "object"} & {tag for tag, _ in page.tags}
    assert "http://" not in html and "https://" not in html and "@import" not in html


def test_page_has_its_parts(page: Page) -> None:
    for part in ("Two backbones", "Warnings", "What was run", "How to read this", "Provenance"):
        assert part in page.shown
    pictures = [attrs for tag, attrs in page.tags if tag == "svg"]
    assert len(pictures) == 1 + len(BACKBONES) * (1 + len(CORPORA))
    assert all(attrs["role"] == "img" and attrs["aria-label"] for attrs in pictures)
    confusions = [a for tag, a in page.tags if tag == "table" and a.get("class") == "confusion"]
    assert len(confusions) == len(RUNS)
    for said in ("uncommitted changes", "boredom 81", "torch 2.13.0", '"epochs": 100', "MIT"):
        assert said in page.shown
    assert RUNS[0].record["command"] in page.shown


@pytest.mark.parametrize(
    "said",
    [
        "leak: 12 recordings of ravdess are also in crema_d",
        "contamination: hubert-base was pretrained on ravdess",
        "no speakers known in tess",
        "oracle prior: the test corpus's true label distribution was used",
        "few speakers: 5 in aesdd",
        "cafe: 1 unreadable file skipped",
        "wavlm-base-plus: all 29 zero-shot runs",
        "hubert-base: everything tested on aesdd",
    ],
)
def test_warnings_are_shown_with_their_runs(page: Page, said: str) -> None:
    assert said in " ".join(page.shown.split())


def test_speaker_dependent_runs_are_never_ranked(page: Page) -> None:
    head = " ".join(page.shown.split())[:900]
    assert head.count("speaker-dependent and not counted here: tess") == len(BACKBONES)
    assert "(tess)" not in head


def test_two_renders_are_identical_whatever_the_order(html: str) -> None:
    shuffled = SCORES.sample(frac=1, random_state=0)
    assert render(shuffled, RUNS[::-1], title="Two backbones").split() == html.split()


def test_synthetic_speech_has_a_banner() -> None:
    record = {"corpora": {"emodb": {"synthetic": True}}}
    runs = [summary("wavlm-base-plus", "emodb", "emodb", record=record)]
    shown = Page(render(ONE, runs)).shown
    assert "synthetic speech: these numbers say nothing about real emotion" in shown
    assert "emodb is synthetic speech" in shown


def test_names_are_escaped() -> None:
    evil = """<b>"&'$x$"""
    scores = ONE.assign(train=evil, test=evil, warnings=f"leak: {evil}")
    run = RunSummary(
        train=evil, test=evil, setting="in_domain", prior="none", classes=(evil,), confusion=[[3]],
        record={"config": {"note": evil}, "corpora": {evil: {"title": evil}}, "command": evil},
    )  # fmt: skip
    html = render(scores, [run], title=evil)
    assert "<b>" not in html and "b" not in {tag for tag, _ in Page(html).tags}
    assert f"leak: {evil}" in Page(html).shown


@pytest.mark.parametrize("size", [1, 12])
def test_matrix_of_any_size(size: int) -> None:
    corpora = tuple(f"a_corpus_whose_name_is_long_{number}" for number in range(size))
    shown = Page(render(benchmark(corpora, ("m",), ("source",)), [])).shown
    assert shown.count("Tested on ") == size
    assert "No run records were given" in shown


def test_leave_one_corpus_out_shares_a_row() -> None:
    found = []
    for test in CORPORA:
        train = "+".join(corpus for corpus in CORPORA if corpus != test)
        found += rows("m", train, test, "source", "shared") + rows(
            "m", test, test, "none", "present"
        )
    assert Page(render(pd.DataFrame(found), [])).shown.count("all other corpora") == 1


def test_missing_intervals_speakers_and_class_recalls() -> None:
    bare = ONE[ONE["metric"] == "uar"].assign(ci_low=NAN, ci_high=NAN, speakers=NAN, ci_unit=NAN)
    shown = Page(render(bare.assign(warnings=NAN), [])).shown
    assert "speaker-dependent" in shown and not re.search(r"\bnan\b", shown.lower())


def test_runs_go_to_their_own_layer() -> None:
    layers = ("last", "weighted")
    scores = pd.concat([ONE.assign(layer=layer) for layer in layers])
    record = {"backbone": {"name": "wavlm-base-plus"}, "config": {"layer": "weighted"}}
    html = render(scores, [summary("", "emodb", "emodb", record=record)])
    first, second = html.split('<section id="s2">')
    assert "wavlm-base-plus, layer last" in first and 'class="confusion"' not in first
    assert 'class="confusion"' in second


@pytest.mark.parametrize("draw", [lambda scores: render(scores, []), table])
def test_bad_scores_are_named(draw) -> None:
    with pytest.raises(SerEvalsError, match="lack the columns value, ci_unit"):
        draw(ONE.drop(columns=["value", "ci_unit"]))
    with pytest.raises(SerEvalsError, match="empty"):
        draw(ONE.iloc[:0])


def test_terminal_needs_no_figures() -> None:
    code = "import ser_evals.reporting, sys; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_confusion_must_fit_its_classes() -> None:
    with pytest.raises(SerEvalsError, match="a -> b: the confusion has 1 rows.*expected 2 x 2"):
        RunSummary(train="a", test="b", setting="in_domain", prior="none", classes=("x", "y"),
                   confusion=[[1, 2]])  # fmt: skip


def test_write_leaves_nothing_but_the_page(tmp_path) -> None:
    path = write("<p>ü</p>", tmp_path / "new" / "report.html")
    assert write("<p>ö</p>", path).read_text(encoding="utf-8") == "<p>ö</p>"
    assert [each.name for each in path.parent.iterdir()] == ["report.html"]


def test_terminal_table_has_the_headlines() -> None:
    text = table(SCORES[SCORES["backbone"] == "hubert-base"])
    uar = SCORES.query("metric == 'uar' and backbone == 'hubert-base'")
    for _, row in uar[uar["prior"].isin(["none", "source"]) & (uar["classes"] != "all")].iterrows():
        assert f"{row['value']:.3f} [{row['ci_low']:.3f}, {row['ci_high']:.3f}]" in text
    assert "oracle" not in text and text.count("\n") == 35 + 6
