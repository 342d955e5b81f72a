"""Reads dialogues.txt: blocks of facts and lines of speech."""
import re

CLASSIFIERS = {"neg": "eagNegative", "pos": "eagPositive", "hello": "eagGreeting", "bye": "eagFarewell",
               "sorry": "eagApology", "price": "eagPrice", "delivery": "eagDelivery", "hold": "eagHold"}


class Line:
    """One phrase: who, when (relative to the one before), what."""

    def __init__(self, channel, gap, source):
        self.channel, self.gap = channel, gap
        written, spoken, self.marks = "", "", []
        for mark, word, shown, said, plain in re.findall(
                r"\{(\w+)\|([^}]*)\}|<([^=>]*)=([^>]*)>|([^{<]+)", source):
            if mark:
                offset = len(runes(spoken))
                if offset and spoken[-1].isspace():
                    offset += 1
                self.marks.append((CLASSIFIERS[mark], offset, len(runes(word))))
                written, spoken = written + word.replace("+", ""), spoken + word
            elif said:
                written, spoken = written + shown, spoken + said
            else:
                written, spoken = written + plain.replace("+", ""), spoken + plain
        self.normalized = re.sub(r"(\w)$", r"\1…", written)
        self.spoken = spoken
        self.words = words(spoken)
        self.text = " ".join(self.words)

    def sentences(self):
        return re.findall(r"[^.!?…]+[.!?…]*", self.spoken)


def words(spoken):
    """The words as recognition spells them: lower case, no punctuation."""
    return re.findall(r"\w+", spoken.replace("+", "").lower())


def runes(spoken):
    return " ".join(words(spoken))


class Block:
    """One row of the call list and what is said in it."""

    def __init__(self, file):
        self.file, self.keys, self.lines = file, {}, []

    def list(self, key):
        return [v.strip() for v in self.keys.get(key, "").split(";") if v.strip()]


def read(path):
    blocks, wait = [], 0.0
    with open(path, encoding="utf-8") as f:
        for raw in f:
            raw = raw.rstrip()
            if not raw or raw.startswith("#"):
                continue
            if m := re.fullmatch(r"== (\S+)", raw):
                blocks.append(Block("" if m[1] == "-" else m[1]))
            elif m := re.fullmatch(r"\.\. ([\d.]+)", raw):
                wait = float(m[1])
            elif m := re.fullmatch(r"([ОК])(?: ([-+]?[\d.]+))?: (.+)", raw):
                gap = float(m[2]) if m[2] else None
                blocks[-1].lines.append(Line(0 if m[1] == "О" else 1, wait or gap, m[3]))
                wait = 0.0
            elif m := re.fullmatch(r"(\w+):(.*)", raw):
                blocks[-1].keys[m[1]] = m[2].strip()
            else:
                raise ValueError("cannot read: " + raw)
    return blocks
