"""Server time of every page that a leader's links lead to, against the lightest page there is.

Usage: python bench/pages.py ADDRESS PASSWORD [ROUNDS]   (a served demo province; prints a table)
The comparison is the sign-in page, which reads no rows: the ratio shows what a page itself costs.
"""

from __future__ import annotations

import http.cookiejar
import re
import statistics
import sys
import urllib.parse
import urllib.request

USERNAME = "lanh.dao"


def duration_ms(answer: object) -> float:
    return float(re.search(r"dur=([\d.]+)", answer.headers["Server-Timing"])[1])  # type: ignore[attr-defined, index]


def sign_in(address: str, password: str) -> urllib.request.OpenerDirector:
    cookies = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))
    opener.open(f"{address}/sign-in/login/").read()
    token = next(cookie.value for cookie in cookies if cookie.name == "csrftoken")
    form = {"login": USERNAME, "password": password, "csrfmiddlewaretoken": token}
    request = urllib.request.Request(  # noqa: S310
        f"{address}/sign-in/login/", urllib.parse.urlencode(form).encode()
    )
    request.add_header("Referer", f"{address}/sign-in/login/")
    opener.open(request).read()
    return opener


def main() -> None:
    address, rounds = sys.argv[1].rstrip("/"), int(sys.argv[3]) if len(sys.argv) > 3 else 30
    opener = sign_in(address, sys.argv[2])
    seen: dict[str, str] = {}
    waiting = ["/"]
    while waiting:
        path = waiting.pop(0)
        shape = re.sub(r"\d+", "N", path)
        if shape in seen or re.search(r"logout|/static/|\.(pdf|docx|xlsx)$", path):
            continue
        answer = opener.open(address + path)
        body = answer.read().decode(errors="replace")
        if "text/html" not in answer.headers["Content-Type"]:
            continue
        seen[shape] = path
        waiting += [
            urllib.parse.urlsplit(link).path
            for link in re.findall(r'<a [^>]*href="(/[^"]*)"', body)
            if "export=" not in link
        ]
    rows = []
    for shape, path in {"/sign-in/login/ (visitor)": "/sign-in/login/", **seen}.items():
        client = urllib.request.build_opener() if "visitor" in shape else opener
        times = sorted(duration_ms(client.open(address + path)) for _ in range(rounds))
        rows.append((shape, statistics.median(times), times[int(len(times) * 0.95)]))
    floor = rows[0][1]
    print(f"{'page':60} {'p50 ms':>8} {'p95 ms':>8} {'ratio':>7}")
    for shape, median, late in rows:
        print(f"{shape:60} {median:8.1f} {late:8.1f} {median / floor:7.1f}")


if __name__ == "__main__":
    main()
