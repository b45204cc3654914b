"""The templates of others: where they are looked for, whose are trusted, and what is wrong with them.

`ejecting` copies a template out, `lint` looks for mistakes in a folder of them; both need Jinja, this module does not.
"""

from __future__ import annotations

from scaffold.templating.levels import Level, Origin, TemplatePath, template_path

__all__ = ["Level", "Origin", "TemplatePath", "template_path"]
