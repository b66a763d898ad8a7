package emulator

import (
	"bytes"
	"net"
	"net/http"
	"strconv"
)

// hugeSize is above what a careful client reads.
const hugeSize = 9 << 20

// deliver sends the usual answer, or what the fault makes of it.
func (s *Server) deliver(w http.ResponseWriter, r *http.Request, done settled) {
	f, usualStatus, usual := done.fault, done.answer.status, done.body
	switch f.Kind {
	case Reset:
		reset(w)
	case Hangup:
		panic(http.ErrAbortHandler)
	case Truncate:
		send(w, usualStatus, contentTypeOf(usual), len(usual), usual[:len(usual)/2])
		panic(http.ErrAbortHandler)
	case HTML:
		body := webPage(f.httpStatus())
		send(w, f.httpStatus(), contentTypeOf(body), len(body), body)
	case Garbage:
		body := []byte("upstream connect error or disconnect/reset before headers")
		send(w, f.httpStatus(), "text/plain", len(body), body)
	case Status:
		if f.RetryAfter != "" {
			w.Header().Set("Retry-After", f.RetryAfter)
		}
		send(w, f.httpStatus(), "application/json", len(f.Body), []byte(f.Body))
	case Answer:
		body := done.format.failure(f.Code, f.Message)
		send(w, f.httpStatus(), contentTypeOf(body), len(body), body)
	case Redirect:
		w.Header().Set("Location", f.Location)
		send(w, f.httpStatus(), "text/html", 0, nil)
	case Stall:
		select {
		case <-r.Context().Done():
		case <-s.closing:
		}
		panic(http.ErrAbortHandler)
	case Huge:
		sendHuge(w, done.format)
	default:
		if usualStatus == http.StatusMethodNotAllowed {
			w.Header().Set("Allow", "POST, PUT")
		}
		send(w, usualStatus, contentTypeOf(usual), len(usual), usual)
	}
}

func contentTypeOf(body []byte) string {
	if bytes.HasPrefix(body, []byte("<")) {
		return "text/html; charset=utf-8"
	}
	return "application/json; charset=utf-8"
}

// send announces length bytes and flushes what it has, since a handler that
// aborts would otherwise lose it. Clients may be gone; that is their right.
func send(w http.ResponseWriter, status int, contentType string, length int, body []byte) {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Length", strconv.Itoa(length))
	w.WriteHeader(status)
	_, _ = w.Write(body)
	if len(body) < length {
		_ = http.NewResponseController(w).Flush()
	}
}

// reset closes the connection so that the client sees a reset, not an end.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

func sendHuge(w http.ResponseWriter, f format) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(http.StatusOK)
	before, after, _ := bytes.Cut(f.success("-"), []byte("-"))
	_, _ = w.Write(before)
	chunk := bytes.Repeat([]byte("x"), 64<<10)
	for sent := 0; sent < hugeSize; sent += len(chunk) {
		if _, err := w.Write(chunk); err != nil {
			return
		}
	}
	_, _ = w.Write(after)
}
