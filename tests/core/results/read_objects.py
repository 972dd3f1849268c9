# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads DICOM objects by pydicom and says what it found, a JSON object a file."""

import json
import sys

import pydicom


def is_whole(data):
    """True where the pixels, if there are any, are as many as the object says."""
    if "Rows" not in data:
        return "FloatPixelData" not in data and "PixelData" not in data
    pixels = data.Rows * data.Columns * int(data.get("NumberOfFrames", 1))
    bits = pixels * data.SamplesPerPixel * data.BitsAllocated
    length = (bits + 7) // 8
    held = data.FloatPixelData if "FloatPixelData" in data else data.PixelData
    return len(held) == length + length % 2


found = []
for path in sys.argv[1:]:
    data = pydicom.dcmread(path)
    data.walk(lambda dataset, element: str(element.value))
    found.append(
        {
            "class": data.SOPClassUID.name,
            "name": str(data.PatientName),
            "study": data.StudyInstanceUID,
            "whole": is_whole(data),
        }
    )
print(json.dumps(found))
