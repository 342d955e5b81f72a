package i18n

import (
	"math"
	"strconv"
	"strings"
)

// nbsp keeps a number and its unit on one line.
const nbsp = "\u00a0"

// minus is the en dash: the embedded fonts have no minus sign (U+2212).
const minus = "–"

// Int returns a whole number with its thousands grouped: "11 842" with
// no-break spaces in Russian and Kazakh, "11,842" in English.
func (p *Printer) Int(n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = minus, digits[1:]
	}
	return sign + p.group(digits)
}

// Digits returns an id of another system: grouped as a number when it is one,
// as it stands otherwise.
func (p *Printer) Digits(id string) string {
	if n, err := strconv.ParseUint(id, 10, 63); err == nil {
		return p.Int(int(n))
	}
	return id
}

func (p *Printer) group(digits string) string {
	sep := nbsp
	if p.lang == EN {
		sep = ","
	}
	var b strings.Builder
	for i, r := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(sep)
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Decimal returns f with exactly digits places: "2,10" in Russian and Kazakh,
// "2.10" in English.
func (p *Printer) Decimal(f float64, digits int) string {
	text := strconv.FormatFloat(math.Abs(f), 'f', digits, 64)
	whole, frac, _ := strings.Cut(text, ".")
	out := p.group(whole)
	if frac != "" {
		out += p.point() + frac
	}
	if f < 0 && strings.Trim(text, "0.") != "" {
		out = minus + out
	}
	return out
}

// trimmed is Decimal without trailing zeroes.
func (p *Printer) trimmed(f float64, digits int) string {
	s := p.Decimal(f, digits)
	if !strings.Contains(s, p.point()) {
		return s
	}
	return strings.TrimSuffix(strings.TrimRight(s, "0"), p.point())
}

func (p *Printer) point() string {
	if p.lang == EN {
		return "."
	}
	return ","
}

// Percent returns a share from 0 to 1 as whole percent: "52 %", in English "52%".
func (p *Printer) Percent(share float64) string {
	n := p.Int(int(math.Round(share * 100)))
	if p.lang == EN {
		return n + "%"
	}
	return n + nbsp + "%"
}

// Speed returns a playing speed: "1,5×", "2×", "0,75×".
func (p *Printer) Speed(f float64) string { return p.trimmed(f, 2) + "×" }

// Size returns a number of bytes in decimal units: "640 Б", "2,1 МБ", "1,3 ГБ".
func (p *Printer) Size(bytes int64) string {
	return p.bytes(float64(bytes), "format.size.")
}

// Rate returns bytes per second: "2,1 МБ/с".
func (p *Printer) Rate(bytesPerSecond float64) string {
	return p.bytes(bytesPerSecond, "format.rate.")
}

func (p *Printer) bytes(v float64, key string) string {
	units := []string{"b", "kb", "mb", "gb", "tb"}
	i := 0
	for math.Abs(v) >= 999.5 && i < len(units)-1 {
		v /= 1000
		i++
	}
	digits := 0
	if i > 0 && math.Abs(v) < 99.95 {
		digits = 1
	}
	return p.S(key+units[i], Args{"n": p.trimmed(v, digits)})
}

// Money returns an amount written as a plain decimal ("14.2", "736", "-18")
// with its currency (ISO 4217): "14,20 ₽", "736 ₽", in English "₽14.20". A
// fraction has at least two digits; further ones are kept, rounding is the
// caller's business. An amount that is no decimal comes back as it is.
func (p *Printer) Money(amount, currency string) string {
	text := strings.TrimSpace(amount)
	sign := ""
	if strings.HasPrefix(text, "-") || strings.HasPrefix(text, minus) {
		sign = minus
		text = strings.TrimLeft(text, "-−–")
	}
	whole, frac, dotted := strings.Cut(text, ".")
	if whole == "" || strings.Trim(whole+frac, "0123456789") != "" || dotted && frac == "" {
		return amount
	}
	number := p.group(whole)
	if dotted {
		for len(frac) < 2 {
			frac += "0"
		}
		number += p.point() + frac
	}
	symbol := currency
	switch currency {
	case "RUB":
		symbol = "₽"
	case "KZT":
		symbol = "₸"
	case "USD":
		symbol = "$"
	case "EUR":
		symbol = "€"
	}
	switch {
	case symbol == "":
		return sign + number
	case p.lang == EN && symbol == currency:
		return sign + symbol + nbsp + number
	case p.lang == EN:
		return sign + symbol + number
	}
	return sign + number + nbsp + symbol
}
