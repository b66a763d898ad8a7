#!/usr/bin/env bash
# Walks through the main job of the provider with the real CLI and an emulated vendor: a machine is renamed and
# its pickup codes are switched on; codes for a party are planned, created, handed out, used, increased and cancelled. Needs Go, and Terraform or OpenTofu
# (CLI=/path/to/one; `make demo` sees to that). DEMO_PAUSE=1 waits for Enter before each step.
set -euo pipefail

demo=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd "$demo/../.." && pwd)
cli=${CLI:-$(command -v terraform || command -v tofu || true)}
if [[ -z $cli ]]; then
  echo 'Neither terraform nor tofu is on PATH. Run "make demo", which builds a Terraform.' >&2
  exit 1
fi
name=$(basename "$cli")

machine_no=16327138
product_id=1323442
version=0.0.1

work=$(mktemp -d "${TMPDIR:-/tmp}/dingshang-demo.XXXXXX")
emulator=
clean_up() {
  if [[ -n $emulator ]]; then
    kill "$emulator" 2>/dev/null || true
    wait "$emulator" 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

if [[ -t 1 ]]; then
  bold=$(printf '\033[1m') plain=$(printf '\033[0m')
else
  bold='' plain=''
fi

# step TITLE: announces what comes next.
step() {
  printf '\n%s━━ %s%s\n\n' "$bold" "$1" "$plain"
  if [[ -n ${DEMO_PAUSE:-} && -t 0 ]]; then
    read -r -p '(Enter) '
  fi
}

say() {
  printf '%s\n' "$@"
}

# tf ARGUMENTS: shows the command as a user would type it, and runs it.
tf() {
  printf '%s$ %s %s%s\n' "$bold" "$name" "$*" "$plain"
  "$cli" "$@"
}

# show FILE: shows a file as a user would.
show() {
  printf '\n%s$ cat %s%s\n' "$bold" "$1" "$plain"
  cat "$1"
}

fail() {
  printf '\nThe demo failed: %s\n' "$1" >&2
  exit 1
}

# http METHOD PATH: one request to the emulator. Bash alone does it, so that the demo needs no curl.
http() {
  local response
  exec 3<>"/dev/tcp/127.0.0.1/$port"
  printf '%s %s HTTP/1.0\r\nContent-Length: 0\r\n\r\n' "$1" "$2" >&3
  response=$(tr -d '\r' <&3)
  exec 3>&-
  [[ $response == 'HTTP/1.0 200'* || $response == 'HTTP/1.1 200'* ]] || fail "the emulator answered: $response"
  printf '%s\n' "${response#*$'\n\n'}"
}

# live: how many codes a customer could use now, as the emulator knows it.
live() {
  http GET "/emulator/live?machine_no=$machine_no" | { grep -o '"id"' || true; } | wc -l | tr -d ' '
}

# calls: what the emulated API was asked since the last time.
calls() {
  sed -n "$((calls_shown + 1)),\$p" "$work/emulator.log" | sed 's/^/  /'
  calls_shown=$(wc -l <"$work/emulator.log")
}

# Settings of whoever runs this must not reach the demo, nor the demo their machines.
unset "${!DINGSHANG_@}"
unset TF_WORKSPACE TF_DATA_DIR TF_CLI_ARGS TF_REATTACH_PROVIDERS TF_PLUGIN_CACHE_DIR TF_ENCRYPTION
export TF_IN_AUTOMATION=1 TF_INPUT=0 CHECKPOINT_DISABLE=1
[[ -t 1 ]] || export TF_CLI_ARGS=-no-color

step 'The provider is built and put where init finds it'
say "A folder in $work takes the place of the registry, so that nothing is" \
  'downloaded. A user would write the same configuration and get the provider from the registry.'
platform=$(go env GOOS)_$(go env GOARCH)
binary=terraform-provider-dingshang_v$version$(go env GOEXE)
(cd "$repository" && go build -buildvcs=false -ldflags "-X main.version=$version" -o "$work/$binary" .)
(cd "$repository" && go build -buildvcs=false -o "$work/emulator" ./internal/emulator/cmd/emulator)
for registry in registry.terraform.io registry.opentofu.org; do
  folder=$work/mirror/$registry/dingshang/dingshang/$version/$platform
  mkdir -p "$folder"
  ln "$work/$binary" "$folder/$binary" 2>/dev/null || cp "$work/$binary" "$folder/$binary"
done
cat >"$work/cli.tfrc" <<END
provider_installation {
  filesystem_mirror {
    path = "$work/mirror"
  }
}
END
export TF_CLI_CONFIG_FILE=$work/cli.tfrc

step 'An emulator stands in for the vendor'
"$work/emulator" -listen 127.0.0.1:0 -print-env >"$work/emulator.log" 2>&1 </dev/null &
emulator=$!
for _ in {1..100}; do
  if grep -q '^export DINGSHANG_CONSOLE_PASSWORD=' "$work/emulator.log"; then
    break
  fi
  kill -0 "$emulator" 2>/dev/null || fail "the emulator ended: $(cat "$work/emulator.log")"
  sleep 0.1
done
while IFS='=' read -r variable value; do
  export "$variable=$value"
done < <(sed -n 's/^export \(DINGSHANG_[A-Z_]*=.*\)/\1/p' "$work/emulator.log")
port=${DINGSHANG_URL##*:}
[[ $port =~ ^[0-9]+$ ]] || fail "the emulator did not start: $(cat "$work/emulator.log")"
calls_shown=$(wc -l <"$work/emulator.log")
say "It listens on $DINGSHANG_URL and holds a small fleet. The provider learns the address and" \
  'the credentials from environment variables, so the configuration holds no secret:'
http POST "/emulator/codes-off?machine_no=$machine_no" >/dev/null
mkdir "$work/party"
cd "$work/party"
cp "$demo/fleet.tf" .
sed -n '/^terraform/,/^provider/p' "$demo/main.tf" >provider.tf
show fleet.tf

step 'init'
tf init

step 'apply: the machine gets its name, and its pickup codes are switched on'
tf apply -auto-approve

step 'The party'
rm provider.tf
cp "$demo/main.tf" "$demo/outputs.tf" .
show main.tf

step 'plan: the reviewer reads names and what is given away, and no code'
calls >/dev/null
tf plan -out party.tfplan

step 'apply: twenty codes are created'
tf apply party.tfplan
[[ $(live) == 20 ]] || fail "the machine has $(live) live codes instead of 20"
printf '\nThe API does not return the codes it generates. The request asks for an expiry of its own, a second of the\nminute before the wanted one, and the new codes that carry it are this resource'"'"'s. These are the calls:\n\n'
calls

step 'The codes for the guests'
say 'Outputs with codes are sensitive: they show only when asked for by name.'
printf '\n'
tf output -raw vouchers | tee vouchers-before.txt
printf '\n'

step 'A guest types the first code at the machine and gets a cola'
http POST "/emulator/redeem?machine_no=$machine_no&product_id=$product_id&code=$("$cli" output -raw first_code)"
say "Live codes on the machine: $(live)"

step 'plan: a used code is no drift'
say 'No code is replaced because a guest had a cola. Exit code 0 of -detailed-exitcode means no changes.'
printf '\n'
tf plan -detailed-exitcode || fail 'the plan is not empty after a code was used'

step 'More guests: 20 codes become 25'
sed 's/= 20$/= 25/' main.tf >main.tf.new
mv main.tf.new main.tf
grep -n 'code_count' main.tf
calls >/dev/null
tf apply -auto-approve
printf '\nOne request for five codes, and nothing else was changed:\n\n'
calls
"$cli" output -raw vouchers >vouchers-after.txt
printf '\n' | tee -a vouchers-before.txt >>vouchers-after.txt
kept=$(grep -c -x -F -f vouchers-before.txt vouchers-after.txt)
total=$(grep -c . vouchers-after.txt)
say '' "Unchanged vouchers: $kept. Vouchers in total: $total."
[[ $kept == 20 && $total == 25 ]] || fail 'the first 20 codes did not stay as they were'
[[ $(live) == 24 ]] || fail "the machine has $(live) live codes instead of 24"

step 'destroy: unused codes are cancelled, the machine stays as it is'
tf destroy -auto-approve
[[ $(live) == 0 ]] || fail "the machine still has $(live) live codes"
say '' "Live codes on the machine: $(live)"

step 'Done'
say 'The emulator is stopped and the temporary folder is removed.'
