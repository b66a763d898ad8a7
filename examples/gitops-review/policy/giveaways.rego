# A policy for a JSON plan, for Open Policy Agent or conftest. It adds up what the plan gives away beyond what is
# given away already, and refuses plans above a limit.
package main

import rego.v1

limit := 100

# At the price of the plan, which an update records for the codes that exist too.
added[change.address] := more(change.change) * to_number(change.change.after.product_price) if {
	some change in codes
	more(change.change) > 0
	is_string(change.change.after.product_price)
}

# How many codes a change adds. A replacement cancels the old ones and creates new ones.
more(change) := change.after.code_count if "create" in change.actions

more(change) := change.after.code_count - change.before.code_count if not "create" in change.actions

codes contains change if {
	some change in input.resource_changes
	change.type == "dingshang_pickup_codes"
	change.change.after != null
}

deny contains message if {
	total := sum([value | some value in added])
	total > limit
	message := sprintf("This plan gives away goods worth %v more; the limit is %v.", [total, limit])
}

# The value of codes for all products is not known: a person has to approve it.
deny contains message if {
	some change in codes
	"create" in change.change.actions
	change.change.after.all_products
	message := sprintf("%s creates codes for all products of a machine.", [change.address])
}

# Without a known price there is nothing to add up.
deny contains message if {
	some change in codes
	not change.change.after.all_products
	not harmless(change)
	not added[change.address]
	message := sprintf("The value of %s is not known.", [change.address])
}

harmless(change) if more(change.change) <= 0
