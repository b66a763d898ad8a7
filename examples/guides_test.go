package examples

import (
	"strings"
	"testing"

	"terraform-provider-dingshang/internal/acctest"
)

// TestAccGuideGettingStarted types what the first guide says.
func TestAccGuideGettingStarted(t *testing.T) {
	g := readGuide(t, "getting-started.md")
	w := newWorkspace(t, "provider")
	w.Write("provider.tf", "")
	p := newTypist(t, w)

	main := g.blocks(t, "## 2. Look", "terraform")[0]
	w.Write("main.tf", main)
	if log := p.types(t, g.blocks(t, "## 2. Look", "shell")[0]); !strings.Contains(log, `"鼎商测试1号, online"`) || !strings.Contains(log, `"1323442" = "可乐, 30 of 50"`) {
		t.Errorf("machine and products are not shown:\n%s", log)
	}

	main += g.blocks(t, "## 3. Create", "terraform")[0]
	w.Write("main.tf", main)
	p.types(t, g.blocks(t, "## 3. Create", "shell")[0])
	live := w.vendor.Live(acctest.Machine)
	if len(live) != 20 {
		t.Fatalf("%d codes instead of 20", len(live))
	}
	if err := w.vendor.Redeem(acctest.Machine, acctest.Cola, live[0].Code); err != nil {
		t.Fatal(err)
	}
	if plan := w.run("plan"); strings.Contains(plan, "will be") || !strings.Contains(plan, "29 of 50") {
		t.Errorf("more than the stock changes:\n%s", plan)
	}

	w.Write("main.tf", strings.Replace(main, "code_count  = 20", "code_count  = 25", 1))
	w.apply()
	if live := w.vendor.Live(acctest.Machine); len(live) != 24 {
		t.Errorf("%d codes instead of 24", len(live))
	}
	p.types(t, g.blocks(t, "## 5. Cancel", "shell")[0])
	if live := w.vendor.Live(acctest.Machine); len(live) != 0 {
		t.Errorf("%d codes are still valid", len(live))
	}
}

// TestAccGuideFleetAsCode applies what the guide shows: a first machine, and a fleet from a map.
func TestAccGuideFleetAsCode(t *testing.T) {
	g := readGuide(t, "fleet-as-code.md")
	w := newWorkspace(t, "provider")
	w.Write("main.tf", g.blocks(t, "## A first machine", "terraform")[0])
	w.run("init")
	w.apply()
	w.wantNoChanges()
	if name := w.vendor.Machine(acctest.Machine).Name; name != "Lobby" {
		t.Errorf("the machine is called %q", name)
	}
	w.run("destroy", "-auto-approve")

	fleet := g.blocks(t, "## A whole fleet", "terraform")
	w.Write("main.tf", fleet[0])
	w.Write("terraform.tfvars", `machines = {
  "16327138" = { name = "Lobby", power_on = "07:30", power_off = "22:00" }
  "16327151" = { name = "Canteen", brightness = 60 }
}`)
	w.apply()
	w.wantNoChanges()

	w.Write("main.tf", fleet[1])
	w.Write("terraform.tfvars", "")
	w.Write("machines.csv", "machine_no,name\n16327138,Lobby\n16327151,Canteen\n")
	if log := w.apply(); !strings.Contains(log, "0 added, 0 changed") {
		t.Errorf("the CSV file describes another fleet:\n%s", log)
	}
}
