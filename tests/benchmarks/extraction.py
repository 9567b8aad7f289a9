"""How fast are frames extracted, and from whom: `python tests/benchmarks/extraction.py`

Clips are EmoDB's where `--data-dir` (or SER_EVALS_TEST_CORPORA) holds `emodb`, else synthetic
speech of the same lengths. Networks have random weights, the same for all contestants: a plain
loop over clips in transformers, this package, and nkululeko and mteb, which are installed into
environments of their own and keep less: one average of the last layer per clip. All read the
files, one thread each, in turns; a ratio is that of each one's fastest round. Asked for were
<= 0.60 of the plain loop for wav2vec 2.0 at a cosine >= .9999, <= 0.15 of nkululeko and mteb for
Whisper in clip context, and <= 0.90 with all 30 s and the same numbers.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

SPEED = Path(__file__).parent / "speed"
sys.path.insert(0, str(SPEED))

from environments import OTHERS, environment  # noqa: E402
from material import NETWORKS, clips, networks, upsampled  # noqa: E402

import ser_evals  # noqa: E402
from ser_evals.paths import cache_dir  # noqa: E402

SOURCE = Path(ser_evals.__file__).resolve().parents[1]
OURS = ("float32", "bfloat16")
CLIP = ("clip", "clip-bfloat16")
Times = dict[str, dict[str, float]]


def start(python: Path, script: str, *arguments: object, folder: Path, **more: Any) -> Any:
    """Start a script of `speed` in the folder of networks, offline."""
    surroundings = {**os.environ, "HF_HUB_OFFLINE": "1", "PYTHONWARNINGS": "ignore"}
    # Relative paths would not be found from another folder; others must not see this package.
    surroundings["PYTHONPATH"] = str(SOURCE) if python == Path(sys.executable) else ""
    with (folder / "messages.txt").open("w") as messages:
        return subprocess.Popen(
            [python, SPEED / script, *map(str, arguments)],
            cwd=folder,
            env=surroundings | more.pop("env", {}),
            stdout=subprocess.PIPE,
            stderr=messages,
            text=True,
            **more,
        )


def check(folder: Path, *arguments: object) -> Any:
    """Return what a check prints."""
    running = start(Path(sys.executable), "checks.py", *arguments, folder=folder)
    answer, _ = running.communicate()
    if running.returncode:
        raise SystemExit((folder / "messages.txt").read_text())
    return json.loads(answer)


def race(network: str, pythons: dict[str, Path], rounds: int, folder: Path) -> Times:
    """Let contestants take turns, and return the least processor and wall time of each."""
    names = ["plain", *OURS, *(CLIP if network.startswith("whisper") else ()), *pythons]
    one = {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
    runners: dict[str, subprocess.Popen] = {}
    best: Times = {}
    try:
        for name in names:
            python = pythons.get(name, Path(sys.executable))
            runner = start(
                *(python, "contestants.py", name, network, "clips.json"),
                folder=folder,
                stdin=subprocess.PIPE,
                env=one,
            )
            runners[name] = runner
            if not runner.stdout.readline():
                said = (folder / "messages.txt").read_text().strip().splitlines() or ["nothing"]
                print(f"{name} does not run on {network}: {said[-1]}", file=sys.stderr)
                runners.pop(name).communicate()
        for _ in range(rounds):
            for name, runner in runners.items():
                runner.stdin.write("again\n")
                runner.stdin.flush()
                took = json.loads(runner.stdout.readline())
                known = best.setdefault(name, took)
                best[name] = {kind: min(known[kind], took[kind]) for kind in took}
    finally:
        for runner in runners.values():
            runner.communicate()
    return best


def facts() -> dict[str, str | int]:
    """Describe the machine."""
    import torch
    import transformers

    told = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").is_file() else ""
    fields = dict(line.split(":", 1) for line in told.splitlines() if ":" in line)
    fields = {key.strip(): value.strip() for key, value in fields.items()}
    units = [flag for flag in ("amx_bf16", "avx512_bf16") if flag in fields.get("flags", "")]
    return {
        "processor": fields.get("model name") or platform.processor() or platform.machine(),
        "cores": os.cpu_count() or 1,
        "bfloat16 units": ", ".join(units) or ("none" if "flags" in fields else "unknown"),
        "torch": torch.__version__,
        "transformers": transformers.__version__,
    }


def table(results: dict[str, dict[str, Any]]) -> str:
    """Return ratios as Markdown."""
    rivals = ("plain", *OTHERS)
    lines = [
        "| network | extraction | " + " | ".join(f"/ {name}" for name in rivals) + " | numbers |",
        "|---|---|" + "---:|" * len(rivals) + "---|",
    ]
    for network, found in results.items():
        times = found["times"]
        for way in (*OURS, *CLIP):
            if way not in times:
                continue
            cells = [_ratio(times[way], times.get(rival)) for rival in rivals]
            agreed = found["agreement"].get(way)
            numbers = _numbers(way, agreed) if agreed else "others: less context"
            lines.append(f"| {NETWORKS[network]} | {way} | {' | '.join(cells)} | {numbers} |")
    return "\n".join(lines)


def _ratio(own: dict[str, float], other: dict[str, float] | None) -> str:
    if other is None:
        return "not run"
    return f"{own['cpu'] / other['cpu']:.2f} ({own['wall'] / other['wall']:.2f})"


def _numbers(way: str, agreed: dict[str, float]) -> str:
    if way == "float32":
        return f"plain's within {agreed['difference']:.1g} of up to {agreed['largest']:.2g}"
    return f"least cosine with plain's {agreed['cosine']:.6f}"


def overlap(found: dict[str, float]) -> str:
    """Say what of the time for decoding is seen in the time for extraction."""
    cells = [
        f"{rate}: {found[rate] / found['memory']:.3f} x the time from memory, where decoding "
        f"alone takes {found[f'decode {rate}'] / found['memory']:.3f} x"
        for rate in ("16 kHz", "48 kHz")
    ]
    return "; ".join(cells)


def report(measured: dict[str, Any]) -> None:
    """Print everything as Markdown."""
    machine = ", ".join(f"{key} {value}" for key, value in measured["machine"].items())
    print(f"\n{measured['clips']}; {machine}. Ratios of processor time (wall time):\n")
    print(table(measured["networks"]))
    print("\nFrom files on two cores, the fastest way:")
    for network, found in measured["networks"].items():
        print(f"- {network}: {overlap(found['hidden'])}")
    grown = [f"{found['MiB']:.0f} MiB with {found['clips']} clips" for found in measured["memory"]]
    print(f"\nThe most memory in use grows by {', by '.join(grown)}.")


def installed(names: list[str], folder: Path) -> dict[str, Path]:
    """Return the Pythons of those other packages that are there or can be installed."""
    pythons = {}
    for name in names:
        python, why = environment(folder, OTHERS[name])
        if python is None:
            print(f"{OTHERS[name]} is left out: it cannot be installed ({why})")
        else:
            pythons[name] = python
    return pythons


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    given = os.environ.get("SER_EVALS_TEST_CORPORA")
    parser.add_argument("--data-dir", type=Path, default=Path(given) if given else None)
    parser.add_argument("--clips", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--networks", nargs="+", choices=NETWORKS, default=list(NETWORKS))
    parser.add_argument("--others", nargs="*", choices=OTHERS, default=list(OTHERS))
    parser.add_argument("--environments", type=Path, default=cache_dir() / "benchmarks")
    parser.add_argument("--output", type=Path, help="write everything measured as JSON")
    options = parser.parse_args()
    pythons = installed(options.others, options.environments.resolve())
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        networks(folder)
        paths = clips(folder, options.clips, options.data_dir and options.data_dir.resolve())
        upsampled(folder / "48kHz", paths)
        (folder / "clips.json").write_text(json.dumps([str(path) for path in paths]))
        kind = "synthetic speech" if folder in paths[0].parents else "EmoDB"
        measured = {"machine": facts(), "clips": f"{len(paths)} clips of {kind}"}
        measured["networks"] = {
            network: {
                "times": race(network, pythons, options.rounds, folder),
                "agreement": check(folder, "agreement", network, "clips.json"),
                "hidden": check(folder, "hidden", network, "clips.json"),
            }
            for network in options.networks
        }
        measured["memory"] = [
            check(folder, "memory", options.networks[-1], "clips.json", count)
            for count in (128, 512)
        ]
    if options.output:
        options.output.write_text(json.dumps(measured, indent=2))
    report(measured)


if __name__ == "__main__":
    main()
