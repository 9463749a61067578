"""Copies what pages are made of (design system, typeface, icons, htmx) from node_modules to static files."""

import json
import re
import shutil
import sys
from pathlib import Path

BASE = Path(__file__).resolve().parent
VENDOR = BASE / "static" / "vendor"
ICONS = VENDOR / "lucide" / "icons.json"

# From node_modules → to static/vendor.
FILES = {
    "@digdir/designsystemet-css/dist/src/index.css": "designsystemet/designsystemet.css",
    "@digdir/designsystemet-css/LICENSE": "designsystemet/LICENSE",
    "@digdir/designsystemet-theme/brand/digdir.css": "designsystemet/theme.css",
    "@fontsource-variable/inter/index.css": "inter/inter.css",
    "@fontsource-variable/inter/LICENSE": "inter/LICENSE",
    "htmx.org/dist/htmx.min.js": "htmx/htmx.min.js",
    "htmx.org/LICENSE": "htmx/LICENSE",
    "lucide-static/LICENSE": "lucide/LICENSE",
}
TYPEFACE = "@fontsource-variable/inter/files"


def copy_assets(node_modules: Path) -> Path:
    """Fill static/vendor anew; return the folder. Raises FileNotFoundError when `npm ci` has not been run."""
    if VENDOR.exists():
        shutil.rmtree(VENDOR)
    for source, target in FILES.items():
        (VENDOR / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(node_modules / source, VENDOR / target)
    (VENDOR / "inter" / "files").mkdir()
    for name in re.findall(r"files/([\w-]+\.woff2)", (VENDOR / "inter/inter.css").read_text()):
        shutil.copyfile(node_modules / TYPEFACE / name, VENDOR / "inter/files" / name)
    ICONS.write_text(json.dumps(_icons(node_modules / "lucide-static/icons"), separators=(",", ":")))
    return VENDOR


def _icons(folder: Path) -> dict[str, str]:
    """Return the drawing inside each icon's svg element, by name: one file instead of two thousand."""
    drawings = {}
    for path in sorted(folder.glob("*.svg")):
        inside = re.search(r"<svg[^>]*>(.*)</svg>", path.read_text(), re.DOTALL)
        if inside:
            drawings[path.stem] = re.sub(r"\s+", " ", inside[1]).strip()
    return drawings


if __name__ == "__main__":
    where = Path(sys.argv[1]) if len(sys.argv) > 1 else BASE.parents[2] / "node_modules"
    sys.stderr.write(f"{copy_assets(where)}\n")
