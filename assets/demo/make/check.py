#!/usr/bin/python3
"""Measures the finished recordings: decodes them with ffmpeg and compares what
can be heard with what the transcripts say. Ends with 1 when something is off."""
import glob
import json
import os
import subprocess
import sys

import numpy as np

HZ, BIN = 16000, 80  # 5 ms bins
OUT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LIMIT_MS = 60        # a phrase begins and ends within this of its sound
APART_DB = 18        # what one party says is at least this much softer in the other's channel


def decode(path):
    raw = subprocess.run(["ffmpeg", "-v", "error", "-i", path, "-ar", str(HZ), "-f", "s16le", "-"],
                         check=True, capture_output=True).stdout
    return np.frombuffer(raw, "<i2").reshape(-1, 2).astype(float) / 32768


def frames(x):
    n = len(x) // BIN * BIN
    return np.sqrt((x[:n].reshape(-1, BIN) ** 2).mean(1)) + 1e-7


def phrase_errors(env, phrases, others):
    """Distance (ms) between each phrase's times and the sound around them.

    A soft «с» at an edge counts as sound (it has little below 3.4 kHz). NaN
    where the other party speaks over the edge: what leaks over from there and
    the edge itself cannot be told apart once a lossy format has joined them.
    """
    env = np.convolve(env, np.ones(3) / 3, "same")
    floor = max(np.percentile(env, 20), 10 ** (-64 / 20))
    out = []
    for i, p in enumerate(phrases):
        lo = phrases[i - 1]["end_ms"] if i else 0
        hi = phrases[i + 1]["start_ms"] if i + 1 < len(phrases) else len(env) * 5
        # Not into the other party's speech either.
        lo = max([lo] + [q["end_ms"] for q in others if q["end_ms"] <= p["start_ms"]])
        hi = min([hi] + [q["start_ms"] for q in others if q["start_ms"] >= p["end_ms"]])
        a, b = max(lo + 60, p["start_ms"] - 300) // 5, min(hi - 60, p["end_ms"] + 300) // 5
        part = env[a:b]
        loud = np.flatnonzero(part > max(part.max() * 10 ** (-38 / 20), floor * 1.6))
        err = [(a + loud[0]) * 5 - p["start_ms"], (a + loud[-1] + 1) * 5 - p["end_ms"]]
        for k, edge in enumerate((p["start_ms"], p["end_ms"])):
            if any(q["start_ms"] < edge < q["end_ms"] for q in others):
                err[k] = np.nan
        out.append(err)
    return np.array(out, float)


def main():
    bad = 0
    for path in sorted(glob.glob(os.path.join(OUT, "*.json"))):
        if path.endswith("demo.json"):
            continue
        talk = json.load(open(path, encoding="utf-8"))
        stem = path[:-5]
        file = next(f for f in (stem + ".ogg", stem + ".mp3", stem + ".wav") if os.path.exists(f))
        x = decode(file)
        off = abs(len(x) / HZ * 1000 - talk["duration_ms"])
        env = [frames(x[:, c]) for c in (0, 1)]
        errs, apart, levels = [], [], []
        for c in (0, 1):
            mine = [p for p in talk["phrases"] if p["channel"] == c]
            errs.append(phrase_errors(env[c], mine, [p for p in talk["phrases"] if p["channel"] != c]))
            for p in mine:
                if any(q["channel"] != c and q["start_ms"] < p["end_ms"] + 100 and q["end_ms"] > p["start_ms"] - 100
                       for q in talk["phrases"]):
                    continue
                s = slice(p["start_ms"] // 5, p["end_ms"] // 5)
                apart.append(20 * np.log10(np.sqrt((env[c][s] ** 2).mean()) / np.sqrt((env[1 - c][s] ** 2).mean())))
            said = np.concatenate([env[c][p["start_ms"] // 5:p["end_ms"] // 5] for p in mine])
            levels.append(20 * np.log10(np.sqrt((said ** 2).mean())))
        e = np.abs(np.concatenate(errs))
        ok = off <= 40 and np.nanmax(e) <= LIMIT_MS and min(apart) >= APART_DB
        bad += not ok
        print("%-14s %6.1f s %5.1f kbit/s  length off %3.0f ms  start ≤%2d end ≤%2d ms (median %2.0f, %d unmeasured)  apart ≥%4.1f dB  "
              "levels %5.1f %5.1f  floor %5.1f %5.1f %s" % (
                  os.path.basename(file), len(x) / HZ, os.path.getsize(file) * 8 / len(x) * HZ / 1000, off,
                  np.nanmax(e[:, 0]), np.nanmax(e[:, 1]), np.nanmedian(e), np.isnan(e).sum(), min(apart), *levels,
                  *(20 * np.log10(np.percentile(v, 10)) for v in env), "" if ok else "← off"))
        if "-v" in sys.argv:
            for c in (0, 1):
                for p, (a, b) in zip([p for p in talk["phrases"] if p["channel"] == c], errs[c]):
                    if abs(a) > LIMIT_MS or abs(b) > LIMIT_MS:
                        print("   ", c, p["start_ms"], p["end_ms"], a, b, p["words"][0]["w"], p["words"][-1]["w"])
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
