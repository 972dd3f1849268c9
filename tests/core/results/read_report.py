#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads structured reports with pydicom and prints what they say, one JSON object a line."""
import json
import sys

import pydicom


def name(item):
    return item.ConceptNameCodeSequence[0].CodeValue if "ConceptNameCodeSequence" in item else None


def below(item, code):
    return [child for child in item.get("ContentSequence", []) if name(child) == code]


def group(item):
    finding = below(item, "121071")[0].ConceptCodeSequence[0]
    number = below(item, "122157")[0].MeasuredValueSequence[0]
    region = below(item, "111030")[0]
    image = region.ContentSequence[0].ReferencedSOPSequence[0]
    return {
        "tracking": below(item, "112040")[0].UID,
        "finding": [finding.CodeValue, finding.CodingSchemeDesignator, finding.CodeMeaning],
        "probability": float(number.NumericValue),
        "unit": number.MeasurementUnitsCodeSequence[0].CodeValue,
        "type": region.GraphicType,
        "points": [float(value) for value in region.GraphicData],
        "image": image.ReferencedSOPInstanceUID,
    }


def report(path):
    dataset = pydicom.dcmread(path)
    measurements = below(dataset, "126010")[0]
    return {
        "patient": str(dataset.PatientName),
        "charset": dataset.SpecificCharacterSet,
        "study": dataset.StudyInstanceUID,
        "syntax": dataset.file_meta.TransferSyntaxUID,
        "class": dataset.SOPClassUID,
        "device": dataset.ContributingEquipmentSequence[0].DeviceUID,
        "groups": [group(item) for item in below(measurements, "125007") if below(item, "122157")],
    }


for file in sys.argv[1:]:
    print(json.dumps(report(file)))
