package i18n

import (
	"fmt"
	"strings"

	"sensedesk/store"
)

// Args are the values of a sentence by placeholder. Strings stand as they are,
// whole numbers are grouped as the language groups them, anything else is
// written by fmt.
type Args map[string]any

// Printer speaks one language. It may be used from any goroutine.
type Printer struct {
	lang  Lang
	texts map[string]message
}

// Lang returns the printer's language.
func (p *Printer) Lang() Lang { return p.lang }

// Has tells whether the catalogue knows a key, for texts chosen by a foreign
// value ("check.<name>").
func (p *Printer) Has(key string) bool {
	_, ok := p.texts[key]
	return ok
}

// S returns the sentence of a key with its placeholders filled. A part in
// square brackets that holds placeholders is left out when one of them has no
// value. A key that is missing comes back as "⟦key⟧".
func (p *Printer) S(key string, args ...Args) string {
	m, ok := p.texts[key]
	if !ok || m.forms != nil {
		return missing(key)
	}
	return p.fill(withoutEmpty(m.plain, given(args)), args)
}

// given joins values into one, without the empty ones.
func given(args []Args) Args {
	out := Args{}
	for _, a := range args {
		for name, v := range a {
			if v != "" {
				out[name] = v
			}
		}
	}
	return out
}

// N returns the plural form of a key that n asks for; {n} is n as the language
// groups digits. A key that is missing or has no plural forms comes back as
// "⟦key⟧".
func (p *Printer) N(key string, n int, args ...Args) string {
	text, ok := p.texts[key].forms[formOf(p.lang, n)]
	if !ok {
		return missing(key)
	}
	return p.fill(text, append([]Args{{"n": n}}, args...))
}

// Error returns the sentences for an error: what happened, and what to do. An
// error without a code gets those of store.CodeInternal; nil gives two empty
// texts.
func (p *Printer) Error(err error) (what, cure string) {
	if err == nil {
		return "", ""
	}
	return p.Code(store.CodeOf(err), store.ArgsOf(err))
}

// Code returns the sentences of a code: what happened, and what to do (empty
// when nothing is to be done). A part in square brackets is left out when one
// of its placeholders has no value; a value for which the catalogue has the key
// "error.<code>.<name>.<value>" is spoken as that text, and a ".what" or ".cure"
// of that key replaces the code's own sentences.
func (p *Printer) Code(code store.Code, args map[string]string) (what, cure string) {
	if code == "" {
		return "", ""
	}
	key := "error." + string(code)
	if !p.Has(key) {
		key = "error." + string(store.CodeInternal)
	}
	values, whatKey, cureKey := Args{}, key, key+".cure"
	for name, v := range args {
		if spoken := key + "." + name + "." + v; v != "" && p.Has(spoken) {
			v = p.S(spoken)
			if p.Has(spoken + ".what") {
				whatKey = spoken + ".what"
			}
			if p.Has(spoken + ".cure") {
				cureKey = spoken + ".cure"
			}
		}
		if v != "" {
			values[name] = v
		}
	}
	say := func(key string) string { return p.fill(withoutEmpty(p.texts[key].plain, values), []Args{values}) }
	return say(whatKey), say(cureKey)
}

// fill replaces {name}; a name without a value stays as it is, so that a
// picture shows the fault.
func (p *Printer) fill(text string, args []Args) string {
	if !strings.Contains(text, "{") {
		return text
	}
	var b strings.Builder
	for {
		open := strings.IndexByte(text, '{')
		end := strings.IndexByte(text, '}')
		if open < 0 || end < open {
			b.WriteString(text)
			return b.String()
		}
		b.WriteString(text[:open])
		if v, ok := lookup(args, text[open+1:end]); ok {
			b.WriteString(p.value(v))
		} else {
			b.WriteString(text[open : end+1])
		}
		text = text[end+1:]
	}
}

func (p *Printer) value(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int:
		return p.Int(v)
	case int64:
		return p.Int(int(v))
	}
	return fmt.Sprint(v)
}

func lookup(args []Args, name string) (any, bool) {
	for _, a := range args {
		if v, ok := a[name]; ok {
			return v, true
		}
	}
	return nil, false
}

// withoutEmpty drops each […] part one of whose placeholders has no value, and
// the brackets of the others. Brackets around no placeholder are text.
func withoutEmpty(text string, args Args) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "[")
		b.WriteString(before)
		part, after, closed := strings.Cut(rest, "]")
		if !found || !closed {
			return b.String()
		}
		whole, names := true, placeholders(part)
		if len(names) == 0 {
			part = "[" + part + "]"
		}
		for _, name := range names {
			if _, ok := args[name]; !ok {
				whole = false
			}
		}
		if whole {
			b.WriteString(part)
		}
		text = after
	}
}

// placeholders lists the names in braces in the order of the text.
func placeholders(text string) []string {
	var names []string
	for {
		_, rest, ok := strings.Cut(text, "{")
		name, after, closed := strings.Cut(rest, "}")
		if !ok || !closed {
			return names
		}
		names = append(names, name)
		text = after
	}
}

func missing(key string) string { return "⟦" + key + "⟧" }
