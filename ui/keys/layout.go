package keys

import (
	"strings"
	"unicode"
)

// places lists, for each place of the keyboard that can be bound, what it types:
// first on the Latin layout, which is its name and is shown, then on the Russian
// and Kazakh ones. The Kazakh layout has the Russian letters in their places and
// its own nine in the row of digits, where it needs Shift for digits.
//
// Signs that stand in one place on one layout and in another on the next («.»,
// «/», «?») are bound as signs, wherever they are.
var places = strings.Fields(`
	1"! 2ә 3і 4ң 5ғ 6 7 8ү 9ұ 0қ -ө =һ
	qй wц eу rк tе yн uг iш oщ pз [х{ ]ъ}
	aф sы dв fа gп hр jо kл lд ;ж 'э
	zя xч cс vм bи nт mь ,б
`)

// place returns everything a place types without Shift, by any of its signs; a
// sign of no place types itself.
func place(r rune) string {
	r = unicode.ToLower(r)
	for _, p := range places {
		if strings.ContainsRune(p, r) {
			return p
		}
	}
	return string(r)
}
