package issuance

import (
	"slices"
	"sync"
	"time"
)

// process is what the resources of one provider configuration know of each other.
type process struct {
	mu       sync.Mutex
	owners   map[codeKey]owned
	marks    map[markKey]int    // requests on their way or unsettled that carry the mark
	used     map[markKey]bool   // marks of this process, settled ones too
	counted  map[Target]bool    // an unmarked request was sent there
	closed   map[Target]bool    // an unmarked request there is unsettled
	absent   map[string]bool    // machines that two answers say do not exist
	gone     map[Target]bool    // machines (no product) and products that a refresh found missing
	pending  map[Target]bool    // a refresh met a creation there that is still pending
	machines map[string]*queues // unmarked requests waiting for each other
}

type codeKey struct{ machineNo, id string }

// owned is what is known of a code that a resource has.
type owned struct {
	owner   string
	expires time.Time
}

type markKey struct {
	machineNo string
	at        int64 // Unix seconds
}

func newProcess() *process {
	return &process{
		owners: map[codeKey]owned{}, marks: map[markKey]int{}, used: map[markKey]bool{},
		counted: map[Target]bool{}, closed: map[Target]bool{}, absent: map[string]bool{}, gone: map[Target]bool{}, pending: map[Target]bool{},
		machines: map[string]*queues{},
	}
}

// own records the owner of codes, so that none is claimed again, even from a list that
// lags. It returns those that have another owner.
func (p *process) own(machineNo string, codes []Code, owner string) (shared []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, code := range codes {
		key := codeKey{machineNo, code.ID}
		if other, taken := p.owners[key]; taken && other.owner != owner {
			shared = append(shared, code.ID)
			continue
		}
		p.owners[key] = owned{owner, code.ExpiresAt}
	}
	return shared
}

// give makes owner the owner of codes, whoever was it before.
func (p *process) give(machineNo string, codes []Code, owner string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, code := range codes {
		p.owners[codeKey{machineNo, code.ID}] = owned{owner, code.ExpiresAt}
	}
}

// expiriesOwned returns when the codes of the owner expire, in Unix seconds, with their ids.
func (p *process) expiriesOwned(machineNo, owner string) map[int64][]string {
	p.mu.Lock()
	defer p.mu.Unlock()
	expiries := map[int64][]string{}
	for key, code := range p.owners {
		if key.machineNo == machineNo && code.owner == owner {
			expiries[code.expires.Unix()] = append(expiries[code.expires.Unix()], key.id)
		}
	}
	return expiries
}

// owned reports whether any resource has the code.
func (p *process) owned(machineNo, id string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, taken := p.owners[codeKey{machineNo, id}]
	return taken
}

// ownedByAnother reports whether a resource other than owner has the code.
func (p *process) ownedByAnother(machineNo, id, owner string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	code, taken := p.owners[codeKey{machineNo, id}]
	return taken && code.owner != owner
}

// reserveMark takes one of the marks for a request on the machine: one that no code
// carries, else one that no pending request carries. ok is false where there is none.
func (p *process) reserveMark(machineNo string, marks []time.Time, listed map[int64]bool, draw func(n int) int) (mark time.Time, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	free := without(marks, func(at time.Time) bool { return p.marks[markKey{machineNo, at.Unix()}] > 0 })
	unlisted := without(free, func(at time.Time) bool { return listed[at.Unix()] })
	unused := without(unlisted, func(at time.Time) bool { return p.used[markKey{machineNo, at.Unix()}] })
	for _, choice := range [][]time.Time{unused, unlisted, free} {
		if len(choice) > 0 {
			mark, ok = choice[draw(len(choice))], true
			break
		}
	}
	if !ok {
		return time.Time{}, false
	}
	key := markKey{machineNo, mark.Unix()}
	p.marks[key]++
	p.used[key] = true
	return mark, true
}

func without(marks []time.Time, out func(time.Time) bool) []time.Time {
	return slices.DeleteFunc(slices.Clone(marks), out)
}

// holdMark keeps new requests from drawing the mark of a pending one.
func (p *process) holdMark(r Request) {
	if r.Unmarked {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.marks[markKey{r.MachineNo, r.ExpiresAt.Unix()}]++
}

// releaseMark lets a settled request's mark be drawn again.
func (p *process) releaseMark(r Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.marks[markKey{r.MachineNo, r.ExpiresAt.Unix()}]--
}

// isMark reports whether a request that this process knows carries or carried the mark.
func (p *process) isMark(machineNo string, at time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	key := markKey{machineNo, at.Unix()}
	return p.used[key] || p.marks[key] > 0
}

// noteCounted records that an unmarked request was sent: what appears there can be taken
// for the codes of another one.
func (p *process) noteCounted(t Target) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.counted[t] = true
}

func (p *process) isCounted(t Target) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.counted[t]
}

// closeTarget keeps later unmarked requests from being sent: codes of the unsettled one
// may still appear among theirs.
func (p *process) closeTarget(t Target) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed[t] = true
}

func (p *process) isClosed(t Target) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for closed := range p.closed {
		if closed.MachineNo == t.MachineNo && (closed.ProductID == t.ProductID || closed.AllProducts() || t.AllProducts()) {
			return true
		}
	}
	return false
}

func (p *process) markAbsent(machineNo string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.absent[machineNo] = true
}

func (p *process) isAbsent(machineNo string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.absent[machineNo]
}

func (p *process) markGone(t Target) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.gone[t] = true
}

func (p *process) isGone(t Target) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.gone[t] || p.gone[Target{MachineNo: t.MachineNo}]
}

func (p *process) notePending(t Target, pending bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pending[t] = p.pending[t] || pending
}

func (p *process) isPending(t Target) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.pending[t]
}
