"""Every benchmark in one go: `make bench DATA=folder` (the folder of real data; without it only what needs none).

The comparison with other programs and what the map is measured by take hours, so here their results are printed and what is
missing in them is not run: `python benchmarks/compare.py folder/tables` goes on where it stopped, map.py says how it fits.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent

if __name__ == "__main__":
    commands = [["start.py"], ["latency.py"], ["big.py"]]
    if len(sys.argv) > 1:
        tables = str(Path(sys.argv[1]) / "tables")
        commands += [
            ["scores.py", sys.argv[1]],
            ["cells_to_numbers.py", tables],
            ["texts.py", sys.argv[1]],
            ["map.py", tables, "--report"],
            ["compare.py", tables, "--report"],
        ]
    for name, *args in commands:
        print(f"\n== {name}", flush=True)
        subprocess.run([sys.executable, str(HERE / name), *args], check=False)
