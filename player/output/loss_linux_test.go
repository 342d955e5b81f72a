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
// sound. The device is back when it is opened a second time.
const lossLibrary = `
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
typedef long (*writer)(void *, const void *, unsigned long);
typedef int (*opener)(void *, const char *, int, int);
static unsigned long written;
static int opened;
int snd_pcm_open(void *pcm, const char *name, int stream, int mode) {
  static opener real;
  if (!real) real = (opener)dlsym(RTLD_NEXT, "snd_pcm_open");
  opened++;
  return real(pcm, name, stream, mode);
}
long snd_pcm_writei(void *pcm, const void *buf, unsigned long n) {
  static writer real;
  if (!real) real = (writer)dlsym(RTLD_NEXT, "snd_pcm_writei");
  if (opened < 2 && written > 96000) return -ENODEV;
  long got = real(pcm, buf, n);
  if (got > 0) written += got;
  return got;
}
`

// unplug plays the steps on a device that is lost after two seconds.
func unplug(t *testing.T, steps string) session {
	t.Helper()
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
	s.run(t, writeWAV(t, numbered(15)), steps, append(c.Env(), "LD_PRELOAD="+lib))
	if err := c.Stop(); err != nil {
		t.Fatal(err)
	}
	s.frames = c.Frames()
	return s
}

// TestDeviceLoss unplugs the device while a call is heard.
func TestDeviceLoss(t *testing.T) {
	s := unplug(t, "play; wait 6s")

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

// TestDeviceBack goes on in silence after the loss, then with the device, at
// the right place.
func TestDeviceBack(t *testing.T) {
	s := unplug(t, "play; wait 4s; play; wait 1s; reconnect; wait 2s")

	if s.notice != string(player.NoticeSound) {
		t.Errorf("notice = %q", s.notice)
	}
	end := s.clock[len(s.clock)-1].position
	if end < 4500*time.Millisecond || end > 5500*time.Millisecond {
		t.Errorf("two seconds heard, one silent, two heard: the position is %v", end)
	}
	back := -1 // first frame heard of what lies behind the silence
	for i, f := range s.frames {
		if number(f) > 5*capture.Rate/2 && f != [2]int16{} {
			back = i
			break
		}
	}
	if back < 0 {
		t.Fatal("no sound after the device came back")
	}
	heard := s.frames[back:]
	whole := whole(heard)
	if len(whole) == 0 || whole[len(whole)-1][1]-whole[0][0] < capture.Rate {
		t.Errorf("heard after the device came back: %v", whole)
	}
	if s.cpu > 3*time.Second {
		t.Errorf("used %v of CPU in 7 s: it spins", s.cpu)
	}
	t.Logf("heard again from frame %d on, CPU %v", number(heard[0]), s.cpu)
}
