"""Other libraries' bars and notes, which would draw over ours."""


def quiet() -> None:
    """Keep transformers and the Hub's client from writing anything but errors."""
    import huggingface_hub
    import transformers

    huggingface_hub.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    transformers.utils.logging.set_verbosity_error()
