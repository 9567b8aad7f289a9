"""Names that hold across corpora: one corpus's speaker "01" is not another's."""

import pandas as pd


def speaker_names(table: pd.DataFrame) -> pd.Series | None:
    """Return corpus/speaker of every row, or None where no speaker is known."""
    if table["speaker"].isna().all():
        return None
    return table["corpus"].fillna("") + "/" + table["speaker"].fillna("unknown")


def utterance_names(table: pd.DataFrame) -> pd.Series:
    """Return corpus/id of every row."""
    return table["corpus"].fillna("") + "/" + table["id"].astype(str)
