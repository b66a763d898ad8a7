package main

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
)

// Addresses of this provider's own pages.
const (
	registry   = "https://registry.terraform.io/providers/dingshang/dingshang/latest/docs"
	repository = "https://github.com/dingshang/terraform-provider-dingshang"
)

// checker knows all pages by path.
type checker struct {
	root     string
	pages    map[string]page
	problems []string
}

func check(root string) ([]string, error) {
	c := checker{root: root, pages: map[string]page{}}
	if err := c.read(); err != nil {
		return nil, err
	}
	for _, p := range c.pages {
		for _, target := range p.links {
			c.checkLink(p, target)
		}
		if strings.HasPrefix(p.path, "docs/") {
			c.checkMentions(p)
		}
	}
	c.checkReachable()
	return c.problems, nil
}

func (c *checker) read() error {
	return filepath.WalkDir(c.root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() {
			if file != c.root && (strings.HasPrefix(name, ".") && name != ".github" || name == "templates" || name == "testdata" || name == "dist") {
				return fs.SkipDir
			}
			return nil
		}
		if filepath.Ext(name) != ".md" {
			return nil
		}
		relative, err := filepath.Rel(c.root, file)
		if err != nil {
			return err
		}
		p, err := readPage(c.root, relative)
		c.pages[p.path] = p
		return err
	})
}

func (c *checker) report(p page, format string, args ...any) {
	c.problems = append(c.problems, p.path+": "+fmt.Sprintf(format, args...))
}

// checkLink reports a link that leads nowhere, in the repository or as the registry renders docs/.
func (c *checker) checkLink(p page, target string) {
	address, anchor, _ := strings.Cut(target, "#")
	inDocs := strings.HasPrefix(p.path, "docs/")
	var file string
	switch {
	case address == "":
		file = p.path
	case address == registry:
		file = "docs/index.md"
	case strings.HasPrefix(address, registry+"/"):
		file = "docs" + strings.TrimPrefix(address, registry) + ".md"
	case address == repository:
		file = "README.md"
	case strings.HasPrefix(address, repository+"/"):
		file = regexp.MustCompile(`^/(tree|blob)/main/`).ReplaceAllString(strings.TrimPrefix(address, repository), "")
		if strings.HasPrefix(file, "/") {
			return // issues and releases
		}
	case strings.Contains(address, ":"):
		return // somebody else's
	case p.path == "docs/index.md":
		c.report(p, "%s: the registry serves this page without a trailing slash, so a relative link leads elsewhere; write %s/…", target, registry)
		return
	case inDocs && path.Ext(address) != ".md":
		c.report(p, "%s: without .md this does not work in the repository", target)
		return
	default:
		file = path.Join(path.Dir(p.path), address)
	}
	if inDocs && !strings.Contains(address, ":") && !strings.HasPrefix(file, "docs/") {
		c.report(p, "%s: the registry knows nothing outside docs/; link to %s/…", target, repository)
		return
	}
	if _, err := os.Stat(filepath.Join(c.root, file)); err != nil {
		c.report(p, "%s: there is no %s", target, file)
		return
	}
	if anchor != "" && !c.pages[file].anchors[anchor] {
		c.report(p, "%s: %s has no heading for this anchor", target, file)
	}
}

var (
	object = regexp.MustCompile("dingshang_[a-z_]+")
	italic = regexp.MustCompile(`\*([^*\n]+)\*`)
	kinds  = regexp.MustCompile(`^docs/(?:resources|data-sources|ephemeral-resources|list-resources|actions)/(.+)\.md$`)
)

// checkMentions reports an object that the page names and never links, and a guide's title that is no link.
func (c *checker) checkMentions(p page) {
	linked := map[string]bool{}
	for _, target := range p.links {
		address, _, _ := strings.Cut(target, "#")
		if strings.HasPrefix(address, registry) {
			address = "docs" + strings.TrimPrefix(address, registry) + ".md"
		} else {
			address = path.Join(path.Dir(p.path), address)
		}
		if m := kinds.FindStringSubmatch(address); m != nil {
			linked["dingshang_"+m[1]] = true
		}
	}
	if m := kinds.FindStringSubmatch(p.path); m != nil {
		linked["dingshang_"+m[1]] = true
	}
	for _, name := range object.FindAllString(p.text, -1) {
		if c.documented(name) && !linked[name] {
			c.report(p, "mentions %s without a link to it", name)
			linked[name] = true
		}
	}
	for _, m := range italic.FindAllStringSubmatch(p.text, -1) {
		for _, guide := range c.pages {
			if strings.HasPrefix(guide.path, "docs/guides/") && strings.Contains(guide.text, "\n# "+m[1]+"\n") {
				c.report(p, "names the guide %q without a link to it", m[1])
			}
		}
	}
}

func (c *checker) documented(name string) bool {
	for path := range c.pages {
		if m := kinds.FindStringSubmatch(path); m != nil && "dingshang_"+m[1] == name {
			return true
		}
	}
	return false
}

// checkReachable reports guides and examples that nobody finds.
func (c *checker) checkReachable() {
	index, readme := c.pages["docs/index.md"], c.pages["README.md"]
	for _, p := range c.pages {
		if name, isGuide := strings.CutPrefix(p.path, "docs/guides/"); isGuide {
			if !strings.Contains(index.text, registry+"/guides/"+strings.TrimSuffix(name, ".md")+")") {
				c.report(index, "does not link the guide %s", name)
			}
			if !strings.Contains(readme.text, "("+p.path+")") {
				c.report(readme, "does not link %s", p.path)
			}
		}
		if dir := path.Dir(p.path); path.Base(p.path) == "README.md" && path.Dir(dir) == "examples" && !strings.Contains(readme.text, "("+dir+")") {
			c.report(readme, "does not link %s", dir)
		}
	}
}
