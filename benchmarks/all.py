"""Every benchmark in one go: `make bench DATA=folder` (the folder of real data; without it only what needs none)."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent

if __name__ == "__main__":
    commands = [["start.py"]]
    commands += [["scores.py", sys.argv[1]], ["cells_to_numbers.py", sys.argv[1]]] if len(sys.argv) > 1 else []
    for name, *args in commands:
        print(f"\n== {name}", flush=True)
        subprocess.run([sys.executable, str(HERE / name), *args], check=False)
