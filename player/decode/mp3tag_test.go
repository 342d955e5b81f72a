package decode_test

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"

	"sensedesk/player/decode"
	"sensedesk/player/soundtest"
)

// vbri puts the tag of Fraunhofer's encoder in front of a stream of MPEG frames of
// the given length: a frame without sound that tells their number.
func vbri(tb testing.TB, b []byte, frames int) []byte {
	tb.Helper()
	const size = 72 * 64000 / 16000 // bytes, at 64 kbit/s and 16 kHz
	tag := make([]byte, size)
	copy(tag, b[:4])
	tag[1] |= 1 // no check sum
	tag[2] = 8<<4 | b[2]&0x0c
	at := tag[4+32:]
	copy(at, "VBRI")
	binary.BigEndian.PutUint16(at[4:], 1)    // version
	binary.BigEndian.PutUint16(at[6:], 1105) // delay, which no decoder seen takes off
	binary.BigEndian.PutUint16(at[8:], 75)   // quality
	binary.BigEndian.PutUint32(at[10:], uint32(len(b)+size))
	binary.BigEndian.PutUint32(at[14:], uint32(frames))
	return cat(tag, b)
}

// TestVBRI plays a file with Fraunhofer's tag: the tag is not heard, the length is
// ffmpeg's and so is the sound.
func TestVBRI(t *testing.T) {
	call := soundtest.TwoChannelCall(t, 3)
	plain := lame(t, call, "--resample", "16", "-V", "4", "-t")
	frames := openBytes(t, plain).Info().Frames / 576
	b := vbri(t, plain, int(frames))
	path := filepath.Join(t.TempDir(), "vbri.mp3")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	d := openBytes(t, b)
	got := all(t, d)
	want := soundtest.Decoded(t, path, 2)
	if int64(len(got)) != frames*576 || len(got) != len(want)/2 {
		t.Errorf("%d frames, ffmpeg has %d, the plain file %d", len(got), len(want)/2, frames*576)
	}
	if snr := soundtest.SNR(want, interleave(got, 2)); snr < 90 {
		t.Errorf("SNR to ffmpeg %.1f dB", snr)
	}
	checkSeeks(t, d, got, 35)

	// Before the whole file is walked through, the tag tells the length.
	long, err := decode.Open(endlessMP3{b}, 200<<20)
	if err != nil {
		t.Fatal(err)
	}
	if info := long.Info(); info.Exact || (info.Duration-d.Info().Duration).Abs() > 0 {
		t.Errorf("the tag's length became %+v", info)
	}
}

// endlessMP3 is a file too big to be walked through when it is opened.
type endlessMP3 struct{ b []byte }

func (e endlessMP3) ReadAt(p []byte, at int64) (int, error) {
	for i := range p {
		p[i] = 0
		if k := at + int64(i); k < int64(len(e.b)) {
			p[i] = e.b[k]
		}
	}
	return len(p), nil
}
