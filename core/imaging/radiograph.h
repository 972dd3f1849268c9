// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/bit_depth.h"
#include "core/imaging/reader_notes.h"

#include <QString>

#include <cstdint>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

namespace ccad {

/// The VOI LUT functions of DICOM PS3.3 C.11.2.1.3.
enum class VoiFunction
{
    Linear,
    LinearExact,
    Sigmoid
};

/// A window, in the units of the modality (after rescale or modality LUT). Width is at least 1 for
/// Linear and above 0 for the others.
struct VoiWindow
{
    double center = 0;
    double width = 1;
    VoiFunction function = VoiFunction::Linear;
    QString name; ///< the file's explanation, or empty
    bool operator==(const VoiWindow&) const = default;
};

/// A VOI LUT: entry i belongs to the modality value firstValue + i; values outside take the first
/// or last entry. Entries use 0 .. bits.highest().
struct VoiTable
{
    int firstValue = 0;
    BitDepth bits;
    std::vector<std::uint16_t> entries;
    QString name;
    bool operator==(const VoiTable&) const = default;
};

using Voi = std::variant<VoiWindow, VoiTable>;

enum class View
{
    Unknown,
    PosteroAnterior,
    AnteroPosterior,
    Lateral,
    Oblique
};

/// Where the millimetres come from, and so in which plane a length holds (PS3.3 10.7).
enum class SpacingSource
{
    PixelSpacing, ///< the file does not say whether for the detector or for the patient
    ImagerPixelSpacing, ///< at the detector, hence larger than the anatomy
    NominalScannedPixelSpacing, ///< on the scanned film, also larger than the anatomy
    MagnificationFactor, ///< at the detector, divided by the file's magnification factor
    SourceDistances, ///< at the detector, divided by a factor from the distances of the X-ray
                     ///< source
    Calibrated, ///< Pixel Spacing, which the file has corrected in a way that it does not name
    CalibratedByGeometry, ///< for assumed distances
    CalibratedByObject ///< with an object of known size
};

struct PixelSpacing
{
    double rowMm = 0; ///< distance between the centres of adjacent rows
    double columnMm = 0;
    SpacingSource source = SpacingSource::PixelSpacing;
    /// By which the distances at the detector were divided: above 1 for MagnificationFactor and
    /// SourceDistances alone.
    double magnification = 1;
};

struct StoredSize
{
    int columns = 0;
    int rows = 0;
    bool operator==(const StoredSize&) const = default;
};

/// A drawing that a DICOM file brings along, one bit a pixel, to be laid over its picture (groups
/// 60xx, PS3.3 C.9.2): a side marker, words, a region. No part of the greys, and cut off where the
/// picture ends.
struct OverlayPlane
{
    int group = 0; ///< 0x6000, 0x6002 .. 0x601E
    int columns = 0;
    int rows = 0;
    /// Where the plane lies in the picture, in its pixels: the upper left corner of the plane's
    /// first pixel, and how many pixels of the picture a pixel of the plane takes.
    double left = 0;
    double top = 0;
    double columnScale = 1;
    double rowScale = 1;
    /// Row after row, each of stride() bytes, the lowest bit first; not null.
    std::shared_ptr<const std::vector<std::uint8_t>> bits;
    QString label; ///< (60xx,1500), or empty
    QString description; ///< (60xx,0022), or empty
    /// The bits are the rim of what the file has: of a region, or where it covers most of the
    /// picture.
    bool isRim = false;

    [[nodiscard]] std::size_t stride() const { return static_cast<std::size_t>(columns + 7) / 8; }
};

enum class FileFormat
{
    Dicom,
    Png,
    Jpeg,
    Bmp,
    Tiff
};

/// One decoded picture, whatever file it came from, and what the file says of it.
///
/// A pixel p (row-major, rows x columns) stands for the modality value p * valueScale + valueOffset
/// (Hounsfield units, optical density, or plain grey values). Pictures are turned upright by their
/// EXIF orientation. Pixels are square, or within 1 % of it: others were made so when they were
/// read, see `stored`. Display values come from DisplayLut alone, where bright means dense:
/// `inverted` (MONOCHROME1 or presentation LUT shape INVERSE) is applied there, once, after VOI.
struct Radiograph
{
    int columns = 0;
    int rows = 0;
    std::shared_ptr<const std::vector<std::uint16_t>> pixels;
    /// Size of the whole picture in the file, upright, where it was stretched to square pixels:
    /// x * stored->columns / columns of the whole picture is the file's own coordinate.
    std::optional<StoredSize> stored;
    BitDepth bits; ///< a pixel is at most bits.highest()
    /// givesValues() holds for these bits, this scale and this offset.
    double valueScale = 1;
    double valueOffset = 0;
    QString valueUnit; ///< RescaleType or ModalityLUTType ("HU", "OD"), or empty

    bool inverted = false;
    /// Stored pixels (not modality values) within paddingFirst..paddingLast are not part of the
    /// image.
    std::optional<std::uint16_t> paddingFirst;
    std::optional<std::uint16_t> paddingLast;
    std::vector<Voi> vois; ///< as the file gives them, VOI LUTs first, then windows
    /// Initial VOI of screen and network: the first of vois that renders the picture, or automatic.
    Voi initialVoi;

    FileFormat format = FileFormat::Dicom;
    QString modality; ///< (0008,0060), or empty
    QString bodyPart; ///< (0018,0015), upper case, or empty
    View view = View::Unknown;
    QString viewText; ///< the file's own words
    std::optional<PixelSpacing> spacing;
    std::optional<double> patientAgeYears;
    QString patientSex; ///< "M", "F", "O" or empty
    QString patientId; ///< never logged
    QString patientName; ///< never logged
    QString studyDate; ///< ISO 8601, "2026-11-23", or empty
    QString patientBirthDate; ///< ISO 8601 or empty; never logged
    /// Patient Orientation (0020,0020): where the rows run (towards the last column) and where the
    /// columns run (towards the last row), as the file's letters: "L", "F", "PR"; or empty.
    QString rowDirection;
    QString columnDirection;
    QString sopInstanceUid;
    QString transferSyntaxUid;

    /// Planes with anything on them, in the order of their groups. Neither the network nor an
    /// identity sees them. Empty where the picture was reduced while it was decoded.
    std::vector<OverlayPlane> planes;

    /// Whole sentences on changes of the picture that its reader should know: the first of several
    /// frames, colour turned into luminance, values reduced to 16 bits. The one place for them:
    /// findings, worklists and reports take them from here.
    ReaderNotes notes;
    /// Set when the file's own tags say that this is no chest radiograph: the reason, a sentence.
    std::optional<QString> refusal;
};

} // namespace ccad
