package output_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"sensedesk/player"
	"sensedesk/player/output/capture"
)

// lossLibrary stands before libasound and pulls the plug after two seconds of
// sound.
const lossLibrary = `
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
typedef long (*writer)(void *, const void *, unsigned long);
static unsigned long written;
long snd_pcm_writei(void *pcm, const void *buf, unsigned long n) {
  static writer real;
  if (!real) real = (writer)dlsym(RTLD_NEXT, "snd_pcm_writei");
  if (written > 96000) return -ENODEV;
  long got = real(pcm, buf, n);
  if (got > 0) written += got;
  return got;
}
`

// TestDeviceLoss unplugs the device while a call is heard.
func TestDeviceLoss(t *testing.T) {
	cc, err := exec.LookPath("gcc")
	if err != nil {
		t.Fatal("this test needs a C compiler, as cgo does: install the package gcc")
	}
	dir := t.TempDir()
	source, lib := filepath.Join(dir, "loss.c"), filepath.Join(dir, "loss.so")
	if err := os.WriteFile(source, []byte(lossLibrary), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(cc, "-shared", "-fPIC", "-o", lib, source, "-ldl").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	c, err := capture.Start(dir)
	if err != nil {
		t.Fatal(err)
	}
	s := session{Capture: c, steps: map[string]time.Time{}}
	s.run(t, writeWAV(t, numbered(15)), "play; wait 6s", append(c.Env(), "LD_PRELOAD="+lib))
	if err := c.Stop(); err != nil {
		t.Fatal(err)
	}

	if s.notice != string(player.NoticeLost) {
		t.Errorf("notice = %q", s.notice)
	}
	last := s.clock[len(s.clock)-1].position
	if last < 1500*time.Millisecond || last > 2500*time.Millisecond {
		t.Errorf("after the loss at 2 s the position is %v", last)
	}
	var stopped time.Time
	for _, k := range s.clock {
		if k.position != last {
			stopped = k.at
		}
	}
	if d := stopped.Sub(s.steps["play"]); d > 5*time.Second {
		t.Errorf("the clock stood still only %v after the start", d)
	}
	if s.cpu > 3*time.Second {
		t.Errorf("used %v of CPU in 6 s: it spins", s.cpu)
	}
	t.Logf("position %v, CPU %v", last, s.cpu)
}
