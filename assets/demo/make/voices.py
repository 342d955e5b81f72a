"""Speaks one sentence and tells when each word begins and ends.

The times are the synthesiser's own: RHVoice writes the phone labels it has
generated sound for, Festival keeps them in its Segment relation. Nothing is
guessed from the length of a word.
"""
import os
import re
import subprocess
import tempfile
import wave

import numpy as np

RHVOICE = {"anna": "Anna", "elena": "Elena", "irina": "Irina", "aleksandr": "Aleksandr",
           "azamat": "Azamat", "nazgul": "Nazgul"}

# There is no free Kazakh voice in Debian. The Kyrgyz ones read Kazakh when its
# own letters are written the way Kyrgyz writes the nearest sound.
KYRGYZ = str.maketrans("әғқұіһӘҒҚҰІҺ", "эгкуихЭГКУИХ")


class Voice:
    """A voice as dialogues.txt names it: name[@shift][~rate].

    shift moves pitch and timbre together (1.05 = a smaller person), rate is
    the tempo in percent of the voice's own.
    """

    def __init__(self, spec):
        m = re.fullmatch(r"(\w+)(?:@([\d.]+))?(?:~(\d+))?", spec.strip())
        if not m:
            raise ValueError("not a voice: " + spec)
        self.name = m[1]
        self.shift = float(m[2] or 1)
        self.rate = int(m[3] or 100)

    def say(self, spoken, folder):
        """Returns (samples −1…1, rate in Hz, [(start, end)] in seconds)."""
        if self.name == "nsh":
            pcm, rate, words = festival(spoken.replace("+", ""), folder)
        else:
            if self.name in ("azamat", "nazgul"):
                spoken = spoken.translate(KYRGYZ)
            pcm, rate, words = rhvoice(RHVOICE[self.name], self.rate, spoken, folder)
        want = len(re.findall(r"\w+", spoken.replace("+", "")))
        if len(words) != want:
            raise ValueError("%s: %d words spoken, %d written: %s" % (self.name, len(words), want, spoken))
        return pcm, rate * self.shift, [(a / self.shift, b / self.shift) for a, b in words]


def read_wav(path):
    with wave.open(path) as w:
        raw = w.readframes(w.getnframes())
        return np.frombuffer(raw, "<i2").astype(float) / 32768, w.getframerate()


def rhvoice(name, rate, text, folder):
    """RHVoice at its best quality; that engine also writes its phone labels."""
    wav, lab = os.path.join(folder, "s.wav"), os.path.join(folder, "s")
    subprocess.run(["RHVoice-test", "-q", "max", "-p", name, "-r", str(rate), "-o", wav],
                   input=text.encode(), check=True, env={**os.environ, "RHVOICE_DEBUG_HTS_FILE": lab})
    pcm, hz = read_wav(wav)
    words, last = [], 0.0
    with open(lab + ".lab", encoding="utf-8") as f:
        for line in f:
            start, end, label = line.split(" ", 2)
            start, end = int(start) / 1e7, int(end) / 1e7
            last = end
            phone = re.search(r"-([^+]+)\+", label)[1]
            if phone == "pau":
                continue
            # @1_ = first phone of its syllable; B:…@1- = first syllable of its word.
            first = re.search(r"@1_\d+/", label) and re.search(r"/B:[^@]*@1-", label)
            if first or not words:
                words.append([start, end])
            words[-1][1] = end
    # The tempo is changed after the labels were made, evenly over the sentence.
    scale = len(pcm) / hz / last
    if abs(scale * rate / 100 - 1) > 0.02:
        raise ValueError("labels of %.3f s for %.3f s of sound: %s" % (last, len(pcm) / hz, text))
    return pcm, hz, [(a * scale, b * scale) for a, b in words]


def festival(text, folder):
    """The Russian voice of Festival; a word ends where its last phone ends."""
    wav = os.path.join(folder, "f.wav")
    plain = re.sub(r"[«»\"()\\]", "", text)
    script = """(voice_msu_ru_nsh_clunits)
(set! u (utt.synth (Utterance Text "%s")))
(utt.save.wave u "%s" 'riff)
(define (walk w) (if w (begin
  (format t "%%s %%f %%f\\n" (item.name w) (item.feat w "word_start") (item.feat w "word_end"))
  (walk (item.next w)))))
(walk (utt.relation.first u 'Word))
""" % (plain, wav)
    with tempfile.NamedTemporaryFile("w", suffix=".scm", dir=folder, encoding="utf-8") as f:
        f.write(script)
        f.flush()
        out = subprocess.run(["festival", "-b", f.name], check=True, capture_output=True, text=True).stdout
    pcm, hz = read_wav(wav)
    return pcm, hz, [tuple(map(float, line.split()[1:3])) for line in out.splitlines() if line.strip()]
