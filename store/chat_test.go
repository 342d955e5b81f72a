package store

import "testing"

func TestWrittenOrSpoken(t *testing.T) {
	wrote := []Phrase{{StartMS: 0}, {StartMS: 5000, EndMS: 5000}}
	spoken := []Phrase{{StartMS: 0}, {StartMS: 5000, EndMS: 6000}}
	heard := []Phrase{{StartMS: 0}, {StartMS: 5000, Words: []Word{{Text: "да"}}}}
	bot := []Field{{Name: "bot_id", Value: "b"}}
	for name, c := range map[string]struct {
		call Call
		talk Talk
		want bool
	}{
		"brought from a file":           {Call{Recording: &Recording{Container: ContainerChat}}, Talk{}, true},
		"a recording outweighs phrases": {Call{Recording: &Recording{Container: ContainerWAV}}, Talk{Phrases: wrote, Fields: bot}, false},
		"messages have no length":       {Call{}, Talk{Phrases: wrote}, true},
		"phrases have":                  {Call{}, Talk{Phrases: spoken, Fields: bot}, false},
		"words are heard":               {Call{}, Talk{Phrases: heard}, false},
		"one phrase with bad times":     {Call{}, Talk{Phrases: wrote[:1]}, false},
		"one message of a chat":         {Call{}, Talk{Phrases: wrote[:1], Fields: bot}, true},
		"nothing but a bot":             {Call{}, Talk{Fields: bot}, true},
		"nothing at all":                {Call{}, Talk{}, false},
	} {
		if got := c.call.IsChat(c.talk); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
