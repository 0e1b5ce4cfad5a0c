"""Our JavaScript modules as one script: a page that is opened from a folder may load no other file.

Each module becomes a function that is called once and returns what it exports; its text stays as it is.
"""

import re
from importlib.resources import files

IMPORT = re.compile(r'^import \{ ([^}]+) \} from "(?:\.\.?/)+([\w/]+)\.js";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|const|class) (\w+))", re.MULTILINE)


def bundle(first, parts, call):
    """Return one script.

    Parameters
    ----------
    first : str
        The module whose ``start`` is called, such as ``page.js``.
    parts : list of str
        Other modules, which ``call`` uses.
    call : str
        What ``start`` is given: JavaScript in which ``name_js`` stands for the module ``name.js``.
    """
    texts = {}
    for name in (*parts, first):
        _collect(name, texts)
    return "\n".join(["(() => {", '"use strict";', *texts.values(), f"{_variable(first)}.start({call});", "})();"])


def source(name):
    """Return the text of a file of the room ``web``, from ``model/`` if it is there."""
    room = files("zerotohero.web")
    inside = room / "model" / name
    return (inside if inside.is_file() else room / name).read_text(encoding="utf-8")


def _collect(name, texts):
    """Add what a module imports, then the module itself, each once."""
    if name in texts:
        return
    text = source(name)
    for _, other in IMPORT.findall(text):
        _collect(f"{other.rpartition('/')[2]}.js", texts)
    exported = EXPORT.findall(text)
    text = IMPORT.sub(lambda m: f"const {{ {m[1]} }} = {_variable(m[2].rpartition('/')[2] + '.js')};\n", text)
    line = f"// {name} ".ljust(120, "-")
    body = EXPORT.sub("", text).rstrip()
    texts[name] = (
        f"\n{line}\nconst {_variable(name)} = (() => {{\n{body}\n\nreturn {{ {', '.join(exported)} }};\n}})();"
    )


def _variable(name):
    """Return the name under which a module is known in the script."""
    return name.replace(".", "_")
