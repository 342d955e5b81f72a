package cards

import (
	"bytes"
	"fmt"
	"os"

	"sensedesk/store/score"
	"sensedesk/ui/files"
)

// write puts a card into a file.
func write(c score.Card, path string) error {
	var buf bytes.Buffer
	if err := c.Encode(&buf); err != nil {
		return fmt.Errorf("write a score card: %w", err)
	}
	return files.Save(path, buf.Bytes())
}

// read reads a card from a file.
func read(path string) (score.Card, error) {
	f, err := os.Open(path)
	if err != nil {
		return score.Card{}, fmt.Errorf("read a score card: %w", files.Coded(err))
	}
	defer f.Close()
	return score.Decode(f)
}
