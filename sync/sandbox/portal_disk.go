package sandbox

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// file is disk.file.get. Its parameter is lower-case id: ID is no argument.
func (p *Portal) file(params map[string]any) portalAnswer {
	id := wireText(params["id"])
	if id == "" {
		return refuse(http.StatusBadRequest, "ERROR_ARGUMENT", "Argument 'id' is null or empty")
	}
	faults := p.o.Faults.now()
	number, _ := strconv.ParseInt(id, 10, 64)
	p.mu.Lock()
	f := p.files[number]
	p.mu.Unlock()
	switch {
	case f == nil:
		return refuse(http.StatusBadRequest, "ERROR_NOT_FOUND", "Could not find entity with id `"+id+"`.")
	case faults.FileRight:
		return refuse(http.StatusBadRequest, "ACCESS_DENIED", "Access denied")
	}
	sound, err := f.sound()
	if err != nil {
		return refuse(http.StatusInternalServerError, "INTERNAL_SERVER_ERROR", "Internal server error")
	}
	out := map[string]any{
		"ID": strconv.FormatInt(f.id, 10), "NAME": f.name, "CODE": nil, "STORAGE_ID": "3", "TYPE": "file", "PARENT_ID": "17",
		"DELETED_TYPE": "0", "FILE_ID": strconv.FormatInt(f.id+100_000, 10), "SIZE": strconv.Itoa(len(sound)),
		"CREATED_BY": "1", "UPDATED_BY": "1", "DELETED_BY": nil,
		"DOWNLOAD_URL": p.sign(f.id, faults.RelativeLinks),
		"DETAIL_URL":   "http://" + p.listen.Addr().String() + "/docs/file/" + f.name,
	}
	if faults.SizesAreAbsent {
		delete(out, "SIZE")
	}
	return portalAnswer{result: out}
}

// sign gives out a link that works for a while. It holds a bar, as real ones do.
func (p *Portal) sign(file int64, relative bool) string {
	life := p.o.LinkLife
	if p.o.Faults.take(func(f *PortalFaults) *int { return &f.BornExpired }) {
		life = -time.Second
	}
	now := p.o.Now()
	p.mu.Lock()
	defer p.mu.Unlock()
	for token, l := range p.links {
		if now.Sub(l.expires) > time.Hour {
			delete(p.links, token)
		}
	}
	p.nextLink++
	token := "disk|" + base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%d.%d", file, p.nextLink))
	p.links[token] = portalLink{file: file, expires: now.Add(life)}
	link := "/rest/download.json?auth=" + p.canary + "&token=" + token
	if !relative {
		link = "http://" + p.listen.Addr().String() + link
	}
	return link
}

// serveDownload sends the bytes of a recording.
func (p *Portal) serveDownload(w http.ResponseWriter, r *http.Request) {
	status, f := p.admitDownload(w, r)
	p.note("download", nil, r, status)
	if f == nil {
		return
	}
	sound, err := f.sound()
	if err == nil && len(sound) == 0 {
		err = errNoSound
	}
	if err != nil {
		nginxPage(w, http.StatusInternalServerError)
		return
	}
	p.sendSound(w, r, f.name, sound)
}

// admitDownload returns the file asked for, or nil when it has answered itself.
func (p *Portal) admitDownload(w http.ResponseWriter, r *http.Request) (status int, f *portalFile) {
	faults := p.o.Faults
	if technical(r.UserAgent()) {
		w.Header().Set("Content-Disposition", `attachment; filename="record.mp3"`)
		nginxPage(w, http.StatusNotFound)
		return http.StatusNotFound, nil
	}
	if to := faults.now().RedirectTo; to != "" {
		http.Redirect(w, r, to+"?"+r.URL.RawQuery, http.StatusFound)
		return http.StatusFound, nil
	}
	p.mu.Lock()
	link, known := p.links[r.URL.Query().Get("token")]
	f = p.files[link.file]
	p.mu.Unlock()
	switch {
	case !known || r.URL.Query().Get("auth") != p.canary || !p.o.Now().Before(link.expires):
		return refuseDownload(w, http.StatusUnauthorized, "expired_token"), nil
	case f == nil:
		return refuseDownload(w, http.StatusNotFound, "ERROR_NOT_FOUND"), nil
	case faults.take(func(f *PortalFaults) *int { return &f.DownloadBusy }):
		nginxPage(w, http.StatusServiceUnavailable)
		return http.StatusServiceUnavailable, nil
	case faults.take(func(f *PortalFaults) *int { return &f.DownloadPage }):
		loginPage(w)
		return http.StatusOK, nil
	case faults.take(func(f *PortalFaults) *int { return &f.DownloadJSON }):
		return refuseDownload(w, http.StatusOK, "ERROR_CORE"), nil
	}
	return http.StatusOK, f
}

// sendSound writes the bytes, or as many as the faults allow.
func (p *Portal) sendSound(w http.ResponseWriter, r *http.Request, name string, sound []byte) {
	faults := p.o.Faults
	if faults.take(func(f *PortalFaults) *int { return &f.DownloadShort }) {
		sound = sound[:len(sound)/2]
	}
	w.Header().Set("Content-Type", "audio/mpeg")
	w.Header().Set("Content-Disposition", "attachment; filename="+strconv.Quote(name))
	w.Header().Set("Content-Length", strconv.Itoa(len(sound)))
	cut := faults.take(func(f *PortalFaults) *int { return &f.DownloadCut })
	if !cut && !faults.now().DownloadHold {
		_, _ = w.Write(sound)
		return
	}
	_, _ = w.Write(sound[:len(sound)/2])
	_ = http.NewResponseController(w).Flush()
	if !cut {
		<-r.Context().Done()
	}
	panic(http.ErrAbortHandler)
}

// technical tells whether a client does not introduce itself as a program with
// a name and a version.
func technical(userAgent string) bool {
	low := strings.ToLower(userAgent)
	for _, bare := range []string{"go-http-client", "curl", "wget", "python"} {
		if strings.HasPrefix(low, bare) {
			return true
		}
	}
	return !strings.Contains(userAgent, "/")
}

// refuseDownload answers with an error where sound was expected.
func refuseDownload(w http.ResponseWriter, status int, code string) int {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = fmt.Fprintf(w, `{"error":%q,"error_description":""}`, code)
	return status
}
