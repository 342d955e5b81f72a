package recordings_test

import (
	"bytes"
	"encoding/hex"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"sensedesk/store"
	"sensedesk/store/recordings"
)

// made runs a tool that writes out and returns the first 64 KiB of it.
func made(t *testing.T, out string, tool string, args ...string) []byte {
	t.Helper()
	packages := map[string]string{"sox": "sox", "lame": "lame", "opusenc": "opus-tools", "ffmpeg": "ffmpeg"}
	if _, err := exec.LookPath(tool); err != nil {
		t.Fatalf("this test needs %s: install the package %s", tool, packages[tool])
	}
	if text, err := exec.Command(tool, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", tool, err, text)
	}
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return b[:min(len(b), 64<<10)]
}

func TestSniffRealFiles(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	src := at("in.wav")
	made(t, src, "sox", "-n", "-r", "8000", "-b", "16", "-c", "2", src, "synth", "20", "sine", "300", "sine", "440")
	cover := at("cover.bin")
	if err := os.WriteFile(cover, bytes.Repeat([]byte{0xff, 0xfb, 0x12}, 50_000), 0o600); err != nil {
		t.Fatal(err)
	}
	ff := func(out string, args ...string) []byte {
		return made(t, at(out), "ffmpeg", append(append([]string{"-v", "error", "-y", "-i", src}, args...), at(out))...)
	}
	lame := func(out string, args ...string) []byte {
		return made(t, at(out), "lame", append(append([]string{"--quiet"}, args...), src, at(out))...)
	}
	sox := func(out string, args ...string) []byte {
		return made(t, at(out), "sox", append(append([]string{src}, args...), at(out))...)
	}
	cases := map[string]struct {
		head []byte
		want store.Container
		got  string
	}{
		"wav pcm":           {sox("a.wav", "-b", "16"), store.ContainerWAV, ""},
		"wav a-law":         {sox("b.wav", "-e", "a-law"), store.ContainerWAV, ""},
		"wav gsm":           {sox("c.wav", "-c", "1", "-e", "gsm-full-rate"), store.ContainerWAV, ""},
		"wav rf64":          {ff("d.wav", "-rf64", "always"), store.ContainerWAV, ""},
		"mp3 no tag":        {lame("a.mp3", "-b", "32"), store.ContainerMP3, ""},
		"mp3 vbr":           {lame("b.mp3", "-V", "5", "--resample", "16"), store.ContainerMP3, ""},
		"mp3 44100":         {lame("c.mp3", "--resample", "44.1", "-b", "320"), store.ContainerMP3, ""},
		"mp3 id3v2":         {lame("d.mp3", "--id3v2-only", "--tt", "Звонок 7"), store.ContainerMP3, ""},
		"mp3 id3 padded":    {lame("e.mp3", "--id3v2-only", "--tt", "Call", "--pad-id3v2-size", "9000"), store.ContainerMP3, ""},
		"mp3 mpeg 2.5 mono": {lame("f.mp3", "-m", "m", "--resample", "8", "-b", "8"), store.ContainerMP3, ""},
		"opus":              {made(t, at("a.opus"), "opusenc", "--quiet", src, at("a.opus")), store.ContainerOggOpus, ""},
		"opus by ffmpeg":    {ff("b.ogg", "-c:a", "libopus"), store.ContainerOggOpus, ""},
		"vorbis":            {ff("c.ogg", "-c:a", "libvorbis"), "", "ogg-vorbis"},
		"speex":             {ff("d.spx", "-c:a", "libspeex", "-ac", "1"), "", "ogg-speex"},
		"ogg flac":          {ff("e.ogg", "-c:a", "flac"), "", "unknown"},
		"flac":              {ff("a.flac"), "", "unknown"},
		"aac adts":          {ff("a.aac"), "", "unknown"},
		"m4a":               {ff("a.m4a"), "", "unknown"},
		"webm":              {ff("a.webm", "-c:a", "libopus"), "", "unknown"},
		"aiff":              {ff("a.aiff"), "", "unknown"},
		"mpeg layer 2":      {ff("a.mp2"), "", "unknown"},
		"raw a-law":         {sox("a.al", "-c", "1"), "", "unknown"},
		"raw pcm":           {sox("a.raw", "-b", "16", "-e", "signed"), "", "unknown"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if got, what := recordings.Sniff(c.head); got != c.want || what != c.got {
				t.Errorf("got %q, %q; want %q, %q (begins %s)", got, what, c.want, c.got, hex.EncodeToString(c.head[:16]))
			}
		})
	}
	mp3 := cases["mp3 no tag"].head
	for name, head := range map[string][]byte{
		"mp3 behind zeros":             append(make([]byte, 700), mp3...),
		"mp3 behind junk":              append([]byte("junk \xff\xfb\x90\x00 of a PBX"), mp3...),
		"mp3 behind a picture":         append([]byte("ID3\x04\x00\x00\x00\x09\x13\x10"), bytes.Repeat([]byte{0x77}, 60_000)...),
		"mp3 behind two tags":          append([]byte("ID3\x03\x00\x00\x00\x00\x00\x04abcdID3\x04\x00\x10\x00\x00\x00\x02ab3DI\x04\x00\x10\x00\x00\x00\x02"), mp3...),
		"mp3 cut after 1.5 frames":     mp3[:288+144],
		"mp3 with zeros after its tag": append(append([]byte("ID3\x03\x00\x00\x00\x00\x00\x04abcd"), make([]byte, 3000)...), mp3...),
	} {
		t.Run(name, func(t *testing.T) {
			if got, what := recordings.Sniff(head[:min(len(head), 64<<10)]); got != store.ContainerMP3 || what != "" {
				t.Errorf("got %q, %q", got, what)
			}
		})
	}
}

func TestSniffTexts(t *testing.T) {
	utf16 := "\xff\xfe" + strings.Join(strings.Split("<html><body>", ""), "\x00") + "\x00"
	random := make([]byte, 64<<10)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range random {
		random[i] = byte(r.Uint32())
	}
	cases := map[string]struct{ in, got string }{
		"nothing":                 {"", "unknown"},
		"spaces":                  {" \r\n\t ", "unknown"},
		"zeros":                   {strings.Repeat("\x00", 5000), "unknown"},
		"random":                  {string(random), "unknown"},
		"doctype":                 {"<!DOCTYPE html PUBLIC \"-//W3C//DTD\">", "html"},
		"small letters":           {"<html lang=ru>", "html"},
		"BOM and white space":     {"\ufeff \r\n\t<HTML><Body>", "html"},
		"behind a comment":        {"<!-- bitrix --><!doctype HTML>", "html"},
		"XHTML":                   {"<?xml version=\"1.0\"?><!DOCTYPE html><html>", "html"},
		"script only":             {"<script>location.href='/auth'</script>", "html"},
		"UTF-16":                  {utf16, "html"},
		"Windows-1251 page":       {"<html><title>\xc2\xf5\xee\xe4 \xe2 \xef\xee\xf0\xf2\xe0\xeb</title>", "html"},
		"Windows-1251 text":       {"\xd4\xe0\xe9\xeb \xed\xe5 \xed\xe0\xe9\xe4\xe5\xed", "text"},
		"XML":                     {"<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>", "text"},
		"object":                  {"\n {\"error\":\"expired_token\"}", "json"},
		"list":                    {"[{\"a\":1}]", "json"},
		"empty object":            {"{}", "json"},
		"cut object":              {"{\"result\":[{\"ID\":\"7\",\"NAME\":\"abc", "json"},
		"long cut object":         {"{\"result\":\"" + strings.Repeat("щ", 40_000), "json"},
		"braces that are no JSON": {"{{template}}", "text"},
		"sentence":                {"Файл не найден", "text"},
		"cut in a letter":         {"Файл не найде\xd0", "text"},
		"BOM of UTF-16 only":      {"\xff\xfe", "unknown"},
		"frame sync and nothing":  {"\xff\xfb\x90", "unknown"},
		"RIFF that is a picture":  {"RIFF\x00\x01\x00\x00WEBPVP8 ", "unknown"},
		"cut Ogg":                 {"OggS\x00\x02", "unknown"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			in := c.in[:min(len(c.in), 64<<10)]
			if container, got := recordings.Sniff([]byte(in)); container != "" || got != c.got {
				t.Errorf("got %q, %q; want %q", container, got, c.got)
			}
		})
	}
}

func FuzzSniff(f *testing.F) {
	for _, s := range []string{"RIFF____WAVE", "OggS", "ID3\x04\x00\x00\x7f\x7f\x7f\x7f", "\xff\xfb\x90\x00", "{\"a\":", "\xff\xfe<\x00", "ID3\x03\x00\x00\x00\x00\x00\x00ID3"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, head []byte) {
		c, got := recordings.Sniff(head)
		if (c == store.ContainerUnknown) == (got == "") {
			t.Errorf("got %q, %q: exactly one must speak", c, got)
		}
	})
}
