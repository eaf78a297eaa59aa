"""What a relation decision reads: where two clusters stand closest, the wording there, and both their roles."""

from collections import Counter
from dataclasses import dataclass

from extractors.features import Cluster, PaperView, Place
from extractors.records import TYPES, Role
from extractors.role_features import bucket, shape, zones

# Up to this many clusters all pairs are candidates; beyond, only pairs that come close, so that cost stays linear.
MAX_CLUSTERS = 64
# Places that follow a place closely enough to be paired with it: in number, and in sentences.
_NEXT_PLACES, _NEXT_SENTENCES = 40, 2
_FIRST_PLACES = 8
_BETWEEN = 12
_SHORT = 5


@dataclass(frozen=True, slots=True)
class Pair:
    """Two clusters where they stand closest: `first` before `second`; `together` counts the sentences they share."""

    first: int
    second: int
    first_place: Place
    second_place: Place
    together: int

    @property
    def gap(self) -> int:
        """Sentences from one to the other."""
        return self.second_place.sentence - self.first_place.sentence


def candidate_pairs(view: PaperView) -> list[Pair]:
    """Pairs of clusters that a relation could join, each once, at their closest places, in order of cluster numbers."""
    best: dict[tuple[int, int], tuple[int, int, Place, Place]] = {}
    together: dict[tuple[int, int], set[int]] = {}

    def offer(a: Place, b: Place) -> None:
        key = (a.cluster, b.cluster) if a.cluster < b.cluster else (b.cluster, a.cluster)
        gap = b.sentence - a.sentence
        distance = (gap, b.item - a.item, a, b)
        if gap == 0:
            together.setdefault(key, set()).add(a.sentence)
        known = best.get(key)
        if known is None or distance[:2] < known[:2]:
            best[key] = distance

    places = view.places
    for i, a in enumerate(places):
        for b in places[i + 1 : i + 1 + _NEXT_PLACES]:
            if b.sentence - a.sentence > _NEXT_SENTENCES:
                break
            if a.cluster != b.cluster:
                offer(a, b)
    clusters = view.clusters
    if len(clusters) <= MAX_CLUSTERS:
        for i, one in enumerate(clusters):
            for other in clusters[i + 1 :]:
                if (one.number, other.number) in best:
                    continue
                for a in one.places[:_FIRST_PLACES]:
                    for b in other.places[:_FIRST_PLACES]:
                        offer(*((a, b) if (a.item, a.cluster) <= (b.item, b.cluster) else (b, a)))
    pairs = []
    for key in sorted(best):
        _, _, a, b = best[key]
        pairs.append(Pair(a.cluster, b.cluster, a, b, len(together.get(key, ()))))
    return pairs


@dataclass(frozen=True, slots=True)
class Standing:
    """A cluster's part in its paper: role, and rank among the clusters of its type with that role (0, 1 or 2)."""

    role: str
    sure: bool
    rank: int


def standings(view: PaperView, roles: list[Role]) -> dict[int, Standing]:
    """The standing of every cluster; rank 0 is named in the title, then most often, then first."""
    by_number = {role.cluster: role for role in roles}
    order = sorted(
        view.clusters, key=lambda c: (not view.sentences[c.places[0].sentence].in_title, -c.mention_count, c.number)
    )
    met: Counter[tuple[str, str]] = Counter()
    found = {}
    for cluster in order:
        role = by_number.get(cluster.number)
        predicate = role.predicate if role else "mentions"
        found[cluster.number] = Standing(
            predicate, role is not None and role.score >= 0.7, min(2, met[cluster.type, predicate])
        )
        met[cluster.type, predicate] += 1
    return found


def cluster_features(
    view: PaperView, cluster: Cluster, standing: Standing, zone_of: list[str], sizes: Counter[str]
) -> list[str]:
    """Features of one cluster as the head or the tail of a relation."""
    words = cluster.names[0].split() or [""]
    zone = zone_of[cluster.places[0].sentence]
    role = standing.role
    found = [
        f"role={role}:{standing.sure}",
        f"rank={role}:{standing.rank}",
        f"zone={zone}",
        f"zone={zone}:{role}",
        f"count={bucket(cluster.mention_count)}",
        f"shape={shape(cluster.texts[0])}",
        f"len={min(len(words), 4)}",
        f"head={words[-1]}",
        f"first={words[0]}",
        f"name={cluster.names[0]}",
        f"n={role}:" + bucket(sizes[role]),
    ]
    found += [f"n{kind}={bucket(sizes[kind])}" for kind in TYPES]
    place = cluster.places[-1 if zone == "title" else 0]
    found += [f"l1={w}" for w in view.left(place, 1)] + [f"r1={w}" for w in view.right(place, 1)]
    return found


def _name_features(one: Cluster, other: Cluster) -> list[str]:
    a, b = one.names[0], other.names[0]
    found = []
    if a in b:
        found.append("names=in")
    elif b in a:
        found.append("names=has")
    left, right = set(a.replace("-", " ").split()), set(b.replace("-", " ").split())
    if left & right:
        found.append(f"names=share{min(2, len(left & right))}")
    if a.split()[-1:] == b.split()[-1:]:
        found.append("names=head")
    if found and a.endswith(b):
        found.append("names=ends2")
    if found and b.endswith(a):
        found.append("names=ends1")
    return found


def pair_features(
    view: PaperView, pair: Pair, clusters: dict[int, Cluster], standing: dict[int, Standing], zone_of: list[str]
) -> list[str]:
    """Features of two clusters in text order, without repetition."""
    first, second = standing[pair.first], standing[pair.second]
    gap = min(pair.gap, 3)
    zone = zone_of[pair.second_place.sentence]
    roles = f"{first.role}|{second.role}"
    ranks = f"{first.rank}|{second.rank}"
    found = [
        f"gap={gap}",
        f"together={min(pair.together, 3)}",
        f"roles={roles}",
        f"roles={roles}:{ranks}",
        f"roles={roles}:{min(gap, 2)}",
        f"zone={zone_of[pair.first_place.sentence]}|{zone}",
    ]
    found += _name_features(clusters[pair.first], clusters[pair.second])
    if gap > 1:
        return [*found, f"far:{ranks}"]
    if gap:
        sentence = view.sentences[pair.second_place.sentence]
        opening = view.items[sentence.first : sentence.first + 2]
        found += [f"g1open={' '.join(opening)}", f"g1{ranks}"]
        found += [f"g1l={w}" for w in view.left(pair.first_place, 1)] + [
            f"g2l={w}" for w in view.left(pair.second_place, 2)
        ]
        found += [f"g1r={w}" for w in view.right(pair.first_place, 2)] + [
            f"g2r={w}" for w in view.right(pair.second_place, 1)
        ]
        return list(dict.fromkeys(found))
    return list(dict.fromkeys(found + _between_features(view, pair, roles)))


def _between_features(view: PaperView, pair: Pair, roles: str) -> list[str]:
    """Features of the wording of a sentence that names both."""
    start, end = pair.first_place.item + 1, pair.second_place.item
    sentence = view.sentences[pair.first_place.sentence]
    between = view.items[start:end]
    kinds = [kind for kind in view.type_of[start:end] if kind]
    size = len(between)
    found = [f"d={bucket(size)}", f"between={min(3, len(kinds))}", f"d={bucket(size)}:{roles}"]
    found += [f"kind={kind}" for kind in sorted(set(kinds))]
    if size <= _SHORT:
        found.append("B=" + " ".join(between))
    if between:
        found += ["Bfirst=" + " ".join(between[:2]), "Blast=" + " ".join(between[-2:])]
    found += [f"b:{word}" for word in between[:_BETWEEN]]
    left, right = view.left(pair.first_place, 3), view.right(pair.second_place, 3)
    found += [f"l1={w}" for w in left[:1]] + [f"r1={w}" for w in right[:1]]
    found += [f"l:{w}" for w in left] + [f"r:{w}" for w in right]
    if len(left) > 1:
        found.append(f"l2={left[1]} {left[0]}")
    if view.list_start(pair.second_place) <= pair.first_place.item:
        found.append("one-list")
    else:
        listed = view.list_start(pair.second_place)
        if listed < end and listed > start:
            before = view.items[max(start, listed - 2) : listed]
            found += [f"list={' '.join(before)}"] + [f"listb:{w}" for w in before]
    for cue in view.cues_between(max(sentence.first, start - 20), min(sentence.end, end + 20)):
        if cue.end <= pair.first_place.item:
            found.append(f"c<{cue.group}")
        elif cue.start > end:
            found.append(f"c>{cue.group}")
        elif start <= cue.start and cue.end <= end:
            found.append(f"c-{cue.group}")
    return found


def feature_groups(view: PaperView, roles: list[Role]) -> tuple[dict[int, list[str]], list[tuple[Pair, list[str]]]]:
    """Features of all clusters by number, and of all candidate pairs."""
    zone_of = zones(view)
    standing = standings(view, roles)
    clusters = {cluster.number: cluster for cluster in view.clusters}
    sizes = Counter(cluster.type for cluster in view.clusters)
    sizes.update(place.role for place in standing.values())
    single = {c.number: cluster_features(view, c, standing[c.number], zone_of, sizes) for c in view.clusters}
    return single, [(pair, pair_features(view, pair, clusters, standing, zone_of)) for pair in candidate_pairs(view)]
