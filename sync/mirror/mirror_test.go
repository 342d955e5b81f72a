package mirror_test

import (
	"testing"
	"time"
)

func TestMirrorOfASmallProject(t *testing.T) {
	b := newBed(t, nil)
	b.load(2500, 60)
	begun := time.Now()
	p := b.run()
	t.Logf("%+v in %s", p, time.Since(begun))
	b.wantAll(2500)
	b.wantServed(1)
	if got := b.asked(); got["Search"] != 3 || got["Get"] != (2500+17)/18 {
		t.Errorf("requests %v", got)
	}
}

func TestMirrorBeyondTheReachOfASearch(t *testing.T) {
	b := newBed(t, nil)
	const n = 12_000
	b.load(n, 80)
	begun := time.Now()
	p := b.run()
	t.Logf("%+v in %s", p, time.Since(begun))
	b.wantAll(n)
	b.wantServed(1)
	t.Log(b.asked())
}
