package longcall_test

import (
	"reflect"
	"testing"
	"time"

	"sensedesk/store/longcall"
)

func TestFourHours(t *testing.T) {
	size := longcall.FourHours()
	call, talk := longcall.Call(size)
	words, overlaps, marks, end := 0, 0, 0, [2]int64{}
	for i, p := range talk.Phrases {
		words += len(p.Words)
		marks += len(p.Classifiers)
		if p.EndMS <= p.StartMS || p.StartMS < end[p.Channel] {
			t.Fatalf("phrase %d: %d to %d after %d", i, p.StartMS, p.EndMS, end[p.Channel])
		}
		if p.StartMS < end[1-p.Channel] {
			overlaps++
		}
		for _, c := range p.Classifiers {
			for _, h := range c.Highlights {
				if got := string([]rune(p.Text)[h.Offset : h.Offset+h.Count]); got != h.Text {
					t.Fatalf("phrase %d: a highlight of %q points at %q", i, h.Text, got)
				}
			}
		}
		end[p.Channel] = p.EndMS
	}
	if len(talk.Phrases) != size.Phrases || words != size.Words {
		t.Errorf("%d phrases of %d words", len(talk.Phrases), words)
	}
	last := time.Duration(max(end[0], end[1])) * time.Millisecond
	if last > size.Length || last < size.Length*9/10 || call.Recording.Duration != size.Length {
		t.Errorf("the last word ends at %v of %v", last, size.Length)
	}
	if overlaps < 100 || marks < 200 {
		t.Errorf("%d overlaps, %d classifiers: too few to be a call", overlaps, marks)
	}
	if _, again := longcall.Call(size); !reflect.DeepEqual(again, talk) {
		t.Error("it is another call every time")
	}
}
