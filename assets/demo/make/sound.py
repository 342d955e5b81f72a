"""Lays spoken sentences into a two-channel call that sounds like a telephone."""
import os
import subprocess
import tempfile
import wave

import numpy as np

HZ = 16000         # everything is mixed at this rate; the band above 3.4 kHz stays empty
AUDIBLE = 10 ** (-36 / 20)  # of a sentence's peak level: where it begins and ends for the ear


def resample(pcm, rate):
    """To HZ, exactly, in the frequency domain."""
    n = int(round(len(pcm) * HZ / rate))
    spectrum = np.fft.rfft(pcm)
    out = np.zeros(n // 2 + 1, complex)
    k = min(len(out), len(spectrum))
    out[:k] = spectrum[:k]
    return np.fft.irfft(out, n) * n / len(pcm)


def band(pcm):
    """300–3400 Hz with soft edges and no shift in time."""
    f = np.fft.rfftfreq(len(pcm), 1 / HZ)
    rise = np.clip((f - 220) / 130, 0, 1)
    fall = np.clip((3600 - f) / 300, 0, 1)
    return np.fft.irfft(np.fft.rfft(pcm) * np.sin(rise * np.pi / 2) ** 2 * np.sin(fall * np.pi / 2) ** 2, len(pcm))


def level(pcm):
    """RMS of the louder half of the 20 ms frames: how loud the speech is."""
    n = HZ // 50
    frames = np.sqrt((pcm[:len(pcm) // n * n].reshape(-1, n) ** 2).mean(1))
    return np.sqrt((np.sort(frames)[len(frames) // 2:] ** 2).mean())


def edges(pcm):
    """First and last second at which the sentence can be heard."""
    n = HZ // 200
    frames = np.sqrt((pcm[:len(pcm) // n * n].reshape(-1, n) ** 2).mean(1))
    loud = np.flatnonzero(frames > frames.max() * AUDIBLE)
    return loud[0] / 200, (loud[-1] + 1) / 200


def noise(rng, n, dbfs):
    """A line's hiss: white through the band, a little more of it below."""
    x = rng.standard_normal(n)
    f = np.fft.rfftfreq(n, 1 / HZ)
    x = band(np.fft.irfft(np.fft.rfft(x) / np.maximum(f, 300) ** 0.5, n))
    return x / x.std() * 10 ** (dbfs / 20)


def save(path, left, right, kind):
    """Writes the call: .wav (PCM 16, 8 kHz), .mp3 (16 kHz) or .ogg (Opus)."""
    both = np.stack([left, right], 1)
    both = (np.clip(both, -1, 1) * 32767).round().astype("<i2")
    with tempfile.TemporaryDirectory() as folder:
        wav = os.path.join(folder, "call.wav")
        with wave.open(wav, "wb") as w:
            w.setnchannels(2)
            w.setsampwidth(2)
            w.setframerate(HZ)
            w.writeframes(both.tobytes())
        run = {
            # -m s: the parties stay apart; joint stereo would leak one into the other.
            "mp3": ["lame", "--quiet", "-m", "s", "--abr", "28", wav, path],
            # Below 24 kbit/s Opus narrows the stereo image and the parties run together
            # (refund.ogg: 30 dB apart at 24, 15 at 22, 7 at 20, 0 at 18 kbit/s).
            "ogg": ["opusenc", "--quiet", "--speech", "--vbr", "--bitrate", "24", "--framesize", "20",
                    "--serial", "24", wav, path],
            "wav": ["sox", "-D", wav, "-r", "8000", "-b", "16", path],
        }[kind]
        subprocess.run(run, check=True)
