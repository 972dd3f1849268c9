#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the numbers that CCAD's DICOM reader is held against, by pydicom (with gdcm, Pillow and NumPy).

  make_dicom_golden.py --written FOLDER   of ccad_write_golden_cases: writes dicom_written.json
  make_dicom_golden.py --shared FOLDER    the shared test data:       writes dicom_shared.json

Debian: python3-pydicom python3-gdcm python3-pil python3-numpy. Run again when cases are added or the
choice of the window changes. Where pydicom leaves a step to its caller (high bit, bits beside the stored
ones, padding, functional groups, a window that shows nothing), that step is written out here.
"""
import argparse
import json
import pathlib
import sys
import warnings

import numpy as np
import pydicom
from pydicom.pixel_data_handlers import util

warnings.simplefilter("ignore")
pydicom.config.logger.setLevel("CRITICAL")

HERE = pathlib.Path(__file__).resolve().parent
SAMPLES = 64
LOSSY = {
    "1.2.840.10008.1.2.4.50",
    "1.2.840.10008.1.2.4.51",
    "1.2.840.10008.1.2.4.81",
    "1.2.840.10008.1.2.4.91",
}
RADIOGRAPHS = {"", "CR", "DX", "DR", "RG", "OT", "SC"}
CHEST = ("CHEST", "THORA", "LUNG", "RIB")

# Files without numbers: the error that CCAD must give, and why there is nothing to measure.
NO_PICTURE = "Refused"
WITHOUT_NUMBERS = {
    "pydicom/ExplVR_BigEndNoMeta.dcm": (NO_PICTURE, "a radiotherapy plan"),
    "pydicom/ExplVR_LitEndNoMeta.dcm": (NO_PICTURE, "a radiotherapy plan"),
    "pydicom/JPEG2000-embedded-sequence-delimiter.dcm": (
        "FileBroken", "a delimiter is written over the width in the codestream's SIZ marker"),
    "pydicom/MR_truncated.dcm": ("FileBroken", "ends within the pixel data"),
    "pydicom/UN_sequence.dcm": (NO_PICTURE, "no pixel data"),
    "pydicom/crayons.icc": ("Unsupported", "a colour profile"),
    "pydicom/empty_charset_LEI.dcm": (NO_PICTURE, "no pixel data"),
    "pydicom/meta_missing_tsyntax.dcm": ("FileBroken", "pixel data without rows and columns"),
    "pydicom/nested_priv_SQ.dcm": ("FileBroken", "pixel data without rows and columns"),
    "pydicom/no_meta.dcm": ("Unsupported", "begins within an element, hence recognised by nobody"),
    "pydicom/no_meta_group_length.dcm": (NO_PICTURE, "no pixel data"),
    "pydicom/priv_SQ.dcm": (NO_PICTURE, "no pixel data"),
    "pydicom/reportsi.dcm": (NO_PICTURE, "a structured report"),
    "pydicom/reportsi_with_empty_number_tags.dcm": (NO_PICTURE, "a structured report"),
    "pydicom/rtplan.dcm": (NO_PICTURE, "a radiotherapy plan"),
    "pydicom/rtplan.dump": ("Unsupported", "text"),
    "pydicom/rtplan_truncated.dcm": ("FileBroken", "ends within a sequence"),
    "pydicom/rtstruct.dcm": (NO_PICTURE, "a radiotherapy structure set"),
    "pydicom/rtstruct.dump": ("Unsupported", "text"),
    "pydicom/test-SR.dcm": (NO_PICTURE, "a structured report"),
    "pydicom/test1.json": ("Unsupported", "text"),
    "pydicom/test_PN.json": ("Unsupported", "text"),
    "pydicom/waveform_ecg.dcm": (NO_PICTURE, "an electrocardiogram"),
    "pydicom/zipMR.gz": ("Unsupported", "a compressed file"),
}


def without_numbers(name):
    if name in WITHOUT_NUMBERS:
        return WITHOUT_NUMBERS[name]
    last = name.rsplit("/", 1)[-1]
    if last.startswith("DICOMDIR"):
        return (NO_PICTURE, "the index of a medium")
    if "/TINY_ALPHA/" in name and last.startswith("IM"):
        return (NO_PICTURE, "no pixel data")
    if last.startswith("README"):
        return ("Unsupported", "text")
    return None


def functional_group(ds, name):
    """The first frame's item of a functional group, or the data set itself."""
    for groups in ("PerFrameFunctionalGroupsSequence", "SharedFunctionalGroupsSequence"):
        items = ds.get(groups)
        if items and name in items[0] and len(items[0][name].value):
            return items[0][name].value[0]
    return ds


def luminance(rgb):
    rgb = rgb.astype(np.int64)
    return (299 * rgb[..., 0] + 587 * rgb[..., 1] + 114 * rgb[..., 2] + 500) // 1000


def first_frame(ds):
    try:
        frames = int(ds.get("NumberOfFrames") or 1)
    except (TypeError, ValueError):  # "1A" in badVR.dcm
        del ds[0x00280008]
        frames = 1
    if not ds.is_little_endian and ds.BitsAllocated == 8 and ds["PixelData"].VR == "OW":
        # Bytes in big endian words, which pydicom takes as they come.
        ds.PixelData = np.frombuffer(ds.PixelData, ">u2").astype("<u2").tobytes()
    signed = ds.PixelRepresentation
    pixels = ds.pixel_array
    ds.PixelRepresentation = signed  # the gdcm handler changes it
    return pixels[0] if frames > 1 else pixels


def table_bits(item):
    """The bits of a LUT; pydicom 2.3 itself knows tables of 8 and 16 bits only."""
    bits = int(item.LUTDescriptor[2])
    if 8 < bits < 16:
        item.LUTDescriptor = [item.LUTDescriptor[0], item.LUTDescriptor[1], 16]
    return bits


def stored_values(ds, pixels):
    """Only the bits below High Bit: pydicom hands the whole word over."""
    allocated, stored = int(ds.BitsAllocated), int(ds.BitsStored)
    if allocated == 1:
        return pixels.astype(np.int64)
    high = int(ds.get("HighBit", stored - 1))
    native = not ds.file_meta.TransferSyntaxUID.is_compressed
    words = pixels.astype(np.int64) & ((1 << allocated) - 1)
    if native:
        words = words >> (high + 1 - stored)
    words &= (1 << stored) - 1
    if int(ds.PixelRepresentation) == 1:
        words = np.where(words >= 1 << (stored - 1), words - (1 << stored), words)
    return words


def keys_kernel(distance):
    """The six-point kernel of Keys 1981, Cubic Convolution Interpolation for Digital Image Processing."""
    s = np.abs(distance)
    near = 4 / 3 * s**3 - 7 / 3 * s**2 + 1
    middle = -7 / 12 * s**3 + 3 * s**2 - 59 / 12 * s + 5 / 2
    far = 1 / 12 * s**3 - 2 / 3 * s**2 + 7 / 4 * s - 3 / 2
    return np.where(s < 1, near, np.where(s < 2, middle, np.where(s < 3, far, 0.0)))


def squared(ds, stored):
    """The picture with square pixels, stretched along its coarser side: pydicom leaves it squeezed."""
    spacing = [float(mm) for mm in ds.get("PixelSpacing") or []]
    if len(spacing) != 2 or min(spacing) <= 0 or max(spacing) <= 1.01 * min(spacing):
        return stored
    if spacing[0] > spacing[1]:
        turned = pydicom.Dataset()
        turned.PixelSpacing = spacing[::-1]
        return squared(turned, stored.T).T
    before = stored.shape[1]
    after = int(np.floor(before * spacing[1] / spacing[0] + 0.5))
    places = np.clip((np.arange(after) + 0.5) * before / after - 0.5, 0, before - 1)
    result = np.zeros((stored.shape[0], after))
    for offset in range(-2, 4):
        pixel = np.floor(places).astype(int) + offset
        result += keys_kernel(places - pixel) * stored[:, np.clip(pixel, 0, before - 1)]
    return np.floor(result + 0.5).astype(np.int64)


def padding_mask(ds, stored):
    value = ds.get("PixelPaddingValue")
    if value is None:
        return np.zeros(stored.shape, bool)
    signed = int(ds.PixelRepresentation) == 1

    def number(word):
        word = int(word) & 0xFFFF
        return word - 65536 if signed and word > 32767 else word

    low = number(value)
    high = number(ds.get("PixelPaddingRangeLimit", value))
    return (stored >= min(low, high)) & (stored <= max(low, high))


def modality_values(ds, stored):
    if ds.get("ModalityLUTSequence"):
        bits = table_bits(ds.ModalityLUTSequence[0])
        return util.apply_modality_lut(stored, ds).astype(float), bits
    item = functional_group(ds, "PixelValueTransformationSequence")
    slope = float(item.get("RescaleSlope", 1) or 1)
    return stored * slope + float(item.get("RescaleIntercept", 0) or 0), int(ds.BitsStored)


def automatic(values, padding, bits, ds, shown):
    """`shown` by the range of `values`. Full range up to 8 bits; else the 0.5th to the 99.5th percentile of what is no padding."""
    if bits <= 8:
        low, high = 0, 2**bits - 1
        if not ds.get("ModalityLUTSequence"):
            if int(ds.PixelRepresentation) == 1:
                low, high = low - 2 ** (bits - 1), high - 2 ** (bits - 1)
            slope = float(ds.get("RescaleSlope", 1))
            low, high = (v * slope + float(ds.get("RescaleIntercept", 0)) for v in (low, high))
    else:
        ordered = np.sort(values[~padding])
        if float(ds.get("RescaleSlope", 1)) < 0:
            ordered = ordered[::-1]
        at = lambda share: ordered[max(int(np.ceil(share * len(ordered))), 1) - 1]
        low, high = at(0.005), at(0.995)
    low, high = min(low, high), max(low, high)
    return np.clip((shown - low) / max(high - low, 1e-9), 0, 1)


def ends(ordered):
    """The 0.5th and the 99.5th percentile."""
    at = lambda share: ordered[max(int(np.ceil(share * len(ordered))), 1) - 1]
    return at(0.005), at(0.995)


def detail(levels):
    """The share of the pixels that the two most frequent of 256 greys leave over."""
    counts = np.sort(np.bincount(levels, minlength=256))[::-1] / len(levels)
    return 1 - counts[0] - counts[1]


def renders(values, gray, padding, ds):
    """Nearly all pixels in one or two greys, or all within a small part of the greys: no picture."""
    values = values[~padding]
    low, high = ends(np.sort(values)) if len(values) else (0, 0)
    if low == high:
        return True
    levels = np.rint(np.clip(gray[~padding], 0, 1) * 255).astype(int)
    fitted = np.rint(automatic(values, np.zeros(values.shape, bool), 16, ds, values) * 255).astype(int)
    low, high = ends(np.sort(levels))
    return detail(levels) >= detail(fitted) * 0.05 and high - low >= 16 and high >= 64 and low < 192


def windows(item):
    """The indices of the windows that are valid."""
    centers = np.atleast_1d(item.get("WindowCenter", []))
    widths = np.atleast_1d(item.get("WindowWidth", []))
    linear = item.get("VOILUTFunction", "LINEAR") == "LINEAR"
    for index, (_, width) in enumerate(zip(centers, widths)):
        if float(width) >= 1 if linear else float(width) > 0:
            yield index


def through_window(ds, item, values, index):
    """PS3.3 C.11.2.1.2 by pydicom, on a data set that makes its output 0 to 65535."""
    view = pydicom.Dataset()
    view.PhotometricInterpretation = "MONOCHROME2"
    view.BitsStored, view.PixelRepresentation = 16, 0
    for name in ("WindowCenter", "WindowWidth", "VOILUTFunction"):
        if name in item:
            setattr(view, name, item[name].value)
    if view.get("VOILUTFunction", "LINEAR") == "LINEAR" and float(np.atleast_1d(view.WindowWidth)[index]) == 1:
        # pydicom divides by width - 1; the standard makes a step of it.
        return (values > float(np.atleast_1d(view.WindowCenter)[index]) - 0.5).astype(float)
    return util.apply_windowing(values, view, index) / 65535.0


def through_table(item, values, index):
    table = item.VOILUTSequence[index]
    gray = util.apply_voi(np.rint(values).astype(np.int64), item, index)
    # White is where the entries say, whatever the descriptor does.
    return gray / (2.0 ** int(np.max(table.LUTData)).bit_length() - 1)


def through_voi(ds, values, padding, bits, shown):
    """`shown` by the first VOI LUT or window that renders `values`, or else by the automatic window."""
    item = functional_group(ds, "FrameVOILUTSequence")
    for index, table in enumerate(item.get("VOILUTSequence") or []):
        table_bits(table)
        if renders(values, through_table(item, values, index), padding, ds):
            return through_table(item, shown, index)
    for index in windows(item):
        if renders(values, through_window(ds, item, values, index), padding, ds):
            return through_window(ds, item, shown, index)
    return automatic(values, padding, bits, ds, shown)


def palette_luminance(ds, stored):
    colours = util.apply_color_lut(stored.astype(np.uint8 if ds.BitsAllocated == 8 else np.uint16), ds)
    bits = 8 if colours.dtype == np.uint8 else 16
    if bits == 16 and int(ds.RedPaletteColorLookupTableDescriptor[2]) == 8:
        bits = 8
    return luminance(colours).astype(float), bits


def measure(path):
    ds = pydicom.dcmread(path, force=True)
    if "TransferSyntaxUID" not in ds.file_meta:
        big = not ds.is_little_endian
        ds.file_meta.TransferSyntaxUID = (
            "1.2.840.10008.1.2.2" if big else "1.2.840.10008.1.2" if ds.is_implicit_VR else "1.2.840.10008.1.2.1")
    if "HighBit" not in ds:
        ds.HighBit = ds.BitsStored - 1
    pixels = first_frame(ds)
    photometric = ds.PhotometricInterpretation
    syntax = ds.file_meta.TransferSyntaxUID
    lossy = syntax in LOSSY
    inverted = photometric == "MONOCHROME1" or ds.get("PresentationLUTShape", "") == "INVERSE"
    if pixels.ndim == 3:
        inverted = False
        bits = int(ds.BitsStored)
        values = pixels[..., 0].astype(np.int64) if photometric.startswith(("YBR_FULL", "YBR_PARTIAL")) else luminance(pixels)
        if bits > 16:
            values, bits = values >> (bits - 16), 16
        gray = values / (2.0**bits - 1)
        tolerance = 2.0 if lossy else 1.0 if bits == 8 else 1.01
    elif photometric == "PALETTE COLOR":
        inverted = False
        values, bits = palette_luminance(ds, pixels)
        gray = values / (2.0**bits - 1)
        tolerance = 1.0
    else:
        stored = stored_values(ds, pixels)
        values, bits = modality_values(ds, stored)
        # The VOI is chosen by the pixels of the file.
        whole, mask = values, padding_mask(ds, stored)
        stored = squared(ds, stored)
        padding = padding_mask(ds, stored)
        values, _ = modality_values(ds, stored)
        gray = through_voi(ds, whole, mask, bits, values)
        if inverted:
            gray = 1 - gray
        gray = np.where(padding, 0.0, gray)
        values = np.where(padding & bool(ds.get("ModalityLUTSequence")), 0.0, values)
        slope = abs(float(ds.get("RescaleSlope", 1) or 1))
        # Weights in whole numbers may round a stretched pixel to the next value.
        tolerance = slope * (2.0 if lossy else 1.0 if stored.shape != whole.shape else 1e-6)
        if int(ds.BitsStored) > 16:
            tolerance = float(values.max() - values.min()) / 65535
    return describe(ds, values, gray, inverted, tolerance)


def describe(ds, values, gray, inverted, tolerance):
    values, gray = np.asarray(values, float), np.clip(gray, 0, 1) * 255
    rows, columns = values.shape
    spots = [(k * 2654435761) % (rows * columns) for k in range(1, SAMPLES + 1)]
    part = str(ds.get("BodyPartExamined", "") or "").upper()
    elsewhere = part != "" and not any(word in part for word in CHEST)
    return {
        "status": "read",
        "rows": rows,
        "columns": columns,
        "inverted": bool(inverted),
        "refused": str(ds.get("Modality", "") or "") not in RADIOGRAPHS or elsewhere,
        "value_mean": round(float(values.mean()), 4),
        "value_tolerance": tolerance,
        "gray_mean": round(float(gray.mean()), 4),
        "values": [round(float(v), 4) for v in values.ravel()[spots]],
        "grays": [round(float(g), 2) for g in gray.ravel()[spots]],
    }


def write(folder, target):
    folder = pathlib.Path(folder)
    result = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = path.relative_to(folder).as_posix()
        expected = without_numbers(name)
        if expected:
            result[name] = {"status": expected[0], "why": expected[1]}
            continue
        try:
            result[name] = measure(path)
        except Exception as error:  # each file has to be accounted for by hand
            sys.exit(f"{name}: {type(error).__name__}: {error}")
    made_by = f"pydicom {pydicom.__version__}, numpy {np.__version__}"
    lines = ",\n".join(f'"{name}": {json.dumps(entry)}' for name, entry in result.items())
    (HERE / target).write_text(f'{{"made_by": "{made_by}", "files": {{\n{lines}\n}}}}\n')
    print(target, len(result))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--written")
    parser.add_argument("--shared")
    arguments = parser.parse_args()
    if arguments.written:
        write(arguments.written, "dicom_written.json")
    if arguments.shared:
        write(arguments.shared, "dicom_shared.json")


if __name__ == "__main__":
    main()
