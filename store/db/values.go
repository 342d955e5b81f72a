package db

import (
	"encoding/json"
	"fmt"
	"time"
)

// stamp turns a time into milliseconds since 1970 UTC; the zero time is 0.
func stamp(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// instant turns a stamp back into a time in UTC.
func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// zoned turns a stamp and an offset in seconds back into a time that shows the
// wall clock the source meant.
func zoned(ms int64, offset int) time.Time {
	t := instant(ms)
	if t.IsZero() || offset == 0 {
		return t
	}
	return t.In(time.FixedZone("", offset))
}

// offset returns the seconds east of UTC t is shown in.
func offset(t time.Time) int {
	_, seconds := t.Zone()
	return seconds
}

// pack writes a column that is only read as a whole; nothing is ”.
func pack[T any](v T, empty bool) (string, error) {
	if empty {
		return "", nil
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("pack a column: %w", err)
	}
	return string(raw), nil
}

// packList and packMap are pack for the two shapes there are.
func packList[T any](v []T) (string, error) { return pack(v, len(v) == 0) }

func packMap(v map[string]string) (string, error) { return pack(v, len(v) == 0) }

// unpack reads what pack wrote; ” leaves v as it is.
func unpack(column string, v any) error {
	if column == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(column), v); err != nil {
		return fmt.Errorf("unpack a column: %w", err)
	}
	return nil
}
