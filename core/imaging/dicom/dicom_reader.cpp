// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/dicom_reader.h"

#include "core/imaging/dicom/dicom_codecs.h"
#include "core/imaging/dicom/internal/dicom_bits.h"
#include "core/imaging/dicom/internal/dicom_dataset.h"
#include "core/imaging/dicom/internal/dicom_overlays.h"
#include "core/imaging/dicom/internal/dicom_pixels.h"
#include "core/imaging/dicom/internal/dicom_refusal.h"
#include "core/imaging/dicom/internal/dicom_sign.h"
#include "core/imaging/dicom/internal/dicom_spacing.h"
#include "core/imaging/dicom/internal/dicom_syntax.h"
#include "core/imaging/dicom/internal/dicom_tags.h"
#include "core/imaging/dicom/internal/dicom_voi.h"
#include "core/imaging/display_lut.h"
#include "core/imaging/file_behind.h"
#include "core/imaging/film_objects.h"
#include "core/imaging/noise_rows.h"
#include "core/imaging/picture_identity.h"
#include "core/imaging/square_pixels.h"
#include "core/imaging/voi_choice.h"

#include <dcmtk/dcmdata/dcsequen.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

/// The checksum that CCAD wrote beside a reference, or empty.
QString checksumIn(DcmItem& reference)
{
    const auto keyOf = [](quint32 tag) {
        return DcmTagKey(static_cast<Uint16>(tag >> 16), static_cast<Uint16>(tag & 0xFFFF));
    };
    if (text(reference, keyOf(checksumCreatorTag)) != QLatin1String(checksumCreator))
        return {};
    return text(reference, keyOf(checksumTag));
}

/// The pictures that an object without one refers to; `what` it is, the caller knows.
FilmObject referencedFilms(DcmDataset& dataset)
{
    FilmObject films;
    const auto forEachItem = [](DcmItem& item, const DcmTagKey& tag, const auto& take) {
        DcmSequenceOfItems* sequence = nullptr;
        if (item.findAndGetSequence(tag, sequence).bad() || !sequence)
            return;
        for (unsigned long i = 0; i < sequence->card(); ++i)
            take(*sequence->getItem(i));
    };
    forEachItem(dataset, DCM_ReferencedSeriesSequence, [&](DcmItem& series) {
        forEachItem(series, DCM_ReferencedImageSequence, [&](DcmItem& image) {
            const QString uid = text(image, DCM_ReferencedSOPInstanceUID);
            if (!isUsableUid(uid) || films.filmUids.contains(uid))
                return;
            films.filmUids << uid;
            films.checksums << checksumIn(image);
        });
    });
    return films;
}

Error noPicture(DcmDataset& dataset, const DicomLayout& layout)
{
    const bool floats = layout.find(0x7FE00008) || layout.find(0x7FE00009);
    if (floats)
        return unsupported(u"its pixels are floating-point numbers, which are not supported"_s);
    const QString& syntax = layout.transferSyntaxUid;
    if (nameOfSyntax(syntax).startsWith(u"JPIP"))
        return unsupported(u"its transfer syntax %1 is not supported"_s.arg(describeSyntax(syntax)),
                           tagText(0x00020010));
    // An image that lost its pixels is broken; an object that never had any is something else.
    if (word(dataset, DCM_Rows) && word(dataset, DCM_Columns))
        return broken(
            u"it declares rows and columns, but has no Pixel Data %1"_s.arg(tagText(pixelDataTag)),
            tagText(pixelDataTag));
    QString sopClass = text(dataset, DCM_SOPClassUID);
    if (sopClass.isEmpty())
        sopClass = layout.mediaSopClassUid;
    const auto what = describeWithoutPicture(text(dataset, DCM_Modality).toUpper(), sopClass);
    FilmObject object = referencedFilms(dataset);
    object.what = what.value_or(QString());
    if (what && !object.filmUids.isEmpty())
        return Error{ErrorCode::Refused, clauseOn(object), {}};
    if (!what)
        return Error{ErrorCode::Refused, u"it is DICOM, but holds no picture"_s, {}};
    return Error{ErrorCode::Refused, u"it is %1 and holds no picture"_s.arg(*what), {}};
}

QString syntaxUid(const DicomLayout& layout)
{
    if (!layout.transferSyntaxUid.isEmpty())
        return layout.transferSyntaxUid;
    if (layout.encoding.bigEndian)
        return u"1.2.840.10008.1.2.2"_s;
    return layout.encoding.explicitVr ? u"1.2.840.10008.1.2.1"_s : u"1.2.840.10008.1.2"_s;
}

/// Number of frames `declared` by the file, and `held` by its pixel data.
void noteFrames(Radiograph& radiograph, qint64 declared, qint64 held)
{
    if (held < declared)
        radiograph.notes.add(NoteCode::Frames,
                             u"The file declares %1 frames, but its pixel data ends "
                             "after %2 of them; only the first one is shown."_s.arg(declared)
                                 .arg(held));
    else if (declared > 1)
        radiograph.notes.add(
            NoteCode::Frames,
            u"The file holds %1 frames; only the first one is shown."_s.arg(declared));
}

void noteIntent(Radiograph& radiograph, DcmDataset& dataset)
{
    if (text(dataset, DCM_PresentationIntentType).toUpper() == u"FOR PROCESSING")
        radiograph.notes.add(NoteCode::RawValues,
                             u"The file holds raw detector values (FOR PROCESSING), not a "
                             "picture made for viewing."_s);
}

/// Pictures that stand behind the first one without being its frames.
void noteFurtherPictures(Radiograph& radiograph, const QByteArray& content,
                         const DicomLayout& layout)
{
    if (layout.pixelDataElements > 1)
        radiograph.notes.add(NoteCode::Frames,
                             u"The file holds Pixel Data %1 times; only the first one is "
                             "shown."_s.arg(layout.pixelDataElements));
    // The offsets of a deflated data set are not the file's.
    constexpr qint64 beginOfMetaHeader = 132;
    const bool isFile = layout.bytes.constData() == content.constData();
    const qint64 behind = isFile ? layout.find(pixelDataTag)->endOffset : beginOfMetaHeader;
    if (const QString note = noteOnFileBehind(content, behind); !note.isEmpty())
        radiograph.notes.add(NoteCode::Frames, note);
}

/// The frame with its bits in their places, thinned unless `thinnedSide` is 0.
Result<Frame> settled(Frame frame, const DicomLayout& layout, DcmDataset& dataset, int thinnedSide)
{
    keepOverlaysFromGreys(frame, layout, dataset);
    auto result = settleBits(std::move(frame), dataset);
    if (!result)
        return result;
    settleSign(*result);
    if (thinnedSide == 0)
        return result;
    const int side = std::min(result->format().columns, result->format().rows);
    return thinned(*std::move(result), side / thinnedSide);
}

/// Looks at the greys, in whatever order their bytes and their palette were.
Result<void> checkNoise(Radiograph& radiograph)
{
    const auto at = [&pixels = *radiograph.pixels](qint64 i) {
        return double{1} * pixels[static_cast<std::size_t>(i)];
    };
    const qint64 count = qint64{radiograph.columns} * radiograph.rows;
    return checkNoiseRows({at, radiograph.columns, radiograph.rows, count}, radiograph.notes,
                          tagText(pixelDataTag));
}

/// With `thinnedSide` 0, keeps every pixel that comes out of the decoder.
Result<ReducedRadiograph> read(const QByteArray& content, const ReadSize& size, int thinnedSide,
                               const ReadGuard& guard)
{
    registerDicomCodecs();
    WantedElements wanted;
    auto layout = scanDicom(content, guard, wanted, MediumIndex::Refused);
    if (!layout)
        return layout.error();
    auto dataset = datasetOf(wanted.dataset());
    if (!dataset)
        return dataset.error();
    if (!layout->find(pixelDataTag))
        return noPicture(**dataset, *layout);
    const auto format = readPixelFormat(**dataset, guard);
    if (!format)
        return format.error();
    const bool isWhole = hasOverlaysInPixels(*layout, **dataset);
    auto frame = readFirstFrame(*layout, **dataset, *format, isWhole ? ReadSize() : size, guard);
    if (frame)
        frame = settled(*std::move(frame), *layout, **dataset, thinnedSide);
    if (!frame)
        return frame.error();

    Radiograph radiograph;
    radiograph.format = FileFormat::Dicom;
    radiograph.transferSyntaxUid = syntaxUid(*layout);
    noteFrames(radiograph, format->frames, frame->format().frames);
    noteIntent(radiograph, **dataset);
    radiograph.notes.add(noteOnAbsent(**dataset, *format));
    radiograph.notes.add(NoteCode::StreamMended, noteOnEncoding(*layout));
    radiograph.notes.add(frame->notes);
    noteFurtherPictures(radiograph, content, *layout);
    if (auto ok = fillPixels(radiograph, **dataset, *frame); !ok)
        return ok.error();
    if (auto ok = guard.check(u"converting pixels"_s); !ok)
        return ok.error();
    if (thinnedSide == 0) {
        if (auto ok = checkNoise(radiograph); !ok)
            return ok.error();
        if (auto ok = fillPlanes(radiograph, *layout, **dataset, *format, *frame, guard); !ok)
            return ok.error();
    }
    // Colours are display values already, also those that turned out to be greys.
    const bool isGrey
        = format->photometric.startsWith(u"MONOCHROME") && frame->format().samples == 1;
    if (isGrey)
        fillVois(radiograph, **dataset, frame->format().isSigned);
    else
        chooseFullRange(radiograph);
    fillTags(radiograph, **dataset);
    radiograph.refusal
        = refusalByTags(radiograph.modality, radiograph.bodyPart, text(**dataset, DCM_SOPClassUID));
    const PixelMeasure measure = readPixelMeasure(**dataset, format->columns, format->rows);
    radiograph.spacing = measure.spacing;
    radiograph.notes.add(NoteCode::LengthsCorrected, measure.notes);
    ReducedRadiograph reduced{std::move(radiograph), format->columns, format->rows,
                              frame->reduction, frame->firstSited};
    if (auto ok = makePixelsSquare(reduced, measure.heightToWidth, guard); !ok)
        return ok.error();
    return reduced;
}

} // namespace

Result<ReducedRadiograph> readDicom(const QByteArray& content, const ReadSize& size,
                                    const ReadGuard& guard)
{
    return read(content, size, 0, guard);
}

Result<ReducedRadiograph> readThinnedDicom(const QByteArray& content, int shorterSide,
                                           const ReadGuard& guard)
{
    return read(content, {shorterSide}, shorterSide, guard);
}

std::optional<DicomHead> readDicomHead(const QByteArray& begin, const ReadGuard& guard)
{
    registerDicomCodecs();
    WantedElements wanted;
    // What breaks off goes on in the file.
    const auto layout = scanDicom(begin, guard, wanted, MediumIndex::Refused);
    const auto& values = wanted.dataset().values;
    // Of an inflated data set that breaks off, the bytes are gone.
    const bool isHeld = layout || values.empty()
        || (values.front().bytes.data() >= begin.constData()
            && values.front().bytes.data() < begin.constData() + begin.size());
    if (!isHeld)
        return std::nullopt;
    auto dataset = datasetOf(wanted.dataset());
    if (!dataset)
        return std::nullopt;
    const QString uid = text(**dataset, DCM_SOPInstanceUID);
    return DicomHead{isUsableUid(uid) ? uid : QString(), word(**dataset, DCM_Rows).has_value()};
}

} // namespace ccad::imaging
