"""Every benchmark in one go: `make bench DATA=folder` (the folder of real data; without it only what needs none).

The comparison with other programs and what the map and `hero next` are measured by take hours, so here their results
are printed and what is missing in them is not run: `python benchmarks/compare.py folder/tables` and next.py go on where
they stopped, map.py says how it fits.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent

if __name__ == "__main__":
    commands = [["start.py"], ["latency.py"], ["big.py"], ["photos.py"], ["serve.py"], ["pages.py"]]
    if len(sys.argv) > 1:
        tables = str(Path(sys.argv[1]) / "tables")
        commands += [
            ["scores.py", sys.argv[1]],
            ["cells_to_numbers.py", tables],
            ["two_layer.py", sys.argv[1]],
            ["texts.py", sys.argv[1]],
            ["verse.py", str(Path(sys.argv[1]) / "text" / "tinyshakespeare.txt")],
            ["map.py", tables, "--report"],
            ["next.py", tables, "--report"],
            ["compare.py", tables, "--report"],
        ]
    for name, *args in commands:
        print(f"\n== {name}", flush=True)
        subprocess.run([sys.executable, str(HERE / name), *args], check=False)
