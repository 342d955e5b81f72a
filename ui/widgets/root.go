package widgets

import (
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"sensedesk/ui/post"
)

// Root is the whole content of a window: what it is given, and above it the
// tooltip and the toast. Set it as the window's content once and change what it
// shows by SetContent.
type Root struct {
	widget.BaseWidget
	post    post.Post
	content fyne.CanvasObject
	tip     *tip
	toast   *toast

	mu     sync.Mutex
	timers sync.WaitGroup
	closed bool
}

// NewRoot returns the content of a window. post brings the delays of tooltips
// and toasts back to the UI goroutine.
func NewRoot(post post.Post, content fyne.CanvasObject) *Root {
	r := &Root{post: post, content: content, tip: newTip(), toast: newToast()}
	r.toast.gone = func() { r.toast.Hide() }
	r.ExtendBaseWidget(r)
	return r
}

// SetContent shows another content.
func (r *Root) SetContent(content fyne.CanvasObject) {
	r.tip.drop()
	r.content = content
	r.Refresh()
}

// Close stops the delays and waits for those that are just ending.
func (r *Root) Close() {
	r.mu.Lock()
	r.closed = true
	r.mu.Unlock()
	r.tip.drop()
	r.toast.drop()
	r.timers.Wait()
}

// after runs f on the UI goroutine after d unless stopped before. The stop
// function belongs to the UI goroutine as f does, so f never runs after it.
func (r *Root) after(d time.Duration, f func()) (stop func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return func() {}
	}
	stopped := false
	r.timers.Add(1)
	timer := time.AfterFunc(d, func() {
		defer r.timers.Done()
		r.post(func() {
			if !stopped {
				stopped = true
				f()
			}
		})
	})
	return func() {
		stopped = true
		if timer.Stop() {
			r.timers.Done()
		}
	}
}

// CreateRenderer is for Fyne.
func (r *Root) CreateRenderer() fyne.WidgetRenderer {
	s := &sketch{owner: r}
	s.objects = func() []fyne.CanvasObject { return []fyne.CanvasObject{r.content, r.toast, r.tip} }
	s.min = func() fyne.Size { return r.content.MinSize() }
	s.paint = func() {}
	laid := fyne.Size{}
	s.place = func(size fyne.Size) {
		r.content.Resize(size)
		if size != laid { // Fyne also lays out when only the tooltip itself has changed
			laid = size
			r.tip.drop()
		}
		r.toast.dock(size)
	}
	return s
}

// rootOf returns the Root of the window an object is in; nil when there is
// none, or while a dialog covers it.
func rootOf(o fyne.CanvasObject) *Root {
	c := canvasOf(o)
	if c == nil || c.Overlays().Top() != nil {
		return nil
	}
	r, _ := c.Content().(*Root)
	return r
}
