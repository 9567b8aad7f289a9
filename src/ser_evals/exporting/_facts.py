"""Everything that a card says of a model, as what JSON can hold."""

from typing import Any

from ser_evals.exporting._head import Final
from ser_evals.exporting._made import made
from ser_evals.exporting._origin import origin
from ser_evals.exporting._run import Source
from ser_evals.exporting._said import said_of_heads
from ser_evals.exporting._sources import sources
from ser_evals.protocols import get_protocol, without_example

SCHEMA = 1


def facts(
    source: Source,
    head: Final,
    model: Any,
    runs: list[tuple[dict[str, Any], dict[str, Any]]],
    drawn: dict[str, Any] | None,
) -> dict[str, Any]:
    """Gather what is known of a model; nothing in it tells where it was made.

    Args:
        source: the exported run.
        head: what was trained.
        model: the assembled model.
        runs: run.json and scores of every run with the same heads.
        drawn: what the picture shows.
    """
    record, config = source.record, source.config
    trained = {name: data.corpus for name, data in source.corpora.items()}
    results = [found | {"heads": said_of_heads(told, head.seed)} for told, found in runs]
    records = [record, *(told for told, _ in runs)]
    warnings = dict.fromkeys([*record["warnings"], *(w for r in results for w in r["warnings"])])
    told = {
        "schema": SCHEMA,
        "backbone": origin(source.backbone, record["backbone"]["revision"]),
        "protocol": config["protocol"],
        "protocol_source": get_protocol(config["name"]).source,
        "taxonomy": config["taxonomy"],
        "layer": config["layer"],
        "context": config["context"],
        "seed": head.seed,
        "seeds": config["seeds"],
        "utterances": head.utterances,
        "shares": dict(zip(source.classes, head.prior, strict=True)),
        "labels": _labels(source),
        "sampling_rate": source.encoder.sampling_rate,
        "parameters": {
            "backbone": sum(p.numel() for p in model.backbone.parameters()),
            "head": sum(p.numel() for p in model.head.parameters()),
        },
        "corpora": sources(records, trained),
        "results": results,
        "picture": drawn,
        "warnings": list(warnings),
        "made": made(records),
        "date": max(told["started"] for told in records),
    }
    return _unnamed(told)


def _labels(source: Source) -> dict[str, list[str]]:
    """Return class -> the training corpora's own labels that it stands for."""
    taxonomy = source.config["taxonomy"]
    maps = [data.corpus.mapping(taxonomy) for data in source.corpora.values()]
    own = {
        name: {k for one in maps for k, to in one.items() if to == name} for name in source.classes
    }
    return {name: sorted(labels) for name, labels in own.items()}


def _unnamed(value: Any) -> Any:
    """Return a structure in whose texts no speaker is named: no licence has to be asked then."""
    if isinstance(value, dict):
        return {name: _unnamed(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_unnamed(inner) for inner in value]
    return without_example(value) if isinstance(value, str) else value
