package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"unicode"
)

// page is a Markdown file.
type page struct {
	path    string // relative to the repository, with slashes
	text    string // without fenced code
	anchors map[string]bool
	links   []string // targets
}

var (
	fence    = regexp.MustCompile("(?ms)^ *```.*?^ *```")
	heading  = regexp.MustCompile(`(?m)^#+ +(.+)$`)
	anchorID = regexp.MustCompile(`<a id="([^"]+)">`)
	link     = regexp.MustCompile(`\]\(([^)\s]+)\)`)
)

func readPage(root, path string) (page, error) {
	text, err := os.ReadFile(filepath.Join(root, path)) //nolint:gosec // a file of the repository
	if err != nil {
		return page{}, err
	}
	p := page{path: filepath.ToSlash(path), text: fence.ReplaceAllString(string(text), ""), anchors: map[string]bool{}}
	for _, m := range heading.FindAllStringSubmatch(p.text, -1) {
		p.anchors[slug(m[1])] = true
	}
	for _, m := range anchorID.FindAllStringSubmatch(p.text, -1) {
		p.anchors[m[1]] = true
	}
	for _, m := range link.FindAllStringSubmatch(p.text, -1) {
		p.links = append(p.links, m[1])
	}
	return p, nil
}

// slug is the anchor that GitHub and the registry give to a heading.
func slug(heading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '-', r == '_':
			return unicode.ToLower(r)
		case r == ' ':
			return '-'
		}
		return -1
	}, heading)
}
