"""What a role decision reads: the wording around a cluster's mentions, and where it stands in the paper."""

import re
from collections import Counter
from dataclasses import dataclass

from extractors.features import Cluster, PaperView, Place

# Only the first places of a cluster are read: later ones repeat what is known, and the cost stays linear in long texts.
MAX_PLACES = 8
# Clauses end here; words beyond say little about the name.
_CLAUSE_END = frozenset((";", ":", "which", "that", "while", "whereas", "but", "although", "when", "where", "because"))
_VERB_ENDING = re.compile(r"(?:ed|ing|es|s|e)$")
_NEAR, _WINDOW = 6, 8
_WORD = re.compile(r"[^\W_]+")
# Words with which a paper begins to speak of itself, and of its outcomes.
_OWN = frozenset(["we", "our", "paper", "work", "study", "article", "here"])
_OUTCOME = frozenset(
    [
        "experiments",
        "experimental",
        "experiment",
        "results",
        "evaluations",
        "evaluation",
        "evaluate",
        "empirically",
        "empirical",
        "outperforms",
        "outperform",
        "demonstrate",
        "show",
        "extensive",
        "simulations",
    ]
)
# Between the subject and its verb.
_FILLERS = frozenset(["also", "further", "then", ",", "first", "to"])
# Features that are also read together with the part of the paper.
_ZONED = ("cue", "l1", "r1", "we", "no-we", "paper")


def bucket(count: int) -> str:
    """A count as a feature value: 0, 1, 2, 3-4, 5-8, more."""
    return str(count) if count < 3 else "3" if count < 5 else "5" if count < 9 else "9"


def shape(text: str) -> str:
    """Coarse shape of a name: letter case, digits and hyphens."""
    parts = []
    if text.isupper():
        parts.append("upper")
    elif re.search(r"[a-z][A-Z]|[A-Z]{2}", text):
        parts.append("mixed")
    elif text[:1].isupper():
        parts.append("capital" if " " not in text or text.istitle() else "initial")
    else:
        parts.append("lower")
    if re.search(r"\d", text):
        parts.append("digit")
    if "-" in text:
        parts.append("hyphen")
    return "+".join(parts)


def name_features(cluster: Cluster) -> list[str]:
    """Features of the wording of a cluster's names."""
    text, name = cluster.texts[0], cluster.names[0]
    words = name.split()
    found = [f"len={min(len(words), 5)}", f"shape={shape(text)}"]
    if words:
        found += [f"head={words[-1]}", f"first={words[0]}", f"suffix={words[-1][-4:]}"]
    found += [f"name={other}" for other in cluster.names[:4]]
    found += [f"word={word}" for word in _WORD.findall(name)[:6]]
    if len(cluster.names) > 1:
        found.append(f"names={min(len(cluster.names), 4)}")
    if any(shape(t).startswith(("upper", "mixed")) and " " not in t for t in cluster.texts):
        found.append("acronym-like")
    return found


def position_features(view: PaperView, cluster: Cluster, titles: int) -> list[str]:
    """Features of how often and where a cluster is named; the first `titles` sentences are the title."""
    sentences = [place.sentence for place in cluster.places]
    body = [s for s in sentences if not view.sentences[s].in_title]
    last = len(view.sentences) - 1
    found = [f"count={bucket(cluster.mention_count)}", f"spread={bucket(len(set(body)))}"]
    if len(body) < len(sentences):
        found.append("title")
        place = cluster.places[0]
        following = view.right(place, 1)
        if place.item == 0:
            found.append("title:first")
            if following and following[0] in (":", "-", "—"):
                found.append("title:before-colon")
        found.append("title:only" if not body else "title:too")
        title = view.sentences[place.sentence]
        if any(item == ":" for item in view.items[title.first : place.item]):
            found.append("title:after-colon")
    if body:
        span = max(1, last - titles + 1)
        found.append(f"at={min(4, 5 * (body[0] - titles) // span)}")
        found.append(f"until={min(4, 5 * (body[-1] - titles) // span)}")
        if body[0] == titles:
            found.append("at=first")
        if body[0] == last:
            found.append("at=last")
    return found


@dataclass(frozen=True, slots=True)
class Outline:
    """What all clusters of a paper share: the zone of each sentence, and the words of the title.

    `title_words` counts a word once for the title's wording and once for every cluster named there that has it.
    """

    zone_of: list[str]
    title_sentences: int
    title_words: Counter[str]


def outline(view: PaperView) -> Outline:
    """The outline of a paper, read once for all its clusters."""
    titles = [sentence for sentence in view.sentences if sentence.in_title]
    words = Counter({word for sentence in titles for word in view.items[sentence.first : sentence.end]})
    for cluster in view.clusters:
        if view.sentences[cluster.places[0].sentence].in_title:
            words.update(set(_WORD.findall(cluster.names[0])))
    return Outline(zones(view), len(titles), words)


def zones(view: PaperView) -> list[str]:
    """The part of the paper each sentence lies in: title, background, contribution or outcome.

    The contribution begins with the first sentence in which the paper speaks of itself, the outcome with the first
    later sentence about experiments or results (the moves of Swales, "Genre Analysis", 1990, as read off cue words).
    """
    found, zone = [], "background"
    for sentence in view.sentences:
        if sentence.in_title:
            found.append("title")
            continue
        words = view.items[sentence.first : sentence.end]
        if zone == "background" and not _OWN.isdisjoint(words):
            zone = "contribution"
        elif zone == "contribution" and not _OUTCOME.isdisjoint(words):
            zone = "outcome"
        found.append(zone)
    return found


def place_features(view: PaperView, place: Place) -> list[str]:
    """Features of the words and cues around one mention."""
    found = []
    sentence = view.sentences[place.sentence]
    items = view.items
    left = view.left(place, _WINDOW)
    right = view.right(place, _WINDOW)
    found.append("l1=" + (left[0] if left else "^"))
    found.append("r1=" + (right[0] if right else "$"))
    if left:
        found.append(f"l2={left[1] if len(left) > 1 else '^'} {left[0]}")
    if len(left) > 1:
        found.append(f"l3={left[2] if len(left) > 2 else '^'} {left[1]} {left[0]}")
    if right:
        found.append(f"r2={right[0]} {right[1] if len(right) > 1 else '$'}")
    for side, words in (("L", left), ("R", right)):
        near = True
        for i, word in enumerate(words):
            if word in _CLAUSE_END:
                near = False
            found.append(f"{side}:{word}" if near and i < _NEAR else f"{side}far:{word}")
    start = view.list_start(place)
    if start < place.item:
        found.append("listed")
        low = max(sentence.first, start - 2)
        before = items[low:start]
        found.append("list=" + (" ".join(before) if before else "^"))
        found += [f"listL:{word}" for word in items[max(sentence.first, start - 5) : start]]
    found += _cue_features(view, place)
    found.append("open=" + " ".join(items[sentence.first : sentence.first + 2]))
    found += _subject_features(items, sentence.first, place.item, sentence.end)
    return found


def _subject_features(items: list[str], first: int, item: int, end: int) -> list[str]:
    """The verb after the last `we` (or the last `paper`/`work`) before a mention, or else after the next `we`."""
    for i in range(item - 1, first - 1, -1):
        if items[i] in ("we", "paper", "work", "study", "article"):
            who = "we" if items[i] == "we" else "paper"
            verbs = [w for w in items[i + 1 : min(item, i + 4)] if w not in _FILLERS]
            return [f"{who}={_VERB_ENDING.sub('', verbs[0])}", f"{who}>"] if verbs else [f"{who}>"]
    for i in range(item + 1, min(end, item + 20)):
        if items[i] == "we":
            return [f"we<={_VERB_ENDING.sub('', items[i + 1])}", "we<"] if i + 1 < end else ["we<"]
    return ["no-we"]


def _cue_features(view: PaperView, place: Place) -> list[str]:
    """The cue groups of the sentence, each with its side and its distance in bands."""
    sentence = view.sentences[place.sentence]
    found = set()
    low, high = max(sentence.first, place.item - 30), min(sentence.end, place.item + 31)
    for cue in view.cues_between(low, high):
        if cue.end <= place.item:
            gap = place.item - cue.end
            found.add(f"cue<{cue.group}:{0 if gap < 2 else 1 if gap < 6 else 2}")
            found.add(f"cue<{cue.group}")
        elif cue.start > place.item:
            gap = cue.start - place.item - 1
            found.add(f"cue>{cue.group}:{0 if gap < 2 else 1 if gap < 6 else 2}")
            found.add(f"cue>{cue.group}")
    return sorted(found)


def _words_in_title(view: PaperView, cluster: Cluster, title_words: Counter[str]) -> int:
    """How many words of a cluster's first name the title has outside this cluster's own mentions."""
    own = 1 if view.sentences[cluster.places[0].sentence].in_title else 0
    return sum(title_words[word] > own for word in _WORD.findall(cluster.names[0]))


def role_features(view: PaperView, cluster: Cluster, paper: Outline) -> list[str]:
    """All features of one cluster, without repetition, in a fixed order; `paper` comes from `outline(view)`.

    The first mention in the abstract is read twice, as any mention and as the first one.
    """
    found = name_features(cluster) + position_features(view, cluster, paper.title_sentences)
    found.append(f"title-words={min(_words_in_title(view, cluster, paper.title_words), 3)}")
    body = 0
    for place in cluster.places[:MAX_PLACES]:
        features = place_features(view, place)
        zone = paper.zone_of[place.sentence]
        found.append(f"zone={zone}")
        if zone == "title":
            found += ["t:" + feature for feature in features]
            continue
        found += features
        if body == 0:
            found.append(f"zone1={zone}")
            found += ["1:" + feature for feature in features if not feature.startswith(("Lfar", "Rfar"))]
        found += [f"{zone}:{feature}" for feature in features if feature.startswith(_ZONED)]
        body += 1
    zone_set = sorted({paper.zone_of[place.sentence] for place in cluster.places})
    found.append("zones=" + "+".join(zone_set))
    return list(dict.fromkeys(found))
