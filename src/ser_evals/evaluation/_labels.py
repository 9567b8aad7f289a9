import re
from collections.abc import Mapping, Sequence
from typing import Any

from ser_evals.errors import SerEvalsError


def match(
    predictions: Sequence[Any],
    references: Sequence[Any],
    *,
    names: Sequence[str] = (),
    indices: Mapping[str, int] | None = None,
    mapping: Mapping[Any, Any] | None = None,
) -> tuple[list[Any], list[Any]]:
    """Bring a model's labels and a dataset's labels to the same names or indices.

    Args:
        predictions: the model's label for each clip.
        references: the dataset's label for each clip, a name or an index.
        names: the dataset's labels by index, where it knows them.
        indices: the model's `label2id`, where it has one.
        mapping: from the model's labels to those of the dataset; decides where it is given.

    Raises:
        SerEvalsError: the two have nothing in common, or `mapping` lacks a label.

    Example:
        >>> match(["fear", "anger"], [0, 0], names=["anger", "fear"])
        (['fear', 'anger'], ['anger', 'anger'])
        >>> match(["LABEL_1"], [1], indices={"LABEL_0": 0, "LABEL_1": 1})
        ([1], [1])
    """
    named = [names[i] for i in references] if names else list(references)
    if mapping is not None:
        for label in set(predictions) - mapping.keys():
            raise SerEvalsError(f"label_mapping has no {label!r}, only {sorted(mapping, key=str)}")
        strings = any(isinstance(value, str) for value in mapping.values())
        return [mapping[label] for label in predictions], named if strings else list(references)
    own, known = set(indices or predictions), {*names, *named}
    generic = all(re.fullmatch(r"LABEL_\d+", str(label)) for label in own)
    if indices and not own & known and (generic or not names) and _are_indices(references):
        return [indices[label] for label in predictions], list(references)
    if not own & known:
        raise SerEvalsError(
            f"the model's labels {sorted(own, key=str)} and the data's {sorted(known, key=str)} "
            f"have nothing in common: give label_mapping={{model's label: data's label}}"
        )
    return list(predictions), named


def _are_indices(references: Sequence[Any]) -> bool:
    return all(isinstance(label, int) for label in references)
