"""How the docs are built: `make docs`."""

from fieldwise import __version__

project = "Fieldwise"
copyright = "2026, the Fieldwise authors"
version = release = __version__
extensions = ["myst_parser"]
myst_enable_extensions = ["deflist", "colon_fence"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = "Fieldwise"
exclude_patterns = ["_build"]
