// Command emulator serves an emulated vendor on this computer, for trying the
// provider by hand and for the demo. It prints a line for each call it gets.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"terraform-provider-dingshang/internal/emulator"
)

const shutdownTime = 5 * time.Second

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "emulator:", err)
		os.Exit(1)
	}
}

// options are the program's flags.
type options struct {
	listen   string
	fleet    string
	printEnv bool
	config   emulator.Config
}

func readFlags(args []string, stderr io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("emulator", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.listen, "listen", "127.0.0.1:8080", "loopback `address` to serve on; port 0 picks a free one")
	flags.StringVar(&o.fleet, "fleet", "", "JSON `file` with machines and products (default: a small sample)")
	flags.DurationVar(&o.config.Latency, "latency", 0, "delay added to every call")
	flags.BoolVar(&o.config.NewGeneration, "new-generation", false, "answer with the newer error codes, and numbers as text")
	flags.BoolVar(&o.config.URLEncodedSignatures, "url-encoded-signatures", false, "expect signatures of URL-encoded values")
	flags.BoolVar(&o.config.Console.EmptyOmitted, "empty-omitted", false, "console updates clear the fields that they leave out")
	flags.IntVar(&o.config.Console.MaxPerPage, "max-per-page", 0, "maximum `number` of machines on a page of the console (default 100)")
	flags.BoolVar(&o.printEnv, "print-env", false, "print the environment variables that point the provider here")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	return o, nil
}

// run serves until ctx ends.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o, err := readFlags(args, stderr)
	if err != nil {
		return err
	}
	if o.fleet != "" {
		if o.config.Fleet, err = openFleet(o.fleet); err != nil {
			return err
		}
	}
	listener, err := listenLocally(ctx, o.listen)
	if err != nil {
		return err
	}
	url := "http://" + listener.Addr().String()
	if _, err := io.WriteString(stdout, greeting(url, o.printEnv)); err != nil {
		return errors.Join(err, listener.Close())
	}

	vendor := emulator.New(o.config)
	vendor.OnCall(newPrinter(stdout).print)
	mux := http.NewServeMux()
	mux.Handle("/", vendor)
	mux.Handle("/emulator/", control(vendor))
	return serve(ctx, listener, mux, vendor.Close)
}

func serve(ctx context.Context, listener net.Listener, handler http.Handler, closeVendor func()) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	closeVendor()
	stopping, cancel := context.WithTimeout(context.Background(), shutdownTime)
	defer cancel()
	if err := server.Shutdown(stopping); err != nil {
		return server.Close() // a client keeps a connection open
	}
	return nil
}

// listenLocally refuses addresses that others could reach: the credentials
// are known to everybody.
func listenLocally(ctx context.Context, address string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("-listen: %w", err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("-listen: %q is not a loopback address such as 127.0.0.1:8080", address)
	}
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", address)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("%w; -listen=127.0.0.1:0 picks a free port", err)
	}
	return listener, err
}

func openFleet(name string) (emulator.Fleet, error) {
	file, err := os.Open(name) //nolint:gosec // the user names the file
	if err != nil {
		return emulator.Fleet{}, fmt.Errorf("-fleet: %w", err)
	}
	defer func() { _ = file.Close() }() // it was only read
	return emulator.ReadFleet(file)
}

// greeting is what the program prints first: its address, and on request the
// variables that point the provider there.
func greeting(url string, env bool) string {
	text := "listening on " + url + "\n"
	if !env {
		return text
	}
	for _, variable := range [][2]string{
		{"DINGSHANG_URL", url},
		{"DINGSHANG_APP_ID", emulator.AppID},
		{"DINGSHANG_APP_SECRET", emulator.AppSecret},
		{"DINGSHANG_APP_KEY", emulator.AppKey},
		{"DINGSHANG_CONSOLE_URL", url + emulator.ConsolePath},
		{"DINGSHANG_CONSOLE_EMAIL", emulator.ConsoleEmail},
		{"DINGSHANG_CONSOLE_PASSWORD", emulator.ConsolePassword},
	} {
		text += "export " + variable[0] + "=" + variable[1] + "\n"
	}
	return text
}
