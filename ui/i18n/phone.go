package i18n

import "strings"

// Phone writes a number as people of its country do: "+7 701 245 45 12" for
// Russia and Kazakhstan, whose numbers systems store as 77012454512 or
// 87012454512. Anything else comes back as it is.
func Phone(raw string) string {
	text := strings.TrimSpace(raw)
	digits := strings.TrimPrefix(text, "+")
	if len(digits) != 11 || strings.Trim(digits, "0123456789") != "" || digits[0] != '7' && digits[0] != '8' {
		return raw
	}
	if digits[0] == '8' && strings.HasPrefix(text, "+") { // +8… is another country
		return raw
	}
	return "+7 " + digits[1:4] + " " + digits[4:7] + " " + digits[7:9] + " " + digits[9:]
}
