"""What the lock installs, as a CycloneDX bill of materials, and whether OSV knows a hole in any of it.

``python .ci/sbom.py FILE`` writes the bill; ``--audit`` asks https://osv.dev as well: 1 if a hole is known, and a
sentence if nobody answers within ten seconds, since a check must also run where there is no network.
"""

from __future__ import annotations

import json
import re
import sys
import urllib.request
from pathlib import Path
from typing import Any

LOCK = Path(__file__).parents[1] / "requirements.lock"
OSV = "https://api.osv.dev/v1/querybatch"
SECONDS = 10
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\\]+)(.*?)(?=^\S|\Z)", re.MULTILINE | re.DOTALL)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def bill(lock: str) -> dict[str, Any]:
    """CycloneDX 1.6: name, version, purl and the hashes of every file that may be installed."""
    components = [
        {
            "type": "library",
            "bom-ref": f"pkg:pypi/{name.lower().replace('_', '-')}@{version}",
            "name": name,
            "version": version,
            "purl": f"pkg:pypi/{name.lower().replace('_', '-')}@{version}",
            "hashes": [{"alg": "SHA-256", "content": digest} for digest in HASH.findall(rest)],
        }
        for name, version, rest in PINNED.findall(lock)
    ]
    application = {"type": "application", "bom-ref": "hansho", "name": "hansho"}
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": application},
        "components": components,
        "dependencies": [{"ref": "hansho", "dependsOn": [one["bom-ref"] for one in components]}],
    }


def holes(components: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Purl → ids of what OSV knows about it.

    Raises:
        OSError: nobody answers.
    """
    asked = json.dumps({"queries": [{"package": {"purl": one["purl"]}} for one in components]}).encode()
    request = urllib.request.Request(OSV, asked, {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 - as above
        results = json.load(answer)["results"]
    named = zip(components, results, strict=True)
    return {one["purl"]: [v["id"] for v in known["vulns"]] for one, known in named if known.get("vulns")}


def main(words: list[str]) -> int:
    """Write the bill, and audit it if asked to."""
    made = bill(LOCK.read_text(encoding="utf-8"))
    for file in (word for word in words if not word.startswith("--")):
        Path(file).write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
    if "--audit" not in words:
        return 0
    try:
        known = holes(made["components"])
    except OSError as error:
        print(f"audit: NOT DONE, osv.dev does not answer ({type(error).__name__})")
        return 0
    for purl, ids in known.items():
        print(f"audit: {purl}: {', '.join(ids)}")
    print(f"audit: {len(made['components'])} packages, {len(known)} with known holes")
    return 1 if known else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
