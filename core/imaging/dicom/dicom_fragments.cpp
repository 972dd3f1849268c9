// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/dicom/internal/dicom_fragments.h"

#include "core/imaging/pictures/codestream.h"

#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dcxfer.h>

using namespace Qt::StringLiterals;

namespace ccad::imaging {

namespace {

constexpr quint32 itemTag = 0xFFFEE000;

/// The fragments behind the offset table, one after the other. The walk has found that they lie
/// within the file.
class FragmentReader
{
public:
    FragmentReader(const DicomLayout& layout, const DicomElement& pixelData)
        : m_bytes(layout.bytes), m_position(pixelData.valueOffset), m_end(pixelData.endOffset)
    {
        next(); // the offset table
    }

    /// A view of the next fragment, not a copy; nothing behind the last one.
    std::optional<QByteArray> next()
    {
        const Bytes numbers(m_bytes, false);
        if (m_position + 8 > m_end || numbers.tag(m_position) != itemTag)
            return std::nullopt;
        const qint64 begin = m_position + 8;
        const qint64 length = numbers.u32(m_position + 4);
        if (length > m_end - begin)
            return std::nullopt;
        m_position = begin + length;
        return QByteArray::fromRawData(m_bytes.constData() + begin, length);
    }

private:
    const QByteArray& m_bytes;
    qint64 m_position;
    qint64 m_end;
};

/// In RLE each fragment is a frame (PS3.5 A.4.2); in other syntaxes a frame may have many
/// fragments, of which the first has the codestream's begin.
bool beginsFrame(const QByteArray& fragment, E_TransferSyntax syntax)
{
    return syntax == EXS_RLELossless || fragment.startsWith("\xFF\xD8")
        || jpeg2000Offset(fragment) >= 0;
}

/// The first frame's stream; empty when there is none. A single fragment is not copied. Without
/// another frame behind it, `format` has one frame then, whatever the file declares.
QByteArray firstStream(const DicomLayout& layout, const DicomElement& pixelData,
                       E_TransferSyntax syntax, PixelFormat& format)
{
    FragmentReader reader(layout, pixelData);
    QByteArray stream;
    while (const auto fragment = reader.next()) {
        if (fragment->isEmpty())
            continue;
        if (stream.isEmpty())
            stream = *fragment;
        else if (format.frames > 1 && beginsFrame(*fragment, syntax))
            return stream;
        else
            stream.append(*fragment);
    }
    format.frames = 1;
    return stream;
}

/// Inserts an item, which the sequence then owns.
OFCondition insertItem(DcmPixelSequence& sequence, const QByteArray& bytes)
{
    auto item = std::make_unique<DcmPixelItem>(DcmTag(DCM_Item, EVR_OB));
    OFCondition state = EC_Normal;
    if (!bytes.isEmpty())
        state = item->putUint8Array(reinterpret_cast<const Uint8*>(bytes.constData()),
                                    static_cast<unsigned long>(bytes.size()));
    if (state.good())
        state = sequence.insert(item.get());
    if (state.good())
        static_cast<void>(item.release());
    return state;
}

Error notTaken(const OFCondition& state)
{
    return {
        ErrorCode::Internal,
        u"DCMTK does not take its compressed picture (%1)"_s.arg(QString::fromLatin1(state.text())),
        tagText(pixelDataTag)};
}

} // namespace

Result<std::unique_ptr<DcmDataset>>
firstFrameFragments(const DicomLayout& layout, const DicomElement& pixelData, PixelFormat& format)
{
    const E_TransferSyntax syntax
        = DcmXfer(layout.transferSyntaxUid.toLatin1().constData()).getXfer();
    const QByteArray stream = firstStream(layout, pixelData, syntax, format);
    if (stream.isEmpty())
        return broken(u"Pixel Data %1 holds no fragments"_s.arg(tagText(pixelDataTag)),
                      tagText(pixelDataTag));
    const bool isOtherJpeg = syntax == EXS_JPEGLSLossless || syntax == EXS_JPEGLSLossy
        || syntax == EXS_JPEG2000 || syntax == EXS_JPEG2000LosslessOnly;
    if (!isOtherJpeg && stream.startsWith("\xFF\xD8")) {
        if (auto ok = checkScans(stream); !ok)
            return ok.error();
    }
    auto sequence = std::make_unique<DcmPixelSequence>(DcmTag(DCM_PixelData, EVR_OB));
    for (const QByteArray& item : {QByteArray(), stream}) {
        if (const OFCondition state = insertItem(*sequence, item); state.bad())
            return notTaken(state);
    }
    auto pixels = std::make_unique<DcmPixelData>(DcmTag(DCM_PixelData, EVR_OB));
    pixels->putOriginalRepresentation(syntax, nullptr, sequence.release());
    auto holder = std::make_unique<DcmDataset>();
    if (const OFCondition state = holder->insert(pixels.get()); state.bad())
        return notTaken(state);
    static_cast<void>(pixels.release()); // it is the data set's
    return holder;
}

void writeFormat(DcmDataset& dataset, const PixelFormat& format)
{
    const auto put = [&dataset](const DcmTagKey& tag, int value) {
        dataset.putAndInsertUint16(tag, static_cast<Uint16>(value));
    };
    put(DCM_SamplesPerPixel, format.samples);
    put(DCM_PlanarConfiguration, format.colorByPlane ? 1 : 0);
    put(DCM_Rows, format.rows);
    put(DCM_Columns, format.columns);
    put(DCM_BitsAllocated, format.bitsAllocated);
    put(DCM_BitsStored, format.bitsStored);
    put(DCM_HighBit, format.highBit);
    put(DCM_PixelRepresentation, format.isSigned ? 1 : 0);
    dataset.putAndInsertString(DCM_PhotometricInterpretation,
                               format.photometric.toLatin1().constData());
    dataset.putAndInsertString(DCM_NumberOfFrames, "1");
}

} // namespace ccad::imaging
