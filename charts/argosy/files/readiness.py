"""Asks each address until it answers 200 with ready: true; ends with what it said last if it never does."""

import json
import sys
import time
import urllib.error
import urllib.request

PATIENCE_S = 180


def asked(url: str) -> str:
    """Empty if it is ready, else what it said."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            report = json.load(answer)
    except urllib.error.HTTPError as error:
        return error.read().decode(errors="replace")
    except (OSError, ValueError) as error:
        return repr(error)
    return "" if report.get("ready") is True else json.dumps(report)


deadline = time.monotonic() + PATIENCE_S
failed = 0
for url in sys.argv[1:]:
    while (said := asked(url)) and time.monotonic() < deadline:
        time.sleep(2)
    failed += bool(said)
    print(f"{url}: {said or 'ready'}", flush=True)
sys.exit(1 if failed else 0)
