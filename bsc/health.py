"""Ask the web server beside us whether it is well; the exit status is the answer."""

import sys
import urllib.request

if __name__ == "__main__":
    request = urllib.request.Request(
        "http://127.0.0.1:8000/health/", headers={"X-Forwarded-Proto": "https", "Host": "localhost"}
    )
    with urllib.request.urlopen(request, timeout=4) as answer:  # noqa: S310 -- our own address
        sys.exit(answer.status != 200)
