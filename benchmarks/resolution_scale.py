"""How long entity resolution takes, and how much memory, as a corpus grows.

    python benchmarks/resolution_scale.py [MENTIONS ...]

Names are made up in the proportions of real abstracts (per paper about 12 clusters and 30 mentions): coined names that
occur in one paper, phrases put together from common words, and well-known names by Zipf's law, in singular and plural,
hyphenated and not, with acronyms that some papers define, and a few misspellings. Each size runs in a process of its
own, so that its peak memory is its own. Goal: 1,000,000 mentions in less than 60 s and 2 GB on 2 cores, growth near
linear.
"""

import json
import random
import resource
import subprocess
import sys
import time

import pyarrow as pa

from kg.resolution import CLUSTER_SCHEMA, resolve
from ontology.lexicon import load_lexicon

SIZES = (100_000, 300_000, 1_000_000)
MENTIONS_PER_CLUSTER = 2.5
CLUSTERS_PER_PAPER = 12
TYPES = ("Method", "Task", "Metric", "Dataset")
TYPE_WEIGHTS = (60, 20, 12, 8)
SYLLABLES = [
    "ra",
    "lo",
    "mi",
    "ten",
    "sor",
    "gra",
    "pho",
    "net",
    "dex",
    "vi",
    "ka",
    "mu",
    "lar",
    "den",
    "pri",
    "fo",
    "ces",
    "tra",
    "ble",
    "qui",
    "no",
    "sta",
    "ver",
    "il",
    "om",
]
HEADS = {
    "Method": ["network", "model", "transformer", "algorithm", "autoencoder", "attention", "regularization", "sampler"],
    "Task": ["segmentation", "classification", "detection", "generation", "estimation", "recognition", "retrieval"],
    "Metric": ["accuracy", "score", "error", "distance", "rate", "latency", "precision"],
    "Dataset": ["dataset", "benchmark", "corpus", "suite"],
}


class NameMaker:
    """Names with a fixed seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.words = sorted({self.word(2, 4) for _ in range(6000)})
        self.common = {kind: [(self.phrase(kind), self.acronym()) for _ in range(3000)] for kind in TYPES}

    def word(self, least: int, most: int) -> str:
        """A made-up word of so many syllables."""
        return "".join(self.random.choices(SYLLABLES, k=self.random.randint(least, most)))

    def zipf(self, size: int) -> int:
        """A rank below `size`, low ranks more often."""
        return min(int(self.random.paretovariate(0.35)) - 1, size - 1)

    def phrase(self, kind: str) -> str:
        """Modifiers, frequent ones more often, and a head that suits the type."""
        modifiers = [self.words[self.zipf(len(self.words))] for _ in range(self.random.randint(1, 3))]
        return " ".join([*modifiers, self.random.choice(HEADS[kind])])

    def acronym(self) -> str:
        """Three to five capitals."""
        return "".join(self.random.choices("ABCDEFGHIKLMNOPRSTUV", k=self.random.randint(3, 5)))

    def coined(self) -> str:
        """A name that one paper gives its own work."""
        name = self.word(1, 2).capitalize() + self.random.choice(["Net", "Former", "-GAN", "LM", "Bench", " v2", "-7B"])
        return f"{name}-{self.word(2, 3)}"

    def varied(self, name: str) -> str:
        """The name as another author might write it."""
        draw = self.random.random()
        if draw < 0.25:
            return name + "s"
        if draw < 0.40:
            return name.title()
        if draw < 0.50:
            return name.replace(" ", "-", 1)
        if draw < 0.51 and len(name) > 8:
            cut = self.random.randrange(2, len(name) - 2)
            return name[:cut] + name[cut + 1 :]
        return name

    def cluster(self, kind: str) -> tuple[list[str], list[dict[str, str]]]:
        """Names and definitions of one cluster."""
        draw = self.random.random()
        if draw < 0.2:
            coined = self.coined()
            return [coined], []
        if draw < 0.5:
            return [self.varied(self.phrase(kind))], []
        name, acronym = self.common[kind][self.zipf(3000)]
        shown = self.varied(name)
        if self.random.random() < 0.15:
            return [acronym, shown], [{"short": acronym, "long": shown}]
        if self.random.random() < 0.15:
            return [acronym], []
        return [shown], []


def corpus(mentions: int, seed: int = 7) -> pa.Table:
    """Clusters of a corpus with about so many mentions."""
    maker = NameMaker(seed)
    size = int(mentions / MENTIONS_PER_CLUSTER)
    columns: dict[str, list[object]] = {name: [] for name in CLUSTER_SCHEMA.names}
    for number in range(size):
        kind = maker.random.choices(TYPES, TYPE_WEIGHTS)[0]
        names, definitions = maker.cluster(kind)
        seen = kind if maker.random.random() < 0.97 else maker.random.choice(TYPES)
        row = (f"paper/{number // CLUSTERS_PER_PAPER}", number % CLUSTERS_PER_PAPER, seen, names, definitions)
        for column, value in zip(CLUSTER_SCHEMA.names, (*row, maker.random.uniform(0.4, 1), 2, None), strict=True):
            columns[column].append(value)
    return pa.table(columns, CLUSTER_SCHEMA)


def measure(mentions: int) -> dict[str, float]:
    """Seconds (wall and processor) and peak memory of one resolution, without making the corpus."""
    clusters = corpus(mentions)
    lexicon = load_lexicon()
    resolve(clusters.slice(0, 10), lexicon=lexicon)
    wall, processor = time.perf_counter(), time.process_time()
    resolution = resolve(clusters, lexicon=lexicon)
    return {
        "mentions": mentions,
        "clusters": clusters.num_rows,
        "entities": resolution.entities.num_rows,
        "wall": time.perf_counter() - wall,
        "processor": time.process_time() - processor,
        "gigabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2,
    }


def main(sizes: list[int]) -> None:
    """Print a table with one line a size."""
    print("mentions  clusters  entities  wall s  processor s  peak GB  time ratio / size ratio")
    before: dict[str, float] | None = None
    for size in sizes:
        run = subprocess.run([sys.executable, __file__, "--one", str(size)], capture_output=True, text=True, check=True)
        found: dict[str, float] = json.loads(run.stdout)
        growth = "-"
        if before:
            ratio = found["processor"] / before["processor"]
            growth = f"{ratio:.2f} / {found['mentions'] / before['mentions']:.2f}"
        print(
            f"{found['mentions']:8.0f}  {found['clusters']:8.0f}  {found['entities']:8.0f}  {found['wall']:6.1f}  "
            f"{found['processor']:11.1f}  {found['gigabytes']:7.2f}  {growth}",
            flush=True,
        )
        before = found


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(int(sys.argv[2]))))
    else:
        main([int(argument) for argument in sys.argv[1:]] or list(SIZES))
