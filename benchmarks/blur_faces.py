"""``python blur_faces.py FOLDER`` by a Python that has deface: blur every PNG there in place, as its command does.

Prints one line per picture: its name and the milliseconds that it took without reading and writing, of processor and by
the clock.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import cv2
from deface.centerface import CenterFace  # type: ignore[import-not-found]  # it lives in an environment of its own
from deface.deface import anonymize_frame  # type: ignore[import-not-found]

THRESHOLD, SCALE = 0.2, 1.3  # deface's own defaults
WAYS = {"replacewith": "blur", "ellipse": True, "draw_scores": False, "replaceimg": None, "mosaicsize": 20}

if __name__ == "__main__":
    faces = CenterFace()
    pictures = sorted(Path(sys.argv[1]).glob("*.png"))
    faces(cv2.imread(str(pictures[0])))  # warm
    for path in pictures:
        frame = cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB)
        began, clock = time.process_time(), time.perf_counter()
        found, _ = faces(frame, threshold=THRESHOLD)
        anonymize_frame(found, frame, SCALE, **WAYS)
        took = (time.process_time() - began) * 1000, (time.perf_counter() - clock) * 1000
        cv2.imwrite(str(path), cv2.cvtColor(frame, cv2.COLOR_RGB2BGR))
        print(path.name, *took)
