package db

import (
	"encoding/binary"
	"errors"
	"strings"

	"sensedesk/store"
)

// The words of a phrase are one blob: six million phrases have some fifty
// million words, far too many for rows.
//
//	byte 1   1 = the words' texts are phrases.text split at its spaces, 2 = they follow
//	per word signed varint: start in ms counted from the start of the word before (of the phrase for the first),
//	         signed varint: length in ms;
//	         with 2 also varint: bytes of the text, then the text
const (
	wordsSplit = 1
	wordsGiven = 2
)

// packWords packs the words of a phrase; nil when it has none.
func packWords(p store.Phrase) []byte {
	if len(p.Words) == 0 {
		return nil
	}
	out := []byte{wordsSplit}
	if !spelled(p) {
		out[0] = wordsGiven
	}
	before := p.StartMS
	for _, w := range p.Words {
		out = binary.AppendVarint(out, w.StartMS-before)
		out = binary.AppendVarint(out, w.EndMS-w.StartMS)
		if out[0] == wordsGiven {
			out = binary.AppendUvarint(out, uint64(len(w.Text)))
			out = append(out, w.Text...)
		}
		before = w.StartMS
	}
	return out
}

// spelled tells whether the words joined by single spaces are the phrase.
func spelled(p store.Phrase) bool {
	rest := p.Text
	for i, w := range p.Words {
		if i > 0 {
			var ok bool
			if rest, ok = strings.CutPrefix(rest, " "); !ok {
				return false
			}
		}
		var ok bool
		if rest, ok = strings.CutPrefix(rest, w.Text); !ok || w.Text == "" || strings.Contains(w.Text, " ") {
			return false
		}
	}
	return rest == ""
}

// errWords says that a blob is no list of words.
var errWords = errors.New("damaged list of words")

// unpackWords reads what packWords made of a phrase with this text and start.
func unpackWords(blob []byte, text string, start int64) ([]store.Word, error) {
	if len(blob) == 0 {
		return nil, nil
	}
	form, blob := blob[0], blob[1:]
	if form != wordsSplit && form != wordsGiven {
		return nil, errWords
	}
	number := func() (int64, bool) {
		v, n := binary.Varint(blob)
		if n <= 0 {
			return 0, false
		}
		blob = blob[n:]
		return v, true
	}
	var out []store.Word
	if form == wordsSplit {
		out = make([]store.Word, 0, 1+strings.Count(text, " "))
	}
	for len(blob) > 0 {
		step, ok1 := number()
		length, ok2 := number()
		if !ok1 || !ok2 {
			return nil, errWords
		}
		start += step
		w := store.Word{StartMS: start, EndMS: start + length}
		if form == wordsSplit {
			if text == "" {
				return nil, errWords
			}
			w.Text, text, _ = strings.Cut(text, " ")
		} else {
			size, n := binary.Uvarint(blob)
			if n <= 0 || size > uint64(len(blob)-n) {
				return nil, errWords
			}
			w.Text, blob = string(blob[n:n+int(size)]), blob[n+int(size):]
		}
		out = append(out, w)
	}
	if form == wordsSplit && text != "" {
		return nil, errWords
	}
	return out, nil
}
