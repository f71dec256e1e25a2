"""What might improve on the lens, one change at a time: chosen on one half of the sources, reported on the other.

usage: python3 bench/lens/follow_on.py COLLECTION.tar --source 'CRC-Prim-HE-\\d+' --name NAME [--markdown docs/results.md]
Needs python3-numpy. COLLECTION.tar is an export of the app, of which barcodes.npy and patches.csv are read.

Every source is left out in turn, and what is learned is learned from the others. Of each change, the value is taken that gains
most on one half of the sources, and what it gains on the other half is reported; then the halves change places. So each source
is reported on once, by a choice that did not see it.
"""
import argparse, csv, io, re, tarfile
import numpy as np

ANCHORS, DIMENSIONS, SHRINKAGE = 2000, 256, 0.05
PAIRS = 6000


def load(path):
    with tarfile.open(path) as archive:
        codes = np.load(io.BytesIO(archive.extractfile("barcodes.npy").read()))
        table = io.TextIOWrapper(archive.extractfile("patches.csv"), "utf-8", newline="")
        rows = list(csv.DictReader(table))
    return codes, [row["path"] for row in rows], [row["label"] for row in rows]


def choose_anchors(labels, most):
    """As src/search/lens/choose-anchors.ts does."""
    if len(labels) <= most:
        return np.arange(len(labels))
    by_label = [np.flatnonzero(labels == label) for label in np.unique(labels)]
    share = most // len(by_label)
    taken = [min(share, len(own)) for own in by_label]
    return np.sort(np.concatenate([own[np.arange(n) * len(own) // n] for own, n in zip(by_label, taken)]))


class Lens:
    """The lens as src/search/lens/fit-lens.ts fits it, and the whitened components that it is looked for in."""

    def __init__(self, bits, labels):
        at = choose_anchors(labels, ANCHORS)
        own, labels = bits[at], labels[at]
        self.mean = own.mean(0)
        centred = own - self.mean
        values, vectors = np.linalg.eigh(centred @ centred.T)
        count = min(DIMENSIONS, len(at) // 3)
        values, vectors = values[::-1][:count], vectors[:, ::-1][:, :count]
        directions = centred.T @ vectors / np.sqrt(np.maximum(values, 1e-6 * values[0]))
        scores = centred @ directions
        known = np.unique(labels)
        means = np.array([scores[labels == label].mean(0) for label in known])
        rest = scores - means[np.searchsorted(known, labels)]
        scatter = rest.T @ rest / len(at)
        ball = SHRINKAGE * np.trace(scatter) / count * np.eye(count)
        spread, axes = np.linalg.eigh((1 - SHRINKAGE) * scatter + ball)
        white = axes / np.sqrt(spread)
        apart = means @ white
        apart -= apart.mean(0)
        turn = np.linalg.svd(apart, full_matrices=False)[2][: len(known) - 1]
        self.whitening = directions @ white
        self.turn = turn

    def whitened(self, bits):
        return (bits - self.mean) @ self.whitening

    def discriminants(self, whitened):
        return whitened @ self.turn.T


def unit(rows):
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)


def bit_weights(bits, labels, sources, ridge):
    """Logistic regression on pairs of patches from different sources: are their labels the same, by which bits differ?
    Weights are not negative, start equal, are held to equality by `ridge` and have a mean of 1."""
    draws = np.random.default_rng(2)
    a, b = draws.integers(len(labels), size=(2, 40 * PAIRS))
    apart = sources[a] != sources[b]
    a, b = a[apart], b[apart]
    same = labels[a] == labels[b]
    half = min(PAIRS // 2, same.sum(), (~same).sum())
    taken = np.concatenate([np.flatnonzero(same)[:half], np.flatnonzero(~same)[:half]])
    a, b, same = a[taken], b[taken], same[taken].astype(np.float32)
    differs = (bits[a] != bits[b]).astype(np.float32)
    size = bits.shape[1]
    weights, slope = np.ones(size, np.float32), 1.0
    middle = differs.mean()
    first, second = np.zeros(size, np.float32), np.zeros(size, np.float32)
    spread = (differs @ weights / size).std()
    for step in range(1, 121):
        distance = differs @ weights / size
        guess = 1 / (1 + np.exp(np.clip((distance - middle) / spread * slope, -30, 30)))
        error = guess - same
        gradient = -(error @ differs) / len(same) / size / spread * slope * size + ridge * (weights - 1)
        first, second = 0.9 * first + 0.1 * gradient, 0.99 * second + 0.01 * gradient**2
        weights -= 0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
        weights = np.maximum(weights, 0)
        middle = distance.mean()
    return weights / weights.mean()


def votes(similarity, labels, count, weigh):
    """The label with the greatest weight among the nearest `count`; the nearest one's where several have it."""
    order = np.argsort(-similarity, 1, kind="stable")[:, :count]
    won = labels[order[:, 0]].copy()
    for row, nearest in enumerate(order):
        weight = weigh(similarity[row, nearest])
        found, place = np.unique(labels[nearest], return_inverse=True)
        sums = np.bincount(place, weight)
        best = sums >= sums.max() - 1e-9
        if best.sum() == 1:
            won[row] = found[best.argmax()]
    return won


EQUAL = np.ones_like


def by_rank(similarities):
    return 1 / np.arange(1, len(similarities) + 1)


def by_distance(similarities):
    """Dudani 1976: from 1 for the nearest to 0 for the last."""
    reach = similarities[0] - similarities[-1]
    return (similarities - similarities[-1]) / reach if reach > 0 else np.ones_like(similarities)


def measure(bits, labels, sources, left):
    """Whether each setting is right about each patch of source `left`."""
    out, rest = sources == left, sources != left
    asked, there, known = bits[out], bits[rest], labels[rest]
    size = bits.shape[1]
    agreement = asked @ there.T / size
    lens = Lens(there, known)
    white_asked, white_there = lens.whitened(asked), lens.whitened(there)
    cosine = unit(lens.discriminants(white_asked)) @ unit(lens.discriminants(white_there)).T
    learned = cosine + 4 * agreement
    right = {}

    def note(change, value, similarity, count=3, weigh=EQUAL):
        right[change, value] = votes(similarity, known, count, weigh) == labels[out]

    note("plain", "3 vote", agreement)
    note("lens", "3 vote", learned)
    for count in (5, 9):
        note("more voters", f"{count} vote", learned, count)
    for name, weigh in (("1 / rank", by_rank), ("by distance", by_distance)):
        for count in (9, 15):
            note("weighted vote", f"{count}, {name}", learned, count, weigh)
    for ridge in (0.3, 0.03, 0.003):
        weights = bit_weights(there, known, sources[rest], ridge)
        weighted = (asked * weights) @ there.T / size
        note("weighted bits without a lens", f"ridge {ridge}", weighted)
        note("weighted bits", f"ridge {ridge}", cosine + 4 * weighted)
    whitened = unit(white_asked) @ unit(white_there).T
    for share in (0.5, 1, 2):
        note("whitened components added", f"times {share}", learned + share * whitened)
    for weight in (2, 8):
        note("weight of the bits", f"{weight} in place of 4", cosine + weight * agreement)
    # Cross-domain similarity local scaling (Conneau et al. 2018): less the reference's mean similarity to its own nearest.
    there_each = unit(lens.discriminants(white_there))
    among = there_each @ there_each.T + 4 * there @ there.T / size
    among[sources[rest][:, None] == sources[rest]] = -np.inf
    hub = np.sort(among, 1)[:, -10:].mean(1)
    for share in (0.25, 0.5, 1):
        note("hubness corrected", f"times {share}", learned - share * hub)
    return right


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("collection")
    parser.add_argument("--source", required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--markdown")
    options = parser.parse_args()
    codes, paths, words = load(options.collection)
    bits = np.unpackbits(codes, axis=1).astype(np.float32) * 2 - 1
    labels = np.unique(words, return_inverse=True)[1]
    sources = np.unique([re.search(options.source, path).group(0) for path in paths], return_inverse=True)[1]
    names = np.unique(sources)
    accuracy = {}
    for left in names:
        for setting, right in measure(bits, labels, sources, left).items():
            accuracy.setdefault(setting, []).append(100 * right.mean())
        print(f"{left + 1} of {len(names)} sources", flush=True)
    accuracy = {setting: np.array(each) for setting, each in accuracy.items()}
    text = report(options, accuracy, labels, sources)
    print(text)
    if options.markdown:
        replace_section(options.markdown, text)


def report(options, accuracy, labels, sources):
    lens = accuracy["lens", "3 vote"]
    gains = {setting: each - lens for setting, each in accuracy.items()}
    halves = np.arange(len(lens)) % 2
    changes = list(dict.fromkeys(change for change, _ in accuracy if change not in ("plain", "lens")))
    chosen = []
    for change in changes:
        own = {value: gain for (name, value), gain in gains.items() if name == change}
        reported, values = np.zeros(len(lens)), []
        for half in (0, 1):
            best = max(own, key=lambda value: own[value][halves == half].mean())
            reported[halves != half] = own[best][halves != half]
            values.append(best)
        chosen.append([change, "; ".join(dict.fromkeys(values)), *gain_cells(reported)])
    every = [[change, value, f"{each.mean():.1f}", *gain_cells(gains[change, value])] for (change, value), each in accuracy.items()]
    evenness = f"{spread(labels)} per label, {spread(sources)} per source"
    command = f"python3 bench/lens/follow_on.py COLLECTION.tar --source '{options.source}' --name {options.name} --markdown docs/results.md"
    return "\n".join(
        [
            f"## {options.name}: what might improve on learning from labels",
            "",
            f"{len(labels)} queries, {evenness}; `{command}`, COLLECTION.tar being an export of the app.",
            "",
            "Each source is left out in turn; figures are means over sources, gains are points against the lens with 3 voting, ± their",
            "standard error. Of each change, the value that gains most on one half of the sources is reported on the other, and the",
            "halves change places.",
            "",
            table(["change", "values chosen", "gain", "sources up", "down"], chosen),
            "",
            "Every value that was tried, over all sources:",
            "",
            table(["change", "value", "right, %", "gain", "sources up", "down"], every),
        ]
    )


def gain_cells(gain):
    error = gain.std(ddof=1) / np.sqrt(len(gain))
    return [f"{gain.mean():+.1f} ± {error:.1f}".replace("-", "−"), f"{(gain > 1e-9).sum()}", f"{(gain < -1e-9).sum()}"]


def spread(codes):
    counts = np.bincount(codes)
    return f"{counts.min()} to {counts.max()}"


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def replace_section(path, text):
    """Puts the section in the place of its former self, or at the end."""
    with open(path, encoding="utf-8") as file:
        sections = [part.rstrip() for part in re.split(r"\n(?=## )", file.read())]
    title = text.split("\n")[0]
    at = next((i for i, part in enumerate(sections) if part.split("\n")[0] == title), len(sections))
    sections[at : at + 1] = [text]
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n\n".join(sections) + "\n")


if __name__ == "__main__":
    main()
