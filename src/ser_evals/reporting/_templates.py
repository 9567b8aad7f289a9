"""The page's templates: everything escaped, an unknown name an error."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from ser_evals.reporting import _words as words
from ser_evals.reporting._provenance import listed

HERE = Path(__file__).parent


def load(name: str) -> Template:
    """Get a template with the filters and the style sheet that all of them use."""
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "number": words.number,
        "bounds": words.bounds,
        "interval": words.with_interval,
        "count": words.count,
        "duration": words.duration,
        "breakable": words.breakable,
        "listed": listed,
        "svg": Markup,
    }
    style = (HERE / "report.css").read_text(encoding="utf-8")
    environment.globals |= {"css": Markup(style), "dash": words.NOTHING}
    return environment.get_template(name)
