"""What the small commands print, one module per group of commands."""
