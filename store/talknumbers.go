package store

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"
)

// ParseWhole reads a whole number as people type it: groups may be parted by
// spaces.
func ParseWhole(text string) (int64, error) {
	return strconv.ParseInt(ungrouped(text), 10, 64)
}

// ParseDecimal reads a decimal with a point or a comma. Infinity and the like
// are no numbers here.
func ParseDecimal(text string) (float64, error) {
	v, err := strconv.ParseFloat(strings.Replace(ungrouped(text), ",", ".", 1), 64)
	if err == nil && (math.IsNaN(v) || math.IsInf(v, 0)) {
		err = errors.New("not a finite number")
	}
	return v, err
}

// ParseSeconds reads a length of time as people type it: seconds "90" or "1,5",
// minutes and seconds "1:30", or with hours "1:02:03".
func ParseSeconds(text string) (time.Duration, error) {
	parts := strings.Split(strings.TrimSpace(text), ":")
	if len(parts) > 3 {
		return 0, errors.New("too many colons")
	}
	last := len(parts) - 1
	total := 0.0
	for i, p := range parts {
		v, err := ParseDecimal(p)
		switch {
		case err != nil:
			return 0, err
		case v < 0, i > 0 && v >= 60, i < last && v != math.Trunc(v):
			return 0, errors.New("no length of time")
		}
		total = total*60 + v
	}
	if total > 1e9 { // thirty years
		return 0, errors.New("too long")
	}
	return time.Duration(math.Round(total * float64(time.Second))), nil
}

func ungrouped(text string) string {
	return strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "").Replace(strings.TrimSpace(text))
}
