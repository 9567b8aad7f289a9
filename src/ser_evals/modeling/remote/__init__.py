"""Models as flat files: saved beside a checkpoint, they load without this package."""
