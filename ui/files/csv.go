package files

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
)

// Decimal is a number of a table, with a point and as many digits behind it.
type Decimal struct {
	V      float64
	Digits int
}

// String is the number as it stands in the table.
func (d Decimal) String() string { return strconv.FormatFloat(d.V, 'f', d.Digits, 64) }

// CSV makes a table for spreadsheets: UTF-8 with its mark, without which
// Cyrillic is taken for something else. Texts that begin as formulas do are kept
// from being taken for them; numbers are given as int and Decimal.
func CSV(rows [][]any) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\uFEFF")
	w := csv.NewWriter(&b)
	for _, row := range rows {
		line := make([]string, len(row))
		for i, cell := range row {
			if text, ok := cell.(string); ok {
				line[i] = harmless(text)
			} else {
				line[i] = fmt.Sprint(cell)
			}
		}
		if err := w.Write(line); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// harmless keeps a spreadsheet from taking a text for a formula.
func harmless(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}
