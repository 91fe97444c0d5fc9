#!/bin/sh
# Set up everything that `make drill` (and, with "test", `make test`) needs. Safe to run again.
set -eu
cd "$(dirname "$0")/.."
for_what=${1:-drill}

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

# --- Python -----------------------------------------------------------------------------------------------------
python=
for candidate in python3 python3.13 python3.12 python3.11; do
    if command -v "$candidate" >/dev/null 2>&1 &&
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done

# --- what the distribution provides -----------------------------------------------------------------------------
have_any() { for c in "$@"; do command -v "$c" >/dev/null 2>&1 && return 0; done; return 1; }
id_of_system=$(. /etc/os-release 2>/dev/null && printf '%s' "${ID:-}") || id_of_system=
wanted=
want() { wanted="$wanted $*"; }
[ -n "$python" ] || want python3
if [ -z "$python" ] || ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then want python3-venv; fi
if [ "$id_of_system" = ubuntu ]; then
    have_any chromium chromium-browser google-chrome || want chromium-browser
    have_any chromedriver || want chromium-chromedriver
else
    have_any chromium chromium-browser google-chrome || want chromium
    have_any chromedriver || want chromium-driver
fi
have_any fc-list || want fontconfig
if ! have_any fc-list || [ -z "$(fc-list :lang=zh family 2>/dev/null | head -n 1)" ]; then want fonts-noto-cjk; fi
if [ "$for_what" = test ]; then
    have_any doveadm || want dovecot-imapd
    have_any soffice || want libreoffice-writer-nogui libreoffice-calc-nogui
    have_any pdftoppm || want poppler-utils
    have_any Xvfb || want xvfb
    have_any xdotool || want xdotool
fi

if [ -n "$wanted" ]; then
    hand="请先安装：sudo apt-get install$wanted"
    have_any apt-get || fail "缺少系统软件包：$wanted。$hand"
    if [ "$(id -u)" = 0 ]; then root=; elif sudo -n true 2>/dev/null; then root="sudo -n"; else fail "$hand"; fi
    say "正在安装系统软件包：$wanted"
    log=$(mktemp)
    # shellcheck disable=SC2086 # the words are meant
    if ! { $root apt-get update -qq && $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
        --no-install-recommends $wanted; } >"$log" 2>&1; then
        tail -n 5 "$log" >&2
        fail "系统软件包没有装成。$hand"
    fi
    rm -f "$log"
fi
[ -n "$python" ] || python=python3
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || fail "需要 Python 3.11 或更高版本。请先安装后再试"

# --- the virtual environment ------------------------------------------------------------------------------------
lock=$(cat requirements.lock pyproject.toml | sha256sum | cut -d' ' -f1)
if [ "$(cat .venv/.ready 2>/dev/null)" != "$lock" ]; then
    say "正在准备 Python 环境（.venv）"
    [ -x .venv/bin/python ] || "$python" -m venv .venv
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
    printf '%s' "$lock" >.venv/.ready
fi
