package recordings

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"

	"sensedesk/store"
)

// What Sniff calls that which is no recording SpeechSense takes.
const (
	gotHTML    = "html"
	gotJSON    = "json"
	gotText    = "text"
	gotVorbis  = "ogg-vorbis"
	gotSpeex   = "ogg-speex"
	gotUnknown = "unknown"
)

// Sniff judges a file by its first bytes, at best 64 KiB of them: names and
// content types of portals are not to be trusted. When the container is
// ContainerUnknown, got says what it is instead: "html", "json", "text",
// "ogg-vorbis", "ogg-speex" or "unknown"; otherwise got is "".
func Sniff(head []byte) (c store.Container, got string) {
	switch {
	case isWave(head):
		return store.ContainerWAV, ""
	case bytes.HasPrefix(head, []byte("OggS")):
		return sniffOgg(head)
	case isMP3(head):
		return store.ContainerMP3, ""
	}
	return store.ContainerUnknown, sniffText(head)
}

// isWave knows RIFF and the two spellings for files over 4 GB (EBU Tech 3306).
func isWave(head []byte) bool {
	if len(head) < 12 || string(head[8:12]) != "WAVE" {
		return false
	}
	form := string(head[:4])
	return form == "RIFF" || form == "RF64" || form == "BW64"
}

// sniffOgg looks at the first packet of the first page (RFC 3533: 27 bytes of
// header, the last of them the number of segment lengths that follow).
func sniffOgg(head []byte) (store.Container, string) {
	if len(head) < 27 {
		return store.ContainerUnknown, gotUnknown
	}
	packet := head[min(len(head), 27+int(head[26])):]
	switch {
	case bytes.HasPrefix(packet, []byte("OpusHead")): // RFC 7845
		return store.ContainerOggOpus, ""
	case bytes.HasPrefix(packet, []byte("\x01vorbis")):
		return store.ContainerUnknown, gotVorbis
	case bytes.HasPrefix(packet, []byte("Speex   ")):
		return store.ContainerUnknown, gotSpeex
	}
	return store.ContainerUnknown, gotUnknown
}

// sniffText tells texts apart that a portal sends in place of a recording.
func sniffText(head []byte) string {
	text := head
	if bytes.HasPrefix(text, []byte{0xff, 0xfe}) || bytes.HasPrefix(text, []byte{0xfe, 0xff}) { // UTF-16
		text = bytes.ReplaceAll(text[2:], []byte{0}, nil)
	}
	text = bytes.TrimLeft(bytes.TrimPrefix(text, []byte("\ufeff")), " \t\r\n\f\v")
	switch {
	case len(text) == 0 || !printable(text):
		return gotUnknown
	case isHTML(text):
		return gotHTML
	case isJSON(text):
		return gotJSON
	}
	return gotText
}

// isHTML looks for what only a web page has, behind comments and an XML line.
func isHTML(text []byte) bool {
	if text[0] != '<' {
		return false
	}
	lower := bytes.ToLower(text)
	for _, sign := range []string{"<!doctype html", "<html", "<head", "<body", "<script", "<title", "<meta"} {
		if bytes.Contains(lower, []byte(sign)) {
			return true
		}
	}
	return false
}

// isJSON reads an object or a list as far as the head goes.
func isJSON(text []byte) bool {
	if text[0] != '{' && text[0] != '[' {
		return false
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	for n := 0; ; n++ {
		if _, err := dec.Token(); err != nil {
			return n > 1 || json.Valid(text)
		}
		if n > 1 {
			return true
		}
	}
}

// printable tells whether bytes are a text without control signs: UTF-8,
// possibly cut in the middle of a letter, or nearly all of it what an older 8-bit
// encoding of Cyrillic writes letters with (Windows-1251: 0xc0 to 0xff).
func printable(text []byte) bool {
	typical := 0
	for _, b := range text {
		switch {
		case b < ' ' && !bytes.ContainsRune([]byte("\t\r\n\f\v\x1b"), rune(b)), b == 0x7f:
			return false
		case b < 0x7f, b >= 0xc0:
			typical++
		}
	}
	return utf8.Valid(wholeRunes(text)) || typical*10 >= len(text)*9
}

// wholeRunes cuts off a last letter that is not whole.
func wholeRunes(text []byte) []byte {
	for i := 1; i < utf8.UTFMax && i < len(text); i++ {
		if tail := text[len(text)-i:]; utf8.RuneStart(tail[0]) {
			if !utf8.FullRune(tail) {
				return text[:len(text)-i]
			}
			break
		}
	}
	return text
}
