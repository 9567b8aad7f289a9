"""What the files of a submission are called."""

CARD = "README.md"
ROW = "row.parquet"
"""Not JSON: `datasets` reads all configurations of a repository with one and the same reader."""
RECORD = "run.json"
SCORES = "scores.csv"
PREDICTIONS = "predictions.parquet"
CONFUSIONS = "confusions.json"
FILES = (ROW, RECORD, SCORES, PREDICTIONS, CONFUSIONS)
