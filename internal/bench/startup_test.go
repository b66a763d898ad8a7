package bench

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// startup compares the time until a provider has told its schema, and its size, with
// official providers built by the same toolchain.
func startup(t *testing.T, r *report, b *toolbox) {
	t.Helper()
	all := []string{b.ours}
	for _, y := range b.theirs {
		all = append(all, y.program)
	}
	times, peaks := make([]time.Duration, len(all)), make([]int64, len(all))
	for round := range 15 {
		for i, program := range all {
			took, peak := schemaOf(t, program)
			if round == 0 || took < times[i] {
				times[i] = took
			}
			peaks[i] = max(peaks[i], peak)
		}
	}
	sizes := make([]int64, len(all))
	for i, program := range all {
		info, err := os.Stat(program)
		if err != nil {
			t.Fatal(err)
		}
		sizes[i] = info.Size()
	}

	const group = "Start-up"
	r.add(row{group: group, what: "binary", measured: size(sizes[0]), goal: "< 20 MiB", ok: sizes[0] < 20*mib})
	r.add(row{group: group, what: "resident peak once the schema is told", measured: size(peaks[0]), goal: "< 64 MiB", ok: peaks[0] < 64*mib && peaks[0] > 0})
	for i, y := range b.theirs {
		theirs := times[i+1]
		r.add(row{
			group: group, what: "time to schema, with hashicorp/" + y.name,
			measured: fmt.Sprintf("%s = %.2f × %s (its binary %s, its resident peak %s)", ms(times[0]), float64(times[0])/float64(theirs), ms(theirs), size(sizes[i+1]), size(peaks[i+1])),
			// Within what one run differs from another.
			goal: "≤ 1.05 ×", ok: float64(times[0]) <= 1.05*float64(theirs),
		})
	}
}

// schemaOf starts a provider as the CLI does, asks for its schema over its socket, and
// returns how long that took and the process's peak memory.
func schemaOf(t *testing.T, program string) (time.Duration, int64) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, program)
	cmd.Env = append(os.Environ(),
		// The value that Terraform and its plugins agreed on, to keep people from starting them by hand.
		"TF_PLUGIN_MAGIC_COOKIE=d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
		"PLUGIN_PROTOCOL_VERSIONS=5,6")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}()

	// Core version, protocol, network, address, and more: 1|6|unix|/tmp/plugin123|grpc|
	line, err := bufio.NewReader(out).ReadString('\n')
	fields := strings.Split(line, "|")
	if err != nil || len(fields) < 5 {
		t.Fatalf("%s: no handshake: %q, %v", program, line, err)
	}
	method := map[string]string{"5": "/tfplugin5.Provider/GetSchema", "6": "/tfplugin6.Provider/GetProviderSchema"}[fields[1]]
	n, err := callPlugin(ctx, fields[2], fields[3], method)
	took := time.Since(start)
	if err != nil || n < 1000 {
		t.Fatalf("%s: the schema has %d bytes, %v", program, n, err)
	}
	return took, residentPeak(cmd.Process.Pid)
}

// callPlugin makes one gRPC call with an empty message and returns the size of the
// answer. gRPC is HTTP/2 with five bytes before each message, which net/http can do.
func callPlugin(ctx context.Context, network, address, method string) (int, error) {
	transport := &http.Transport{
		Protocols: &http.Protocols{},
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			var d net.Dialer
			return d.DialContext(ctx, network, address)
		},
	}
	transport.Protocols.SetUnencryptedHTTP2(true)
	defer transport.CloseIdleConnections()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://plugin"+method, bytes.NewReader(make([]byte, 5)))
	if err != nil {
		return 0, err
	}
	req.Header.Set("Content-Type", "application/grpc")
	req.Header.Set("Te", "trailers")
	resp, err := transport.RoundTrip(req)
	if err != nil {
		return 0, err
	}
	defer func() { _ = resp.Body.Close() }()
	var prefix [5]byte
	if _, err := io.ReadFull(resp.Body, prefix[:]); err != nil {
		return 0, fmt.Errorf("%s, grpc-status %s: %w", resp.Status, resp.Header.Get("Grpc-Status"), err)
	}
	n, err := io.Copy(io.Discard, resp.Body)
	if want := int64(binary.BigEndian.Uint32(prefix[1:])); err == nil && n != want {
		err = fmt.Errorf("%d bytes, want %d", n, want)
	}
	return int(n), err
}
