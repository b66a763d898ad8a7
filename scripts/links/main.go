// Command links checks the links of the documentation: in docs/ as the registry renders it, in
// README and in the other Markdown files of the repository. It also wants each page of docs/ to
// link the objects and guides that it mentions.
//
//	go run ./scripts/links [DIRECTORY]
package main

import (
	"fmt"
	"os"
	"slices"
)

func main() {
	root := "."
	if len(os.Args) > 1 {
		root = os.Args[1]
	}
	problems, err := check(root)
	if err != nil {
		fmt.Fprintln(os.Stderr, "links:", err)
		os.Exit(2)
	}
	slices.Sort(problems)
	for _, problem := range problems {
		fmt.Fprintln(os.Stderr, problem)
	}
	if len(problems) > 0 {
		os.Exit(1)
	}
}
