package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io/fs"
	"math"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"sensedesk/assets"
	"sensedesk/player/output/capture"
	"sensedesk/store"
	"sensedesk/store/storetest"
	"sensedesk/ui"
	"sensedesk/ui/cli"
	"sensedesk/ui/i18n"
	"sensedesk/ui/transcript"
	"sensedesk/ui/uitest"
)

// asWindow makes the test binary be the program with its window open and a
// person in front of it; its value is the webhook the person pastes.
const asWindow = "SENSEDESK_TEST_AS_WINDOW"

func init() {
	if webhook := os.Getenv(asWindow); webhook != "" {
		os.Exit(windowJob(webhook))
	}
}

// windowJob opens the window, does a person's whole job in it by mouse and
// keyboard, and returns the exit status.
func windowJob(webhook string) int {
	catalogue, err := i18n.Load(assets.Files())
	if err != nil {
		fmt.Println(err)
		return 1
	}
	p := &program{catalogue: catalogue, lang: i18n.RU}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	err = p.windowWith(ctx, cli.WindowOptions{Home: os.Getenv("SENSEDESK_HOME")}, func(shell *ui.Shell, w *world) error {
		h := &person{ctx: ctx, window: shell.Window(), world: w, say: catalogue.In(i18n.RU)}
		err := h.work(webhook)
		if err != nil {
			fmt.Println("on the screen:", h.screen())
			fyne.Do(fyne.CurrentApp().Quit)
		}
		return err
	})
	if err != nil {
		fmt.Println(err)
		return 1
	}
	return 0
}

// person works with the window through the X server, as hands would.
type person struct {
	ctx    context.Context
	window fyne.Window
	world  *world
	say    *i18n.Printer
}

// work is the whole job: fill in the form, check, start, open a call, listen.
func (h *person) work(webhook string) error {
	t := h.say.S
	return h.steps(
		h.click(t("calls.empty.action")),
		h.wait("the form, open for the first time", func() bool { return h.sees(t("upload.save")) && h.sees(t("upload.key.placeholder")) }),
		h.fill(t("upload.field.connection"), demoConnection),
		h.fill(t("upload.field.key"), keyCanary), h.clickInRow(t("upload.field.key"), t("widgets.secret.save")),
		h.fill(t("upload.field.webhook"), webhook), h.clickInRow(t("upload.field.webhook"), t("widgets.secret.save")),
		h.fill(t("upload.field.dates"), time.Now().AddDate(0, 0, -30).Format("02.01.2006")),
		h.click(t("upload.save")),
		h.click(t("upload.check")),
		h.wait("the check to succeed", func() bool { return h.sees(t("upload.check.ok")) }),
		h.click(t("upload.start")),
		h.wait("the calls to be done", func() bool { return h.world.engine.Status().Counts[store.StateDone] == len(soundCalls) }),
		h.click(t("shell.calls")),
		h.open("0:30"),
		h.listen,
		h.key("ctrl+q"),
	)
}

type step = func() error

func (h *person) steps(all ...step) error {
	for i, s := range all {
		if err := s(); err != nil {
			return fmt.Errorf("step %d: %w", i+1, err)
		}
	}
	return nil
}

// listen plays the open call and watches the transcript follow.
func (h *person) listen() error {
	text, err := h.transcript()
	if err != nil {
		return err
	}
	lit := map[int]bool{}
	look := func() (at time.Duration) {
		fyne.DoAndWait(func() {
			at = text.At()
			if now := text.Current(); now.Phrase >= 0 {
				lit[now.Phrase] = true
			}
		})
		return at
	}
	if err := h.steps(h.key("space"), h.wait("three phrases to be lit one after the other", func() bool { look(); return len(lit) >= 3 })); err != nil {
		return err
	}
	// Twice as fast: the text must be twice as fast too.
	if err := h.steps(h.key("3")); err != nil {
		return err
	}
	if err := h.wait("the new speed to be heard", func() bool { return h.speedOf(look) > 1.7 })(); err != nil {
		return err
	}
	return h.key("space")()
}

// speedOf measures how fast the transcript goes, in seconds a second.
func (h *person) speedOf(look func() time.Duration) float64 {
	begun, from := time.Now(), look()
	time.Sleep(700 * time.Millisecond) // the span that is measured
	return float64(look()-from) / float64(time.Since(begun))
}

// transcript finds the transcript on the screen once its text is there.
func (h *person) transcript() (found *transcript.Widget, err error) {
	err = h.wait("a transcript", func() bool {
		fyne.DoAndWait(func() {
			uitest.Walk(h.window.Canvas(), func(o fyne.CanvasObject, _ fyne.Position, _ []fyne.CanvasObject) {
				if w, ok := o.(*transcript.Widget); ok && len(w.Shown()) > 0 {
					found = w
				}
			})
		})
		return found != nil
	})()
	return found, err
}

// wait looks again and again until something is so.
func (h *person) wait(what string, is func() bool) step {
	return func() error {
		tick := time.NewTicker(50 * time.Millisecond)
		defer tick.Stop()
		patience := time.NewTimer(40 * time.Second)
		defer patience.Stop()
		for !is() {
			select {
			case <-tick.C:
			case <-patience.C:
				return fmt.Errorf("waited in vain for %s", what)
			case <-h.ctx.Done():
				return h.ctx.Err()
			}
		}
		return nil
	}
}

// sight is a text on the screen, copied on the UI goroutine.
type sight struct {
	Text string
	At   fyne.Position
	Size fyne.Size
}

// middle is where to press it.
func (s sight) middle() (x, y int) {
	return int(s.At.X + s.Size.Width/2), int(s.At.Y + s.Size.Height/2)
}

func (h *person) read() (shown []sight) {
	fyne.DoAndWait(func() {
		for _, s := range uitest.Read(h.window.Canvas()) {
			shown = append(shown, sight{s.Text, s.At, s.Object.Size()})
		}
	})
	return shown
}

func (h *person) screen() string {
	var all []string
	for _, s := range h.read() {
		all = append(all, s.Text)
	}
	return strings.Join(all, " | ")
}

func (h *person) sees(text string) bool {
	for _, s := range h.read() {
		if strings.Contains(s.Text, text) {
			return true
		}
	}
	return false
}

// click presses the topmost text that reads so.
func (h *person) click(text string) step {
	return func() error {
		var hit sight
		still := 0 // looks in a row at which it stood where it stands: a screen that loads moves
		err := h.wait(text, func() bool {
			before := hit
			hit = sight{}
			for _, s := range h.read() {
				if s.Text == text {
					hit = s
				}
			}
			if still++; hit.Text == "" || hit != before {
				still = 0
			}
			return still == 4
		})()
		if err != nil {
			return err
		}
		return h.press(hit.middle())
	}
}

// clickInRow presses a text in the row of a label.
func (h *person) clickInRow(label, text string) step {
	return func() error {
		var hit sight
		err := h.wait(text, func() bool {
			top, bottom, ok := h.row(label)
			for _, s := range h.read() {
				if _, y := s.middle(); ok && s.Text == text && y >= top && y <= bottom {
					hit = s
				}
			}
			return hit.Text != ""
		})()
		if err != nil {
			return err
		}
		return h.press(hit.middle())
	}
}

// row is the height a label takes; long labels stand on two lines.
func (h *person) row(label string) (top, bottom int, ok bool) {
	const around = 24 // units; a long label stands on two lines, and the field is in their middle
	for _, s := range h.read() {
		if s.Text == label || (len(s.Text) > 8 && strings.HasPrefix(label, s.Text)) {
			return int(s.At.Y) - around, int(s.At.Y+s.Size.Height) + around, true
		}
	}
	return 0, 0, false
}

// fill clicks the first field in the row of a label and types into it.
func (h *person) fill(label, text string) step {
	return func() error {
		x, y := 0, 0
		err := h.wait("the field "+label, func() bool {
			top, bottom, ok := h.row(label)
			if !ok {
				return false
			}
			fyne.DoAndWait(func() {
				uitest.Walk(h.window.Canvas(), func(o fyne.CanvasObject, at fyne.Position, _ []fyne.CanvasObject) {
					entry, ok := o.(interface {
						fyne.Focusable
						SetText(string)
					})
					mid := int(at.Y + o.Size().Height/2)
					if ok && entry != nil && x == 0 && mid >= top && mid <= bottom {
						x, y = int(at.X)+20, mid
					}
				})
			})
			return x != 0
		})()
		if err != nil {
			return err
		}
		if err := h.press(x, y); err != nil {
			return err
		}
		return h.xdo("key", "ctrl+a", "type", "--delay", "8", text)
	}
}

// open opens the call of a length by two quick clicks on its row.
func (h *person) open(length string) step {
	return func() error {
		if err := h.click(length)(); err != nil {
			return err
		}
		return h.xdo("click", "1")
	}
}

func (h *person) key(name string) step { return func() error { return h.xdo("key", name) } }

func (h *person) press(x, y int) error {
	return h.xdo("mousemove", strconv.Itoa(x), strconv.Itoa(y), "click", "1")
}

func (h *person) xdo(args ...string) error {
	if out, err := exec.CommandContext(h.ctx, "xdotool", args...).CombinedOutput(); err != nil {
		return fmt.Errorf("xdotool %s: %w: %s", args[0], err, out)
	}
	return nil
}

func TestWindowDoesTheWholeJob(t *testing.T) {
	storetest.RunWithKeyring(t, func(t *testing.T) {
		o := newOffice(t, soundCalls...)
		o.do("", "settings", "set",
			"speechsense.kind=hybrid", "speechsense.address="+o.speech.Address(), "speechsense.tls=off",
			"speechsense.metadata_keys=id,call_id", "min_duration_seconds=13", "poll_seconds=1")
		display := startDisplay(t)
		heard, err := capture.Start(t.TempDir())
		must(t, err)

		cmd := exec.CommandContext(t.Context(), os.Args[0])
		cmd.Env = append(os.Environ(), append(heard.Env(), asWindow+"="+o.portal.Webhook(), "SENSEDESK_HOME="+o.home, "DISPLAY="+display, "LC_ALL=ru_RU.UTF-8")...)
		var said bytes.Buffer
		cmd.Stdout, cmd.Stderr = &said, &said
		err = cmd.Run()
		must(t, heard.Stop())
		o.said.Write(said.Bytes())
		if err != nil {
			t.Fatalf("%v\n%s", err, said.String())
		}
		if strings.Contains(said.String(), "Error in Fyne call thread") {
			t.Errorf("the toolkit was called from a wrong goroutine:\n%s", said.String())
		}

		o.wantOnce(len(soundCalls))
		o.wantHeard(heard.Frames(), "thanks.wav")
		o.wantNoSecret()
	})
}

// startDisplay runs a virtual X display until the end of the test; more is for
// its command line.
func startDisplay(t *testing.T, more ...string) string {
	t.Helper()
	r, w, err := os.Pipe()
	must(t, err)
	cmd := exec.Command("Xvfb", append(more, "-displayfd", "3", "-screen", "0", "1440x900x24", "-nolisten", "tcp")...)
	cmd.ExtraFiles = []*os.File{w}
	if err := cmd.Start(); err != nil {
		t.Fatalf("start a display (Debian package xvfb): %v", err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	must(t, w.Close())
	number, err := bufio.NewReader(r).ReadString('\n')
	must(t, err)
	must(t, r.Close())
	return ":" + strings.TrimSpace(number)
}

// wantHeard demands that what was captured is the recording: a second and a
// half of each channel, from where it is first loud, must be the same sound.
// The player takes 8 kHz to 48 kHz by interpolation, so every sixth sample,
// from the right one on, is a sample of the recording.
func (o *office) wantHeard(frames [][2]int16, name string) {
	o.t.Helper()
	raw, err := fs.ReadFile(assets.Demo(), name)
	must(o.t, err)
	data := raw[bytes.Index(raw, []byte("data"))+8:]
	const ratio = capture.Rate / 8000
	for ch := range 2 {
		want := make([]float64, len(data)/4)
		for i := range want {
			want[i] = float64(int16(binary.LittleEndian.Uint16(data[4*i+2*ch:])))
		}
		begin := loud(want)
		piece := want[begin:min(begin+12000, len(want))]
		best := 0.0
		for phase := range ratio {
			var got []float64
			for i := phase; i < len(frames); i += ratio {
				got = append(got, float64(frames[i][ch]))
			}
			best = max(best, likeness(piece, got))
		}
		if best < 0.99 {
			o.t.Errorf("channel %d: what was heard is like the recording to %.3f only (%d frames)", ch, best, len(frames))
		}
	}
}

// loud finds where a sound first rises over its noise.
func loud(x []float64) int {
	for i, v := range x {
		if math.Abs(v) > 1500 {
			return max(0, i-400)
		}
	}
	return 0
}

// likeness is the best normalised correlation of piece with x around the place
// where x is first loud, as piece is.
func likeness(piece, x []float64) (best float64) {
	const around = 800 // samples, a tenth of a second
	from := loud(x)
	for i := max(0, from-around); i < from+around && i+len(piece) <= len(x); i++ {
		best = max(best, correlation(piece, x[i:i+len(piece)]))
	}
	return best
}

func correlation(a, b []float64) float64 {
	var ab, aa, bb float64
	for i := range a {
		ab += a[i] * b[i]
		aa += a[i] * a[i]
		bb += b[i] * b[i]
	}
	if aa == 0 || bb == 0 {
		return 0
	}
	return ab / math.Sqrt(aa*bb)
}
