package decode

import "bytes"

// sniffBytes is how much of the start is looked at: enough for the junk some
// recorders put in front of MP3 and Ogg.
const sniffBytes = 64 << 10

type kind int

const (
	kindUnknown kind = iota
	kindWAV
	kindOgg
	kindMP3
)

// foreign lists formats that are sound but not ours, by the bytes at an offset.
var foreign = []struct {
	offset int
	magic  string
	format string
}{
	{0, "fLaC", "FLAC"},
	{4, "ftyp", "MP4/AAC"},
	{0, "#!AMR-WB", "AMR-WB"},
	{0, "#!AMR", "AMR"},
	{0, ".snd", "AU"},
	{0, "FORM", "AIFF"},
	{0, "RIFX", "RIFX WAV"},
	{0, "caff", "CAF"},
	{0, "\x1aE\xdf\xa3", "Matroska/WebM"},
	{0, "\x30\x26\xb2\x75\x8e\x66\xcf\x11", "WMA"},
	{0, "#!SILK", "SILK"},
}

// sniff judges the first bytes of a file. format names a foreign kind.
func sniff(head []byte) (k kind, format string) {
	if len(head) >= 12 && string(head[8:12]) == "WAVE" {
		switch string(head[:4]) {
		case "RIFF", "RF64", "BW64":
			return kindWAV, ""
		}
	}
	if bytes.HasPrefix(head, []byte("OggS")) {
		return kindOgg, ""
	}
	for _, f := range foreign {
		if len(head) >= f.offset && bytes.HasPrefix(head[f.offset:], []byte(f.magic)) {
			return kindUnknown, f.format
		}
	}
	if isADTS(head) {
		return kindUnknown, "AAC"
	}
	if bytes.HasPrefix(head, []byte("ID3")) || firstMP3(head) >= 0 {
		return kindMP3, ""
	}
	if bytes.Contains(head, []byte("OggS\x00\x02")) { // the first page of a stream, behind junk
		return kindOgg, ""
	}
	return kindUnknown, ""
}

// isADTS tells raw AAC from MPEG audio: the layer bits are zero, and the frame
// length leads to another such header.
func isADTS(head []byte) bool {
	at := func(i int) bool { return len(head) >= i+7 && head[i] == 0xff && head[i+1]&0xf6 == 0xf0 }
	if !at(0) {
		return false
	}
	length := int(head[3]&3)<<11 | int(head[4])<<3 | int(head[5])>>5
	return length > 7 && at(length)
}
