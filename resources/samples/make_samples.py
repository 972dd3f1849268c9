#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the two averaged sample studies: make_samples.py DATA PREDICTIONS. DATA holds cxr/manifest.csv;
PREDICTIONS is what `ccad-cli predict --json` said of the pictures in it. The patients of whom the model was
surest are averaged, so that a sample looks like its class.

Each is the average of many radiographs that may be redistributed, laid over each other: an affine
registration to the running average (ECC), then a dense one (DIS optical flow), three rounds. Each pixel
is the mean of its middle half, so that what one picture alone shows (a marker, a device) disappears. Debian: python3-opencv python3-pydicom python3-pil python3-numpy.
"""
import argparse
import csv
import hashlib
import io
import json
import pathlib

import cv2
import numpy as np
import pydicom
from PIL import Image
from pydicom.encaps import encapsulate

SIZE = 576  # pixels, both sides
WORK = 256  # registration
ROUNDS = 3
COUNT = 24  # more of them blur the findings away: no two patients have theirs in the same place
LICENCES = ("NIH ChestX-ray8: no restrictions, attribution", "CC BY 4.0", "CC BY 3.0", "CC BY")
HERE = pathlib.Path(__file__).resolve().parent


def redistributable(data, label, sources):
    """Files of that label that may be redistributed, and whose patient each shows."""
    with open(data / "cxr" / "manifest.csv", newline="") as manifest:
        rows = [r for r in csv.DictReader(manifest) if r["label"] == label and r["redistributable"] == "yes"]
    return {str(data / "cxr" / r["file"]): r["patient"] or r["file"] for r in rows
            if r["source"] in sources and r["license"] in LICENCES}


def choose(predictions, label, patients):
    """Of each patient the file with the highest probability of that label, of them the COUNT highest."""
    best = {}
    for answer in predictions:
        file = answer.get("file")
        if answer.get("status") == "ok" and file in patients:
            found = (answer["probabilities"][label], file)
            best[patients[file]] = max(best.get(patients[file], (0.0, "")), found)
    return [file for _, file in sorted(best.values(), reverse=True)[:COUNT]]


def load(path):
    """Grey, square, stretched between its 2nd and 98th percentile; 0 to 1."""
    picture = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE).astype(np.float32)
    picture = cv2.resize(picture, (SIZE, SIZE), interpolation=cv2.INTER_CUBIC)
    low, high = np.percentile(picture, (2, 98))
    return np.clip((picture - low) / max(high - low, 1), 0, 1)


def small(picture):
    return cv2.GaussianBlur(cv2.resize(picture, (WORK, WORK), interpolation=cv2.INTER_AREA), (0, 0), 2)


def flattened(picture):
    """Local contrast only, as 8 bits: brightness differs from one machine to the next."""
    coarse = cv2.GaussianBlur(picture, (0, 0), WORK / 10)
    spread = cv2.GaussianBlur((picture - coarse) ** 2, (0, 0), WORK / 10) ** 0.5
    return np.clip(128 + 40 * (picture - coarse) / (spread + 0.02), 0, 255).astype(np.uint8)


def align(picture, template, dense):
    """The picture laid over the template, and how well it fits; None when it does not."""
    warp = np.eye(2, 3, dtype=np.float32)
    criteria = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 80, 1e-4)
    try:
        fit, warp = cv2.findTransformECC(template, small(picture), warp, cv2.MOTION_AFFINE, criteria, None, 5)
    except cv2.error:
        return None, 0.0
    scale = SIZE / WORK
    warp[:, 2] *= scale
    moved = cv2.warpAffine(picture, warp, (SIZE, SIZE), flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP,
                           borderMode=cv2.BORDER_REPLICATE)
    if dense:
        flow_finder = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
        flow = flow_finder.calc(flattened(template), flattened(small(moved)), None)
        flow = cv2.GaussianBlur(flow, (0, 0), 6)
        flow = cv2.resize(flow, (SIZE, SIZE), interpolation=cv2.INTER_CUBIC) * scale
        grid = np.stack(np.meshgrid(np.arange(SIZE), np.arange(SIZE)), -1).astype(np.float32)
        moved = cv2.remap(moved, grid + flow, None, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return moved, fit


def middle_mean(pictures):
    ordered = np.sort(pictures, 0)
    quarter = len(pictures) // 4
    return ordered[quarter:-quarter].mean(0)


def average(pictures):
    template = np.mean(pictures, 0)
    used = len(pictures)
    for step in range(ROUNDS):
        fitted = [align(p, small(template), dense=step > 0) for p in pictures]
        fitted = [(m, f) for m, f in fitted if m is not None]
        limit = np.quantile([f for _, f in fitted], 0.3)  # the worst fits blur the mean
        kept = [m for m, f in fitted if f >= limit]
        template, used = middle_mean(kept), len(kept)
    return template, used


def finish(mean):
    """Sharpened against the blur of averaging, cropped to the part that all pictures cover; 12 of the 16 bits
    are used."""
    margin = SIZE // 32
    mean = mean[margin : -2 * margin, margin:-margin]
    soft = cv2.GaussianBlur(mean, (0, 0), 2.5)
    coarse = cv2.GaussianBlur(mean, (0, 0), 12)
    mean = mean + 0.9 * (mean - soft) + 0.5 * (mean - coarse)
    low, high = np.percentile(mean, (0.2, 99.8))
    return np.rint(200 + np.clip((mean - low) / (high - low), 0, 1) * 3600).astype(np.uint16)


def window(pixels):
    """Centre and width for the middle of the picture: air beside the patient may be all black."""
    rows, columns = pixels.shape
    middle = pixels[rows // 6 : -rows // 6, columns // 6 : -columns // 6]
    low, high = np.percentile(middle, (0.5, 99.5))
    low -= 0.12 * (high - low)
    return int((low + high) / 2), int(high - low)


def uid(text):
    return f"2.25.{int(hashlib.sha256(text.encode()).hexdigest()[:30], 16)}"


def write(pixels, name, words):
    rows, columns = pixels.shape
    codestream = io.BytesIO()
    Image.fromarray(pixels).save(codestream, "JPEG2000", no_jp2=True, irreversible=False)
    meta = pydicom.dataset.FileMetaDataset()
    meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.1.1"
    meta.MediaStorageSOPInstanceUID = uid(name)
    meta.TransferSyntaxUID = "1.2.840.10008.1.2.4.90"
    meta.ImplementationClassUID = "2.25.88"
    ds = pydicom.Dataset()
    ds.file_meta = meta
    ds.is_little_endian, ds.is_implicit_VR = True, False
    ds.SOPClassUID, ds.SOPInstanceUID = meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID
    ds.StudyInstanceUID, ds.SeriesInstanceUID = uid(name + " study"), uid(name + " series")
    ds.ImageType = ["DERIVED", "SECONDARY"]
    ds.Modality, ds.PresentationIntentType = "DX", "FOR PRESENTATION"
    ds.PatientName, ds.PatientID, ds.PatientSex = "CCAD^SAMPLE", name.upper(), "O"
    ds.StudyDescription, ds.SeriesDescription = "CCAD sample study", words
    ds.BodyPartExamined, ds.ViewPosition = "CHEST", "PA"
    ds.PatientOrientation = ["L", "F"]
    ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
    ds.Rows, ds.Columns = rows, columns
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, 16, 15, 0
    ds.PixelSpacing = ["0.65", "0.65"]
    ds.RescaleSlope, ds.RescaleIntercept, ds.RescaleType = "1", "0", "US"
    ds.PresentationLUTShape = "IDENTITY"
    center, width = window(pixels)
    ds.WindowCenter, ds.WindowWidth = [str(center), "2000"], [str(width), "3800"]
    ds.WindowCenterWidthExplanation = ["CHEST", "ALL"]
    ds.PixelData = encapsulate([codestream.getvalue()])
    ds["PixelData"].is_undefined_length = True
    target = HERE / f"{name}.dcm"
    pydicom.dcmwrite(target, ds, write_like_original=False)
    print(target.name, target.stat().st_size, "bytes")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("predictions", type=pathlib.Path)
    arguments = parser.parse_args()
    with open(arguments.predictions) as lines:
        predictions = [json.loads(line) for line in lines]
    for name, label, sources in (
        ("average-normal", "normal", ["nih"]),
        ("average-covid", "covid", ["cxnet", "hannover", "cohen"]),
    ):
        files = choose(predictions, label, redistributable(arguments.data, label, sources))
        mean, used = average([load(f) for f in files])
        write(finish(mean), name, f"Average of {used} radiographs, label {label}")


if __name__ == "__main__":
    main()
