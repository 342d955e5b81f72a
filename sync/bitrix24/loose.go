package bitrix24

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The portal is written in PHP: a number may come as a string and the other
// way round, an absent value as null, "" or false, an empty map as [] and a
// list with gaps as a map. The functions of this file take all of that.

// text returns a scalar as a string: null, false, lists and maps are "", true
// is "1", a whole number has no fraction or exponent.
func text(raw json.RawMessage) string {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 {
		return ""
	}
	switch raw[0] {
	case '"':
		var s string
		if json.Unmarshal(raw, &s) != nil {
			return ""
		}
		return strings.TrimSpace(s)
	case 't':
		return "1"
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return number(string(raw))
	}
	return ""
}

// number spells a JSON number; whole ones plainly, "9.079e3" as "9079".
func number(s string) string {
	if len(s) > 64 || !strings.ContainsAny(s, ".eE") {
		return s
	}
	if _, exp, ok := strings.Cut(strings.ToLower(s), "e"); ok {
		if n, err := strconv.Atoi(exp); err != nil || n > 40 || n < -40 {
			return s
		}
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok || !r.IsInt() {
		return s
	}
	return r.Num().String()
}

// id returns a positive whole number as its digits, "" for anything else.
func id(raw json.RawMessage) string { return digits(text(raw)) }

// digits returns s without leading zeros when it is a positive whole number
// that fits 63 bits, "" otherwise.
func digits(s string) string {
	n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64)
	if err != nil || n <= 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// yes reads a flag: absent counts as missing.
func yes(raw json.RawMessage, missing bool) bool {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || bytes.Equal(raw, []byte("null")) {
		return missing
	}
	switch strings.ToLower(text(raw)) {
	case "1", "y", "true", "yes":
		return true
	}
	return false
}

// fields is a JSON object whose keys keep the portal's spelling.
type fields map[string]json.RawMessage

// object reads a map; null, "", false and [] are an empty one.
func object(raw json.RawMessage) (fields, error) {
	raw = bytes.TrimSpace(raw)
	if isNothing(raw) {
		return fields{}, nil
	}
	out := fields{}
	if err := json.Unmarshal(raw, &out); err != nil {
		return nil, errors.New("not an object")
	}
	return out, nil
}

// list reads a list; null, "", false and {} are an empty one, and a map with
// numeric keys is a list in the order of those keys.
func list(raw json.RawMessage) ([]json.RawMessage, error) {
	raw = bytes.TrimSpace(raw)
	if isNothing(raw) {
		return nil, nil
	}
	if raw[0] == '[' {
		var out []json.RawMessage
		if err := json.Unmarshal(raw, &out); err != nil {
			return nil, errors.New("not a list")
		}
		return out, nil
	}
	var byKey map[string]json.RawMessage
	if err := json.Unmarshal(raw, &byKey); err != nil {
		return nil, errors.New("not a list")
	}
	byNumber := make(map[int]json.RawMessage, len(byKey))
	for k, v := range byKey {
		n, err := strconv.Atoi(k)
		if err != nil {
			return nil, errors.New("a map instead of a list")
		}
		byNumber[n] = v
	}
	out := make([]json.RawMessage, 0, len(byNumber))
	for _, n := range slices.Sorted(maps.Keys(byNumber)) {
		out = append(out, byNumber[n])
	}
	return out, nil
}

// isNothing tells whether trimmed raw is one of PHP's ways to say «nothing».
func isNothing(raw []byte) bool {
	switch string(raw) {
	case "", "null", `""`, "false", "[]", "{}":
		return true
	}
	return false
}

// instant reads a date with an offset and keeps that offset. Without one the
// instant is not known and the result is zero.
func instant(s string) time.Time {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05Z0700", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 Z07:00"} {
		if t, err := time.Parse(layout, s); err == nil {
			_, offset := t.Zone() // Parse puts in the computer's own zone where the offsets agree
			return t.In(time.FixedZone("", offset))
		}
	}
	return time.Time{}
}

// unixOrDate reads a moment given as unix seconds or as a date; the
// documentation's examples of operating_reset_at have both.
func unixOrDate(raw json.RawMessage) time.Time {
	s := text(raw)
	if f, err := strconv.ParseFloat(s, 64); err == nil && f > 0 && f < 1e12 {
		return time.Unix(int64(f), 0)
	}
	return instant(s)
}
