package main

import (
	"fmt"
	"io"
	"strings"
	"sync"

	"terraform-provider-dingshang/internal/emulator"
)

// printer writes a line for each call. It shows neither parameters nor
// answers: those hold codes and signatures.
type printer struct {
	mu  sync.Mutex
	out io.Writer
}

func newPrinter(out io.Writer) *printer {
	return &printer{out: out}
}

func (p *printer) print(c emulator.Call) {
	p.mu.Lock()
	defer p.mu.Unlock()
	// A reader who went away is no reason to stop serving.
	_, _ = fmt.Fprintln(p.out, line(c))
}

func line(c emulator.Call) string {
	name := c.Name
	if name == "" {
		name = c.HTTPMethod + " " + c.Path
	}
	return fmt.Sprintf("%s  %-21s  %-15s  %-10s  %-34s %5d ms  %s",
		c.Time.Format("15:04:05.000"), plain(name), plain(dash(c.MachineNo)), plain(dash(c.ProductID)),
		c.Did, c.Duration.Milliseconds(), plain(result(c)))
}

func result(c emulator.Call) string {
	switch {
	case c.Status == 0:
		return "no answer"
	case c.Code == 0 && c.Message == "ok":
		return "ok"
	case c.Message == "":
		return fmt.Sprintf("HTTP %d", c.Status)
	case strings.HasPrefix(c.Name, "console"): // its errors have no number
		return c.Message
	}
	return fmt.Sprintf("%d %s", c.Code, c.Message)
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// plain keeps what a client sent from writing lines or colours of its own.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return '?'
		}
		return r
	}, s)
}
