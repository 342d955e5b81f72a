package i18n

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// Catalogue holds the sentences of all languages. It does not change after
// Load and may be used from any goroutine.
type Catalogue struct {
	texts map[Lang]map[string]message
}

// message is a sentence: plain, or one text for each plural form.
type message struct {
	plain string
	forms map[form]string
}

// Load reads every lang/<room>.<lang>.json of fsys. A key that occurs twice in
// one language, or a file that is no catalogue, is an error that names it.
func Load(fsys fs.FS) (*Catalogue, error) {
	c := &Catalogue{texts: map[Lang]map[string]message{}}
	for _, l := range Langs() {
		c.texts[l] = map[string]message{}
	}
	names, err := fs.Glob(fsys, "lang/*.json")
	if err != nil {
		return nil, fmt.Errorf("list translations: %w", err)
	}
	for _, name := range names {
		if err := c.add(fsys, name); err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
	}
	return c, nil
}

func (c *Catalogue) add(fsys fs.FS, name string) error {
	stem := strings.TrimSuffix(path.Base(name), ".json")
	dot := strings.LastIndexByte(stem, '.')
	lang, ok := ParseLang(stem[dot+1:])
	if dot < 1 || !ok {
		return fmt.Errorf("its name is not <room>.<language>.json")
	}
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return err
	}
	raw := map[string]json.RawMessage{}
	if err := json.Unmarshal(data, &raw); err != nil {
		return err
	}
	for key, v := range raw {
		if _, twice := c.texts[lang][key]; twice {
			return fmt.Errorf("key %q stands in another file already", key)
		}
		var m message
		if err := json.Unmarshal(v, &m.plain); err != nil {
			if err := json.Unmarshal(v, &m.forms); err != nil {
				return fmt.Errorf("key %q is neither a text nor plural forms", key)
			}
		}
		c.texts[lang][key] = m
	}
	return nil
}

// In returns the printer of a language.
func (c *Catalogue) In(l Lang) *Printer {
	return &Printer{lang: l, texts: c.texts[l]}
}
