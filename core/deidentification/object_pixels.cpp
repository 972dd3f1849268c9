// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deidentification/internal/object_pixels.h"

#include "core/deidentification/pixels/pixel_blanking.h"
#include "core/imaging/dicom/stored_frame.h"

#include <QtEndian>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

using imaging::pixelDataTag;

constexpr quint32 imageTypeTag = 0x00080008;
constexpr quint32 samplesTag = 0x00280002;
constexpr quint32 photometricTag = 0x00280004;
constexpr quint32 planarTag = 0x00280006;
constexpr quint32 framesTag = 0x00280008;
constexpr quint32 rowsTag = 0x00280010;
constexpr quint32 columnsTag = 0x00280011;
constexpr quint32 allocatedTag = 0x00280100;
constexpr quint32 storedTag = 0x00280101;
constexpr quint32 highBitTag = 0x00280102;
constexpr quint32 signedTag = 0x00280103;
constexpr quint32 lossyTag = 0x00282110;

int word(const DatasetTree& tree, quint32 tag, int fallback)
{
    const DataElement* element = tree.dataset.find(tag);
    if (!element || element->value.size() < 2)
        return fallback;
    return imaging::Bytes(element->value, tree.layout.encoding.bigEndian).u16(0);
}

PixelLayout layoutOf(const DatasetTree& tree)
{
    PixelLayout layout;
    layout.rows = word(tree, rowsTag, 0);
    layout.columns = word(tree, columnsTag, 0);
    layout.samplesPerPixel = word(tree, samplesTag, 1);
    layout.isColorByPlane = word(tree, planarTag, 0) == 1;
    layout.bitsAllocated = word(tree, allocatedTag, 16);
    layout.bitsStored = word(tree, storedTag, layout.bitsAllocated);
    layout.highBit = word(tree, highBitTag, layout.bitsStored - 1);
    layout.isSigned = word(tree, signedTag, 0) == 1;
    layout.isBigEndian = tree.layout.encoding.bigEndian;
    layout.photometric = QString::fromLatin1(valueOf(tree.dataset, photometricTag)).toUpper();
    layout.frames = std::max<qint64>(1, valueOf(tree.dataset, framesTag).toLongLong());
    return layout;
}

void putWord(DataItem& dataset, quint32 tag, int value)
{
    QByteArray bytes(2, '\0');
    qToLittleEndian(static_cast<quint16>(value), bytes.data());
    dataset.put({tag, "US", "US", bytes, {}, false});
}

/// The object as it is with uncompressed pixels.
void describe(DataItem& dataset, const imaging::StoredFrame& frame)
{
    putWord(dataset, samplesTag, frame.samplesPerPixel);
    putWord(dataset, rowsTag, frame.rows);
    putWord(dataset, columnsTag, frame.columns);
    putWord(dataset, allocatedTag, frame.bitsAllocated);
    putWord(dataset, storedTag, frame.bitsStored);
    putWord(dataset, highBitTag, frame.highBit);
    putWord(dataset, signedTag, frame.isSigned ? 1 : 0);
    if (frame.samplesPerPixel > 1)
        putWord(dataset, planarTag, frame.isColorByPlane ? 1 : 0);
    dataset.put({photometricTag, "CS", "CS", frame.photometric.toLatin1(), {}, false});
}

/// A changed picture is derived from the original one (PS3.3 C.7.6.1.1.2).
void markDerived(DataItem& dataset)
{
    if (DataElement* type = dataset.find(imageTypeTag)) {
        QList<QByteArray> values = type->value.split('\\');
        values.first() = "DERIVED";
        type->value = trimmedValue(values.join('\\'));
    }
}

bool isLossy(const QByteArray& syntax)
{
    constexpr QByteArrayView lossySyntaxes[]
        = {"1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51", "1.2.840.10008.1.2.4.53",
           "1.2.840.10008.1.2.4.55", "1.2.840.10008.1.2.4.81", "1.2.840.10008.1.2.4.111"};
    return std::find(std::begin(lossySyntaxes), std::end(lossySyntaxes), QByteArrayView(syntax))
        != std::end(lossySyntaxes);
}

Result<void> decompress(DatasetTree& tree, const QByteArray& content,
                        const imaging::ReadGuard& guard, QByteArray& transferSyntax)
{
    const auto frame = imaging::readStoredFrame(content, guard);
    if (!frame)
        return frame.error();
    if (frame->frames > 1)
        return imaging::unsupported(
            u"text in compressed pictures of several frames cannot be blanked"_s);
    describe(tree.dataset, *frame);
    const bool isWide = frame->bitsAllocated == 16;
    tree.dataset.put(
        {pixelDataTag, isWide ? "OW" : "OB", isWide ? "OW" : "OB", frame->samples, {}, false});
    if (isLossy(transferSyntax) && valueOf(tree.dataset, lossyTag).isEmpty())
        tree.dataset.put({lossyTag, "CS", "CS", "01", {}, false});
    transferSyntax = QByteArrayLiteral("1.2.840.10008.1.2.1");
    tree.layout.encoding = {true, false};
    tree.notes
        << u"To blank text, the compressed picture was made an uncompressed one; every other "
           "pixel is as it was decoded."_s;
    tree.notes << frame->notes;
    return {};
}

} // namespace

Result<void> blankObject(DatasetTree& tree, const QByteArray& content,
                         const std::vector<PixelBox>& boxes, const imaging::ReadGuard& guard,
                         QByteArray& transferSyntax)
{
    const DataElement* pixels = tree.dataset.find(pixelDataTag);
    if (!pixels)
        return imaging::broken(u"it has no pixels to blank"_s);
    if (pixels->isEncapsulated) {
        if (auto ok = decompress(tree, content, guard, transferSyntax); !ok)
            return ok;
    }
    DataElement& element = *tree.dataset.find(pixelDataTag);
    element.value.detach(); // it may be a view of the file
    if (auto ok = blankPixels(element.value, layoutOf(tree), boxes); !ok)
        return ok;
    markDerived(tree.dataset);
    return {};
}

void clearOverlaysInPixels(DatasetTree& tree)
{
    const auto isPlaneInPixels = [&](const DataElement& element) {
        const bool isPosition = (element.tag & 0xFFE1FFFF) == 0x60000102;
        const quint32 data = (element.tag & 0xFFFF0000) | 0x3000;
        return isPosition && !tree.dataset.find(data);
    };
    DataElement* pixels = tree.dataset.find(pixelDataTag);
    const auto& elements = tree.dataset.elements;
    if (!pixels || pixels->isEncapsulated
        || std::none_of(elements.begin(), elements.end(), isPlaneInPixels))
        return;
    QByteArray cleared = pixels->value;
    cleared.detach();
    if (!clearSpareBits(cleared, layoutOf(tree)))
        return;
    pixels->value = cleared;
    tree.notes << u"The overlays that lay in spare bits of its pixels were cleared."_s;
}

} // namespace ccad
