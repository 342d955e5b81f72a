package store

import (
	"slices"
	"testing"
)

func TestUnspoken(t *testing.T) {
	word := func(from, to int64) Word { return Word{Text: "x", StartMS: from, EndMS: to} }
	for name, tc := range map[string]struct {
		phrases []Phrase
		length  int64
		want    []Range
	}{
		"nobody speaks": {nil, 60_000, nil},
		"between the words of a phrase": {
			[]Phrase{{StartMS: 2000, EndMS: 9000, Words: []Word{word(2000, 3000), word(6000, 9000)}}},
			12_000,
			[]Range{{0, 1850}, {3150, 5850}, {9150, 12_000}},
		},
		"the other one speaks meanwhile": {
			[]Phrase{{StartMS: 0, EndMS: 1000}, {StartMS: 8000, EndMS: 9000}, {Channel: 1, StartMS: 900, EndMS: 7500}}, 9500, nil,
		},
		"a short breath":        {[]Phrase{{StartMS: 0, EndMS: 1000}, {StartMS: 1999, EndMS: 3000}}, 3000, nil},
		"the wrong way round":   {[]Phrase{{StartMS: 3000, EndMS: 1000}}, 3000, []Range{{0, 850}}},
		"beyond the recording":  {[]Phrase{{StartMS: 0, EndMS: 1000}, {StartMS: 90_000, EndMS: 91_000}}, 5000, []Range{{1150, 5000}}},
		"the length is unknown": {[]Phrase{{StartMS: 5000, EndMS: 6000}}, 0, []Range{{0, 4850}}},
	} {
		if got := Unspoken(tc.phrases, tc.length); !slices.Equal(got, tc.want) {
			t.Errorf("%s: %v, want %v", name, got, tc.want)
		}
	}
}

func TestStretches(t *testing.T) {
	list := Merged([]Range{{50, 60}, {0, 10}, {9, 20}, {20, 25}, {70, 65}, {52, 55}})
	if want := []Range{{0, 25}, {50, 60}}; !slices.Equal(list, want) {
		t.Errorf("merged %v, want %v", list, want)
	}
	rest := Without(list, []Range{{5, 8}, {20, 52}, {59, 90}})
	if want := []Range{{0, 5}, {8, 20}, {52, 59}}; !slices.Equal(rest, want) || LengthOf(rest) != 24 {
		t.Errorf("left %v, want %v", rest, want)
	}
}
