package upload

import (
	"slices"
	"strconv"
	"strings"
)

// clean trims, drops empties and doubles, and keeps the order.
func clean(in []string) []string {
	out := []string{}
	for _, v := range in {
		if v = strings.TrimSpace(v); v != "" && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

func notNumbers(ids []string) []string {
	var bad []string
	for _, id := range ids {
		if strings.Trim(id, "0123456789") != "" {
			bad = append(bad, id)
		}
	}
	return bad
}

// isID accepts what a console shows as an id: letters, digits, - and _ (and
// nothing at all). Spaces and addresses are the usual result of a bad copy.
func isID(v string) bool {
	return strings.IndexFunc(v, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '_'
	}) < 0
}

// isKey accepts a metadata key as a connection can declare it.
func isKey(v string) bool { return v != "" && isID(v) }

func isHostPort(v string) bool {
	i := strings.LastIndexByte(v, ':')
	if i <= 0 || strings.ContainsAny(v, "/ \t") {
		return false
	}
	port, err := strconv.Atoi(v[i+1:])
	return err == nil && port > 0 && port < 65536
}

// longestCall is the longest recording SpeechSense recognises, in seconds
// (four hours); a larger minimum would leave nothing to send.
const longestCall = 4 * 60 * 60

// parseMinimum reads seconds; nothing typed means no minimum.
func parseMinimum(typed string) (int, *Fault) {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(typed)
	switch {
	case err != nil || n < 0:
		return 0, &Fault{Key: "upload.fault.minimum_number"}
	case n > longestCall:
		return 0, &Fault{Key: "upload.fault.minimum_large"}
	}
	return n, nil
}
