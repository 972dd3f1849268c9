// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/internal/dicom_surplus.h"

#include "core/base/checked_size.h"
#include "core/imaging/sample_evidence.h"

#include <QtEndian>

#include <cstdlib>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

constexpr quint32 rowsTag = 0x00280010;
constexpr quint32 columnsTag = 0x00280011;
constexpr quint32 allocatedTag = 0x00280100;

/// The first sample of each pixel, where pixels have whole bytes and follow each other.
std::optional<SampleRows> rowsOf(const PixelFormat& format, QByteArrayView bytes, bool isBigEndian)
{
    const int sampleBytes = format.bitsAllocated / 8;
    if ((sampleBytes != 1 && sampleBytes != 2) || format.isSubsampled()
        || (format.samples > 1 && format.colorByPlane))
        return std::nullopt;
    const qsizetype step = qsizetype{1} * sampleBytes * format.samples;
    const bool isSigned = format.isSigned;
    SampleRows rows;
    rows.columns = format.columns;
    rows.rows = format.rows;
    rows.count = bytes.size() / step;
    rows.at = [=](qint64 pixel) {
        const char* at = bytes.data() + pixel * step;
        if (sampleBytes == 1)
            return double{1} * static_cast<quint8>(*at);
        const quint16 value
            = isBigEndian ? qFromBigEndian<quint16>(at) : qFromLittleEndian<quint16>(at);
        return isSigned ? double{1} * static_cast<qint16>(value) : double{1} * value;
    };
    return rows;
}

/// One byte a sample is declared, and there are two, which follow each other as the halves of a
/// word do: neighbours differ more than every second one.
bool holdsWords(const PixelFormat& format, QByteArrayView bytes, qint64 surplus)
{
    constexpr double times = 2;
    if (format.bitsAllocated != 8 || format.samples != 1
        || std::abs(surplus - format.pixelCount()) > 1)
        return false;
    const auto at = [bytes](qint64 i) { return double{1} * static_cast<quint8>(bytes[i]); };
    return roughness(at, bytes.size(), 1) > times * roughness(at, bytes.size(), 2);
}

Error furtherRows(const PixelFormat& format, qint64 further)
{
    return broken(u"Rows (0028,0010) says %1, but its pixel data goes on for %2 further rows of "
                  "the same picture"_s.arg(format.rows)
                      .arg(further),
                  tagText(rowsTag));
}

/// `columns`: of the samples that the format declares, which may not be what the rows are made of.
Error otherColumns(const PixelFormat& format, qint64 columns)
{
    const int pixelBytes = format.bitsAllocated / 8 * format.samples;
    return broken(u"Columns (0028,0011) says %1, which take %2 bytes a row, but the rows of its "
                  "pixel data have %3; the picture would be sheared"_s.arg(format.columns)
                      .arg(format.columns * pixelBytes)
                      .arg(columns * pixelBytes),
                  tagText(columnsTag));
}

/// `surplus`: bytes behind the last declared frame, at least one.
QString noteOn(const PixelFormat& format, qint64 surplus, qint64 frameBytes, BehindRows kind)
{
    if (kind == BehindRows::OneValue)
        return u"Behind the picture, the file's pixel data has %1 further bytes, all of one value; "
               "they were left out."_s.arg(surplus);
    if (surplus >= frameBytes)
        return u"The file declares %1, but its pixel data is as long as %2; only the first one is "
               "shown."_s.arg(framesText(format.frames))
                   .arg(format.frames + surplus / frameBytes);
    return u"Behind the picture, the file's pixel data has %1 further bytes that no tag explains; "
           "they were left out."_s.arg(surplus);
}

} // namespace

Result<void> checkSurplus(const PixelFormat& format, QByteArrayView bytes, bool isBigEndian,
                          ReaderNotes& notes)
{
    const qint64 frameBytes = bytesOfBits(frameBits(format, format.bitsAllocated / 8).value_or(0));
    const auto declared = checkedProduct<qint64>({frameBytes, format.frames});
    if (frameBytes == 0 || !declared || bytes.size() < *declared)
        return {};
    const auto rows = rowsOf(format, bytes, isBigEndian);
    const qint64 surplus = bytes.size() - *declared;
    if (surplus <= 1) { // a byte makes the length even
        const bool isExchanged = rows && format.frames == 1 && liesInRowsOf(*rows, format.rows);
        return isExchanged ? Result<void>(otherColumns(format, format.rows)) : Result<void>();
    }
    FoundBehind found{BehindRows::Other, 0};
    if (rows && format.frames == 1)
        found = samplesBehind(*rows);
    if (found.kind != BehindRows::OneValue && holdsWords(format, bytes, surplus))
        return broken(u"Bits Allocated (0028,0100) says 8, but its samples have 16"_s,
                      tagText(allocatedTag));
    if (found.kind == BehindRows::FurtherRows)
        return furtherRows(format, found.number);
    if (found.kind == BehindRows::WiderRows)
        return otherColumns(format, found.number);
    const bool areFrames = surplus >= frameBytes && found.kind != BehindRows::OneValue;
    notes.add(areFrames ? NoteCode::Frames : NoteCode::Surplus,
              noteOn(format, surplus, frameBytes, found.kind));
    return {};
}

} // namespace ccad::imaging
