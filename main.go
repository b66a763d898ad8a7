// Command terraform-provider-dingshang is the Terraform provider for the DingShang
// (鼎商) vending-machine cloud.
package main

import (
	"flag"
	"log"

	"terraform-provider-dingshang/internal/provider"
)

// version is set by the release build.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "wait for a debugger and print how Terraform reaches this process")
	flag.Parse()
	if err := provider.Serve(version, *debug); err != nil {
		log.Fatal(err)
	}
}
