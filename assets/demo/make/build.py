#!/usr/bin/python3
"""Makes the demo calls: recordings, transcripts and demo.json from dialogues.txt."""
import json
import os
import random
import sys
import tempfile
import zlib

import numpy as np

sys.dont_write_bytecode = True
import script
import sound
from voices import Voice

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.dirname(HERE)
FIELDS = [("theme", "Тема"), ("call_reasons", "Причины обращения"), ("call_results", "Результаты"),
          ("problems", "Проблемы"), ("client_keywords", "Ключевые слова клиента"),
          ("operator_keywords", "Ключевые слова оператора"), ("client_mood", "Тональность клиента"),
          ("operator_mood", "Тональность оператора")]


def utter(line, voice, loud, folder, rnd):
    """One phrase: its sound at HZ and its words' times, both from the first word on."""
    parts, times, at = [], [], 0.0
    for sentence in line.sentences():
        if not script.words(sentence):
            continue
        pcm, rate, words = voice.say(sentence.strip(), folder)
        pcm = sound.resample(pcm, rate)
        # A label may begin with the silence before a «п» or run into the breath after
        # the last vowel: the outer edges of the sentence are where it can be heard.
        first, last = sound.edges(sound.band(pcm))
        begin = max(words[0][0], first)
        end = min(words[-1][1], last)
        words = [(max(a, begin), min(b, end)) for a, b in words]
        cut = int((end + 0.04) * sound.HZ)
        lead = int(max(begin - 0.02, 0) * sound.HZ)
        pcm = pcm[lead:cut].copy()
        fade = np.linspace(0, 1, sound.HZ // 100)
        pcm[:len(fade)] *= fade
        pcm[-len(fade):] *= fade[::-1]
        if parts:
            pause = np.zeros(int(rnd.uniform(0.18, 0.34) * sound.HZ))
            parts.append(pause)
            at += len(pause) / sound.HZ
        times += [(a - lead / sound.HZ + at, b - lead / sound.HZ + at) for a, b in words]
        parts.append(pcm)
        at += len(pcm) / sound.HZ
    pcm = np.concatenate(parts)
    pcm *= 10 ** ((loud + rnd.uniform(-1.2, 1.2)) / 20) / sound.level(sound.band(pcm))
    lead = times[0][0]
    return pcm, lead, [(a - lead, b - lead) for a, b in times]


def call(block, folder):
    """Speaks a block; returns both channels and the phrases."""
    seed = zlib.crc32(block.file.encode())
    rnd, rng = random.Random(seed), np.random.default_rng(seed)
    voices = Voice(block.keys["operator"]), Voice(block.keys["client"])
    levels = [float(v) for v in block.keys["levels"].split()]
    laid, phrases, now, free = [], [], rnd.uniform(0.5, 0.9), [0.0, 0.0]
    for i, line in enumerate(block.lines):
        pcm, lead, words = utter(line, voices[line.channel], levels[line.channel], folder, rnd)
        gap = line.gap if line.gap is not None else rnd.uniform(0.25, 0.85)
        start = round(max(now + (gap if i else 0), free[line.channel] + 0.1), 3)
        laid.append((line.channel, int((start - lead) * sound.HZ), pcm))
        now = start + words[-1][1]
        free[line.channel] = now
        phrases.append(phrase(line, block.keys.get("language", "ru-RU"), start, words, rnd))
    n = int((max(free) + rnd.uniform(0.5, 0.9)) * sound.HZ)
    floor = float(block.keys["noise"])
    both = []
    for channel in (0, 1):
        x = np.zeros(n)
        for c, at, pcm in laid:
            if c == channel:
                part = pcm[:n - at]
                x[at:at + len(part)] += part
        both.append(np.clip(sound.band(x), -0.95, 0.95) + sound.noise(rng, n, floor - (6 if channel == 0 else 0)))
    return both, phrases


def phrase(line, language, start, words, rnd):
    timed = [{"w": w, "s": ms(start + a), "e": ms(start + b)} for w, (a, b) in zip(line.words, words)]
    found = {}
    for ident, offset, count in line.marks:
        found.setdefault(ident, []).append({"offset": offset, "count": count})
    names = {c["id"]: c["name"] for c in PORTAL["classifiers"]}
    return {
        "channel": line.channel, "start_ms": timed[0]["s"], "end_ms": timed[-1]["e"],
        "text": line.text, "normalized": line.normalized, "language": language, "words": timed,
        "classifiers": [{"id": k, "highlights": v,
                         "labels": [{"name": names[k], "confidence": round(rnd.uniform(0.78, 0.98), 2)}]}
                        for k, v in found.items()],
    }


def ms(seconds):
    return int(round(seconds * 1000))


def row(block, duration_ms):
    """The call as demo.json lists it."""
    k = block.keys
    seed = zlib.crc32(("call " + k["id"]).encode())
    out = {"id": k["id"], "call_id": "externalCall.%032x.%d" % (random.Random(seed).getrandbits(128), 1754400000 + seed % 10 ** 7),
           "user": k["user"], "phone": k["phone"], "entity": k.get("entity", ""), "type": k["type"],
           "days_ago": int(k["days_ago"]), "time": k["time"], "file": block.file}
    if block.file:
        out["talk"] = os.path.splitext(block.file)[0] + ".json"
        out["duration_s"] = round(duration_ms / 1000)
    for key in ("duration_s", "record_after_s"):
        if key in k:
            out[key] = int(k[key])
    for key in ("trouble", "failed_code"):
        if key in k:
            out[key] = k[key]
    return out


def write(name, value):
    with open(os.path.join(OUT, name), "w", encoding="utf-8") as f:
        f.write(compact(value) + "\n")


def compact(value, indent=""):
    """JSON a person can read in a diff: a word or a highlight stays on one line."""
    flat = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if len(flat) + len(indent) <= 140 or not isinstance(value, (dict, list)):
        return flat
    deeper = indent + " "
    if isinstance(value, list):
        items = [compact(v, deeper) for v in value]
        lines = [items[0]]
        for item in items[1:]:
            if len(lines[-1]) + len(item) < 140 and "\n" not in item:
                lines[-1] += "," + item
            else:
                lines.append(item)
        return "[\n" + ",\n".join(deeper + line for line in lines) + "\n" + indent + "]"
    return "{\n" + ",\n".join(deeper + json.dumps(k) + ": " + compact(v, deeper) for k, v in value.items()) + "\n" + indent + "}"


def main(only):
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for block in script.read(os.path.join(HERE, "dialogues.txt")):
            duration = 0
            if block.file:
                stem, kind = os.path.splitext(block.file)
                talk_path = os.path.join(OUT, stem + ".json")
                if only and block.file not in only:
                    duration = json.load(open(talk_path, encoding="utf-8"))["duration_ms"] if os.path.exists(talk_path) else 0
                else:
                    (left, right), phrases = call(block, folder)
                    sound.save(os.path.join(OUT, block.file), left, right, kind[1:])
                    duration = ms(len(left) / sound.HZ)
                    write(stem + ".json", {
                        "duration_ms": duration, "phrases": sorted(phrases, key=lambda p: (p["start_ms"], p["channel"])),
                        "summary": block.keys["summary"],
                        "statements": [{"id": i, "name": n, "values": block.list(i)} for i, n in FIELDS if block.list(i)]})
                    print("%-14s %6.1f s %3d phrases" % (block.file, duration / 1000, len(phrases)), flush=True)
            rows.append(row(block, duration))
    write("demo.json", {**PORTAL, "calls": rows})


if __name__ == "__main__":
    with open(os.path.join(HERE, "portal.json"), encoding="utf-8") as f:
        PORTAL = json.load(f)
    main(sys.argv[1:])
