package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"terraform-provider-dingshang/internal/emulator"
)

const (
	machineNo = "16327138"
	productID = "1323442"
)

func TestRun(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	reading, writing := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := run(ctx, []string{"-listen", "127.0.0.1:0", "-print-env"}, writing, io.Discard)
		_ = writing.Close()
		ended <- err
	}()
	lines := bufio.NewScanner(reading)
	next := func() string {
		if !lines.Scan() {
			t.Fatal("no more output", lines.Err())
		}
		return lines.Text()
	}
	url, ok := strings.CutPrefix(next(), "listening on ")
	if !ok || !strings.HasPrefix(url, "http://127.0.0.1:") {
		t.Fatal(url)
	}
	for _, want := range []string{
		"URL=" + url, "APP_ID=" + emulator.AppID, "APP_SECRET=" + emulator.AppSecret, "APP_KEY=" + emulator.AppKey, "CONSOLE_URL=" + url + emulator.ConsolePath,
		"CONSOLE_EMAIL=" + emulator.ConsoleEmail, "CONSOLE_PASSWORD=" + emulator.ConsolePassword,
	} {
		if got := next(); got != "export DINGSHANG_"+want {
			t.Error(got)
		}
	}
	answered := make(chan string, 1)
	go func() {
		req, _ := http.NewRequestWithContext(ctx, "POST", url+"/api/openapi/v1/rent/machines", nil)
		req.Header = http.Header{"Appid": {emulator.AppID}, "Appsecret": {emulator.AppSecret}, "Content-Type": {"application/json"}}
		resp, err := (&http.Transport{DisableKeepAlives: true}).RoundTrip(req)
		if err != nil {
			answered <- err.Error()
			return
		}
		defer resp.Body.Close()
		body, _ := io.ReadAll(resp.Body)
		answered <- string(body)
	}()
	if got := next(); !strings.Contains(got, " machines ") || !strings.HasSuffix(got, " ok") {
		t.Error(got)
	}
	if got := <-answered; !strings.Contains(got, "machine_no") {
		t.Error(got)
	}
	stop()
	if lines.Scan() {
		t.Error("more output:", lines.Text())
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestRunRefuses(t *testing.T) {
	bad := filepath.Join(t.TempDir(), "fleet.json")
	if err := os.WriteFile(bad, []byte(`{"machines":[{"machine_no":"x"}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for want, args := range map[string][]string{
		`":8080" is not a loopback address`:        {"-listen", ":8080"},
		`"0.0.0.0:0" is not a loopback address`:    {"-listen", "0.0.0.0:0"},
		`"example.com:1" is not a loopback`:        {"-listen", "example.com:1"},
		"missing port":                             {"-listen", "localhost"},
		`machine_no "x"`:                           {"-fleet", bad},
		"no such file":                             {"-fleet", bad + ".gone"},
		`unexpected argument "now"`:                {"now"},
		"flag provided but not defined: -insecure": {"-insecure"},
	} {
		var out bytes.Buffer
		if err := run(t.Context(), args, &out, io.Discard); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v", args, err)
		}
	}
}

func TestLine(t *testing.T) {
	at := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		call emulator.Call
		want string
	}{
		{
			emulator.Call{Name: "generate", MachineNo: machineNo, ProductID: productID, Status: 200, Message: "ok", Did: "generated 3 codes", Duration: 12 * time.Millisecond},
			"12:00:00.000  generate               16327138         1323442     generated 3 codes                     12 ms  ok",
		},
		{
			emulator.Call{Name: "machines", Status: 401, Code: 10008, Message: "appid or appsecret missing", Did: "refused"},
			"12:00:00.000  machines               -                -           refused                                0 ms  10008 appid or appsecret missing",
		},
		{
			emulator.Call{HTTPMethod: "GET", Path: "/\x1b[2J", Status: 404, Did: "no such call"},
			"12:00:00.000  GET /?[2J              -                -           no such call                           0 ms  HTTP 404",
		},
		{
			emulator.Call{Name: "console.updateMachine", MachineNo: machineNo, Status: 200, Message: "permission denied", Did: "refused"},
			"12:00:00.000  console.updateMachine  16327138         -           refused                                0 ms  permission denied",
		},
		{
			emulator.Call{Name: "machines", Did: "nothing (fault: stall)"},
			"12:00:00.000  machines               -                -           nothing (fault: stall)                 0 ms  no answer",
		},
	}
	for _, test := range tests {
		test.call.Time = at
		if got := line(test.call); got != test.want {
			t.Errorf("got\n%s\nwant\n%s", got, test.want)
		}
	}
}
