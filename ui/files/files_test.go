package files_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"sensedesk/store"
	"sensedesk/ui/files"
)

func TestSaveReplacesWhole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "call.txt")
	for _, text := range []string{"the first, which is the longer one", "second"} {
		if err := files.Save(path, []byte(text)); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != text {
			t.Errorf("read %q, %v; want %q", got, err, text)
		}
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v: others may read it", info.Mode(), err)
	}
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) != 1 {
		t.Errorf("%v lie there, %v", left, err)
	}
}

func TestSaveSaysWhatWentWrong(t *testing.T) {
	for name, c := range map[string]struct {
		path string
		want store.Code
	}{
		"no such folder": {filepath.Join(t.TempDir(), "gone", "call.txt"), store.CodeNotFound},
		"a folder":       {t.TempDir(), store.CodeInternal},
	} {
		t.Run(name, func(t *testing.T) {
			if err := files.Save(c.path, []byte("text")); store.CodeOf(err) != c.want {
				t.Errorf("code %q of %v, want %q", store.CodeOf(err), err, c.want)
			}
		})
	}
}

func TestCoded(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("this system has no /dev/full")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer full.Close()
	_, err = full.Write([]byte("text"))
	if got := store.CodeOf(files.Coded(err)); got != store.CodeDiskFull {
		t.Errorf("code %q of %v", got, err)
	}
}
