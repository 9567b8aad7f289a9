"""Networks: encoders that turn audio into frames, heads that turn frames into emotions."""
